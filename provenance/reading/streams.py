"""Byte streams, plain or compressed, and their lines in bounded memory.

Invariant: every byte before a break in a compressed stream is delivered before the break is
raised as ``EOFError``, and no line is ever held beyond the size that the caller allows.
"""

from __future__ import annotations

import gzip
import io
import zlib
from typing import TYPE_CHECKING, BinaryIO

if TYPE_CHECKING:
    from collections.abc import Iterator

    from zstandard import ZstdDecompressionObj

__all__ = ["STREAM_ERRORS", "decompressed", "lines", "replay"]

# what a broken stream raises; zstandard's own error is turned into OSError below
STREAM_ERRORS = (EOFError, OSError, zlib.error)

GZIP_MAGIC = b"\x1f\x8b"
ZSTD_MAGIC = b"\x28\xb5\x2f\xfd"
# one input chunk can grow to 128 KB per 4 bytes, so small chunks bound the memory
ZSTD_CHUNK = 2048
BUFFER = 1 << 16


class _Replayed(io.RawIOBase):
    """A stream with the bytes that were already taken from it put back in front."""

    def __init__(self, head: bytes, rest: BinaryIO) -> None:
        self._head = head
        self._rest = rest

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: memoryview) -> int:  # type: ignore[override]
        data, self._head = (self._head[: len(buffer)], self._head[len(buffer) :]) if self._head else (b"", b"")
        data = data or self._rest.read(len(buffer))
        buffer[: len(data)] = data
        return len(data)


class _Zstd(io.RawIOBase):
    """A Zstandard stream of one or more frames that raises ``EOFError`` where it is cut short."""

    def __init__(self, source: BinaryIO) -> None:
        self._source = source
        self._frame: ZstdDecompressionObj | None = None
        self._input = b""
        self._output = b""

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: memoryview) -> int:  # type: ignore[override]
        while not self._output:
            self._input = self._input or self._source.read(ZSTD_CHUNK)
            if not self._input:
                if self._frame is not None:
                    message = "compressed file ended before its end-of-stream marker was reached"
                    raise EOFError(message)
                return 0
            self._decompress()
        data, self._output = self._output[: len(buffer)], self._output[len(buffer) :]
        buffer[: len(data)] = data
        return len(data)

    def _decompress(self) -> None:
        import zstandard

        if self._frame is None:
            self._frame = zstandard.ZstdDecompressor(max_window_size=1 << 27).decompressobj()
        try:
            self._output = self._frame.decompress(self._input)
        except zstandard.ZstdError as error:
            raise OSError(str(error)) from error
        self._input = b""
        if self._frame.eof:
            self._input = self._frame.unused_data
            self._frame = None


def replay(head: bytes, rest: BinaryIO) -> BinaryIO:
    """Put bytes that were taken from a stream back in front of it."""
    return io.BufferedReader(_Replayed(head, rest), BUFFER)


def decompressed(source: BinaryIO) -> BinaryIO:
    """Look at the first bytes of a stream and undo gzip or Zstandard, whatever its name says.

    Args:
        source: a binary stream; it need not be able to seek.

    Returns:
        A buffered stream of the plain bytes; reading it raises one of ``STREAM_ERRORS`` where
        the compressed data break off.
    """
    head = source.read(4)
    whole = replay(head, source)
    if head.startswith(GZIP_MAGIC):
        return io.BufferedReader(gzip.GzipFile(fileobj=whole), BUFFER)
    if head == ZSTD_MAGIC:
        return io.BufferedReader(_Zstd(whole), BUFFER)
    return whole


def lines(stream: BinaryIO, max_bytes: int) -> Iterator[bytes | None]:
    """The lines of a stream without their line ends, ``None`` for one that is longer than allowed.

    Args:
        stream: a buffered binary stream.
        max_bytes: the longest line that is returned.

    Raises:
        EOFError, OSError, zlib.error: the compressed stream breaks off.
    """
    while line := stream.readline(max_bytes + 2):
        if len(line.rstrip(b"\r\n")) <= max_bytes:
            yield line.rstrip(b"\r\n")
            continue
        while line and not line.endswith(b"\n"):
            line = stream.readline(BUFFER)
        yield None
