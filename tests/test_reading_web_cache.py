"""The cache on disk: by itself, and as the client uses it."""

from __future__ import annotations

import multiprocessing
import os
import stat
import sys
import time
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from loopback import LOOPBACK, FakeTime, Loopback, Reply, redirect

from provenance.errors import FetchError, FetchFailure
from provenance.model import Redirect
from provenance.reading.web.answers import Answer
from provenance.reading.web.cache import Cache
from provenance.reading.web.client import Client
from provenance.reading.web.options import WebOptions

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

PAGE = "<html><body><p>The ferry to Gullhaven sails again.</p></body></html>"
URL = "https://news.example/story"


def answer(body: bytes = PAGE.encode(), **fields: object) -> Answer:
    made = Answer(
        requested=URL,
        final="https://news.example/story/",
        redirects=(Redirect(URL, 301),),
        status=200,
        media_type="text/html",
        charset="utf-8",
        etag='"1"',
        last_modified=None,
        body=body,
        fetched="2030-03-17T17:46:40+00:00",
    )
    return replace(made, **fields)  # type: ignore[arg-type]


def files(folder: Path) -> list[Path]:
    return sorted(path for path in folder.rglob("*") if path.is_file())


@settings(max_examples=30)
@given(st.binary(max_size=2000), st.none() | st.text(max_size=20), st.floats(0, 4e9))
def test_what_goes_in_comes_out(
    tmp_path_factory: pytest.TempPathFactory, body: bytes, etag: str | None, checked: float
) -> None:
    cache = Cache(tmp_path_factory.mktemp("cache"), "agent")
    put = answer(body, etag=etag)
    cache.store(URL, put, checked)
    entry = cache.load(URL)
    assert entry is not None
    assert entry.answer == replace(put, cached=True)
    assert entry.checked == checked


def test_what_was_never_stored_is_not_there(tmp_path: Path) -> None:
    cache = Cache(tmp_path / "cache", "agent")
    assert cache.load(URL) is None
    cache.store(URL, answer(), 1.0)
    assert cache.load(URL + "/") is None
    assert cache.load(URL, "robots") is None
    assert Cache(tmp_path / "cache", "another agent").load(URL) is None
    cache.remove(URL)
    assert cache.load(URL) is None


@pytest.mark.skipif(sys.platform == "win32", reason="modes of POSIX")
def test_nobody_else_reads_it(tmp_path: Path) -> None:
    before = os.umask(0)
    try:
        Cache(tmp_path / "cache", "agent").store(URL, answer(), 1.0)
    finally:
        os.umask(before)
    assert stat.S_IMODE((tmp_path / "cache").stat().st_mode) == 0o700
    assert {stat.S_IMODE(file.stat().st_mode) for file in files(tmp_path)} == {0o600}


def test_every_damaged_entry_is_passed_over_and_replaced(tmp_path: Path) -> None:
    cache = Cache(tmp_path, "agent")
    cache.store(URL, answer(), 1.0)
    (file,) = files(tmp_path)
    whole = file.read_bytes()
    for size in range(len(whole)):
        file.write_bytes(whole[:size])
        assert cache.load(URL) is None
    line = whole.index(b"\n")
    # the magic number of the frame, its header and its data; of the first line a letter may change
    for position in range(line + 1, len(whole)):
        file.write_bytes(whole[:position] + bytes([whole[position] ^ 0x55]) + whole[position + 1 :])
        entry = cache.load(URL)
        assert entry is None or entry.answer == answer(cached=True)
    for bad in (b"", b"\n", b"[]\n", b"null\n", b"{}\n", b"[" * 100_000, whole.replace(b'"size": ', b'"size": 9')):
        file.write_bytes(bad)
        assert cache.load(URL) is None
    cache.store(URL, answer(), 1.0)
    assert cache.load(URL) is not None


def test_the_oldest_go_first_and_the_bound_holds(tmp_path: Path) -> None:
    cache = Cache(tmp_path, "agent", max_bytes=16 * 10_000)
    for number in range(400):
        cache.store(f"{URL}/{number}", answer(os.urandom(1500)), 1.0)
        for file in files(tmp_path):
            if time.time() - file.stat().st_mtime < 60:
                os.utime(file, (1e9 + number, 1e9 + number))
        if number % 50 == 0:
            assert sum(file.stat().st_size for file in files(tmp_path)) <= 160_000
    left = [number for number in range(400) if cache.load(f"{URL}/{number}") is not None]
    assert sum(file.stat().st_size for file in files(tmp_path)) <= 160_000
    assert 50 < len(left) < 90
    assert min(left) > 250, "what is left is the newest"
    assert 399 in left


