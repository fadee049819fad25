"""``provenance site``: what kind of site a site is, by all that is stored of it.

Invariant: it only reads.
"""

from __future__ import annotations

import sys
from dataclasses import asdict
from enum import StrEnum
from typing import TYPE_CHECKING, Annotated

import typer

from provenance.cli.common import existing_database, registry
from provenance.cli.options import DatabaseOption, OutOption, SourcesOption
from provenance.cli.output import console, into, note, print_json, print_renderable, say, speak_json
from provenance.counts import counted
from provenance.errors import ExitCode, UsageError
from provenance.report.formats import Format
from provenance.report.printable import printable
from provenance.report.wording import by_articles, percent
from provenance.settings import database_path

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from provenance.pipeline.sites import SiteReport
    from provenance.sources import Registry
    from provenance.store import Database
    from provenance.store.records import RankedSite

__all__ = ["site"]


class SiteFormat(StrEnum):
    """How a site is written."""

    TABLE = Format.TABLE
    JSON = Format.JSON
    HTML = Format.HTML
    CSV = Format.CSV
    PARQUET = Format.PARQUET


_TABLES = frozenset({SiteFormat.CSV, SiteFormat.PARQUET})
_RANKING = ("site", "kind", "sure", "articles", "elsewhere", "taken", "credited", "damaged", "origins", "behind")
_NAMES = frozenset({"site", "kind"})
# in a narrow terminal, one after the other
_FIRST_TO_GO = ("origins", "damaged", "taken", "credited", "behind", "articles", "sure")
_SITE_WIDTH = 30
_GAP = 2
_SHOWN = 100  # characters of a line; JSON has all
_IS = {True: "an aggregator", False: "not an aggregator", None: "whether an aggregator cannot be said"}


def site(
    domain: Annotated[str | None, typer.Argument(metavar="DOMAIN", help="The site's domain, address or name.")] = None,
    *,
    ranked: Annotated[
        bool, typer.Option("--rank", help="List the sites that live on others, aggregators first.")
    ] = False,
    limit: Annotated[int, typer.Option(metavar="N", min=1, help="With --rank, at most so many sites.")] = 50,
    more_sources: SourcesOption = None,
    db: DatabaseOption = None,
    report_format: Annotated[
        SiteFormat,
        typer.Option(
            "--format",
            "-f",
            help="table for people, json for programs. html: a page of one site. csv, parquet: its articles "
            "with their verdicts, or the ranking.",
        ),
    ] = SiteFormat.TABLE,
    out: OutOption = None,
) -> None:
    """Say what kind of site a site is, with the evidence.

    Counted over its newest stored articles: how much of it was first seen elsewhere, how many
    others that is from, how far behind them, credited or not, damaged or not.

    Example:  provenance site example.com
              provenance site example.com --format html -o site.html
              provenance site --rank

    Exit codes: 0 done; 1 the file cannot be written; 2 usage, or a library is not installed; 3 no such site, or
                none to rank; 4 no database.
    """
    from provenance.pipeline.sites import rank

    if (domain is None) != ranked:
        message = "name a site or give --rank, one of the two"
        raise UsageError(message, "provenance site example.com; provenance site --rank")
    if ranked and report_format is SiteFormat.HTML:
        message = "--format html is of one site"
        raise UsageError(message, "name it; the ranking can be had as table, json, csv and parquet")
    sources = registry(more_sources)
    with existing_database(db) as database, into(out, [database_path(db)[0]]):
        if domain is not None:
            _write_site(database, domain, report_format, sources)
            return
        found = rank(database, limit=limit, registry=sources)
        _write_ranking(found, report_format)
    raise typer.Exit(ExitCode.DONE if found else ExitCode.NOTHING_FOUND)


def _write_site(database: Database, domain: str, report_format: SiteFormat, sources: Registry) -> None:
    from provenance import pipeline
    from provenance.model import ArticleRow
    from provenance.pipeline.sites import site as report_of

    if report_format is SiteFormat.HTML:
        speak_json()
        sys.stdout.write(pipeline.site_file(database, domain, registry=sources))
    elif report_format in _TABLES:
        with database.snapshot():
            rows = pipeline.site_articles(database, domain, registry=sources)
            pipeline.write_rows(rows, sys.stdout.buffer, Format(report_format), ArticleRow)
    elif report_format is SiteFormat.JSON:
        print_json(report_of(database, domain, registry=sources))
    else:
        _print_report(report_of(database, domain, registry=sources))


