"""Arrow files (Feather) and Arrow streams, one document a row.

Invariant: a batch that cannot be read costs itself where the file says where the next one is; a
stream that breaks off gives its whole batches.
"""

from __future__ import annotations

from contextlib import ExitStack
from typing import TYPE_CHECKING, Any

from provenance.model import Unreadable
from provenance.reading.corpora.batches import Chunk, arrow_errors, columns_of, read_chunks
from provenance.reading.corpora.jsonl import break_off
from provenance.reading.corpora.tables import needs_extra
from provenance.reading.layouts import ArrowForm
from provenance.reading.records import InputFormat

if TYPE_CHECKING:
    from collections.abc import Iterator

    from provenance.reading.corpora.pages import Pages
    from provenance.reading.records import Record
    from provenance.reading.streams import Source

__all__ = ["read_arrow"]

_FILE = b"ARROW1\0\0"
_OLD = b"FEA1"
# what the buffers of a compressed batch begin with, after eight bytes with their length
_CODECS = {b"\x04\x22\x4d\x18": "lz4", b"\x28\xb5\x2f\xfd": "zstd"}


def read_arrow(source: Source, pages: Pages) -> Iterator[Record | Unreadable]:
    """The documents of an Arrow file or stream, in order.

    Args:
        source: the stream.
        pages: makes pages of rows.
    """
    try:
        from pyarrow import ipc
    except ImportError:
        yield needs_extra(pages.name, "parquet", "pyarrow")
        return
    with ExitStack() as stack:
        try:
            head = source.head()
            if head.startswith(_OLD):
                yield Unreadable(pages.name.given, "Feather of version 1 is not read", "write it anew as version 2")
                return
            if head.startswith(_FILE):
                reader = ipc.open_file(stack.enter_context(source.seekable()))
                chunks = _batches(reader, source, pages)
            else:
                reader = ipc.open_stream(source.stream)
                chunks = _streamed(reader, source, pages)
            columns = columns_of(reader.schema, pages)
        except arrow_errors() as error:
            yield Unreadable(pages.name.given, f"damaged or no Arrow data: {error}", "fetch the file again")
            return
        if isinstance(columns, Unreadable):
            yield columns
            return
        form = ArrowForm(reader.schema, _codec(head), is_stream=not head.startswith(_FILE))
        pages.lay_out(source.packing, InputFormat.ARROW, form)
        pages.settle(columns, unit="row")
        if not pages.options.rows:
            wanted = [reader.schema.get_field_index(name) for name in columns.tops()]
            chunks = (
                each if isinstance(each, Unreadable) else each._replace(batch=each.batch.select(wanted))
                for each in chunks
            )
        yield from read_chunks(chunks, pages, columns)


def _codec(head: bytes) -> str | None:
    """What the first batch is compressed with; it begins within the first bytes, unless there are very many columns."""
    starts = (head[at : at + 4] for at in range(0, len(head), 8))
    return next((_CODECS[start] for start in starts if start in _CODECS), None)


def _batches(reader: Any, source: Source, pages: Pages) -> Iterator[Chunk | Unreadable]:  # noqa: ANN401 - pyarrow ships no types
    """The batches of a file, each read from the place that its footer names."""
    row, count, size = 1, reader.num_record_batches, source.extent
    for number in range(count):
        try:
            batch = reader.get_batch(number)
        except arrow_errors() as error:
            yield Unreadable(f"{pages.name.given}:batch {number + 1}", f"damaged: {error}", "the others are read")
            continue
        yield Chunk(batch, row, size * (number + 1) // count)
        row += batch.num_rows


def _streamed(reader: Any, source: Source, pages: Pages) -> Iterator[Chunk | Unreadable]:  # noqa: ANN401
    row = 1
    while True:
        try:
            batch = reader.read_next_batch()
        except StopIteration:
            return
        except arrow_errors() as error:
            yield break_off(error, pages, f"row {row - 1}")
            return
        yield Chunk(batch, row, source.position)
        row += batch.num_rows
