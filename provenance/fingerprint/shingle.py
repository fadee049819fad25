"""From normalised texts to the hashes of their shingles, whole batches at a time.

Invariant: a text's hashes depend on that text alone, never on its batch; one text is a batch
of one. The word hash is a polynomial over UTF-8 bytes and the shingle hash a polynomial over
word hashes, both modulo 2**64 and finished with splitmix64, so that compiled code gives the
same values (finisher: Steele, Lea and Flood 2014, "Fast splittable pseudorandom number generators").
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

__all__ = ["Shingles", "shingle_hashes"]

_BYTE_BASE = np.uint64(0x9E3779B97F4A7C15)
_WORD_BASE = np.uint64(0xD1B54A32D192ED03)
_SEPARATOR = 32


@dataclass(frozen=True, slots=True)
class Shingles:
    """Shingle hashes of several texts, one after the other.

    ``values``: uint32[total], in the order of the text, repeats kept; ``wide``: uint64[total], the
    same hashes with all their bits, of which ``values`` are the high half.
    ``offsets``: int64[texts + 1]; text ``i`` has ``values[offsets[i]:offsets[i + 1]]``.
    """

    values: NDArray[np.uint32]
    offsets: NDArray[np.int64]
    wide: NDArray[np.uint64]

    def of(self, text: int) -> NDArray[np.uint32]:
        """The hashes of one text of the batch."""
        return self.values[self.offsets[text] : self.offsets[text + 1]]


def _finish(values: NDArray[np.uint64]) -> NDArray[np.uint64]:
    values = (values ^ (values >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
    values = (values ^ (values >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
    return values ^ (values >> np.uint64(31))


def _powers(base: np.uint64, count: int) -> NDArray[np.uint64]:
    return np.cumprod(np.full(count, base, dtype=np.uint64), dtype=np.uint64)


def _word_hashes(data: NDArray[np.uint8]) -> tuple[NDArray[np.uint64], NDArray[np.int64]]:
    """Hash each run of bytes above the space; returns uint64[words] and where each starts."""
    inside = data > _SEPARATOR
    starts = np.flatnonzero(inside & ~np.concatenate(([False], inside[:-1])))
    if not starts.size:
        return np.zeros(0, dtype=np.uint64), starts
    bytes_at = np.flatnonzero(inside)
    lengths = np.diff(np.append(np.searchsorted(bytes_at, starts), bytes_at.size))
    within = np.arange(bytes_at.size) - np.repeat(np.cumsum(lengths) - lengths, lengths)
    terms = (data[bytes_at].astype(np.uint64) + np.uint64(1)) * _powers(_BYTE_BASE, int(lengths.max()))[within]
    return _finish(np.add.reduceat(terms, np.cumsum(lengths) - lengths)), starts


def shingle_hashes(texts: Sequence[str], size: int) -> Shingles:
    """Hash the word shingles of each text.

    Args:
        texts: normalised texts.
        size: words in a shingle. A text with fewer words has one shingle of all of them.

    Returns:
        The hashes; a text without a word has none.
    """
    ends = np.cumsum(np.array([0] + [len(text.encode()) + 1 for text in texts], dtype=np.int64))
    data = np.frombuffer("\n".join(texts).encode(), dtype=np.uint8)
    hashes, starts = _word_hashes(data)
    first_word = np.searchsorted(starts, ends)
    owner = np.searchsorted(ends, starts, side="right") - 1
    words = np.diff(first_word)
    total = hashes.size
    powers = _powers(_WORD_BASE, size)
    sums = np.zeros(total, dtype=np.uint64)
    for step in range(min(size, total)):
        same = owner[step:] == owner[: total - step]
        sums[: total - step][same] += hashes[step:][same] * powers[step]
    rank = np.arange(total) - np.repeat(first_word[:-1], words)
    kept = (rank + size <= np.repeat(words, words)) | (rank == 0)
    wide = _finish(sums[kept])
    values = (wide >> np.uint64(32)).astype(np.uint32)
    offsets = np.concatenate(([0], np.cumsum(np.where(words > 0, np.maximum(words - size + 1, 1), 0))))
    return Shingles(values, offsets.astype(np.int64), wide)
