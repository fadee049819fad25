"""What the stored articles of a site show together, and the verdict that follows from it.

Invariant: the facts are counted from what is stored, over the newest articles of a site and so
in bounded time; a verdict stands beside its facts and is made anew whenever they may differ.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from provenance.model import CreditType, Relation, Role, SiteVerdict, SourceKind, Status
from provenance.sources.site_page import Earlier, PageCredit, SitePage
from provenance.sources.tally import surely_before, tally
from provenance.store.values import array, texts, truth

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterable, Mapping, Sequence

    from provenance.sources.record import SiteFacts
    from provenance.store.values import Row

    _Roles = Sequence[tuple[str, str]]

__all__ = [
    "RankedSite",
    "facts_of",
    "judged_sites",
    "put_record",
    "record_of",
    "site_number",
    "sites_due",
    "taken_from",
]

_NEWEST: Final = 1000  # articles of a site that are looked at

_PAGES: Final = """
SELECT
    a.id, a.words, a.source, coalesce(a.domain, a.site_domain), a.published, a.site_kind, a.site_name, a.aggregator,
    v.status, v.relation, v.machine_paraphrase, v.origin_source, v.origin_name, k.kind, h.name, o.published,
    (SELECT max(m.share) FROM "match" AS m WHERE m.article = a.id AND m.other = v.origin_article),
    v.origin_article, k.domain
FROM article AS a
JOIN verdict AS v ON v.article = a.id
LEFT JOIN article AS o ON o.id = v.origin_article
LEFT JOIN site AS h ON h.id = o.site
LEFT JOIN source AS k ON k.id = v.origin_source
WHERE a.site = ?
ORDER BY a.published DESC, a."key", a.id LIMIT ?
"""
_OTHERS: Final = """
SELECT m.article, s.name, m.share, e.published, e.id, a.published
FROM json_each(?) AS n JOIN article AS a ON a.id = n.value JOIN "match" AS m ON m.article = a.id
JOIN article AS e ON e.id = m.other JOIN site AS s ON s.id = e.site
WHERE m.share >= 0.5 AND m.relation NOT IN ('quote_only', 'unknown') AND e.site <> a.site
AND e.published IS NOT NULL AND a.published IS NOT NULL
ORDER BY m.article, s.name, m.share DESC, e.published, e."key"
"""
_CREDITS: Final = """
SELECT c.article, c.type, c.source, c.name, c.domain, k.kind, c.rule
FROM json_each(?) AS n JOIN credit AS c ON c.article = n.value LEFT JOIN source AS k ON k.id = c.source
WHERE c.type NOT IN ('told', 'caption')
"""
_LINES: Final = """
SELECT b.article, b.role, t.content
FROM json_each(?) AS n JOIN block AS b ON b.article = n.value JOIN text AS t ON t.id = b.text
WHERE b.role IN ('byline', 'contributor', 'disclaimer')
ORDER BY b.article, b.position
"""
_RANKED: Final = """
SELECT s.name, v.kind, v.aggregator, v.confidence, v.judged, v.taken, v.credited, v.damaged, v.origins,
    v.words_elsewhere, v.hours_behind
