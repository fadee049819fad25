"""From normalised texts to the hashes of their shingles, whole batches at a time.

Invariant: a text's hashes depend on that text alone, never on its batch; one text is a batch
of one. The word hash is a polynomial over UTF-8 bytes and the shingle hash a polynomial over
word hashes, both modulo 2**64 and finished with splitmix64, so that compiled code gives the
same values (finisher: Steele, Lea and Flood 2014, "Fast splittable pseudorandom number generators").
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from numpy.typing import NDArray

__all__ = ["Shingles", "shingle_hashes"]

_BYTE_BASE = 0x9E3779B97F4A7C15
_WORD_BASE = 0xD1B54A32D192ED03
_SEPARATOR = 32
_AT_ONCE = 1 << 17  # bytes of text; what is worked on then stays inside the processor's cache


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


def _powers(base: int, count: int) -> NDArray[np.uint64]:
    """``base`` to the powers of 0 and more, modulo 2**64."""
    powers = np.full(count, base, dtype=np.uint64)
    powers[:1] = 1
    return np.cumprod(powers, dtype=np.uint64)


@lru_cache(maxsize=1)
def _byte_powers(count: int) -> tuple[NDArray[np.uint64], NDArray[np.uint64]]:
    """The powers of the bytes' base and of its inverse, which an odd number has modulo 2**64."""
    return _powers(_BYTE_BASE, count + 1)[1:], _powers(pow(_BYTE_BASE, -1, 1 << 64), count)


def _word_hashes(data: NDArray[np.uint8]) -> tuple[NDArray[np.uint64], NDArray[np.int64]]:
    """Hash each run of bytes above the space; returns uint64[words] and where each starts.

    A word's polynomial is the difference of two sums over all bytes before its end and before
    its start, taken down to its own powers.
    """
    edges = np.flatnonzero(np.diff(data > _SEPARATOR, prepend=False, append=False))
    starts, ends = edges[::2], edges[1::2]
    powers, inverses = _byte_powers(max(data.size, _AT_ONCE))
    sums = np.zeros(data.size + 1, dtype=np.uint64)
    np.cumsum((data.astype(np.uint64) + np.uint64(1)) * powers[: data.size], out=sums[1:])
    return _finish((sums[ends] - sums[starts]) * inverses[starts]), starts


def shingle_hashes(texts: Sequence[str], size: int) -> Shingles:
    """Hash the word shingles of each text.

    Args:
        texts: normalised texts.
        size: words in a shingle. A text with fewer words has one shingle of all of them.

    Returns:
        The hashes; a text without a word has none.
    """
    wide, counts = [np.zeros(0, dtype=np.uint64)], [np.zeros(1, dtype=np.int64)]
    for batch in _batches(texts):
        hashes, count = _hashed(batch, size)
        wide.append(hashes)
        counts.append(count)
    together = np.concatenate(wide)
    return Shingles((together >> np.uint64(32)).astype(np.uint32), np.cumsum(np.concatenate(counts)), together)


def _batches(texts: Sequence[str]) -> Iterator[list[bytes]]:
    """The texts in UTF-8, as many at a time as are worked on at once."""
    batch: list[bytes] = []
    size = 0
    for text in texts:
        encoded = text.encode()
        if batch and size + len(encoded) > _AT_ONCE:
            yield batch
            batch, size = [], 0
        batch.append(encoded)
        size += len(encoded) + 1
    if batch:
        yield batch


def _hashed(texts: Sequence[bytes], size: int) -> tuple[NDArray[np.uint64], NDArray[np.int64]]:
    """The shingle hashes of some texts, uint64[total], and how many each has, int64[texts]."""
    ends = np.cumsum([0, *(len(text) + 1 for text in texts)])
    words, starts = _word_hashes(np.frombuffer(b"\n".join(texts), dtype=np.uint8))
    bounds = np.searchsorted(starts, ends)
    lengths = np.diff(bounds)
    powers = _powers(_WORD_BASE, size + 1)[1:]
    sums = np.zeros(words.size, dtype=np.uint64)
    whole = max(words.size - size + 1, 0)
    for step in range(size):
        sums[:whole] += words[step : step + whole] * powers[step]
    kept = np.ones(words.size, dtype=np.bool_)
    long = bounds[1:][lengths >= size]
    for step in range(1, size):
        kept[long - step] = False
    for text in np.flatnonzero((lengths > 0) & (lengths < size)).tolist():
        first, beyond = bounds[text], bounds[text + 1]
        sums[first] = (words[first:beyond] * powers[: beyond - first]).sum()
        kept[first + 1 : beyond] = False
    return _finish(sums[kept]), np.where(lengths > 0, np.maximum(lengths - size + 1, 1), 0)
