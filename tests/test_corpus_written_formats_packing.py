"""New files, plain and compressed."""

from __future__ import annotations

import gzip
import io
import zlib
from typing import TYPE_CHECKING

import pytest
import zstandard
from hypothesis import given, settings
from hypothesis import strategies as st

from provenance.corpus.written.formats import packing
from provenance.corpus.written.formats.packing import member, new_file
from provenance.errors import OutputError
from provenance.reading.layouts import Packing

if TYPE_CHECKING:
    from pathlib import Path

PIECES = st.lists(st.binary(max_size=40) | st.binary(max_size=3000), max_size=6)
EVERY = pytest.mark.parametrize("kind", list(Packing))


def unpacked(data: bytes, kind: Packing) -> bytes:
    if kind is Packing.GZIP:
        return gzip.decompress(data)
    return zstandard.ZstdDecompressor().decompressobj().decompress(data) if kind is Packing.ZSTD else data


@EVERY
@settings(max_examples=40, deadline=None)
@given(writes=st.lists(PIECES, max_size=4), block=st.integers(1, 5000), threads=st.integers(1, 4))
def test_what_is_written_comes_out_whatever_the_blocks_and_threads(
    kind: Packing,
    writes: list[list[bytes]],
    block: int,
    threads: int,
    tmp_path_factory: pytest.TempPathFactory,
) -> None:
    folder, found = tmp_path_factory.mktemp("packed"), []
    for workers in (1, threads):
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(packing, "_BLOCK", block)
            patch.setattr(packing, "threads", lambda workers=workers: workers)
            file = new_file(folder / f"{workers}-{len(found)}", kind)
            for pieces in writes:
                file.write(pieces)
            file.close(complete=True)
        found.append(file.path.read_bytes())
    assert found[0] == found[1]
    assert unpacked(found[0], kind) == b"".join(piece for pieces in writes for piece in pieces)


def test_a_gzip_file_is_one_member_that_names_no_time(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(packing, "_BLOCK", 1000)
    file = new_file(tmp_path / "a.gz", Packing.GZIP)
    file.write([b"gulls and terns, " * 500])
    file.close(complete=True)
    data = (tmp_path / "a.gz").read_bytes()
    assert data[4:8] == bytes(4)
    reader = zlib.decompressobj(16 + zlib.MAX_WBITS)
    assert reader.decompress(data) == b"gulls and terns, " * 500
    assert reader.eof
    assert reader.unused_data == b""
    # a block has the end of the one before at hand, so that cutting costs next to nothing
    assert len(data) < 400


@EVERY
@given(pieces=PIECES, more=PIECES)
def test_members_can_be_unpacked_by_themselves_and_together(
    kind: Packing, pieces: list[bytes], more: list[bytes]
) -> None:
    first, second = b"".join(member(pieces, kind)), b"".join(member(more, kind))
    assert unpacked(first, kind) == b"".join(pieces)
    assert unpacked(second, kind) == b"".join(more)
    if kind is Packing.GZIP:
        assert gzip.decompress(first + second) == b"".join([*pieces, *more])
    if kind is Packing.ZSTD:
        stream = zstandard.ZstdDecompressor().stream_reader(io.BytesIO(first + second), read_across_frames=True)
        assert stream.read() == b"".join([*pieces, *more])


@EVERY
def test_a_file_that_is_given_up_is_not_completed(kind: Packing, tmp_path: Path) -> None:
    file = new_file(tmp_path / "a", kind)
    file.write([b"x" * 3_000_000])
    file.close(complete=False)
    if kind is not Packing.NONE:
        with pytest.raises((EOFError, zlib.error, zstandard.ZstdError, AssertionError)):
            assert unpacked((tmp_path / "a").read_bytes(), kind) == b"x" * 3_000_000


@EVERY
def test_what_stands_there_is_not_touched(kind: Packing, tmp_path: Path) -> None:
    (tmp_path / "a").write_bytes(b"mine")
    with pytest.raises(OutputError, match="a: cannot be written") as refused:
        new_file(tmp_path / "a", kind)
    assert refused.value.hint
    assert (tmp_path / "a").read_bytes() == b"mine"
