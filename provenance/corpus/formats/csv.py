"""Rows as a table of text: the columns of the input, and what is added as JSON in one more.

Invariant: the values of a row are those that were read; delimiter, quoting, line ends and encoding
are the input's. A column that a row's own table did not have is empty in it.
"""

from __future__ import annotations

import codecs
import csv
import io
from typing import TYPE_CHECKING, Any

from provenance.corpus.formats.packing import new_file
from provenance.corpus.formats.rows import RowFile, as_line
from provenance.corpus.lines import ADDED
from provenance.errors import OutputError
from provenance.reading.layouts import Packing

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from provenance.corpus.formats.rows import Row
    from provenance.reading.layouts import TableForm

__all__ = ["TableRows"]

_SIZE = 1 << 16  # characters that are written at once


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
        self._text = io.StringIO(newline="")
        self._encoder = codecs.getincrementalencoder(form.encoding)("backslashreplace")
        # without quoting a quotation mark is a sign like any other
        quote = None if form.quoting == csv.QUOTE_NONE else '"'
        self._table = csv.writer(
            self._text,
            delimiter=form.delimiter,
            quotechar=quote,
            quoting=form.quoting,  # type: ignore[arg-type] # one of its constants
            lineterminator=form.line_end,
        )
        self._write((*form.header, ADDED)[: len(self._names)])

    def put(self, row: Row, mark: Mapping[str, Any]) -> None:
        """Append a row with what is added to it.

        Raises:
            OutputError: there is no room for it, or a value cannot be written without quoting.
        """
        fields = row.fields or {}
        if ADDED in fields:
            mark = {**mark, "input": fields[ADDED]}
        values = {**fields, ADDED: as_line(mark)[:-1].decode()}
        self._write([values.get(name, "") for name in self._names])

    def _write(self, values: list[str] | tuple[str, ...]) -> None:
        try:
            self._table.writerow(values)
        except csv.Error as error:
            message = f"{self._path}: a value cannot be written in the way of the input: {error}"
            raise OutputError(message, "write the rows with --output-format jsonl") from error
        if self._text.tell() >= _SIZE:
            self._finish()

    def _finish(self) -> None:
        self._file.write([self._encoder.encode(self._text.getvalue())])
        self._text.seek(0)
        self._text.truncate()
