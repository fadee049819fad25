"""Comma- and tab-separated tables with a header, one document a row.

Invariant: a row is known by the line that it begins on; one that has more values than the header
has columns is not guessed at; nothing larger than a document may be is held in memory.
"""

from __future__ import annotations

import codecs
import csv
import io
from dataclasses import dataclass
from itertools import zip_longest
from typing import TYPE_CHECKING, Self

from provenance.counts import counted
from provenance.model import Unreadable
from provenance.reading.corpora.columns import missing, plan
from provenance.reading.corpora.delimiters import DELIMITERS, encoding_of, fit
from provenance.reading.corpora.jsonl import break_off
from provenance.reading.corpora.pages import NoCorpusError
from provenance.reading.corpora.tables import without_column, without_text
from provenance.reading.decoding import decode_named
from provenance.reading.layouts import TableForm
from provenance.reading.records import InputFormat, Record
from provenance.reading.streams import STREAM_ERRORS, EndlessError

if TYPE_CHECKING:
    import _csv
    from collections.abc import Iterable, Iterator

    from provenance.reading.corpora.pages import Pages
    from provenance.reading.streams import Source

__all__ = ["read_csv"]

_CHUNK = 1 << 14
_MISSING_QUOTE = "is a quotation mark missing?"
# rows that are never closed, one after the other, before the rest is given up
_UNCLOSED = 20
_GO_ON = f"{_MISSING_QUOTE} The next line with as many values as there are columns is read"


class _Escaped:
    """An error handler that keeps bytes which are no UTF-8, and notes that there were some."""

    def __init__(self) -> None:
        self.count = 0
        self._keep = codecs.lookup_error("surrogateescape")

    def __call__(self, error: UnicodeError) -> tuple[str | bytes, int]:
        self.count += 1
        return self._keep(error)


# one handler of a name serves the whole process; a count that another table raised costs a look
_ESCAPED = _Escaped()
_HANDLER = "provenance.escape"
codecs.register_error(_HANDLER, _ESCAPED)


class _Lines:
    """The lines of a table, of which those of the row that is being read are kept.

    ``ended`` when a row comes: the table ended within it, before a quotation mark was closed.
    """

    def __init__(self, lines: Iterable[str]) -> None:
        self._next = iter(lines).__next__
        self.row: list[str] = []
        self.ended = False

    def __iter__(self) -> Self:
        return self

    def __next__(self) -> str:
        try:
            line = self._next()
        except StopIteration:
            self.ended = True
            raise
        self.row.append(line)
        return line


@dataclass(frozen=True, slots=True)
class _Form:
    """How a table is written: ``fallback`` is the encoding of values that are not UTF-8."""

    dialect: type[csv.Dialect]
    encoding: str
    fallback: str
    line_end: str
    damaged: bool = False

    def laid_out(self, header: list[str], names: list[str]) -> TableForm:
        """The same for whoever writes such a table."""
        delimiter, quoting = self.dialect.delimiter, self.dialect.quoting
        return TableForm(tuple(header), tuple(names), delimiter, quoting, self.line_end, self.encoding)

    def repaired(self, value: str) -> str:
        """A value of which some bytes were not UTF-8."""
        try:
            value.encode()
        except UnicodeEncodeError:
            return value.encode("utf-8", "surrogateescape").decode(self.fallback, "replace")
        return value


def read_csv(source: Source, pages: Pages, delimiter: str | None) -> Iterator[Record | Unreadable]:
    """The documents of a table, in order.

    Args:
        source: the stream.
        pages: makes pages of rows.
        delimiter: what stands between two values; found out where it is ``None``.

    Raises:
        NoCorpusError: it was found in a folder, and has no column of text.
    """
    limit = pages.options.max_bytes
    # the limit is one for the whole process: it is only ever raised
    csv.field_size_limit(max(csv.field_size_limit(), limit))
    try:
        form = _form(source, delimiter)
        is_wide = not form.encoding.startswith("utf-8")
        if not is_wide:
            source.drop_nul()
        text = io.TextIOWrapper(source.stream, form.encoding, "replace" if is_wide else _HANDLER, newline="")
        # a larger piece of text no longer fits into the memory that is at hand: slower again
        text._CHUNK_SIZE = _CHUNK  # type: ignore[attr-defined] # noqa: SLF001 - there is no other way to say so
        source.allow(limit)
        lines = _Lines(text)
        rows = csv.reader(lines, form.dialect)
        named = [form.repaired(name) for name in next(filter(None, rows), [])]
        header = _unique(named)
        columns = plan(header, pages.options).first_only()
        if absent := missing(header, pages.options):
            yield without_column(pages.name, absent, header)
        elif columns.text or columns.html:
            what = InputFormat.CSV if delimiter is None else InputFormat.TSV
            pages.lay_out(source.packing, what, form.laid_out(named, header))
            pages.settle(columns)
            yield from _read_rows(source, pages, lines, rows, form, header)
        elif pages.name.found:
            raise NoCorpusError
        else:
            yield without_text(pages.name, header)
    except STREAM_ERRORS as error:
        yield break_off(error, pages, "line 0")
    except (csv.Error, EndlessError):
        yield Unreadable(pages.name.given, "its first line is no header of a table", "a table starts with its columns")


