"""Feeds and their items: new, changed, vanished, failed, stored, and never lost."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from store_samples import Item, analysis, page, put

from provenance.store import Database, Seen, StoredFeed

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from pathlib import Path

FEED, OTHER = "https://tarn.example/feed", "https://tarn.example/sitemap.xml"
A, B, C = (f"https://tarn.example/{name}" for name in "abc")


@pytest.fixture
def database(tmp_path: Path) -> Iterator[Database]:
    with Database.open(tmp_path / "a.db", write=True, create=True) as database:
        yield database


@pytest.fixture(scope="module")
def shared(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Database]:
    with Database.open(tmp_path_factory.mktemp("store") / "a.db", write=True, create=True) as database:
        yield database


def at(minutes: int) -> str:
    days, minutes = divmod(minutes, 24 * 60)
    return f"2031-03-{4 + days:02}T{minutes // 60:02}:{minutes % 60:02}:00+00:00"


def rows(database: Database, query: str) -> list[tuple[Any, ...]]:
    with closing(sqlite3.connect(database.path)) as connection:
        return connection.execute(query).fetchall()


def known(database: Database, url: str = FEED) -> int:
    return database.know_feed(url, "feed", None, None)


def due(database: Database, feed: int, minutes: int = 0) -> list[str]:
    return [item.url for item in database.due(feed, at(minutes))]


def test_a_feed_is_known_once_and_learns(database: Database) -> None:
    number = database.know_feed(FEED, None, None, "ap")
    assert database.know_feed(FEED, "feed", "Tarn \ud800", None) == number
    assert database.know_feed(FEED, None, None, None) == number
    (found,) = database.feeds()
    assert (found.kind, found.title, found.source, found.failures) == ("feed", "Tarn \\ud800", "ap", 0)
    assert database.feed(FEED) == found
    assert database.feed(OTHER) is None


def test_answers_and_failures_are_noted(database: Database) -> None:
    number = known(database)
    database.note_feed_failure(number, "timed out", at(1))
    database.note_feed_failure(number, "not found", at(2))
    failed = database.feed(FEED)
    assert isinstance(failed, StoredFeed)
    assert (failed.failures, failed.failure, failed.checked, failed.answered) == (2, "not found", at(2), None)
    database.note_answer(number, '"e"', "Tue", at(3))
    (well,) = database.feeds()
    assert (well.failures, well.failure, well.checked, well.answered) == (0, None, at(3), at(3))
    assert (well.etag, well.last_modified) == ('"e"', "Tue")


def test_a_listing_is_told_from_the_one_before(database: Database) -> None:
    number = known(database)
    assert database.see(number, [Item(A), Item(B), Item(A, "twice")], at(0)) == Seen(2, 0, 0, 0)
    assert database.see(number, [Item(A), Item(B)], at(1)) == Seen(0, 0, 0, 0)
    assert database.see(number, [Item(A, "changed"), Item(C)], at(2)) == Seen(1, 1, 1, 0)
    assert database.see(number, [Item(B)], at(3)) == Seen(0, 0, 2, 1)
    assert database.see(number, [], at(4), complete=False) == Seen(0, 0, 0, 0)
    assert rows(database, "SELECT url, title, first_seen, last_seen, gone FROM item ORDER BY url") == [
        (A, "changed", at(0), at(2), at(3)),
        (B, None, at(0), at(3), None),
        (C, None, at(2), at(2), at(3)),
    ]


def test_what_is_due_comes_oldest_first(database: Database) -> None:
    number = known(database)
    database.see(
        number, [Item(C, published=at(1)), Item(A), Item(B, published=at(1)), Item(FEED, published=at(0))], at(2)
    )
    assert due(database, number) == [FEED, B, C, A]
    assert [item.url for item in database.due(number, at(0), 2)] == [FEED, B]
    assert due(database, number + 1) == []


def test_an_item_that_was_stored_is_done_until_it_changes(database: Database) -> None:
    number = known(database)
    put(database, page(A))
    database.see(number, [Item(A)], at(0))
    database.item_stored(number, A, 1)
    assert due(database, number) == []
    database.see(number, [Item(A)], at(1))
    assert due(database, number) == []
    database.see(number, [Item(A, "changed")], at(2))
    (again,) = database.due(number, at(2))
    assert (again.url, again.article, again.first_seen, again.attempts) == (A, 1, at(0), 0)


def test_a_passing_failure_is_tried_again_ever_later_and_then_given_up(database: Database) -> None:
    number = known(database)
    database.see(number, [Item(A)], at(0))
    now = 0
    for wait in (15, 60, 240, 1440):
        database.item_failed(number, A, "timed out", at(now), passing=True)
        assert due(database, number, now + wait - 1) == []
        assert due(database, number, now + wait) == [A]
        now += wait
    database.item_failed(number, A, "timed out \udc80", at(now), passing=True)
    assert rows(database, "SELECT state, attempts, next_try, reason FROM item") == [
        ("given_up", 5, None, "timed out \\udc80")
    ]
    database.see(number, [Item(A, "changed")], at(now))
    assert [item.attempts for item in database.due(number, at(now))] == [0]


def test_a_lasting_failure_is_given_up_at_once(database: Database) -> None:
    number = known(database)
    database.see(number, [Item(A)], at(0))
    database.item_failed(number, A, "not found", at(0), passing=False)
    assert due(database, number, 9999) == []


def test_one_address_in_two_feeds_is_fetched_once(database: Database) -> None:
    one, two = known(database), known(database, OTHER)
    put(database, page(A), page(B, ["b"]))
    database.see(one, [Item(A), Item(B)], at(0))
    database.see(two, [Item(A, "otherwise")], at(0))
    assert database.settled_elsewhere(A) is None
    database.item_stored(one, A, 1)
    assert due(database, two) == []
    database.see(two, [Item(A, "otherwise"), Item(B)], at(1))
    database.item_failed(two, B, "timed out", at(1), passing=True)
    assert due(database, one, 2) == due(database, two, 2) == []
    database.item_stored(one, B, 2)
    assert rows(database, "SELECT feed, url, state, article, reason FROM item ORDER BY url, feed") == [
        (one, A, "stored", 1, None),
        (two, A, "stored", 1, None),
        (one, B, "stored", 2, None),
        (two, B, "stored", 2, None),
    ]


def test_what_another_feed_lists_later_is_settled_without_a_fetch(database: Database) -> None:
    one, two = known(database), known(database, OTHER)
    put(database, page(A))
    database.see(one, [Item(A)], at(0))
    database.item_stored(one, A, 1)
    database.see(two, [Item(A)], at(1))
    assert due(database, two) == [A]
    assert database.settled_elsewhere(A) == 1
    assert due(database, two) == []
    assert database.settled_elsewhere(B) is None


def test_a_changed_listing_is_not_settled_by_an_older_fetch(database: Database) -> None:
    one, two = known(database), known(database, OTHER)
    put(database, page(A))
    for number in (one, two):
        database.see(number, [Item(A)], at(0))
    database.item_stored(one, A, 1)
    database.see(two, [Item(A, "changed")], at(1))
    assert database.settled_elsewhere(A) is None
    assert due(database, two) == [A]


_listing = st.dictionaries(st.sampled_from([A, B, C]), st.sampled_from(["x", "y"]))


@given(rounds=st.lists(_listing, max_size=8))
@settings(max_examples=60, deadline=None)
def test_items_follow_a_model(shared: Database, rounds: Sequence[Mapping[str, str]]) -> None:
    """A law: what see says, and what is kept, is what comparing each listing with the last ones gives."""
    number = known(shared, f"{FEED}/{len(shared.feeds())}")
    first: dict[str, int] = {}
    titles: dict[str, str] = {}
    there: set[str] = set()
    for minute, listing in enumerate(rounds):
        seen = shared.see(number, [Item(url, title) for url, title in listing.items()], at(minute))
        assert seen == Seen(
            new=len(listing.keys() - first.keys()),
            changed=sum(titles.get(url, title) != title for url, title in listing.items()),
            vanished=len(there - listing.keys()),
            back=len((listing.keys() & first.keys()) - there),
        )
        first = dict.fromkeys(listing, minute) | first
        titles |= listing
        there = set(listing)
    found = rows(shared, f"SELECT url, title, first_seen, gone IS NULL FROM item WHERE feed = {number} ORDER BY url")
    assert found == [(url, titles[url], at(first[url]), url in there) for url in sorted(first)]
    assert due(shared, number) == sorted(first)


def test_the_views_say_who_was_first(database: Database) -> None:
    number = database.know_feed(FEED, "feed", "Tarn", "ap")
    put(database, page(A, title="Ferry", published="2031-03-04"), analysis("file.txt"))
    database.see(number, [Item(A, published=at(1)), Item(B), Item(C)], at(2))
    database.item_stored(number, A, 1)
    database.item_failed(number, B, "gone", at(2), passing=False)
    database.note_answer(number, None, None, at(2))
    assert rows(database, "SELECT title, published, listed, first_listed, fetched, url FROM first_seen") == [
        ("Ferry", "2031-03-04", at(1), at(2), "2031-03-04T20:00:00+00:00", A),
        ("file.txt", None, None, None, None, None),
    ]
    assert rows(database, "SELECT title, source, items, stored, due, failed, last_answer FROM feeds") == [
        ("Tarn", "ap", 3, 1, 1, 1, at(2))
    ]


@pytest.mark.parametrize(
    "query",
    [
        "SELECT * FROM item WHERE feed = 1 AND state = 'due'",
        "SELECT * FROM item WHERE feed = 1 AND gone IS NULL",
        "SELECT * FROM item WHERE url = 'x'",
        "SELECT min(fetched) FROM capture WHERE article = 1",
        "SELECT min(first_seen) FROM item WHERE article = 1",
    ],
)
def test_questions_of_every_round_use_an_index(database: Database, query: str) -> None:
    plan = rows(database, f"EXPLAIN QUERY PLAN {query}")
    assert all("SEARCH" in row[-1] for row in plan), plan
