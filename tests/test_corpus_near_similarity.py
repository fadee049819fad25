"""Shingle counts against Python's sets, and buckets against all pairs."""

from __future__ import annotations

from itertools import combinations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from provenance.corpus.near.similarity import Overlap, fill_buckets, overlaps

HASHES = st.sets(st.integers(0, 40), max_size=30)
KEYS = st.lists(st.sets(st.integers(0, 8), max_size=4), max_size=12)


def array(values: set[int]) -> np.ndarray:
    return np.array(sorted(values), dtype=np.uint32)


@given(HASHES, st.lists(HASHES, max_size=5))
def test_counts_are_those_of_sets(one: set[int], others: list[set[int]]) -> None:
    found = overlaps(array(one), [array(other) for other in others])
    assert found == [Overlap(len(one), len(other), len(one & other)) for other in others]


@given(HASHES, HASHES)
def test_similarity_is_symmetric_and_within_bounds(one: set[int], other: set[int]) -> None:
    there, back = overlaps(array(one), [array(other)])[0], overlaps(array(other), [array(one)])[0]
    assert there.jaccard == back.jaccard
    assert there.smaller == back.smaller
    assert 0 <= there.jaccard <= there.smaller <= 1
    assert there.contained <= there.smaller


@given(HASHES.filter(bool))
def test_a_text_is_all_of_itself(one: set[int]) -> None:
    itself = overlaps(array(one), [array(one)])[0]
    assert (itself.jaccard, itself.contained, itself.smaller) == (1, 1, 1)


def test_containment_has_a_direction() -> None:
    long_to_short = Overlap(one=100, other=20, shared=19)
    assert long_to_short.contained == 0.95
    assert Overlap(one=20, other=100, shared=19).contained == 0.19


@given(KEYS)
def test_texts_with_a_common_key_are_beside_each_other(keys: list[set[int]]) -> None:
    flat = [(key, text) for text, some in enumerate(keys) for key in sorted(some)]
    buckets = fill_buckets(
        np.array([key for key, _ in flat], dtype=np.uint64),
        np.array([text for _, text in flat], dtype=np.int64),
        len(keys),
    )
    found = {(text, other) for text in range(len(keys)) for other in buckets.beside(text) if text < other}
    assert found == {(a, b) for a, b in combinations(range(len(keys)), 2) if keys[a] & keys[b]}


def test_a_crowded_bucket_is_counted_and_left_out() -> None:
    keys = np.array([7] * 5 + [9] * 2, dtype=np.uint64)
    owners = np.array([0, 1, 2, 3, 4, 0, 1])
    buckets = fill_buckets(keys, owners, 5, limit=4)
    assert buckets.full == 1
    assert [buckets.beside(text) for text in range(5)] == [{1}, {0}, set(), set(), set()]
