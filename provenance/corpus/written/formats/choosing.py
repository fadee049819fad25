"""Which format rows are written in, by how the input is written and what the user wants.

Invariant: the choice depends on the layouts and the wish alone. What one format cannot hold of
several inputs is written as JSON Lines, which can hold every row, and that is said.
"""

from __future__ import annotations

import csv
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from provenance.corpus.written.formats.arrow import ArrowRows, ParquetRows
from provenance.corpus.written.formats.csv import TableRows
from provenance.corpus.written.formats.json import JsonLines, JsonList
from provenance.corpus.written.formats.schemas import conflict, has_dictionary, joined
from provenance.corpus.written.formats.sides import Sides
from provenance.corpus.written.formats.warc import CrawlRecords
from provenance.errors import OutputError, UsageError
from provenance.reading.layouts import ArrowForm, Packing, TableForm
from provenance.reading.records import InputFormat
from provenance.settings import OutputFormat

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from provenance.corpus.written.formats.rows import RowFile
    from provenance.reading.layouts import Layout

__all__ = ["ROW_FILES", "Plan", "choose", "open_rows", "open_sides", "refuse"]

_JSON = frozenset({OutputFormat.JSONL, OutputFormat.JSON})
_TABLES = frozenset({OutputFormat.CSV, OutputFormat.TSV})
_TYPED = frozenset({OutputFormat.PARQUET, OutputFormat.ARROW})
_OF = {
    InputFormat.JSONL: OutputFormat.JSONL,
    InputFormat.JSON: OutputFormat.JSON,
    InputFormat.CSV: OutputFormat.CSV,
    InputFormat.TSV: OutputFormat.TSV,
    InputFormat.PARQUET: OutputFormat.PARQUET,
    InputFormat.ARROW: OutputFormat.ARROW,
    InputFormat.WARC: OutputFormat.WARC,
}
_SIDES = ("kept", "removed")
# every name that rows may be written under
ROW_FILES = frozenset(f"{side}.{what}{packing}" for side in _SIDES for what in _OF.values() for packing in Packing)


@dataclass(frozen=True, slots=True)
class Plan:
    """How rows are written. ``notes`` say what the user should know of it.

    ``is_anew``: the format is not the inputs' own, so rows are written as JSON Lines first and made anew from these.
    """

    format: OutputFormat = OutputFormat.JSONL
    packing: Packing = Packing.NONE
    form: TableForm | ArrowForm | None = None
    notes: tuple[str, ...] = ()
    is_anew: bool = False

    @property
    def files(self) -> tuple[str, str]:
        """The names of the file of what is kept and the file of what is removed."""
        kept, removed = (f"{side}.{self.format}{self.packing}" for side in _SIDES)
        return kept, removed

    @property
    def is_plain_lines(self) -> bool:
        """Whether rows are written as lines of JSON, not compressed."""
        return self.format is OutputFormat.JSONL and self.packing is Packing.NONE

    @property
    def as_it_stands(self) -> bool:
        """Whether rows are written as they stand in the input, and not by their values."""
        return self.format in _TYPED or self.format is OutputFormat.WARC


def refuse(layout: Layout, wanted: OutputFormat) -> None:
    """Refuse an input that is no crawl where the user wants one: its rows have no request and no answer.

    Raises:
        UsageError: so it is.
    """
    if wanted is OutputFormat.WARC and layout.format is not InputFormat.WARC:
        what = layout.format if layout.format in _OF else "a page"
        message = f"{layout.given}: {what} cannot be written as {wanted}, which holds what a crawl was answered"
        raise UsageError(message, "--output-format jsonl holds every input, auto what several inputs have in common")


def choose(layouts: Sequence[Layout], wanted: OutputFormat = OutputFormat.AUTO) -> Plan:
    """Choose how to write the rows of some inputs.

    Args:
        layouts: how the inputs are written, in their order.
        wanted: a format that none of them was refused for.

    Raises:
        UsageError: they can be written in the wanted format one by one, but not together.
    """
    is_wish = wanted is not OutputFormat.AUTO
    found = list(dict.fromkeys(_OF.get(layout.format, OutputFormat.JSONL) for layout in layouts))
    alone = any(layout.format not in _OF for layout in layouts)
    notes: tuple[str, ...] = ()
    if not is_wish:
        kinds = list(dict.fromkeys(str(layout.format) if layout.format in _OF else "pages" for layout in layouts))
        if alone or not found or (len(found) > 1 and not set(found) <= _TABLES):
            wanted = OutputFormat.JSONL
            if len(kinds) > 1 and found != [OutputFormat.JSONL]:
                notes = (f"inputs of several formats ({', '.join(kinds)}): their rows are written as JSON Lines",)
        else:
            wanted = found[0] if len(found) == 1 else OutputFormat.CSV
    plan = Plan(wanted, _packing(layouts), notes=notes)
    kind = next((kind for kind in (_TABLES, _TYPED) if wanted in kind), None)
    if kind is not None and (alone or not set(found) <= kind):
        return replace(plan, packing=plan.packing if kind is _TABLES else Packing.NONE, is_anew=True)
    if wanted in _TABLES:
        return _as_table(plan, layouts)
    if wanted in _TYPED:
        return _as_typed(plan, layouts, is_wish=is_wish)
    return plan


