"""Exact measures of what the buckets propose: shared shingles of two sorted sets.

Invariant: a pair is near exactly where ``Texts.is_near`` says so; the bounds that end a comparison
early never change the answer.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from provenance.corpus.near.kernels.crowding import count_rest, shared_in_crowd
from provenance.corpus.near.kernels.sketching import most_shared
from provenance.fingerprint.batch.compiled import kernel

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from provenance.corpus.near.kernels.crowding import Crowds

    U32 = NDArray[np.uint32]
    U64 = NDArray[np.uint64]
    I64 = NDArray[np.int64]
    I32 = NDArray[np.int32]
    Flags = NDArray[np.uint8]

__all__ = [
    "SIZES",
    "find_linked",
    "find_near",
    "largest_runs",
    "needed",
    "quickly_shared",
    "share_enough",
    "shared_if_near",
    "size_class",
    "widened",
]

_STRIDE = np.int64(64)
# a call's number above what it counts: runs that are shared, and bands, each of which is enough
_TURN, _BAND = np.int64(1 << 32), np.int64(1 << 24)
SIZES = 40  # bits that a bucket's size may have, and more


@kernel
def find_linked(
    values: U32, starts: I64, texts: I32, bucket_starts: I64, buckets: I32, places: I64, bands: int, runs: I64,
    least: int, threshold: float, containment: float, first: int, beyond: int, linked: Flags, before: Flags,
    is_open: NDArray[np.bool_], turn: int, sketches: U64, crowd: Crowds,
) -> None:  # fmt: skip
    """Mark the texts that have a near neighbour, in two turns over all texts.

    Of two texts that share one in ``least`` of the smaller one's runs, the smaller one has one of these
    among all but its largest buckets, so the largest are passed over (the prefix filter of set joins:
    Chaudhuri, Ganti and Kaushik 2006). In the first turn a text is done with its first near neighbour,
    and both are marked. One that is not marked then can only be near to a smaller one that is: the second
    turn looks from these, for texts that are not marked.

    Args:
        values: uint32[shingles], the sorted distinct shingle hashes of all texts.
        starts: int64[count + 1], where each text's begin.
        texts: int32[members], the texts of each bucket.
        bucket_starts: int64[buckets + 1].
        buckets: int32[members], the buckets of each text, ascending.
        places: int64[count + 1], where each text's begin.
        bands: how many buckets are of bands; the others are of runs.
        runs: int64[count], how many runs each text has.
        least: one in so many runs is shared by candidates that share no band.
        threshold: Jaccard from which two texts are near.
        containment: share of the smaller one from which they are.
        first: the first text of the range.
        beyond: the one after its last.
        linked: uint8[count], set to 1. Several ranges may be worked on at once: what is marked after
            both turns does not depend on who came first.
        before: uint8[count], ``linked`` as it was before the turn.
        is_open: bool[buckets], whether a text in it was not marked then.
        turn: 1 or 2.
        sketches: what ``sketch_sets`` made of each text.
        crowd: the texts that share a core.
    """
    counts = np.zeros(starts.size - 1, dtype=np.int32)
    seen = np.empty(starts.size - 1, dtype=np.int32)
    for text in range(seen.size):
        seen[text] = -1
    sizes = np.zeros(SIZES, dtype=np.int64)
    for text in range(first, beyond):
        if (linked if turn == 1 else before)[text] != turn - 1:
            continue
        seen[text] = text
        count_rest(crowd, text, 1, counts)
        largest, spare = largest_runs(bucket_starts, buckets, places, bands, text, runs[text] // least - 1, sizes)
        for place in range(places[text], places[text + 1]):
            bucket = buckets[place]
            size = size_class(bucket_starts[bucket + 1] - bucket_starts[bucket]) if bucket >= bands else 0
            if size > largest or (size == largest and spare > 0):
                spare -= size == largest
            elif is_open[bucket]:
                members = texts[bucket_starts[bucket] : bucket_starts[bucket + 1]]
                _mark_near(
                    values, starts, members, buckets, places, bands, runs, least, threshold, containment, text,
                    linked, seen, turn, bucket < bands, sketches, crowd, counts,
                )  # fmt: skip
                if turn == 1 and linked[text]:
                    break
        count_rest(crowd, text, -1, counts)


@kernel
def _mark_near(
    values: U32, starts: I64, members: I32, buckets: I32, places: I64, bands: int, runs: I64, least: int,
    threshold: float, containment: float, text: int, linked: Flags, seen: I32, turn: int, by_band: np.bool_,
    sketches: U64, crowd: Crowds, counts: I32,
) -> None:  # fmt: skip
    """Mark the first near neighbour in a bucket, or in the second turn all that are not marked."""
    for other in members:
        if seen[other] == text or (turn != 1 and linked[other]):
            continue
        seen[other] = text
        if quickly_shared(values, starts, text, other, threshold, containment, sketches, crowd, counts) < 0:
            continue
        if by_band or share_enough(buckets, places, bands, runs, least, text, other):
            linked[text] = linked[other] = 1
            if turn == 1:
                return


@kernel
def largest_runs(
    bucket_starts: I64, buckets: I32, places: I64, bands: int, text: int, spare: int, sizes: I64
) -> tuple[int, int]:
    """Of which size in powers of two the largest buckets of runs are when ``spare`` of them are left out.

    Returns:
        The size, and how many of this size are left out too.
    """
    for size in range(sizes.size):
        sizes[size] = 0
    for place in range(places[text], places[text + 1]):
        bucket = buckets[place]
        if bucket >= bands:
            sizes[size_class(bucket_starts[bucket + 1] - bucket_starts[bucket])] += 1
    largest = sizes.size - 1
    while largest > 0 and sizes[largest] <= spare:
        spare -= sizes[largest]
        largest -= 1
    return largest, spare


@kernel
def size_class(value: int) -> int:
    """The number of bits of a size."""
    bits = 0
    while value > 0:
        value >>= 1
        bits += 1
    return bits


@kernel
def find_near(
    values: U32, starts: I64, texts: I32, bucket_starts: I64, buckets: I32, places: I64, bands: int, runs: I64,
    least: int, threshold: float, containment: float, text: int, wanted: Flags, seen: I64, turn: int,
    crowd: Crowds, counts: I32,
) -> tuple[I64, I64]:  # fmt: skip
    """The near neighbours of one text.

    Args:
        values: as for ``find_linked``.
        starts: the same.
        texts: the same.
        bucket_starts: the same.
        buckets: the same.
        places: the same.
        bands: the same.
        runs: the same.
        least: the same.
        threshold: the same.
        containment: the same.
        text: whose neighbours.
        wanted: uint8[count], 0 for texts that do not count.
        seen: int64[count], zeros at the first call, and as this function left it at every other one.
        turn: from 1, one more for each call.
        crowd: as for ``find_linked``.
        counts: int32[count], zeros before each call, and after it.

    Returns:
        int64[n], the neighbours, in no order; int64[n], how many shingles each shares with the text.
    """
    met = np.empty(64, dtype=np.int32)
    count = 0
    base = np.int64(turn) * _TURN
    for place in range(places[text], places[text + 1]):
        bucket = buckets[place]
        for member in range(bucket_starts[bucket], bucket_starts[bucket + 1]):
            other = texts[member]
            if not wanted[other]:
                continue
            if seen[other] < base:
                seen[other] = base
                if count == met.size:
                    met = widened(met)
                met[count] = other
                count += 1
            seen[other] += 1 if bucket >= bands else _BAND
    others, shares = np.empty(count, dtype=np.int64), np.empty(count, dtype=np.int64)
    near = 0
    count_rest(crowd, text, 1, counts)
    for place in range(count):
        other = met[place]
        if other != text and seen[other] - base >= min(runs[text], runs[other]) // least:
            shared = shared_of(values, starts, text, other, threshold, containment, crowd, counts)
            if shared >= 0:
                others[near], shares[near] = other, shared
                near += 1
    count_rest(crowd, text, -1, counts)
    return others[:near], shares[:near]


@kernel
def widened(values: I32) -> I32:
    """The same in twice the room; without numpy's assignment of a slice, which takes seconds to compile."""
    wider = np.empty(2 * values.size, dtype=np.int32)
    for place in range(values.size):
        wider[place] = values[place]
    return wider


