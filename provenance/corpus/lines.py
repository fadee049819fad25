"""Where the rows of a corpus stand in its files, so that they are copied without being parsed again.

Invariant: a line that is copied is the one that was read, by its checksum.
"""

from __future__ import annotations

from array import array
from typing import TYPE_CHECKING
from zlib import crc32

from provenance.errors import InputError

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from typing import BinaryIO

    from provenance.corpus.result import Document
    from provenance.reading.records import Record

__all__ = ["ADDED", "Lines", "changed", "checksum"]

ADDED = "provenance"


def checksum(line: bytes) -> bytes:
    """What tells a line from another one of its length, but for its end: every row is read two or three times."""
    line = line.rstrip()
    return crc32(line).to_bytes(4) + len(line).to_bytes(8)


class Lines:
    """The places of the rows that were taken, in their order."""

    def __init__(self) -> None:
        """Start without a row."""
        self._files: dict[str, int] = {}
        self._file_of = array("q")
        self._starts = array("q")
        self._lengths = array("q")

    def take(self, record: Record) -> bool:
        """Note where a row stands; false where it cannot be copied as it stands."""
        if record.place is None or record.raw is None or not record.row or ADDED in record.row:
            return False
        path, start = record.place
        self._file_of.append(self._files.setdefault(path, len(self._files)))
        self._starts.append(start)
        self._lengths.append(len(record.raw))
        return True

    def read(self, documents: Sequence[Document]) -> Iterator[tuple[Document, bytes]]:
        """Each document with its line.

        Raises:
            InputError: a file is not what it was when it was read first, or cannot be read.
        """
        paths = list(self._files)
        file: BinaryIO | None = None
        opened, at = -1, 0
        try:
            for document, number, start, length in zip(
                documents, self._file_of, self._starts, self._lengths, strict=True
            ):
                if number != opened or file is None:
                    if file is not None:
                        file.close()
                    file, opened, at = _open(paths[number]), number, 0
                if at != start:
                    file.seek(start)
                line = file.read(length)
                at = start + length
                if checksum(line) != document.identity:
                    raise changed(document.id)
                yield document, line
        finally:
            if file is not None:
                file.close()


def _open(path: str) -> BinaryIO:
    try:
        return open(path, "rb", buffering=1 << 20)  # noqa: PTH123 - one of several, closed by the caller
    except OSError as error:
        raise changed(path) from error


def changed(name: str) -> InputError:
    """The error of an input that says something else than the first time."""
    message = f"{name}: the input changed while it was read"
    return InputError(message, "let nothing write to it, name a folder outside of it for the result, and run it again")
