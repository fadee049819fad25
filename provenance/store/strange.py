"""Values that this program never writes: a word of no vocabulary, a list that is no JSON.

Invariant: it only reads, and names the row; what a newer version or another program wrote is told from a bug.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from provenance.model import (
    Change,
    CreditType,
    DamageKind,
    Media,
    Relation,
    Role,
    Severity,
    SourceKind,
    Status,
)

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterator
    from enum import StrEnum

__all__ = ["StrangeValue", "strange_values"]

_LONGEST: Final = 60
# table, the column that names its rows, column -> the words that it may hold
_WORDS: Final[tuple[tuple[str, str, str, type[StrEnum]], ...]] = (
    ("article", "id", "media", Media),
    ("article", "id", "site_kind", SourceKind),
    ("block", "article", "role", Role),
    ("block", "article", "page_role", Role),
    ("block_match", "article", "relation", Relation),
    ("credit", "article", "type", CreditType),
    ("damage", "article", "kind", DamageKind),
    ("damage", "article", "severity", Severity),
    ("damage", "article", "change", Change),
    ("evidence", "article", "type", CreditType),
    ("hop", "article", "kind", SourceKind),
    ("match", "article", "relation", Relation),
    ("site_verdict", "site", "kind", SourceKind),
    ("source", "id", "kind", SourceKind),
    ("story_article", "article", "relation", Relation),
    ("verdict", "article", "relation", Relation),
    ("verdict", "article", "status", Status),
)
# the same of columns of JSON -> what SQLite calls it
_JSON: Final = (
    ("article", "id", "site_reasons", "array"),
    ("site_verdict", "site", "reasons", "array"),
    ("verdict", "article", "correction", "object"),
    ("verdict", "article", "damage_reasons", "array"),
    ("verdict", "article", "reasons", "array"),
    ("verdict", "article", "runner_up", "object"),
)


@dataclass(frozen=True, slots=True)
class StrangeValue:
    """A value that cannot be read: where it stands, and what it is; ``row`` is an article's or a site's number."""

    table: str
    column: str
    row: int | str
    value: str

    def __str__(self) -> str:
        """In words."""
        of = {"site_verdict": "site", "source": "source"}.get(self.table, "article")
        return f"{self.table}.{self.column} of {of} {self.row} holds what this program does not know: {self.value!r}"


def strange_values(connection: sqlite3.Connection, near: int | None = None) -> Iterator[StrangeValue]:
    """The first such value of each column.

    Args:
        connection: any; its rows are tuples.
        near: an article whose rows come first.
    """
    for table, key, column, words in _WORDS:
        known = ", ".join(f"'{word.value}'" for word in words)
        yield from _first(connection, table, key, column, f'"{column}" NOT IN ({known})', near)
    for table, key, column, kind in _JSON:
        wrong = f"""iif(json_valid("{column}"), json_type("{column}") <> '{kind}', 1)"""
        yield from _first(connection, table, key, column, f'"{column}" IS NOT NULL AND {wrong}', near)


def _first(
    connection: sqlite3.Connection, table: str, key: str, column: str, wrong: str, near: int | None
) -> Iterator[StrangeValue]:
    query = f'SELECT "{key}", "{column}" FROM "{table}" WHERE {wrong} ORDER BY "{key}" IS NOT ?, "{key}" LIMIT 1'  # noqa: S608 (our own words)
    for row, value in connection.execute(query, (near,)):
        yield StrangeValue(table, column, row, str(value)[:_LONGEST])
