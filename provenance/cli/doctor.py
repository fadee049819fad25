"""``provenance doctor``: is the database sound?

Invariant: it only reads; each finding says what is wrong and what to do about it.
"""

from __future__ import annotations

import typer

from provenance.cli.common import existing_database
from provenance.cli.options import DatabaseOption, ReportFormat, ReportFormatOption
from provenance.cli.output import print_json, say
from provenance.errors import ExitCode
from provenance.report.printable import printable

__all__ = ["doctor"]


def doctor(db: DatabaseOption = None, report_format: ReportFormatOption = ReportFormat.TABLE) -> None:
    """Check that the database is sound.

    File, keys, texts against their digests, index against texts, unfinished runs.

    Example:  provenance doctor --db news.db

    Exit codes: 0 sound; 1 something was found; 4 no database, or one that cannot be opened.
    """
    from provenance import pipeline

    with existing_database(db) as database:
        findings = pipeline.check(database)
    if report_format is ReportFormat.JSON:
        print_json([{"what": finding.what, "hint": finding.hint} for finding in findings])
    for finding in findings if report_format is ReportFormat.TABLE else ():
        say(printable(finding.what))
        say(f"  {printable(finding.hint)}")
    if report_format is ReportFormat.TABLE and not findings:
        say("no fault found")
    raise typer.Exit(ExitCode.FAILURE if findings else ExitCode.DONE)