def test_what_is_larger_than_the_bound_is_not_kept(tmp_path: Path) -> None:
    cache = Cache(tmp_path, "agent", max_bytes=16 * 1000)
    cache.store(URL, answer(b"short"), 1.0)
    cache.store(URL, answer(os.urandom(5000)), 1.0)
    assert cache.load(URL) is None


def test_what_a_killed_process_left_is_swept(tmp_path: Path) -> None:
    cache = Cache(tmp_path, "agent")
    cache.store(URL, answer(), 1.0)
    (file,) = files(tmp_path)
    old, young = file.with_name("a.tmp"), file.with_name("b.tmp")
    for path in (old, young):
        path.write_bytes(b"half")
    os.utime(old, (1e9, 1e9))
    cache.store(URL, answer(), 2.0)
    assert not old.exists()
    assert young.exists()


def test_a_folder_that_cannot_be_written_is_no_error(tmp_path: Path) -> None:
    (tmp_path / "cache").write_text("a file")
    cache = Cache(tmp_path / "cache", "agent")
    cache.store(URL, answer(), 1.0)
    assert cache.load(URL) is None
    cache.remove(URL)


def store_many(folder: Path, seed: int) -> None:
    cache = Cache(folder, "agent", max_bytes=16 * 20_000)
    for number in range(150):
        cache.store(f"{URL}/{number % 20}", answer(bytes([seed]) * 3000 + os.urandom(500)), 1.0)
        entry = cache.load(f"{URL}/{(number + seed) % 20}")
        assert entry is None or len(entry.answer.body) == 3500


