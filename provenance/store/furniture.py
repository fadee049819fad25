"""Which lines repeat on unrelated pages: counted as articles come and go, without a rescan.

Invariant: ``furniture`` and ``common_line`` follow from the set of stored articles alone. A line
of a popular site is counted over a bounded sample that the articles' own texts choose, so that
no count costs more than the first ones did.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from hashlib import blake2b
from itertools import combinations
from typing import TYPE_CHECKING, Final

from provenance.article.furniture import OFTEN, SITES, STORIES, Repeats
from provenance.fingerprint import normalise
from provenance.model import Role
from provenance.store.values import array

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterable, Mapping, Sequence

__all__ = ["add_lines", "drop_lines", "learn", "rank_of", "repeats", "site_hash"]

_SAMPLE: Final = 16  # articles of a site, or sites, that a line is counted over
# two articles of one site tell one story where they share so much of the shorter one; a site's own
# furniture, taken for story, is shared too, but not so much of it
_ONE_STORY: Final = 0.5
# and two of different sites already here: a wire's copies are cut and edited
_ONE_STORY_ELSEWHERE: Final = 0.3

_DUE: Final = """
SELECT d.line, d.site FROM _line_due AS d
WHERE (SELECT count(*) FROM (SELECT 1 FROM _line AS l WHERE l.line = d.line LIMIT 2)) = 2
   OR EXISTS (SELECT 1 FROM common_line AS c WHERE c.line = d.line)
   OR EXISTS (SELECT 1 FROM furniture AS f WHERE f.line = d.line)
ORDER BY d.line, d.site
"""
_ON_SITE: Final = "SELECT article FROM _line WHERE line = ? AND site = ? ORDER BY rank, article LIMIT ?"
_ON_SITES: Final = """
WITH RECURSIVE found (site, number) AS (
    SELECT min(site), 1 FROM _line WHERE line = ?1
    UNION ALL
    SELECT (SELECT min(site) FROM _line WHERE line = ?1 AND site > found.site), number + 1
    FROM found WHERE found.site IS NOT NULL AND number < ?2
)
SELECT (SELECT article FROM _line WHERE line = ?1 AND site = found.site ORDER BY rank, article LIMIT 1)
FROM found WHERE found.site IS NOT NULL
"""
_PAGES: Final = """
SELECT a.id, coalesce(a.title, ''), coalesce(s.name, '') FROM article AS a LEFT JOIN site AS s ON s.id = a.site
WHERE a.id IN (SELECT value FROM json_each(?))
"""
_BODIES: Final = """
SELECT b.article, b.text, t.line FROM block AS b JOIN text AS t ON t.id = b.text
WHERE b.article IN (SELECT value FROM json_each(?)) AND coalesce(b.page_role, b.role) = ?
"""
_ADD: Final = """
INSERT OR IGNORE INTO _line
SELECT DISTINCT t.line, ?2, ?3, b.article FROM block AS b JOIN text AS t ON t.id = b.text
WHERE b.article = ?1 AND t.line IS NOT NULL
"""
_LINES: Final = """
SELECT DISTINCT t.line, a.digest, s.name, a.id FROM article AS a
JOIN block AS b ON b.article = a.id JOIN text AS t ON t.id = b.text LEFT JOIN site AS s ON s.id = a.site
WHERE a.id IN (SELECT value FROM json_each(?)) AND t.line IS NOT NULL
"""


def site_hash(name: str | None) -> int:
    """The number under which a site's lines are kept; 0 where the site is unknown."""
    return 0 if name is None else int.from_bytes(blake2b(name.encode(), digest_size=8).digest(), "big", signed=True)


def rank_of(digest: bytes) -> int:
    """An article's place in samples: by its text, so that the order of coming does not count."""
    return int.from_bytes(digest[:4], "big")


def add_lines(connection: sqlite3.Connection, number: int, digest: bytes, site: str | None) -> None:
    """Note which lines an article carries, once its blocks are written.

    Args:
        connection: inside a transaction.
        number: the article's number.
        digest: the hash of its text.
        site: the site that it stands on.
    """
    connection.execute(_ADD, (number, site_hash(site), rank_of(digest)))
    connection.execute(
        "INSERT OR IGNORE INTO _line_due SELECT DISTINCT t.line, ? FROM block AS b JOIN text AS t ON t.id = b.text "
        "WHERE b.article = ? AND t.line IS NOT NULL",
        (site_hash(site), number),
    )


