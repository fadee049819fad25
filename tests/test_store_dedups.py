"""Deduplications in the database: what a member says, and what becomes of it."""

from __future__ import annotations

import sqlite3
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import pytest
from dedup_samples import ask
from hypothesis import given
from hypothesis import strategies as st
from store_samples import analysis, put

from provenance.model import Membership
from provenance.store import Database, DedupMember, DedupRun, RunCounts, RunStatus, dedup_digest

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

RUN = DedupRun("c.jsonl (2 of 5 kept)", 5, 2, 3, 1, 0, 1, 0, '["c.jsonl"]', None, "{}", b"c" * 16)
MEMBERS = tuple(
    DedupMember(number, cluster, document, relation == "original", relation, jaccard, containment, reason, place=place)
    for number, cluster, document, relation, jaccard, containment, reason, place in (
        (1, 1, "a", "original", 1.0, 1.0, "kept", 2),
        (2, 1, "b", "verbatim", 0.9, 0.95, "the same", 1),
        (3, 1, "c", "excerpt", 0.4, 0.85, "a part", 5),
        (4, None, "d", "machine_paraphrase", None, None, "reworded", 3),
    )
)
FOUND = replace(RUN, digest=dedup_digest(RUN, MEMBERS))


@pytest.fixture
def database(tmp_path: Path) -> Iterator[Database]:
    """A database of two articles and of a deduplication that is not linked yet."""
    with Database.open(tmp_path / "a.db", write=True, create=True) as database:
        put(database, analysis("a", title="Few boats", domain="a.example"), analysis("b", title="Some boats"))
        run = database.start_run("dedup")
        assert database.begin_dedup(FOUND, run) == 1
        database.put_dedup_members(1, MEMBERS)
        yield database


def finished(database: Database) -> None:
    database.link_dedup_member(1, 1, article=1, file="c.jsonl", added=True)
    database.link_dedup_member(1, 2, article=2, file="c.jsonl", added=False)
    database.complete_dedup(1, 2)
    database.finish_run(2, RunStatus.DONE, RunCounts())


def clusters(database: Database) -> list[tuple[Any, ...]]:
    return ask(database.path, "SELECT title, members, alike, head, article FROM dedup_cluster")


def about_dedups(database: Database) -> list[str]:
    return [finding.what for finding in database.check() if "dedup" in finding.what]


def test_a_cluster_says_what_its_members_do(database: Database) -> None:
    assert clusters(database) == [("a", 3, 0.85, 1, None)]
    finished(database)
    assert clusters(database) == [("Few boats", 3, 0.85, 1, 1)]
    assert about_dedups(database) == []


def test_members_in_any_order_make_the_same_clusters(tmp_path: Path) -> None:
    with Database.open(tmp_path / "a.db", write=True, create=True) as database:
        database.begin_dedup(FOUND, database.start_run("dedup"))
        for member in MEMBERS[::-1]:
            database.put_dedup_members(1, [member])
        assert clusters(database) == [("a", 3, 0.85, 1, None)]


def test_writing_the_same_again_changes_nothing_but_the_place(database: Database) -> None:
    finished(database)
    before = ask(database.path, "SELECT * FROM dedup_member ORDER BY number")
    assert database.begin_dedup(FOUND, database.start_run("dedup")) == 1
    database.put_dedup_members(1, [replace(member, place=7) for member in MEMBERS])
    after = ask(database.path, "SELECT * FROM dedup_member ORDER BY number")
    assert [row[:-2] + row[-1:] for row in after] == [row[:-2] + row[-1:] for row in before]
    assert {row[-2] for row in after} == {7}
    assert clusters(database) == [("Few boats", 3, 0.85, 1, 1)]
    assert ask(database.path, "SELECT run, complete FROM dedup_run") == [(2, 1)]  # of the run that was whole


def test_linking_the_same_article_again_forgets_not_that_it_came_by_it(database: Database) -> None:
    finished(database)
    database.link_dedup_member(1, 1, article=1, file="d.jsonl", added=False)
    assert ask(database.path, "SELECT added, file FROM dedup_member WHERE number = 1") == [(1, "d.jsonl")]
    database.link_dedup_member(1, 1, article=2, file="d.jsonl", added=False)
    assert ask(database.path, "SELECT added FROM dedup_member WHERE number = 1") == [(0,)]


