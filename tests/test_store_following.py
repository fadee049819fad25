"""Feeds that are watched no longer."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from store_samples import Item

from provenance.store import Database

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

FEED, WHEN, LATER = "https://tarn.example/feed", "2031-03-04T05:06:07+00:00", "2031-03-05T05:06:07+00:00"


@pytest.fixture
def database(tmp_path: Path) -> Iterator[Database]:
    with Database.open(tmp_path / "a.db", write=True, create=True) as database:
        yield database


def test_a_stopped_feed_keeps_its_items_and_the_first_stop(database: Database) -> None:
    number = database.know_feed(FEED, "feed", "Tarn", None)
    database.see(number, [Item("https://tarn.example/a")], WHEN)
    assert database.stop_feed(number, WHEN) == database.stop_feed(number, LATER) == 1
    (found,) = database.feeds()
    assert found.stopped == WHEN
    assert [item.url for item in database.due(number, WHEN)] == ["https://tarn.example/a"]
    (standing,) = database.feed_standings()
    assert (standing.stopped, standing.items) == (WHEN, 1)
    database.know_feed(FEED, "feed", "Tarn again", None)
    assert database.feeds()[0].stopped == WHEN, "knowing more of it does not watch it"
    database.resume_feed(number)
    assert database.feeds()[0].stopped is None


def test_a_feed_that_listed_nothing_is_gone(database: Database) -> None:
    number = database.know_feed(FEED, None, None, None)
    assert database.stop_feed(number, WHEN) == 0
    assert database.feeds() == ()
    assert database.know_feed(FEED, None, None, None) != number, "a number is not given twice"


def test_stopped_feeds_stand_last_in_the_list(database: Database) -> None:
    for name in ("a", "b", "c"):
        database.know_feed(FEED + name, None, None, None)
    database.see(1, [Item("https://tarn.example/a")], WHEN)
    database.stop_feed(1, WHEN)
    assert [standing.url[-1] for standing in database.feed_standings()] == ["b", "c", "a"]
