"""What the database holds of each source, and when: counted at reading, so that it is never old.

Invariant: it only reads. An article credits a source where its page names it as a writer; it is
counted once for each source that it credits, and not for that whose own it is.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING, Final

from provenance.model import SourceKind
from provenance.tracing.coverage import coverage_text
from provenance.tracing.library import Coverage

if TYPE_CHECKING:
    import sqlite3

__all__ = ["CoveredDay", "CoveredSource", "coverage", "coverage_of", "covered_days", "covered_sources", "dated_days"]

_NEAR: Final = timedelta(days=3)
_CREDITING: Final = "('dateline', 'byline', 'agency_line', 'contributor_line', 'feed_disclaimer', 'contribution')"
_OWN: Final = """
SELECT source, date(substr(published, 1, 10)) AS day, count(*) AS own, 0 AS crediting FROM article
WHERE source IS NOT NULL AND (?1 IS NULL OR source = ?1)
GROUP BY 1, 2
"""
_CREDITED: Final = f"""
SELECT n.source, date(substr(a.published, 1, 10)), 0, count(*) FROM (
    SELECT DISTINCT source, article FROM credit
    WHERE source IS NOT NULL AND (?1 IS NULL OR source = ?1) AND type IN {_CREDITING}
) AS n
JOIN article AS a ON a.id = n.article AND a.source IS NOT n.source
GROUP BY 1, 2
"""  # noqa: S608 (our own words)
_DAYS: Final = f"""
SELECT source, day, sum(own), sum(crediting) FROM ({_OWN} UNION ALL {_CREDITED})
WHERE (?2 IS NULL OR day >= ?2) AND (?3 IS NULL OR day <= ?3)
GROUP BY source, day ORDER BY source, day IS NULL, day
"""  # noqa: S608 (our own words)
_ALL_DAYS: Final = """
SELECT date(said) AS day, sum(articles) FROM (
    SELECT substr(published, 1, 10) AS said, count(*) AS articles FROM article GROUP BY said
)
WHERE (?1 IS NULL OR day >= ?1) AND (?2 IS NULL OR day <= ?2)
GROUP BY day ORDER BY day IS NULL, day
"""


@dataclass(frozen=True, slots=True)
class CoveredSource:
    """A source as the database names it."""

    source: str
    name: str
    kind: SourceKind


@dataclass(frozen=True, slots=True)
class CoveredDay:
    """How many articles of a day are a source's own, and how many credit it; ``day`` is ``None`` without a date."""

    source: str
    day: str | None
    own: int
    crediting: int


def coverage(connection: sqlite3.Connection, source: str | None, published: str | None) -> Coverage:
    """How many articles of a source's own are stored.

    Args:
        connection: any.
        source: the registry's id; ``None`` counts all agencies together.
        published: ISO 8601; what is near counts from three days before to three days after, by the
            calendar day as each page gives it.
    """
    theirs = "source = ?1" if source is not None else "source IN (SELECT id FROM source WHERE kind = ?1)"
    whose = source if source is not None else SourceKind.WIRE
    own = _number(connection, f"SELECT count(*) FROM article WHERE {theirs}", whose)  # noqa: S608 (our own words)
    everything = _number(connection, "SELECT count(*) FROM article")
    try:
        day = date.fromisoformat((published or "")[:10])
        days = (day - _NEAR).isoformat(), (day + _NEAR + timedelta(days=1)).isoformat()
    except (ValueError, OverflowError):
        return Coverage(source, own, None, everything, None)
    near = _number(
        connection,
        f"SELECT count(*) FROM article WHERE {theirs} AND published >= ?2 AND published < ?3",  # noqa: S608 (our own words)
        whose,
        *days,
    )
    all_near = _number(connection, "SELECT count(*) FROM article WHERE published >= ? AND published < ?", *days)
    return Coverage(source, own, near, everything, all_near)


def coverage_of(connection: sqlite3.Connection, number: int, likely: str | None) -> str:
    """What the database holds by now of a stored article's likely origin, in words."""
    published, own, kind = connection.execute(
        "SELECT a.published, a.source, s.kind FROM article AS a LEFT JOIN source AS s ON s.id = a.source "
        "WHERE a.id = ?",
        (number,),
    ).fetchone()
    row = connection.execute("SELECT name FROM source WHERE id = ?", (likely,)).fetchone()
    name = None if row is None else str(row[0])
    its_own = own == likely if likely is not None else kind == SourceKind.WIRE
    return coverage_text(coverage(connection, likely, published), name, itself=1, its_own=its_own)


def covered_sources(connection: sqlite3.Connection) -> tuple[CoveredSource, ...]:
    """All sources that anything stored names, by id."""
    rows = connection.execute("SELECT id, name, kind FROM source ORDER BY id")
    return tuple(CoveredSource(source, name, SourceKind(kind)) for source, name, kind in rows)


def covered_days(
    connection: sqlite3.Connection, source: str | None, since: str | None, until: str | None
) -> tuple[CoveredDay, ...]:
    """What is held of one source or of every one, by source and day.

    Args:
        connection: any.
        source: the registry's id.
        since: the first day, ISO 8601; where one is given, what has no date is left out.
        until: the last day, likewise.
    """
    return tuple(CoveredDay(*row) for row in connection.execute(_DAYS, (source, since, until)))


def dated_days(
    connection: sqlite3.Connection, since: str | None, until: str | None
) -> tuple[tuple[str | None, int], ...]:
    """How many articles of each day are stored, whosever they are."""
    return tuple((day, number) for day, number in connection.execute(_ALL_DAYS, (since, until)))


def _number(connection: sqlite3.Connection, query: str, *parameters: str) -> int:
    (number,) = connection.execute(query, parameters).fetchone()
    return int(number)
