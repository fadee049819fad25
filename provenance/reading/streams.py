"""Byte streams, plain or compressed, and their lines in bounded memory.

Invariant: what stands before a break in a compressed stream is delivered before the break is
raised, as ``EOFError`` where the stream is cut short; no line is ever held beyond the size that
the caller allows.
"""

from __future__ import annotations

import io
import shutil
import tempfile
import zlib
from contextlib import contextmanager
from typing import TYPE_CHECKING, BinaryIO

if TYPE_CHECKING:
    from collections.abc import Iterator

    from zstandard import ZstdDecompressionObj

__all__ = ["STREAM_ERRORS", "CutShortError", "EndlessError", "Raw", "Source", "lines", "replay"]

# what a broken stream raises; zlib's and zstandard's own errors are turned into OSError below
STREAM_ERRORS = (EOFError, OSError)

GZIP_MAGIC = b"\x1f\x8b"
GZIP_MEMBER = b"\x1f\x8b\x08"
# the flags of RFC 1952; the other bits must be zero
GZIP_FLAGS = 0x1F
ZSTD_MAGIC = b"\x28\xb5\x2f\xfd"
# one input chunk can grow to 128 KB per 4 bytes, so small chunks bound the memory
ZSTD_CHUNK = 2048
# members of a few kilobytes are common, and what follows one in its chunk is copied
GZIP_CHUNK = 1 << 15
BUFFER = 1 << 16
HEAD = 1 << 13
# as much of it as tells a format; the first member of a crawl holds no more
ENOUGH = 1 << 8


Raw = BinaryIO | io.FileIO


class CutShortError(EOFError):
    """A compressed stream ends before its end."""

    def __init__(self) -> None:
        """Say so."""
        super().__init__("compressed file ended before its end-of-stream marker was reached")


class _Counted:
    """A stream of which only ``read`` is used, with the bytes that were taken from it."""

    def __init__(self, stream: Raw) -> None:
        # a pipe gives what it has and is not waited for
        self._read = getattr(stream, "read1", stream.read)
        self._returned = b""
        self.taken = 0

    def read(self, size: int) -> bytes:
        if self._returned:
            data, self._returned = self._returned[:size], self._returned[size:]
            return data
        data = self._read(size)
        self.taken += len(data)
        return data

    def look(self, size: int) -> bytes:
        """The first bytes, which are read again afterwards."""
        while len(self._returned) < size and (data := self._read(size - len(self._returned))):
            self.taken += len(data)
            self._returned += data
        return self._returned[:size]


class EndlessError(Exception):
    """More was read than the caller allows for what it reads."""


class _Raw(io.RawIOBase):
    """A stream of whatever ``_more`` gives, at most as many bytes as it is asked for."""

    allowed: int | None = None
    keeps_nul = True

    def readable(self) -> bool:
        return True

    def close(self) -> None:
        """Stay open: a buffer over it that is given up must not end it."""

    def readinto(self, buffer: memoryview) -> int:  # type: ignore[override]
        data = self._more(len(buffer))
        if not self.keeps_nul:
            while b"\0" in data and not (data := data.replace(b"\0", b"")):
                data = self._more(len(buffer))
        buffer[: len(data)] = data
        if self.allowed is not None:
            self.allowed -= len(data)
            if self.allowed < 0:
                self.allowed = None
                raise EndlessError
        return len(data)

    def _more(self, size: int) -> bytes:
        raise NotImplementedError


class _Plain(_Raw):
    def __init__(self, source: _Counted) -> None:
        self._more = source.read  # type: ignore[method-assign]


class _Replayed(_Raw):
    """A stream with the bytes that were already taken from it put back in front."""

    def __init__(self, head: bytes, rest: BinaryIO) -> None:
        self._head = head
        self._rest = getattr(rest, "read1", rest.read)

    def _more(self, size: int) -> bytes:
        if self._head:
            data, self._head = self._head[:size], self._head[size:]
            return data
        return bytes(self._rest(size))


class _Gzip(_Raw):
    """A gzip stream of one or more members; past a damaged one it can be read on."""

    def __init__(self, source: _Counted) -> None:
        self._read = source.read
        self._input = b""
        self._member: zlib._Decompress | None = None
        self._fresh = False  # whether the input starts with the member that is being read
        self._broken: Exception | None = None  # raised again until the caller resumes

    def _more(self, size: int) -> bytes:
        if self._broken is not None:
            raise self._broken
        while True:
            data = self._input or self._read(GZIP_CHUNK)
            if not data:
                if self._member is None:
                    return b""
                self._broken = CutShortError()
                raise self._broken
            member = self._member
            try:
                if member is None:
                    data = self._input = self._start_of_member(data)
                    if not data:
                        continue
                    member = self._member = zlib.decompressobj(16 + zlib.MAX_WBITS)
                    self._fresh = True
                plain = member.decompress(data, size)
            except (OSError, zlib.error) as error:
                self._input, self._broken = data, OSError(str(error))
                raise self._broken from error
            if member.eof:
                self._input, self._member = member.unused_data, None
            else:
                self._input, self._fresh = member.unconsumed_tail, False
            if plain:
                return plain

    def _start_of_member(self, data: bytes) -> bytes:
        """What follows a member, from the next one on; zero bytes between them are padding."""
        if not data.startswith(GZIP_MAGIC):
            self._fresh = False
            data = data.lstrip(b"\0")
            if len(data) == 1:
                data += self._read(GZIP_CHUNK)
            if data and not data.startswith(GZIP_MAGIC):
                message = "no gzip data after a gzip member"
                raise OSError(message)
        return data

    def resume(self) -> bool:
        """Go to the next member after a break; false where there is none."""
        skip = 1 if self._fresh else 0
        self._member, self._fresh, self._broken = None, False, None
        while True:
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


