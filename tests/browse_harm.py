"""A database of which every text wants to do harm."""

from __future__ import annotations

import json
import shutil
import sqlite3
from contextlib import closing
from typing import TYPE_CHECKING

from html_samples import HARMFUL

from provenance.store.furniture import site_hash

if TYPE_CHECKING:
    from pathlib import Path

# columns whose values are words of a vocabulary, names that other rows go by, or white space
LEFT = {
    "article": {"media", "site_kind", "source", "tail"},
    "block": {"role", "page_role", "gap"},
    "block_match": {"relation", "source"},
    "byline": {"person", "source"},
    "correction": {"kind", "relation", "said_status", "said_relation", "origin_source", "said_source"},
    "credit": {"type", "source"},
    "damage": {"kind", "severity", "change"},
    "evidence": {"type", "source"},
    "feed": {"source"},
    "hop": {"kind", "source"},
    "item": {"state"},
    "match": {"relation", "source"},
    "reporter": {"person", "source"},
    "run": {"status"},
    "site_verdict": {"kind"},
    "source": {"id", "kind"},
    "story": {"id", "origin_source"},
    "story_article": {"story", "place", "relation"},
    "verdict": {"status", "relation", "origin_source", "likely"},
}
LISTS = {
    ("article", "site_reasons"),
    ("site_verdict", "reasons"),
    ("verdict", "reasons"),
    ("verdict", "damage_reasons"),
}
# half a character has no form in a file
PAYLOADS = tuple(payload.replace("\ud800", "") for payload in HARMFUL)


def payload(number: int) -> str:
    return PAYLOADS[number % len(PAYLOADS)]


def spoil(source: Path, path: Path) -> int:
    """Copy a database and put a harmful text into every column of text; how many columns that were."""
    shutil.copy(source, path)
    with closing(sqlite3.connect(path)) as connection:
        connection.create_function("harm", 1, payload)
        connection.create_function("harms", 1, lambda number: json.dumps([payload(number), payload(number + 1)]))
        connection.create_function(
            "second",
            1,
            lambda number: json.dumps(
                {"source": None, "name": payload(number), "confidence": 0.2, "reason": payload(number + 1)}
            ),
        )
        columns = 0
        names = [
            name
            for (name,) in connection.execute("SELECT name FROM sqlite_schema WHERE type = 'table' ORDER BY name")
            if not name.startswith("_") and not name.startswith("sqlite_")
        ]
        sites = connection.execute("SELECT id, name FROM site").fetchall()
        connection.execute("DROP TRIGGER article_title_changed")
        for table in names:
            for _, column, kind, *_ in connection.execute(f'PRAGMA table_info("{table}")').fetchall():
                if kind != "TEXT" or column in LEFT.get(table, ()):
                    continue
                number = f"{_number(connection, table)} + {columns}"
                connection.execute(f'UPDATE "{table}" SET "{column}" = {_value(table, column, number)}')
                columns += 1
        # what a site repeats is kept under a hash of its name
        for number, old in sites:
            (new,) = connection.execute("SELECT name FROM site WHERE id = ?", (number,)).fetchone()
            connection.execute("UPDATE _line SET site = ? WHERE site = ?", (site_hash(new), site_hash(old)))
        for index in ("_words", "_titles"):
            connection.execute(f"INSERT INTO {index} ({index}) VALUES ('rebuild')")
        connection.commit()
    return columns


def _number(connection: sqlite3.Connection, table: str) -> str:
    """What tells the rows of a table apart, as a number."""
    (sql,) = connection.execute("SELECT sql FROM sqlite_schema WHERE name = ?", (table,)).fetchone()
    if "WITHOUT ROWID" not in sql:
        return "rowid"
    known = {row[1] for row in connection.execute(f'PRAGMA table_info("{table}")')}
    return next((f'"{column}"' for column in ("number", "position", "step", "line") if column in known), "1")


def _value(table: str, column: str, number: str) -> str:
    if (table, column) in LISTS:
        return f"harms({number})"
    if (table, column) == ("verdict", "runner_up"):
        return f"second({number})"
    if (table, column) == ("verdict", "correction"):
        return "NULL"
    if (table, column) == ("text", "content"):
        return f"substr(harm({number}) || ' ' || content, 1, max(length(content), length(harm({number}))))"
    if (table, column) == ("site", "name"):
        return f"harm({number}) || rowid"
    return f"harm({number})"
