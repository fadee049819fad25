"""What the tests of export, import and merge share: a database told by what is in it."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from provenance import ingest, open_database
from provenance.pipeline.analysis import passages
from provenance.pipeline.storing import index_of
from provenance.settings import seeds_folder

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from provenance.model import Analysis
    from provenance.store import Database

SAMPLES = sorted(
    str(path) for path in (seeds_folder() / "articles").iterdir() if path.name.startswith(("cable-", "merger-"))
)
# columns that name a row by a number of this file alone, and what stands for it
INNER = {
    "block": ("text", "SELECT content FROM text WHERE id = block.text"),
    "passage_in": ("passage", "SELECT digest FROM passage WHERE id = passage_in.passage"),
    "dedup_member": ("cluster", "SELECT number FROM dedup_cluster WHERE id = dedup_member.cluster"),
}
WITHOUT_ID = {"capture", "dedup_cluster", "failure", "text", "passage"}
LEFT_OUT = {"_index_chunk", "_index_segment", "_sqlite_migrations"}
WORDS = ("_words", "_titles")


def contents(path: Path) -> dict[str, list[tuple[Any, ...]]]:
    """Every table of a database; numbers that mean nothing outside of the file are written out."""
    with closing(sqlite3.connect(path)) as connection:
        names = [
            name for (name,) in connection.execute("SELECT name FROM sqlite_schema WHERE type = 'table' ORDER BY 1")
        ]
        found = {}
        for name in WORDS:
            # what is searched is what stands in the tables
            connection.execute(f"INSERT INTO {name} ({name}, rank) VALUES ('integrity-check', 1)")
        for name in names:
            if name in LEFT_OUT or name.startswith(WORDS):
                continue
            columns = [f'"{name}"."{column}"' for _, column, *_ in connection.execute(f'PRAGMA table_info("{name}")')]
            if name in WITHOUT_ID:
                columns.remove(f'"{name}"."id"')
            if name in INNER:
                column, query = INNER[name]
                columns[columns.index(f'"{name}"."{column}"')] = f"({query})"
            where = "WHERE name IN ('article', 'feed', 'run')" if name == "sqlite_sequence" else ""
            rows = connection.execute(f'SELECT {", ".join(columns)} FROM "{name}" {where}').fetchall()
            found[name] = sorted(rows, key=repr)
    return found


def looked_up(path: Path) -> list[list[tuple[bytes, int]]]:
    """What the index finds for each stored passage, as digests."""
    with open_database(path) as database, database.snapshot():
        records = list(database.dump(passages=True).articles())
        digests = {
            number: passage.digest
            for record in records
            for number, passage in zip(record.passages, record.analysis.passages, strict=True)
        }
        cut = [p for r in records for p in passages(r.analysis.blocks, r.analysis.credits)]
        hits = index_of(database).look_up([each.text for each in cut])
        found: dict[bytes, list[tuple[bytes, int]]] = {each.digest: [] for each in cut}
        for text, passage, shared in zip(
            hits.texts.tolist(), hits.passages.tolist(), hits.shared.tolist(), strict=True
        ):
            found[cut[text].digest].append((digests[passage], shared))
    return [sorted(found[digest]) for digest in sorted(found)]


def verdicts(path: Path) -> dict[tuple[str, str], Any]:
    """Every stored verdict with its matches, by names that no number changes."""
    found = {}
    with open_database(path) as database, database.snapshot():
        for record in database.dump().articles():
            verdict = database.verdict_of(record.number)
            assert verdict is not None, record.analysis.article.id
            article = record.analysis.article
            found[article.id, article.url or ""] = (
                article.text,
                verdict.verdict.status,
                verdict.verdict.relation,
                verdict.verdict.reasons,
                verdict.verdict.origin and verdict.verdict.origin.name,
                [(hop.name, hop.source) for hop in verdict.chain],
                [(match.other.id, match.relation, match.share, len(match.blocks)) for match in verdict.matches],
                [(finding.kind, finding.text, finding.original) for finding in verdict.findings],
                verdict.damage,
            )
    return found


def fill(path: Path, inputs: Sequence[str | Path]) -> Path:
    with open_database(path, write=True, create=True) as database:
        ingest([str(each) for each in inputs], database)
    return path


def stored(database: Database, run: int, each: Analysis) -> int:
    """Store an article as an ingest does: with the passages that its text has, and their entries."""
    each = replace(each, passages=passages(each.blocks, each.credits))
    with database.transaction():
        done = database.put(each, run)
        index_of(database).add([p.text for _, p in done.passages], [number for number, _ in done.passages])
    return done.number
