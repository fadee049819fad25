"""A large corpus of lines in parts, each of which can be read by itself.

Invariant: the parts of a file, read one after the other, give what the file gives, each row under its number.
"""

from __future__ import annotations

import io
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple, TypeVar

from provenance.model import Unreadable
from provenance.reading.corpora import CorpusName, Pages
from provenance.reading.corpora.blocks import read_blocks
from provenance.reading.corpora.jsonl import read_jsonl
from provenance.reading.decoding import BINARY_MAGIC
from provenance.reading.formats import by_name, chosen, ours
from provenance.reading.notes import Notes
from provenance.reading.packed import Packing
from provenance.reading.records import InputFormat
from provenance.reading.streams import STREAM_ERRORS, Source

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from typing import BinaryIO

    from provenance.reading.corpora.blocks import RowBlock
    from provenance.reading.corpora.jsonl import LineSource
    from provenance.reading.records import ReadOptions, Record

__all__ = ["Span", "pages_of", "read_span", "read_span_blocks", "spans"]

T = TypeVar("T")

# bytes of a part: some thousand rows, so that all processors have one
SIZE = 8_000_000
_BLOCK = 1 << 20
_BUFFER = 1 << 17


class Span(NamedTuple):
    """Whole lines of a file: its first byte, the byte beyond its last one, and how many lines stand before it."""

    first: int
    beyond: int
    before: int


def spans(given: str, options: ReadOptions, size: int | None = None) -> list[Span]:
    """Cut a file of JSON Lines into parts at the ends of lines.

    Args:
        given: what the user named.
        options: how it is read; a part of its documents is not cut any further.
        size: bytes of a part, about; ``SIZE`` where it is not said.

    Returns:
        The parts; none where it is not such a file, is compressed, or makes one part.
    """
    if options.limit is not None or options.sample is not None or options.since is not None:
        return []
    path, size = Path(given), size or SIZE
    try:
        total = path.stat().st_size
        if not path.is_file() or total < 2 * size:
            return []
        with path.open("rb", buffering=0) as raw:
            source = Source(raw, total)
            if source.packed or not _is_lines(source.head(), path.name, options):
                return []
        with path.open("rb") as file:
            cuts = [0, *(_line_end(file, at) for at in range(size, total - size + 1, size)), total]
            cuts = sorted(set(cuts))
            return _numbered(file, cuts)
    except (OSError, ValueError, EOFError):
        return []


def _is_lines(head: bytes, name: str, options: ReadOptions) -> bool:
    forced = options.as_format
    what = chosen(head, by_name(name)) if forced is InputFormat.AUTO else forced
    return what is InputFormat.JSONL and ours(head) is None and not head.startswith(BINARY_MAGIC)


def _line_end(file: BinaryIO, at: int) -> int:
    """Where the line that has a byte ends."""
    file.seek(at)
    while block := file.read(_BLOCK):
        found = block.find(b"\n")
        if found >= 0:
            return at + found + 1
        at += len(block)
    return at


def _numbered(file: BinaryIO, cuts: list[int]) -> list[Span]:
    """The parts between cuts, with the lines before them counted."""
    import numpy as np

    buffer = bytearray(_BLOCK)
    seen = np.frombuffer(buffer, dtype=np.uint8)
    found, lines = [], 0
    for first, beyond in pairwise(cuts):
        found.append(Span(first, beyond, lines))
        file.seek(first)
        left = beyond - first
        while left and (count := file.readinto(memoryview(buffer)[: min(left, _BLOCK)])):  # type: ignore[attr-defined]
            lines += int(np.count_nonzero(seen[:count] == ord("\n")))
            left -= count
    return found


def read_span(given: str, span: Span, options: ReadOptions) -> Iterator[Record | Unreadable]:
    """The documents of a part, as ``read`` gives them.

    Args:
        given: the file, as the user named it.
        span: one of its ``spans``.
        options: how it is read.
    """
    return _read(given, span, options, read_jsonl)


def read_span_blocks(given: str, span: Span, options: ReadOptions) -> Iterator[RowBlock | Record | Unreadable]:
    """The same, many documents at a time where they say nothing unusual.

    Args:
        given: the file, as the user named it.
        span: one of its ``spans``.
        options: how it is read.
    """
    return _read(given, span, options, read_blocks)


def _read(
    given: str, span: Span, options: ReadOptions, read: Callable[[LineSource, Pages, int, int], Iterator[T]]
) -> Iterator[T | Unreadable]:
    path = Path(given)
    notes = Notes(given, options.notice)
    try:
        with path.open("rb", buffering=0) as raw:
            name = CorpusName(given, str(path.resolve()), path.name)
            yield from read(_Window(raw, span), Pages(name, options, notes), span.first, span.before)
    except STREAM_ERRORS as error:
        yield Unreadable(given, f"cannot be read: {error}")
    notes.close()


class _Window(io.RawIOBase):
    """A part of a file as the stream of a corpus."""

    packed, packing = False, Packing.NONE

    def __init__(self, raw: io.FileIO, span: Span) -> None:
        raw.seek(span.first)
        self._raw = raw
        self._left = span.beyond - span.first
        self.taken = 0
        self.meter = self
        self.stream = io.BufferedReader(self, _BUFFER)

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: memoryview) -> int:  # type: ignore[override]
        count = self._raw.readinto(buffer[: self._left])
        self._left -= count
        self.taken += count
        return count


def pages_of(name: CorpusName, options: ReadOptions) -> Pages:
    """What makes the pages of a corpus of lines, for rows that are read again by themselves."""
    return Pages(name, options, Notes(name.given, None))
