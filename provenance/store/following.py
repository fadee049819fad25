"""Watching a feed no longer, and again.

Invariant: what a feed listed, and when, outlives the watching of it; a feed that never listed
anything leaves nothing behind.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import sqlite3

__all__ = ["resume_feed", "stop_feed"]


def stop_feed(connection: sqlite3.Connection, number: int, when: str) -> int:
    """Watch a feed no longer.

    Args:
        connection: inside a transaction.
        number: the feed's number.
        when: the time, ISO 8601 in UTC; that of an earlier stop stays.

    Returns:
        How many items are kept; 0 where there were none, and then the feed is removed.
    """
    (kept,) = connection.execute("SELECT count(*) FROM item WHERE feed = ?", (number,)).fetchone()
    if kept:
        connection.execute("UPDATE feed SET stopped = coalesce(stopped, ?) WHERE id = ?", (when, number))
    else:
        connection.execute("DELETE FROM feed WHERE id = ?", (number,))
    return int(kept)


def resume_feed(connection: sqlite3.Connection, number: int) -> None:
    """Watch a feed again; one that is watched stays as it is."""
    connection.execute("UPDATE feed SET stopped = NULL WHERE id = ?", (number,))
