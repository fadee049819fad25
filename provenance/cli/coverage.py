"""``provenance coverage``: what the database holds of each source, over time.

Invariant: it only reads.
"""

from __future__ import annotations

from dataclasses import asdict
from typing import Annotated

import typer

from provenance.cli.common import day, existing_database, registry
from provenance.cli.options import DatabaseOption, ListFormat, ListFormatOption, SourcesOption
from provenance.cli.output import note, print_json, print_renderable, say, speak_json
from provenance.errors import ExitCode
from provenance.report.contract import to_json
from provenance.tracing.coverage import By

__all__ = ["coverage"]


def coverage(
    source: Annotated[
        str | None, typer.Argument(metavar="SOURCE", help="A source's id, name or domain; else all of them.")
    ] = None,
    *,
    since: Annotated[str | None, typer.Option(metavar="DATE", help="Count from this day on.")] = None,
    until: Annotated[str | None, typer.Option(metavar="DATE", help="Count up to this day.")] = None,
    by: Annotated[By, typer.Option(help="How long a period is.")] = By.WEEK,
    limit: Annotated[int, typer.Option(metavar="N", min=1, help="Show at most so many sources; JSON has all.")] = 40,
    more_sources: SourcesOption = None,
    db: DatabaseOption = None,
    output_format: ListFormatOption = ListFormat.TABLE,
) -> None:
    """Say what the database holds of each source, and when.

    How many articles of its own, how many of others that credit it, and how many there are at
    all: so that a missing original can be told from one that was never fetched.

    Example:  provenance coverage
              provenance coverage ap --since 2024-05-01 --by day

    Exit codes: 0 done; 2 usage; 3 no such source, or nothing is held of it; 4 no database.
    """
    from provenance import pipeline
    from provenance.report.coverage import coverage_table, source_card

    with existing_database(db) as database:
        report = pipeline.coverage(
            database,
            source,
            since=day(since),
            until=day(until),
            by=by,
            registry=registry(more_sources) if source is not None else None,
        )
    found = any(each.own or each.crediting for each in report.sources)
    if output_format is ListFormat.JSON:
        print_json(report)
    elif output_format is ListFormat.JSONL:
        speak_json()
        for each in report.sources:
            say(to_json(asdict(each)))
    elif source is not None:
        print_renderable(source_card(report, report.sources[0]))
    elif found:
        print_renderable(coverage_table(report, limit))
    if not found:
        note("nothing is held of it" if source is not None else "no article is by a known source or credits one")
    raise typer.Exit(ExitCode.DONE if found else ExitCode.NOTHING_FOUND)
