"""Names of feeds: what they stand for, and taking them off the watch."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING

import pytest
from store_samples import Item

from provenance.errors import NotFoundError, UsageError
from provenance.pipeline import Unwatched, feeds_of, unwatch
from provenance.sources import load_registry
from provenance.store import Database

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

FEED, OTHER, FAR = "https://tarn.example/feed.xml", "https://tarn.example/sport.xml", "https://fell.example/all"
NOW = datetime(2031, 3, 4, 5, 6, tzinfo=UTC)


@pytest.fixture
def database(tmp_path: Path) -> Iterator[Database]:
    with Database.open(tmp_path / "a.db", write=True, create=True) as database:
        for url in (FEED, OTHER, FAR):
            database.know_feed(url, "feed", None, "ap" if url == FAR else None)
        database.see(1, [Item("https://tarn.example/a"), Item("https://tarn.example/b")], NOW.isoformat())
        yield database


def watched(database: Database) -> list[str]:
    return [feed.url for feed in database.feeds() if feed.stopped is None]


def test_names_stand_for_feeds() -> None:
    registry = load_registry()
    source = next(source for source in registry if source.feeds)
    assert feeds_of([source.id], registry) == tuple((url, source.id) for url in source.feeds)
    assert feeds_of([f"https://{source.domains[0]}/x"], registry) == ((f"https://{source.domains[0]}/x", source.id),)
    seeds = feeds_of([], registry, seeds=True)
    assert len(seeds) > 20
    assert {registry.source(owner).kind.value for _, owner in seeds} == {"wire", "broadcaster"}  # type: ignore[union-attr]
    with pytest.raises(UsageError, match="no source has this id"):
        feeds_of(["nobody-knows"], registry)


def test_a_feed_is_taken_off_and_keeps_what_it_listed(database: Database) -> None:
    assert unwatch([FEED], database, now=NOW) == (Unwatched(FEED, None, 2),)
    assert watched(database) == [OTHER, FAR]
    kept = database.feed(FEED)
    assert kept is not None
    assert kept.stopped == "2031-03-04T05:06:00+00:00"


@pytest.mark.parametrize("name", [f"  {FEED}", FEED.replace("https://tarn", "HTTPS://user:secret@TARN"), f"{FEED}#x"])
def test_an_address_is_meant_in_any_form(database: Database, name: str) -> None:
    assert [feed.url for feed in unwatch([name], database)] == [FEED]


def test_a_source_stands_for_its_watched_feeds(database: Database) -> None:
    assert [feed.url for feed in unwatch(["ap", FAR], database)] == [FAR]
    assert watched(database) == [FEED, OTHER]


def test_seeds_stand_for_those_that_are_watched(database: Database) -> None:
    seed = feeds_of((), load_registry(), seeds=True)[0][0]
    database.know_feed(seed, None, None, None)
    assert len(unwatch([], database, seeds=True)) == 1
    assert watched(database) == [FEED, OTHER, FAR]


@pytest.mark.parametrize(
    ("name", "near"),
    [
        ("https://tarn.example/feed", [FEED, OTHER]),
        ("tarn.example/feed.xml", [FEED, OTHER]),
        ("https://www.fell.example/rss", [FAR]),
        ("https://elsewhere.example/", ["--list"]),
        ("reuters", ["--list"]),
    ],
)
def test_an_unknown_name_changes_nothing_and_says_what_is_near(database: Database, name: str, near: list[str]) -> None:
    with pytest.raises(NotFoundError, match="is watched") as caught:
        unwatch([FEED, name], database)
    assert all(each in (caught.value.hint or "") for each in near)
    assert watched(database) == [FEED, OTHER, FAR]


def test_what_was_taken_off_before_says_since_when(database: Database) -> None:
    unwatch([FEED], database, now=NOW)
    with pytest.raises(NotFoundError, match="not watched since 2031-03-04"):
        unwatch([FEED], database)


def test_credentials_in_a_name_are_not_shown(database: Database) -> None:
    with pytest.raises(NotFoundError) as caught:
        unwatch(["https://user:secret@nowhere.example/feed"], database)
    assert "secret" not in f"{caught.value} {caught.value.hint}"