class _Zstd(_Raw):
    """A Zstandard stream of one or more frames that raises ``EOFError`` where it is cut short."""

    def __init__(self, source: _Counted) -> None:
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


class Source:
    """A byte stream looked into: gzip and Zstandard are undone, whatever its name says."""

    def __init__(self, raw: Raw, size: int | None = None) -> None:
        """Look at the first bytes.

        Args:
            raw: a binary stream at its start; it need not be able to seek.
            size: its length in bytes where it is known.

        Raises:
            EOFError, OSError: it cannot be read, not even its start.
        """
        self.raw = raw
        self.size = size
        self.meter = _Counted(raw)
        magic = self.meter.look(len(ZSTD_MAGIC))
        self._gzip = _Gzip(self.meter) if magic.startswith(GZIP_MAGIC) else None
        self.packed = self._gzip is not None or magic == ZSTD_MAGIC
        self._plain: _Raw = self._gzip or (_Zstd(self.meter) if self.packed else _Plain(self.meter))
        self.stream: BinaryIO = io.BufferedReader(self._plain, BUFFER)

    @property
    def position(self) -> int:
        """How many bytes were taken from the raw stream, which may stand further ahead."""
        return self.meter.taken

    @property
    def extent(self) -> int:
        """How many bytes there are: on the disk, or as many as were taken by now."""
        return self.position if self.size is None else self.size

    def head(self) -> bytes:
        """The first plain bytes, up to ``HEAD``; they are read again afterwards. Asked for before anything else.

        Raises:
            EOFError, OSError: the compressed data break off within them, and there are none.
        """
        if not self.packed:
            return self.meter.look(HEAD)
        at_once: bytes = self.stream.peek()  # type: ignore[attr-defined]
        if len(at_once) >= ENOUGH:
            return at_once[:HEAD]
        taken = b""
        try:
            while len(taken) < HEAD and (data := self.stream.read1(HEAD - len(taken))):  # type: ignore[attr-defined]
                taken += data
        except STREAM_ERRORS:
            if not taken:
                raise
        self.stream = replay(taken, self.stream)
        return taken

    def drop_nul(self) -> None:
        """Leave out from here on the bytes that no text in an eight-bit encoding has."""
        self._plain.keeps_nul = False
        if self.packed:  # in part it is taken from the raw stream already
            taken = self.stream.read(len(self.stream.peek()))  # type: ignore[attr-defined]
            self.stream = replay(taken.replace(b"\0", b""), self.stream)

    def allow(self, size: int | None) -> None:
        """Bound how much is read from here on, a buffer more or less; ``None`` for any size.

        What is larger makes reading raise ``EndlessError``, once.
        """
        self._plain.allowed = size

    def resume(self) -> bool:
        """Read on with the next gzip member after a break; false where there is none."""
        if self._gzip is None or not self._gzip.resume():
            return False
        self.stream = io.BufferedReader(self._gzip, BUFFER)
        return True

    @contextmanager
    def seekable(self) -> Iterator[Raw]:
        """The plain bytes as a file that can seek: the raw stream, or a copy in a temporary file."""
        if not self.packed and self.raw.seekable():
            self.raw.seek(0)
            yield self.raw
            return
        with tempfile.TemporaryFile(prefix="provenance-") as spooled:
            shutil.copyfileobj(self.stream, spooled, BUFFER)
            spooled.seek(0)
            yield spooled


def replay(head: bytes, rest: BinaryIO) -> BinaryIO:
    """Put bytes that were taken from a stream back in front of it."""
    return io.BufferedReader(_Replayed(head, rest), BUFFER)


def lines(stream: BinaryIO, max_bytes: int) -> Iterator[bytes | None]:
    """The lines of a stream with their line ends, ``None`` for one that is longer than allowed.

    Args:
        stream: a buffered binary stream.
        max_bytes: the longest line that is returned, its end not counted.

    Raises:
        EOFError, OSError: the compressed stream breaks off.
    """
    readline, most = stream.readline, max_bytes + 2
    while line := readline(most):
        if len(line) < max_bytes or len(line.rstrip(b"\r\n")) <= max_bytes:
            yield line
            continue
        while line and not line.endswith(b"\n"):
            line = readline(BUFFER)
        yield None
