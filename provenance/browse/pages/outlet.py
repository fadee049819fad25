"""An outlet: how much is its own, whom it lives on, its furniture, its damage, over time; and all of them, ranked."""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import asdict, dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING, Final

from provenance.browse.drawing.bars import Chart, chart
from provenance.browse.naming import outlet_names
from provenance.browse.page import File, Page, kept, registry
from provenance.browse.pages.listed import SERIES, Part, of_site
from provenance.browse.taking import OUTLET, Bounded, offers, taken, wanted
from provenance.model import ArticleRow
from provenance.pipeline import site_articles, site_file, write_rows
from provenance.pipeline.sites import rank
from provenance.pipeline.sites import site as site_report
from provenance.report.formats import Format
from provenance.report.wording import by_articles, kind_words

if TYPE_CHECKING:
    import sqlite3

    from provenance.browse.page import Asked
    from provenance.store import Database
    from provenance.store.records import RankedSite

__all__ = ["outlet", "outlets"]

_ARTICLES: Final = 20
_RANKED: Final = 100
_WEEKS: Final = 30  # from so many weeks on a chart goes by months
_LONGEST: Final = 600  # periods of a chart: a wrong date makes none that is longer
_FIRST, _LAST = date(2, 1, 1), date(9998, 1, 1)
_SERIES: Final = ("its own", "from agencies", "from others", "cannot be said")
_BY_DAY: Final = f"""
SELECT
    date(substr(a.published, 1, 10)) AS day, {SERIES} AS series,
    count(*), sum(coalesce(v.machine_paraphrase, 0)), sum(v.findings > 0)
FROM article AS a JOIN verdict AS v ON v.article = a.id LEFT JOIN source AS k ON k.id = v.origin_source
WHERE a.site = ?
GROUP BY 1, 2
"""  # noqa: S608 (our own words)


@dataclass(frozen=True, slots=True)
class Shares:
    """Of an outlet's articles: how many of each kind, by period; ``counts`` are in the order of ``series``."""

    articles: int
    series: tuple[str, ...]
    counts: tuple[int, ...]
    machine: int
    damaged: int
    by: str
    periods: tuple[tuple[str, tuple[int, ...]], ...]
    undated: int


def outlet(asked: Asked) -> Page | File:
    """One site."""
    database, name = asked.database, asked.parts["name"]
    form = wanted(asked, OUTLET)
    if form is not None:
        return taken(name, form, _written(database, name, form))
    report = kept(asked, f"site {name}", lambda: site_report(database, name, registry=registry()))
    number = database.site_number(report.facts.home) or 0
    shares = kept(asked, f"shares {number}", lambda: _shares(asked.connection, number))
    page = asked.number("page", 1, 100_000)
    part = next((each for each in Part if each == asked.arguments.get("of")), None)
    found = of_site(asked.connection, number, _ARTICLES + 1, (page - 1) * _ARTICLES, part)
    at = asked.addresses
    name_of_it = report.site.name or report.facts.name or report.facts.home
    return Page(
        "browse/outlet.html",
        name_of_it,
        {
            "report": report,
            "name": name_of_it,
            "facts": report.facts,
            "says": kind_words(report.site, by_articles(report.site, report.facts.articles)),
            "shares": shares,
            "drawing": _drawing(shares),
            "articles_of": found[:_ARTICLES],
            "part": part,
            "number": number,
            "until": {period: _until(period) for period, _ in shares.periods},
            "parts": tuple(zip(Part, (*shares.counts, shares.machine), (*_SERIES, "reworded by machine"), strict=True)),
            "page": page,
            "more": len(found) > _ARTICLES,
        },
        lambda: {**asdict(report), "over_time": shares},
        here="outlets",
        notes={"json": f"{at.outlet(report.facts.home)}.json"},
        offers=offers(at.outlet(report.facts.home), OUTLET),
    )


def _written(database: Database, name: str, form: Format) -> str | bytes:
    """A site's page, or the table of its articles."""
    if form is Format.HTML:
        return site_file(database, name, registry=registry())
    stream = Bounded()
    with database.snapshot():
        write_rows(site_articles(database, name, registry=registry()), stream, form, ArticleRow)
    return stream.getvalue()


