"""Crowds: texts whose sets share a core, as pages that stand over one long footer do.

Invariant: what two texts of a crowd share is its core, and what is counted here of the rest: exactly, and
without a look at their sets.
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
    # the crowd of each text, 0 for none; how many hashes each core has; and buckets of the texts of one crowd
    # that share a hash beside it: texts, starts, buckets of each text, where they begin
    Crowds = tuple[I32, I64, I32, I64, I32, I64]

__all__ = ["count_rest", "join_crowd", "rest_keys", "shared_in_crowd"]

_SHIFT = np.uint64(32)


@kernel
def join_crowd(values: U32, starts: I64, members: I32, core: U32, number: int, crowds: I32) -> int:
    """Have texts join a crowd where they have its whole core and are in none.

    Args:
        values: uint32[shingles], the sorted distinct shingle hashes of all texts.
        starts: int64[count + 1], where each text's begin.
        members: int32[n], texts.
        core: uint32[hashes], sorted and distinct.
        number: of the crowd, from 1.
        crowds: int32[count], the crowd of each text, 0 for none; set where one joins.

    Returns:
        How many hashes they have beside the core.
    """
    rest = 0
    for text in members:
        place, beyond, met = starts[text], starts[text + 1], 0
        if crowds[text] or beyond - place < core.size:
            continue
        while met < core.size and place < beyond and values[place] <= core[met]:
            met += values[place] == core[met]
            place += 1
        if met == core.size:
            crowds[text] = number
            rest += starts[text + 1] - starts[text] - core.size
    return rest


@kernel
def rest_keys(values: U32, starts: I64, core: U32, number: int, crowds: I32, keys: U64, owners: I64) -> int:
    """Write down what the texts of a crowd have beside its core.

    Args:
        values: as for ``join_crowd``.
        starts: the same.
        core: the same.
        number: of the crowd.
        crowds: int32[count].
        keys: uint64[n], filled from its start: the crowd above, the hash below.
        owners: int64[n], filled too: the text.

    Returns:
        How many were written.
    """
    count = 0
    for text in range(crowds.size):
        if crowds[text] != number:
            continue
        met = 0
        for place in range(starts[text], starts[text + 1]):
            if met < core.size and values[place] == core[met]:
                met += 1
            else:
                keys[count] = (np.uint64(number) << _SHIFT) | np.uint64(values[place])
                owners[count] = text
                count += 1
    return count


@kernel
def count_rest(crowd: Crowds, text: int, step: int, counts: I32) -> None:
    """Count what each text of its crowd shares with one beside the core; or take that off again.

    Args:
        crowd: all crowds.
        text: the one.
        step: 1, or -1.
        counts: int32[texts], added to.
    """
    crowds, _, texts, starts, buckets, places = crowd
    if crowds[text]:
        for place in range(places[text], places[text + 1]):
            for member in range(starts[buckets[place]], starts[buckets[place] + 1]):
                counts[texts[member]] += step


@kernel
def shared_in_crowd(crowd: Crowds, text: int, other: int, counts: I32) -> int:
    """How many hashes two texts of one crowd share; -1 for texts that are of none, or of two.

    Args:
        crowd: all crowds.
        text: the one that was counted for.
        other: the other.
        counts: as ``count_rest`` left it.
    """
    crowds, cores = crowd[0], crowd[1]
    return cores[crowds[text]] + counts[other] if crowds[text] and crowds[text] == crowds[other] else -1
