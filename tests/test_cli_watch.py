"""``provenance watch`` and addresses as inputs, against a server on loopback."""

from __future__ import annotations

import json
import re
import sys
from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

import pytest
from loopback import Loopback, Reply, redirect
from newsroom import Newsroom

from provenance.cli import main

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

WALL = (
    "<html><head><title>Before you continue</title></head><body><h1>We value your privacy</h1>"
    "<p>We use cookies. Accept all, or manage your choices.</p></body></html>"
)


@dataclass(frozen=True)
class Outcome:
    code: int
    out: str
    err: str


Call = Callable[..., Outcome]


@pytest.fixture
def room() -> Iterator[Newsroom]:
    with Loopback() as site:
        found = Newsroom(site)
        while len(found.listed) < 4:
            found.step()
        found.frozen = True
        yield found


@pytest.fixture(autouse=True)
def own_folder(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """A database and a cache for each test."""
    (tmp_path / "db").mkdir()
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("PROVENANCE_CACHE", str(tmp_path / "cache"))


@pytest.fixture
def call(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Call:
    """The command line in this process."""

    def start(*arguments: str, allow: bool = True) -> Outcome:
        web = ("--allow-private", "127.0.0.1", "--pace", "0") if allow else ()
        monkeypatch.setattr(sys, "argv", ["provenance", *arguments, *web])
        with pytest.raises(SystemExit) as end:
            main()
        printed = capsys.readouterr()
        return Outcome(int(end.value.code or 0), printed.out, printed.err)

    return start


def test_watch_names_what_came_in_and_then_nothing(call: Call, room: Newsroom) -> None:
    first = call("watch", room.site.url("/feed.xml"))
    assert first.code == 0
    for number in room.listed:
        assert room.stories[number].title in first.out
    assert "round 1: 1 feed" in first.out
    second = call("watch")
    assert second.code == 0
    assert "0 new, 0 updated, 0 known, 0 failed" in second.out


def test_a_round_for_programs_is_one_line(call: Call, room: Newsroom) -> None:
    outcome = call("watch", room.site.url("/feed.xml"), "--format", "jsonl", "--every", "0", "--rounds", "3")
    rounds = [json.loads(line) for line in outcome.out.splitlines()]
    assert [found["number"] for found in rounds] == [1, 2, 3]
    assert [len(found["arrivals"]) for found in rounds] == [len(room.listed), 0, 0]
    assert rounds[0]["feeds"][0]["listed"] == len(room.listed)


def test_the_list_of_feeds_says_how_they_stand(call: Call, room: Newsroom) -> None:
    call("watch", room.site.url("/feed.xml"), room.site.url("/none.xml"))
    table = call("watch", "--list", allow=False)
    assert table.code == 0
    assert "Newsroom" in table.out
    lines = [json.loads(line) for line in call("watch", "--list", "--format", "jsonl", allow=False).out.splitlines()]
    stored = {line["url"]: (line["stored"], line["failure"] is None) for line in lines}
    assert stored == {
        room.site.url("/feed.xml"): (len(room.listed), True),
        room.site.url("/none.xml"): (0, False),
    }


def test_a_feed_is_watched_no_longer_and_what_it_listed_stays(call: Call, room: Newsroom) -> None:
    feed = room.site.url("/feed.xml")
    call("watch", feed)
    call("watch", room.site.url("/none.xml"))
    removed = call("watch", "--remove", feed, room.site.url("/none.xml"), allow=False)
    assert removed.code == 0
    assert removed.out.splitlines() == [
        f"no longer watched: {feed} ({len(room.listed)} items that it listed kept)",
        f"no longer watched: {room.site.url('/none.xml')} (it never listed anything)",
    ]
    assert "not watched since 20" in call("watch", "--list", allow=False).out
    nothing = call("watch")
    assert nothing.code == 2
    assert "watches none" in nothing.err
    again = call("watch", feed)
    assert (again.code, "0 new" in again.out) == (0, True)
    lines = call("watch", "--remove", feed, "--format", "jsonl", allow=False).out.splitlines()
    assert [json.loads(line)["items"] for line in lines] == [len(room.listed)]


def test_an_unknown_feed_is_not_removed(call: Call, room: Newsroom) -> None:
    call("watch", room.site.url("/feed.xml"))
    outcome = call("watch", "--remove", room.site.url("/fed.xml"), allow=False)
    assert outcome.code == 3
    assert room.site.url("/feed.xml") in outcome.err.splitlines()[-1]


def test_a_page_gives_way_to_its_feed_and_says_so(call: Call, room: Newsroom) -> None:
    link = '<link rel="alternate" type="application/rss+xml" href="/feed.xml">'
    room.site.play("/", Reply(f"<html><head>{link}</head></html>"))
    outcome = call("watch", room.site.url("/"))
    assert outcome.code == 0
    assert f"watched in its place: {room.site.url('/feed.xml')}" in outcome.err
    listed = call("watch", "--list", "--format", "jsonl", allow=False).out.splitlines()
    assert [json.loads(line)["url"] for line in listed] == [room.site.url("/feed.xml")]


def test_a_page_that_lists_nothing_is_an_error_and_not_watched(call: Call, room: Newsroom) -> None:
    outcome = call("watch", room.site.url(room.stories[1].path))
    assert outcome.code == 1
    assert "an ordinary page" in outcome.err
    assert "provenance ingest" in outcome.err
    assert call("watch", "--list", allow=False).out == ""


def test_a_round_says_when_it_was_and_when_the_next_one_is(call: Call, room: Newsroom) -> None:
    outcome = call("watch", room.site.url("/feed.xml"), "--every", "0", "--rounds", "2")
    first, second = (line for line in outcome.out.splitlines() if ", round " in line)
    assert re.match(r"\d{4}-\d\d-\d\d \d\d:\d\d UTC, round 1: 1 feed .*; next round at \d{4}-.* UTC$", first)
    assert "next round" not in second


def test_a_feed_that_fails_is_named_and_the_others_go_on(call: Call, room: Newsroom) -> None:
    outcome = call("watch", room.site.url("/none.xml"), room.site.url("/feed.xml"))
    assert outcome.code == 5
    assert "/none.xml: 404" in outcome.err
    assert room.stories[1].title in outcome.out


def test_a_feed_that_fails_is_counted(call: Call, room: Newsroom) -> None:
    alone = call("watch", room.site.url("/none.xml"))
    assert re.search(r"round 1: 1 feed \(1 failed\) in [\d.]+ s: 0 new, 0 updated, 0 known$", alone.out.strip())
    both = call("watch", room.site.url("/none.xml"), room.site.url("/feed.xml"))
    assert "2 feeds (1 failed) in " in both.out


def test_a_malformed_feed_gives_what_can_be_read_and_says_so(call: Call, room: Newsroom) -> None:
    story = room.stories[1]
    item = f"<item><title>{story.title}</title><link>{story.path}</link></item>"
    room.site.play("/torn.xml", Reply(f"<rss><channel>{item}<item><title>x</ti", media="application/rss+xml"))
    outcome = call("watch", room.site.url("/torn.xml"), room.site.url("/feed.xml"))
    assert outcome.code == 5
    assert "/torn.xml: " in outcome.err
    assert f"{len(room.listed)} new" in outcome.out


def test_a_page_that_fails_is_named_and_not_asked_for_again(call: Call, room: Newsroom) -> None:
    room.site.play(room.stories[2].path, Reply(status=410))
    first = call("watch", room.site.url("/feed.xml"))
    assert first.code == 5
    assert f"{room.stories[2].path}: 410" in first.err
    second = call("watch", room.site.url("/feed.xml"))
    assert second.code == 0
    assert len(room.site.seen(room.stories[2].path)) == 1


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        ((), "no feed is named, and this database watches none yet"),
        (("www.example.org/feed",), "https://www.example.org/feed"),
        (("nosuchsource",), "no source has this id"),
        (("--since", "yesterday", "ap"), "not a date"),
        (("--remove",), "no feed is named"),
        (("--remove", "--list", "ap"), "exclude each other"),
    ],
)
def test_a_call_that_cannot_mean_anything_ends_with_usage(
    call: Call, arguments: tuple[str, ...], message: str, room: Newsroom
) -> None:
    if not arguments:
        call("ingest", room.site.url(room.stories[1].path))
    outcome = call("watch", *arguments)
    assert outcome.code == 2
    assert message in outcome.err


