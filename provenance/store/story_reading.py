"""Reading stories: one with its tree, or a list of them.

Invariant: it only reads. The guests of a story, articles of no story or another one that share
text with it, are found at reading, so that they are never old.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from provenance.model import ArticleRef, Relation, StoryRef
from provenance.store.values import array, truth
from provenance.tracing.stories import NO_LINKS, Guest, StoryArticle, StoryPlace, StorySummary, StoryWithTree

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterable

    from provenance.store.values import Row

__all__ = ["copied_blocks", "holders_outside", "list_stories", "quoting", "story", "story_of"]

_REF: Final = 'id, {0}."key", {0}.url, {0}.title'
_OUTLET: Final = "coalesce(a.site_name, a.publisher, a.domain)"
_STORY: Final = f"""
SELECT
    s.id, s.title, s.articles, s.sites, s.origin_source, s.origin_name, s.since, s.until,
    r.{_REF.format("r")}, f.{_REF.format("f")}
FROM story AS s LEFT JOIN article AS r ON r.id = s.root LEFT JOIN article AS f ON f.id = s."first"
"""  # noqa: S608 (our own words)
# the plus leaves the choice of an index to the order, by which the first rows are found without the rest
_LIST: Final = f"""
{_STORY}
WHERE +s.articles >= ?1 AND (?2 IS NULL OR s.until >= ?2)
AND (?3 IS NULL OR s.origin_source = ?3 OR EXISTS (
    SELECT 1 FROM story_article AS t JOIN article AS a ON a.id = t.article WHERE t.story = s.id AND a.source = ?3
))
ORDER BY {{order}} LIMIT ?4
"""  # noqa: S608 (our own words)
_LARGEST: Final = "s.articles DESC, s.until DESC, s.id"
_NEWEST: Final = "s.until DESC, s.articles DESC, s.id"
_ARTICLES: Final = f"""
SELECT
    t.place, t.parent, t.beside, t.relation, t.share, t.depth,
    (SELECT m.share FROM "match" AS m WHERE m.article = t.parent AND m.other = t.article),
    v.substitutions_per_100, v.machine_paraphrase,
    coalesce(v.quotes - v.quotes_kept, 0),
    (
        SELECT count(*) FROM damage AS d WHERE d.article = a.id AND d.original IS NOT NULL
        AND d.kind IN ('number_changed', 'name_changed', 'polarity', 'meaning_changed', 'attribution_changed')
    ),
    v.origin_source, v.origin_name, {_OUTLET}, a.published, a.{_REF.format("a")}
