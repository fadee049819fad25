"""Home: what is in the database, who is covered when, what was decided last."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from provenance.browse.describing import entrances
from provenance.browse.drawing.bars import Sparkline, sparkline
from provenance.browse.page import Page, kept, registry
from provenance.browse.pages.listed import Listed, latest
from provenance.pipeline import coverage, stories
from provenance.report.stories import summary_object
from provenance.tracing.coverage import By

if TYPE_CHECKING:
    import sqlite3

    from provenance.browse.page import Asked
    from provenance.tracing.coverage import CoverageReport, SourceCoverage
    from provenance.tracing.stories import StorySummary

__all__ = ["home"]

_LATEST: Final = 10
_STORIES: Final = 8
_SOURCES: Final = 12
_WEEKS: Final = 52
_CORPORA: Final = 5


@dataclass(frozen=True, slots=True)
class Totals:
    """How much there is of everything; ``since`` and ``until`` are days of publication."""

    articles: int
    sites: int
    decided: int
    abstained: int
    pending: int
    machine: int
    stories: int
    aggregators: int
    since: str | None
    until: str | None


@dataclass(frozen=True, slots=True)
class Deduplicated:
    """A corpus whose clusters of copies are stored; ``number`` is the deduplication's."""

    number: int
    title: str
    read: int
    kept: int
    removed: int
    clusters: int


@dataclass(frozen=True, slots=True)
class Covered:
    """A source with what is held of it by week."""

    name: str
    source: str
    kind: str
    own: int
    crediting: int
    line: Sparkline


def home(asked: Asked) -> Page:
    """What is in the database."""
    totals = kept(asked, "totals", lambda: _totals(asked.connection))
    report = kept(asked, "coverage", lambda: coverage(asked.database, by=By.WEEK, registry=registry()))
    newest = kept(asked, "newest", lambda: stories(asked.database, newest=True, limit=_STORIES))
    largest = kept(asked, "largest", lambda: stories(asked.database, limit=_STORIES))
    found = latest(asked.connection, _LATEST)
    corpora = _deduplicated(asked.connection)
    questions, views = entrances(asked.addresses)
    sources = [_covered(each) for each in report.sources[:_SOURCES]]
    return Page(
        "browse/home.html",
        "Home",
        {
            "totals": totals,
            "latest": found,
            "newest": newest,
            "largest": largest,
            "corpora": corpora[:_CORPORA],
            "more_corpora": len(corpora) > _CORPORA,
            "sources": sources,
            "more_sources": max(0, len(report.sources) - len(sources)),
            "weeks": _weeks(report),
            "questions": questions,
            "views": views,
            "fetches": asked.fetches,
            "token": asked.token,
        },
        lambda: {**_data(totals, found, newest, largest, report), "deduplicated": corpora[:_CORPORA]},
        here="home",
        notes={"json": f"{asked.addresses.root}.json"},
    )


def _totals(connection: sqlite3.Connection) -> Totals:
    def number(query: str) -> int:
        return int(connection.execute(query).fetchone()[0] or 0)

    verdicts = "SELECT status, count(*), total(machine_paraphrase) FROM verdict GROUP BY status"
    statuses = {status: counts for status, *counts in connection.execute(verdicts)}
    since, until = connection.execute(
        "SELECT (SELECT min(published) FROM article WHERE published >= '0'), (SELECT max(published) FROM article)"
    ).fetchone()
    return Totals(
        articles=number("SELECT count(*) FROM article"),
        sites=number("SELECT count(*) FROM site"),
        decided=statuses.get("decided", [0])[0],
        abstained=statuses.get("abstained", [0])[0],
        pending=number("SELECT count(*) FROM pending"),
        machine=int(sum(machine for _, machine in statuses.values())),
        stories=number("SELECT count(*) FROM story"),
        aggregators=number("SELECT count(*) FROM site_verdict WHERE aggregator = 1"),
        since=since,
        until=until,
    )


def _deduplicated(connection: sqlite3.Connection) -> list[Deduplicated]:
    """The newest deduplicated corpora, and one more where there are more."""
    query = 'SELECT id, title, "read", kept, removed, clusters FROM dedup_run ORDER BY id DESC LIMIT ?'
    return [Deduplicated(*row) for row in connection.execute(query, (_CORPORA + 1,))]


def _weeks(report: CoverageReport) -> tuple[str, str] | None:
    """The first and the last week that the lines show."""
    starts = [p.start for each in report.sources[:1] for p in each.periods if p.start is not None][-_WEEKS:]
    return (starts[0], starts[-1]) if starts else None


def _covered(each: SourceCoverage) -> Covered:
    periods = [period for period in each.periods if period.start is not None][-_WEEKS:]
    line = sparkline([(period.own, period.crediting) for period in periods])
    return Covered(each.name, each.source, each.kind, each.own, each.crediting, line)


def _data(
    totals: Totals,
    found: tuple[Listed, ...],
    newest: tuple[StorySummary, ...],
    largest: tuple[StorySummary, ...],
    report: CoverageReport,
) -> dict[str, object]:
    return {
        "totals": totals,
        "latest": found,
        "newest_stories": [summary_object(each) for each in newest],
        "largest_stories": [summary_object(each) for each in largest],
        "coverage": report,
    }
