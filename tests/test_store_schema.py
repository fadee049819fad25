"""The schema: one file, kept beside the code, and the laws that it keeps."""

from __future__ import annotations

import sqlite3
import subprocess
import sys
from contextlib import closing
from dataclasses import fields
from importlib.resources import files
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
import sqlite_utils

from provenance.digests import text_digest
from provenance.errors import DatabaseError
from provenance.settings import Scheme
from provenance.store import Database
from provenance.store.layout import APPLICATION_ID, PASSAGE_LIMIT, VERSION
from provenance.store.schema import MIGRATIONS, migrate, schema_sql

if TYPE_CHECKING:
    from collections.abc import Iterator

REPOSITORY = Path(__file__).resolve().parents[1]
OURS = "type = 'table' AND name NOT GLOB '*sqlite_*' AND name NOT GLOB '_words*' AND name NOT GLOB '_titles*'"


@pytest.fixture
def connection() -> Iterator[sqlite3.Connection]:
    with closing(sqlite3.connect(":memory:", isolation_level=None)) as connection:
        migrate(connection, Scheme())
        yield connection


def tables(connection: sqlite3.Connection) -> list[str]:
    return [name for (name,) in connection.execute(f"SELECT name FROM sqlite_schema WHERE {OURS} ORDER BY name")]


def test_the_file_is_the_schema() -> None:
    assert (REPOSITORY / "db" / "schema.sql").read_text(encoding="utf-8") == schema_sql()


def test_the_module_writes_it_without_a_warning() -> None:
    command = [sys.executable, "-W", "error", "-m", "provenance.store.schema"]
    done = subprocess.run(command, cwd=REPOSITORY, capture_output=True, text=True, check=True, timeout=300)
    assert done.stdout == schema_sql()


def test_the_file_makes_the_database() -> None:
    with closing(sqlite3.connect(":memory:")) as connection:
        connection.executescript(schema_sql())
        assert connection.execute("PRAGMA user_version").fetchone() == (VERSION,)
        assert "article" in tables(connection)


def test_the_version_is_the_number_of_migrations(connection: sqlite3.Connection) -> None:
    assert len(MIGRATIONS.pending(sqlite_utils.Database(memory=True))) == VERSION
    assert connection.execute("PRAGMA user_version").fetchone() == (VERSION,)


def test_migrating_twice_changes_nothing(connection: sqlite3.Connection) -> None:
    before = list(connection.iterdump())
    migrate(connection, Scheme(sample=1))
    assert list(connection.iterdump()) == before


def test_an_older_database_keeps_all_that_is_in_it(tmp_path: Path) -> None:
    """One of version 1, with a row in its tables, as that version made it."""
    path = tmp_path / "a.db"
    scripts = files("provenance.store.migrations")
    with closing(sqlite3.connect(path, isolation_level=None)) as connection:
        for name in ("0001_tables.sql", "0001_views.sql"):
            connection.executescript((scripts / name).read_text(encoding="utf-8"))
        connection.execute(
            "CREATE TABLE _sqlite_migrations (id INTEGER PRIMARY KEY, migration_set TEXT, name TEXT, applied_at TEXT)"
        )
        connection.execute("INSERT INTO _sqlite_migrations VALUES (1, 'provenance', 'tables_and_views', '2031')")
        connection.execute(f"PRAGMA application_id = {APPLICATION_ID}")
        connection.execute("PRAGMA user_version = 1")
        connection.execute("INSERT INTO scheme VALUES (1, 128, 1, 3, 64, 2, 'affine32', 1, 8)")
        connection.execute("INSERT INTO run (command, version, started, failed) VALUES ('ingest', '0', '2031', 3)")
        connection.execute(
            'INSERT INTO article (title, "key", media, words, digest, tail, run, site_kind, site_confidence, '
            "site_reasons) VALUES ('Ferry', 'a.txt', 'text', 1, ?, 'Ferry', 1, 'unknown', 0, '[]')",
            (text_digest("Ferry"),),
        )
    with pytest.raises(DatabaseError, match="older version"):
        Database.open(path, write=False)
    with pytest.raises(DatabaseError, match="another scheme") as refused:
        Database.open(path, write=True)
    assert "provenance merge" in (refused.value.hint or "")
    with Database.open_any(path) as database:
        found = database.stored(1).article
        assert (found.text, found.title, found.fetch) == ("Ferry", "Ferry", None)
    with closing(sqlite3.connect(path)) as connection:
        assert connection.execute("SELECT failed, skipped FROM run").fetchall() == [(3, 0)]
        made = connection.execute("SELECT type, name FROM sqlite_schema WHERE name NOT GLOB '*sqlite_*' ORDER BY name")
        upgraded = made.fetchall()
    with closing(sqlite3.connect(":memory:")) as connection:
        connection.executescript(schema_sql())
        made = connection.execute("SELECT type, name FROM sqlite_schema WHERE name NOT GLOB '*sqlite_*' ORDER BY name")
        assert made.fetchall() == upgraded