FROM story_article AS t JOIN article AS a ON a.id = t.article LEFT JOIN verdict AS v ON v.article = t.article
WHERE t.story = ? ORDER BY t.position LIMIT ? OFFSET ?
"""  # noqa: S608 (our own words)
_LINKED: Final = f"m.relation NOT IN ({', '.join(repr(str(each)) for each in sorted(NO_LINKS))})"
# Nearly all matches of a story's articles are with each other: what the index knows of a match leaves these out, before
# its row is read.
_INSIDE: Final = "inside AS MATERIALIZED (SELECT article FROM story_article WHERE story = ?1)"
_GUESTS: Final = f"""
WITH {_INSIDE}, towards AS MATERIALIZED (
    SELECT m.article, m.number FROM inside AS t CROSS JOIN "match" AS m ON m.other = t.article
    WHERE m.article NOT IN inside
), near AS (
    SELECT m.article AS guest, m.share AS share
    FROM towards AS t CROSS JOIN "match" AS m ON m.article = t.article AND m.number = t.number
    WHERE m.share >= ?2 AND {_LINKED}
    UNION ALL
    SELECT m.other, coalesce(
        (SELECT b.share FROM "match" AS b WHERE b.article = m.other AND b.other = m.article), 0
    ) FROM inside AS t CROSS JOIN "match" AS m ON m.article = t.article
    WHERE m.other NOT IN inside AND m.share >= ?3 AND {_LINKED}
)
SELECT max(n.share), o.story, {_OUTLET}, a.published, a.{_REF.format("a")}
FROM near AS n JOIN article AS a ON a.id = n.guest LEFT JOIN story_article AS o ON o.article = a.id
GROUP BY a.id ORDER BY 1 DESC, a."key", a.url, a.digest
"""  # noqa: S608 (our own words)
_QUOTING: Final = f"""
WITH {_INSIDE}, asked AS MATERIALIZED (SELECT value AS article FROM json_each(?4)), towards AS MATERIALIZED (
    SELECT m.article, m.number FROM asked AS t CROSS JOIN "match" AS m ON m.other = t.article
    WHERE m.article NOT IN inside
), near AS (
    SELECT m.other AS number FROM asked AS t CROSS JOIN "match" AS m ON m.article = t.article
    WHERE m.other NOT IN inside AND m.relation = ?2
    UNION SELECT m.article FROM towards AS t CROSS JOIN "match" AS m ON m.article = t.article AND m.number = t.number
    WHERE m.relation = ?2
    UNION SELECT value FROM json_each(?3) WHERE value NOT IN inside
)
SELECT 0.0, o.story, {_OUTLET}, a.published, a.{_REF.format("a")}
FROM near AS n JOIN article AS a ON a.id = n.number LEFT JOIN story_article AS o ON o.article = a.id
ORDER BY a."key", a.url, a.digest
"""  # noqa: S608 (our own words)
_OUTSIDE: Final = """
SELECT DISTINCT passage, article FROM passage_in
WHERE passage IN (SELECT value FROM json_each(?1))
AND article NOT IN (SELECT article FROM story_article WHERE story = ?2)
ORDER BY passage, article
"""
_COPIED: Final = """
SELECT b.article, b.position, b.other, b.other_position
FROM json_each(?) AS n JOIN story_article AS t ON t.article = n.value
JOIN block_match AS b ON b.article = t.article AND b.other = coalesce(t.parent, t.beside)
"""
_STORY_OF: Final = """
SELECT t.article, s.id, s.title, s.articles FROM story_article AS t JOIN story AS s ON s.id = t.story
WHERE t.article IN (SELECT value FROM json_each(?))
"""


def story(
    connection: sqlite3.Connection,
    story_id: str,
    guest: float,
    whole: float,
    part: tuple[int, int] | None = None,
) -> StoryWithTree | None:
    """A story with its tree.

    Args:
        connection: any.
        story_id: its id.
        guest: a guest has so much of its own text from the story,
        whole: or so much of an article of the story.
        part: from which article in the order of the tree on, counted from 0, and how many; ``None`` for all.
    """
    row = connection.execute(f"{_STORY} WHERE s.id = ?", (story_id,)).fetchone()
    if row is None:
        return None
    start, most = (0, -1) if part is None else part
    articles = tuple(_article(each) for each in connection.execute(_ARTICLES, (story_id, most, start)))
    guests = tuple(
        Guest(share, own, outlet, published, ArticleRef(*ref))
        for share, own, outlet, published, *ref in connection.execute(_GUESTS, (story_id, guest, whole))
    )
    return StoryWithTree(_summary(row), articles, guests)


def list_stories(
    connection: sqlite3.Connection, *, least: int, since: str | None, source: str | None, limit: int, newest: bool
) -> tuple[StorySummary, ...]:
    """The largest or the newest stories.

    Args:
        connection: any.
        least: of so many articles.
        since: with an article of this day or a later one.
        source: that a source wrote first, or has an article of its own in.
        limit: at most so many.
        newest: whether the newest come first, else the largest.
    """
    query = _LIST.format(order=_NEWEST if newest else _LARGEST)
    return tuple(_summary(row) for row in connection.execute(query, (least, since, source, limit)))


def story_of(connection: sqlite3.Connection, numbers: Iterable[int]) -> dict[int, StoryRef]:
    """Which stories articles belong to, by article."""
    return {number: StoryRef(*row) for number, *row in connection.execute(_STORY_OF, (array(numbers),))}


def quoting(
    connection: sqlite3.Connection, story_id: str, numbers: Iterable[int], also: Iterable[int]
) -> tuple[Guest, ...]:
    """Articles outside of a story that have no more than quotations in common with some of it, and some others.

    Args:
        connection: any.
        story_id: the story.
        numbers: its articles that are asked for.
        also: more articles, by number; those of the story are left out.
    """
    rows = connection.execute(_QUOTING, (story_id, Relation.QUOTE_ONLY, array(also), array(numbers)))
    return tuple(Guest(share, own, outlet, published, ArticleRef(*ref)) for share, own, outlet, published, *ref in rows)


def holders_outside(
    connection: sqlite3.Connection, story_id: str, passages: Iterable[int]
) -> tuple[tuple[int, int], ...]:
    """Who outside of a story holds some passages: passage, article."""
    return tuple(connection.execute(_OUTSIDE, (array(passages), story_id)))


def copied_blocks(connection: sqlite3.Connection, numbers: Iterable[int]) -> tuple[tuple[int, int, int, int], ...]:
    """The blocks of a story's articles, each with the block that it is made from: article, block, article, block."""
    return tuple(connection.execute(_COPIED, (array(numbers),)))


def _summary(row: Row) -> StorySummary:
    id_, title, articles, sites, origin, name, since, until, *refs = row
    root, first = refs[:4], refs[4:]
    return StorySummary(
        id_,
        title,
        articles,
        sites,
        origin,
        name,
        since,
        until,
        None if root[0] is None else ArticleRef(*root),
        None if first[0] is None else ArticleRef(*first),
    )


def _article(row: Row) -> StoryArticle:
    place, parent, beside, relation, share, depth, kept, substitutions, machine, quotes, facts, *rest = row
    origin, name, outlet, published, *ref = rest
    return StoryArticle(
        StoryPlace(place),
        parent,
        beside,
        None if relation is None else Relation(relation),
        share,
        depth,
        kept,
        substitutions,
        truth(machine),
        quotes,
        facts,
        origin,
        name,
        outlet,
        published,
        ArticleRef(*ref),
    )
