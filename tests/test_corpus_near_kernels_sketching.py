"""A sketch never rules out what is shared."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

pytest.importorskip("numba")

import numba

from provenance.corpus.near.kernels.sketching import SKETCH_WORDS, most_shared, sketch_sets

HASHES = st.integers(0, 2**32 - 1) | st.integers(0, 50) | st.integers(0, 1023).map(lambda digit: digit << 22)
SETS = st.sets(HASHES, max_size=80).map(sorted)


@numba.njit
def most(one: np.ndarray, other: np.ndarray, here: int, there: int) -> int:
    return most_shared(one, other, here, there)


def sketches(*sets: list[int], in_bucket: bool = True) -> np.ndarray:
    values = np.array([value for each in sets for value in each], np.uint32)
    starts = np.cumsum([0, *map(len, sets)])
    made = np.zeros((len(sets), SKETCH_WORDS), np.uint64)
    sketch_sets(values, starts, np.arange(len(sets) + 1) * in_bucket, 0, len(sets), made)
    return made


@settings(deadline=None)
@given(SETS, SETS, SETS)
def test_a_sketch_never_says_less_than_is_shared(common: list[int], one: list[int], other: list[int]) -> None:
    left, right = sorted({*common, *one}), sorted({*common, *other})
    first, second = sketches(left, right)
    assert most(first, second, len(left), len(right)) >= len(set(left) & set(right))
    assert most(first, first, len(left), len(left)) == len(left)


def test_a_sketch_tells_most_sets_apart() -> None:
    random = np.random.default_rng(11)
    one, other = (np.unique(random.integers(0, 2**32, 300)).tolist() for _ in range(2))
    first, second = sketches(one, other)
    assert most(first, second, len(one), len(other)) < 0.5 * len(one)
    assert not sketches(one, other, in_bucket=False).any()
