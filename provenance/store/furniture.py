"""Which lines repeat on unrelated pages: counted as articles come and go, without a rescan.

Invariant: ``furniture``, ``common_line`` and ``_line_often`` follow from the set of stored articles
alone. A line of a popular site is counted over a bounded sample that the articles themselves
choose, and counted anew only where what comes or goes belongs to the sample, so that a site's
size does not matter.
"""

from __future__ import annotations

from hashlib import blake2b
from itertools import groupby, islice
from operator import itemgetter
from typing import TYPE_CHECKING, Final

from provenance.article.furniture import OFTEN, SITES, STORIES, WIDELY, Repeats, home_named
from provenance.article.lines import line_key
from provenance.store.distinct import ONE_STORY, ONE_STORY_ELSEWHERE, DistinctStories
from provenance.store.values import array

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Mapping, Sequence

__all__ = ["SAMPLE", "add_functions", "add_lines", "drop_lines", "learn", "rank_of", "repeats", "site_hash"]

SAMPLE: Final = 16
"""So many articles of a site, or sites, a line is counted over."""

_AT_ONCE: Final = 256  # lines
_FIRST: Final = 0  # the rank that every sample heeds

_DUE: Final = """
SELECT d.line, d.site, d.rank FROM _line_due AS d
WHERE (SELECT 1 FROM _line AS l WHERE l.line = d.line LIMIT 1 OFFSET 1) IS NOT NULL
   OR EXISTS (SELECT 1 FROM common_line AS c WHERE c.line = d.line)
   OR EXISTS (SELECT 1 FROM furniture AS f WHERE f.line = d.line)
ORDER BY d.line, d.site
"""
_CROSSED: Final = """
SELECT d.line, d.site, o.line IS NULL FROM _line_due AS d
LEFT JOIN _line_often AS o ON o.site = d.site AND o.line = d.line
WHERE d.site != 0 AND (o.line IS NULL) = (
    (SELECT 1 FROM _line AS l WHERE l.line = d.line AND l.site = d.site LIMIT 1 OFFSET ?) IS NOT NULL
)
"""
_ON_SITE: Final = "SELECT article, rank FROM _line WHERE line = ? AND site = ? ORDER BY rank, article LIMIT ?"
_ON_SITES: Final = """
WITH RECURSIVE found (site, number) AS (
    SELECT min(site), 1 FROM _line WHERE line = ?1
    UNION ALL
    SELECT (SELECT min(site) FROM _line WHERE line = ?1 AND site > found.site), number + 1
    FROM found WHERE found.site IS NOT NULL AND number < ?2
)
SELECT site FROM found WHERE site IS NOT NULL
"""
_ADD: Final = """
INSERT OR IGNORE INTO _line
SELECT DISTINCT t.line, ?2, ?3, b.article FROM block AS b JOIN text AS t ON t.id = b.text
WHERE b.article = ?1 AND t.line IS NOT NULL
"""
_ADD_DUE: Final = """
INSERT INTO _line_due
SELECT DISTINCT t.line, ?2, ?3 FROM block AS b JOIN text AS t ON t.id = b.text
WHERE b.article = ?1 AND t.line IS NOT NULL
ON CONFLICT (line, site) DO UPDATE SET rank = min(rank, excluded.rank)
"""
_KNOWN_ON: Final = "SELECT s.id, s.name FROM furniture AS f JOIN site AS s ON s.id = f.site WHERE f.line = ?"
_LINES: Final = """
SELECT DISTINCT t.line, s.name, a.digest, a.title, a."key", a.id FROM article AS a
JOIN block AS b ON b.article = a.id JOIN text AS t ON t.id = b.text LEFT JOIN site AS s ON s.id = a.site
WHERE a.id IN (SELECT value FROM json_each(?)) AND t.line IS NOT NULL
"""


def site_hash(name: str | None) -> int:
    """The number under which a site's lines are kept; 0 where the site is unknown."""
    return 0 if name is None else int.from_bytes(blake2b(name.encode(), digest_size=8).digest(), "big", signed=True)


