"""The doctor: silent about a sound database, and it finds each thing that is wrong."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from typing import TYPE_CHECKING

import pytest
from store_samples import Item, analysis, fetch, page, passage, put, trace

from provenance.store import Database, DoctorFinding, RunCounts, RunStatus

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from provenance.model import Block, Credit, Passage


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """A sound database of three settled articles."""
    path = tmp_path / "a.db"
    with Database.open(path, write=True, create=True) as database:
        each = [analysis(str(number), [f"text {number}", "shared"]) for number in range(3)]
        numbers = put(database, *each)
        run = database.start_run("test")
        for number, one in zip(numbers, each, strict=True):
            database.settle(number, trace(one), run)
        database.learn()
        database.finish_run(run, RunStatus.DONE, RunCounts())
    return path


def test_words_that_it_does_not_know_are_named(path: Path) -> None:
    with closing(sqlite3.connect(path)) as connection, connection:
        connection.execute("UPDATE block SET role = 'chorus' WHERE article = 2")
        connection.execute("UPDATE verdict SET reasons = '{' WHERE article = 3")
    with Database.open(path, write=False) as database:
        found = [each.what for each in database.check()]
    assert found == [
        "block.role of article 2 holds what this program does not know: 'chorus'",
        "verdict.reasons of article 3 holds what this program does not know: '{'",
    ]


def passages_of(blocks: Sequence[Block], credits: Sequence[Credit]) -> list[Passage]:
    assert credits
    return [passage(block.position, block.text) for block in blocks]


def spoiled(path: Path, statement: str) -> tuple[DoctorFinding, ...]:
    """What the doctor says after a change that went past the program."""
    with closing(sqlite3.connect(path, isolation_level=None)) as connection:
        connection.execute(statement)
    with Database.open(path, write=False) as database:
        return database.check(passages_of, lambda _: ())


def test_a_sound_database_has_nothing_wrong(path: Path) -> None:
    asked: list[int] = []

    def unindexed(batch: Sequence[tuple[int, Passage]]) -> list[int]:
        asked.extend(number for number, _ in batch)
        return []

    with Database.open(path, write=False) as database:
        assert database.check(passages_of, unindexed) == ()
    assert set(asked) == {1, 2, 3, 4}


@pytest.mark.parametrize(
    ("statement", "what"),
    [
        ("UPDATE text SET content = 'forged' WHERE id = 1", "texts changed since they were stored: 1"),
        ("UPDATE block SET gap = 'x' WHERE article = 2 AND position = 1", "do not add up to their text: 2"),
        ("UPDATE article SET tail = '?' WHERE id = 3", "do not add up to their text: 3"),
        ("DELETE FROM text WHERE id = 1", "1 row of block pointing at what is not there"),
        ("UPDATE passage_in SET passage = 1", "passages come out otherwise today: 1, 2, 3"),
        ("INSERT INTO text (content, digest) VALUES ('', x'cae66941d9efbd404e4d88758ea67670')", "no article holds: 5"),
        ("INSERT INTO passage (digest, words) VALUES (zeroblob(16), 1)", "passages that no article holds: 5"),
        ("INSERT INTO pending VALUES (2)", "1 article still waiting for a verdict"),
        ("UPDATE run SET status = 'running' WHERE id = 2", "run 2 (test, "),
    ],
)
def test_what_is_wrong_is_found_and_there_is_a_way_out(path: Path, statement: str, what: str) -> None:
    findings = spoiled(path, statement)
    assert [finding for finding in findings if what in finding.what], findings
    assert all(finding.hint for finding in findings)


def test_a_passage_that_the_index_lost_is_found(path: Path) -> None:
    with Database.open(path, write=False) as database:
        findings = database.check(passages_of, lambda batch: [number for number, _ in batch])
    assert [finding.what for finding in findings] == ["passages that the index does not find: 1, 2, 3, 4"]


@pytest.mark.parametrize(
    ("statement", "what"),
    [
        ("UPDATE capture SET body = zeroblob(9)", "archived page changed since it was fetched: 4"),
        ("UPDATE capture SET digest = zeroblob(16)", "archived page changed since it was fetched: 4"),
        ("UPDATE item SET article = NULL", "1 item of the feed Tarn without the article"),
        ("DELETE FROM run WHERE id = (SELECT max(run) FROM capture)", "of capture pointing at what is not there"),
    ],
)
def test_what_is_wrong_with_the_web_is_found(path: Path, statement: str, what: str) -> None:
    with Database.open(path, write=True) as database:
        put(database, page(fetched=fetch(archive=True)))
        database.learn()
        feed = database.know_feed("https://tarn.example/feed", None, "Tarn", None)
        database.see(feed, [Item("https://tarn.example/ferry")], "2031-03-04T20:00:00+00:00")
        database.item_stored(feed, "https://tarn.example/ferry", 4)
        assert len(database.check()) == 2  # its run is not finished, its verdict is due
    findings = spoiled(path, statement)
    assert [finding for finding in findings if what in finding.what], findings
    assert all(finding.hint for finding in findings)


def test_long_lists_are_cut(path: Path) -> None:
    with Database.open(path, write=True) as database:
        put(database, *(analysis(f"x{number}", [f"more {number}"]) for number in range(10)))
        database.learn()
    findings = spoiled(path, "UPDATE text SET content = content || '!'")
    assert any(finding.what.endswith("1, 2, 3, 4, 5 and 9 more") for finding in findings)


def test_damaged_pages_are_found(path: Path) -> None:
    with closing(sqlite3.connect(path)) as connection:
        (root,) = connection.execute("SELECT rootpage FROM sqlite_schema WHERE name = 'article_key'").fetchone()
    content = bytearray(path.read_bytes())
    content[(root - 1) * 4096 : (root - 1) * 4096 + 64] = b"\x00" * 64
    path.write_bytes(content)
    with Database.open(path, write=False) as database:
        findings = database.check()
    assert findings
    assert all("damaged" in finding.what for finding in findings)
