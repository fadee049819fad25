"""Signatures, sets, bands and runs of the kernel against datasketch and the plain way."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

pytest.importorskip("numba")

from provenance.fingerprint import band_keys, datasketch_signatures, shingle_hashes, signatures
from provenance.fingerprint.batch.signing import _distinct, sign_texts
from provenance.fingerprint.minhash import permutations
from provenance.fingerprint.one_permutation import one_permutation_signatures
from provenance.fingerprint.shingle import Shingles, _word_hashes
from provenance.settings import Signing

if TYPE_CHECKING:
    from collections.abc import Callable

    from numpy.typing import NDArray

SIGNING = Signing()
# few enough of them repeat
WORDS = st.lists(st.sampled_from(["one", "two", "three", "four", "five", "six", "seven"]), max_size=160).map(" ".join)
BATCHES = st.lists(WORDS, max_size=4)
SIZES = st.integers(1, 6)
PYTHON = sign_texts.py_func  # type: ignore[attr-defined]


class Signed(NamedTuple):
    """What the kernel returns."""

    values: NDArray[np.uint32]
    starts: NDArray[np.int64]
    signed: NDArray[np.uint32]
    keys: NDArray[np.uint64]
    runs: NDArray[np.uint64]
    run_starts: NDArray[np.int64]


def signed(
    texts: list[str], size: int, how: Callable[..., object] = sign_texts, *, one_permutation: bool = False
) -> Signed:
    hashes = [_word_hashes(np.frombuffer(text.encode(), np.uint8))[0] for text in texts]
    bounds = np.cumsum([0, *map(len, hashes)])
    words = np.concatenate([np.zeros(0, np.uint64), *hashes])
    with np.errstate(over="ignore"):
        return Signed(
            *how(  # type: ignore[misc]
                words,
                np.stack((bounds[:-1], bounds[1:]), axis=1),
                size,
                np.array([len(each) >= 8 for each in hashes], np.bool_),
                np.array(permutations(SIGNING.permutations, SIGNING.seed)),
                32,
                4,
                3,
                np.uint64(2**62),
                np.uint64(26),
                one_permutation,
            )
        )


def distinct(shingles: Shingles) -> Shingles:
    sets = [np.unique(shingles.of(place)) for place in range(shingles.offsets.size - 1)]
    values = np.concatenate([np.zeros(0, np.uint32), *sets])
    return Shingles(values, np.cumsum([0, *map(len, sets)]), values.astype(np.uint64))


@settings(deadline=None)
@given(BATCHES, SIZES)
def test_signatures_are_those_of_datasketch_and_of_the_one_article_path(texts: list[str], size: int) -> None:
    shingles = shingle_hashes(texts, size)
    found = signed(texts, size)
    assert np.array_equal(found.signed, signatures(shingles, SIGNING))
    assert np.array_equal(found.signed, datasketch_signatures(shingles, SIGNING))


@settings(deadline=None)
@given(BATCHES, SIZES)
def test_signatures_by_one_permutation_are_those_of_the_plain_way(texts: list[str], size: int) -> None:
    found = signed(texts, size, one_permutation=True)
    assert np.array_equal(found.signed, one_permutation_signatures(shingle_hashes(texts, size), SIGNING))


@settings(deadline=None)
@given(BATCHES, SIZES)
def test_sets_and_bands_are_those_of_the_one_article_path(texts: list[str], size: int) -> None:
    found, expected = signed(texts, size), distinct(shingle_hashes(texts, size))
    assert np.array_equal(found.values, expected.values)
    assert np.array_equal(found.starts, expected.offsets)
    long = [text.count(" ") >= 7 for text in texts]
    assert np.array_equal(found.keys[long], band_keys(found.signed, 32, 4)[long])


@settings(max_examples=15, deadline=None)
@given(BATCHES, SIZES)
def test_compiled_and_plain_python_agree(texts: list[str], size: int) -> None:
    for fast in (False, True):
        both = zip(
            signed(texts, size, one_permutation=fast), signed(texts, size, PYTHON, one_permutation=fast), strict=True
        )
        assert all(np.array_equal(one, other) for one, other in both)


def sorted_by_kernel(values: list[int], bits: int, kind: type[np.unsignedinteger]) -> list[int]:
    hashes = np.array(values, kind)
    out = np.zeros(len(values) + 3, kind)
    out[:2] = hashes.max(initial=0)  # what stands before is not looked at
    end = _distinct(hashes, np.empty_like(hashes), len(hashes), bits, np.empty((4, 256), np.int32), out, 2)
    return out[2:end].tolist()


@settings(deadline=None)
@given(st.lists(st.integers(0, 2**32 - 1), max_size=100), st.integers(0, 31), st.integers(1, 40))
def test_any_hashes_are_sorted_once_each(values: list[int], shift: int, times: int) -> None:
    """Close together too, where their highest digits do not tell them apart, and many times."""
    close = [value >> shift for value in values] * times
    assert sorted_by_kernel(close, 32, np.uint32) == sorted(set(close))
    wide = [value << 4 | value % 16 for value in close]
    assert sorted_by_kernel(wide, 36, np.uint64) == sorted(set(wide))


def test_very_many_hashes_are_sorted_by_all_their_digits() -> None:
    values = np.random.default_rng(3).integers(0, 2**20, 300_000)  # of which the highest digits are equal
    assert sorted_by_kernel(values.tolist(), 32, np.uint32) == np.unique(values).tolist()
