"""Keys packed with their texts to buckets: texts that have a key in common.

Invariant: buckets come in the order of their keys, a bucket's texts in theirs, into however many pieces the
keys were cut. Method: keys are brought into parts by their highest bits, each part small enough to stay in
the processor's cache while it is sorted and read.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from provenance.fingerprint.batch.compiled import kernel

if TYPE_CHECKING:
    from numpy.typing import NDArray

    U64 = NDArray[np.uint64]
    I64 = NDArray[np.int64]
    I32 = NDArray[np.int32]

__all__ = ["PARTS", "count_parts", "fill_parts", "find_open", "index_texts", "read_parts"]

PART_BITS = 11
PARTS = 1 << PART_BITS
_PART_SHIFT = np.uint64(64 - PART_BITS)
_DIGIT_BITS = 9
_DIGITS = 1 << _DIGIT_BITS
_DIGIT_MASK = np.uint64(_DIGITS - 1)
_ONE = np.uint64(1)


@kernel
def count_parts(packed: U64, counts: I64) -> None:
    """Count how many keys of a piece fall into each part.

    Args:
        packed: uint64[n], each a key above and the number of its text below.
        counts: int64[PARTS], added to.
    """
    for value in packed:
        counts[value >> _PART_SHIFT] += 1


@kernel
def fill_parts(packed: U64, target: U64, ahead: I64) -> None:
    """Bring the keys of a piece into their parts, in their order.

    Args:
        packed: uint64[n].
        target: where they go.
        ahead: int64[PARTS], where the next key of each part goes; moved on.
    """
    for value in packed:
        part = value >> _PART_SHIFT
        target[ahead[part]] = value
        ahead[part] += 1


@kernel
def read_parts(packed: U64, starts: I64, low_bits: int, limit: int) -> tuple[I32, I64, I32, np.int64]:
    """Sort some parts by their keys, and cut them into buckets of two texts or more.

    Args:
        packed: uint64[n], of which the parts are sorted in place, each key's texts in their order.
        starts: int64[parts + 1], where these parts begin, and where the last one ends.
        low_bits: bits of the text's number, which are not sorted by.
        limit: a bucket with more texts is counted and left out.

    Returns:
        int32[members], the texts, bucket by bucket; int64[buckets], how many each has; int32[crowded], the
        texts of buckets that were left out, once for each; and how many were left out.
    """
    first, beyond = starts[0], starts[starts.size - 1]
    longest = np.int64(0)
    for part in range(starts.size - 1):
        longest = max(longest, starts[part + 1] - starts[part])
    spare, counts = np.empty(longest, dtype=np.uint64), np.empty((2, _DIGITS), dtype=np.int64)
    texts = np.empty(beyond - first, dtype=np.int32)
    sizes = np.empty((beyond - first) // 2, dtype=np.int64)
    mask = (_ONE << np.uint64(low_bits)) - _ONE
    buckets = members = full = np.int64(0)
    crowded = beyond - first  # from the end, where members never come
    for part in range(starts.size - 1):
        keys = packed[starts[part] : starts[part + 1]]
        _sort_part(keys, spare, np.uint64(low_bits), counts)
        begin = np.int64(0)
        while begin < keys.size:
            key = keys[begin] >> np.uint64(low_bits)
            end = begin + 1
            while end < keys.size and keys[end] >> np.uint64(low_bits) == key:
                end += 1
            size = end - begin
            if size > limit:
                full += 1
                crowded -= size
                for place in range(size):
                    texts[crowded + place] = np.int32(keys[begin + place] & mask)
            elif size > 1:
                for place in range(size):
                    texts[members + place] = np.int32(keys[begin + place] & mask)
                sizes[buckets] = size
                buckets += 1
                members += size
            begin = end
    return texts[:members].copy(), sizes[:buckets].copy(), texts[crowded:].copy(), full


@kernel
def _sort_part(keys: U64, spare: U64, low_bits: np.uint64, counts: I64) -> None:
    """Sort by two digits below the part's bits; what these leave out of order goes to its place one by one."""
    high = _PART_SHIFT - np.uint64(_DIGIT_BITS)
    low = high - np.uint64(_DIGIT_BITS)
    for digit in range(2):
        for place in range(_DIGITS):
            counts[digit, place] = 0
    lows, highs = counts[0], counts[1]
    for key in keys:
        lows[(key >> low) & _DIGIT_MASK] += 1
        highs[(key >> high) & _DIGIT_MASK] += 1
    for ahead in (lows, highs):
        total = np.int64(0)
        for place in range(_DIGITS):
            own = ahead[place]
            ahead[place] = total
            total += own
    for key in keys:
        value = (key >> low) & _DIGIT_MASK
        spare[lows[value]] = key
        lows[value] += 1
    for key in spare[: keys.size]:
        value = (key >> high) & _DIGIT_MASK
        keys[highs[value]] = key
        highs[value] += 1
    for place in range(1, keys.size):
        key, hole = keys[place], np.uint64(place)
        while hole > np.uint64(0) and keys[hole - _ONE] >> low_bits > key >> low_bits:
            keys[hole] = keys[hole - _ONE]
            hole -= _ONE
        keys[hole] = key


@kernel
def index_texts(texts: I32, starts: I64, count: int) -> tuple[I32, I64]:
    """Which buckets each text is in.

    Args:
        texts: int32[members], bucket by bucket.
        starts: int64[buckets + 1].
        count: number of texts.

    Returns:
        int32[members], the buckets of each text; int64[count + 1], where each text's begin.
    """
    places = np.zeros(count + 1, dtype=np.int64)
    for text in texts:
        places[text + 1] += 1
    for text in range(count):
        places[text + 1] += places[text]
    buckets = np.empty(texts.size, dtype=np.int32)
    ahead = places[:count].copy()
    for bucket in range(starts.size - 1):
        for place in range(starts[bucket], starts[bucket + 1]):
            text = texts[place]
            buckets[ahead[text]] = bucket
            ahead[text] += 1
    return buckets, places


@kernel
def find_open(texts: I32, starts: I64, marked: NDArray[np.uint8]) -> NDArray[np.bool_]:
    """Which buckets have a text that is not marked.

    Args:
        texts: int32[members], bucket by bucket.
        starts: int64[buckets + 1].
        marked: uint8[texts].

    Returns:
        bool[buckets].
    """
    is_open = np.empty(starts.size - 1, dtype=np.bool_)
    for bucket in range(starts.size - 1):
        place, beyond = starts[bucket], starts[bucket + 1]
        while place < beyond and marked[texts[place]]:
            place += 1
        is_open[bucket] = place < beyond
    return is_open
