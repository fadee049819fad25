"""What a database holds, in numbers.

Invariant: every number is counted from the rows, none is kept beside them.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import sqlite3
    from pathlib import Path

__all__ = ["Count", "Stats", "count", "stats"]


@dataclass(frozen=True, slots=True)
class Count:
    """How many of one name there are."""

    name: str
    number: int


@dataclass(frozen=True, slots=True)
class Stats:
    """What a database holds; lists have the greatest number first, then go by name.

    ``index_bytes`` and ``file_bytes`` are sizes on disk; ``sources``: articles that a source
    published itself; ``sites``: articles by site. ``corrections`` are all that people said of
    verdicts, ``corrected`` the articles whose verdict is a person's word. ``dedups`` are deduplications
    of corpora, ``dedup_members`` the documents that these removed or kept of several.
    """

    articles: int
    blocks: int
    texts: int
    passages: int
    index_segments: int
    index_entries: int
    index_bytes: int
    verdicts: int
    corrections: int
    corrected: int
    dedups: int
    dedup_clusters: int
    dedup_members: int
    statuses: tuple[Count, ...]
    relations: tuple[Count, ...]
    origins: tuple[Count, ...]
    sources: tuple[Count, ...]
    sites: tuple[Count, ...]
    pending: int
    runs: int
    failures: int
    file_bytes: int


def count(connection: sqlite3.Connection) -> int:
    """How many articles are stored."""
    (number,) = connection.execute("SELECT count(*) FROM article").fetchone()
    return int(number)


def stats(connection: sqlite3.Connection, path: Path) -> Stats:
    """Count everything; one pass over the small tables, over indexes for the large ones."""

    def number(query: str) -> int:
        (value,) = connection.execute(query).fetchone()
        return int(value or 0)

    def counts(query: str) -> tuple[Count, ...]:
        rows = connection.execute(f"{query} GROUP BY 1 HAVING name IS NOT NULL ORDER BY 2 DESC, 1")
        return tuple(Count(*row) for row in rows)

    return Stats(
        articles=number("SELECT count(*) FROM article"),
        blocks=number("SELECT count(*) FROM block"),
        texts=number("SELECT count(*) FROM text"),
        passages=number("SELECT count(*) FROM passage"),
        index_segments=number("SELECT count(*) FROM _index_segment"),
        index_entries=number("SELECT sum(entries) FROM _index_segment"),
        index_bytes=number("SELECT sum(length(entries)) FROM _index_chunk"),
        verdicts=number("SELECT count(*) FROM verdict"),
        corrections=number("SELECT count(*) FROM correction"),
        corrected=number("SELECT count(*) FROM corrections WHERE in_force"),
        dedups=number("SELECT count(*) FROM dedup_run"),
        dedup_clusters=number("SELECT count(*) FROM dedup_cluster"),
        dedup_members=number("SELECT count(*) FROM dedup_member"),
        statuses=counts("SELECT status AS name, count(*) FROM verdict"),
        relations=counts("SELECT relation AS name, count(*) FROM verdict"),
        origins=counts("SELECT origin_name AS name, count(*) FROM verdict"),
        sources=counts("SELECT source.name AS name, count(*) FROM article JOIN source ON source.id = article.source"),
        sites=counts("SELECT coalesce(site_name, publisher, site_domain, domain) AS name, count(*) FROM article"),
        pending=number("SELECT count(*) FROM pending"),
        runs=number("SELECT count(*) FROM run"),
        failures=number("SELECT count(*) FROM failure"),
        file_bytes=sum(file.stat().st_size for file in (path, path.with_name(f"{path.name}-wal")) if file.exists()),
    )
