"""Rows as a table of text: the columns of the input, and what is added as JSON in one more.

Invariant: the values of a row are those that were read; delimiter, quoting, line ends and encoding
are the input's. A column that a row's own table did not have is empty in it.
"""

from __future__ import annotations

import codecs
import csv
from typing import TYPE_CHECKING, Any

from provenance.corpus.gathering.lines import ADDED
from provenance.corpus.written.formats.packing import new_file
from provenance.corpus.written.formats.rows import RowFile, as_line
from provenance.errors import OutputError
from provenance.reading.layouts import Packing

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from provenance.corpus.written.formats.rows import Row
    from provenance.reading.layouts import TableForm

__all__ = ["TableRows"]

_SIZE = 1 << 16  # characters that are written at once
_BOTH = "\r\n"  # a value with one of the two is quoted, whichever of them ends a line


class _Lines:
    """Lines of a table, ended as those of the input are."""

    def __init__(self, end: str) -> None:
        self._end = end
        self._lines: list[str] = []
        self.size = 0

    def write(self, line: str) -> None:
        """Take a line, as the writer of tables gives it."""
        self._lines.append(line.removesuffix(_BOTH) + self._end)
        self.size += len(line)

    def taken(self) -> str:
        """All lines, which are gone then."""
        text = "".join(self._lines)
        self._lines.clear()
        self.size = 0
        return text


class TableRows(RowFile):
    """A new table with a header."""

    def __init__(self, path: Path, form: TableForm, packing: Packing = Packing.NONE) -> None:
        """Make the file.

        Args:
            path: where.
            form: how it is written; the column for what is added is put last where it has none.
            packing: what it is compressed with.

        Raises:
            OutputError: it cannot be made.
        """
        super().__init__(new_file(path, packing))
        self._path = path
        self._names = (*form.names, ADDED) if ADDED not in form.names else form.names
        self._lines = _Lines(form.line_end)
        self._encoder = codecs.getincrementalencoder(form.encoding)("backslashreplace")
        # without quoting a quotation mark is a sign like any other
        quote = None if form.quoting == csv.QUOTE_NONE else '"'
        self._table = csv.writer(
            self._lines,
            delimiter=form.delimiter,
            quotechar=quote,
            quoting=form.quoting,  # type: ignore[arg-type] # one of its constants
            lineterminator=_BOTH,
        )
        self._put_values((*form.header, ADDED)[: len(self._names)])

    def put(self, row: Row, mark: Mapping[str, Any]) -> None:
        """Append a row with what is added to it.

        Raises:
            OutputError: there is no room for it, or a value cannot be written without quoting.
        """
        fields = row.fields or {}
        if ADDED in fields:
            mark = {**mark, "input": fields[ADDED]}
        values = {**fields, ADDED: as_line(mark)[:-1].decode()}
        self._put_values([values.get(name, "") for name in self._names])

    def _put_values(self, values: list[str] | tuple[str, ...]) -> None:
        try:
            self._table.writerow(values)
        except csv.Error as error:
            message = f"{self._path}: a value cannot be written in the way of the input: {error}"
            raise OutputError(message, "write the rows with --output-format jsonl") from error
        if self._lines.size >= _SIZE:
            self._finish()

    def _finish(self) -> None:
        self._file.write([self._encoder.encode(self._lines.taken())])
