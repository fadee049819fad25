"""Reading articles and matches as flat rows, for tables outside of the database.

Invariant: it only reads; rows come one at a time, in an order that depends on what is stored alone.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from provenance.model import ArticleRow, MatchRow
from provenance.store.values import texts, truth

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterator

    from provenance.store.values import Row

__all__ = ["article_count", "article_numbers", "article_rows", "match_count", "match_rows"]

_SITE: Final = "coalesce({0}.site_name, {0}.publisher, {0}.domain)"
_ARTICLES: Final = f"""
SELECT
    a.id, a."key", a.url, a.title, {_SITE.format("a")}, coalesce(a.domain, a.site_domain), a.site_kind, a.aggregator,
    a.published, a.language, a.words, v.status, v.relation, v.origin_name, v.origin_source, v.origin_article, o.url,
    v.taken_from, v.confidence,
    (SELECT json_group_array(name) FROM (SELECT name FROM hop WHERE article = a.id ORDER BY step)),
    coalesce(v.reasons, '[]'), v.correction IS NOT NULL, v.machine_paraphrase, v.substitutions_per_100, v.quotes,
    v.quotes_kept, v.facts_changed, v.findings, v.per_1000_words, t.story
FROM article AS a
LEFT JOIN verdict AS v ON v.article = a.id
LEFT JOIN article AS o ON o.id = v.origin_article
LEFT JOIN story_article AS t ON t.article = a.id
"""  # noqa: S608 (our own words)
_EVERY: Final = f"{_ARTICLES} ORDER BY a.id"
_OF_SITE: Final = f'{_ARTICLES} WHERE a.site = ? ORDER BY a.published IS NULL, a.published DESC, a."key", a.id LIMIT ?'
_MATCHES: Final = f"""
SELECT
    m.article, a."key", a.url, m.number, m.other, o."key", o.url, o.title, {_SITE.format("o")}, m.source, m.relation,
    m.share, m.containment, m.jaccard, m.substitutions_per_100,
    (SELECT count(*) FROM block_match AS b WHERE b.article = m.article AND b."match" = m.number),
    v.origin_article IS m.other, v.taken_from IS m.other
FROM "match" AS m
JOIN verdict AS v ON v.article = m.article
JOIN article AS a ON a.id = m.article
JOIN article AS o ON o.id = m.other
ORDER BY m.article, m.number
"""  # noqa: S608 (our own words)


def article_rows(
    connection: sqlite3.Connection, site: int | None = None, limit: int | None = None
) -> Iterator[ArticleRow]:
    """The articles with their verdicts.

    Args:
        connection: any.
        site: of this site alone, by its number, the newest first; else every one, by number.
        limit: of a site at most so many.
    """
    found = connection.execute(_EVERY) if site is None else connection.execute(_OF_SITE, (site, limit or -1))
    for row in found:
        aggregator, said, machine = truth(row[7]), (texts(row[19]), texts(row[20]), bool(row[21])), truth(row[22])
        values: Row = (*row[:7], aggregator, *row[8:19], *said, machine, *row[23:])
        yield ArticleRow(*values)


def article_numbers(connection: sqlite3.Connection) -> Iterator[int]:
    """The numbers of all articles, in their order."""
    for (number,) in connection.execute("SELECT id FROM article ORDER BY id"):
        yield number


def article_count(connection: sqlite3.Connection, site: int | None = None) -> int:
    """How many articles are stored, of one site or in all."""
    row = connection.execute("SELECT count(*) FROM article WHERE ?1 IS NULL OR site = ?1", (site,)).fetchone()
    return int(row[0])


def match_rows(connection: sqlite3.Connection) -> Iterator[MatchRow]:
    """All matches, by article, the closest first."""
    for row in connection.execute(_MATCHES):
        values: Row = (*row[:-2], bool(row[-2]), bool(row[-1]))
        yield MatchRow(*values)


def match_count(connection: sqlite3.Connection) -> int:
    """How many matches there are."""
    row = connection.execute('SELECT count(*) FROM "match"').fetchone()
    return int(row[0])
