from __future__ import annotations

import os
import random
import signal
import subprocess
import sys
import time
from datetime import datetime, timedelta, timezone
from typing import TYPE_CHECKING

import pytest
from loopback import LOOPBACK, Loopback, Reply, redirect
from newsroom import Newsroom, Story, articles

from provenance import forget, open_database
from provenance.pipeline import WatchOptions, WatchRound, unwatch, watch
from provenance.reading.web.options import WebOptions
from provenance.store import Database

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from contextlib import AbstractContextManager
    from pathlib import Path

ROUNDS = 50


class KilledError(BaseException):
    """Ends a watch as a kill does: nothing of the program's own handles it."""


@pytest.fixture
def room() -> Iterator[Newsroom]:
    with Loopback() as site:
        yield Newsroom(site)


def web(folder: Path) -> WebOptions:
    return WebOptions(allow=LOOPBACK, pace=0, cache=folder / "cache", attempts=1)


def look(database: Path, addresses: Sequence[str], folder: Path, rounds: int = 1, **more: object) -> list[WatchRound]:
    options = WatchOptions(every=0, rounds=rounds, web=web(folder), **more)  # type: ignore[arg-type]
    with open_database(database, write=True, create=True) as opened:
        return list(watch([(address, None) for address in addresses], opened, options=options))


def watched(database: Path) -> list[str]:
    with open_database(database) as opened:
        return [feed.url for feed in opened.feeds() if feed.stopped is None]


def stored(database: Path, room: Newsroom) -> dict[str, str]:
    """The text of each stored article by its path, each once."""
    found: dict[str, str] = {}
    with open_database(database) as opened:
        for ref in opened.find_articles("127.0.0.1"):
            article = opened.stored(ref.key).article
            path = (article.url or "").removeprefix(room.site.url(""))
            assert path not in found, f"{path} is stored twice"
            found[path] = article.text
    return found


def assert_whole(database: Path, room: Newsroom) -> None:
    """Every story that was ever listed stands there once, as it was listed last."""
    texts = stored(database, room)
    assert sorted(texts) == sorted(story.path for story in articles(room))
    for story in articles(room):
        if story.number in room.listed:
            assert story.paragraphs()[1] in texts[story.path]
    with open_database(database) as opened:
        assert opened.pending() == ()
        assert list(opened.check()) == []


def test_a_round_stores_what_a_feed_lists_and_the_next_only_what_is_new(room: Newsroom, tmp_path: Path) -> None:
    database = tmp_path / "w.db"
    feed = room.site.url("/feed.xml")
    while len(room.listed) < 3:
        look(database, [feed], tmp_path)
    before = len(stored(database, room))
    room.frozen = True
    (quiet,) = look(database, [feed], tmp_path)
    assert (quiet.arrivals, quiet.failed, quiet.waiting) == ((), 0, 0)
    room.frozen = False
    (_, *_) = rounds = look(database, [feed], tmp_path, rounds=6)
    assert len(stored(database, room)) == before + sum(not a.updated for r in rounds for a in r.arrivals)
    assert_whole(database, room)


def test_an_item_under_several_addresses_is_one_article(room: Newsroom, tmp_path: Path) -> None:
    database = tmp_path / "w.db"
    look(database, [room.site.url("/feed.xml"), room.site.url("/again.xml")], tmp_path, rounds=8)
    room.frozen = True
    look(database, [room.site.url("/feed.xml"), room.site.url("/again.xml")], tmp_path)
    assert_whole(database, room)


