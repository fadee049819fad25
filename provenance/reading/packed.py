"""Compressed streams, read piece by piece.

Invariant: what stands before a break is delivered before the break is raised, as ``EOFError`` where
the stream is cut short; no piece is larger than it was asked for.
"""

from __future__ import annotations

import io
import zlib
from enum import StrEnum
from typing import TYPE_CHECKING, BinaryIO

if TYPE_CHECKING:
    from zstandard import ZstdDecompressionObj

__all__ = [
    "GZIP_MAGIC",
    "STREAM_ERRORS",
    "Counted",
    "CutShortError",
    "EndlessError",
    "Gzip",
    "Packing",
    "Raw",
    "RawStream",
    "Zstd",
]

# what a broken stream raises; zlib's and zstandard's own errors are turned into OSError below
STREAM_ERRORS = (EOFError, OSError)

GZIP_MAGIC = b"\x1f\x8b"
GZIP_MEMBER = b"\x1f\x8b\x08"
# the flags of RFC 1952; the other bits must be zero
GZIP_FLAGS = 0x1F
# one input chunk can grow to 128 KB per 4 bytes, so small chunks bound the memory
ZSTD_CHUNK = 2048
# members of a few kilobytes are common, and what follows one in its chunk is copied
GZIP_CHUNK = 1 << 15
GZIP_KEPT = 1 << 18
# what looks like a member and is none may not be tried for ever
GZIP_TRIES = 1000

Raw = BinaryIO | io.FileIO


class Packing(StrEnum):
    """What a file is compressed with, by the suffix of its name."""

    NONE = ""
    GZIP = ".gz"
    ZSTD = ".zst"


class CutShortError(EOFError):
    """A compressed stream ends before its end."""

    def __init__(self) -> None:
        """Say so."""
        super().__init__("compressed file ended before its end-of-stream marker was reached")


class Counted:
    """A stream of which only ``read`` is used, with the bytes that were taken from it."""

    def __init__(self, stream: Raw) -> None:
        """Take a stream where it stands."""
        # a pipe gives what it has and is not waited for
        self._read = getattr(stream, "read1", stream.read)
        self._readinto = stream.readinto if isinstance(stream, io.FileIO) else None
        self._returned = b""
        self.taken = 0

    def read(self, size: int) -> bytes:
        """At most so many bytes; none at the end."""
        if self._returned:
            data, self._returned = self._returned[:size], self._returned[size:]
            return data
        data = self._read(size)
        self.taken += len(data)
        return data

    def readinto(self, buffer: memoryview) -> int:
        """Fill a buffer, or a part of it, without a copy where the stream can; 0 at the end."""
        if self._readinto is None or self._returned:
            data = self.read(len(buffer))
            buffer[: len(data)] = data
            return len(data)
        count = self._readinto(buffer) or 0
        self.taken += count
        return count

    def look(self, size: int) -> bytes:
        """The first bytes, which are read again afterwards."""
        while len(self._returned) < size and (data := self._read(size - len(self._returned))):
            self.taken += len(data)
            self._returned += data
        return self._returned[:size]


class EndlessError(Exception):
    """More was read than the caller allows for what it reads."""


class RawStream(io.RawIOBase):
    """A stream of whatever ``_more`` gives, at most as many bytes as it is asked for.

    ``allowed`` is how many may be read from here on, ``None`` for any number; ``keeps_nul`` says
    whether zero bytes are given.
    """

    allowed: int | None = None
    keeps_nul = True

    def readable(self) -> bool:
        """Whether it can be read: always."""
        return True

    def close(self) -> None:
        """Stay open: a buffer over it that is given up must not end it."""

    def readinto(self, buffer: memoryview) -> int:  # type: ignore[override]
        """Fill a buffer, or a part of it; returns how many bytes.

        Raises:
            EndlessError: more was read than allowed.
        """
        data = self._more(len(buffer))
        if not self.keeps_nul:
            while b"\0" in data and not (data := data.replace(b"\0", b"")):
                data = self._more(len(buffer))
        buffer[: len(data)] = data
        return self._granted(len(data))

    def _granted(self, count: int) -> int:
        """As many bytes as were read, if the caller allows them."""
        if self.allowed is not None:
            self.allowed -= count
            if self.allowed < 0:
                self.allowed = None
                raise EndlessError
        return count

    def _more(self, size: int) -> bytes:
        raise NotImplementedError


class Gzip(RawStream):
    """A gzip stream of one or more members; past a damaged one it can be read on."""

    def __init__(self, source: Counted) -> None:
        """Take the packed bytes."""
        self._read = source.read
        self._input = b""
        self._member: zlib._Decompress | None = None
        # all that was read since a member began, up to a limit: damage may look like data and swallow what follows it
        self._start = b""
        self._broken: Exception | None = None  # raised again until the caller resumes
        self._tries = GZIP_TRIES

    def _more(self, size: int) -> bytes:
        if self._broken is not None:
            raise self._broken
        while data := self._input or self._read(GZIP_CHUNK):
            member, is_new = self._member, not self._input
            try:
                if member is None:
                    data = self._input = self._start = self._start_of_member(data)
                    if not data:
                        continue
                    member = self._member = zlib.decompressobj(16 + zlib.MAX_WBITS)
                elif self._start and is_new:
                    self._start = self._start + data if len(self._start) < GZIP_KEPT else b""
                plain = member.decompress(data, size)
            except (OSError, zlib.error) as error:
                self._input, self._broken = self._start or data, OSError(str(error))
                raise self._broken from error
            if member.eof:
                self._input, self._member, self._start, self._tries = member.unused_data, None, b"", GZIP_TRIES
            else:
                self._input = member.unconsumed_tail
            if plain:
                return plain
        if self._member is not None:
            self._input, self._broken = self._start, CutShortError()
            raise self._broken
        return b""

    def _start_of_member(self, data: bytes) -> bytes:
        """What follows a member, from the next one on; zero bytes between them are padding."""
        if not data.startswith(GZIP_MAGIC):
            data = data.lstrip(b"\0")
            if len(data) == 1:
                data += self._read(GZIP_CHUNK)
            if data and not data.startswith(GZIP_MAGIC):
                message = "no gzip data after a gzip member"
                raise OSError(message)
        return data

    def resume(self) -> bool:
        """Go to the next member after a break; false where there is none."""
        skip = 1 if self._start else 0
        self._member, self._start, self._broken = None, b"", None
        self._tries -= 1
        while self._tries:
            at = self._input.find(GZIP_MEMBER, skip)
            if at >= 0 and len(self._input) > at + 3:
                if self._input[at + 3] <= GZIP_FLAGS:
                    self._input = self._input[at:]
                    return True
                skip = at + 1
                continue
            more = self._read(GZIP_CHUNK)
            if not more:
                self._input = b""
                return False
            self._input, skip = self._input[max(skip, len(self._input) - 3) :] + more, 0
        return False


class Zstd(RawStream):
    """A Zstandard stream of one or more frames that raises ``EOFError`` where it is cut short."""

    def __init__(self, source: Counted) -> None:
        """Take the packed bytes."""
        self._source = source
        self._frame: ZstdDecompressionObj | None = None
        self._input = b""
        self._output = b""

    def _more(self, size: int) -> bytes:
        while not self._output:
            self._input = self._input or self._source.read(ZSTD_CHUNK)
            if not self._input:
                if self._frame is not None:
                    raise CutShortError
                return b""
            self._decompress()
        data, self._output = self._output[:size], self._output[size:]
        return data

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