def _read_rows(
    source: Source, pages: Pages, lines: _Lines, rows: _csv.Reader, form: _Form, header: list[str]
) -> Iterator[Record | Unreadable]:
    """The rows below a header."""
    meter, width, before = source.meter, len(header), 0
    escaped = _ESCAPED.count - form.damaged
    for number, values in _numbered(source, pages, lines, rows, form, width):
        if isinstance(values, Unreadable):
            yield values
            continue
        if len(values) > width and any(values[width:]):
            yield pages.unreadable(
                number, f"row has {counted(len(values), 'value')} for {counted(width, 'column')}", _MISSING_QUOTE
            )
            continue
        row = (
            dict(zip_longest(header, values[:width], fillvalue=""))
            if len(values) != width
            else dict(zip(header, values, strict=True))
        )
        if _ESCAPED.count != escaped:
            row = {name: form.repaired(value) for name, value in row.items()}
        page = pages.page(number, row, clean=True)
        if isinstance(page, Unreadable):
            yield page
        elif page is not None:
            now = meter.taken
            yield Record(page, row, now - before)
            before = now


def _numbered(
    source: Source, pages: Pages, lines: _Lines, rows: _csv.Reader, form: _Form, width: int
) -> Iterator[tuple[int, list[str] | Unreadable]]:
    """The values of each row with the line that it begins on; past one that is none the next is sought."""
    limit, lost, before, unclosed = pages.options.max_bytes, False, 0, 0
    while True:
        number = before + rows.line_num + 1
        source.allow(limit)
        lines.row.clear()
        try:
            values = next(rows, None)
        except (csv.Error, EndlessError):
            if not lost:
                yield number, pages.unreadable(number, f"row is larger than {limit:,} bytes", _GO_ON)
            lost = True
            continue
        except STREAM_ERRORS as error:
            yield number, break_off(error, pages, f"line {number - 1}")
            return
        if values is None:
            return
        if lines.ended:
            unclosed += 1
            yield (
                number,
                pages.unreadable(number, "row is never closed: a quotation mark opens a value", _MISSING_QUOTE),
            )
            if unclosed == _UNCLOSED:
                return
            # what stands on the lines below it is no part of it
            lines = _Lines(lines.row[1:])
            rows, before = csv.reader(lines, form.dialect), number
            continue
        if values and (len(values) == width or not lost):
            lost = False
            yield number, values


def _unique(names: list[str]) -> list[str]:
    """Column names, a second one of a name with a number after it."""
    seen: dict[str, int] = {}
    unique = []
    for name in map(str.strip, names):
        seen[name] = seen.get(name, 0) + 1
        unique.append(name if seen[name] == 1 else f"{name}.{seen[name]}")
    return unique


def _form(source: Source, delimiter: str | None) -> _Form:
    """How the table is written, by its start."""
    head = source.head()
    encoding = encoding_of(head)
    guessed = decode_named(head)
    fallback = guessed.charset if guessed is not None and not guessed.charset.startswith("utf") else "cp1252"
    text = head.decode(encoding, "replace")
    line_end = "\r\n" if "\r\n" in text else "\r" if "\r" in text and "\n" not in text else "\n"
    text = text.replace("\r\n", "\n").replace("\r", "\n")

    class _Table(csv.excel):
        """This table."""

    _Table.delimiter = delimiter or max(DELIMITERS, key=lambda each: fit(text, each))
    # values between tabs are often written without any quoting, and a quotation mark is just one
    if _Table.delimiter == "\t" and fit(text, "\t", csv.QUOTE_NONE)[0] == 1.0 and "\t" in _inside_quotes(text):
        _Table.quoting = csv.QUOTE_NONE
    # a part of what follows is decoded before the first row is looked at
    return _Form(_Table, encoding, fallback, line_end, damaged="\ufffd" in text)


def _inside_quotes(text: str) -> str:
    """What stands in quoted values at the start of a table of tabs, were it quoted."""
    try:
        return "".join(value for values in csv.reader(text.split("\n"), csv.excel_tab) for value in values)
    except csv.Error:
        return ""
