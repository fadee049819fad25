"""Arrow buffers to fingerprints, against datasketch and the one-article path."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

pytest.importorskip("numba")
pa = pytest.importorskip("pyarrow")

from provenance.fingerprint import band_keys, datasketch_signatures, normalise, shingle_hashes, units_of
from provenance.fingerprint.batch.buffers import Banding, Signed, hash_buffer, sign_buffer
from provenance.fingerprint.one_permutation import one_permutation_signatures
from provenance.settings import Signing

if TYPE_CHECKING:
    from numpy.typing import NDArray

TEXTS = st.lists(st.none() | st.text() | st.lists(st.sampled_from(["Two", "“gulls”", "é", "漢字", "x"])).map(" ".join))
NEWS = [
    "The ferry ran aground off the point, and two tugs came.",
    None,
    "",
    "Łódź – “half past nine”",
    "漢字かな交じり文",
]


def buffers(array: pa.Array) -> tuple[NDArray[np.uint8], NDArray[np.int32] | NDArray[np.int64]]:
    _, offsets, data = array.buffers()
    kind = np.int64 if pa.types.is_large_string(array.type) else np.int32
    return np.frombuffer(data or b"", np.uint8), np.frombuffer(offsets, kind)[
        array.offset : array.offset + len(array) + 1
    ]


def assert_is_of(found: Signed, texts: list[str | None], size: int, *, fast: bool = False) -> None:
    shingles = shingle_hashes([units_of(normalise(text or "")) for text in texts], size)
    sign = one_permutation_signatures if fast else datasketch_signatures
    expected = sign(shingles, Signing())
    assert np.array_equal(found.signatures, expected)
    assert np.array_equal(found.bands[found.long], band_keys(expected, 32, 4)[found.long])
    for place in range(len(texts)):
        own = found.values[found.starts[place] : found.starts[place + 1]]
        assert np.array_equal(own, np.unique(shingles.of(place)))


@settings(deadline=None)
@given(TEXTS, st.integers(1, 4), st.booleans(), st.booleans())
def test_an_arrow_array_is_signed_as_datasketch_signs_it(
    texts: list[str | None], size: int, large: bool, fast: bool
) -> None:
    array = pa.array(texts, pa.large_string() if large else pa.string())
    assert_is_of(sign_buffer(*buffers(array), Banding(shingle=size, one_permutation=fast)), texts, size, fast=fast)


def test_a_slice_of_an_array_and_a_batch_of_several_give_the_same() -> None:
    array = pa.array(NEWS * 3)
    whole = sign_buffer(*buffers(array))
    assert_is_of(whole, NEWS * 3, 3)
    assert whole.long.tolist() == [True, False, False, False, False] * 3
    for first in range(len(array)):
        part = sign_buffer(*buffers(array.slice(first, 4)))
        assert np.array_equal(part.signatures, whole.signatures[first : first + 4])
        assert np.array_equal(part.bands, whole.bands[first : first + 4])


def test_runs_are_found_only_where_they_are_asked_for() -> None:
    arguments = buffers(pa.array(["one two three four five six seven eight nine ten eleven twelve"]))
    assert not sign_buffer(*arguments).runs.size
    every = sign_buffer(*arguments, Banding(most=2**64 - 1))
    assert every.runs.size == 4  # of nine words


def test_what_is_no_utf8_parts_words() -> None:
    data = np.frombuffer(b"two\xffgulls", np.uint8)
    assert np.array_equal(
        hash_buffer(data, np.array([0, len(data)])).words,
        hash_buffer(np.frombuffer(b"two gulls", np.uint8), np.array([0, 9])).words,
    )


def test_writable_memory_is_taken_too_and_left_as_it_is() -> None:
    data = np.frombuffer(bytearray(b"Two gulls"), np.uint8)
    assert hash_buffer(data, np.array([0, 9])).counts.tolist() == [2]
    assert data.flags.writeable
    assert data.tobytes() == b"Two gulls"