def outlets(asked: Asked) -> Page:
    """All sites: aggregators first, then by how much is from elsewhere."""
    ranked = kept(asked, "ranking", lambda: rank(asked.database, limit=1_000_000, registry=registry()))
    wanted = asked.arguments.get("q", "").strip()
    kind = asked.arguments.get("kind", "")
    kinds = Counter(each.kind.value for each in ranked)
    names = outlet_names(asked)
    found = [each for each in ranked if _is_wanted(each, names.get(each.site, ""), wanted.casefold(), kind)]
    page = asked.number("page", 1, 100_000)
    shown = found[(page - 1) * _RANKED : page * _RANKED]
    return Page(
        "browse/outlets.html",
        "Outlets",
        {
            "ranked": shown,
            "names": names,
            "first": (page - 1) * _RANKED,
            "total": len(found),
            "page": page,
            "more": page * _RANKED < len(found),
            "wanted": wanted,
            "kind": kind,
            "kinds": sorted(kinds.items(), key=lambda each: (-each[1], each[0])),
            "aggregators": sum(each.aggregator is True for each in ranked),
        },
        lambda: found,
        here="outlets",
        notes={"json": f"{asked.addresses.outlets}.json"},
    )


def _is_wanted(each: RankedSite, name: str, wanted: str, kind: str) -> bool:
    if kind and each.kind.value != kind:
        return False
    return wanted in each.site.casefold() or wanted in name.casefold()


def _shares(connection: sqlite3.Connection, site: int) -> Shares:
    """What an outlet's articles are, over time."""
    days: dict[str, list[int]] = defaultdict(lambda: [0] * len(_SERIES))
    counts, machine, damaged, undated = [0] * len(_SERIES), 0, 0, 0
    for day, series, number, by_machine, broken in connection.execute(_BY_DAY, (site,)):
        counts[series] += number
        machine += by_machine
        damaged += broken
        if day is None or not _is_day(day):
            undated += number
        else:
            days[day][series] += number
    weeks = _grouped(days, "week")
    by, periods = ("week", weeks) if len(weeks) <= _WEEKS else ("month", _grouped(days, "month"))
    return Shares(sum(counts), _SERIES, tuple(counts), machine, damaged, by, periods, undated)


def _is_day(day: str) -> bool:
    """Whether a calendar has it, with a week before and a month behind it: SQLite knows the year 0 and 30 February."""
    try:
        return _FIRST <= date.fromisoformat(day) <= _LAST
    except ValueError:
        return False


def _until(period: str) -> str:
    """Before which day, as it is written, all days of a week or a month are."""
    if len(period) == len("2031-04"):
        return f"{period}~"
    return (date.fromisoformat(period) + timedelta(days=7)).isoformat()


def _grouped(days: dict[str, list[int]], by: str) -> tuple[tuple[str, tuple[int, ...]], ...]:
    """Days as weeks, by their Mondays, or as months; periods between, with nothing in them, too."""
    if not days:
        return ()
    found: dict[str, list[int]] = {}
    first, last = (date.fromisoformat(day) for day in (min(days), max(days)))
    at = first - timedelta(days=first.weekday()) if by == "week" else first.replace(day=1)
    while at <= last and len(found) <= _LONGEST:
        found[at.isoformat() if by == "week" else f"{at:%Y-%m}"] = [0] * len(_SERIES)
        at = at + timedelta(days=7) if by == "week" else (at.replace(day=28) + timedelta(days=4)).replace(day=1)
    for day, counts in days.items():
        when = date.fromisoformat(day)
        key = (when - timedelta(days=when.weekday())).isoformat() if by == "week" else day[:7]
        if key in found:
            found[key] = [one + other for one, other in zip(found[key], counts, strict=True)]
    return tuple((key, tuple(counts)) for key, counts in found.items())


def _drawing(shares: Shares) -> Chart | None:
    if len(shares.periods) < 2:  # noqa: PLR2004 - one bar says nothing of time
        return None
    return chart([period for period, _ in shares.periods], [counts for _, counts in shares.periods])
