"""A value that this program never writes is found, and its row is named."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from typing import TYPE_CHECKING

import pytest
from store_samples import analysis, put, trace

from provenance.errors import DatabaseError
from provenance.store import Database
from provenance.store.strange import StrangeValue, strange_values

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture
def path(tmp_path: Path) -> Path:
    path = tmp_path / "a.db"
    with Database.open(path, write=True, create=True) as database:
        each = [analysis(str(number), [f"text {number}", "shared"]) for number in range(3)]
        numbers = put(database, *each)
        run = database.start_run("test")
        for number, one in zip(numbers, each, strict=True):
            database.settle(number, trace(one), run)
    return path


@pytest.mark.parametrize(
    ("table", "column", "value"),
    [
        ("article", "site_kind", "gazette"),
        ("article", "site_reasons", "[1"),
        ("block", "role", ""),
        ("verdict", "relation", "cousin"),
        ("verdict", "reasons", '{"a": 1}'),
        ("verdict", "runner_up", "[]"),
        ("verdict", "damage_reasons", "nothing"),
    ],
)
def test_it_is_named(path: Path, table: str, column: str, value: str) -> None:
    with closing(sqlite3.connect(path)) as connection, connection:
        assert list(strange_values(connection)) == []
        connection.execute(f"UPDATE {table} SET {column} = ?", (value,))
        assert list(strange_values(connection)) == [StrangeValue(table, column, 1, value)]
        assert next(strange_values(connection, 3)) == StrangeValue(table, column, 3, value), "the one that is asked for"


def test_whoever_reads_it_is_told(path: Path) -> None:
    with closing(sqlite3.connect(path)) as connection, connection:
        connection.execute("UPDATE verdict SET relation = 'cousin'")
    with (
        Database.open(path, write=False) as database,
        pytest.raises(DatabaseError, match="a stored row cannot be read") as raised,
    ):
        database.verdict_of(1)
    assert "doctor" in (raised.value.hint or "")
