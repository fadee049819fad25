"""Writing stories: which are due, what they are made from, and the trees.

Invariant: a story is written whole or not at all; whoever changed since, by a new verdict or by
the going of an article beside it, is due. All of it can be made again from verdicts and matches.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from provenance.model import Relation, Status
from provenance.store.values import array
from provenance.tracing.stories import NO_LINKS, Settled, Shared

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterable, Sequence

    from provenance.tracing.stories import StoryTree

__all__ = ["component", "drop_stories", "matched_blocks", "put_stories", "settled", "shared", "stories_due"]

_LINKED: Final = f"share >= ?2 AND relation NOT IN ({', '.join(repr(str(each)) for each in sorted(NO_LINKS))})"
_AROUND: Final = f"""
WITH asked AS (SELECT value FROM json_each(?1))
SELECT other FROM "match" WHERE article IN asked AND {_LINKED}
UNION SELECT article FROM "match" WHERE other IN asked AND {_LINKED}
UNION SELECT taken_from FROM verdict WHERE article IN asked AND taken_from IS NOT NULL
UNION SELECT article FROM verdict WHERE taken_from IN asked
UNION SELECT article FROM story_article
WHERE story IN (SELECT story FROM story_article WHERE article IN asked)
"""  # noqa: S608 (our own words)
_SETTLED: Final = """
SELECT
    a.id, a."key", coalesce(a.url, ''), hex(a.digest), a.title, a.published,
    coalesce(a.site_name, a.publisher, a.domain), a.source, v.status, v.relation, v.origin_source, v.origin_name,
    v.taken_from
FROM article AS a JOIN verdict AS v ON v.article = a.id
WHERE a.id IN (SELECT value FROM json_each(?))
"""
_SHARED: Final = """
SELECT article, other, relation, share FROM "match" WHERE article IN (SELECT value FROM json_each(?))
"""
_BLOCKS: Final = """
SELECT other, position FROM block_match WHERE article = ?1 AND relation <> ?2
UNION SELECT article, other_position FROM block_match WHERE other = ?1 AND relation <> ?2
"""

_DROP: Final = (
    "DELETE FROM story WHERE id IN (SELECT story FROM story_article WHERE article IN (SELECT value FROM json_each(?)))"
)


def stories_due(connection: sqlite3.Connection, limit: int) -> tuple[int, ...]:
    """Articles whose story is to be made anew, by number, at most so many."""
    rows = connection.execute("SELECT article FROM _story_due ORDER BY article LIMIT ?", (limit,))
    return tuple(number for (number,) in rows)


def drop_stories(connection: sqlite3.Connection, gone: str) -> None:
    """Take out the stories of articles that go, as a JSON list; the others of these stories are due."""
    mates = (
        "SELECT article FROM story_article WHERE story IN "
        "(SELECT story FROM story_article WHERE article IN (SELECT value FROM json_each(?)))"
    )
    connection.execute(f"INSERT OR IGNORE INTO _story_due {mates}", (gone,))
    connection.execute(_DROP, (gone,))


def component(connection: sqlite3.Connection, numbers: Sequence[int], share: float) -> tuple[int, ...]:
    """These articles with all that may be of one story with them: over matches, verdicts and the stories of before.

    Args:
        connection: any.
        numbers: where to begin.
        share: so much of either of two articles stands in the other.
    """
    found, new = set(numbers), set(numbers)
    while new:
        around = {number for (number,) in connection.execute(_AROUND, (array(sorted(new)), share))}
        new = around - found
        found |= new
    return tuple(sorted(found))


def settled(connection: sqlite3.Connection, numbers: Iterable[int]) -> dict[int, Settled]:
    """Articles with what their verdicts say, by number; those whose verdict is due are left out."""
    found: dict[int, Settled] = {}
    for row in connection.execute(_SETTLED, (array(numbers),)):
        number, key, url, digest, title, published, outlet, source, status, relation, *verdict = row
        origin, name, taken_from = verdict if status == Status.DECIDED else (None, None, verdict[2])
        found[number] = Settled(
            number, (key, url, digest), title, published, outlet, source, Relation(relation), origin, name, taken_from
        )
    return found


def shared(connection: sqlite3.Connection, numbers: Iterable[int]) -> tuple[Shared, ...]:
    """How much of these articles stands in others."""
    rows = connection.execute(_SHARED, (array(numbers),))
    return tuple(Shared(article, other, Relation(relation), share) for article, other, relation, share in rows)


def matched_blocks(connection: sqlite3.Connection, number: int) -> dict[int, frozenset[int]]:
    """Which of an article's blocks each other article matches."""
    found: dict[int, set[int]] = {}
    for other, position in connection.execute(_BLOCKS, (number, Relation.QUOTE_ONLY)):
        found.setdefault(other, set()).add(position)
    return {other: frozenset(positions) for other, positions in found.items()}


def put_stories(connection: sqlite3.Connection, numbers: Iterable[int], trees: Iterable[StoryTree]) -> None:
    """Write the stories of some articles in place of those that they had.

    Args:
        connection: inside a transaction.
        numbers: the articles, with and without a story.
        trees: their stories.
    """
    asked = array(numbers)
    connection.execute(_DROP, (asked,))
    for tree in trees:
        connection.execute(
            "INSERT INTO story VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
            (
                tree.id,
                tree.title,
                tree.origin,
                tree.origin_name,
                tree.root,
                tree.first,
                len(tree.members),
                tree.sites,
                tree.since,
                tree.until,
            ),
        )
        connection.executemany(
            "INSERT INTO story_article VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
            [
                (m.number, tree.id, position, m.place, m.parent, m.beside, m.relation, m.share, m.depth)
                for position, m in enumerate(tree.members)
            ],
        )
    connection.execute("DELETE FROM _story_due WHERE article IN (SELECT value FROM json_each(?))", (asked,))
