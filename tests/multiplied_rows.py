"""How the rows of an article are written again for its copy: which column is a number, which a text, which a time.

Invariant: a number of an article moves by the copy's offset, but for those of the samples, which are not copied.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    import sqlite3

__all__ = ["FEEDS", "LINES", "OFTEN", "copied"]

_NUMBER: Final = 'iif("{0}" > :kept, "{0}" + :off, "{0}")'
_SAID: Final = 'said("{0}")'
_SHIFTED: Final = 'shifted("{0}")'
_SITE: Final = '(SELECT new FROM site_as WHERE old = "{0}")'
_STORY: Final = 'story_as("{0}")'
# the columns that change, by table, in an order in which each row comes after those that it points at
_COLUMNS: Final = {
    "article": {
        "id": _NUMBER,
        "title": _SAID,
        "key": _SAID,
        "location": _SAID,
        "url": _SAID,
        "canonical": _SAID,
        "domain": _SAID,
        "publisher": _SAID,
        "published": _SHIFTED,
        "digest": "(SELECT digest FROM digest_as WHERE old = id)",
        "site_domain": _SAID,
        "site_name": _SAID,
        "site_reasons": _SAID,
        "site": _SITE,
    },
    "block": {"article": _NUMBER, "text": "(SELECT new FROM text_as WHERE old = text)"},
    "flag": {"article": _NUMBER},
    "claim": {"article": _NUMBER, "value": _SAID},
    "credit": {"article": _NUMBER, "name": _SAID, "domain": _SAID, "text": _SAID},
    "byline": {"person": _SAID, "article": _NUMBER},
    "verdict": {
        "article": _NUMBER,
        "origin_name": _SAID,
        "origin_article": _NUMBER,
        "reasons": _SAID,
        "runner_up": _SAID,
        "damage_reasons": _SAID,
        "taken_from": _NUMBER,
        "correction": "NULL",
    },
    "hop": {"article": _NUMBER, "name": _SAID, "domain": _SAID},
    "evidence": {"article": _NUMBER, "name": _SAID, "domain": _SAID, "text": _SAID},
    "match": {"article": _NUMBER, "other": _NUMBER},
    "block_match": {"article": _NUMBER, "other": _NUMBER},
    "damage": {
        "article": _NUMBER,
        "text": _SAID,
        "original": _SAID,
        "reference_article": _NUMBER,
        "site": _SITE,
    },
    "passage_in": {"article": _NUMBER, "passage": "(SELECT new FROM passage_as WHERE old = passage)"},
    "story": {
        "id": _STORY,
        "title": _SAID,
        "origin_name": _SAID,
        "root": _NUMBER,
        "first": _NUMBER,
        "since": _SHIFTED,
        "until": _SHIFTED,
    },
    "story_article": {"article": _NUMBER, "story": _STORY, "parent": _NUMBER, "beside": _NUMBER},
}
_OF_STORIES: Final = "id IN (SELECT story FROM story_article WHERE article > :kept AND article <= :last)"
_PER_SITE: Final = (
    """
INSERT INTO furniture SELECT s.new, coalesce(l.new, f.line), f.stories
FROM furniture AS f JOIN site_as AS s ON s.old = f.site LEFT JOIN line_as AS l ON l.old = f.line
WHERE f.site <= (SELECT max(old) FROM site_as)
ON CONFLICT (site, line) DO UPDATE SET stories = min(16, furniture.stories + 1)
""",
    """
INSERT OR IGNORE INTO site_verdict
SELECT s.new, kind, aggregator, confidence, said(reasons), judged, taken, credited, damaged, origins, words_elsewhere,
    hours_behind
FROM site_verdict AS v JOIN site_as AS s ON s.old = v.site
""",
    "INSERT OR IGNORE INTO reporter SELECT said(person), source, stories FROM reporter",
)
LINES: Final = (
    """
INSERT OR IGNORE INTO _line SELECT DISTINCT t.line, r.site, r.rank, b.article
FROM ranked AS r JOIN block AS b ON b.article = r.article JOIN text AS t ON t.id = b.text WHERE t.line IS NOT NULL
""",
)
"""Which article carries which line."""
OFTEN: Final = (
    """
INSERT OR IGNORE INTO _line_often SELECT site, line FROM _line WHERE site <> 0 GROUP BY line, site HAVING count(*) > 16
""",
)
"""Which lines stand on more articles of a site than are counted."""
FEEDS: Final = (
    """
INSERT INTO feed (title, url, kind, source, added, checked, answered)
SELECT name || ': latest', 'https://' || domain || '/latest.xml', 'feed', id, '2031-04-01T00:00:00+00:00',
    '2032-05-01T00:00:00+00:00', '2032-05-01T00:00:00+00:00'
FROM source WHERE id IN ('ap', 'reuters', 'pti')
""",
    """
INSERT OR IGNORE INTO item (feed, url, title, published, digest, first_seen, last_seen, state, article)
SELECT f.id, a.url, a.title, a.published, a.digest, a.published, a.published, 'stored', a.id
FROM feed AS f JOIN article AS a ON a.source = f.source
WHERE a.url IS NOT NULL AND a.published IS NOT NULL
""",
    """
INSERT INTO capture (article, text, requested, final, redirects, fetched, last_seen, status, media_type, digest, size,
    run)
SELECT id, digest, url, url, '[]', published, published, 200, 'text/html', digest, 20000, run
FROM article WHERE id % 3 = 0 AND url IS NOT NULL AND published IS NOT NULL
""",
)
"""Feeds of the agencies with all that they listed, and when every third article was fetched."""


def copied(connection: sqlite3.Connection) -> list[str]:
    """Statements that write all rows of a copy.

    Args:
        connection: over the database, for the columns of its tables.

    Returns:
        They take ``kept`` (the last sample), ``last`` (the last article that is copied) and ``off``.
    """
    found = []
    for table, changed in _COLUMNS.items():
        columns = [row[1] for row in connection.execute(f'PRAGMA table_info("{table}")')]
        values = ", ".join(changed.get(column, '"{0}"').format(column) for column in columns)
        key = "id" if table == "article" else "article"
        which = _OF_STORIES if table == "story" else f"{key} > :kept AND {key} <= :last"
        found.append(f'INSERT INTO "{table}" SELECT {values} FROM "{table}" WHERE {which}')
    return [*found, *_PER_SITE]
