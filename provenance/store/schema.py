"""The schema as migrations: the only place that makes tables, indexes and views.

Invariant: a migration that was released is never changed, a new one follows it; applying
them is one transaction, so a database is at one version or at the next, never between.
"""

from __future__ import annotations

import sqlite3
import sys
from contextlib import closing
from dataclasses import asdict
from importlib.resources import files
from typing import TYPE_CHECKING

import sqlite_utils
from sqlite_utils import Migrations

from provenance.settings import Scheme
from provenance.store.furniture import add_functions
from provenance.store.layout import APPLICATION_ID, VERSION

if TYPE_CHECKING:
    from collections.abc import Iterator

__all__ = ["MIGRATIONS", "migrate", "schema_sql"]

MIGRATIONS = Migrations("provenance")


@MIGRATIONS()
def tables_and_views(db: sqlite_utils.Database) -> None:
    """Version 1: everything."""
    _run(db, "0001_tables.sql")
    _run(db, "0001_views.sql")


@MIGRATIONS()
def web(db: sqlite_utils.Database) -> None:
    """Version 2: how pages were fetched, feeds and what they list."""
    _run(db, "0002_web.sql")


@MIGRATIONS()
def sites(db: sqlite_utils.Database) -> None:
    """Version 3: sites, and the lines that they repeat; what is stored already is counted at the next ingest."""
    _run(db, "0003_sites.sql")
    add_functions(db.conn)
    _run(db, "0003_lines.sql")


@MIGRATIONS()
def stopped_feeds(db: sqlite_utils.Database) -> None:
    """Version 4: a feed that is watched no longer keeps what it listed."""
    _run(db, "0004_stopped_feeds.sql")


@MIGRATIONS()
def stories(db: sqlite_utils.Database) -> None:
    """Version 5: stories, and coverage said at reading; the stories of what is stored are made at the next ingest.

    A verdict that was stored already knows of the text it was made from only where that is its origin's own.
    """
    _run(db, "0005_stories.sql")


@MIGRATIONS()
def corrections(db: sqlite_utils.Database) -> None:
    """Version 6: what people said of verdicts."""
    _run(db, "0006_corrections.sql")


@MIGRATIONS()
def changes(db: sqlite_utils.Database) -> None:
    """Version 7: what became of a damaged span, on whose site, and what an article kept and changed."""
    _run(db, "0007_changes.sql")


@MIGRATIONS()
def phrases(db: sqlite_utils.Database) -> None:
    """Version 8: damaged phrases that were learned from what is stored; none is until `provenance damage --learn`."""
    _run(db, "0008_phrases.sql")


@MIGRATIONS()
def dedups(db: sqlite_utils.Database) -> None:
    """Version 9: deduplications of corpora, where `provenance dedup --store` keeps them."""
    _run(db, "0009_dedups.sql")


@MIGRATIONS()
def words(db: sqlite_utils.Database) -> None:
    """Version 10: texts and titles can be searched by their words; what is stored already is indexed at once."""
    _run(db, "0010_words.sql")
    _run(db, "0010_views.sql")


@MIGRATIONS()
def quick_views(db: sqlite_utils.Database) -> None:
    """Version 11: views that are quick over tens of thousands of articles, two of them by indexes of their own."""
    _run(db, "0011_views.sql")


def migrate(connection: sqlite3.Connection, scheme: Scheme) -> None:
    """Bring a new or older database to the newest version.

    Args:
        connection: in autocommit mode, outside any transaction, foreign keys off.
        scheme: what a new database keeps; an older one has its own already.
    """
    values = asdict(scheme)
    columns = ", ".join(f'"{column}"' for column in values)
    marks = ", ".join("?" * len(values))
    insert = f"INSERT OR IGNORE INTO scheme (id, {columns}) VALUES (1, {marks})"  # noqa: S608 (our own field names)
    connection.execute("BEGIN IMMEDIATE")
    try:
        MIGRATIONS.apply(sqlite_utils.Database(connection))
        connection.execute(insert, tuple(values.values()))
        connection.execute(f"PRAGMA user_version = {VERSION}")
        connection.execute("COMMIT")
    except BaseException:
        connection.rollback()
        raise


def schema_sql() -> str:
    """The whole schema of a new database: tables, then indexes, then views and triggers, each by name.

    The table that sqlite-utils keeps to know which migrations ran is its own affair, and so are
    those that SQLite makes for the two it searches words in.
    """
    with closing(sqlite3.connect(":memory:", isolation_level=None)) as connection:
        migrate(connection, Scheme())
        rows = connection.execute(
            "SELECT sql FROM sqlite_schema WHERE sql IS NOT NULL AND tbl_name NOT GLOB '*sqlite_*' "
            "AND tbl_name NOT GLOB '_words_*' AND tbl_name NOT GLOB '_titles_*' "
            "ORDER BY CASE type WHEN 'table' THEN 0 WHEN 'index' THEN 1 ELSE 2 END, name"
        ).fetchall()
    head = f"PRAGMA application_id = {APPLICATION_ID};\nPRAGMA user_version = {VERSION};\n"
    return "\n".join([head, *(f"{sql};\n" for (sql,) in rows)])


def _run(db: sqlite_utils.Database, script: str) -> None:
    """Execute a script of the package; ``executescript`` would commit the migration half way."""
    for statement in _statements((files("provenance.store") / "migrations" / script).read_text(encoding="utf-8")):
        db.execute(statement)


def _statements(script: str) -> Iterator[str]:
    """The statements of a script, one by one."""
    statement = ""
    for line in script.splitlines(keepends=True):
        statement += line
        if sqlite3.complete_statement(statement):
            yield statement.strip()
            statement = ""


if __name__ == "__main__":
    sys.stdout.write(schema_sql())
