"""Parquet, one document a row.

Invariant: columns are read page by page and only those that are needed; a row group that cannot
be read costs its rows, which are named, and the next one is read.
"""

from __future__ import annotations

from collections import Counter
from contextlib import ExitStack
from typing import TYPE_CHECKING, Any

from provenance.model import Unreadable
from provenance.reading.corpora.batches import Chunk, arrow_errors, columns_of, read_chunks
from provenance.reading.corpora.tables import needs_extra
from provenance.reading.layouts import ArrowForm
from provenance.reading.records import InputFormat

if TYPE_CHECKING:
    from collections.abc import Iterator

    from provenance.reading.corpora.pages import Pages
    from provenance.reading.records import Record
    from provenance.reading.streams import Source

__all__ = ["read_parquet"]

_MAGIC = b"PAR1"
_ENCRYPTED = b"PARE"
# what is read of a column at once, and what a batch may take as Arrow holds it
_BUFFER = 1 << 18
_BYTES = 1 << 21
_ROWS = 1024


def read_parquet(source: Source, pages: Pages) -> Iterator[Record | Unreadable]:
    """The documents of a Parquet file, in order.

    Args:
        source: the stream; one that is packed or cannot seek is copied to a temporary file.
        pages: makes pages of rows.
    """
    try:
        from pyarrow import parquet
    except ImportError:
        yield needs_extra(pages.name, "parquet", "pyarrow")
        return
    magic = b""
    with ExitStack() as stack:
        try:
            magic = source.head()[: len(_MAGIC)]
            file = stack.enter_context(source.seekable())
            # read ahead, threads of Arrow's are still in our file where reading stops early, and abort the process
            table = parquet.ParquetFile(file, buffer_size=_BUFFER, pre_buffer=False, page_checksum_verification=True)
            columns = columns_of(table.schema_arrow, pages)
        except arrow_errors() as error:
            yield _broken(pages, magic, error)
            return
        if isinstance(columns, Unreadable):
            yield columns
            return
        pages.settle(columns, unit="row")
        wanted = None if pages.options.rows else columns.wanted()
        yield from read_chunks(_batches(table, wanted, source, pages), pages, columns, checked=True)


def _broken(pages: Pages, magic: bytes, error: Exception) -> Unreadable:
    """Why a file cannot be opened at all."""
    if isinstance(error, EOFError):
        return Unreadable(pages.name.given, f"truncated: {error}", "fetch the file again")
    if magic == _ENCRYPTED or "encrypt" in str(error):
        return Unreadable(pages.name.given, "encrypted", "write it anew without encryption")
    if magic != _MAGIC:
        return Unreadable(pages.name.given, "no Parquet file: it does not begin with PAR1", "name its format")
    if "magic bytes not found" in str(error) or "smaller than" in str(error):
        return Unreadable(pages.name.given, "truncated: the end of the file is missing", "fetch the file again")
    return Unreadable(pages.name.given, f"damaged: {_first_line(error)}", "fetch the file again")


def _first_line(error: Exception) -> str:
    return (str(error).splitlines() or [type(error).__name__])[0]


def _batches(table: Any, wanted: list[str] | None, source: Source, pages: Pages) -> Iterator[Chunk | Unreadable]:  # noqa: ANN401 - pyarrow ships no types
    """The batches of all row groups; before the first one it is told how the file is written."""
    size, total, done = source.extent, max(1, table.metadata.num_rows), 0
    told = pages.options.layout is None
    for number in range(table.num_row_groups):
        end = reached = done
        try:
            group = table.metadata.row_group(number)
            end = done + group.num_rows
            batches = table.iter_batches(_batch_rows(group), row_groups=[number], columns=wanted, use_threads=False)
            while (batch := next(batches, None)) is not None:
                if not told:
                    told = True
                    form = ArrowForm(table.schema_arrow, _codec(group) if wanted is None else None)
                    pages.lay_out(source.packing, InputFormat.PARQUET, form)
                    pages.tell_layout()
                yield Chunk(batch, reached + 1, size * (reached + batch.num_rows) // total)
                reached += batch.num_rows
        except arrow_errors() as error:
            lost = f"{pages.name.given}:rows {reached + 1} to {max(end, reached + 1)}"
            yield Unreadable(lost, f"damaged: {_first_line(error)}", "the other row groups are read")
        done = end
    if not told:
        pages.lay_out(source.packing, InputFormat.PARQUET, ArrowForm(table.schema_arrow))
        pages.tell_layout()


def _codec(group: Any) -> str | None:  # noqa: ANN401 - pyarrow ships no types
    """What a row group is compressed with, by most of its columns.

    It must have given a batch of all columns: pyarrow 26 ends the process where a column is damaged
    that is asked about.
    """
    columns = (group.column(number) for number in range(group.num_columns))
    found = Counter(str(column.compression) for column in columns)
    return found.most_common(1)[0][0] if found else None


def _batch_rows(group: Any) -> int:  # noqa: ANN401
    """How many rows of a group are held at once, by the size that they have on the average.

    The size counts columns that are not read as well: what a file says of a single column is not
    asked for, since pyarrow 26 ends the process where that is damaged.
    """
    return int(max(1, min(_ROWS, _BYTES * group.num_rows // max(1, group.total_byte_size))))