@pytest.mark.parametrize("seed", range(3))
def test_fifty_rounds_killed_at_random_lose_nothing_and_double_nothing(
    room: Newsroom, tmp_path: Path, seed: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A kill may come at any write: just before it, or just after."""
    room.seed = seed
    chance = random.Random(seed)
    database, addresses = tmp_path / "w.db", [room.site.url("/feed.xml"), room.site.url("/again.xml")]
    real, left = Database.transaction, [0]

    def transaction(self: Database) -> AbstractContextManager[None]:
        left[0] -= 1
        if left[0] == 0:
            raise KilledError
        return real(self)

    monkeypatch.setattr(Database, "transaction", transaction)
    kills = 0
    while room.looks < ROUNDS:
        left[0] = chance.randrange(3, 60)
        try:
            look(database, addresses, tmp_path, rounds=ROUNDS - room.looks)
        except KilledError:
            kills += 1
    left[0] = 0
    room.frozen = True
    look(database, addresses, tmp_path, rounds=2)
    assert kills >= 5
    assert_whole(database, room)


def test_a_process_that_is_killed_goes_on(room: Newsroom, tmp_path: Path) -> None:
    database = tmp_path / "w.db"
    command = [sys.executable, "-m", "provenance.cli", "watch", room.site.url("/feed.xml"), "--db", str(database)]
    command += ["--allow-private", "127.0.0.1", "--pace", "0", "--quiet"]
    environment = {**os.environ, "PROVENANCE_CACHE": str(tmp_path / "cache")}
    chance = random.Random(7)
    for _ in range(4):
        process = subprocess.Popen([*command, "--every", "0"], env=environment, stderr=subprocess.DEVNULL)
        looks = room.looks
        while room.looks == looks and process.poll() is None:
            time.sleep(0.01)
        time.sleep(chance.random() / 2)
        process.send_signal(signal.SIGKILL)
        process.wait()
    room.frozen = True
    assert subprocess.run(command, env=environment, check=False).returncode == 0
    assert_whole(database, room)


def test_the_first_sight_of_an_article_survives_its_updates(room: Newsroom, tmp_path: Path) -> None:
    database, feed = tmp_path / "w.db", room.site.url("/feed.xml")
    while not room.listed:
        look(database, [feed], tmp_path)
    look(database, [feed], tmp_path)
    room.frozen = True
    with open_database(database) as opened:
        (ref,) = opened.find_articles(room.site.url(room.stories[1].path))
        first = opened.captures(ref.key)[0].fetch.fetched
    time.sleep(1.1)  # times are kept to the second
    room.stories[1].version += 1
    (found,) = look(database, [feed], tmp_path)
    assert [(arrival.updated, arrival.url) for arrival in found.arrivals] == [
        (True, room.site.url(room.stories[1].path))
    ]
    with open_database(database) as opened:
        (again,) = opened.find_articles(room.site.url(room.stories[1].path))
        captures = opened.captures(again.key)
    assert again.key != ref.key
    assert captures[0].fetch.fetched == first < captures[-1].fetch.fetched


def test_the_newest_come_first_and_the_rest_waits(room: Newsroom, tmp_path: Path) -> None:
    while len(room.listed) < 5:
        room.step()
    room.frozen = True
    (found,) = look(tmp_path / "w.db", [room.site.url("/feed.xml")], tmp_path, limit=2)
    newest = [room.site.url(room.stories[number].path) for number in sorted(room.listed)[:-3:-1]]
    assert [arrival.url for arrival in found.arrivals] == newest
    assert found.waiting == len(room.listed) - 2
    (rest,) = look(tmp_path / "w.db", [], tmp_path)
    assert (len(rest.arrivals), rest.waiting) == (len(room.listed) - 2, 0)


def test_a_site_that_is_down_costs_one_time_out_a_round(room: Newsroom, tmp_path: Path) -> None:
    with Loopback() as gone:
        dead = gone.url("")
    items = "".join(f"<item><title>Item {n}</title><link>{dead}/a-{n}.html</link></item>" for n in range(5))
    room.site.play("/dead.xml", Reply(f"<rss><channel><title>Dead</title>{items}</channel></rss>", media="text/xml"))
    (found,) = look(tmp_path / "w.db", [room.site.url("/dead.xml")], tmp_path)
    assert (found.failed, found.waiting) == (1, 4)


def test_an_index_of_sitemaps_is_one_feed(room: Newsroom, tmp_path: Path) -> None:
    while len(room.listed) < 4:
        room.step()
    halves = (room.listed[:2], room.listed[2:])
    for number, half in enumerate(halves):
        urls = "".join(f"<url><loc>{room.site.url(room.stories[n].path)}</loc></url>" for n in half)
        room.site.play(f"/map-{number}.xml", Reply(f"<urlset>{urls}</urlset>", media="application/xml"))
    maps = "".join(f"<sitemap><loc>{room.site.url(f'/map-{number}.xml')}</loc></sitemap>" for number in range(2))
    room.site.play("/index.xml", Reply(f"<sitemapindex>{maps}</sitemapindex>", media="application/xml"))
    (found,) = look(tmp_path / "w.db", [room.site.url("/index.xml")], tmp_path)
    assert (len(found.feeds), found.feeds[0].listed) == (1, len(room.listed))
    assert len(found.arrivals) == len(room.listed)


def test_what_a_broken_part_listed_has_not_vanished(room: Newsroom, tmp_path: Path) -> None:
    test_an_index_of_sitemaps_is_one_feed(room, tmp_path)
    room.site.play("/map-1.xml", Reply(status=404))
    (broken,) = look(tmp_path / "w.db", [room.site.url("/index.xml")], tmp_path)
    assert broken.feeds[0].vanished == 0
    assert "/map-1.xml" in (broken.feeds[0].failure or "")
    room.site.play("/map-1.xml", Reply("<urlset></urlset>", media="application/xml"))
    (empty,) = look(tmp_path / "w.db", [room.site.url("/index.xml")], tmp_path)
    assert empty.feeds[0].vanished == len(room.listed) - 2


def test_a_home_page_leads_to_its_feeds(room: Newsroom, tmp_path: Path) -> None:
    while len(room.listed) < 3:
        room.step()
    room.frozen = True
    link = '<link rel="alternate" type="application/rss+xml" href="/feed.xml">'
    room.site.play("/", Reply(f"<html><head>{link}</head><body><a href='/about'>About us</a></body></html>"))
    (found,) = look(tmp_path / "w.db", [room.site.url("/")], tmp_path)
    assert sorted(arrival.url for arrival in found.arrivals) == sorted(
        room.site.url(room.stories[number].path) for number in room.listed
    )
    assert [(feed.url, feed.leads_to) for feed in found.feeds] == [
        (room.site.url("/"), (room.site.url("/feed.xml"),)),
        (room.site.url("/feed.xml"), ()),
    ]
    assert watched(tmp_path / "w.db") == [room.site.url("/feed.xml")], "the page gave way to its feed"
    again = look(tmp_path / "w.db", [room.site.url("/")], tmp_path, rounds=2)
    assert [len(each.arrivals) for each in again] == [0, 0]
    assert len(room.site.seen("/")) == 2, "the page itself is asked once a call"
    assert watched(tmp_path / "w.db") == [room.site.url("/feed.xml")]


def test_a_page_whose_feeds_are_dead_is_watched_by_its_links(room: Newsroom, tmp_path: Path) -> None:
    story = Story(1)
    room.site.play(story.path, Reply(story.page()))
    link = '<link rel="alternate" type="application/rss+xml" href="/dead.xml">'
    anchor = f"<a href='{story.path}'>{story.title}</a>"
    room.site.play("/", Reply(f"<html><head>{link}</head><body>{anchor}</body></html>"))
    (found,) = look(tmp_path / "w.db", [room.site.url("/")], tmp_path)
    assert [arrival.title for arrival in found.arrivals] == [story.title]
    assert "/dead.xml: 404" in (found.feeds[0].failure or "")
    assert watched(tmp_path / "w.db") == [room.site.url("/")]


def test_a_page_that_was_watched_by_its_links_keeps_them_when_it_gets_a_feed(room: Newsroom, tmp_path: Path) -> None:
    story = Story(1)
    room.site.play(story.path, Reply(story.page()))
    anchor = f"<body><a href='{story.path}'>{story.title}</a></body>"
    room.site.play("/", Reply(f"<html>{anchor}</html>"))
    look(tmp_path / "w.db", [room.site.url("/")], tmp_path)
    item = f"<item><title>{story.title}</title><link>{room.site.url(story.path)}</link></item>"
    room.site.play("/late.xml", Reply(f"<rss><channel><title>Late</title>{item}</channel></rss>", media="text/xml"))
    link = '<link rel="alternate" type="application/rss+xml" href="/late.xml">'
    room.site.play("/", Reply(f"<html><head>{link}</head>{anchor}</html>"))
    (found,) = look(tmp_path / "w.db", [], tmp_path)
    assert found.arrivals == ()
    assert len(room.site.seen(story.path)) == 1, "the story is known from the page"
    assert watched(tmp_path / "w.db") == [room.site.url("/late.xml")]
    with open_database(tmp_path / "w.db") as opened:
        kept = opened.feed(room.site.url("/"))
        assert kept is not None
        assert kept.stopped is not None
        assert {standing.url: standing.items for standing in opened.feed_standings()}[kept.url] == 1


@pytest.mark.parametrize(
    ("page", "reason"),
    [
        (f"<html><body>{Story(1).page()}<a href='/about'>About</a></body></html>", "an ordinary page"),
        ('<html><head><link rel="alternate" type="application/rss+xml" href="/links"></head></html>', "is no feed"),
        ('<html><head><link rel="alternate" type="application/rss+xml" href="/dead.xml"></head></html>', "404"),
        ("%PDF-1.7 and more", "neither feed, sitemap nor home page"),
    ],
)
def test_what_lists_nothing_does_not_stay_watched(room: Newsroom, tmp_path: Path, page: str, reason: str) -> None:
    room.site.play("/page.html", Reply(page))
    room.site.play("/links", Reply(f"<html><body><a href='{Story(1).path}'>{Story(1).title}</a></body></html>"))
    found = look(tmp_path / "w.db", [room.site.url("/page.html")], tmp_path, rounds=3)
    assert len(found) == 1, "nothing is left to look at"
    assert reason in (found[0].feeds[0].failure or "")
    assert "not watched" in (found[0].feeds[0].failure or "")
    assert watched(tmp_path / "w.db") == []


def test_a_feed_that_does_not_answer_yet_stays_watched(room: Newsroom, tmp_path: Path) -> None:
    look(tmp_path / "w.db", [room.site.url("/later.xml")], tmp_path)
    assert watched(tmp_path / "w.db") == [room.site.url("/later.xml")]


def test_a_removed_feed_is_left_alone_until_it_is_named(room: Newsroom, tmp_path: Path) -> None:
    database, feed = tmp_path / "w.db", room.site.url("/feed.xml")
    while not room.listed:
        room.step()
    room.frozen = True
    look(database, [feed, room.site.url("/again.xml")], tmp_path)
    with open_database(database, write=True) as opened:
        unwatch([feed], opened)
    asked = len(room.site.seen("/feed.xml"))
    (found,) = look(database, [], tmp_path)
    assert [each.url for each in found.feeds] == [room.site.url("/again.xml")]
    link = '<link rel="alternate" type="application/rss+xml" href="/feed.xml">'
    room.site.play("/", Reply(f"<html><head>{link}</head></html>"))
    (found,) = look(database, [room.site.url("/")], tmp_path)
    assert "not watched any more" in (found.feeds[0].failure or "")
    assert len(room.site.seen("/feed.xml")) == asked
    (found,) = look(database, [feed], tmp_path)
    assert (found.feeds[0].new, found.arrivals) == (0, ()), "what it listed was kept"
    assert watched(database) == [feed, room.site.url("/again.xml")]


def test_a_removal_counts_from_the_next_round_on(room: Newsroom, tmp_path: Path) -> None:
    database, feed, other = tmp_path / "w.db", room.site.url("/feed.xml"), room.site.url("/again.xml")
    while not room.listed:
        room.step()
    options = WatchOptions(every=0, rounds=3, web=web(tmp_path))
    with open_database(database, write=True, create=True) as opened:
        rounds = watch([(feed, None), (other, None)], opened, options=options)
        assert len(next(rounds).feeds) == 2
        with open_database(database, write=True) as elsewhere:
            unwatch([feed], elsewhere)
        assert [each.url for each in next(rounds).feeds] == [other]


def test_a_round_carries_the_time_of_the_clock(room: Newsroom, tmp_path: Path) -> None:
    start = datetime(2031, 4, 5, 6, 7, 8, 900000, tzinfo=timezone(timedelta(hours=2)))
    moments = (start + timedelta(seconds=61 * number) for number in range(100))
    options = WatchOptions(every=0.25, rounds=2, web=web(tmp_path))
    waits: list[float] = []
    with open_database(tmp_path / "w.db", write=True, create=True) as opened:
        feeds = [(room.site.url("/feed.xml"), None)]
        rounds = list(watch(feeds, opened, options=options, clock=lambda: next(moments), sleep=waits.append))
        assert opened.feeds()[0].checked == rounds[1].started
    assert [(each.started, each.ended, each.next_round) for each in rounds] == [
        ("2031-04-05T04:07:08+00:00", "2031-04-05T04:08:09+00:00", "2031-04-05T04:07:09+00:00"),
        ("2031-04-05T04:09:10+00:00", "2031-04-05T04:10:11+00:00", None),
    ]
    assert len(waits) == 1


def test_items_without_a_date_are_counted_where_a_day_is_asked_for(room: Newsroom, tmp_path: Path) -> None:
    dated = "<item><title>a</title><link>/a</link><pubDate>Sat, 05 Apr 2031 06:00:00 GMT</pubDate></item>"
    undated = "<item><title>b</title><link>/b</link></item>"
    room.site.play("/mixed.xml", Reply(f"<rss><channel>{dated}{undated}</channel></rss>", media="text/xml"))
    (found,) = look(tmp_path / "w.db", [room.site.url("/mixed.xml")], tmp_path, since="2031-04-06")
    assert (found.feeds[0].listed, found.feeds[0].undated) == (1, 1)
    (found,) = look(tmp_path / "w.db", [room.site.url("/mixed.xml")], tmp_path)
    assert (found.feeds[0].listed, found.feeds[0].undated) == (2, 0)
    (found,) = look(tmp_path / "w.db", [room.site.url("/mixed.xml")], tmp_path, since="2031-04-06")
    assert found.feeds[0].vanished == 0, "what is left out is still listed"


def test_a_home_page_without_feeds_is_asked_for_its_news_sitemap(room: Newsroom, tmp_path: Path) -> None:
    story = room.stories.setdefault(1, Story(1))
    room.site.play(story.path, Reply(story.page()))
    room.site.play("/robots.txt", Reply(f"Sitemap: {room.site.url('/news-map.xml')}", media="text/plain"))
    entry = f"<urlset><url><loc>{room.site.url(story.path)}</loc></url></urlset>"
    room.site.play("/news-map.xml", Reply(entry, media="application/xml"))
    room.site.play("/", Reply("<html><body><p>Welcome to the newsroom.</p></body></html>"))
    (found,) = look(tmp_path / "w.db", [room.site.url("/")], tmp_path)
    assert [arrival.title for arrival in found.arrivals] == [story.title]


def test_a_forgotten_article_is_not_fetched_again(room: Newsroom, tmp_path: Path) -> None:
    database, feed = tmp_path / "w.db", room.site.url("/feed.xml")
    while not room.listed:
        look(database, [feed], tmp_path)
    look(database, [feed], tmp_path)
    room.frozen = True
    path = room.stories[1].path
    with open_database(database, write=True) as opened:
        forget(opened, room.site.url(path))
    asked = len(room.site.seen(path))
    look(database, [feed], tmp_path, rounds=2)
    assert len(room.site.seen(path)) == asked
    assert path not in stored(database, room)


def test_an_address_that_leads_elsewhere_is_one_article(room: Newsroom, tmp_path: Path) -> None:
    story = Story(1)
    room.site.play(story.path, Reply(story.page()))
    room.site.play("/short", redirect(story.path, 301))
    items = "".join(
        f"<item><title>x</title><link>{room.site.url(path)}</link></item>" for path in ("/short", story.path)
    )
    room.site.play("/two.xml", Reply(f"<rss><channel><title>Two</title>{items}</channel></rss>", media="text/xml"))
    (found,) = look(tmp_path / "w.db", [room.site.url("/two.xml")], tmp_path)
    assert (len(found.arrivals), found.known) == (1, 1)
