"""``provenance merge``: bring other databases into one.

Invariant: the other databases are only read; an interrupted merge keeps what it has stored,
and the same command goes on from there.
"""

from __future__ import annotations

from pathlib import Path  # noqa: TC003 - Typer reads the annotations
from typing import TYPE_CHECKING, Annotated

import typer

from provenance.cli.common import InterruptedRunError, registry
from provenance.cli.options import DatabaseOption, QuietOption, ReportFormat, ReportFormatOption, SourcesOption
from provenance.cli.output import print_json, progress_bar, say
from provenance.counts import counted
from provenance.settings import database_path

if TYPE_CHECKING:
    from provenance.pipeline import MergeReport

__all__ = ["merge"]


def merge(
    others: Annotated[
        list[Path], typer.Argument(metavar="OTHER.db", help="Databases to bring in; they are only read.")
    ],
    db: DatabaseOption = None,
    report_format: ReportFormatOption = ReportFormat.TABLE,
    more_sources: SourcesOption = None,
    *,
    quiet: QuietOption = False,
) -> None:
    """Bring other databases into one.

    An article that several hold is stored once, as it was seen last; what rested on others
    is traced anew. The database is made where there is none.

    Example:  provenance merge laptop.db archive.db --db news.db

    Exit codes: 0 done; 2 a database cannot be merged with itself;
                4 a database is missing, too new, older or not ours;
                130 interrupted (what is stored is kept).
    """
    from provenance import open_database, pipeline

    sources = registry(more_sources)
    path = database_path(db)[0]
    pipeline.check_others(others)
    with open_database(path, write=True, create=True) as database, progress_bar(quiet=quiet) as progress:
        try:
            report = pipeline.merge(others, database, registry=sources, progress=progress)
        except KeyboardInterrupt:
            message = "what was stored is kept"
            raise InterruptedRunError(message, "run the same command again to go on") from None
    if report_format is ReportFormat.JSON:
        print_json(report)
    elif not quiet:
        say(_summary(report, path))


def _summary(report: MergeReport, path: Path) -> str:
    counts = f"{report.stored} new, {report.updated} updated, {report.known} known"
    beside = f"{counted(report.feeds, 'feed')} with {counted(report.items, 'item')}"
    dedups = counted(report.dedups, "deduplication")
    return f"{path}: merged in {report.seconds:.1f} s: {counts}; {report.traced} traced; {beside}, {dedups}"
