"""Runs: which command wrote, when, and what it could not read.

Invariant: at most one run is running; one that was killed is found and named by the next.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

from provenance.store.values import escaped, now

if TYPE_CHECKING:
    import sqlite3

    from provenance.model import Unreadable

__all__ = ["RunCounts", "RunStatus", "finish_run", "record_failure", "start_run"]


class RunStatus(StrEnum):
    """How a run stands, or how it ended."""

    RUNNING = "running"
    DONE = "done"
    INTERRUPTED = "interrupted"
    FAILED = "failed"


@dataclass(frozen=True, slots=True)
class RunCounts:
    """What a run did with its documents."""

    read: int = 0
    stored: int = 0
    updated: int = 0
    known: int = 0
    failed: int = 0
    skipped: int = 0


def start_run(connection: sqlite3.Connection, command: str) -> int:
    """Begin a run and return its number; runs that never finished become interrupted ones."""
    from provenance.version import __version__

    connection.execute("UPDATE run SET status = ? WHERE status = ?", (RunStatus.INTERRUPTED, RunStatus.RUNNING))
    cursor = connection.execute(
        "INSERT INTO run (command, version, started) VALUES (?, ?, ?)", (command, __version__, now())
    )
    return cursor.lastrowid or 0


def finish_run(connection: sqlite3.Connection, run: int, status: RunStatus, counts: RunCounts) -> None:
    """End a run with what it did."""
    connection.execute(
        'UPDATE run SET finished = ?, status = ?, "read" = ?, stored = ?, updated = ?, known = ?, failed = ?, '
        "skipped = ? WHERE id = ?",
        (
            now(),
            status,
            counts.read,
            counts.stored,
            counts.updated,
            counts.known,
            counts.failed,
            counts.skipped,
            run,
        ),
    )


def record_failure(connection: sqlite3.Connection, run: int, unreadable: Unreadable) -> None:
    """Write down a document that could not be read."""
    connection.execute(
        "INSERT INTO failure (run, input, reason, hint) VALUES (?, ?, ?, ?)",
        (run, escaped(unreadable.id), escaped(unreadable.reason), escaped(unreadable.hint or "") or None),
    )