def rank_of(digest: bytes, title: str | None, key: str) -> int:
    """An article's place in samples: by what it says and is called, so that the order of coming does not count.

    Args:
        digest: the hash of its text.
        title: its title.
        key: its id.
    """
    known = blake2b(digest, digest_size=6)
    known.update(f"{title}\n{key}".encode(errors="surrogatepass"))
    return int.from_bytes(known.digest(), "big")


def add_functions(connection: sqlite3.Connection) -> None:
    """Let queries say ``line_key``, ``home``, ``site_hash`` and ``line_rank``."""
    connection.create_function("line_key", 1, line_key, deterministic=True)
    connection.create_function("home", 4, home_named, deterministic=True)
    connection.create_function("site_hash", 1, site_hash, deterministic=True)
    connection.create_function("line_rank", 3, rank_of, deterministic=True)


def add_lines(connection: sqlite3.Connection, number: int, rank: int, site: str | None) -> None:
    """Note which lines an article carries, once its blocks are written.

    Args:
        connection: inside a transaction.
        number: the article's number.
        rank: its place in samples.
        site: the site that it stands on.
    """
    row = (number, site_hash(site), rank)
    connection.execute(_ADD, row)
    connection.execute(_ADD_DUE, row)


def drop_lines(connection: sqlite3.Connection, numbers: str) -> None:
    """Forget which lines articles carry, before their blocks go.

    Args:
        connection: inside a transaction.
        numbers: of the articles, as a JSON list.
    """
    rows = [
        (line, site_hash(name), rank_of(digest, title, key), number)
        for line, name, digest, title, key, number in connection.execute(_LINES, (numbers,))
    ]
    connection.executemany("DELETE FROM _line WHERE line = ? AND site = ? AND rank = ? AND article = ?", rows)
    _mark_due(connection, [row[:3] for row in rows])


def _mark_due(connection: sqlite3.Connection, rows: Sequence[tuple[int, int, int]]) -> None:
    """Have lines counted anew, by line, site and the rank of what came or went."""
    connection.executemany(
        "INSERT INTO _line_due VALUES (?, ?, ?) ON CONFLICT (line, site) DO UPDATE SET rank = min(rank, excluded.rank)",
        rows,
    )


def repeats(connection: sqlite3.Connection, site: str | None, lines: Sequence[int]) -> dict[int, Repeats]:
    """Of some lines, by key, those that repeat on a site or across sites."""
    wanted = array(lines)
    here: dict[int, int] = dict(
        connection.execute(
            "SELECT f.line, f.stories FROM furniture AS f JOIN site AS s ON s.id = f.site "
            "WHERE s.name = ? AND f.line IN (SELECT value FROM json_each(?))",
            (site, wanted),
        )
    )
    everywhere: dict[int, int] = dict(
        connection.execute(
            "SELECT line, sites FROM common_line WHERE line IN (SELECT value FROM json_each(?))", (wanted,)
        )
    )
    return {line: Repeats(here.get(line, 0), everywhere.get(line, 0)) for line in here.keys() | everywhere.keys()}


def learn(connection: sqlite3.Connection) -> tuple[int, ...]:
    """Count anew every line that came or went since the last time.

    Args:
        connection: inside a transaction.

    Returns:
        The articles that carry a line of which more or less is known now, by number.
    """
    _note_often(connection)
    stories, touched = DistinctStories(connection, site_hash), set[int]()
    due = iter(connection.execute(_DUE).fetchall())
    while some := list(islice(due, _AT_ONCE)):
        on_site = {row[:2]: _of_site(connection, *row) for row in some}
        on_sites = {
            line: _of_sites(connection, line, {site: rank for _, site, rank in rows})
            for line, rows in groupby(some, itemgetter(0))
        }
        stories.read(number for sample in (*on_site.values(), *on_sites.values()) for number in sample or ())
        for (line, site), sample in on_site.items():
            if sample is not None and _learn_on_site(connection, stories, line, site, sample):
                touched.update(_column(connection, "SELECT article FROM _line WHERE line = ? AND site = ?", line, site))
        for line, sample in on_sites.items():
            if sample is not None and _note_everywhere(
                connection, line, stories.count(sample, line, ONE_STORY_ELSEWHERE)
            ):
                touched.update(_column(connection, "SELECT article FROM _line WHERE line = ?", line))
    connection.execute("DELETE FROM _line_due")
    return tuple(sorted(touched))