def test_the_scheme_is_kept_field_by_field(connection: sqlite3.Connection) -> None:
    cursor = connection.execute("SELECT * FROM scheme")
    assert [column for column, *_ in cursor.description] == ["id", *(field.name for field in fields(Scheme))]


def test_every_table_is_strict(connection: sqlite3.Connection) -> None:
    for name in tables(connection):
        (sql,) = connection.execute("SELECT sql FROM sqlite_schema WHERE name = ?", (name,)).fetchone()
        assert "STRICT" in sql.rsplit(")", 1)[-1], name


def test_deleting_a_row_never_scans_a_table(connection: sqlite3.Connection) -> None:
    """Whatever points at an article, block, match, hop or text is found by an index."""
    small = {"run", "source"}  # rows of these are never deleted
    for name in tables(connection):
        keys: dict[int, tuple[str, list[str]]] = {}
        for number, _, target, column, *_ in connection.execute(f'PRAGMA foreign_key_list("{name}")'):
            keys.setdefault(number, (target, []))[1].append(column)
        for target, columns in keys.values():
            if target in small:
                continue
            condition = " AND ".join(f'"{column}" = 1' for column in columns)
            plan = connection.execute(f'EXPLAIN QUERY PLAN SELECT 1 FROM "{name}" WHERE {condition}').fetchall()
            assert all("SEARCH" in row[-1] for row in plan), (name, columns, plan)


def test_passage_numbers_fit_into_an_index_entry(connection: sqlite3.Connection) -> None:
    insert = "INSERT INTO passage (id, digest, words) VALUES (?, zeroblob(16), 1)"
    with pytest.raises(sqlite3.IntegrityError):
        connection.execute(insert, (PASSAGE_LIMIT,))
    connection.execute(insert, (PASSAGE_LIMIT - 1,))


def test_every_view_answers_with_its_label_first(connection: sqlite3.Connection) -> None:
    views = [name for (name,) in connection.execute("SELECT name FROM sqlite_schema WHERE type = 'view' ORDER BY name")]
    assert views == [
        "boilerplate",
        "chains",
        "copies",
        "corrections",
        "coverage",
        "damage_report",
        "damaged_articles",
        "damaged_phrases",
        "dedup_clusters",
        "dedup_members",
        "dedup_runs",
        "feeds",
        "first_seen",
        "origins",
        "outlets",
        "repeated_lines",
        "site_report",
        "stories",
        "story_tree",
    ]
    for view in views:
        cursor = connection.execute(f"SELECT * FROM {view}")
        assert cursor.description[0][0] in {"title", "line", "outlet", "site", "source", "phrase"}
        assert cursor.fetchall() == []


WORDS = (
    ("text", "content", "_words", "INSERT INTO text (content, digest) VALUES (?, randomblob(16))"),
    (
        "article",
        "title",
        "_titles",
        """INSERT INTO article (
            title, "key", media, words, digest, tail, run, site_kind, site_confidence, site_reasons
        ) VALUES (?, 'a', 'text', 1, randomblob(16), '', 1, 'unknown', 0, '[]')""",
    ),
)


@pytest.mark.parametrize(("table", "column", "index", "insert"), WORDS)
def test_words_are_found_as_long_as_their_row_is_there(
    connection: sqlite3.Connection, table: str, column: str, index: str, insert: str
) -> None:
    def found(word: str) -> list[int]:
        return [row for (row,) in connection.execute(f"SELECT rowid FROM {index} WHERE {index} MATCH ?", (word,))]

    connection.execute(insert, ("Zwölf Fähren im Hafen",))
    connection.execute(insert, ("Few ferries sail",))
    assert found("fahren") == [1]
    assert found("ferries") == [2]
    connection.execute(f"UPDATE {table} SET {column} = {column} WHERE id = 2")
    assert found("ferries") == [2]
    connection.execute(f"DELETE FROM {table} WHERE id = 2")
    assert found("ferries") == []
    connection.execute(f"INSERT INTO {index} ({index}, rank) VALUES ('integrity-check', 1)")


def test_words_of_a_forgotten_text_leave_the_file(tmp_path: Path) -> None:
    from store_samples import analysis, put

    path = tmp_path / "a.db"
    with Database.open(path, write=True, create=True) as database:
        numbers = put(database, analysis("a", ("Quixotically spelled.",)), analysis("b", ("Another page.",)))
        database.checkpoint()
        assert b"quixotically" in path.read_bytes()
        database.remove(numbers[:1])
        database.compact()
    assert b"quixotically" not in path.read_bytes()
