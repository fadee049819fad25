"""What the tests of stored deduplications share: a small corpus of which the clusters are known."""

from __future__ import annotations

import json
import sqlite3
from contextlib import closing
from random import Random
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from pathlib import Path

Row = dict[str, Any]


def story(name: str, paragraphs: int = 3) -> list[str]:
    """A story of its own, some paragraphs of some twenty words."""
    chance = Random(name)
    words = ["".join(chance.choice("aeioubdfglmnprst") for _ in range(chance.randint(3, 8))) for _ in range(300)]
    return [f"The {' '.join(chance.choices(words, k=20))}." for _ in range(paragraphs)]


def row(name: str, paragraphs: Iterable[str], day: int, **more: str) -> Row:
    url = f"https://{name[0]}.example/{name}"
    return {
        "id": name,
        "url": url,
        "title": f"Title {name}",
        "date": f"2031-03-{day:02}",
        "text": "\n\n".join(paragraphs),
    } | more


FERRY, BRIDGE = story("ferry"), story("bridge")
# two clusters, {a1, b1, c1} and {a2, b2}, and two documents without a copy
ROWS: list[Row] = [
    row("b1", [*FERRY, "Readers write to us."], 4),
    row("x1", story("lamp"), 3),
    row("a1", FERRY, 2),
    row("b2", BRIDGE, 6),
    row("c1", FERRY[:2], 5),
    row("x2", story("seal"), 3),
    row("a2", BRIDGE, 5),
]
CLUSTERS = [["a1", "b1", "c1"], ["a2", "b2"]]


def write(path: Path, rows: Iterable[Mapping[str, Any]] = ROWS) -> Path:
    path.write_text("".join(json.dumps(each) + "\n" for each in rows), encoding="utf-8")
    return path


def ask(path: Path, query: str, *parameters: object) -> list[tuple[Any, ...]]:
    """The rows of a query on a database file."""
    with closing(sqlite3.connect(path)) as connection:
        return connection.execute(query, parameters).fetchall()


def told(path: Path) -> dict[str, list[tuple[Any, ...]]]:
    """What a database says of deduplications, without what an order of rows or of commands decides."""
    return {
        "runs": ask(
            path,
            "SELECT title, status, read, kept, removed, clusters, known, dropped, failed, articles, settings "
            "FROM dedup_runs ORDER BY 1, 11",
        ),
        "clusters": ask(
            path,
            "SELECT c.title, c.outlet, c.kept, c.members, c.least_alike, c.reason, c.document, c.cluster_number, "
            'a."key" FROM dedup_clusters AS c LEFT JOIN article AS a ON a.id = c.article ORDER BY c.dedup, c.cluster',
        ),
        "members": ask(
            path,
            "SELECT m.title, m.outlet, m.kept, m.relation, m.jaccard, m.containment, m.reason, m.held_against, "
            'm.document, m.file, m.cluster_number, a."key" FROM dedup_members AS m '
            "LEFT JOIN article AS a ON a.id = m.article ORDER BY m.dedup, m.cluster_number, m.document",
        ),
    }
