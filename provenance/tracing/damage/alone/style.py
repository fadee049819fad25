"""Signs of a paraphraser that are no damage by themselves: how often certain words stand in an article.

Invariant: a sign is a number for a whole article; it never makes a finding, and from which number
on it counts is measured on pages that people wrote.
"""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

from provenance.characters import count_words
from provenance.model import Role
from provenance.tracing.damage.words.lists import read_list

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from provenance.model import Block

__all__ = ["SIGNS", "Measured", "Sign", "measure"]

_LEAST_WORDS = 120  # an article below says nothing by its style
_WORD = re.compile(r"[a-z]+(?:['’-][a-z]+)*")
_TWICE = 2  # a story on vicarages has "clergyman" in every paragraph
_LEAST_KINDS = 2  # and a short one that says twice where somebody "slept" is no spinner's
# what a report says its speakers did, and what stands there instead
_VERBS = re.compile(
    r"\b(?:(said|says|say|told|tells)|mentioned|expressed|stated|pronounced|remarked|uttered|proclaimed|instructed"
    r"|articulated|opined|apprised|voiced|affirmed|educated|communicated|conveyed|guaranteed)\b",
    re.IGNORECASE,
)
_LEAST_SAID = 3
_OF = re.compile(r"of(?<!\wof)\b")
_POSSESSIVE = re.compile(r"['’](?:(?<=[A-Za-z]['’])s|(?<=[A-Za-z]s['’]))(?![\w'’])")
_SAID_THAT = re.compile(r"\b(?:said|stated|told|reported|added|noted|explained) (?:[a-z]{2,12} )?that\b")
_REMEMBERED = 4096  # copies of one story have most paragraphs in common


@dataclass(frozen=True, slots=True)
class Counts:
    """What is counted in a text; of texts one below the other the counts add up.

    ``spun`` has the words that spinners like, ``odd`` counts what stands in the place of ``said``.
    """

    words: int
    spun: Counter[str]
    said: int
    odd: int
    of: int
    possessive: int
    said_that: int


@dataclass(frozen=True, slots=True)
class Sign:
    """One number of an article's style: what it counts, in which unit, how that is said, and how it is made."""

    name: str
    looks_for: str
    unit: str
    says: str
    value: Callable[[Counts], float]


@dataclass(frozen=True, slots=True)
class Measured:
    """A sign's number in an article."""

    sign: str
    value: float


def measure(blocks: Sequence[Block]) -> tuple[Measured, ...]:
    """The numbers of an English article's style, by sign; none for one that is too short to say anything."""
    counts = [_count(block.text) for block in blocks if block.role is Role.BODY]
    if sum(each.words for each in counts) < _LEAST_WORDS:
        return ()
    together = _together(counts)
    return tuple(Measured(sign.name, sign.value(together)) for sign in SIGNS.values())


@lru_cache(_REMEMBERED)
def _count(text: str) -> Counts:
    folded = text.lower()
    known, several = _spun()
    spun = Counter(filter(known.__contains__, _WORD.findall(folded)))
    spun.update(several.findall(folded))
    verbs = _VERBS.findall(text)
    said = sum(map(bool, verbs))
    return Counts(
        count_words(text),
        spun,
        said,
        len(verbs) - said,
        len(_OF.findall(text)),
        len(_POSSESSIVE.findall(text)),
        len(_SAID_THAT.findall(text)) if " that" in text else 0,
    )


def _together(counts: Sequence[Counts]) -> Counts:
    """The counts of several texts as those of one."""
    spun = Counter[str]()
    for each in counts:
        spun.update(each.spun)
    return Counts(
        sum(each.words for each in counts),
        spun,
        sum(each.said for each in counts),
        sum(each.odd for each in counts),
        sum(each.of for each in counts),
        sum(each.possessive for each in counts),
        sum(each.said_that for each in counts),
    )


@lru_cache(maxsize=1)
def _spun() -> tuple[frozenset[str], re.Pattern[str]]:
    """The words of the list, and a pattern for what is several words."""
    words = read_list("spun_words")["words"]
    several = sorted((word for word in words if " " in word), key=lambda word: (-len(word), word))
    pattern = re.compile(rf"(?<![\w'’-])(?:{'|'.join(map(re.escape, several))})(?![\w'’-])")
    return frozenset(words), pattern


def _spun_words(counts: Counts) -> float:
    if len(counts.spun) < _LEAST_KINDS:
        return 0.0
    return 1000 * sum(min(_TWICE, count) for count in counts.spun.values()) / counts.words


def _instead_of_said(counts: Counts) -> float:
    return 100 * counts.odd / (counts.odd + counts.said) if counts.odd >= _LEAST_SAID else 0.0


def _translated(counts: Counts) -> float:
    return 1000 * (counts.of - 2 * counts.possessive + 3 * counts.said_that) / counts.words


_TABLE = (
    Sign(
        "spun_words",
        "words that spinners like and news hardly has: individuals, utilize",
        "in 1,000 words",
        "{:.0f} in 1,000 words are ones that spinners like and news hardly has",
        _spun_words,
    ),
    Sign(
        "said_starved",
        "mentioned, expressed, stated and their like in the place of said and told",
        "of 100 such verbs",
        "{:.0f} of 100 reporting verbs are mentioned, stated and their like, and not said or told",
        _instead_of_said,
    ),
    Sign(
        "translated",
        "the president of the club for the club’s president, and said that for said",
        "in 1,000 words",
        "{:.0f} in 1,000 words are an “of” where English has ’s, or a “said that”",
        _translated,
    ),
)
SIGNS: Mapping[str, Sign] = {sign.name: sign for sign in _TABLE}
