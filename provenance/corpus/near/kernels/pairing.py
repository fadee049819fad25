"""All pairs of near texts at once, on all processors: what is near each text need not be looked for one by one.

Invariant: the pairs of a text that no bucket in doubt holds are all that there are. What is in doubt has more
neighbours, or more to look through, than it is worth to write down.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from provenance.corpus.near.kernels.crowding import count_rest
from provenance.corpus.near.kernels.measuring import (
    SIZES,
    largest_runs,
    quickly_shared,
    share_enough,
    size_class,
    widened,
)
from provenance.fingerprint.batch.compiled import kernel

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from provenance.corpus.near.kernels.crowding import Crowds

    U32 = NDArray[np.uint32]
    U64 = NDArray[np.uint64]
    I64 = NDArray[np.int64]
    I32 = NDArray[np.int32]
    Flags = NDArray[np.uint8]

__all__ = ["find_pairs", "in_doubt"]

# members of buckets that are looked at for one text; for each of a range on average, and more
_LOOKS, _USUAL, _SPARE = 1 << 17, 1 << 12, 1 << 21


@kernel
def find_pairs(
    values: U32, starts: I64, texts: I32, bucket_starts: I64, buckets: I32, places: I64, bands: int, runs: I64,
    least: int, threshold: float, containment: float, first: int, beyond: int, doubt: Flags, most: int, sketches: U64,
    crowd: Crowds,
) -> tuple[I32, I32, I32]:  # fmt: skip
    """The pairs of near texts, each once: by the text that has fewer runs, or the smaller number among equals.

    That text has one of the runs that they must share among all but its largest buckets (see ``find_linked``).

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
        first: the first text of the range.
        beyond: the one after its last.
        doubt: uint8[buckets], set to 1 for all buckets of a text that was given up.
        most: about how many pairs there may be; texts after them are given up.
        sketches: what ``sketch_sets`` made of each text.
        crowd: the texts that share a core.

    Returns:
        int32[pairs], the one text of each; int32[pairs], the other; int32[pairs], the shingles that they share.
    """
    seen = np.empty(starts.size - 1, dtype=np.int32)
    for text in range(seen.size):
        seen[text] = -1
    counts = np.zeros(starts.size - 1, dtype=np.int32)
    sizes = np.zeros(SIZES, dtype=np.int64)
    ones, near, shares = np.empty(64, dtype=np.int32), np.empty(64, dtype=np.int32), np.empty(64, dtype=np.int32)
    count = spent = 0
    for text in range(first, beyond):
        before = count
        room = 0 if count > most else _LOOKS if spent <= _USUAL * (beyond - first) + _SPARE else _USUAL
        others, banded, looks = _met(texts, bucket_starts, buckets, places, bands, runs, least, text, room, seen, sizes)
        spent += min(looks, room)
        count_rest(crowd, text, 1, counts)
        for place in range(others.size if looks <= room else 0):
            shared = _shared(
                values, starts, buckets, places, bands, runs, least, threshold, containment, text, others[place],
                np.bool_(place < banded), sketches, crowd, counts,
            )  # fmt: skip
            if shared >= 0:
                if count == ones.size:
                    ones, near, shares = widened(ones), widened(near), widened(shares)
                ones[count], near[count], shares[count] = text, others[place], shared
                count += 1
        count_rest(crowd, text, -1, counts)
        if looks > room:
            count = before
            for place in range(places[text], places[text + 1]):
                doubt[buckets[place]] = 1
    return ones[:count].copy(), near[:count].copy(), shares[:count].copy()


@kernel
def _met(
    texts: I32, bucket_starts: I64, buckets: I32, places: I64, bands: int, runs: I64, least: int, text: int,
    room: int, seen: I32, sizes: I64,
) -> tuple[I32, int, int]:  # fmt: skip
    """The texts in the buckets of one that have more runs; among equals those of larger numbers.

    Returns:
        int32[n]; how many of the first ones share a band with it; how many members were looked at, which is more than
        there is ``room`` for where not all were.
    """
    met = np.empty(64, dtype=np.int32)
    count = banded = looks = 0
    largest, spare = largest_runs(bucket_starts, buckets, places, bands, text, runs[text] // least - 1, sizes)
    for place in range(places[text], places[text + 1]):
        bucket = buckets[place]
        if bucket >= bands:
            size = size_class(bucket_starts[bucket + 1] - bucket_starts[bucket])
            if size > largest or (size == largest and spare > 0):
                spare -= size == largest
                continue
        looks += bucket_starts[bucket + 1] - bucket_starts[bucket]
        if looks > room:
            break
        for member in range(bucket_starts[bucket], bucket_starts[bucket + 1]):
            other = texts[member]
            if seen[other] != text:
                seen[other] = text
                if runs[other] > runs[text] or (runs[other] == runs[text] and other > text):
                    if count == met.size:
                        met = widened(met)
                    met[count] = other
                    count += 1
        if bucket < bands:
            banded = count
    return met[:count], banded, looks


@kernel
def _shared(
    values: U32, starts: I64, buckets: I32, places: I64, bands: int, runs: I64, least: int, threshold: float,
    containment: float, text: int, other: int, by_band: np.bool_, sketches: U64, crowd: Crowds, counts: I32,
) -> int:  # fmt: skip
    """How many shingles two texts share; -1 where they are not near."""
    shared = quickly_shared(values, starts, text, other, threshold, containment, sketches, crowd, counts)
    if shared >= 0 and not by_band and not share_enough(buckets, places, bands, runs, least, text, other):
        return -1
    return shared


@kernel
def in_doubt(buckets: I32, places: I64, doubt: Flags, doubtful: Flags) -> None:
    """Mark the texts that have a bucket in doubt.

    Args:
        buckets: as for ``find_pairs``.
        places: the same.
        doubt: the same.
        doubtful: uint8[count], set to 1.
    """
    for text in range(doubtful.size):
        for place in range(places[text], places[text + 1]):
            if doubt[buckets[place]]:
                doubtful[text] = 1
