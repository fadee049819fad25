"""Rows as Parquet, by pyarrow.

Invariant: columns have the types of the fields; what is read back equals what was written, but
for halves of characters, which no UTF-8 can hold.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, BinaryIO, Final

from provenance.errors import UsageError, extra_hint
from provenance.report.formats.tables import Kind, columns

if TYPE_CHECKING:
    from _typeshed import DataclassInstance

__all__ = ["ParquetTable"]

_ROWS: Final = 10_000  # of a row group
_HALF: Final = re.compile("[\ud800-\udfff]")


class ParquetTable:
    """Writes rows of one dataclass, some thousand at a time."""

    def __init__(self, stream: BinaryIO, row: type[DataclassInstance]) -> None:
        """Begin the file.

        Args:
            stream: stays open.
            row: what the rows are.

        Raises:
            UsageError: pyarrow is not installed.
        """
        try:
            import pyarrow as pa
            from pyarrow import parquet
        except ImportError as error:
            message = "Parquet needs pyarrow"
            raise UsageError(message, extra_hint("exports")) from error
        types: dict[Kind, Any] = {
            Kind.TEXT: pa.string(),
            Kind.WHOLE: pa.int64(),
            Kind.REAL: pa.float64(),
            Kind.TRUTH: pa.bool_(),
            Kind.TEXTS: pa.list_(pa.string()),
        }
        self._columns = columns(row)
        self._schema = pa.schema([pa.field(c.name, types[c.kind], nullable=c.may_lack) for c in self._columns])
        self._table = pa.Table
        self._writer = parquet.ParquetWriter(stream, self._schema, compression="zstd")
        self._rows: list[dict[str, Any]] = []

    def add(self, row: DataclassInstance) -> None:
        """Write one row."""
        self._rows.append({column.name: _whole(getattr(row, column.name)) for column in self._columns})
        if len(self._rows) >= _ROWS:
            self._flush()

    def close(self) -> None:
        """End the file; the stream stays open."""
        if self._rows:
            self._flush()
        self._writer.close()

    def _flush(self) -> None:
        self._writer.write_table(self._table.from_pylist(self._rows, schema=self._schema))
        self._rows.clear()


def _whole(value: Any) -> Any:  # noqa: ANN401 - a value of the row's field
    """The same with U+FFFD in the place of half a character."""
    if isinstance(value, str):
        return _HALF.sub("\ufffd", value)
    return [_whole(each) for each in value] if isinstance(value, tuple) else value