def test_what_a_feed_dates_before_a_day_is_left_out(call: Call, room: Newsroom) -> None:
    outcome = call("watch", room.site.url("/feed.xml"), "--since", "2031-04-06")
    assert outcome.code == 0
    assert "0 new" in outcome.out


def test_an_address_is_traced_with_its_way(call: Call, room: Newsroom) -> None:
    room.site.play("/old", redirect("/older", 301))
    room.site.play("/older", redirect(room.stories[1].path))
    outcome = call("trace", room.site.url("/old"), "--format", "json")
    answer = json.loads(outcome.out)
    assert answer["article"]["fetch"]["requested"] == room.site.url("/old")
    assert answer["article"]["fetch"]["final"] == answer["article"]["url"] == room.site.url(room.stories[1].path)
    assert [step["status"] for step in answer["article"]["fetch"]["redirects"]] == [301, 302]
    card = call("trace", room.site.url("/old"))
    assert "→" in card.out
    assert len(room.site.seen("/old")) == 1, "the second look-up is answered from the cache"


@pytest.mark.parametrize(
    ("path", "reply", "message"),
    [
        ("/gone.html", Reply(status=404), "404"),
        ("/wall.html", Reply(WALL), "consent to cookies"),
        ("/a.pdf", Reply(b"%PDF-1.7", media="application/pdf"), "a PDF"),
        ("/feed.xml", None, "provenance watch"),
    ],
)
def test_a_page_that_is_no_article_is_said_once_with_a_way_out(
    call: Call, room: Newsroom, path: str, reply: Reply | None, message: str
) -> None:
    if reply is not None:
        room.site.play(path, reply)
    outcome = call("trace", room.site.url(path))
    assert outcome.code == 1
    assert message in outcome.err
    assert outcome.err.splitlines()[-2].count(path) == 1, "the address stands once in the message"
    assert outcome.err.splitlines()[-1].startswith("  ")


