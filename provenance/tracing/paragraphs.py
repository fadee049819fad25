"""A story's paragraphs in the form in which they are held against each other.

Invariant: a paragraph is one body block, its dateline left out; the sets are made from its
normal form alone, so equal normal forms have equal sets.
"""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise
from typing import TYPE_CHECKING

from provenance.fingerprint import fold_confusables, normalise, story_texts, units_of, words_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from provenance.model import Block, Credit

__all__ = ["Paragraph", "paragraphs_of", "word_shingles"]

# an opening mark to its closing one; a quotation that runs on into the next paragraph has none
_QUOTED = re.compile(r"“[^”]*”?|„[^“”]*[“”]?|«[^»]*»?|「[^」]*」?|『[^』]*』?|\"[^\"]*\"?")
# a capital that does not begin a sentence
_CAPITAL = re.compile(r"[A-ZÀ-Þ](?<=[\w,;] .)\w+")
_FIGURE = re.compile(r"\d[\d.,]*")
_PLAIN_FIGURE = re.compile(r"[0-9][0-9.,]*")
_MARKS = str.maketrans("", "", ".,")


@dataclass(frozen=True)
class Paragraph:
    """One paragraph of a story. ``text`` is raw, ``normal`` its normal form."""

    position: int
    text: str
    normal: str

    @cached_property
    def words(self) -> int:
        """Number of words."""
        return words_of(self.normal)

    @cached_property
    def tokens(self) -> tuple[str, ...]:
        """Its words in their order; in scripts without spaces, its signs."""
        return tuple(self.normal.split())

    @cached_property
    def places(self) -> dict[tuple[str, str], int]:
        """Where each pair of neighbouring tokens stands that it has once."""
        counts = Counter(pairwise(self.tokens))
        return {pair: place for place, pair in enumerate(pairwise(self.tokens)) if counts[pair] == 1}

    @cached_property
    def units(self) -> tuple[str, ...]:
        """What is counted and shingled of it: its words, and runs of signs as long as a word."""
        return tuple(units_of(self.normal).split())

    @cached_property
    def word1(self) -> frozenset[str]:
        """Its distinct words."""
        return frozenset(self.units)

    @cached_property
    def word2(self) -> frozenset[str]:
        """Its distinct pairs of neighbouring words."""
        return frozenset(map(" ".join, pairwise(self.units)))

    @cached_property
    def char5(self) -> frozenset[str]:
        """Its distinct runs of five characters."""
        return frozenset(self.normal[at : at + 5] for at in range(max(len(self.normal) - 4, 1)))

    @cached_property
    def capitals(self) -> tuple[str, ...]:
        """Its words with a capital within sentences, case folded, as often as they stand there."""
        return tuple(word.casefold() for word in _CAPITAL.findall(fold_confusables(self.text)))

    @cached_property
    def figures(self) -> frozenset[str]:
        """Its distinct numbers in digits, without points and commas."""
        figure = _PLAIN_FIGURE if self.text.isascii() else _FIGURE
        return frozenset(each.translate(_MARKS) for each in figure.findall(self.text))

    @property
    def unquoted(self) -> Paragraph:
        """What the reporter wrote: the paragraph without its quotations."""
        return self._rest or self

    @cached_property
    def _rest(self) -> Paragraph | None:
        """The same where there are quotations; never itself, which would keep it alive for ever."""
        rest = _QUOTED.sub(" ", self.text)
        return None if rest == self.text else Paragraph(self.position, rest, normalise(rest))

    @cached_property
    def quoted(self) -> float:
        """Share of its words inside quotation marks, in [0, 1]."""
        return 1 - self.unquoted.words / self.words if self.words else 0.0


def paragraphs_of(blocks: Sequence[Block], credits: Sequence[Credit]) -> tuple[Paragraph, ...]:
    """The paragraphs of an article's story that have words, in order."""
    made = (Paragraph(position, text, normalise(text)) for position, text in story_texts(blocks, credits).items())
    return tuple(paragraph for paragraph in made if paragraph.normal)


def word_shingles(paragraphs: Sequence[Paragraph], size: int = 3) -> frozenset[str]:
    """The distinct word shingles of a whole story; none runs across two paragraphs."""
    found: set[str] = set()
    for paragraph in paragraphs:
        words = paragraph.units
        found.update(" ".join(words[at : at + size]) for at in range(len(words) - size + 1))
    return frozenset(found)
