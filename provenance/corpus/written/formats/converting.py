"""Rows of JSON made rows of a table, or of Arrow data, where the user wants another format than the inputs'.

Invariant: no row is lost and no value is dropped; a column that no one type holds becomes text, in which what
is no text stands as JSON, and is named. The columns are known when all rows are written, so rows are written
as JSON Lines first and then made anew, some thousand in memory at a time.
"""

from __future__ import annotations

import csv
import json
from contextlib import ExitStack
from dataclasses import replace
from itertools import islice
from typing import TYPE_CHECKING, Any

from provenance.corpus.gathering.lines import ADDED
from provenance.corpus.result import Document
from provenance.corpus.written.formats.rows import Row
from provenance.reading.corpora.tables import listed
from provenance.reading.layouts import ArrowForm, BatchRow, TableForm
from provenance.settings import OutputFormat

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence
    from pathlib import Path

    from provenance.corpus.written.formats.choosing import Plan
    from provenance.corpus.written.formats.rows import RowFile

    # a row as the input had it, and what is added to it
    Pair = tuple[dict[str, Any], dict[str, Any]]

__all__ = ["convert"]

_AT_ONCE = 2000
_NAMED = 8
_DEEPEST = 32  # a reader of Parquet takes a hundred levels, of which a list has two
_NOBODY = Document(0, "", b"", None, None)

# pyarrow ships no types
Type = Any


def convert(
    sources: Sequence[Path], targets: Sequence[Path], plan: Plan, opened: Callable[[Path, Plan], RowFile]
) -> tuple[str, ...]:
    """Make rows anew in the format of a plan.

    Args:
        sources: files of JSON Lines, each row with what is added to it.
        targets: the files to make, one for each.
        plan: the format; its form is found here, the same for all.
        opened: makes a file of rows.

    Returns:
        What to tell of values that are not what they were.

    Raises:
        OutputError: there is no room, or the format cannot hold a value.
    """
    is_table = plan.format in (OutputFormat.CSV, OutputFormat.TSV)
    notes, plan, batches = (_table if is_table else _typed)(sources, plan)
    for source, target in zip(sources, targets, strict=True):
        with ExitStack() as stack:
            file = stack.enter_context(opened(target, plan))
            for rows in _chunks(source):
                for row, mark in batches(rows):
                    file.put(row, mark)
    return notes


def _table(
    sources: Sequence[Path], plan: Plan
) -> tuple[tuple[str, ...], Plan, Callable[[list[Pair]], Iterator[tuple[Row, dict[str, Any]]]]]:
    names: dict[str, None] = {}
    nested: dict[str, None] = {}
    kinds: dict[str, set[bool]] = {}
    for row, _ in _all(sources):
        for name, value in row.items():
            names[name] = None
            if isinstance(value, dict | list):
                nested[name] = None
            if value is not None:
                kinds.setdefault(name, set()).add(isinstance(value, str))
    mixed = [name for name, found in kinds.items() if len(found) > 1]
    header = tuple(names)
    delimiter = "\t" if plan.format is OutputFormat.TSV else ","
    form = TableForm(header, header, delimiter, csv.QUOTE_MINIMAL, "\n", "utf-8")

    def batches(rows: list[Pair]) -> Iterator[tuple[Row, dict[str, Any]]]:
        for row, mark in rows:
            yield Row(_NOBODY, None, fields={name: _as_text(value) or "" for name, value in row.items()}), mark

    notes = (
        *_told("lists and objects are written as JSON in", list(nested)),
        *_told("text and values of other types are not told apart any more in", mixed),
    )
    return notes, replace(plan, form=form), batches


def _typed(
    sources: Sequence[Path], plan: Plan
) -> tuple[tuple[str, ...], Plan, Callable[[list[Pair]], Iterator[tuple[Row, dict[str, Any]]]]]:
    import pyarrow as pa

    kinds: dict[str, Type] = {}
    for rows in _chunks(*sources):
        for name in dict.fromkeys(name for row, _ in rows for name in row):
            kinds[name] = _joined(kinds.get(name, pa.null()), [row.get(name) for row, _ in rows])
    # what is large beside a fraction fits into no number of both
    for rows in _chunks(*sources):
        for name, kind in kinds.items():
            if kind is not None and _array([row.get(name) for row, _ in rows], kind) is None:
                kinds[name] = None
    schema = pa.schema([(_as_text(name), pa.string() if kind is None else kind) for name, kind in kinds.items()])

    def batches(rows: list[Pair]) -> Iterator[tuple[Row, dict[str, Any]]]:
        columns = []
        for name, kind in kinds.items():
            values = [row.get(name) for row, _ in rows]
            columns.append(pa.array(list(map(_as_text, values)), pa.string()) if kind is None else _array(values, kind))
        batch = pa.RecordBatch.from_arrays(columns, schema=schema)
        for place, (_, mark) in enumerate(rows):
            yield Row(_NOBODY, None, whole=BatchRow(batch, place)), mark

    several = [name for name, kind in kinds.items() if kind is None]
    notes = _told(
        "no one type holds the values, which are written as text and as JSON where they are none, in", several
    )
    return notes, replace(plan, form=ArrowForm(schema, None, is_stream=False)), batches


def _joined(kind: Type, values: list[Any]) -> Type:
    """A type that holds values of one, and some more; ``None`` where there is none."""
    import pyarrow as pa

    found = _array(values, None)
    if kind is None or found is None or _is_hollow(found.type):
        return None
    try:
        schemas = [pa.schema([("", each)]) for each in (kind, found.type)]
        return pa.unify_schemas(schemas, promote_options="permissive").field(0).type
    except pa.ArrowException:
        return None


def _array(values: list[Any], kind: Type) -> Any:  # noqa: ANN401
    """The values as Arrow has them; ``None`` where it has no such type, or this one does not hold them."""
    import pyarrow as pa

    try:
        return pa.array(values, kind)
    except (pa.ArrowException, OverflowError, TypeError, ValueError):
        return None


def _is_hollow(kind: Type, depth: int = 0) -> bool:
    """Whether there is an object without a field in it, or too deep a one, which no file can hold."""
    from pyarrow import types

    if depth > _DEEPEST:
        return True
    if types.is_struct(kind):
        return kind.num_fields == 0 or any(_is_hollow(field.type, depth + 1) for field in kind)
    return bool(types.is_list(kind)) and _is_hollow(kind.value_type, depth + 1)


def _as_text(value: object) -> str | None:
    """Text as it stands, but for halves of surrogate pairs; other values as JSON."""
    if value is None:
        return None
    text = value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
    return text if text.isascii() else text.encode("utf-8", "backslashreplace").decode()


def _told(what: str, names: Sequence[str]) -> tuple[str, ...]:
    return (f"{what} {listed(sorted(names), _NAMED)}",) if names else ()


def _chunks(*sources: Path) -> Iterator[list[Pair]]:
    rows = iter(_all(sources))
    while some := list(islice(rows, _AT_ONCE)):
        yield some


def _all(sources: Iterable[Path]) -> Iterator[Pair]:
    for source in sources:
        with source.open("rb") as file:
            for line in file:
                row = json.loads(line)
                mark = row.pop(ADDED)
                if "input" in mark:
                    row[ADDED] = mark.pop("input")
                yield row, mark
