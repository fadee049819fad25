"""Counts in words: "1 feed", "1,204 feeds".

Invariant: every message that counts things names them here, so none says "1 feeds".
"""

from __future__ import annotations

__all__ = ["counted"]


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
