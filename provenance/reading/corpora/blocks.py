"""JSON Lines a block at a time: rows that say nothing unusual as columns, the others one by one.

Invariant: a block gives the documents that its lines give one by one; whatever is in doubt is read one by one.
"""

from __future__ import annotations

import io
from dataclasses import dataclass
from itertools import pairwise
from operator import sub
from typing import TYPE_CHECKING, Any

import msgspec

from provenance.reading.corpora.columns import GUESSES, folded, plan
from provenance.reading.corpora.jsonl import break_off, read_jsonl
from provenance.reading.corpora.pages import LOOK
from provenance.reading.layouts import InputFormat
from provenance.reading.packed import Packing
from provenance.reading.records import Record
from provenance.reading.streams import STREAM_ERRORS, replay

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence

    from provenance.model import Unreadable
    from provenance.reading.corpora.jsonl import LineSource
    from provenance.reading.corpora.pages import Pages

__all__ = ["RowBlock", "read_blocks"]

_BLOCK = 1 << 20
# how often the columns are looked at again where rows had others, and how many there may be
_LOOKS, _COLUMNS = 8, 64
# a value that no string of JSON in such a row can have: only escapes bring it in
_NUL = b"\\u0000"
_TEXT = str | None
_INTEGER = 63  # bits of a number that every reader of JSON takes for one
_KINDS = {"id": str | int | None, "url": _TEXT, "text": _TEXT, "title": _TEXT, "date": _TEXT, "publisher": _TEXT}


@dataclass(frozen=True, slots=True)
class RowBlock:
    """Documents of plain text on ``n`` lines that follow each other.

    Lists of ``n``: ``ids``, ``texts``, ``urls``, ``publishers``, ``published`` as pages have them. ``data`` holds
    the lines, which begin at ``starts`` (n + 1) and each end with one byte. ``at``: where in its file ``data``
    begins, and ``number`` of the first line. ``columns``: all that the rows may have. ``pages`` makes the pages of
    the rows.
    """

    ids: Sequence[str]
    texts: Sequence[str]
    urls: Sequence[str | None]
    publishers: Sequence[str | None]
    published: Sequence[str | None]
    data: bytes
    starts: Sequence[int]
    at: int
    number: int
    columns: frozenset[str]
    pages: Pages

    def __len__(self) -> int:
        """How many documents."""
        return len(self.ids)

    def lines(self) -> Iterator[memoryview]:
        """The lines, without their ends."""
        view = memoryview(self.data)
        return (view[start : beyond - 1] for start, beyond in pairwise(self.starts))

    def part(self, first: int, beyond: int) -> RowBlock:
        """The documents from one place to another."""
        some = slice(first, beyond)
        return RowBlock(
            self.ids[some], self.texts[some], self.urls[some], self.publishers[some], self.published[some],
            self.data, self.starts[first : beyond + 1], self.at, self.number + first, self.columns, self.pages,
        )  # fmt: skip


def read_blocks(
    source: LineSource, pages: Pages, at: int = 0, number: int = 0
) -> Iterator[RowBlock | Record | Unreadable]:
    """The documents of a JSON Lines stream, in order, as ``read_jsonl`` gives them, many of them in blocks.

    Args:
        source: the stream, not compressed.
        pages: makes pages of rows.
        at: where in its file the stream begins, in bytes.
        number: how many lines stand before it.
    """
    pages.lay_out(source.packing, InputFormat.JSONL)
    reader, rest, last = _Reader(pages), b"", number
    try:
        while chunk := source.stream.read(_BLOCK):
            data = rest + chunk
            cut = data.rfind(b"\n") + 1
            if not cut and len(data) > pages.options.max_bytes:
                yield from read_jsonl(_Held(replay(data, source.stream)), pages, at, last)
                return
            block, rest = data[:cut], data[cut:]
            yield from reader.rows(block, at, last)
            at += cut
            last += reader.lines
        yield from _one_by_one(rest, pages, at, last)
    except STREAM_ERRORS as error:
        yield break_off(error, pages, f"line {last}")


class _Held:
    """Bytes that are there already as the stream of a corpus."""

    packed, packing, taken = False, Packing.NONE, 0

    def __init__(self, stream: Any) -> None:  # noqa: ANN401 - whatever can be read line by line
        self.stream = stream
        self.meter = self


def _starts(block: bytes) -> list[int]:
    """Where the lines of a block begin, and where it ends."""
    import numpy as np

    ends = np.flatnonzero(np.frombuffer(block, dtype=np.uint8) == ord("\n"))
    return [0, *(ends + 1).tolist()]


def _is_row_a_line(block: bytes, starts: list[int]) -> bool:
    """Whether each line is a row and each row a line, where there are as many: a decoder takes two rows on one too."""
    import numpy as np

    view, places = np.frombuffer(block, dtype=np.uint8), np.array(starts)
    return bool((view[places[:-1]] == ord("{")).all() and (view[places[1:] - 2] == ord("}")).all())


def _one_by_one(data: bytes, pages: Pages, at: int, number: int) -> Iterator[Record | Unreadable]:
    """The documents of some lines; ``number`` of them stand before."""
    return read_jsonl(_Held(io.BytesIO(data)), pages, at, number)


