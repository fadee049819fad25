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
from provenance.reading.layouts import BatchRow
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
    """What Arrow raises at a file that is not as it should be: nearly anything, names of columns included."""
    import pyarrow as pa

    return (pa.ArrowException, OSError, EOFError, MemoryError, ValueError, LookupError, TypeError)


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
    as_it_stands = pages.options.beside is not None
    order = None if whole else plan.order
    page_of = pages.page if order is None else pages.build
    for chunk in chunks:
        if isinstance(chunk, Unreadable):
            yield chunk
            continue
        batch, first, position = chunk
        for part in _parts(batch, checked=checked):
            end = first + part.rows
            if part.damage is not None:
                place = f"{pages.name.given}:rows {first} to {end - 1}"
                yield Unreadable(place, f"damaged: {part.damage}", "the rows around them are read")
                first = end
                continue
            # what the rows of a part take from the disk is told of the first of them
            now = reached + (position - reached) * (end - chunk.first) // batch.num_rows
            for number, values in enumerate(_rows(part, order), first):
                page = page_of(number, values, clean=part.clean)
                if isinstance(page, Unreadable):
                    yield page
                elif page is not None:
                    row = as_json(values) if whole else None
                    stands = BatchRow(batch, number - chunk.first) if as_it_stands else None
                    yield Record(page, row, now - before, whole=stands)
                    before = now
            first = end
        reached = position


class _Part(NamedTuple):
    """Some rows of a batch as Python holds them, or why they cannot be had."""

    rows: int
    names: Sequence[str] = ()
    columns: Sequence[Sequence[Any]] = ()
    clean: bool = False
    damage: str | None = None


def _parts(batch: Batch, *, checked: bool) -> Iterator[_Part]:
    """A batch in parts that are small enough to be turned into Python values at once."""
    count = batch.num_rows
    try:
        columns = batch.columns if checked else [_sound(column) for column in batch.columns]
        size = max(1, min(_ROWS, _BYTES * count // max(1, batch.nbytes)))
    except arrow_errors() as error:
        yield _Part(count, damage=str(error))
        return
    for start in range(0, count, size):
        taken = min(size, count - start)
        try:
            parts = [column.slice(start, taken) for column in columns]
            clean = not any(_is_text(part.type) and _may_hold_nul(part) for part in parts)
            yield _Part(taken, batch.schema.names, [_values(part) for part in parts], clean)
        except arrow_errors() as error:
            yield _Part(taken, damage=str(error))


def _rows(part: _Part, order: tuple[str | None, ...] | None) -> Iterable[Any]:
    """Rows by the names of their columns, or the values that are needed in a fixed order."""
    if order is None:
        return (dict(zip(part.names, values, strict=True)) for values in zip(*part.columns, strict=True))
    by_name = dict(zip(part.names, part.columns, strict=True))
    return zip(*(repeat(None) if name is None else by_name[name] for name in order), strict=False)


def _values(column: Array) -> Sequence[Any]:
    """The values of a column in Python; times as ISO 8601, text that is no UTF-8 as bytes."""
    import pyarrow as pa

    if pa.types.is_dictionary(column.type):
        column = column.dictionary_decode()
    if pa.types.is_timestamp(column.type):
        zone = column.type.tz
        steps = column.cast(pa.timestamp("us", zone), safe=False).cast(pa.int64()).to_pylist()
        return [None if step is None else moment(step, is_utc=zone is not None) for step in steps]
    try:
        return column.to_pylist()  # type: ignore[no-any-return]
    except (ValueError, OverflowError):  # text that is no UTF-8, a day before the first year
        sound = _sound(column)
        return [_value(each) for each in sound] if sound.type == column.type else _values(sound)


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


def _may_hold_nul(column: Array) -> bool:
    """Whether NUL stands in the bytes of a column of text, or of one that it is a part of."""
    import numpy as np

    bytes_of_text = column.buffers()[2:]
    if len(bytes_of_text) != 1:  # its text does not stand in one place
        return True
    data = bytes_of_text[0]
    return bool(data) and not np.frombuffer(data, np.uint8).min()


def _value(scalar: Any) -> Any:  # noqa: ANN401 - a scalar holds anything
    try:
        return scalar.as_py()
    except (ValueError, OverflowError):
        return None
