"""The sources that rows name, so that a foreign key reads as a name.

Invariant: every source id in the database has a row here; what the registry says of it wins
over what a credit said.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from provenance.model import SourceKind

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterable

__all__ = ["StoredSource", "know_sources", "put_sources"]


@dataclass(frozen=True, slots=True)
class StoredSource:
    """A source as the registry has it; ``domain`` is its first."""

    id: str
    name: str
    kind: SourceKind
    domain: str | None = None


def put_sources(connection: sqlite3.Connection, sources: Iterable[StoredSource]) -> None:
    """Write the registry's sources, or what changed in them."""
    connection.executemany(
        "INSERT INTO source VALUES (?, ?, ?, ?) "
        "ON CONFLICT (id) DO UPDATE SET name = excluded.name, kind = excluded.kind, domain = excluded.domain "
        "WHERE (name, kind, domain) IS NOT (excluded.name, excluded.kind, excluded.domain)",
        [(source.id, source.name, source.kind, source.domain) for source in sources],
    )


def know_sources(connection: sqlite3.Connection, named: Iterable[tuple[str | None, str | None]]) -> None:
    """Write a row for each source (id, name) that has none yet.

    A registry may be newer than the database. Of several names the first is kept.
    """
    known: dict[str, str] = {}
    for id_, name in named:
        if id_ is not None:
            known.setdefault(id_, name or id_)
    connection.executemany(
        "INSERT INTO source VALUES (?, ?, ?, NULL) ON CONFLICT (id) DO NOTHING",
        [(id_, name, SourceKind.UNKNOWN) for id_, name in sorted(known.items())],
    )
