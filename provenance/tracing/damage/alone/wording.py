"""Damaged wording that shows without the original: set phrases and repeats.

Invariant: a finding here is something that hardly any writer of English produces; what people
mistype is left alone.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from functools import cached_property, lru_cache
from itertools import pairwise
from operator import eq
from typing import TYPE_CHECKING

from provenance.model import DamageKind, Severity
from provenance.tracing.damage.alone.spans import spot
from provenance.tracing.damage.words.lexicon import lexicon

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from provenance.model import Block, Finding
    from provenance.tracing.damage.alone.phrases import Phrases
    from provenance.tracing.damage.words.lexicon import SetPhrase

__all__ = ["Words", "doubled_phrases", "set_phrases"]

_WORD = re.compile(r"[A-Za-z]+(?:['’.][A-Za-z]+)*|\d+")
_LINK = re.compile(r"[ \-]{1,2}")
_CLOSED = frozenset(
    ("", "is", "are", "was", "were", "have", "has", "had", "in", "on", "at", "to", "from", "by", "that")
)
_CLOSED_PRONOUNS = frozenset(("i", "we", "you", "he", "she", "they", "it", "no", "yes", "not", "very", "so"))
_LONGEST_REPEAT = 4
_MIN_REPEATED = 5
_TWO = bytes((True, True))


class Words:
    """The words and numbers of a block, hyphenated ones apart; most blocks are asked for no more than their wording."""

    def __init__(self, text: str) -> None:
        """Take a block's text."""
        self._text = text

    @cached_property
    def folded(self) -> list[str]:
        """In small letters, with straight apostrophes."""
        # they are ASCII but for the apostrophe, so that each stays as long as it is
        return " ".join(_WORD.findall(self._text)).lower().replace("’", "'").split(" ")

    @cached_property
    def pairs(self) -> frozenset[tuple[str, str]]:
        """Those that stand next to each other."""
        return frozenset(pairwise(self.folded))

    @cached_property
    def spans(self) -> list[re.Match[str]]:
        """Each with its offsets into the text."""
        return list(_WORD.finditer(self._text))


def set_phrases(block: Block, words: Words, phrases: Phrases) -> Iterator[Finding]:
    """Damaged set phrases, with the phrase that was meant as the original.

    Args:
        block: where to look.
        words: its words.
        phrases: what to look for, by the first two words, the longest first.
    """
    if not phrases or phrases.keys().isdisjoint(words.pairs):
        return
    skip = 0
    folded = words.folded
    for at, start_words in enumerate(pairwise(folded)):
        if start_words not in phrases or at < skip:
            continue
        for phrase in phrases[start_words]:
            stop = at + len(phrase.words)
            if tuple(folded[at:stop]) == phrase.words and _stands(block.text, words.spans[at:stop], phrase):
                start, end = words.spans[at].start(), words.spans[stop - 1].end()
                severity = Severity.FACT if phrase.capitals else Severity.WORDING
                yield spot(block, DamageKind.TORTURED_PHRASE, (start, end), phrase.expected, severity)
                skip = stop
                break


def _stands(text: str, words: Sequence[re.Match[str]], phrase: SetPhrase) -> bool:
    """Whether the words of a phrase stand there in its capitals, with nothing but spaces between them."""
    if phrase.capitals and not all(
        word.group()[0].isupper() for word, written in zip(words, phrase.capitals, strict=True) if written[0].isupper()
    ):
        return False
    return all(_LINK.fullmatch(text, one.end(), two.start()) for one, two in pairwise(words))


def doubled_phrases(block: Block, words: Words) -> Iterator[Finding]:
    """A phrase said twice in a row: ``next week, next week or``, ``shipments and shipments``."""
    if not _may_repeat(words.folded):
        return
    text, skip, spans = block.text, 0, words.spans
    folded = [word.group().casefold() for word in spans]
    for at in range(len(spans) - 1):
        if at < skip:
            continue
        if folded[at] not in folded[at + 1 : at + _LONGEST_REPEAT + 1]:
            continue
        for size in range(_LONGEST_REPEAT, 0, -1):
            stop = _repeat_ends(text, spans, folded, at, size)
            if stop:
                yield spot(block, DamageKind.DOUBLED_PHRASE, (spans[at].start(), spans[stop - 1].end()))
                skip = stop
                break


def _may_repeat(folded: Sequence[str]) -> bool:
    """Whether two words in a row come again within reach, or one with "and" between."""
    if "and" in folded and any(map(eq, folded, folded[2:])):
        return True
    return any(_TWO in bytes(map(eq, folded, folded[size:])) for size in range(2, _LONGEST_REPEAT + 1))


def _repeat_ends(text: str, words: Sequence[re.Match[str]], folded: Sequence[str], at: int, size: int) -> int:
    """Where a phrase of ``size`` words that stands twice ends, as a word's number; 0 where none does."""
    second = at + size
    if second >= len(folded):
        return 0
    if size == 1:
        second += folded[second] == "and"
    stop = second + size
    if stop > len(folded) or folded[at] != folded[second] or folded[at:second][:size] != folded[second:stop]:
        return 0
    joint = text[words[at + size - 1].end() : words[second].start()]
    after = folded[stop] if stop < len(folded) and text[words[stop - 1].end() : words[stop].start()] == " " else ""
    if size == 1:
        word = folded[at]
        plain = len(word) >= _MIN_REPEATED and words[at].group().islower() and word not in lexicon().reduplicated
        return stop if joint == " and " and plain and not word.endswith("er") and after in _CLOSED else 0
    if joint != ", " or folded[at] in _CLOSED_PRONOUNS:
        return 0
    if after in ("or", "and"):
        return stop
    return stop if after in lexicon().function and not _inside_quotation(text, words[at].start()) else 0


def _inside_quotation(text: str, at: int) -> bool:
    """Whether a place stands in quotation marks: people repeat themselves when they speak."""
    opening, closing, straight = (bisect_left(places, at) for places in _marks(text))
    return opening > closing or straight % 2 == 1


@lru_cache(maxsize=4)
def _marks(text: str) -> tuple[list[int], list[int], list[int]]:
    """Where the opening, the closing and the straight quotation marks of a text stand."""
    opening, closing, straight = ([mark.start() for mark in re.finditer(sign, text)] for sign in '“”"')
    return opening, closing, straight
