"""``provenance export``: all of a database as lines of JSON, or as a table or document for other programs.

Invariant: stdout carries the export and nothing else; a file appears when it is whole, and what was
there before is replaced only with ``--force``.
"""

from __future__ import annotations

import sys
from enum import StrEnum
from pathlib import Path  # noqa: TC003 - Typer reads the annotations
from typing import TYPE_CHECKING, Annotated

import typer

from provenance.cli.common import existing_database
from provenance.cli.options import DatabaseOption, QuietOption
from provenance.cli.output import note, progress_bar
from provenance.counts import counted
from provenance.errors import UsageError
from provenance.report.formats import Format, Table

if TYPE_CHECKING:
    from collections.abc import Callable

    from provenance.pipeline import Progress
    from provenance.store import Database

__all__ = ["export"]


class ExportFormat(StrEnum):
    """How a database is written."""

    JSONL = Format.JSONL
    CSV = Format.CSV
    PARQUET = Format.PARQUET
    PROV = Format.PROV
    NINJS = Format.NINJS
    JSONLD = Format.JSONLD


_TABLES = frozenset({ExportFormat.CSV, ExportFormat.PARQUET})


def export(
    out: Annotated[
        Path | None,
        typer.Option("--out", "-o", metavar="FILE", help="Where to; .gz and .zst are packed. Else stdout."),
    ] = None,
    db: DatabaseOption = None,
    output_format: Annotated[
        ExportFormat,
        typer.Option(
            "--format",
            "-f",
            help="jsonl: everything, for import. csv, parquet: a table. prov: one document. ninjs, jsonld: an object "
            "a line.",
        ),
    ] = ExportFormat.JSONL,
    table: Annotated[
        Table | None, typer.Option("--table", help="Of csv and parquet: what has a row. Else articles.")
    ] = None,
    *,
    archive: Annotated[
        bool, typer.Option("--archive/--no-archive", help="With the raw pages that were kept, or without.")
    ] = True,
    force: Annotated[bool, typer.Option("--force", help="Replace a file that is there already.")] = False,
    quiet: QuietOption = False,
) -> None:
    """Write all that the database holds, as JSONL or another format.

    In JSONL nothing is lost: `provenance import` makes an equal database of it. It can be read
    as a corpus too. The other formats hold articles and verdicts as far as each can say them.

    Example:  provenance export -o news.jsonl.zst
              provenance export --no-archive | ssh backup "cat > news.jsonl"
              provenance export --format csv -o articles.csv
              provenance export --format parquet --table matches -o matches.parquet

    Exit codes: 0 done; 1 the file is there already or cannot be written; 2 a library is not installed;
                4 no database; 130 interrupted (no file appears).
    """
    from provenance.pipeline.sinks import refuse_existing

    if table is not None and output_format not in _TABLES:
        message = f"--table is of csv and parquet, not of {output_format}"
        raise UsageError(message, "leave it out, or give --format csv")
    with existing_database(db) as database, progress_bar(quiet=quiet) as progress:
        if out is not None and not (out.exists() and out.samefile(database.path)):  # that is refused whatever is said
            refuse_existing(out, force=force)
        if output_format is ExportFormat.JSONL:
            done = _exchange(database, out, archive=archive, progress=progress)
        else:
            done = _table(database, out, Format(output_format), table or Table.ARTICLES, progress)
    if not quiet:
        note(f"{out or 'stdout'}: {done}")


def _exchange(
    database: Database, out: Path | None, *, archive: bool, progress: Callable[[Progress], None] | None
) -> str:
    """Write everything; what was written, in words."""
    from provenance import pipeline

    report = pipeline.export(database, sys.stdout.buffer if out is None else out, archive=archive, progress=progress)
    counts = report.counts
    return (
        f"{counted(counts['article'], 'article')}, {counted(counts['verdict'], 'verdict')}, "
        f"{counted(counts['feed'], 'feed')} with {counted(counts['item'], 'item')}, "
        f"{counted(counts['dedup'], 'deduplication')} in {report.seconds:.1f} s"
    )


def _table(
    database: Database, out: Path | None, form: Format, table: Table, progress: Callable[[Progress], None] | None
) -> str:
    """Write articles or matches; how many, in words."""
    from provenance import pipeline

    report = pipeline.export_as(
        database, sys.stdout.buffer if out is None else out, form, table=table, progress=progress
    )
    noun = ("match", "matches") if table is Table.MATCHES else ("article", "articles")
    return f"{counted(report.rows, *noun)} in {report.seconds:.1f} s"
