"""Lines as they are compared across pages: with slots for what changes from page to page.

Invariant: what is said of a line depends on its text alone; what is kept for the next time is bounded.
"""

from __future__ import annotations

import re
from functools import lru_cache
from hashlib import blake2b
from itertools import pairwise, zip_longest
from typing import TYPE_CHECKING

from provenance.article.places import is_sentence
from provenance.article.stamps import WEEKDAYS
from provenance.characters import is_sign
from provenance.fingerprint import normalise, words_of
from provenance.months import MONTHS

if TYPE_CHECKING:
    from collections.abc import Sequence

    from provenance.model import Block

__all__ = ["CACHED", "ends_as_sentence", "line_form", "line_key", "line_keys", "long_words", "words_in"]

LONGEST = 120  # words, or signs of a script without spaces; longer blocks are no line
FEW_WORDS = 6  # in so few words any number is a slot; in longer lines years and dates are
YEAR = re.compile(r"(?:1[89]|20)\d\d$")
SLOT = "#"
DATE_SIGNS = frozenset("年月日")  # after the numbers of a date
# lines whose names change from page to page: a byline, a picture's credit, a notice
NAMED = re.compile(r"\W{0,3}(?:by|von|par|por|di|de|photo|foto|credit|copyright)\b|\W{0,3}(?:©|\(c\))", re.IGNORECASE)
NAME = re.compile(r"(?<!^)\b[A-ZÀ-Þ][\w.’'-]{0,30}(?:\s{1,2}[A-ZÀ-Þ][\w.’'-]{0,30}){0,8}")
NAME_SLOT = " nameslot "

# how sentences end in scripts that have no full stop
ENDED = re.compile(r"[。！？।॥؟۔][”’」』\"')\]]{0,3}$")
CACHED = 1000  # characters of the longest text whose words are kept for the next time
LONG_WORD = 5  # letters; shorter words say little of what a line is about


def line_key(text: str) -> int | None:
    """What a line has in common with its variants on other pages.

    Years, dates and, in short lines, all numbers are slots; so are names in bylines, picture
    credits and copyright notices.

    Args:
        text: a block's text.

    Returns:
        A signed 64-bit hash; ``None`` for what is too long for a line, or has no word.
    """
    return _short_key(text) if len(text) <= CACHED else _key(text)


@lru_cache(maxsize=16_384)  # more than the lines of a batch, which are asked for thrice
def _short_key(text: str) -> int | None:
    return _key(text)


def _key(text: str) -> int | None:
    form = line_form(text)
    if form is None:
        return None
    return int.from_bytes(blake2b(form.encode(), digest_size=8).digest(), "big", signed=True)


def line_form(text: str) -> str | None:
    """The words of a line with its slots, by which two lines are one; ``None`` as for ``line_key``."""
    if text.count(" ") >= LONGEST:
        return None
    if NAMED.match(text):
        text = NAME.sub(NAME_SLOT, text)
    words = _normal(text)
    if len(words) > LONGEST:
        return None
    few = len(words) <= FEW_WORDS
    form: list[str] = []
    for word, after in zip_longest(words, words[1:], fillvalue=""):
        slot = (
            word in MONTHS
            or word in WEEKDAYS
            or YEAR.match(word)
            or ((few or after in DATE_SIGNS) and any(map(str.isdigit, word)))
        )
        if not slot:
            form.append(word)
        elif form[-1:] != [SLOT]:
            form.append(SLOT)
    return " ".join(form).replace(NAME_SLOT.strip(), "@") if any(word != SLOT for word in form) else None


def line_keys(blocks: Sequence[Block]) -> dict[int, int]:
    """The keys of an article's lines, by block position."""
    keys = ((block.position, line_key(block.text)) for block in blocks)
    return {position: key for position, key in keys if key is not None}


def _normal(text: str) -> tuple[str, ...]:
    """The words of a text in their normal form; in scripts without spaces each sign is one."""
    return _normal_line(text) if len(text) <= CACHED else tuple(normalise(text).split())


@lru_cache(maxsize=4096)  # a site's lines come again with every page
def _normal_line(text: str) -> tuple[str, ...]:
    return tuple(normalise(text).split())


def words_in(text: str) -> int:
    """How many words a text has; in scripts without spaces, as many as so many signs make."""
    return words_of(" ".join(_normal(text)))


def long_words(text: str) -> frozenset[str]:
    """The long words of a text; in scripts without spaces two signs are one."""
    words = _normal(text)
    signs = (one + other for one, other in pairwise(words) if is_sign(one) and is_sign(other))
    return frozenset([*(word for word in words if len(word) >= LONG_WORD), *signs])


def ends_as_sentence(text: str) -> bool:
    """Whether a line ends as a sentence does, in any script."""
    return is_sentence(text) or ENDED.search(text[-6:]) is not None