class _Reader:
    """Reads blocks of whole lines of one file."""

    def __init__(self, pages: Pages) -> None:
        self._pages = pages
        self._columns: dict[str, None] = {}
        self._decode: Callable[[bytes], list[Any]] | None = None
        self._looks = 0 if pages.is_choosy else _LOOKS
        self._blocks = self._failed = 0
        self.lines = 0

    def rows(self, block: bytes, at: int, number: int) -> Iterator[RowBlock | Record | Unreadable]:
        """The documents of a block that begins at a byte, after so many lines of its file."""
        starts = _starts(block)
        self.lines = len(starts) - 1
        if self._decode is None and self._looks and self.lines:  # one row says which columns there are
            head = starts[1]
            yield from self._look(block[:head], at, number)
            block, at, number = block[head:], at + head, number + 1
            starts = [start - head for start in starts[1:]]
        rows = self._decoded(block, starts)
        if rows is None:
            yield from self._look(block, at, number)
            return
        whole = self._as_block(rows, block, starts, at, number)
        for before, odd in pairwise((-1, *self._odd(whole, rows), len(rows))):
            if odd > before + 1:
                yield whole.part(before + 1, odd)
            if odd < len(rows):
                line = block[starts[odd] : starts[odd + 1]]
                yield from _one_by_one(line, self._pages, at + starts[odd], number + odd)

    def _look(self, lines: bytes, at: int, number: int) -> Iterator[Record | Unreadable]:
        """Read lines one by one and see which columns they have."""
        for item in _one_by_one(lines, self._pages, at, number):
            if self._looks and isinstance(item, Record):
                self._columns.update(dict.fromkeys(item.row or ()))
            yield item
        if self._looks and self._columns and self._pages.is_told:
            self._looks -= 1
            self._decode = _decoder(self._pages, tuple(self._columns))

    def _decoded(self, block: bytes, starts: list[int]) -> list[Any] | None:
        """The rows of a block; ``None`` where a row has other columns, or is no row."""
        if self._decode is None or not block or b"\r" in block or _NUL in block:
            return None
        self._blocks += 1
        try:
            rows = self._decode(block)
        except (msgspec.MsgspecError, UnicodeDecodeError, RecursionError):
            self._failed += 1
            if self._failed > max(_LOOKS, self._blocks // 2):  # it is not worth it
                self._decode, self._looks = None, 0
            return None
        return rows if len(rows) == len(starts) - 1 and _is_row_a_line(block, starts) else None

    def _as_block(self, rows: list[Any], block: bytes, starts: list[int], at: int, number: int) -> RowBlock:
        given = self._pages.name.given
        return RowBlock(
            [
                str(row.id) if row.id or row.id == 0 else f"{given}:{place}"
                for place, row in enumerate(rows, number + 1)
            ],
            [row.text for row in rows],
            [(row.url.strip() or None) if row.url else None for row in rows],
            [(row.publisher.strip() or None) if row.publisher else None for row in rows],
            [(row.date.strip() or None) if row.date else None for row in rows],
            block,
            starts,
            at,
            number + 1,
            frozenset(self._columns),
            self._pages,
        )

    def _odd(self, block: RowBlock, rows: list[Any]) -> Iterator[int]:
        """The places of rows that are read with all care: without text, perhaps HTML, too long, dated by a number."""
        most = self._pages.options.max_bytes
        has_long = max(map(sub, block.starts[1:], block.starts)) > most
        for place, row in enumerate(rows):
            text = row.text
            if (
                not text
                or (first := text[0]) in LOOK
                or first.isspace()
                or (has_long and block.starts[place + 1] - block.starts[place] > most)
                or (row.date and row.date.isdigit())
                or (row.id.__class__ is int and row.id.bit_length() >= _INTEGER)
            ):
                yield place


def _decoder(pages: Pages, columns: tuple[str, ...]) -> Callable[[bytes], list[Any]] | None:
    """What decodes lines with these columns or some of them; ``None`` where more must be looked at than their names.

    Every column means at most one thing, and every thing stands in at most one column: then a row that lacks
    some of them means what it would mean by itself.
    """
    found = plan(columns, pages.options)
    if (
        found.order is None
        or not found.text
        or len(columns) > _COLUMNS
        or len(set(map(folded, columns))) < len(columns)
    ):
        return None
    meaning = dict(zip(found.order, GUESSES, strict=True))
    if len(meaning) - (None in meaning) < sum(column is not None for column in found.order):
        return None
    fields: list[tuple[str, Any, Any]] = []
    names: dict[str, str] = {}
    for place, column in enumerate(columns):
        what = meaning.get(column, f"column_{place}")
        fields.append((what, _KINDS.get(what, Any), None))
        names[what] = column
    return _lines_decoder(fields, names)


def _lines_decoder(fields: list[tuple[str, Any, Any]], names: Mapping[str, str]) -> Callable[[bytes], list[Any]] | None:
    absent = dict.fromkeys(GUESSES.keys() - names)  # what no column stands for is none in every row
    try:
        row = msgspec.defstruct("Row", fields, namespace=absent, rename=names, forbid_unknown_fields=True, gc=False)
    except ValueError:  # of a name with a quotation mark, a backslash, a control character or half of a pair
        return None
    return msgspec.json.Decoder(row).decode_lines
