"""Keys to buckets by the kernels, against the plain way, for any keys in any pieces."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

pytest.importorskip("numba")

from provenance.corpus.near import compiled
from provenance.corpus.near.compiled import compiled_index
from provenance.corpus.near.kernels.joining import find_open
from provenance.corpus.near.similarity import TEXT_BITS, Buckets, Index, fill_buckets, join_buckets

TEXTS = 12
SHIFT = np.uint64(TEXT_BITS)
# keys of 36 bits: far apart, and so close that their highest digits are equal
KEYS = st.integers(0, 2**36 - 1) | st.integers(0, 9) | st.integers(2**36 - 9, 2**36 - 1) | st.sampled_from([5 << 9, 77])
PACKED = st.sets(st.tuples(KEYS, st.integers(0, TEXTS - 1)), max_size=60).map(
    lambda pairs: np.array(
        [key << TEXT_BITS | text for key, text in sorted(pairs, key=lambda pair: pair[1])], np.uint64
    )
)


def plain(packed: np.ndarray, limit: int | None = None) -> Buckets:
    return fill_buckets(packed >> SHIFT, (packed % (1 << TEXT_BITS)).astype(np.int64), TEXTS, limit)


def assert_equal(one: Index, other: Index) -> None:
    assert one.bands == other.bands
    assert one.buckets.full == other.buckets.full
    for name in ("texts", "starts", "buckets", "places"):
        assert np.array_equal(getattr(one.buckets, name), getattr(other.buckets, name)), name
    assert np.array_equal(one.runs, other.runs)


@settings(deadline=None)
@given(PACKED, PACKED, st.integers(1, 4), st.integers(0, 2**64 - 1), st.integers(1, 3))
def test_the_index_is_that_of_the_plain_way(
    bands: np.ndarray, runs: np.ndarray, crowd: int, cut: int, pieces: int
) -> None:
    counts = np.bincount(runs.astype(np.int64) % (1 << TEXT_BITS), minlength=TEXTS)
    run_buckets = plain(runs, crowd)
    expected = join_buckets(plain(bands), run_buckets, counts - np.bincount(run_buckets.crowded, minlength=TEXTS))
    edge = np.uint64(cut >> TEXT_BITS << TEXT_BITS)  # of a key
    band_slices, run_slices = (
        [np.array_split(part, pieces) for part in (packed[packed < edge], packed[packed >= edge])]
        for packed in (bands, runs)
    )
    assert_equal(compiled_index(band_slices, run_slices, counts.copy(), crowd), expected)


@pytest.mark.parametrize("count", [1, 2, 7])
def test_very_many_keys_by_any_number_of_threads(count: int, monkeypatch: pytest.MonkeyPatch) -> None:
    random = np.random.default_rng(5)
    keys = random.integers(0, 2**21, 50_000) << random.choice([0, 15], 50_000)
    owners = random.integers(0, TEXTS, 50_000)
    packed = np.unique(keys.astype(np.uint64) << SHIFT | owners.astype(np.uint64))
    packed = packed[np.argsort(packed % (1 << TEXT_BITS), kind="stable")]
    monkeypatch.setattr(compiled, "threads", lambda: count)
    counts = np.zeros(TEXTS, np.int64)
    assert_equal(compiled_index([[packed]], [], counts, 1), join_buckets(plain(packed), plain(packed[:0]), counts))


def test_a_bucket_is_open_while_a_text_in_it_is_not_marked() -> None:
    texts, starts = np.array([0, 1, 1, 2, 0, 2], np.int32), np.array([0, 2, 4, 6])
    marked = np.array([1, 0, 1], np.uint8)
    assert find_open(texts, starts, marked).tolist() == [True, True, False]
    assert find_open(texts, starts[1:], marked).tolist() == [True, False]
