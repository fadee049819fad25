"""Record batches of Arrow, from Arrow files and from Parquet, as rows.

Invariant: nothing that a file says of its own layout is trusted before it is checked; text that is
no UTF-8 comes out as bytes, and a value that Python cannot hold as a string.
"""

from __future__ import annotations

from itertools import repeat
from typing import TYPE_CHECKING, Any, NamedTuple

from provenance.model import Unreadable
from provenance.reading.corpora.columns import missing
from provenance.reading.corpora.columns import plan as plan_for
from provenance.reading.corpora.tables import without_column, without_text
from provenance.reading.corpora.values import as_json, moment
from provenance.reading.records import Record

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from provenance.reading.corpora.columns import Plan
    from provenance.reading.corpora.pages import Pages

__all__ = ["Chunk", "arrow_errors", "columns_of", "read_chunks"]

# what is turned into Python values at once: rows, and bytes as Arrow holds them
_ROWS = 1024
_BYTES = 1 << 21

# pyarrow ships no types
Batch = Any
Array = Any
Type = Any


class Chunk(NamedTuple):
    """A batch, the number of its first row, and where the disk stands after it."""

    batch: Batch
    first: int
    position: int


def arrow_errors() -> tuple[type[Exception], ...]:
    """What Arrow raises at a file that is not as it should be."""
    import pyarrow as pa

    return (pa.ArrowException, OSError, EOFError, MemoryError)


def columns_of(schema: Any, pages: Pages) -> Plan | Unreadable:  # noqa: ANN401 - pyarrow ships no types
    """Which columns of a schema mean what, or why it is no table of documents."""
    names = list(schema.names)
    # of a name that stands twice neither can be meant
    types = {name: schema.field(name).type for name in names if names.count(name) == 1}
    texts = [name for name, kind in types.items() if _is_text(kind)]
    contents = [name for name, kind in types.items() if _is_text(kind) or _is_binary(kind)]
    scalars = [name for name, kind in types.items() if _is_text(kind) or _is_scalar(kind)]
    only = {"text": contents, "html": contents, "url": texts, "title": texts, "publisher": texts}
    columns = plan_for(names, pages.options, only | {"id": scalars, "date": scalars}).first_only()
    if absent := missing(names, pages.options):
        return without_column(pages.name, absent, names)
    for field in (*columns.text, *columns.html):
        if isinstance(field, str) and field not in contents:
            kind = types.get(field, "two columns")
            return Unreadable(pages.name.given, f"column `{field}` holds {kind}, not text", "name another column")
    return columns if columns.text or columns.html else without_text(pages.name, names)


def _is_text(kind: Type) -> bool:
    from pyarrow import types

    kind = kind.value_type if types.is_dictionary(kind) else kind
    return bool(types.is_string(kind) or types.is_large_string(kind) or types.is_string_view(kind))


def _is_binary(kind: Type) -> bool:
    from pyarrow import types

    return bool(types.is_binary(kind) or types.is_large_binary(kind) or types.is_binary_view(kind))


def _is_scalar(kind: Type) -> bool:
    from pyarrow import types

    return bool(types.is_integer(kind) or types.is_floating(kind) or types.is_timestamp(kind) or types.is_date(kind))


def read_chunks(
    chunks: Iterable[Chunk | Unreadable], pages: Pages, plan: Plan, *, checked: bool = False
) -> Iterator[Record | Unreadable]:
    """The documents of batches that hold at least the columns that are needed, in order.

    Args:
        chunks: the batches, and what is lost between them.
        pages: makes pages of rows.
        plan: which columns mean what.
        checked: whether the layout of the batches can be trusted: a decoder has made it.
    """
    before = reached = 0
    whole = pages.options.rows
    order = None if whole else plan.order
    page_of = pages.page if order is None else pages.build
    for chunk in chunks:
        if isinstance(chunk, Unreadable):
            yield chunk
            continue
        batch, first, position = chunk
        count = batch.num_rows
        size = max(1, min(_ROWS, _BYTES * count // max(1, batch.nbytes)))
        for start in range(0, count, size):
            part = batch.slice(start, size)
            try:
                names, columns, clean = part.schema.names, *_columns(part, checked=checked)
            except arrow_errors() as error:
                rows = f"rows {first + start} to {first + start + part.num_rows - 1}"
                yield Unreadable(f"{pages.name.given}:{rows}", f"damaged: {error}")
                continue
            # what the rows of a part take from the disk is told of the first of them
            now = reached + (position - reached) * (start + part.num_rows) // count
            for number, values in enumerate(_rows(names, columns, order), first + start):
                page = page_of(number, values, clean=clean)
                if isinstance(page, Unreadable):
                    yield page
                elif page is not None:
                    yield Record(page, as_json(values) if whole else None, now - before)
                    before = now
        reached = position


def _rows(names: list[str], columns: list[Sequence[Any]], order: tuple[str | None, ...] | None) -> Iterable[Any]:
    """Rows by the names of their columns, or the values that are needed in a fixed order."""
    if order is None:
        return (dict(zip(names, values, strict=True)) for values in zip(*columns, strict=True))
    by_name = dict(zip(names, columns, strict=True))
    return zip(*(repeat(None) if name is None else by_name[name] for name in order), strict=False)


def _columns(part: Batch, *, checked: bool) -> tuple[list[Sequence[Any]], bool]:
    """The values of all columns, and whether no string among them holds NUL, for sure."""
    columns = part.columns
    clean = not any(_is_text(column.type) and _holds_nul(column) for column in columns)
    return [_values(column, checked=checked) for column in columns], clean


def _values(column: Array, *, checked: bool) -> Sequence[Any]:
    """The values of a column in Python; times as ISO 8601, text that is no UTF-8 as bytes."""
    import pyarrow as pa

    if pa.types.is_dictionary(column.type):
        column = column.dictionary_decode()
    if not checked:
        column = _sound(column)
    if pa.types.is_timestamp(column.type):
        zone = column.type.tz
        steps = column.cast(pa.timestamp("us", zone), safe=False).cast(pa.int64()).to_pylist()
        return [None if step is None else moment(step, is_utc=zone is not None) for step in steps]
    try:
        return column.to_pylist()  # type: ignore[no-any-return]
    except UnicodeDecodeError:
        if not _is_text(column.type) or not checked:
            return [_value(each) for each in column]
        return _values(_sound(column), checked=True)
    except (ValueError, OverflowError):  # a day before the first year
        return [_value(each) for each in column]


def _sound(column: Array) -> Array:
    """A column that lies within its buffers; text that is no UTF-8 as bytes.

    Raises:
        ArrowInvalid: it does not.
    """
    import pyarrow as pa

    try:
        column.validate(full=True)
    except pa.ArrowInvalid:
        as_bytes = {pa.string(): pa.binary(), pa.large_string(): pa.large_binary()}.get(column.type)
        if as_bytes is None:
            raise
        column = column.view(as_bytes)
        column.validate(full=True)
    return column


def _holds_nul(column: Array) -> bool:
    """Whether NUL stands in the bytes of a column of text, or of one that it is a part of."""
    import numpy as np

    data = column.buffers()[-1]
    return bool(data) and not np.frombuffer(data, np.uint8).min()


def _value(scalar: Any) -> Any:  # noqa: ANN401 - a scalar holds anything
    try:
        return scalar.as_py()
    except (ValueError, OverflowError):
        return None
