"""Which number each article, run and feed of another database has in this one.

Invariant: what is kept lies in a file of its own that nobody else sees and that is gone when it
is closed; so memory does not grow with the database that is taken over.
"""

from __future__ import annotations

import sqlite3
from typing import Self

__all__ = ["Numbers"]


class Numbers:
    """Numbers there and here, by kind."""

    def __init__(self) -> None:
        """Start with none."""
        # an empty name is a database on disk that SQLite deletes with the connection
        self._file = sqlite3.connect("", isolation_level=None)
        self._file.execute("PRAGMA journal_mode = OFF")
        self._file.execute("PRAGMA synchronous = OFF")
        self._file.execute(
            "CREATE TABLE number (kind TEXT, there INTEGER, here INTEGER, PRIMARY KEY (kind, there)) WITHOUT ROWID"
        )
        self._file.execute("CREATE INDEX number_here ON number (kind, here)")
        self._file.execute("BEGIN")

    def __enter__(self) -> Self:
        """Nothing to prepare."""
        return self

    def __exit__(self, *_: object) -> None:
        """Delete the file."""
        self._file.close()

    def set(self, kind: str, there: int, here: int) -> None:
        """Keep a pair of numbers, in place of an earlier one."""
        self._file.execute("INSERT OR REPLACE INTO number VALUES (?, ?, ?)", (kind, there, here))

    def of(self, kind: str, there: int) -> int | None:
        """The number here; ``None`` for one that did not come over."""
        row = self._file.execute("SELECT here FROM number WHERE kind = ? AND there = ?", (kind, there)).fetchone()
        return None if row is None else int(row[0])

    def taken(self, kind: str, here: int) -> bool:
        """Whether this number stands for one from there."""
        row = self._file.execute("SELECT 1 FROM number WHERE kind = ? AND here = ?", (kind, here)).fetchone()
        return row is not None

    def move(self, kind: str, old: int, new: int) -> None:
        """Whatever stood for a number here stands for another one now."""
        self._file.execute("UPDATE number SET here = ? WHERE kind = ? AND here = ?", (new, kind, old))
