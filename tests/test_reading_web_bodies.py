"""Content codings undone: what goes in comes out, and nothing else ever happens."""

from __future__ import annotations

import gzip
import itertools
import zlib

import brotli
import pytest
import zstandard
from hypothesis import given
from hypothesis import strategies as st

from provenance.reading.web.bodies import BrokenBodyError, TooLargeError, read_body

PACKERS = {"gzip": gzip.compress, "deflate": zlib.compress, "br": brotli.compress, "zstd": zstandard.compress}
CODINGS = st.lists(st.sampled_from(sorted(PACKERS)), max_size=3)
SIZES = st.lists(st.integers(1, 5000), min_size=1, max_size=4)


class Pieces:
    """A source that gives its bytes in pieces of its own choice."""

    def __init__(self, data: bytes, sizes: list[int]) -> None:
        self._data = data
        self._sizes = itertools.cycle(sizes)

    def read(self, size: int, /) -> bytes:
        piece = min(size, next(self._sizes))
        given, self._data = self._data[:piece], self._data[piece:]
        return given


def pack(body: bytes, codings: list[str]) -> bytes:
    for coding in codings:
        body = PACKERS[coding](body)
    return body


@given(st.binary(max_size=3000), st.integers(1, 40), CODINGS, SIZES)
def test_what_goes_in_comes_out(seed: bytes, times: int, codings: list[str], sizes: list[int]) -> None:
    body = seed * times
    packed = pack(body, codings)
    # what is sent, and what stands between two codings, may be a little longer than the body
    assert read_body(Pieces(packed, sizes), ", ".join(codings), len(body) + 200) == body


@given(st.binary(min_size=1, max_size=2000), CODINGS, SIZES, st.data())
def test_a_limit_is_a_limit(seed: bytes, codings: list[str], sizes: list[int], data: st.DataObject) -> None:
    body = seed * 20
    limit = data.draw(st.integers(0, len(body) - 1))
    packed = pack(body, codings)
    with pytest.raises(TooLargeError):
        read_body(Pieces(packed, sizes), ",".join(codings), limit)
    cut = read_body(Pieces(packed, sizes), ",".join(codings), limit, cut=True)
    assert body.startswith(cut)
    assert len(cut) <= limit
    assert codings or len(cut) == limit


@given(st.binary(max_size=300), CODINGS, SIZES, st.data())
def test_a_damaged_body_is_named(seed: bytes, codings: list[str], sizes: list[int], data: st.DataObject) -> None:
    packed = pack(seed, codings)
    end = data.draw(st.integers(0, len(packed)))
    damaged = packed[:end] + data.draw(st.binary(max_size=3))
    try:
        assert len(read_body(Pieces(damaged, sizes), ",".join(codings), 10_000)) <= 10_000
    except (BrokenBodyError, TooLargeError):
        assert codings


@pytest.mark.parametrize("coding", PACKERS)
def test_every_cut_is_noticed(coding: str) -> None:
    packed = PACKERS[coding](b"The ferry to Gullhaven sails again." * 3)
    for end in range(1, len(packed)):
        with pytest.raises(BrokenBodyError):
            read_body(Pieces(packed[:end], [7]), coding, 10_000)


@pytest.mark.parametrize("coding", [None, "", "identity", "none", "UTF-8", ",, ,"])
def test_what_is_no_coding_is_passed_over(coding: str | None) -> None:
    assert read_body(Pieces(b"story", [2]), coding, 100) == b"story"
