"""What the stored articles of a site show together, and the verdict that follows from it.

Invariant: the facts are counted from what is stored, over the newest articles of a site and so
in bounded time; a verdict stands beside its facts and is made anew whenever they may differ.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import datetime
from statistics import median
from typing import TYPE_CHECKING, Final

from provenance.model import SiteVerdict, SourceKind
from provenance.sources.record import FEWEST, SiteFacts
from provenance.store.values import array, texts, truth

if TYPE_CHECKING:
    import sqlite3

    from provenance.store.values import Row

__all__ = [
    "RankedSite",
    "facts_of",
    "put_record",
    "ranked_sites",
    "record_of",
    "site_number",
    "sites_due",
    "taken_from",
]

_NEWEST: Final = 1000  # articles of a site that are looked at

_ARTICLES: Final = """
SELECT
    a.id, a.source, a.words, a.published, a.site_kind, a.site_name, a.aggregator,
    v.status, v.relation, v.origin_source, v.origin_name, v.machine_paraphrase,
    o.site, o.published, k.kind,
    (SELECT max(m.share) FROM "match" AS m WHERE m.article = a.id AND m.other = v.origin_article),
    (SELECT json_array(coalesce(s.name, ''), m.share, e.published) FROM "match" AS m JOIN article AS e ON e.id = m.other
        JOIN site AS s ON s.id = e.site
        WHERE m.article = a.id AND m.share >= 0.5 AND m.relation NOT IN ('quote_only', 'unknown') AND e.site <> a.site
        AND substr(e.published, 1, 10) < substr(a.published, 1, 10)
        ORDER BY e.published, s.name LIMIT 1),
    EXISTS (SELECT 1 FROM credit AS c WHERE c.article = a.id AND c.source = v.origin_source
        AND c.type IN ('dateline', 'byline', 'agency_line', 'contributor_line', 'copyright', 'feed_disclaimer',
        'contribution', 'citation', 'meta')),
    EXISTS (SELECT 1 FROM credit AS c WHERE c.article = a.id AND c.type = 'source_link'
        AND coalesce(c.domain, '') <> coalesce(a.domain, a.site_domain, '')),
    EXISTS (SELECT 1 FROM credit AS c WHERE c.article = a.id AND c.type = 'dateline' AND c.source = a.source)
        OR (EXISTS (SELECT 1 FROM block AS b WHERE b.article = a.id AND b.role = 'byline')
            AND NOT EXISTS (SELECT 1 FROM credit AS c WHERE c.article = a.id AND c.source IS NOT a.source
            AND c.type IN ('byline', 'dateline', 'agency_line')))
FROM article AS a
JOIN verdict AS v ON v.article = a.id
LEFT JOIN article AS o ON o.id = v.origin_article
LEFT JOIN source AS k ON k.id = v.origin_source
WHERE a.site = ?
ORDER BY a.published DESC, a."key", a.id LIMIT ?
"""
_RANKED: Final = """
SELECT s.name, v.kind, v.aggregator, v.confidence, v.judged, v.taken, v.credited, v.damaged, v.origins,
    v.words_elsewhere, v.hours_behind
