"""Runs: numbered, counted, and marked when they were cut short."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from typing import TYPE_CHECKING

import pytest

import provenance
from provenance.model import Unreadable
from provenance.store import Database, RunCounts, RunStatus

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


@pytest.fixture
def database(tmp_path: Path) -> Iterator[Database]:
    with Database.open(tmp_path / "a.db", write=True, create=True) as database:
        yield database


def rows(database: Database, query: str) -> list[tuple[object, ...]]:
    with closing(sqlite3.connect(database.path)) as connection:
        return connection.execute(query).fetchall()


def test_a_run_ends_with_its_counts(database: Database) -> None:
    run = database.start_run("ingest")
    assert rows(database, "SELECT command, version, status, finished FROM run") == [
        ("ingest", provenance.__version__, "running", None)
    ]
    database.finish_run(run, RunStatus.DONE, RunCounts(read=9, stored=4, updated=3, known=1, failed=1, skipped=5))
    assert rows(database, 'SELECT status, "read", stored, updated, known, failed FROM run') == [("done", 9, 4, 3, 1, 1)]


def test_a_run_that_never_ended_is_interrupted_by_the_next(database: Database) -> None:
    done = database.start_run("ingest")
    database.finish_run(done, RunStatus.DONE, RunCounts())
    database.start_run("ingest")
    database.start_run("forget")
    assert rows(database, "SELECT status FROM run ORDER BY id") == [("done",), ("interrupted",), ("running",)]


def test_what_could_not_be_read_is_kept(database: Database) -> None:
    run = database.start_run("ingest")
    database.record_failure(run, Unreadable("a.html", "no article in it", "look at it"))
    database.record_failure(run, Unreadable("caf\udce9.html", "no article in it"))
    assert rows(database, "SELECT run, input, reason, hint FROM failure ORDER BY id") == [
        (run, "a.html", "no article in it", "look at it"),
        (run, "caf\\udce9.html", "no article in it", None),
    ]
