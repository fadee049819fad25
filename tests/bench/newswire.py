"""Invented articles by the million, with copies whose truth is known.

Words are drawn as news has them: a few very often and most of them seldom (Mandelbrot's form of
Zipf's law), so that stock phrases repeat in unrelated articles. Each article is made from its own
number alone: any of them can be made again, and a smaller corpus is the start of a larger one.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum
from functools import cache
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.random import Generator
    from numpy.typing import NDArray

__all__ = ["PARAGRAPHS", "Copy", "Newswire"]

PARAGRAPHS = 20
_SYLLABLES = ("ba", "do", "fen", "gul", "har", "kel", "lo", "mar", "nes", "or", "pim", "ras", "sul", "tev", "vik", "zu")
_VOCABULARY = 40_000
_OFFSET = 2.7  # Mandelbrot's: the commonest word is 3 in 100
_LENGTH, _SPREAD, _LEAST, _MOST = 38, 12, 12, 90  # words of a paragraph
_CYCLE = 50  # of so many articles the last is a near copy, the one before a paraphrased copy


class Copy(Enum):
    """What became of an original: the share of its words that was replaced."""

    NEAR = 0.03
    PARAPHRASED = 0.2


@dataclass(frozen=True, slots=True)
class Newswire:
    """All articles of a seed."""

    seed: int = 2031

    def article(self, number: int) -> list[str]:
        """The paragraphs of an article; two of each cycle are copies of an original of an earlier one."""
        cycle, place = divmod(number, _CYCLE)
        if not cycle or place < _CYCLE - 2:
            return _paragraphs(self._made(number))
        chance = self._chance(number, 1)
        original = int(chance.integers(cycle)) * _CYCLE + int(chance.integers(_CYCLE - 2))
        return self.copy(original, Copy.NEAR if place == _CYCLE - 1 else Copy.PARAPHRASED, number)

    def copy(self, original: int, kind: Copy, number: int) -> list[str]:
        """A copy of an original, paragraph by paragraph; ``number`` tells copies of one kind apart."""
        chance = self._chance(number, 2)
        made = self._made(original)
        return _paragraphs([np.where(chance.random(w.size) < kind.value, _draw(chance, w.size), w) for w in made])

    def original(self, number: int) -> int:
        """An article near this number that is no copy."""
        return number - number % _CYCLE + min(number % _CYCLE, _CYCLE - 3)

    def _made(self, number: int) -> list[NDArray[np.int64]]:
        """The words of an original, paragraph by paragraph."""
        chance = self._chance(number, 0)
        lengths = np.clip(chance.normal(_LENGTH, _SPREAD, PARAGRAPHS), _LEAST, _MOST).astype(np.int64)
        return np.split(_draw(chance, int(lengths.sum())), np.cumsum(lengths)[:-1])

    def _chance(self, number: int, purpose: int) -> Generator:
        return np.random.Generator(np.random.PCG64([self.seed, purpose, number]))


@cache
def _vocabulary() -> list[str]:
    """Words of two to five syllables, the commonest the shortest."""
    base = len(_SYLLABLES)
    words = []
    for rank in range(_VOCABULARY):
        number, word = rank + base, ""
        while number:
            number, syllable = divmod(number, base)
            word += _SYLLABLES[syllable]
        words.append(word)
    return words


@cache
def _cumulated() -> NDArray[np.float64]:
    """The chance of each word or a commoner one."""
    cumulated = np.cumsum(1 / (np.arange(_VOCABULARY) + 1 + _OFFSET))
    return cumulated / cumulated[-1]


def _draw(chance: Generator, count: int) -> NDArray[np.int64]:
    """Words, each by its own chance, as numbers."""
    return np.searchsorted(_cumulated(), chance.random(count)).astype(np.int64)


def _paragraphs(words: Sequence[NDArray[np.int64]]) -> list[str]:
    """A sentence of each paragraph's words."""
    known = _vocabulary()
    return [" ".join([known[word] for word in each.tolist()]).capitalize() + "." for each in words]
