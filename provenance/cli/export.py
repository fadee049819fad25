"""``provenance export``: all of a database as lines of JSON.

Invariant: stdout carries the export and nothing else; a file appears when it is whole, and what was
there before is replaced only with ``--force``.
"""

from __future__ import annotations

import sys
from pathlib import Path  # noqa: TC003 - Typer reads the annotations
from typing import Annotated

import typer

from provenance.cli.common import existing_database
from provenance.cli.options import DatabaseOption, QuietOption
from provenance.cli.output import note, progress_bar
from provenance.counts import counted

__all__ = ["export"]


def export(
    out: Annotated[
        Path | None,
        typer.Option("--out", "-o", metavar="FILE", help="Where to; .gz and .zst are packed. Else stdout."),
    ] = None,
    db: DatabaseOption = None,
    *,
    archive: Annotated[
        bool, typer.Option("--archive/--no-archive", help="With the raw pages that were kept, or without.")
    ] = True,
    force: Annotated[bool, typer.Option("--force", help="Replace a file that is there already.")] = False,
    quiet: QuietOption = False,
) -> None:
    """Write all that the database holds, as JSONL.

    Nothing is lost: `provenance import` makes an equal database of it. It can be read
    as a corpus too.

    Example:  provenance export -o news.jsonl.zst
              provenance export --no-archive | ssh backup "cat > news.jsonl"

    Exit codes: 0 done; 1 the file is there already or cannot be written; 4 no database;
                130 interrupted (no file appears).
    """
    from provenance import pipeline
    from provenance.pipeline.sinks import refuse_existing

    with existing_database(db) as database, progress_bar(quiet=quiet) as progress:
        if out is not None and not (out.exists() and out.samefile(database.path)):  # that is refused whatever is said
            refuse_existing(out, force=force)
        report = pipeline.export(
            database, sys.stdout.buffer if out is None else out, archive=archive, progress=progress
        )
    if not quiet:
        counts = report.counts
        note(
            f"{out or 'stdout'}: {counted(counts['article'], 'article')}, {counted(counts['verdict'], 'verdict')}, "
            f"{counted(counts['feed'], 'feed')} with {counted(counts['item'], 'item')}, "
            f"{counted(counts['dedup'], 'deduplication')} in {report.seconds:.1f} s"
        )