def open_sides(folder: Path, plan: Plan, *, clean: bool) -> Sides:
    """The two files, new, that rows go into.

    Args:
        folder: where.
        plan: how they are written.
        clean: whether kept rows get their clean story.

    Raises:
        OutputError: one cannot be made.
    """
    names = plan.files
    kept = open_rows(folder / names[0], plan, clean=clean)
    try:
        return Sides(kept, open_rows(folder / names[1], plan, clean=clean))
    except OutputError as error:
        kept.__exit__(type(error))
        raise


def open_rows(path: Path, plan: Plan, *, clean: bool) -> RowFile:
    """One new file of rows, as ``open_sides`` makes two."""
    match plan.format:
        case OutputFormat.PARQUET if isinstance(plan.form, ArrowForm):
            return ParquetRows(path, plan.form, clean=clean)
        case OutputFormat.ARROW if isinstance(plan.form, ArrowForm):
            return ArrowRows(path, plan.form, clean=clean)
        case OutputFormat.CSV | OutputFormat.TSV if isinstance(plan.form, TableForm):
            return TableRows(path, plan.form, plan.packing)
        case OutputFormat.WARC:
            return CrawlRecords(path, plan.packing)
        case OutputFormat.JSON:
            return JsonList(path, plan.packing)
        case _:
            return JsonLines(path, plan.packing)


def _packing(layouts: Sequence[Layout]) -> Packing:
    """What every input is compressed with: by gzip where some are by that and some by another; else nothing."""
    found = {layout.packing for layout in layouts}
    if Packing.NONE in found or not found:
        return Packing.NONE
    return found.pop() if len(found) == 1 else Packing.GZIP


def _as_table(plan: Plan, layouts: Sequence[Layout]) -> Plan:
    """The same with one form for several tables."""
    forms = [layout.form for layout in layouts if isinstance(layout.form, TableForm)]
    if not forms:
        return replace(plan, format=OutputFormat.JSONL)
    first = forms[0]
    is_like = all(_OF[layout.format] is plan.format for layout in layouts)
    if is_like and all(form == first for form in forms):
        return replace(plan, form=first)
    names = tuple(dict.fromkeys(name for form in forms for name in form.names))
    notes = plan.notes
    if any(form.names != first.names for form in forms):
        notes += ("tables with other columns are put together; what a row's own table did not have is empty in it",)
    if not is_like or any(replace(form, header=(), names=()) != replace(first, header=(), names=()) for form in forms):
        delimiter = "\t" if plan.format is OutputFormat.TSV else ","
        first = TableForm((), (), delimiter, csv.QUOTE_MINIMAL, "\n", "utf-8")
    return replace(plan, form=replace(first, header=names, names=names), notes=notes)


def _as_typed(plan: Plan, layouts: Sequence[Layout], *, is_wish: bool) -> Plan:
    """The same with one schema for several inputs; where there is none that holds them all, as JSON Lines.

    Raises:
        UsageError: there is none, and the format is the user's wish.
    """
    forms = [layout.form for layout in layouts if isinstance(layout.form, ArrowForm)]
    streams = all(form.is_stream for form in forms)
    # a file of batches has one dictionary for all of them
    is_one = len(forms) == 1 and layouts[0].format is InputFormat.ARROW
    one_dictionary = plan.format is OutputFormat.ARROW and not streams and not is_one
    if not forms:
        return replace(plan, format=OutputFormat.JSONL)
    schemas = [form.schema for form in forms]
    schema = joined(schemas, dictionaries=not one_dictionary)
    if schema is None:
        why = f"no one schema holds all inputs ({conflict(schemas)})"
        if is_wish:
            message = f"{why}, so they cannot be written as {plan.format}"
            raise UsageError(message, "write them with --output-format jsonl, or one by one")
        return replace(plan, format=OutputFormat.JSONL, notes=(f"{why}: their rows are written as JSON Lines",))
    notes = plan.notes
    if any(not form.schema.equals(forms[0].schema) for form in forms):
        notes += ("inputs with other columns or types are put together; what an input did not have is empty",)
    if one_dictionary and any(has_dictionary(form.schema) for form in forms):
        notes += ("columns with a dictionary are written without it, since the inputs have several",)
    own = {InputFormat.PARQUET: OutputFormat.PARQUET, InputFormat.ARROW: OutputFormat.ARROW}
    same = own.get(layouts[0].format) is plan.format
    form = ArrowForm(schema, forms[0].codec if same else None, streams and same)
    return replace(plan, packing=Packing.NONE, form=form, notes=notes)
