"""Datasette shows every table and view with no configuration at all."""

from __future__ import annotations

import asyncio
import sqlite3
from contextlib import closing
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest
from store_samples import analysis, put, ref, trace

from provenance.store import Database, DedupMember, DedupRun

if TYPE_CHECKING:
    from pathlib import Path

pytest.importorskip("datasette", reason="datasette is an extra: pip install '.[browse]'")


@pytest.fixture
def path(tmp_path: Path) -> Path:
    path = tmp_path / "a.db"
    wire, copy = analysis("wire", title="Few boats", source="ap"), analysis("copy", title="Some boats")
    with Database.open(path, write=True, create=True) as database:
        first, second = put(database, wire, copy)
        database.settle(second, trace(copy, ref(first, wire)), database.start_run("test"))
        run = DedupRun("c.jsonl (1 of 2 kept)", 2, 1, 1, 1, 0, 0, 0, "[]", None, "{}", b"c" * 16, b"d" * 16)
        dedup = database.begin_dedup(run, 1)
        kept = DedupMember(1, 1, "wire", kept=True, relation="original", jaccard=1.0, containment=1.0, reason="first")
        database.put_dedup_members(dedup, [kept, replace(kept, number=2, document="copy", kept=False, reason="late")])
        database.link_dedup_member(dedup, 1, article=first, file="c.jsonl", added=True)
    return path


def test_every_page_answers(path: Path) -> None:
    from datasette.app import Datasette

    with closing(sqlite3.connect(path)) as connection:
        rows = connection.execute("SELECT name FROM sqlite_schema WHERE type IN ('table', 'view') ORDER BY name")
        names = [name for (name,) in rows if not name.startswith("sqlite_")]

    async def pages() -> dict[str, str]:
        datasette = Datasette([str(path)])
        found = {}
        for name in ["", *names]:
            answer = await datasette.client.get(f"/a/{name}".rstrip("/"))
            found[name] = answer.text if answer.status_code == 200 else f"status {answer.status_code}"
        return found

    found = asyncio.run(pages())
    assert not [(name, text) for name, text in found.items() if text.startswith("status")]
    assert "Some boats" in found["origins"]
    assert "Copies &gt; The Associated Press" in found["chains"]
    assert '<a href="/a/article/2">Some boats</a>' in found["block"]  # a foreign key reads as a title
    assert '<a href="/a/source/ap">The Associated Press</a>' in found["credit"]
    assert '<a href="/a/dedup_run/1">c.jsonl (1 of 2 kept)</a>' in found["dedup_cluster"]
    assert '<a href="/a/dedup_cluster/1">Few boats</a>' in found["dedup_member"]
    assert '<a href="/a/article/1">Few boats</a>' in found["dedup_member"]
    assert "late" in found["dedup_members"]
