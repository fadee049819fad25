"""What rules a pair out without measuring it never rules out a near one."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

pytest.importorskip("numba")

import numba

from provenance.corpus.near.kernels.measuring import needed as least_shared
from provenance.corpus.near.similarity import Overlap


@numba.njit
def needed(here: int, there: int, threshold: float, containment: float) -> int:
    return least_shared(here, there, threshold, containment)


@settings(deadline=None)
@given(
    st.integers(0, 200), st.integers(0, 200), st.integers(0, 200),
    st.sampled_from([0.0, 0.3, 0.5, 0.7, 1.0]), st.sampled_from([0.1, 0.5, 0.8, 1.0]),
)  # fmt: skip
def test_fewer_than_are_needed_are_never_near(
    here: int, there: int, shared: int, threshold: float, containment: float
) -> None:
    overlap = Overlap(here, there, min(shared, here, there))
    if overlap.shared < needed(here, there, threshold, containment):
        assert overlap.jaccard < threshold
        assert overlap.smaller < containment
