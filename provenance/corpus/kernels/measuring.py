"""Exact measures of what the buckets propose: shared shingles of two sorted sets.

Invariant: a pair is near exactly where ``Texts.is_near`` says so; the bound that ends a comparison
early never changes the answer.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from provenance.fingerprint.batch.compiled import kernel

if TYPE_CHECKING:
    from numpy.typing import NDArray

    U32 = NDArray[np.uint32]
    U64 = NDArray[np.uint64]
    I64 = NDArray[np.int64]
    I32 = NDArray[np.int32]
    Flags = NDArray[np.uint8]

__all__ = ["find_linked", "find_near"]

_STRIDE = np.int64(64)


@kernel
def find_linked(
    values: U32, starts: I64, texts: I32, bucket_starts: I64, buckets: I32, places: I64,
    threshold: float, containment: float, first: int, beyond: int, linked: Flags,
) -> None:  # fmt: skip
    """Mark each text of a range that has a near neighbour, and that neighbour.

    Args:
        values: uint32[shingles], the sorted distinct shingle hashes of all texts.
        starts: int64[count + 1], where each text's begin.
        texts: int32[members], the texts of each bucket.
        bucket_starts: int64[buckets + 1].
        buckets: int32[members], the buckets of each text.
        places: int64[count + 1], where each text's begin.
        threshold: Jaccard from which two texts are near.
        containment: share of the smaller one from which they are.
        first: the first text of the range.
        beyond: the one after its last.
        linked: uint8[count], set to 1. Several ranges may be worked on at once: what is marked in the
            end does not depend on who came first.
    """
    seen = np.full(starts.size - 1, -1, dtype=np.int32)
    for text in range(first, beyond):
        seen[text] = text
        place, end = places[text], places[text + 1]
        while place < end and not linked[text]:
            bucket = buckets[place]
            for member in range(bucket_starts[bucket], bucket_starts[bucket + 1]):
                other = texts[member]
                if seen[other] == text:
                    continue
                seen[other] = text
                if _shared_if_near(values, starts, text, other, threshold, containment) >= 0:
                    linked[text] = linked[other] = 1
                    break
            place += 1


@kernel
def find_near(
    values: U32, starts: I64, texts: I32, bucket_starts: I64, buckets: I32, places: I64,
    threshold: float, containment: float, text: int, wanted: Flags, seen: I32, turn: int,
) -> tuple[I64, I64]:  # fmt: skip
    """The near neighbours of one text.

    Args:
        values: as for ``find_linked``.
        starts: the same.
        texts: the same.
        bucket_starts: the same.
        buckets: the same.
        places: the same.
        threshold: the same.
        containment: the same.
        text: whose neighbours.
        wanted: uint8[count], 0 for texts that do not count.
        seen: int32[count], of which no value is ``turn``; overwritten.
        turn: a number for this call.

    Returns:
        int64[n], the neighbours, in no order; int64[n], how many shingles each shares with the text.
    """
    found = np.empty((2, 16), dtype=np.int64)
    count = 0
    seen[text] = turn
    for place in range(places[text], places[text + 1]):
        bucket = buckets[place]
        for member in range(bucket_starts[bucket], bucket_starts[bucket + 1]):
            other = texts[member]
            if seen[other] == turn:
                continue
            seen[other] = turn
            if not wanted[other]:
                continue
            shared = _shared_if_near(values, starts, text, other, threshold, containment)
            if shared >= 0:
                if count == found.shape[1]:
                    wider = np.empty((2, 2 * count), dtype=np.int64)
                    wider[:, :count] = found
                    found = wider
                found[0, count], found[1, count] = other, shared
                count += 1
    return found[0, :count].copy(), found[1, :count].copy()


@kernel
def _shared_if_near(values: U32, starts: I64, text: int, other: int, threshold: float, containment: float) -> int:
    """How many shingles two texts share; -1 where they are not near."""
    one, one_end = np.uint64(starts[text]), np.uint64(starts[text + 1])
    two, two_end = np.uint64(starts[other]), np.uint64(starts[other + 1])
    here, there = np.int64(one_end - one), np.int64(two_end - two)
    smaller = min(here, there)
    # so many are needed at least, with one to spare for rounding
    need = min(np.int64(threshold * (here + there) / (1.0 + threshold)), np.int64(containment * smaller)) - 1
    shared = 0
    while one < one_end and two < two_end:
        left_over = min(np.int64(one_end - one), np.int64(two_end - two))
        if shared + left_over < need:
            return -1
        for _ in range(min(_STRIDE, left_over)):
            left, right = values[one], values[two]
            shared += left == right
            one += np.uint64(left <= right)
            two += np.uint64(right <= left)
    together = max(here + there - shared, np.int64(1))
    is_near = shared / together >= threshold or shared / max(smaller, np.int64(1)) >= containment
    return shared if is_near else -1
