"""Rows as Parquet and as Arrow files: the columns of the input, and what is added as a struct.

A struct and no JSON text: its fields have types of their own, a reader can ask for one of them alone,
and columns of equal values take next to no room. Invariant: the values of the input are copied as
Arrow holds them; at most one row group of each file is held in memory.
"""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from provenance.corpus.gathering.lines import ADDED
from provenance.corpus.machine.errors import as_output_error
from provenance.corpus.written.formats.packing import new_file
from provenance.corpus.written.formats.rows import ADDED_FIELDS, RowFile
from provenance.corpus.written.formats.schemas import with_added
from provenance.errors import OutputError
from provenance.reading.layouts import BatchRow

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from pathlib import Path

    from provenance.corpus.written.formats.rows import Row
    from provenance.reading.layouts import ArrowForm

__all__ = ["ArrowRows", "ParquetRows"]

# a row group, or a batch of an Arrow file, in bytes as Arrow holds it
_GROUP = 1 << 25
_CODECS = frozenset({"SNAPPY", "GZIP", "BROTLI", "ZSTD", "LZ4"})

# pyarrow ships no types
Batch = Any
Array = Any
Table = Any


class ArrowRows(RowFile):
    """A new Arrow file, or a stream of Arrow batches."""

    def __init__(self, path: Path, form: ArrowForm, *, clean: bool) -> None:
        """Make the file.

        Args:
            path: where.
            form: the schema of the rows, and the codec.
            clean: whether kept rows get their clean story.

        Raises:
            OutputError: it cannot be made, or the format has no such type.
        """
        super().__init__(new_file(path))
        self._path = path
        self._schema = form.schema
        self._whole = with_added(form.schema, clean=clean)
        self._batch: Batch = None
        self._places: list[int] = []
        self._marks: list[Mapping[str, Any]] = []
        self._held: list[Batch] = []
        self._size = 0
        try:
            with self._as_output_error():
                self._writer = self._opened(form)
        except OutputError:
            self._file.close(complete=False)
            raise

    def put(self, row: Row, mark: Mapping[str, Any]) -> None:
        """Append a row with what is added to it.

        Raises:
            OutputError: there is no room for it, or the format cannot hold it.
        """
        if not isinstance(row.whole, BatchRow) or not mark.keys() <= ADDED_FIELDS.keys():
            message = f"{row.document.id}: no row of Arrow data, or something is added that has no type"
            raise TypeError(message)
        if row.whole.batch is not self._batch:
            self._take()
            self._batch = row.whole.batch
        self._places.append(row.whole.place)
        self._marks.append(mark)

    def __exit__(self, kind: type[BaseException] | None, *_: object) -> None:
        """Close the file without hiding the error that ended the block."""
        try:
            super().__exit__(kind)
        finally:
            self._forget_writer()

    def _opened(self, form: ArrowForm) -> Any:  # noqa: ANN401
        """What writes tables into the file."""
        from pyarrow import ipc

        options = ipc.IpcWriteOptions(compression=form.codec, unify_dictionaries=not form.is_stream)
        make = ipc.new_stream if form.is_stream else ipc.new_file
        return make(self._file.file, self._whole, options=options)

    def _write(self, table: Table) -> None:
        self._writer.write_table(table.combine_chunks())

    def _forget_writer(self) -> None:
        """Have nothing written when the writer is collected."""

    def _finish(self) -> None:
        self._take()
        self._flush()
        with self._as_output_error():
            self._writer.close()

    def _take(self) -> None:
        """Copy the rows that are wanted of a batch, so that the batch can go."""
        if not self._places:
            return
        import pyarrow as pa

        with self._as_output_error():
            places = pa.array(self._places)
            taken = [_taken(column, places) for column in self._fitting(self._batch)]
            batch = pa.RecordBatch.from_arrays(self._with_added(taken), schema=self._whole)
            self._held.append(batch)
            self._size += batch.nbytes
        self._places.clear()
        self._marks.clear()
        if self._size >= _GROUP:
            self._flush()

    def _fitting(self, batch: Batch) -> list[Array]:
        """The columns of a batch in the order of the schema, those that are not there without a value."""
        import pyarrow as pa

        names = batch.schema.names
        if names == self._schema.names:
            return list(batch.columns)
        missing = len(batch)
        return [
            batch.column(names.index(field.name)) if field.name in names else pa.nulls(missing, field.type)
            for field in self._schema
        ]

    def _with_added(self, columns: Sequence[Array]) -> list[Array]:
        """Columns of the schema's types, and what is added."""
        import pyarrow as pa

        kinds = self._schema.types
        cast = [one if one.type == kind else one.cast(kind) for one, kind in zip(columns, kinds, strict=True)]
        place = self._whole.names.index(ADDED)
        fields = list(self._whole.field(ADDED).type)
        parts = [cast[place] if field.name == "input" else self._added(field) for field in fields]
        return [*cast[:place], pa.StructArray.from_arrays(parts, fields=fields), *cast[place + 1 :]]

    def _added(self, field: Any) -> Array:  # noqa: ANN401 - pyarrow ships no types
        """What is added to the rows, of one field."""
        import pyarrow as pa

        return pa.array([mark.get(field.name) for mark in self._marks], field.type)

    def _flush(self) -> None:
        """Write what is held."""
        import pyarrow as pa

        if not self._held:
            return
        with self._as_output_error():
            self._write(pa.Table.from_batches(self._held, self._whole))
        self._held.clear()
        self._size = 0

    @contextmanager
    def _as_output_error(self) -> Iterator[None]:
        import pyarrow as pa

        try:
            with as_output_error(self._path):
                yield
        except pa.ArrowException as error:
            message = f"{self._path}: the rows cannot be written so: {(str(error).splitlines() or [''])[0]}"
            raise OutputError(message, "write them with --output-format jsonl") from error


class ParquetRows(ArrowRows):
    """A new Parquet file."""

    def _opened(self, form: ArrowForm) -> Any:  # noqa: ANN401
        from pyarrow import parquet

        codec = "NONE" if form.codec == "UNCOMPRESSED" else form.codec if form.codec in _CODECS else "SNAPPY"
        return parquet.ParquetWriter(self._file.file, self._whole, compression=codec)

    def _write(self, table: Table) -> None:
        self._writer.write_table(table, row_group_size=len(table))

    def _forget_writer(self) -> None:
        # it would write the end of the file when it is collected
        if hasattr(self, "_writer"):
            self._writer.is_open = False


def _taken(column: Array, places: Array) -> Array:
    """Some values of a column, copied."""
    import pyarrow as pa
    from pyarrow import types

    kind = column.type
    if types.is_string_view(kind) or types.is_binary_view(kind):  # which cannot be taken, and refer to the whole
        plain = pa.large_string() if types.is_string_view(kind) else pa.large_binary()
        return column.cast(plain).take(places).cast(kind)
    try:
        return column.take(places)
    except pa.ArrowNotImplementedError:
        return pa.concat_arrays([column.slice(place, 1) for place in places.to_pylist()])