def test_a_private_address_is_refused_where_it_is_not_allowed(call: Call, room: Newsroom) -> None:
    outcome = call("trace", room.site.url(room.stories[1].path), allow=False)
    assert outcome.code == 1
    assert "--allow-private" in outcome.err
    assert room.site.seen() == []


def test_an_archived_page_comes_back_as_it_came(
    room: Newsroom, capfdbinary: pytest.CaptureFixture[bytes], monkeypatch: pytest.MonkeyPatch
) -> None:
    address = room.site.url(room.stories[1].path)
    monkeypatch.setattr(
        sys, "argv", ["provenance", "ingest", address, "--archive", "--allow-private", "127.0.0.1", "--quiet"]
    )
    with pytest.raises(SystemExit):
        main()
    capfdbinary.readouterr()
    monkeypatch.setattr(sys, "argv", ["provenance", "show", address, "--raw"])
    with pytest.raises(SystemExit):
        main()
    assert capfdbinary.readouterr().out == room.stories[1].page().encode()


def test_a_proxy_is_named_by_option_or_environment(call: Call, room: Newsroom, monkeypatch: pytest.MonkeyPatch) -> None:
    address = room.site.url(room.stories[1].path)
    room.site.play(address, Reply(room.stories[1].page()))
    room.site.play(room.site.url("/robots.txt"), Reply(status=404))
    proxy = room.site.url("").replace("//", "//reader:s3cret@")
    assert call("trace", address, "--proxy", proxy).code in {0, 3}
    assert room.site.seen(address), "it was asked for as a proxy is"
    monkeypatch.setenv("PROVENANCE_PROXY", f"{proxy}/path")
    outcome = call("trace", address)
    assert outcome.code == 2
    assert "a proxy has no path" in outcome.err
    assert "s3cret" not in outcome.err


def test_a_page_from_the_cache_asks_for_the_same_leave(call: Call, room: Newsroom) -> None:
    address = room.site.url(room.stories[1].path)
    assert call("trace", address).code != 1
    outcome = call("trace", address, allow=False)
    assert outcome.code == 1
    assert "--allow-private" in outcome.err