def test_a_forgotten_article_leaves_the_row(database: Database) -> None:
    finished(database)
    database.remove([1])
    assert ask(database.path, "SELECT document, article, added FROM dedup_member WHERE number = 1") == [("a", None, 0)]
    assert clusters(database) == [("a", 3, 0.85, 1, None)]
    assert about_dedups(database) == []


def test_an_article_hands_its_row_on(database: Database) -> None:
    finished(database)
    (new,) = put(database, analysis("a", title="Many boats"))
    database.inherit(1, new)
    database.remove([1])
    assert ask(database.path, "SELECT article FROM dedup_member WHERE number = 1") == [(new,)]
    assert clusters(database) == [("Many boats", 3, 0.85, 1, new)]


def test_only_what_a_deduplication_of_the_corpus_brought_in_is_its_own(database: Database) -> None:
    finished(database)
    assert database.added_for(RUN.corpus) == frozenset()  # its article is another command's
    with database.transaction():
        number = database.put(analysis("n"), 2).number
    database.link_dedup_member(1, 1, article=number, file=None, added=True)
    assert database.added_for(RUN.corpus) == {number}
    assert database.added_for(b"x" * 16) == frozenset()


def test_an_article_knows_its_deduplications(database: Database) -> None:
    finished(database)
    assert database.memberships(2) == (
        Membership("c.jsonl (2 of 5 kept)", kept=False, reason="the same", cluster=1, members=3),
    )
    assert database.memberships(9) == ()


def test_a_member_of_an_article_that_has_gone_is_written_without_it(database: Database) -> None:
    database.put_dedup_members(1, [replace(MEMBERS[0], number=5, cluster=2, article=99)])
    assert ask(database.path, "SELECT article FROM dedup_member WHERE number = 5") == [(None,)]


@pytest.mark.parametrize(
    "change",
    [
        "UPDATE dedup_member SET reason = 'no' WHERE number = 2",
        "UPDATE dedup_member SET kept = 1 WHERE number = 2",
        "DELETE FROM dedup_member WHERE number = 4",
        "UPDATE dedup_run SET removed = 9",
        "UPDATE dedup_cluster SET title = 'x'",
        "UPDATE dedup_cluster SET members = 2",
        "UPDATE dedup_cluster SET article = 2",
        "UPDATE dedup_cluster SET head = 2",
    ],
)
def test_what_changed_is_found(database: Database, change: str) -> None:
    finished(database)
    connection = sqlite3.connect(database.path)
    with connection:
        connection.execute(change)
    connection.close()
    assert about_dedups(database) == ["deduplications that changed since they were written: 1"]


def test_one_that_is_not_whole_is_found(database: Database) -> None:
    (unfinished,) = about_dedups(database)
    assert unfinished.startswith("run 2 (dedup, ")
    database.finish_run(2, RunStatus.INTERRUPTED, RunCounts())
    assert about_dedups(database) == ["deduplications that are not all written: 1"]


CHANGES = st.sampled_from(
    ["kept", "clusters", "settings", "corpus", "reason", "document", "jaccard", "cluster", "order"]
)


@given(CHANGES)
def test_the_digest_is_of_all_that_was_found(what: str) -> None:
    run, members = RUN, list(MEMBERS)
    match what:
        case "kept" | "clusters":
            run = replace(run, **{what: 9})
        case "settings" | "corpus":
            run = replace(run, **{what: b"x" * 16 if what == "corpus" else "{1}"})  # type: ignore[arg-type]
        case "order":
            members.reverse()
        case _:
            members[1] = replace(members[1], **{what: 0.1 if what == "jaccard" else 7 if what == "cluster" else "x"})  # type: ignore[arg-type]
    assert dedup_digest(run, members) != FOUND.digest


def test_the_digest_is_not_of_where_it_was_read() -> None:
    run = replace(RUN, title="x", inputs="[]", against="y", digest=b"z")
    members = [replace(member, place=9, file="x", article=4, added=True) for member in MEMBERS]
    assert dedup_digest(run, members) == FOUND.digest
