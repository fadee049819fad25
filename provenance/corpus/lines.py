"""Where the rows of a corpus stand in its files, so that they are copied without being parsed again.

Invariant: a line that is copied is the one that was read, by its checksum.
"""

from __future__ import annotations

from array import array
from typing import TYPE_CHECKING
from zlib import crc32

from provenance.errors import InputError
from provenance.reading.corpora.jsonl import page_again

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from typing import BinaryIO

    from provenance.corpus.result import Document
    from provenance.model import Page
    from provenance.reading.records import PageMaker, Record

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
        self._paths: list[str] = []
        self._file_of = array("q")
        self._starts = array("q")
        self._lengths = array("q")
        self._numbers = array("q")
        self._pages: list[PageMaker] = []

    def take(self, record: Record) -> bool:
        """Note where a row stands; false where it cannot be copied as it stands."""
        if record.place is None or record.raw is None or not record.row or ADDED in record.row:
            return False
        path, start, number, pages = record.place
        if not self._pages or self._pages[-1] is not pages:
            self._pages.append(pages)
            self._paths.append(path)
        self._file_of.append(len(self._pages) - 1)
        self._starts.append(start)
        self._numbers.append(number)
        self._lengths.append(len(record.raw))
        return True

    def read(self, documents: Sequence[Document]) -> Iterator[tuple[Document, bytes]]:
        """Each of some documents with its line.

        Args:
            documents: in the order of the input.

        Raises:
            InputError: a file is not what it was when it was read first, or cannot be read.
        """
        file: BinaryIO | None = None
        opened, at = -1, 0
        try:
            for document in documents:
                number, start, length = (each[document.number] for each in (self._file_of, self._starts, self._lengths))
                if number != opened or file is None:
                    if file is not None:
                        file.close()
                    file, opened, at = _open(self._paths[number]), number, 0
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

    def pages(self, documents: Sequence[Document]) -> Iterator[tuple[Document, Page]]:
        """Each of some documents with its page, made of its line.

        Args:
            documents: in the order of the input.

        Raises:
            InputError: a file is not what it was when it was read first, or cannot be read.
        """
        for document, line in self.read(documents):
            place = document.number
            yield document, page_again(line, self._numbers[place], self._pages[self._file_of[place]])


def _open(path: str) -> BinaryIO:
    try:
        return open(path, "rb", buffering=1 << 20)  # noqa: PTH123 - one of several, closed by the caller
    except OSError as error:
        raise changed(path) from error


def changed(name: str) -> InputError:
    """The error of an input that says something else than the first time."""
    message = f"{name}: the input changed while it was read"
    return InputError(message, "let nothing write to it, name a folder outside of it for the result, and run it again")
