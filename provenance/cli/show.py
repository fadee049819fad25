"""``provenance show``: a stored article, block by block.

Invariant: it only reads.
"""

from __future__ import annotations

import sys
from enum import StrEnum
from typing import TYPE_CHECKING, Annotated

import typer

from provenance.cli.common import existing_database
from provenance.cli.options import DatabaseOption, OutOption
from provenance.cli.output import into, print_json, print_renderable, speak_json
from provenance.settings import database_path

if TYPE_CHECKING:
    from provenance.model import Trace

__all__ = ["show"]


class ShowFormat(StrEnum):
    """How an article is shown."""

    TABLE = "table"
    JSON = "json"
    HTML = "html"


def show(
    what: Annotated[str, typer.Argument(metavar="ARTICLE", help="Its number, id, path or URL.")],
    db: DatabaseOption = None,
    report_format: Annotated[
        ShowFormat,
        typer.Option(
            "--format", "-f", help="table for people, json for programs, html: a page with the texts side by side."
        ),
    ] = ShowFormat.TABLE,
    out: OutOption = None,
    *,
    raw: Annotated[bool, typer.Option("--raw", help="Print the archived page as it came, and nothing else.")] = False,
) -> None:
    """Show a stored article, block by block.

    The ledger has the role and the origin of each block; the verdict stands below.

    Example:  provenance show 17
              provenance show pages/story.html --format json
              provenance show 17 --format html -o report.html
              provenance show https://www.example.org/story.html --raw > story.html

    Exit codes: 0 done; 1 the file cannot be written; 2 several articles are meant; 3 no such article; 4 no database.
    """
    from provenance import pipeline

    with existing_database(db) as database, into(out, [database_path(db)[0]]):
        if raw:
            sys.stdout.buffer.write(pipeline.raw_page(database, what))
            return
        trace = pipeline.show(database, what, texts=report_format is ShowFormat.HTML)
        _write(trace, report_format)


def _write(trace: Trace, report_format: ShowFormat) -> None:
    if report_format is ShowFormat.JSON:
        from provenance.report.contract import answer

        print_json(answer(trace))
        return
    if report_format is ShowFormat.HTML:
        from provenance.report.html import HtmlReport

        report = HtmlReport()
        report.add(trace)
        speak_json()
        report.write(sys.stdout)
        return
    from provenance.report.ledger import ledger
    from provenance.report.terminal import card

    print_renderable(ledger(trace), "", card(trace, paragraphs=False))
