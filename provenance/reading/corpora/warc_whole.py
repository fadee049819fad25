"""The bytes of a record of a crawl, noted while the record is read.

Invariant: what is noted is what was read, byte for byte; a record of any size is noted in bounded
memory, beyond that in a temporary file.
"""

from __future__ import annotations

import tempfile
from typing import TYPE_CHECKING, BinaryIO

if TYPE_CHECKING:
    from collections.abc import Iterator

__all__ = ["Noted", "refers_to"]

_HELD = 1 << 24
_PIECE = 1 << 20
_REFERS = frozenset({"warc-concurrent-to", "warc-refers-to"})


class Noted:
    """A buffered stream, of which everything is noted that is read from it."""

    def __init__(self, stream: BinaryIO) -> None:
        """Take a stream where it stands."""
        self._stream = stream
        self.peek = stream.peek  # type: ignore[attr-defined]
        self._pieces: list[bytes] = []
        self._is_on = False
        self._size = 0
        self._file: BinaryIO | None = None

    def begin(self, line: bytes) -> None:
        """Note anew, from a line on that was read before."""
        self.forget()
        self._is_on = True
        self._note(line)

    def forget(self) -> None:
        """Drop what was noted, and note nothing until the next record begins."""
        self._is_on = False
        if self._file is not None:
            self._file.close()
        self._pieces, self._size, self._file = [], 0, None

    def read(self, size: int = -1) -> bytes:
        """As the stream reads."""
        return self._note(self._stream.read(size))

    def readline(self, size: int = -1) -> bytes:
        """As the stream reads a line."""
        return self._note(self._stream.readline(size))

    def _note(self, data: bytes) -> bytes:
        if not self._is_on:
            return data
        self._pieces.append(data)
        self._size += len(data)
        if self._size > _HELD:
            if self._file is None:
                self._file = tempfile.TemporaryFile(prefix="provenance-")  # noqa: SIM115 - open from record to record
            self._file.writelines(self._pieces)
            self._pieces.clear()
        return data

    @property
    def size(self) -> int:
        """How many bytes are noted."""
        return self._size

    def chunks(self, size: int) -> Iterator[bytes]:
        """The first so many of the bytes that are noted, piece by piece."""
        if self._file is not None:
            self._file.writelines(self._pieces)
            self._pieces.clear()
            self._file.seek(0)
            while size and (data := self._file.read(min(size, _PIECE))):
                size -= len(data)
                yield data
            return
        for piece in self._pieces:
            if size <= 0:
                return
            yield piece[:size]
            size -= len(piece)


def refers_to(headers: list[tuple[str, str]]) -> tuple[str, ...]:
    """The ids of the records that a record's header names as captured with it, or as what it is about."""
    values = (value for name, value in headers if name.lower() in _REFERS)
    return tuple(value.removeprefix("<").removesuffix(">") for value in values)
