"""Counts, shares and times in words: "1 feed", "1,204 feeds", 99 per cent, "2024-03-05 02:00 UTC".

Invariant: every message that counts things names them here, so none says "1 feeds", and none calls nearly
all of something 100 per cent.
"""

from __future__ import annotations

import re

__all__ = ["counted", "moment", "per_cent"]

_MOMENT = re.compile(r"(\d{4}-\d\d-\d\d)T(\d\d:\d\d)[\d:.]{0,12}(Z|[+-]\d\d:\d\d)?")


def counted(number: int, noun: str, plural: str | None = None) -> str:
    """A number and what it counts.

    Args:
        number: how many.
        noun: one of them, with what follows the noun.
        plural: several of them; else the noun's first word with an s, or with -ies for -y.
    """
    if number == 1:
        return f"1 {noun}"
    return f"{number:,} {plural or _plural(noun)}"


def _plural(noun: str) -> str:
    word, space, rest = noun.partition(" ")
    several = f"{word[:-1]}ies" if word.endswith("y") and word[-2:-1] not in "aeiou" else f"{word}s"
    return several + space + rest


def per_cent(share: float) -> int:
    """A share in [0, 1] as people read it: whole per cent, and 100 only for the whole."""
    return 99 if 0.99 <= share < 1 else round(100 * share)  # noqa: PLR2004 - nearly all is not all


def moment(published: str) -> str:
    """A time as ``Article.published`` has it, for people: day, minute and zone; what is none is left as it is."""
    found = _MOMENT.fullmatch(published)
    if found is None:
        return published
    day, minute, zone = found.groups()
    return f"{day} {minute} {'UTC' if zone in {'+00:00', 'Z'} else zone or ''}".rstrip()