def test_processes_share_a_folder(tmp_path: Path) -> None:
    context = multiprocessing.get_context("spawn")
    workers = [context.Process(target=store_many, args=(tmp_path, seed)) for seed in range(3)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join(60)
    assert [worker.exitcode for worker in workers] == [0, 0, 0]
    cache = Cache(tmp_path, "agent")
    assert all(cache.load(f"{URL}/{number}") is not None for number in range(20))
    assert not list(tmp_path.rglob("*.tmp"))


# as the client uses it


@pytest.fixture
def site() -> Iterator[Loopback]:
    with Loopback() as server:
        yield server


@pytest.fixture
def watch() -> FakeTime:
    return FakeTime()


def client_of(watch: FakeTime, folder: Path, **options: object) -> Client:
    settings = {"allow": LOOPBACK, "pace": 0.0, "robots": False, "cache": folder / "cache", **options}
    return Client(WebOptions(**settings), clock=watch.clock, sleep=watch.sleep)  # type: ignore[arg-type]


def test_a_look_up_twice_fetches_once(site: Loopback, watch: FakeTime, tmp_path: Path) -> None:
    site.play("/a", redirect("/b", 301))
    site.play("/b", Reply(PAGE, etag='"1"'))
    with client_of(watch, tmp_path) as client:
        first = client.get(site.url("/a?utm_source=mail"))
    with client_of(watch, tmp_path) as client:
        second = client.get(site.url("/a#part"))
    assert site.pages() == ["/a?utm_source=mail", "/b"]
    assert second == replace(first, requested=site.url("/a"), cached=True)
    assert second.final == site.url("/b")
    assert [redirect.status for redirect in second.redirects] == [301]


def test_two_user_agents_are_not_mixed(site: Loopback, watch: FakeTime, tmp_path: Path) -> None:
    site.play("/", lambda seen: Reply(seen.headers["user-agent"]))
    for agent in ("one/1", "two/1", "one/1"):
        with client_of(watch, tmp_path, user_agent=agent) as client:
            assert client.get(site.url()).body == agent.encode()
    assert len(site.pages()) == 2


def test_an_old_entry_is_asked_about(site: Loopback, watch: FakeTime, tmp_path: Path) -> None:
    site.play("/a", redirect("/b"))
    site.play("/b", Reply(PAGE, etag='"1"'))
    with client_of(watch, tmp_path, max_age=100.0) as client:
        first = client.get(site.url("/a"))
        watch.now += 101
        second = client.get(site.url("/a"))
        assert (second.cached, second.status, second.not_modified, second.body) == (True, 200, False, first.body)
        assert second.fetched > first.fetched
        assert [seen.headers.get("if-none-match") for seen in site.seen()] == [None, None, None, '"1"']
        watch.now += 99
        client.get(site.url("/a"))
    assert len(site.pages()) == 4, "304 made the entry young again"


def test_an_updated_article_replaces_the_entry(site: Loopback, watch: FakeTime, tmp_path: Path) -> None:
    site.play("/", Reply("first", modified="Mon, 01 Jan 2029 10:00:00 GMT"), Reply("second"))
    with client_of(watch, tmp_path) as client:
        assert client.get(site.url()).body == b"first"
        assert client.get(site.url()).body == b"first"
        answer = client.get(site.url(), fresh=True)
        assert (answer.body, answer.cached) == (b"second", False)
        assert client.get(site.url()).body == b"second"
    assert site.seen()[-1].headers["if-modified-since"] == "Mon, 01 Jan 2029 10:00:00 GMT"


def test_the_caller_s_copy_goes_before_the_entry(site: Loopback, watch: FakeTime, tmp_path: Path) -> None:
    site.play("/", Reply(PAGE, etag='"2"'))
    with client_of(watch, tmp_path, max_age=100.0) as client:
        client.get(site.url())
        young = client.get(site.url(), etag='"2"')
        assert (young.not_modified, young.cached, young.body) == (True, True, b"")
        assert client.get(site.url(), etag='"1"').body == PAGE.encode()
        assert len(site.pages()) == 1
        watch.now += 99
        asked = client.get(site.url(), etag='"2"', fresh=True)
        assert (asked.not_modified, asked.cached, asked.body) == (True, False, b"")
        watch.now += 99
        assert client.get(site.url()).body == PAGE.encode()
        assert len(site.pages()) == 2, "304 to the caller made the entry young again"
        assert client.get(site.url(), etag='"1"', fresh=True).body == PAGE.encode()


def test_what_may_not_be_stored_is_not(site: Loopback, watch: FakeTime, tmp_path: Path) -> None:
    site.play("/", Reply(PAGE), Reply(PAGE, headers=(("Cache-Control", "private, No-Store"),)), Reply(PAGE))
    with client_of(watch, tmp_path) as client:
        client.get(site.url())
        client.get(site.url(), fresh=True)
        assert files(tmp_path) == []
        client.get(site.url())
        assert len(files(tmp_path)) == 1


@pytest.mark.parametrize("status", [403, 404, 410, 500])
def test_only_pages_are_stored(site: Loopback, watch: FakeTime, tmp_path: Path, status: int) -> None:
    site.play("/", Reply("<p>No.</p>", status), Reply(PAGE), Reply("<p>No.</p>", status))
    with client_of(watch, tmp_path, attempts=1) as client:
        with pytest.raises(FetchError):
            client.get(site.url())
        assert files(tmp_path) == []
        client.get(site.url())
        with pytest.raises(FetchError):
            client.get(site.url(), fresh=True)
    assert bool(files(tmp_path)) is (status in {403, 500}), "a page that was taken away is not kept"


def test_a_damaged_entry_is_fetched_again(site: Loopback, watch: FakeTime, tmp_path: Path) -> None:
    site.play("/", Reply(PAGE, etag='"1"'))
    with client_of(watch, tmp_path) as client:
        client.get(site.url())
        (file,) = files(tmp_path)
        file.write_bytes(file.read_bytes()[:-3])
        assert not client.get(site.url()).cached
        assert "if-none-match" not in site.seen()[-1].headers
        assert client.get(site.url()).cached


def test_a_limit_holds_for_what_is_cached(site: Loopback, watch: FakeTime, tmp_path: Path) -> None:
    site.play("/", Reply(PAGE))
    with client_of(watch, tmp_path) as client:
        client.get(site.url())
        with pytest.raises(FetchError) as caught:
            client.get(site.url(), max_bytes=10)
    assert caught.value.failure is FetchFailure.TOO_LARGE


def test_a_clock_that_was_set_back_asks_again(site: Loopback, watch: FakeTime, tmp_path: Path) -> None:
    site.play("/", Reply(PAGE))
    with client_of(watch, tmp_path) as client:
        client.get(site.url())
        watch.now -= 10
        assert not client.get(site.url()).cached
