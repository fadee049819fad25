"""Reading what was learned of repeated lines.

Invariant: it only reads; counts of articles are exact, counts of stories are those that the
learning was decided on.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from provenance.store.furniture import site_hash
from provenance.store.values import is_unicode

if TYPE_CHECKING:
    import sqlite3

__all__ = [
    "Carried",
    "RepeatedLine",
    "SiteLines",
    "carried",
    "knows_site",
    "repeated_lines",
    "sites_like",
    "sites_with_furniture",
]

_LINES: Final = """
SELECT f.line, f.stories, (SELECT count(*) FROM _line AS l WHERE l.line = f.line AND l.site = ?2) AS articles
FROM furniture AS f JOIN site AS s ON s.id = f.site WHERE s.name = ?1
ORDER BY articles DESC, f.stories DESC, f.line LIMIT ?3
"""
_COMMON: Final = """
SELECT c.line, c.sites, (SELECT count(*) FROM _line AS l WHERE l.line = c.line) AS articles
FROM common_line AS c ORDER BY c.sites DESC, articles DESC, c.line LIMIT ?
"""
_WORDING: Final = """
SELECT t.content FROM _line AS l JOIN block AS b ON b.article = l.article JOIN text AS t ON t.id = b.text
WHERE l.line = ?1 AND (?2 IS NULL OR l.site = ?2) AND t.line = ?1 ORDER BY l.site, l.rank, l.article LIMIT 1
"""
_ROLES: Final = """
SELECT b.role, count(*) AS often FROM (
    SELECT article FROM _line WHERE line = ?1 AND (?2 IS NULL OR site = ?2) ORDER BY site, rank, article LIMIT 200
) AS l JOIN block AS b ON b.article = l.article JOIN text AS t ON t.id = b.text
WHERE t.line = ?1 GROUP BY b.role ORDER BY often DESC, b.role
"""
_SITES: Final = """
SELECT s.name, count(*) AS lines, (SELECT count(*) FROM article AS a WHERE a.site = s.id) AS articles
FROM furniture AS f JOIN site AS s ON s.id = f.site GROUP BY s.id ORDER BY articles DESC, s.name LIMIT ?
"""
_CARRIED: Final = """
SELECT s.name, count(*) AS articles, coalesce(max(f.stories), 1) FROM _line AS l
JOIN article AS a ON a.id = l.article LEFT JOIN site AS s ON s.id = a.site
LEFT JOIN furniture AS f ON f.site = s.id AND f.line = l.line
WHERE l.line = ? GROUP BY s.id ORDER BY articles DESC, s.name LIMIT ?
"""


@dataclass(frozen=True, slots=True)
class RepeatedLine:
    """A line that repeats on unrelated pages.

    ``text`` is one of its wordings. ``stories`` are distinct stories of the site that carry it
    (of a line across sites: sites that carry it in stories of their own), counted over a sample
    of at most 16; ``articles`` are all that carry it. ``roles`` says what it is on them.
    """

    text: str
    stories: int
    articles: int
    roles: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class SiteLines:
    """A site of which repeated lines are known: how many, on how many stored articles."""

    site: str
    articles: int
    lines: int


@dataclass(frozen=True, slots=True)
class Carried:
    """A site that carries a line: on how many articles, and in how many distinct stories."""

    site: str | None
    articles: int
    stories: int


def repeated_lines(connection: sqlite3.Connection, site: str | None, limit: int) -> tuple[RepeatedLine, ...]:
    """The lines that a site repeats, or those that many sites carry, the most frequent first.

    Args:
        connection: any.
        site: its name; ``None`` for the lines across sites.
        limit: at most so many.
    """
    place = None if site is None else site_hash(site)
    rows = (
        connection.execute(_COMMON, (limit,)) if site is None else connection.execute(_LINES, (site, place, limit))
    ).fetchall()
    return tuple(_line(connection, line, place, stories, articles) for line, stories, articles in rows)


def _line(connection: sqlite3.Connection, line: int, place: int | None, stories: int, articles: int) -> RepeatedLine:
    (text,) = connection.execute(_WORDING, (line, place)).fetchone() or ("",)  # its blocks may be gone
    roles = tuple(role for role, _ in connection.execute(_ROLES, (line, place)))
    return RepeatedLine(text, stories, articles, roles)


def sites_with_furniture(connection: sqlite3.Connection, limit: int) -> tuple[SiteLines, ...]:
    """The sites of which repeated lines are known, those with the most articles first."""
    rows = connection.execute(_SITES, (limit,))
    return tuple(SiteLines(name, articles, lines) for name, lines, articles in rows)


def carried(connection: sqlite3.Connection, line: int, limit: int) -> tuple[Carried, ...]:
    """The sites that carry a line, those with the most articles first."""
    return tuple(Carried(*row) for row in connection.execute(_CARRIED, (line, limit)))


def knows_site(connection: sqlite3.Connection, name: str) -> bool:
    """Whether an article of a site is stored."""
    return is_unicode(name) and connection.execute("SELECT 1 FROM site WHERE name = ?", (name,)).fetchone() is not None


def sites_like(connection: sqlite3.Connection, part: str) -> tuple[str, ...]:
    """A few sites whose name holds this, by name."""
    if not part or not is_unicode(part):
        return ()
    rows = connection.execute("SELECT name FROM site WHERE instr(name, ?) ORDER BY name LIMIT 5", (part.casefold(),))
    return tuple(name for (name,) in rows)
