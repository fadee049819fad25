"""What texts of a crowd share is counted as it is."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

pytest.importorskip("numba")

import numba

from provenance.corpus.near.kernels import crowding
from provenance.corpus.near.kernels.crowding import count_rest, join_crowd, rest_keys
from provenance.corpus.near.similarity import fill_buckets

SETS = st.lists(st.sets(st.integers(0, 30)), min_size=1, max_size=8)


@numba.njit
def shared_in_crowd(crowd: crowding.Crowds, text: int, other: int, counts: np.ndarray) -> int:
    return crowding.shared_in_crowd(crowd, text, other, counts)


@settings(deadline=None)
@given(SETS, st.sets(st.integers(0, 8)))
def test_the_core_and_the_rest_are_all_that_is_shared(sets: list[set[int]], common: set[int]) -> None:
    values = np.array([value for each in sets for value in sorted(each)], np.uint32)
    starts, core = np.cumsum([0, *map(len, sets)]), np.array(sorted(common), np.uint32)
    crowds, everyone = np.zeros(len(sets), np.int32), np.arange(len(sets), dtype=np.int32)
    size = join_crowd(values, starts, everyone, core, 1, crowds)
    assert crowds.tolist() == [int(common <= each) for each in sets]
    assert size == sum(len(each - common) for each in sets if common <= each)
    keys, owners = np.zeros(size, np.uint64), np.zeros(size, np.int64)
    assert rest_keys(values, starts, core, 1, crowds, keys, owners) == size
    rests = fill_buckets(keys, owners, len(sets))
    crowd = (crowds, np.array([0, len(core)]), rests.texts, rests.starts, rests.buckets, rests.places)
    counts = np.zeros(len(sets), np.int32)
    for text, one in enumerate(sets):
        count_rest(crowd, text, 1, counts)
        for place, other in enumerate(sets):
            expected = len(one & other) if common <= one and common <= other else -1
            if place != text:
                assert shared_in_crowd(crowd, text, place, counts) == expected
        count_rest(crowd, text, -1, counts)
        assert not counts.any()


def test_who_is_in_a_crowd_joins_no_other() -> None:
    crowds = np.array([2, 0], np.int32)
    values = np.array([1, 2, 1, 2], np.uint32)
    join_crowd(values, np.array([0, 2, 4]), np.arange(2, dtype=np.int32), values[:1], 3, crowds)
    assert crowds.tolist() == [2, 3]
