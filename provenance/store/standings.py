"""How the feeds that a database watches stand, for people.

Invariant: it only reads; the numbers are those of the view ``feeds``.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import sqlite3

__all__ = ["FeedStanding", "standings"]


@dataclass(frozen=True, slots=True)
class FeedStanding:
    """A feed, its items by what became of them, and when it answered last; ``failure`` says what ails it.

    ``stopped`` is since when it is not watched any more.
    """

    url: str
    title: str
    source: str | None
    kind: str | None
    items: int
    stored: int
    due: int
    failed: int
    answered: str | None
    failure: str | None
    stopped: str | None = None


def standings(connection: sqlite3.Connection) -> tuple[FeedStanding, ...]:
    """Every feed that is watched, by address, and then those that were."""
    rows = connection.execute(
        "SELECT url, title, source, kind, items, stored, due, failed, last_answer, failure, stopped FROM feeds "
        "ORDER BY stopped IS NOT NULL, url"
    )
    return tuple(FeedStanding(*row) for row in rows)
