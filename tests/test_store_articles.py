"""Putting articles, telling known ones, and taking them out without a trace."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from store_samples import STORY, analyses, analysis, put, ref, trace

from provenance.errors import DatabaseError, DocumentError
from provenance.store import Database, Placement
from provenance.store import articles as articles_module

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    from provenance.model import Analysis, Article


@pytest.fixture(scope="module")
def shared(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Database]:
    with Database.open(tmp_path_factory.mktemp("store") / "a.db", write=True, create=True) as database:
        yield database


@pytest.fixture(scope="module")
def emptied(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Database]:
    """A database that its only test leaves empty."""
    with Database.open(tmp_path_factory.mktemp("store") / "b.db", write=True, create=True) as database:
        yield database


@pytest.fixture
def database(tmp_path: Path) -> Iterator[Database]:
    with Database.open(tmp_path / "a.db", write=True, create=True) as database:
        yield database


def rows(database: Database) -> dict[str, int]:
    """How many rows each table of articles has."""
    with closing(sqlite3.connect(database.path)) as connection:
        names = (
            "article",
            "block",
            "flag",
            "claim",
            "credit",
            "text",
            "passage",
            "passage_in",
            "pending",
            "verdict",
            "capture",
        )
        return {name: connection.execute(f"SELECT count(*) FROM {name}").fetchone()[0] for name in names}


def without_body(each: Analysis) -> Article:
    """An article as it comes back: its page is asked for by itself."""
    fetch = each.article.fetch
    return each.article if fetch is None else replace(each.article, fetch=replace(fetch, body=None))


@given(each=analyses())
@settings(max_examples=150, deadline=None)
def test_what_was_put_comes_back_equal(shared: Database, each: Analysis) -> None:
    (number,) = put(shared, each)
    back = shared.stored(number)
    assert back.ref == ref(number, each)
    assert back.article == without_body(each)
    assert back.blocks == each.blocks
    assert back.credits == each.credits
    assert back.site == each.site


@given(each=analyses())
@settings(max_examples=50, deadline=None)
def test_an_article_that_was_put_is_known(shared: Database, each: Analysis) -> None:
    (number,) = put(shared, each)
    placement, found = shared.find(each.article)
    assert placement is Placement.KNOWN
    assert found is not None
    assert {found, number} <= set(shared.same(each.article))
    assert shared.stored(found).article.text == each.article.text


@given(puts=st.lists(analyses(), min_size=1, max_size=5), data=st.data())
@settings(max_examples=40, deadline=None)
def test_removing_some_leaves_the_others_whole(
    emptied: Database, puts: Sequence[Analysis], data: st.DataObject
) -> None:
    numbers = put(emptied, *puts)
    gone = data.draw(st.sets(st.sampled_from(numbers)))
    assert emptied.remove(sorted(gone)) == ()
    for number, each in zip(numbers, puts, strict=True):
        if number not in gone:
            assert emptied.stored(number).blocks == each.blocks
    assert not [finding for finding in emptied.check() if "no article holds" in finding.what]
    emptied.remove(emptied.pending())
    assert set(rows(emptied).values()) == {0}


def test_a_text_stands_once(database: Database) -> None:
    put(database, analysis("a", ["same", "same", "one"]), analysis("b", ["same", "two"]))
    assert rows(database)["text"] == 3


def test_only_passages_that_are_new_are_returned(database: Database) -> None:
    run = database.start_run("test")
    first = database.put(analysis("a", ["one", "two", "one"]), run)
    second = database.put(analysis("b", ["two", "three"]), run)
    assert [each.text for _, each in first.passages] == ["one", "two"]
    assert [each.text for _, each in second.passages] == ["three"]
    holders = database.holders([first.passages[1][0]])
    assert [(holder.article, holder.first) for holder in holders] == [(first.number, 1), (second.number, 0)]


def test_numbers_are_not_given_twice(database: Database) -> None:
    run = database.start_run("test")
    first = database.put(analysis("a", ["one"]), run)
    database.remove([first.number])
    again = database.put(analysis("a", ["one"]), run)
    assert again.number > first.number
    assert again.passages[0][0] > first.passages[0][0]


def test_holders_come_by_passage_article_and_block(database: Database) -> None:
    put(database, analysis("a", ["two", "one", "two"]), analysis("b", ["one", "two"]))
    holders = database.holders([2, 1])
    assert [(holder.passage, holder.article, holder.first) for holder in holders] == [
        (1, 1, 0),
        (1, 1, 2),
        (1, 2, 1),
        (2, 1, 1),
        (2, 2, 0),
    ]


def test_half_a_character_is_refused_and_nothing_is_written(database: Database) -> None:
    half = analysis("a", ["broken \ud800 text"])
    run = database.start_run("test")
    with database.transaction():
        database.put(analysis("b"), run)
        assert database.find(half.article) == (Placement.NEW, None)
        with pytest.raises(DocumentError, match="half a character"):
            database.put(half, run)
    assert database.articles() == 1
    with pytest.raises(DocumentError):
        database.put(replace(half, article=replace(analysis("c").article, title="\udfff")), run)
    assert rows(database)["article"] == 1


def test_blocks_that_do_not_hold_their_text_are_a_bug(database: Database) -> None:
    good = analysis("a")
    bad = replace(good, blocks=tuple(reversed(good.blocks)))
    with pytest.raises(ValueError, match="out of order"):
        put(database, bad)
    assert database.articles() == 0


def test_no_passage_gets_a_number_that_the_index_cannot_keep(
    database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(articles_module, "PASSAGE_LIMIT", 3)
    with pytest.raises(DatabaseError, match="full"):
        put(database, analysis("a", ["one", "two", "three"]))
    assert database.articles() == 0


def test_removing_an_origin_puts_its_copies_up_again(database: Database) -> None:
    wire, copy, alone = analysis("wire"), analysis("copy"), analysis("alone")
    first, second, third = put(database, wire, copy, alone)
    run = database.start_run("test")
    database.settle(first, trace(wire), run)
    database.settle(second, trace(copy, ref(first, wire)), run)
    database.settle(third, trace(alone), run)
    assert database.pending() == ()
    assert database.remove([first]) == (second,)
    assert database.pending() == (second,)
    assert database.verdict_of(second) is None
    assert database.verdict_of(third) is not None


def test_articles_that_match_each_other_go_together(database: Database) -> None:
    wire, copy = analysis("wire"), analysis("copy")
    first, second = put(database, wire, copy)
    run = database.start_run("test")
    database.settle(first, trace(wire, ref(second, copy)), run)
    database.settle(second, trace(copy, ref(first, wire)), run)
    assert database.remove([first, second, 99]) == ()
    assert set(rows(database).values()) == {0}


def test_what_is_forgotten_is_nowhere_in_the_file(tmp_path: Path) -> None:
    path = tmp_path / "a.db"
    secret = [f"Zanthoria {number} quux {'pale harbour ' * 30}" for number in range(200)]
    wire = analysis("secret-zanthoria", [*secret, *STORY], title="Zanthoria", url="https://zanthoria.example/")
    copy = analysis("copy")
    with Database.open(path, write=True, create=True) as database:
        first, second = put(database, wire, copy)
        database.settle(second, trace(copy, ref(first, wire)), database.start_run("test"))
        database.checkpoint()
        assert b"anthoria" in path.read_bytes()
        database.remove([first])
        database.compact()
        for file in sorted(tmp_path.iterdir()):
            assert b"anthoria" not in file.read_bytes(), file
            assert b"quux" not in file.read_bytes(), file
        assert database.stored(second).article == copy.article
    assert [file.name for file in sorted(tmp_path.iterdir())] == ["a.db"]


def test_articles_are_found_by_what_a_user_knows(database: Database, tmp_path: Path) -> None:
    file = tmp_path / "a.html"
    one = analysis("a.html", location=str(file.resolve()), url="https://www.a.example/1", domain="a.example")
    two = analysis("b", ["x"], canonical="https://a.example/2", domain="a.example")
    put(database, one, two, analysis("1", ["y"], domain="b.example"))
    assert [found.key for found in database.find_articles("a.html")] == [1]
    assert [found.key for found in database.find_articles("https://www.a.example/1")] == [1]
    assert [found.key for found in database.find_articles("https://a.example/2")] == [2]
    assert [found.key for found in database.find_articles(str(tmp_path / "." / "a.html"))] == [1]
    assert [found.key for found in database.find_articles("A.example")] == [1, 2]
    assert [found.key for found in database.find_articles("1")] == [3], "an id goes before a number"
    assert [found.key for found in database.find_articles("2")] == [2]
    assert database.find_articles("9" * 40) == ()
    assert database.find_articles("") == ()
    assert database.find_articles("nul\x00") == ()
    assert database.find_articles("half \ud800") == ()