@kernel
def share_enough(buckets: I32, places: I64, bands: int, runs: I64, least: int, text: int, other: int) -> bool:
    """Whether two texts without a common band share enough runs."""
    one, one_end = np.uint64(places[text]), np.uint64(places[text + 1])
    two, two_end = np.uint64(places[other]), np.uint64(places[other + 1])
    need = max(min(runs[text], runs[other]) // least, 1)
    shared = 0
    while one < one_end and two < two_end and shared < need:
        left, right = buckets[one], buckets[two]
        shared += left == right and left >= bands
        one += np.uint64(left <= right)
        two += np.uint64(right <= left)
    return bool(shared >= need)


@kernel
def shared_if_near(values: U32, starts: I64, text: int, other: int, threshold: float, containment: float) -> int:
    """How many shingles two texts share; -1 where they are not near."""
    one, one_end = np.uint64(starts[text]), np.uint64(starts[text + 1])
    two, two_end = np.uint64(starts[other]), np.uint64(starts[other + 1])
    here, there = np.int64(one_end - one), np.int64(two_end - two)
    need = needed(here, there, threshold, containment)
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
    return shared if is_near(shared, here, there, threshold, containment) else -1


@kernel
def shared_of(
    values: U32, starts: I64, text: int, other: int, threshold: float, containment: float, crowd: Crowds, counts: I32
) -> int:
    """The same, of a text that was counted for in its crowd."""
    shared = shared_in_crowd(crowd, text, other, counts)
    if shared < 0:
        return shared_if_near(values, starts, text, other, threshold, containment)
    here, there = starts[text + 1] - starts[text], starts[other + 1] - starts[other]
    return shared if is_near(shared, here, there, threshold, containment) else -1


@kernel
def quickly_shared(
    values: U32, starts: I64, text: int, other: int, threshold: float, containment: float, sketches: U64,
    crowd: Crowds, counts: I32,
) -> int:  # fmt: skip
    """The same, where there are sketches to rule it out by."""
    here, there = starts[text + 1] - starts[text], starts[other + 1] - starts[other]
    if crowd[0][text] == 0 or crowd[0][text] != crowd[0][other]:
        if most_shared(sketches[text], sketches[other], here, there) < needed(here, there, threshold, containment):
            return -1
        return shared_if_near(values, starts, text, other, threshold, containment)
    return shared_of(values, starts, text, other, threshold, containment, crowd, counts)


@kernel
def is_near(shared: int, here: np.int64, there: np.int64, threshold: float, containment: float) -> bool:
    """Whether two texts of so many hashes are near where they share so many."""
    together = max(here + there - shared, np.int64(1))
    return bool(shared / together >= threshold or shared / max(min(here, there), np.int64(1)) >= containment)


@kernel
def needed(here: np.int64, there: np.int64, threshold: float, containment: float) -> np.int64:
    """How many hashes two texts share at least where they are near, with one to spare for rounding."""
    by_jaccard = np.int64(threshold * (here + there) / (1.0 + threshold))
    return min(by_jaccard, np.int64(containment * min(here, there))) - 1
