"""``provenance show``: a stored article, block by block.

Invariant: it only reads.
"""

from __future__ import annotations

from typing import Annotated

import typer

from provenance.cli.common import DatabaseOption, ReportFormat, ReportFormatOption, existing_database
from provenance.cli.output import print_json, print_renderable

__all__ = ["show"]


def show(
    what: Annotated[str, typer.Argument(metavar="ARTICLE", help="Its number, id, path or URL.")],
    db: DatabaseOption = None,
    report_format: ReportFormatOption = ReportFormat.TABLE,
) -> None:
    """Show a stored article, block by block.

    The ledger has the role and the origin of each block; the verdict stands below.

    Example:  provenance show 17
              provenance show pages/story.html --format json

    Exit codes: 0 done; 2 several articles are meant; 3 no such article; 4 no database.
    """
    from provenance import pipeline

    with existing_database(db) as database:
        trace = pipeline.show(database, what)
    if report_format is ReportFormat.JSON:
        from provenance.report.contract import answer

        print_json(answer(trace))
        return
    from provenance.report.ledger import ledger
    from provenance.report.terminal import card

    print_renderable(ledger(trace), "", card(trace))
