"""``provenance show``: a stored article, block by block.

Invariant: it only reads.
"""

from __future__ import annotations

import sys
from typing import Annotated

import typer

from provenance.cli.common import existing_database
from provenance.cli.options import DatabaseOption, ReportFormat, ReportFormatOption
from provenance.cli.output import print_json, print_renderable

__all__ = ["show"]


def show(
    what: Annotated[str, typer.Argument(metavar="ARTICLE", help="Its number, id, path or URL.")],
    db: DatabaseOption = None,
    report_format: ReportFormatOption = ReportFormat.TABLE,
    *,
    raw: Annotated[bool, typer.Option("--raw", help="Print the archived page as it came, and nothing else.")] = False,
) -> None:
    """Show a stored article, block by block.

    The ledger has the role and the origin of each block; the verdict stands below.

    Example:  provenance show 17
              provenance show pages/story.html --format json
              provenance show https://www.example.org/story.html --raw > story.html

    Exit codes: 0 done; 2 several articles are meant; 3 no such article; 4 no database.
    """
    from provenance import pipeline

    with existing_database(db) as database:
        if raw:
            sys.stdout.buffer.write(pipeline.raw_page(database, what))
            return
        trace = pipeline.show(database, what)
    if report_format is ReportFormat.JSON:
        from provenance.report.contract import answer

        print_json(answer(trace))
        return
    from provenance.report.ledger import ledger
    from provenance.report.terminal import card

    print_renderable(ledger(trace), "", card(trace))
