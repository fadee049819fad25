"""New files, plain or compressed, that are on the disk when they are closed.

Invariant: the bytes depend on what is written alone, neither on the clock nor on the number of
threads that compress.
"""

from __future__ import annotations

import os
import zlib
from collections import deque
from typing import TYPE_CHECKING

from provenance.corpus.machine.errors import as_output_error
from provenance.corpus.machine.processors import threads
from provenance.reading.layouts import Packing

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from concurrent.futures import Future, ThreadPoolExecutor
    from pathlib import Path

    from zstandard import ZstdCompressionObj

__all__ = ["NewFile", "member", "new_file"]

# what is compressed at once by one thread, and how far a byte may refer back
_BLOCK, _WINDOW = 1 << 20, 1 << 15
# of gzip a fourth of the time of its usual level, for a twelfth more bytes
_LEVEL, _ZSTD_LEVEL = 4, 3
# no name, no time, made on no system that matters (RFC 1952)
_GZIP_HEADER = b"\x1f\x8b\x08\x00\x00\x00\x00\x00\x00\xff"


def member(chunks: Iterable[bytes], packing: Packing) -> Iterator[bytes]:
    """Some bytes as what can be unpacked by itself: a gzip member, a Zstandard frame, or as they are."""
    if packing is Packing.GZIP:
        packer = zlib.compressobj(_LEVEL, zlib.DEFLATED, -zlib.MAX_WBITS)
        checksum = size = 0
        yield _GZIP_HEADER
        for chunk in chunks:
            checksum, size = zlib.crc32(chunk, checksum), size + len(chunk)
            yield packer.compress(chunk)
        yield packer.flush()
        yield _trailer(checksum, size)
    elif packing is Packing.ZSTD:
        frame = _frame()
        yield from map(frame.compress, chunks)
        yield frame.flush()
    else:
        yield from chunks


def _frame() -> ZstdCompressionObj:
    import zstandard

    return zstandard.ZstdCompressor(_ZSTD_LEVEL, write_checksum=True).compressobj()


def _deflated(data: bytes, before: bytes, flush: int) -> bytes:
    packer = zlib.compressobj(_LEVEL, zlib.DEFLATED, -zlib.MAX_WBITS, zdict=before)
    return packer.compress(data) + packer.flush(flush)


def _trailer(checksum: int, size: int) -> bytes:
    return checksum.to_bytes(4, "little") + (size & 0xFFFFFFFF).to_bytes(4, "little")


class NewFile:
    """A plain file that was not there before."""

    def __init__(self, path: Path) -> None:
        """Make it.

        Raises:
            OutputError: it cannot be made.
        """
        self.path = path
        with as_output_error(path):
            self.file = path.open("xb")

    def close(self, *, complete: bool) -> None:
        """Close the file; have it on the disk where it is complete.

        Raises:
            OutputError: there is no room for what is left.
        """
        with as_output_error(self.path):
            try:
                if complete:
                    self._finish()
                    self.file.flush()
                    os.fsync(self.file.fileno())
            finally:
                self._give_up()
                self.file.close()

    def write(self, pieces: Iterable[bytes | memoryview]) -> None:
        """Append some bytes.

        Raises:
            OutputError: there is no room for them.
        """
        with as_output_error(self.path):
            self.file.write(b"".join(pieces))  # at once: what is buffered is copied twice

    def _finish(self) -> None:
        """Append what is left."""

    def _give_up(self) -> None:
        """Free what is not the file."""


class _GzipFile(NewFile):
    """One gzip member, of which each thread compresses a block with the end of the one before at hand."""

    def __init__(self, path: Path) -> None:
        super().__init__(path)
        self._block = bytearray()
        self._before = b""
        self._checksum = self._size = 0
        self._pool: ThreadPoolExecutor | None = None
        self._running: deque[Future[bytes]] = deque()
        super().write([_GZIP_HEADER])

    def write(self, pieces: Iterable[bytes | memoryview]) -> None:
        for piece in pieces:
            self._block += piece
        while len(self._block) >= _BLOCK:
            self._start(bytes(self._block[:_BLOCK]))
            del self._block[:_BLOCK]

    def _start(self, block: bytes) -> None:
        """Have a block compressed while the next one is filled."""
        if self._pool is None:
            from concurrent.futures import ThreadPoolExecutor

            self._pool = ThreadPoolExecutor(threads(), "gzip")
        self._running.append(self._pool.submit(_deflated, block, self._before, zlib.Z_SYNC_FLUSH))
        self._count(block)
        self._before = block[-_WINDOW:]
        if len(self._running) > threads():
            super().write([self._running.popleft().result()])

    def _count(self, block: bytes) -> None:
        self._checksum = zlib.crc32(block, self._checksum)
        self._size += len(block)

    def _finish(self) -> None:
        while self._running:
            super().write([self._running.popleft().result()])
        last = bytes(self._block)
        self._count(last)
        super().write([_deflated(last, self._before, zlib.Z_FINISH), _trailer(self._checksum, self._size)])

    def _give_up(self) -> None:
        if self._pool is not None:
            self._pool.shutdown()


class _ZstdFile(NewFile):
    """One Zstandard frame."""

    def __init__(self, path: Path) -> None:
        super().__init__(path)
        self._packer = _frame()

    def write(self, pieces: Iterable[bytes | memoryview]) -> None:
        super().write([self._packer.compress(b"".join(pieces))])

    def _finish(self) -> None:
        super().write([self._packer.flush()])


def new_file(path: Path, packing: Packing = Packing.NONE) -> NewFile:
    """A file that was not there before, compressed or not.

    Raises:
        OutputError: it cannot be made.
    """
    return {Packing.NONE: NewFile, Packing.GZIP: _GzipFile, Packing.ZSTD: _ZstdFile}[packing](path)