FROM site_verdict AS v JOIN site AS s ON s.id = v.site
ORDER BY s.name
"""


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


def sites_due(connection: sqlite3.Connection) -> tuple[int, ...]:
    """The sites whose verdict is to be made, by number."""
    rows = connection.execute(
        "SELECT id FROM site WHERE NOT EXISTS (SELECT 1 FROM site_verdict AS v WHERE v.site = site.id) ORDER BY id"
    )
    return tuple(site for (site,) in rows)


def facts_of(connection: sqlite3.Connection, site: int) -> SiteFacts:
    """What the newest articles of a site show together; those without a verdict are left out."""
    (home,) = connection.execute("SELECT name FROM site WHERE id = ?", (site,)).fetchone()
    return tally(home, _pages(connection, site))


def _pages(connection: sqlite3.Connection, site: int) -> list[SitePage]:
    """The newest articles of a site with all that counts of them."""
    rows = connection.execute(_PAGES, (site, _NEWEST)).fetchall()
    numbers = [row[0] for row in rows]
    undecided = [row[0] for row in rows if row[8] != Status.DECIDED]
    earlier: dict[int, tuple[Earlier, int]] = {}
    for number, name, share, published, other, own in connection.execute(_OTHERS, (array(undecided),)):
        if surely_before(published, own):
            first = earlier.get(number)
            if first is None or surely_before(published, first[0].published):
                earlier[number] = (Earlier(name, share, published), other)
    named: dict[int, list[PageCredit]] = defaultdict(list)
    for number, type_, source, name, domain, kind, rule in connection.execute(_CREDITS, (array(numbers),)):
        known = None if kind is None else SourceKind(kind)
        named[number].append(PageCredit(CreditType(type_), source, name, domain, known, rule))
    others = [row[17] for row in rows if row[17] is not None] + [other for _, other in earlier.values()]
    lines = _lines(connection, {*numbers, *others})
    return [_page(row, earlier.get(row[0]), tuple(named[row[0]]), lines) for row in rows]


def _lines(connection: sqlite3.Connection, numbers: Iterable[int]) -> dict[int, list[tuple[str, str]]]:
    """The lines of some articles that can name a house or a writer, each with its role."""
    found: dict[int, list[tuple[str, str]]] = defaultdict(list)
    for number, role, text in connection.execute(_LINES, (array(sorted(numbers)),)):
        found[number].append((role, text))
    return found


def _page(
    row: Row, earlier: tuple[Earlier, int] | None, named: tuple[PageCredit, ...], lines: Mapping[int, _Roles]
) -> SitePage:
    """One article as a page of its site."""
    number, words, source, domain, published, kind, name, aggregator, status, relation, machine, *origin = row
    source_id, origin_name, origin_kind, home, first, share, other, origin_domain = origin
    before, before_number = earlier or (None, None)
    beside = lines.get(number, ())
    theirs = [line for each in (other, before_number) if each is not None for line in lines.get(each, ())]
    return SitePage(
        words=words,
        source=source,
        domain=domain,
        published=published,
        kind=SourceKind(kind),
        name=name,
        aggregator=truth(aggregator),
        decided=status == Status.DECIDED,
        relation=Relation(relation),
        machine=bool(machine),
        origin=source_id,
        origin_name=origin_name,
        origin_kind=None if origin_kind is None else SourceKind(origin_kind),
        origin_home=home,
        origin_domain=origin_domain,
        origin_published=first,
        share=share,
        earlier=before,
        credits=named,
        lines=tuple(text for _, text in beside),
        bylines=tuple(text for role, text in beside if role == Role.BYLINE),
        origin_bylines=tuple(text for role, text in theirs if role == Role.BYLINE),
    )


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
        "JOIN site AS s ON s.id = a.site LEFT JOIN article AS o ON o.id = v.origin_article "
        "LEFT JOIN source AS k ON k.id = v.origin_source WHERE a.site = ?1 AND v.status = 'decided' "
        "AND coalesce(k.domain, '') <> s.name AND v.relation NOT IN ('original', 'version') "
        "AND coalesce(o.site, 0) <> ?1 "
        "AND coalesce(v.origin_source, '') <> coalesce(a.source, '-') "
        "GROUP BY v.origin_name ORDER BY often DESC, v.origin_name LIMIT ?2",
        (site, limit),
    )
    return tuple((name, often) for name, often in rows)


def judged_sites(connection: sqlite3.Connection) -> tuple[RankedSite, ...]:
    """All sites that were judged, by name."""
    rows = connection.execute(_RANKED)
    return tuple(RankedSite(name, SourceKind(kind), truth(aggregator), *rest) for name, kind, aggregator, *rest in rows)
