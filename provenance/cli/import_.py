"""``provenance import``: what ``export`` wrote, back into a database.

Invariant: what is whole is taken, the rest is named; the same file imported again changes nothing,
and where nothing could be taken no new database is left behind.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from provenance.cli.common import InterruptedRunError, exit_code, made_for_something, registry, standard_input
from provenance.cli.options import DatabaseOption, QuietOption, ReportFormat, ReportFormatOption, SourcesOption
from provenance.cli.output import complain_of, print_json, progress_bar, say
from provenance.counts import counted
from provenance.settings import database_path

if TYPE_CHECKING:
    from pathlib import Path

    from provenance.pipeline import ImportReport

__all__ = ["import_"]


def import_(
    files: Annotated[
        list[str],
        typer.Argument(metavar="FILE", help="What `provenance export` wrote, plain or packed, or - for stdin."),
    ],
    db: DatabaseOption = None,
    report_format: ReportFormatOption = ReportFormat.TABLE,
    more_sources: SourcesOption = None,
    *,
    quiet: QuietOption = False,
) -> None:
    """Bring in what `provenance export` wrote.

    The database is made where there is none. A new one becomes equal to the one that was
    exported; into another one the articles are merged.

    Example:  provenance import news.jsonl.zst --db copy.db

    Exit codes: 0 done; 1 nothing could be read; 4 the database is too new or not ours;
                5 some lines or files could not be read; 130 interrupted (what is stored is kept).
    """
    from provenance import open_database, pipeline

    stdin = standard_input(files)
    sources = registry(more_sources)
    path = database_path(db)[0]
    with (
        made_for_something(path) as made,
        open_database(path, write=True, create=True) as database,
        progress_bar(quiet=quiet) as progress,
    ):
        try:
            report = pipeline.import_(files, database, registry=sources, progress=progress, stdin=stdin)
        except KeyboardInterrupt:
            message = "what was stored is kept"
            raise InterruptedRunError(message, "run the same command again to go on") from None
        taken = report.stored + report.updated + report.known + report.feeds
        made.keeps = bool(taken) or not report.failed
    complain_of(report.failures, report.failed)
    if report_format is ReportFormat.JSON:
        print_json(report)
    elif not quiet and made.keeps:
        say(_summary(report, path))
    raise typer.Exit(exit_code(done=taken if report.failed else 1, failed=report.failed))


# the command's name, which Python does not allow as the function's
import_.__name__ = "import"


def _summary(report: ImportReport, path: Path) -> str:
    counts = f"{report.stored} new, {report.updated} updated, {report.known} known, {report.failed} failed"
    verdicts = f"{counted(report.verdicts, 'verdict')} came along, {report.traced} traced"
    feeds = f"{counted(report.feeds, 'feed')} with {counted(report.items, 'item')}"
    dedups = counted(report.dedups, "deduplication")
    return f"{path}: in {report.seconds:.1f} s: {counts}; {verdicts}; {feeds}, {dedups}"
