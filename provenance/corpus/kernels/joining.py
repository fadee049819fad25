"""Keys of texts to buckets of texts that share a key: a radix sort over keys packed with their texts.

Invariant: the buckets are those of ``corpus.similarity.fill_buckets`` over the same keys.
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

__all__ = ["PARTS", "index_texts", "part_keys", "read_buckets", "sort_parts"]

PART_BITS = 11
PARTS = 1 << PART_BITS
_PART_SHIFT = np.uint64(64 - PART_BITS)
_DIGIT_BITS = 9
_DIGITS = 1 << _DIGIT_BITS
_DIGIT_MASK = np.uint64(_DIGITS - 1)


@kernel
def part_keys(packed: U64, target: U64) -> I64:
    """Bring packed keys into parts by their highest bits, in their order within a part.

    Args:
        packed: uint64[n], each a key above and the number of its text below.
        target: uint64[n], where they go.

    Returns:
        int64[PARTS + 1], where each part begins in ``target``.
    """
    starts = np.zeros(PARTS + 1, dtype=np.int64)
    for value in packed:
        starts[(value >> _PART_SHIFT) + np.uint64(1)] += 1
    for part in range(PARTS):
        starts[part + 1] += starts[part]
    ahead = starts[:PARTS].copy()
    for value in packed:
        part = value >> _PART_SHIFT
        target[ahead[part]] = value
        ahead[part] += 1
    return starts


@kernel
def sort_parts(packed: U64, spare: U64, starts: I64, low_bits: int) -> None:
    """Sort some parts by their keys; texts stay in their order within a key.

    Args:
        packed: uint64[n], of which the parts are sorted in place.
        spare: uint64[n], overwritten in the same places.
        starts: int64[parts + 1], where these parts begin, and where the last one ends.
        low_bits: bits of the text's number, which are not sorted by.
    """
    for part in range(starts.size - 1):
        _sort_part(packed, spare, starts[part], starts[part + 1], low_bits)


@kernel
def _sort_part(packed: U64, spare: U64, first: int, beyond: int, low_bits: int) -> None:
    passes = (64 - PART_BITS - low_bits + _DIGIT_BITS - 1) // _DIGIT_BITS
    for digit in range(passes):
        shift = np.uint64(low_bits + digit * _DIGIT_BITS)
        ahead = np.zeros(_DIGITS, dtype=np.int64)
        source, target = (packed, spare) if digit % 2 == 0 else (spare, packed)
        for place in range(first, beyond):
            ahead[(source[place] >> shift) & _DIGIT_MASK] += 1
        total = first
        for value in range(_DIGITS):
            own = ahead[value]
            ahead[value] = total
            total += own
        for place in range(first, beyond):
            value = (source[place] >> shift) & _DIGIT_MASK
            target[ahead[value]] = source[place]
            ahead[value] += 1
    if passes % 2:
        packed[first:beyond] = spare[first:beyond]


@kernel
def read_buckets(packed: U64, low_bits: int, limit: int, counts: I64) -> tuple[I32, I64, int]:
    """Cut sorted packed keys into buckets of two texts or more.

    Args:
        packed: uint64[n], sorted.
        low_bits: bits of the text's number.
        limit: a bucket with more texts is counted and left out.
        counts: int64[texts], lowered by one for each text of each bucket that is left out.

    Returns:
        int32[members], the texts, bucket by bucket; int64[buckets + 1], where each begins; and how
        many were left out.
    """
    shift, mask = np.uint64(low_bits), (np.uint64(1) << np.uint64(low_bits)) - np.uint64(1)
    buckets = members = full = 0
    texts, starts = np.empty(0, dtype=np.int32), np.zeros(1, dtype=np.int64)
    for turn in range(2):  # counted, then written
        if turn:
            texts, starts = np.empty(members, dtype=np.int32), np.zeros(buckets + 1, dtype=np.int64)
        buckets = members = full = 0
        first = 0
        for place in range(1, packed.size + 1):
            if place < packed.size and packed[place] >> shift == packed[first] >> shift:
                continue
            if place - first > limit:
                full += 1
                _lower(counts, packed[first : place if turn else first], mask)
            elif place - first > 1:
                if turn:
                    for member in range(first, place):
                        texts[members + member - first] = np.int32(packed[member] & mask)
                    starts[buckets + 1] = members + place - first
                buckets += 1
                members += place - first
            first = place
    return texts, starts, full


@kernel
def _lower(counts: I64, packed: U64, mask: np.uint64) -> None:
    """One less for each text."""
    for value in packed:
        counts[value & mask] -= 1


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
