"""One permutation: what a signature says of two sets, and that it hangs on the set alone."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from provenance.fingerprint.minhash import EMPTY
from provenance.fingerprint.one_permutation import one_permutation_signatures
from provenance.fingerprint.shingle import Shingles
from provenance.settings import Signing

SIGNING = Signing()
HASHES = st.lists(st.integers(0, 2**32 - 1), max_size=200)


def signatures(*sets: list[int], signing: Signing = SIGNING) -> list[list[int]]:
    values = np.array([value for each in sets for value in each], np.uint32)
    offsets = np.cumsum([0, *map(len, sets)])
    return one_permutation_signatures(Shingles(values, offsets, values.astype(np.uint64)), signing).tolist()


@given(st.lists(HASHES, max_size=4))
def test_a_signature_depends_on_the_set_alone(sets: list[list[int]]) -> None:
    for one, signed in zip(sets, signatures(*sets), strict=True):
        assert [signed] == signatures(sorted(one + one, reverse=True))


@given(HASHES, st.integers(1, 300))
def test_each_bin_has_its_smallest_hash_and_an_empty_one_anothers(values: list[int], bins: int) -> None:
    (signed,) = signatures(values, signing=Signing(permutations=bins))
    if not values:
        assert signed == [EMPTY] * bins
        return
    own = [[value for value in values if value * bins >> 32 == place] for place in range(bins)]
    smallest = {min(each) for each in own if each}
    for each, value in zip(own, signed, strict=True):
        assert value == min(each) if each else value in smallest


@pytest.mark.parametrize("size", [12, 60, 600])
def test_equal_places_are_as_frequent_as_the_sets_are_alike(size: int) -> None:
    random = np.random.default_rng(7)
    equal = []
    for _ in range(200):
        hashes = random.integers(0, 2**32, size // 3 * 4).tolist()
        one, other = signatures(hashes[:size], hashes[size // 3 :])  # half of all are in both
        equal.append(np.mean(np.array(one) == np.array(other)))
    assert abs(np.mean(equal) - 0.5) < 0.01
    assert np.std(equal) < 0.055  # .044 where every place is a permutation of its own