def _write_ranking(found: Sequence[RankedSite], report_format: SiteFormat) -> None:
    from provenance import pipeline
    from provenance.store.records import RankedSite

    if report_format is SiteFormat.JSON:
        print_json([asdict(each) for each in found])
    elif report_format in _TABLES:
        pipeline.write_rows(found, sys.stdout.buffer, Format(report_format), RankedSite)
    elif found:
        _print_ranking([each for each in found if each.taken or each.aggregator], len(found))
    else:
        note("no site is stored")


def _print_report(report: SiteReport) -> None:
    verdict, facts = report.site, report.facts
    name = verdict.name if verdict.name and verdict.name != facts.home else None
    say(printable(f"{name} ({facts.home})" if name else facts.home))
    say("")
    for label, lines in _parts(report):
        for number, line in enumerate(lines):
            say(f"  {'' if number else label:<11}{printable(line)}")


def _parts(report: SiteReport) -> Iterator[tuple[str, list[str]]]:
    """The parts of a report, each with its lines."""
    verdict = report.site
    kind = verdict.kind.replace("_", " ")
    evidence = by_articles(verdict, report.facts.articles)
    sure = f", confidence {percent(verdict.confidence)} {evidence}" if verdict.confidence else ""
    yield "Kind", [f"{kind}{sure}" if kind == "aggregator" else f"{kind}, {_IS[verdict.aggregator]}{sure}"]
    yield "Because", [f"- {reason}" for reason in verdict.reasons]
    if report.origins:
        yield "Taken from", [f"{often:>6,}  {name}" for name, often in report.origins]
    if report.furniture:
        yield "Repeats", [f"{line.articles:>6,}  {_clipped(line.text)}" for line in report.furniture]


def _clipped(text: str) -> str:
    return text if len(text) <= _SHOWN else f"{text[: _SHOWN - 1]}…"


def _print_ranking(found: Sequence[RankedSite], total: int) -> None:
    if total > len(found):
        others = counted(total - len(found), "site")
        note(f"{others} of which nothing is known to be from elsewhere left out")
    if not found:
        return
    rows = [_ranked(each) for each in found]
    headings, left_out = list(_RANKING), []
    for name in _FIRST_TO_GO:
        if _width(headings, rows) <= console().width:
            break
        headings.remove(name)
        left_out.append(name)
    from rich.table import Table

    table = Table(box=None, pad_edge=False, padding=(0, 2, 0, 0))
    for heading in headings:
        table.add_column(heading, justify="left" if heading in _NAMES else "right", overflow="fold")
    for row in rows:
        table.add_row(*(row[heading] for heading in headings))
    print_renderable(table)
    if left_out:
        note(f"left out for want of room: {', '.join(left_out)}; --format json has all")


def _ranked(each: RankedSite) -> dict[str, str]:
    """A site's row, by heading."""
    return {
        "site": printable(each.site),
        "kind": each.kind.replace("_", " "),
        "sure": f"{100 * each.confidence:.0f}%" if each.confidence else "",
        "articles": f"{each.articles:,}",
        "elsewhere": percent(each.words_elsewhere),
        "taken": f"{each.taken:,}",
        "credited": f"{each.credited:,}",
        "damaged": f"{each.damaged:,}",
        "origins": f"{each.origins:,}",
        "behind": "" if each.hours_behind is None else f"{each.hours_behind:.1f} h",
    }


def _width(headings: Sequence[str], rows: Sequence[dict[str, str]]) -> int:
    """How wide a table of these columns is; a long site's name may be folded."""
    widths = [max(len(heading), *(len(row[heading]) for row in rows)) for heading in headings]
    return sum(widths) - max(widths[0] - _SITE_WIDTH, 0) + _GAP * (len(headings) - 1)