def _note_often(connection: sqlite3.Connection) -> None:
    """Write down which lines stand on more articles of a site than a sample holds, or no longer do.

    They count for less where stories are compared, so all lines of the articles concerned are due.
    """
    concerned: set[int] = set()
    for line, site, often in connection.execute(_CROSSED, (SAMPLE,)).fetchall():
        if often:
            connection.execute("INSERT INTO _line_often VALUES (?, ?)", (site, line))
        else:
            connection.execute("DELETE FROM _line_often WHERE site = ? AND line = ?", (site, line))
        concerned.update(_column(connection, "SELECT article FROM _line WHERE line = ? AND site = ?", line, site))
    rows = connection.execute(_LINES, (array(sorted(concerned)),))
    _mark_due(connection, [(line, site_hash(name), _FIRST) for line, name, *_ in rows])


def _of_site(connection: sqlite3.Connection, line: int, site: int, rank: int) -> list[int] | None:
    """The sample of a site's articles that carry a line; ``None`` where what came or went is not of it."""
    rows = connection.execute(_ON_SITE, (line, site, SAMPLE)).fetchall()
    return None if len(rows) == SAMPLE and rank > rows[-1][1] else [number for number, _ in rows]


def _of_sites(connection: sqlite3.Connection, line: int, due: Mapping[int, int]) -> list[int] | None:
    """The same of sites, of each its first article; ``due`` holds the ranks of what came or went by site."""
    sites = _column(connection, _ON_SITES, line, SAMPLE)
    first = {site: connection.execute(_ON_SITE, (line, site, 1)).fetchone() for site in sites}
    changed = any(
        rank <= first[site][1] if site in first else len(sites) < SAMPLE or site < sites[-1]
        for site, rank in due.items()
    )
    return [number for number, _ in first.values()] if changed else None


def _learn_on_site(
    connection: sqlite3.Connection, stories: DistinctStories, line: int, site: int, sample: list[int]
) -> bool:
    """Count a line of a site; whether that changes what it is."""
    if not sample:
        rows = connection.execute(_KNOWN_ON, (line,)).fetchall()
        gone = [(number, line) for number, name in rows if site_hash(name) == site]
        connection.executemany("DELETE FROM furniture WHERE site = ? AND line = ?", gone)
        return False
    place = stories.site_of(sample[0])
    return place is not None and _note(connection, place, line, stories.count(sample, line, ONE_STORY))


def _column(connection: sqlite3.Connection, query: str, *parameters: int) -> list[int]:
    return [number for (number,) in connection.execute(query, parameters)]


def _note(connection: sqlite3.Connection, site: int, line: int, stories: int) -> bool:
    """Write down on how many stories of a site a line stands; whether that changes what it is."""
    row = connection.execute("SELECT stories FROM furniture WHERE site = ? AND line = ?", (site, line)).fetchone()
    before = 0 if row is None else int(row[0])
    if stories < STORIES:
        connection.execute("DELETE FROM furniture WHERE site = ? AND line = ?", (site, line))
    elif stories != before:
        connection.execute(
            "INSERT INTO furniture VALUES (?, ?, ?) ON CONFLICT (site, line) DO UPDATE SET stories = excluded.stories",
            (site, line, stories),
        )
    return _step(before) != _step(stories)


def _step(stories: int) -> int:
    """What a number of stories amounts to: nothing, a repeated line, an often or a widely repeated one."""
    return max((step for step in (STORIES, OFTEN, WIDELY) if stories >= step), default=0)


def _note_everywhere(connection: sqlite3.Connection, line: int, sites: int) -> bool:
    """Write down on how many sites a line stands in stories of their own; whether that changes what it is."""
    row = connection.execute("SELECT sites FROM common_line WHERE line = ?", (line,)).fetchone()
    before = 0 if row is None else int(row[0])
    if sites < SITES:
        connection.execute("DELETE FROM common_line WHERE line = ?", (line,))
    elif sites != before:
        connection.execute(
            "INSERT INTO common_line VALUES (?, ?) ON CONFLICT (line) DO UPDATE SET sites = excluded.sites",
            (line, sites),
        )
    return (before >= SITES) != (sites >= SITES)
