"""Rows as CSV (RFC 4180, UTF-8) that a spreadsheet cannot be made to run.

Invariant: no cell of text, read with commas, semicolons or tabs between cells, begins with a
character that makes a spreadsheet take it for a formula; such a text has an apostrophe before that
character. ``unguarded`` takes them out again, so that nothing is lost.
"""

from __future__ import annotations

import codecs
import csv
import re
from dataclasses import fields
from typing import TYPE_CHECKING, Any, BinaryIO, Final

from provenance.report.contract import to_json
from provenance.report.formats.tables import Kind, columns
from provenance.report.formats.values import sound

if TYPE_CHECKING:
    from _typeshed import DataclassInstance

__all__ = ["CsvTable", "guarded", "unguarded"]

# what begins a formula, also in its wide form, and the mark itself, so that each mark can be taken out again
_FORMULA: Final = "=+\\-@＝＋－＠'"
# where a cell begins: at the start, and in a program that reads other separators, behind these; it drops quotes there
_BEGIN: Final = r"(^|[;\t\r\n])((?:[^\S\t\r\n]|\")*)"
_UNSAFE: Final = re.compile(f"{_BEGIN}(?=[{_FORMULA}])")
_MARKED: Final = re.compile(f"{_BEGIN}'(?=[{_FORMULA}])")


def guarded(text: str) -> str:
    """A text as a cell that is no formula."""
    return _UNSAFE.sub(r"\1\2'", text)


def unguarded(cell: str) -> str:
    """The text that ``guarded`` made a cell of."""
    return _MARKED.sub(r"\1\2", cell)


class CsvTable:
    """Writes rows of one dataclass under the names of its fields, as they come."""

    def __init__(self, stream: BinaryIO, row: type[DataclassInstance]) -> None:
        """Write the names.

        Args:
            stream: stays open.
            row: what the rows are.
        """
        self._columns = columns(row)
        self._writer = csv.writer(codecs.getwriter("utf-8")(stream))
        self._writer.writerow([field.name for field in fields(row)])

    def add(self, row: DataclassInstance) -> None:
        """Write one row: truths are ``true`` and ``false``, lists are JSON, what is unknown is empty."""
        self._writer.writerow([_cell(getattr(row, column.name), column.kind) for column in self._columns])

    def close(self) -> None:
        """Nothing waits; the stream stays open."""


def _cell(value: Any, kind: Kind) -> str:  # noqa: ANN401 - a value of the column's kind
    if value is None:
        return ""
    if kind is Kind.TRUTH:
        return "true" if value else "false"
    if kind is Kind.TEXTS:
        return guarded(to_json([sound(each) for each in value]))
    return guarded(sound(str(value))) if kind is Kind.TEXT else str(value)
