from __future__ import annotations

import gzip
import io
import zlib
from typing import TYPE_CHECKING, BinaryIO

import pytest
import zstandard
from hypothesis import given, settings
from hypothesis import strategies as st

from provenance.reading.streams import STREAM_ERRORS, EndlessError, Source, lines, replay

if TYPE_CHECKING:
    from collections.abc import Callable

PARTS = st.lists(st.binary(max_size=200_000) | st.binary(max_size=20), max_size=5)


class Dripping(io.BytesIO):
    """A pipe that gives a few bytes at a time."""

    def read1(self, size: int | None = -1) -> bytes:
        return super().read(min(7, 7 if size is None or size < 0 else size))


def as_they_are(parts: list[bytes]) -> bytes:
    return b"".join(parts)


def pack_gzip(parts: list[bytes]) -> bytes:
    return b"".join(map(gzip.compress, parts))


def pack_zstd(parts: list[bytes]) -> bytes:
    return b"".join(map(zstandard.compress, parts))


@settings(max_examples=60, deadline=None)
@given(parts=PARTS, pack=st.sampled_from([as_they_are, pack_gzip, pack_zstd]), dripping=st.booleans())
def test_what_is_packed_comes_out(parts: list[bytes], pack: Callable[[list[bytes]], bytes], *, dripping: bool) -> None:
    data, whole = pack(parts), b"".join(parts)
    if pack is as_they_are and data.startswith((b"\x1f\x8b", b"\x28\xb5\x2f\xfd")):
        return
    source = Source(Dripping(data) if dripping else io.BytesIO(data), len(data))
    assert source.head() == whole[: len(source.head())]
    assert source.stream.read() == whole
    assert source.position == len(data)


@settings(max_examples=40, deadline=None)
@given(
    data=st.binary(min_size=50, max_size=50_000), cut=st.floats(0.3, 0.99), pack=st.sampled_from([pack_gzip, pack_zstd])
)
def test_what_is_cut_short_gives_its_start_and_then_an_error(
    data: bytes, cut: float, pack: Callable[[list[bytes]], bytes]
) -> None:
    packed = pack([data])
    stream = Source(io.BytesIO(packed[: int(len(packed) * cut)])).stream
    found = b""
    with pytest.raises(EOFError):  # noqa: PT012 - reading to where it breaks off
        while piece := stream.read1(1000):  # type: ignore[attr-defined]
            found += piece
    assert data.startswith(found)
    with pytest.raises(EOFError):  # and again: nobody mistakes it for the end
        stream.read1(1000)  # type: ignore[attr-defined]


def read_on(source: Source) -> tuple[list[bytes], int]:
    """All that can be read past any damage, and how often it was met."""
    found, damages = [b""], 0
    while True:
        try:
            while piece := source.stream.read1(50_000):  # type: ignore[attr-defined]
                found[-1] += piece
        except STREAM_ERRORS:
            damages += 1
            if not source.resume():
                return found, damages
            found.append(b"")
        else:
            return found, damages


@settings(max_examples=80, deadline=None)
@given(where=st.floats(0, 1), flip=st.integers(1, 255), seed=st.integers(0, 5))
def test_past_a_damaged_member_the_others_are_read(where: float, flip: int, seed: int) -> None:
    parts = [bytes([65 + number]) * 900 + bytes(str(seed * number), "ascii") for number in range(9)]
    members = [bytearray(gzip.compress(part)) for part in parts]
    at = int(where * (len(members[4]) - 1))
    members[4][at] ^= flip
    found, _ = read_on(Source(io.BytesIO(b"".join(bytes(member) for member in members))))
    whole = b"".join(found)
    for number in (0, 1, 2, 3, 5, 6, 7, 8):
        assert parts[number] in whole


def test_zeros_after_a_member_are_padding_and_anything_else_is_damage() -> None:
    packed = gzip.compress(b"one") + bytes(70_000) + gzip.compress(b"two") + bytes(9)
    assert Source(io.BytesIO(packed)).stream.read() == b"onetwo"
    with pytest.raises(OSError, match="no gzip data"):
        Source(io.BytesIO(gzip.compress(b"one") + b"rubbish")).stream.read()


def test_a_bomb_is_read_in_pieces() -> None:
    stream = Source(io.BytesIO(gzip.compress(bytes(30_000_000)))).stream
    assert len(stream.read1(1000)) == 1000  # type: ignore[attr-defined]


def test_a_header_without_end_is_stopped_and_the_stream_goes_on() -> None:
    source = Source(io.BytesIO(b"x" * 500_000 + b"\nend"))
    source.allow(100_000)
    with pytest.raises(EndlessError):
        source.stream.readline()
    assert source.stream.read().endswith(b"\nend")


@pytest.mark.parametrize("pack", [bytes, gzip.compress])
def test_nul_is_left_out_where_it_is_asked_for(pack: Callable[[bytes], bytes]) -> None:
    source = Source(io.BytesIO(pack((b"a\0" * 9 + b"\0" * 100_000) * 3)))
    source.head()
    source.drop_nul()
    assert source.stream.read() == b"a" * 27


def test_a_seekable_copy_is_made_of_what_cannot_seek() -> None:
    class Pipe(io.BytesIO):
        def seekable(self) -> bool:
            return False

    for raw in (io.BytesIO(b"plain" * 9), Pipe(b"plain" * 9), io.BytesIO(gzip.compress(b"plain" * 9))):
        source = Source(raw)
        source.head()
        with source.seekable() as file:
            assert file.read() == b"plain" * 9
            assert file.seek(3) == 3


def test_lines_are_bounded_and_the_next_one_is_read() -> None:
    stream = io.BufferedReader(io.BytesIO(b"a\r\n" + b"x" * 200_000 + b"\n" + b"b" * 10 + b"\r\n\nlast"))  # type: ignore[arg-type]
    assert list(lines(stream, 10)) == [b"a\r\n", None, b"b" * 10 + b"\r\n", b"\n", b"last"]


def test_replay_puts_bytes_back() -> None:
    def whole(rest: BinaryIO) -> bytes:
        return replay(b"one", rest).read()

    assert whole(io.BytesIO(b"two")) == whole(Dripping(b"two")) == b"onetwo"


def test_an_error_of_zlib_is_an_error_of_the_stream() -> None:
    data = bytearray(gzip.compress(bytes(range(256)) * 400))
    data[30] ^= 0xFF
    with pytest.raises(OSError, match="rror") as caught:
        Source(io.BytesIO(bytes(data))).stream.read()
    assert not isinstance(caught.value, zlib.error)


def test_what_only_looks_like_members_is_given_up() -> None:
    hostile = gzip.compress(b"one") + b"\x1f\x8b\x08\x04" * 50_000 + gzip.compress(b"two")
    found, damages = read_on(Source(io.BytesIO(hostile)))
    assert found[0] == b"one"
    assert damages <= 1000