FROM site_verdict AS v JOIN site AS s ON s.id = v.site
ORDER BY v.aggregator IS NOT 1, v.judged < ?, v.words_elsewhere DESC, v.judged DESC, s.name LIMIT ?
"""
_AGENCIES: Final = frozenset({SourceKind.WIRE, SourceKind.PRESS_RELEASE})


@dataclass(frozen=True, slots=True)
class RankedSite:
    """A site with what it lives on; counts are of its newest articles, shares in [0, 1]."""

    site: str
    kind: SourceKind
    aggregator: bool | None
    confidence: float
    articles: int
    taken: int
    credited: int
    damaged: int
    origins: int
    words_elsewhere: float
    hours_behind: float | None


@dataclass(slots=True)
class _Counts:
    """The facts in the making."""

    articles: int = 0
    taken: int = 0
    credited: int = 0
    damaged: int = 0
    away: int = 0
    says_so: int = 0
    signed: int = 0
    words: int = 0
    elsewhere: float = 0.0


def sites_due(connection: sqlite3.Connection) -> tuple[int, ...]:
    """The sites whose verdict is to be made, by number."""
    rows = connection.execute(
        "SELECT id FROM site WHERE NOT EXISTS (SELECT 1 FROM site_verdict AS v WHERE v.site = site.id) ORDER BY id"
    )
    return tuple(site for (site,) in rows)


def facts_of(connection: sqlite3.Connection, site: int) -> SiteFacts:
    """What the newest articles of a site show together; those without a verdict are left out."""
    (home,) = connection.execute("SELECT name FROM site WHERE id = ?", (site,)).fetchone()
    counts = _Counts()
    origins: dict[str, bool] = {}
    behind: list[float] = []
    kinds: dict[str, int] = {}
    names: dict[str, int] = {}
    for row in connection.execute(_ARTICLES, (site, _NEWEST)):
        kinds[row[4]] = kinds.get(row[4], 0) + 1
        if row[5] is not None:
            names[row[5]] = names.get(row[5], 0) + 1
        _count(row, site, counts, origins, behind)
    known = {kind: number for kind, number in kinds.items() if kind != SourceKind.UNKNOWN}
    return SiteFacts(
        home=home,
        name=_most(names),
        kind=SourceKind(_most(known) or SourceKind.UNKNOWN),
        articles=counts.articles,
        taken=counts.taken,
        credited=counts.credited,
        damaged=counts.damaged,
        origins=len(origins),
        outlets=sum(not agency for agency in origins.values()),
        away=counts.away,
        says_so=counts.says_so,
        signed=counts.signed,
        words_elsewhere=round(counts.elsewhere / counts.words, 4) if counts.words else 0.0,
        hours_behind=round(median(behind), 2) if behind else None,
    )


def _count(row: Row, site: int, counts: _Counts, origins: dict[str, bool], behind: list[float]) -> None:
    """Count one article."""
    _, source, words, published, _, _, aggregator, status, relation, origin, name, machine, *rest = row
    origin_site, origin_published, origin_kind, share, earlier, named, away, signed = rest
    counts.articles += 1
    counts.words += words
    counts.damaged += bool(machine)
    counts.says_so += aggregator == 1
    counts.away += bool(away)
    counts.signed += bool(signed)
    own = relation in ("original", "version") or origin_site == site or (origin is not None and origin == source)
    if status == "decided" and not own:
        counts.taken += 1
        counts.credited += bool(named)
        counts.elsewhere += words * (1.0 if share is None else min(1.0, share))
        origins[origin or name] = origin_kind in _AGENCIES
        behind += _hours(origin_published, published)
    elif status != "decided" and earlier is not None:
        first, part, when = _earlier(earlier)
        counts.taken += 1
        counts.elsewhere += words * min(1.0, part)
        origins[first] = False
        behind += _hours(when, published)


def _earlier(column: str) -> tuple[str, float, str]:
    name, share, published = json.loads(column)
    return str(name), float(share), str(published)


def _hours(first: str | None, second: str | None) -> list[float]:
    """The hours between two times; none where one of them has no clock time and zone, or the order is wrong."""
    if first is None or second is None:
        return []
    one, other = datetime.fromisoformat(first), datetime.fromisoformat(second)
    if one.tzinfo is None or other.tzinfo is None or other < one:
        return []
    return [(other - one).total_seconds() / 3600]


def _most(counts: dict[str, int]) -> str | None:
    """The most frequent; among equals the first by name."""
    return min(counts, key=lambda name: (-counts[name], name)) if counts else None


def put_record(connection: sqlite3.Connection, site: int, facts: SiteFacts, verdict: SiteVerdict) -> None:
    """Write what a site's articles show, and what follows from it."""
    connection.execute(
        "INSERT OR REPLACE INTO site_verdict VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        (
            site,
            verdict.kind,
            verdict.aggregator,
            verdict.confidence,
            array(verdict.reasons),
            facts.articles,
            facts.taken,
            facts.credited,
            facts.damaged,
            facts.origins,
            facts.words_elsewhere,
            facts.hours_behind,
        ),
    )


def record_of(connection: sqlite3.Connection, home: str) -> SiteVerdict | None:
    """What the stored articles of a site say of it; ``None`` where they were not judged."""
    row = connection.execute(
        "SELECT v.kind, v.aggregator, v.confidence, v.reasons FROM site_verdict AS v JOIN site AS s ON s.id = v.site "
        "WHERE s.name = ?",
        (home,),
    ).fetchone()
    if row is None:
        return None
    kind, aggregator, confidence, reasons = row
    domain = home if "." in home and " " not in home else None
    return SiteVerdict(domain, None, SourceKind(kind), truth(aggregator), confidence, texts(reasons))


def site_number(connection: sqlite3.Connection, home: str) -> int | None:
    """The number of a site, by its name."""
    row = connection.execute("SELECT id FROM site WHERE name = ?", (home,)).fetchone()
    return None if row is None else int(row[0])


def taken_from(connection: sqlite3.Connection, site: int, limit: int) -> tuple[tuple[str, int], ...]:
    """Whom a site's articles are from, by its verdicts, and how many of them; itself left out."""
    rows = connection.execute(
        "SELECT v.origin_name, count(*) AS often FROM article AS a JOIN verdict AS v ON v.article = a.id "
        "LEFT JOIN article AS o ON o.id = v.origin_article WHERE a.site = ?1 AND v.status = 'decided' "
        "AND v.relation NOT IN ('original', 'version') AND coalesce(o.site, 0) <> ?1 "
        "AND coalesce(v.origin_source, '') <> coalesce(a.source, '-') "
        "GROUP BY v.origin_name ORDER BY often DESC, v.origin_name LIMIT ?2",
        (site, limit),
    )
    return tuple((name, often) for name, often in rows)


def ranked_sites(connection: sqlite3.Connection, limit: int) -> tuple[RankedSite, ...]:
    """The judged sites: aggregators first, then by the share of their words first seen elsewhere."""
    rows = connection.execute(_RANKED, (FEWEST, limit))
    return tuple(RankedSite(name, SourceKind(kind), truth(aggregator), *rest) for name, kind, aggregator, *rest in rows)
