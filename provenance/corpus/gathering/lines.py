"""Where the rows of a corpus stand in its files, so that they are copied without being parsed again.

Invariant: a line that is copied is the one that was read, by its checksum.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable
from dataclasses import dataclass
from itertools import accumulate, pairwise
from typing import TYPE_CHECKING, Any
from zlib import crc32

from provenance.errors import InputError
from provenance.reading.corpora.jsonl import page_again
from provenance.reading.corpora.names import CorpusName
from provenance.reading.records import PageMaker

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from typing import BinaryIO

    import numpy as np
    from numpy.typing import NDArray

    from provenance.corpus.gathering.columns import Documents
    from provenance.corpus.result import Document
    from provenance.model import Page

__all__ = ["ADDED", "Lines", "Maker", "Places", "changed", "checksum"]

Maker = Callable[[CorpusName], PageMaker]
# bytes of a file that are read at once
_AT_ONCE = 1 << 20
# a line: its document, the name of its file, its number, and its path there, first byte and length
_At = tuple["Document", tuple[Any, ...], int, str, int, int]

ADDED = "provenance"


def checksum(line: bytes | memoryview) -> bytes:
    """What tells a line from another one, but for its end, in 16 bytes: every row is read two or three times.

    Args:
        line: with its end or without; a view of one is taken as it stands.
    """
    if isinstance(line, bytes):
        line = line.rstrip()
    return crc32(line).to_bytes(4) + len(line).to_bytes(12)


@dataclass(frozen=True, slots=True)
class Places:
    """Where the lines of documents stand.

    ``spots``: int64[n, 4], of each the place of its file in ``files``, its first byte, its bytes, and its line.
    ``files``: the path of each, and the four fields of its ``CorpusName``.
    """

    spots: NDArray[np.int64]
    files: tuple[tuple[str, tuple[Any, ...]], ...]


class Lines:
    """The places of all rows, in their order."""

    def __init__(self, places: Sequence[Places], maker: Maker) -> None:
        """Take the places.

        Args:
            places: of stretches of the corpus that follow each other.
            maker: gives what makes the pages of a file's rows.
        """
        self._places = places
        self._before = [0, *accumulate(len(each.spots) for each in places)]
        self._maker = maker
        self._makers: dict[tuple[Any, ...], PageMaker] = {}

    def read(self, documents: Iterable[Document]) -> Iterator[tuple[Document, bytes]]:
        """Each of some documents with its line.

        Args:
            documents: in the order of the input.

        Raises:
            InputError: a file is not what it was when it was read first, or cannot be read.
        """
        for document, line, _ in self._read(documents):
            yield document, line

    def pages(self, documents: Iterable[Document]) -> Iterator[tuple[Document, Page]]:
        """Each of some documents with its page, made of its line.

        Args:
            documents: in the order of the input.

        Raises:
            InputError: a file is not what it was when it was read first, or cannot be read.
        """
        for document, line, (name, number) in self._read(documents):
            if name not in self._makers:
                self._makers[name] = self._maker(CorpusName(*name))
            yield document, page_again(line, number, self._makers[name])

    def stretch(self, documents: Documents, first: int, beyond: int) -> Iterator[tuple[int, bytes | memoryview]]:
        """The lines of documents that follow each other, with their numbers.

        Args:
            documents: of the corpus.
            first: number of the first one.
            beyond: number of the one after the last one.

        Raises:
            InputError: a file is not what it was when it was read first, or cannot be read.
        """
        import numpy as np

        for places, before in zip(self._places, self._before, strict=False):
            begin, end = max(first - before, 0), min(beyond - before, len(places.spots))
            if begin >= end:
                continue
            spots = places.spots[begin:end]
            ends = spots[:, 1] + spots[:, 2]
            apart = (spots[1:, 1] < ends[:-1]) | (spots[1:, 0] != spots[:-1, 0])
            apart |= np.diff((ends - spots[0, 1]) // _AT_ONCE) != 0
            for one, other in pairwise([0, *(np.flatnonzero(apart) + 1).tolist(), end - begin]):
                path = places.files[spots[one, 0]][0]
                identities = documents.identities(before + begin + one, before + begin + other)
                yield from _lines_of(path, spots[one:other], identities, before + begin + one, documents)

    def _read(self, documents: Iterable[Document]) -> Iterator[tuple[Document, bytes, tuple[tuple[Any, ...], int]]]:
        """Each with its line, the name of its file, and the number of the line."""
        for (document, name, number, *_), line in _lines_at(self._found(documents)):
            yield document, line, (name, number)

    def _found(self, documents: Iterable[Document]) -> Iterator[_At]:
        """Where the line of each stands, and with it the name of its file and the number of the line."""
        part, first, spots = -1, 0, None
        for document in documents:
            if spots is None or not self._before[part] <= document.number < self._before[part + 1]:
                part = bisect_right(self._before, document.number) - 1
                first, spots = self._before[part], self._places[part].spots.tolist()
            which, start, length, number = spots[document.number - first]
            path, name = self._places[part].files[which]
            yield document, name, number, path, start, length


def _lines_of(
    path: str, spots: NDArray[np.int64], identities: Sequence[bytes], number: int, documents: Documents
) -> Iterator[tuple[int, bytes | memoryview]]:
    """Lines that stand close together, with the numbers of their documents, of which this is the first."""
    first = int(spots[0, 1])
    with _open(path) as file:
        file.seek(first)
        data = memoryview(file.read(int(spots[-1, 1] + spots[-1, 2]) - first))
    starts, lengths = (spots[:, 1] - first).tolist(), spots[:, 2].tolist()
    for place, (start, length, identity) in enumerate(zip(starts, lengths, identities, strict=True), number):
        line: bytes | memoryview = data[start : start + length]
        # without the end that most lines have; else as far as white space is its end
        bare = line[:-1] if line[-2:] == b"}\n" else bytes(line)
        if checksum(bare) != identity:
            raise changed(documents[place].id)
        yield place, line


def _lines_at(spots: Iterable[_At]) -> Iterator[tuple[_At, bytes]]:
    """The lines that stand somewhere."""
    file: BinaryIO | None = None
    opened, at = "", 0
    try:
        for spot in spots:
            document, _, _, path, start, length = spot
            if path != opened or file is None:
                if file is not None:
                    file.close()
                file, opened, at = _open(path), path, 0
            if at != start:
                file.seek(start)
            line = file.read(length)
            at = start + length
            if checksum(line) != document.identity:
                raise changed(document.id)
            yield spot, line
    finally:
        if file is not None:
            file.close()


def _open(path: str) -> BinaryIO:
    try:
        return open(path, "rb", buffering=_AT_ONCE)  # noqa: PTH123 - one of several, closed by the caller
    except OSError as error:
        raise changed(path) from error


def changed(name: str) -> InputError:
    """The error of an input that says something else than the first time."""
    message = f"{name}: the input changed while it was read"
    return InputError(message, "let nothing write to it, name a folder outside of it for the result, and run it again")