def drop_lines(connection: sqlite3.Connection, numbers: str) -> None:
    """Forget which lines articles carry, before their blocks go.

    Args:
        connection: inside a transaction.
        numbers: of the articles, as a JSON list.
    """
    rows = [
        (line, site_hash(name), rank_of(digest), number)
        for line, digest, name, number in connection.execute(_LINES, (numbers,))
    ]
    connection.executemany("DELETE FROM _line WHERE line = ? AND site = ? AND rank = ? AND article = ?", rows)
    connection.executemany("INSERT OR IGNORE INTO _line_due VALUES (?, ?)", {row[:2] for row in rows})


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
    due: list[tuple[int, int]] = connection.execute(_DUE).fetchall()
    names = {site_hash(name): id_ for id_, name in connection.execute("SELECT id, name FROM site")} if due else {}
    samples = {pair: _column(connection, _ON_SITE, (*pair, _SAMPLE)) for pair in due}
    across = {line: _column(connection, _ON_SITES, (line, _SAMPLE)) for line, _ in due}
    pages = _pages(connection, {number for sample in (*samples.values(), *across.values()) for number in sample})
    touched: set[int] = set()
    for line, site in due:
        stories = _stories(samples[line, site], pages, line, _ONE_STORY)
        if site in names and _note(connection, names[site], line, stories):
            touched.update(_column(connection, "SELECT article FROM _line WHERE line = ? AND site = ?", (line, site)))
    for line, sample in across.items():
        sites = _stories(sample, pages, line, _ONE_STORY_ELSEWHERE)
        if _note_everywhere(connection, line, sites):
            touched.update(_column(connection, "SELECT article FROM _line WHERE line = ?", (line,)))
    connection.execute("DELETE FROM _line_due")
    return tuple(sorted(touched))


def _column(connection: sqlite3.Connection, query: str, parameters: Sequence[int]) -> list[int]:
    return [number for (number,) in connection.execute(query, tuple(parameters))]


@dataclass(slots=True)
class _StoryOf:
    """What tells an article's story from another's: its title, and the paragraphs of its body with their lines."""

    title: str
    body: dict[int, int | None] = field(default_factory=dict)


def _pages(connection: sqlite3.Connection, numbers: Iterable[int]) -> dict[int, _StoryOf]:
    """The articles of all samples."""
    wanted = array(sorted(numbers))
    pages = {}
    for number, title, site in connection.execute(_PAGES, (wanted,)):
        pages[number] = _StoryOf(_title(title, site))
    for number, text, line in connection.execute(_BODIES, (wanted, Role.BODY)):
        pages[number].body[text] = line
    return pages


def _title(title: str, site: str) -> str:
    """A title in its normal form; empty for one that says no more than the site's name."""
    words = normalise(title)
    return "" if words == normalise(site) else words


def _stories(sample: Sequence[int], pages: Mapping[int, _StoryOf], line: int, enough: float) -> int:
    """How many distinct stories the articles of a sample tell."""
    if len(sample) < STORIES:
        return len(sample)
    group = {number: number for number in sample}
    for one, other in combinations(sample, 2):
        if group[one] != group[other] and _is_one_story(pages[one], pages[other], line, enough):
            old, new = group[one], group[other]
            group = {number: new if root == old else root for number, root in group.items()}
    return len(set(group.values()))


def _is_one_story(one: _StoryOf, other: _StoryOf, line: int, enough: float) -> bool:
    """Whether two articles tell one story, by what they have in common beside a line."""
    if one.title and one.title == other.title:
        return True
    ours = {text for text, key in one.body.items() if key != line}
    theirs = {text for text, key in other.body.items() if key != line}
    return len(ours & theirs) >= enough * max(1, min(len(ours), len(theirs)))


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
    """What a number of stories amounts to: nothing, a repeated line, an often repeated one."""
    return min(stories, OFTEN) if stories >= STORIES else 0


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
