"""Which reporter writes for whom: learned from articles that carry a name and a house's credit.

Invariant: ``reporter`` follows from the sets of stored articles and of corrections alone; copies of one story count
once, and a person who signs for several houses, or mostly for nobody named, is known of none.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from provenance.store.values import array

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Sequence

__all__ = ["add_bylines", "drop_bylines", "houses_of", "learn_reporters"]

_STORIES: Final = 2  # stories with a house's credit that make a person its reporter
_SITES: Final = 2  # on so many sites: what one site says of a name is its own word
_COUNTED: Final = 8  # more stories than this are not told apart
_MAIN: Final = 0.5  # and of all that the person signed, so much
_OTHER: Final = 0.34  # of the house's stories, so many under another house's credit make it doubtful

# by what the article's page says, or by a person's word on it
_BYLINES: Final = """
SELECT b.person, b.article, CASE WHEN n.applies = 1 THEN c.origin_source ELSE b.source END AS source
FROM byline AS b
LEFT JOIN corrected_article AS n ON n.article = b.article AND n.correction IS NOT NULL
LEFT JOIN correction AS c ON c.id = n.correction
WHERE b.person = ?
"""
_SIGNED: Final = f"""
SELECT coalesce(b.source, ''), count(DISTINCT coalesce(p.passage, -b.article)),
    count(DISTINCT coalesce(a.site, -b.article)), max(a.source IS b.source)
FROM ({_BYLINES}) AS b
JOIN article AS a ON a.id = b.article
LEFT JOIN passage_in AS p ON p.article = b.article AND p.number = 0
GROUP BY b.source ORDER BY 2 DESC, 1
"""  # noqa: S608 (our own words)


def add_bylines(connection: sqlite3.Connection, number: int, persons: Sequence[str], source: str | None) -> None:
    """Note who signed an article, and for whom, as far as its page says."""
    connection.executemany(
        "INSERT OR REPLACE INTO byline VALUES (?, ?, ?)", [(person, number, source) for person in persons]
    )
    connection.executemany("INSERT OR IGNORE INTO _person_due VALUES (?)", [(person,) for person in persons])


def drop_bylines(connection: sqlite3.Connection, numbers: str) -> None:
    """Forget who signed these articles, given as a JSON list; before they go."""
    connection.execute(
        "INSERT OR IGNORE INTO _person_due "
        "SELECT DISTINCT person FROM byline WHERE article IN (SELECT value FROM json_each(?))",
        (numbers,),
    )
    connection.execute("DELETE FROM byline WHERE article IN (SELECT value FROM json_each(?))", (numbers,))


def houses_of(connection: sqlite3.Connection, persons: Sequence[str]) -> dict[str, tuple[str, int]]:
    """Of some people, those who are known to write for a house: its id, and how many stories show it."""
    rows = connection.execute(
        "SELECT person, source, stories FROM reporter WHERE person IN (SELECT value FROM json_each(?)) ORDER BY person",
        (array(persons),),
    )
    return {person: (source, stories) for person, source, stories in rows}


def learn_reporters(connection: sqlite3.Connection) -> tuple[int, ...]:
    """Count anew who signed what came or went.

    Returns:
        The articles without a house's credit by people of whom more or less is known now, by number.
    """
    touched: set[int] = set()
    for (person,) in connection.execute("SELECT person FROM _person_due ORDER BY person").fetchall():
        house = _house(connection.execute(_SIGNED, (person,)).fetchall())
        before = connection.execute("SELECT source, stories FROM reporter WHERE person = ?", (person,)).fetchone()
        if house == before:
            continue
        if house is None:
            connection.execute("DELETE FROM reporter WHERE person = ?", (person,))
        else:
            connection.execute("INSERT OR REPLACE INTO reporter VALUES (?, ?, ?)", (person, *house))
        rows = connection.execute("SELECT article FROM byline WHERE person = ? AND source IS NULL", (person,))
        touched.update(number for (number,) in rows)
    connection.execute("DELETE FROM _person_due")
    return tuple(sorted(touched))


def _house(signed: Sequence[tuple[str, int, int, int]]) -> tuple[str, int] | None:
    """The house that a person writes for.

    Args:
        signed: for each house (``''`` for none) how many stories carry its credit, on how many
            sites, and whether one of these is its own.
    """
    houses = [(source, stories) for source, stories, sites, own in signed if source and (own or sites >= _SITES)]
    if not houses or houses[0][1] < _STORIES:
        return None
    source, stories = houses[0]
    others = sum(number for name, number, *_ in signed if name and name != source)
    if others > _OTHER * stories or stories < _MAIN * sum(number for _, number, *_ in signed):
        return None
    return source, min(stories, _COUNTED)
