"""How articles came from the web, and when each was first and last seen."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from store_samples import Item, analysis, fetch, fetches, page, put

from provenance.store import Database

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    from provenance.model import Fetch

HOUR = "2031-03-04T20"


@pytest.fixture
def database(tmp_path: Path) -> Iterator[Database]:
    with Database.open(tmp_path / "a.db", write=True, create=True) as database:
        yield database


@pytest.fixture(scope="module")
def shared(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Database]:
    with Database.open(tmp_path_factory.mktemp("store") / "a.db", write=True, create=True) as database:
        yield database


def spans(database: Database, number: int) -> list[tuple[str, str]]:
    """When each kept body was seen, from minute to minute."""
    return [(kept.fetch.fetched[14:16], kept.last_seen[14:16]) for kept in database.captures(number)]


def test_an_article_comes_back_with_its_fetch_and_its_page(database: Database) -> None:
    fetched = fetch(archive=True)
    put(database, page(fetched=fetched), analysis("file"))
    assert database.stored(1).article.fetch == replace(fetched, body=None)
    assert database.raw_page(1) == b"page"
    assert database.stored(2).article.fetch is None
    assert database.raw_page(2) is None
    assert [kept.run for kept in database.captures(1)] == [1]


def test_a_poll_of_an_unchanged_page_adds_no_row(database: Database) -> None:
    put(database, page(fetched=fetch(minute=1)))
    for minute in (2, 3, 9, 5):
        database.note_capture(1, fetch(minute=minute), 1)
    assert spans(database, 1) == [("01", "09")]


def test_of_a_page_that_is_never_twice_the_same_the_first_and_the_last_are_kept(database: Database) -> None:
    put(database, page(fetched=fetch(minute=1, content=b"1", archive=True)))
    for minute in range(2, 30):
        database.note_capture(1, fetch(minute=minute, content=b"%d" % minute), 1)
    assert spans(database, 1) == [("01", "01"), ("29", "29")]
    assert database.raw_page(1) == b"1", "what was archived stays"
    database.note_capture(1, fetch(minute=30, content=b"30", archive=True), 1)
    assert database.raw_page(1) == b"30"
    assert len(database.captures(1)) == 2


def test_a_page_that_is_archived_later_is_archived(database: Database) -> None:
    put(database, page(fetched=fetch(minute=1)))
    database.note_capture(1, fetch(minute=2, archive=True), 1)
    assert database.raw_page(1) == b"page"
    assert spans(database, 1) == [("01", "02")]


def test_an_update_inherits_what_was_seen_before_it(database: Database) -> None:
    put(database, page(fetched=fetch(minute=1, archive=True)))
    feed = database.know_feed("https://tarn.example/feed", "feed", None, None)
    database.see(feed, [Item("https://tarn.example/ferry", "Ferry")], f"{HOUR}:00:30+00:00")
    database.item_stored(feed, "https://tarn.example/ferry", 1)
    put(database, page(paragraphs=["new"], fetched=fetch(minute=7, content=b"new")))
    database.inherit(1, 2)
    database.remove([1])
    assert spans(database, 2) == [("01", "01"), ("07", "07")]
    assert len({kept.text for kept in database.captures(2)}) == 2
    assert database.stored(2).article.fetch == fetch(minute=7, content=b"new")
    assert database.raw_page(2) == b"page"
    with closing(sqlite3.connect(database.path)) as connection:
        assert connection.execute("SELECT article, first_listed, fetched FROM first_seen").fetchall() == [
            (2, f"{HOUR}:00:30+00:00", f"{HOUR}:01:00+00:00")
        ]
        assert connection.execute("SELECT state, article FROM item").fetchall() == [("stored", 2)]


@given(seen=st.lists(fetches(), min_size=1, max_size=6), order=st.randoms(use_true_random=False))
@settings(max_examples=60, deadline=None)
def test_first_and_last_do_not_depend_on_the_order(shared: Database, seen: Sequence[Fetch], order: object) -> None:
    """A law: whatever the order, and whatever is thinned out, first and last seen are answered."""
    first, *more = seen
    (number,) = put(shared, page(fetched=first))
    for each in more:
        shared.note_capture(number, each, 1)
    kept = shared.captures(number)
    assert min(each.fetch.fetched for each in kept) == min(each.fetched for each in seen)
    assert max(each.last_seen for each in kept) == max(each.fetched for each in seen)
    assert len(kept) <= 3
    assert (shared.raw_page(number) is not None) == any(each.body is not None for each in seen)
    order.shuffle(more)  # type: ignore[attr-defined]
    (again,) = put(shared, page(fetched=first))
    for each in more:
        shared.note_capture(again, each, 1)
    assert [min(each.fetch.fetched for each in shared.captures(again))] == [min(each.fetched for each in seen)]


def test_a_page_that_is_forgotten_is_nowhere_in_the_file(tmp_path: Path) -> None:
    path = tmp_path / "a.db"
    secret = b"<p>zanthoria</p>" * 40
    with Database.open(path, write=True, create=True) as database:
        put(database, page(fetched=fetch(content=secret, archive=True)), page("https://tarn.example/2", ["x"]))
        feed = database.know_feed("https://tarn.example/feed", "feed", "Tarn", None)
        listed = [Item("https://tarn.example/ferry", "Zanthoria sails", "2031-03-04T19:00:00+00:00")]
        database.see(feed, listed, f"{HOUR}:00:00+00:00")
        database.item_stored(feed, listed[0].url, 1)
        with closing(sqlite3.connect(path)) as connection:
            (packed,) = connection.execute("SELECT body FROM capture WHERE body IS NOT NULL").fetchone()
        database.checkpoint()
        assert packed in path.read_bytes()
        assert b"Zanthoria" in path.read_bytes()
        database.remove([1])
        database.compact()
        assert packed not in path.read_bytes()
        assert b"anthoria" not in path.read_bytes()
        assert database.captures(1) == ()
        assert database.due(feed, f"{HOUR}:59:00+00:00") == ()
        database.see(feed, [replace(listed[0], title="Zanthoria sails again")], f"{HOUR}:30:00+00:00")
        other = database.know_feed("https://tarn.example/sitemap", "sitemap", None, None)
        database.see(other, listed, f"{HOUR}:30:00+00:00")
        assert database.due(feed, f"{HOUR}:59:00+00:00") == database.due(other, f"{HOUR}:59:00+00:00") == ()
        assert database.settled_elsewhere(listed[0].url) is None
        database.compact()
        assert b"anthoria" not in path.read_bytes()
        assert not [
            finding
            for finding in database.check()
            if "for a verdict" not in finding.what and "finished" not in finding.what
        ]
