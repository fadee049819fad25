"""``provenance show``: a stored article, block by block.

Invariant: it only reads.
"""

from __future__ import annotations

import sys
from enum import StrEnum
from typing import TYPE_CHECKING, Annotated

import typer

from provenance.cli.common import existing_database, registry
from provenance.cli.options import DatabaseOption, OutOption, SourcesOption
from provenance.cli.output import into, print_renderable, speak_json
from provenance.report.formats import Format
from provenance.settings import database_path

if TYPE_CHECKING:
    from provenance.model import Trace

__all__ = ["show"]


class ShowFormat(StrEnum):
    """How an article is shown."""

    TABLE = Format.TABLE
    JSON = Format.JSON
    HTML = Format.HTML
    PROV = Format.PROV
    NINJS = Format.NINJS
    JSONLD = Format.JSONLD
    MERMAID = Format.MERMAID
    DOT = Format.DOT


def show(
    what: Annotated[str, typer.Argument(metavar="ARTICLE", help="Its number, id, path or URL.")],
    db: DatabaseOption = None,
    report_format: Annotated[
        ShowFormat,
        typer.Option(
            "--format",
            "-f",
            help="table for people, json for programs, html: a page with the texts side by side. prov, ninjs, jsonld: "
            "for other programs. mermaid, dot: the chain as a drawing.",
        ),
    ] = ShowFormat.TABLE,
    out: OutOption = None,
    more_sources: SourcesOption = None,
    *,
    raw: Annotated[bool, typer.Option("--raw", help="Print the archived page as it came, and nothing else.")] = False,
) -> None:
    """Show a stored article, block by block.

    The ledger has the role and the origin of each block; the verdict stands below.

    Example:  provenance show 17
              provenance show pages/story.html --format json
              provenance show 17 --format html -o report.html
              provenance show 17 --format prov -o story.prov.json
              provenance show https://www.example.org/story.html --raw > story.html

    Exit codes: 0 done; 1 the file cannot be written; 2 several articles are meant, or a library is not installed;
                3 no such article; 4 no database.
    """
    from provenance import pipeline

    sources = registry(more_sources)
    with existing_database(db) as database, into(out, [database_path(db)[0]]):
        if raw:
            sys.stdout.buffer.write(pipeline.raw_page(database, what))
            return
        trace = pipeline.show(database, what, registry=sources, texts=report_format is ShowFormat.HTML)
        if report_format is ShowFormat.TABLE:
            _print(trace)
            return
        from provenance.report.formats import article_text

        speak_json()
        sys.stdout.write(article_text(trace, Format(report_format), sources))


def _print(trace: Trace) -> None:
    from provenance.report.ledger import ledger
    from provenance.report.terminal import card

    print_renderable(ledger(trace), "", card(trace, paragraphs=False))
