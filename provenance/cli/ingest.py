"""``provenance ingest``: read documents into the database.

Invariant: the same documents ingested again change nothing; an interrupted run keeps what it
has stored, and the same command goes on from there.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import typer

from provenance.cli.common import InterruptedRunError, bundled, exit_code, registry, standard_input
from provenance.cli.options import (
    ArchiveOption,
    DatabaseOption,
    Fields,
    Inputs,
    QuietOption,
    ReportFormat,
    ReportFormatOption,
    SourcesOption,
    Web,
)
from provenance.cli.output import complain_of, note, print_json, progress_bar, say
from provenance.settings import database_path

if TYPE_CHECKING:
    from pathlib import Path

    from provenance.pipeline import IngestReport

__all__ = ["ingest"]


@bundled
def ingest(
    inputs: Inputs,
    fields: Fields,
    web: Web,
    db: DatabaseOption = None,
    report_format: ReportFormatOption = ReportFormat.TABLE,
    more_sources: SourcesOption = None,
    *,
    archive: ArchiveOption = False,
    quiet: QuietOption = False,
) -> None:
    """Read documents into the database.

    The database is made where there is none.

    A document that is stored already is left alone; one that changed replaces the old one.

    Example:  provenance ingest pages/ corpus.jsonl.gz
              provenance ingest rows.csv --text-field content --db news.db
              provenance ingest https://www.example.org/2024/05/story.html --archive

    Exit codes: 0 done; 1 no document could be read; 4 the database is too new or not ours;
                5 some documents could not be read; 130 interrupted (what is stored is kept).
    """
    from provenance import open_database, pipeline

    stdin = standard_input(inputs)
    sources = registry(more_sources)
    options = fields.options(web.options(archive=archive), None if quiet else note)
    path = database_path(db)[0]
    with open_database(path, write=True, create=True) as database, progress_bar(quiet=quiet) as progress:
        try:
            report = pipeline.ingest(
                inputs, database, options=options, registry=sources, progress=progress, stdin=stdin
            )
        except KeyboardInterrupt:
            message = "what was stored is kept"
            raise InterruptedRunError(message, "run the same command again to go on") from None
    complain_of(report.failures, report.failed)
    if report_format is ReportFormat.JSON:
        print_json(report)
    elif not quiet:
        say(_summary(report, path))
    raise typer.Exit(exit_code(done=report.read - report.failed, failed=report.failed))


def _summary(report: IngestReport, path: Path) -> str:
    counts = f"{report.stored} new, {report.updated} updated, {report.known} known, {report.failed} failed"
    if report.skipped:
        counts += f", {report.skipped} too old"
    if report.undated:
        counts += f", {report.undated} undated"
    return f"{path}: {report.read} read in {report.seconds:.1f} s: {counts}; {report.traced} traced"
