"""Byte streams, plain or compressed, and their lines in bounded memory.

Invariant: what stands before a break in a compressed stream is delivered before the break is
raised; no line is ever held beyond the size that the caller allows.
"""

from __future__ import annotations

import io
import shutil
import tempfile
from contextlib import contextmanager
from typing import TYPE_CHECKING, BinaryIO

from provenance.reading.packed import (
    GZIP_MAGIC,
    STREAM_ERRORS,
    Counted,
    CutShortError,
    EndlessError,
    Gzip,
    Packing,
    Raw,
    RawStream,
    Zstd,
)

if TYPE_CHECKING:
    from collections.abc import Iterator

__all__ = ["HEAD", "STREAM_ERRORS", "CutShortError", "EndlessError", "Raw", "Source", "lines", "replay"]

ZSTD_MAGIC = b"\x28\xb5\x2f\xfd"
BUFFER = 1 << 16
HEAD = 1 << 13
# as much of it as tells a format; the first member of a crawl holds no more
ENOUGH = 1 << 8


class _Plain(RawStream):
    def __init__(self, source: Counted) -> None:
        self._source = source
        self._more = source.read  # type: ignore[method-assign]

    def readinto(self, buffer: memoryview) -> int:  # type: ignore[override]
        if not self.keeps_nul:
            return super().readinto(buffer)
        return self._granted(self._source.readinto(buffer))


class _Replayed(RawStream):
    """A stream with the bytes that were already taken from it put back in front."""

    def __init__(self, head: bytes, rest: BinaryIO) -> None:
        self._head = head
        self._rest = getattr(rest, "read1", rest.read)

    def _more(self, size: int) -> bytes:
        if self._head:
            data, self._head = self._head[:size], self._head[size:]
            return data
        return bytes(self._rest(size))


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
        self.meter = Counted(raw)
        magic = self.meter.look(len(ZSTD_MAGIC))
        self._gzip = Gzip(self.meter) if magic.startswith(GZIP_MAGIC) else None
        self.packing = Packing.GZIP if self._gzip else Packing.ZSTD if magic == ZSTD_MAGIC else Packing.NONE
        self.packed = self.packing is not Packing.NONE
        self._plain: RawStream = self._gzip or (Zstd(self.meter) if self.packed else _Plain(self.meter))
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
