"""What sites ask of programs, and that it is done."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from loopback import LOOPBACK, FakeTime, Loopback, Raw, Reply, Seen, redirect

from provenance.errors import FetchError, FetchFailure
from provenance.reading.web.client import Client
from provenance.reading.web.options import WebOptions
from provenance.reading.web.robots import MAX_BYTES

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

DENY = "User-agent: *\nDisallow: /closed/\n"


@pytest.fixture
def site() -> Iterator[Loopback]:
    with Loopback() as server:
        for path in ("/page", "/closed/page", "/open/page"):
            server.play(path, Reply("<p>A page.</p>"))
        yield server


@pytest.fixture
def watch() -> FakeTime:
    return FakeTime()


def client_of(watch: FakeTime, **options: object) -> Client:
    settings = {"allow": LOOPBACK, "pace": 0.0, **options}
    return Client(WebOptions(**settings), clock=watch.clock, sleep=watch.sleep)  # type: ignore[arg-type]


@pytest.fixture
def client(watch: FakeTime) -> Iterator[Client]:
    with client_of(watch) as client:
        yield client


def robots(text: str | bytes) -> Reply:
    return Reply(text, media="text/plain")


def asked(site: Loopback) -> list[str]:
    return [seen.path for seen in site.seen()]


def failure(client: Client, url: str) -> FetchError:
    with pytest.raises(FetchError) as caught:
        client.get(url)
    assert url in str(caught.value)
    return caught.value


def test_a_page_that_is_not_to_be_fetched_is_not(site: Loopback, client: Client) -> None:
    site.play("/robots.txt", robots(DENY))
    error = failure(client, site.url("/closed/page"))
    assert error.failure is FetchFailure.ROBOTS
    assert "--ignore-robots" in (error.hint or "")
    assert asked(site) == ["/robots.txt"]
    assert client.get(site.url("/open/page")).status == 200
    assert asked(site) == ["/robots.txt", "/open/page"]
    assert not client.allowed(site.url("/closed/page"))
    assert client.allowed(site.url("/open/page"))


def test_it_speaks_to_us_by_name(site: Loopback, client: Client) -> None:
    site.play("/robots.txt", robots("User-agent: Provenance\nDisallow: /closed/\n\nUser-agent: *\nDisallow: /\n"))
    assert client.allowed(site.url("/open/page"))
    assert not client.allowed(site.url("/closed/page"))


@pytest.mark.parametrize("name", ["news", "research", "honours", "rovenance"])
def test_words_of_the_user_agent_are_not_our_name(site: Loopback, client: Client, name: str) -> None:
    site.play("/robots.txt", robots(f"User-agent: {name}\nDisallow: /\n"))
    assert client.allowed(site.url("/page"))


def test_it_can_be_ignored(site: Loopback, watch: FakeTime) -> None:
    site.play("/robots.txt", robots(DENY))
    with client_of(watch, robots=False) as client:
        assert client.get(site.url("/closed/page")).status == 200
        assert client.allowed(site.url("/closed/page"))
    assert asked(site) == ["/closed/page"]


def test_each_hop_is_asked_about(site: Loopback, client: Client) -> None:
    site.play("/robots.txt", robots(DENY))
    site.play("/page", redirect("/closed/page"))
    error = failure(client, site.url("/page"))
    assert error.failure is FetchFailure.ROBOTS
    assert asked(site) == ["/robots.txt", "/page"]


def test_each_site_is_asked(site: Loopback, client: Client) -> None:
    with Loopback() as other:
        other.play("/robots.txt", robots(DENY))
        site.play("/page", redirect(other.url("/closed/page")))
        assert failure(client, site.url("/page")).failure is FetchFailure.ROBOTS
        assert asked(other) == ["/robots.txt"]


@pytest.mark.parametrize("status", [400, 401, 403, 404, 410, 451])
def test_a_site_without_one_allows(site: Loopback, client: Client, status: int) -> None:
    site.play("/robots.txt", Reply("<p>No.</p>", status))
    client.get(site.url("/page"))
    client.get(site.url("/open/page"))
    assert asked(site) == ["/robots.txt", "/page", "/open/page"]


def test_a_site_that_is_out_of_order_forbids(site: Loopback, client: Client, watch: FakeTime) -> None:
    site.play("/robots.txt", Reply(status=500))
    error = failure(client, site.url("/page"))
    assert error.failure is FetchFailure.ROBOTS
    assert "500" in str(error)
    assert "--ignore-robots" in (error.hint or "")
    assert asked(site) == ["/robots.txt"] * 3
    assert not client.allowed(site.url("/page"))
    assert asked(site) == ["/robots.txt"] * 3, "that is known for a while"
    site.play("/robots.txt", robots(""))
    watch.now += 301
    assert client.get(site.url("/page")).status == 200


def test_a_site_that_asks_to_wait_is_not_asked_for_pages(site: Loopback, client: Client) -> None:
    site.play("/robots.txt", Reply(status=429, headers=(("Retry-After", "9999"),)))
    assert failure(client, site.url("/page")).failure is FetchFailure.TOO_MANY_REQUESTS
    assert asked(site) == ["/robots.txt"]


def test_a_site_that_is_silent_forbids(site: Loopback, watch: FakeTime) -> None:
    def silent() -> Iterator[bytes]:
        site.pause(20)
        yield b""

    site.play("/robots.txt", Raw(silent))
    with client_of(watch, silence=0.1, attempts=1) as client:
        assert failure(client, site.url("/page")).failure is FetchFailure.TIMED_OUT
        assert not client.allowed(site.url("/page"))
    assert site.pages() == []


def test_its_time_is_not_counted_as_time_of_the_page(site: Loopback, watch: FakeTime) -> None:
    def slowly(_: Seen) -> Reply:
        site.pause(0.4)
        return robots("")

    site.play("/robots.txt", slowly)
    site.play("/page", slowly)
    with client_of(watch, total=0.7) as client:
        assert client.get(site.url("/page")).status == 200


def test_a_failure_of_the_network_is_named_as_such(watch: FakeTime) -> None:
    def nowhere(_host: str, _port: int) -> tuple[str, ...]:
        raise OSError

    with Client(WebOptions(), sleep=watch.sleep, resolve=nowhere) as client:
        error = failure(client, "http://nowhere.example/page")
    assert error.failure is FetchFailure.NAME_NOT_FOUND
    assert str(error) == "http://nowhere.example/page: no host of the name nowhere.example was found"


def test_redirects_are_followed_and_checked(site: Loopback, client: Client) -> None:
    with Loopback() as other:
        other.play("/rules", robots(DENY))
        site.play("/robots.txt", redirect(other.url("/rules")))
        assert failure(client, site.url("/closed/page")).failure is FetchFailure.ROBOTS
        assert asked(other) == ["/rules"]
    with Loopback("127.0.0.2") as inside:
        inside.play("/", robots(""))
        with Loopback() as third:
            third.play("/robots.txt", redirect(inside.url()))
            assert failure(client, third.url("/page")).failure is FetchFailure.UNSAFE_ADDRESS
        assert inside.seen() == []


def test_redirects_that_lead_nowhere_allow(site: Loopback, client: Client) -> None:
    site.play("/robots.txt", redirect("/robots.txt?again"))
    assert client.get(site.url("/page")).status == 200


def test_the_delay_that_a_site_asks_for(site: Loopback, watch: FakeTime) -> None:
    site.play("/robots.txt", robots("User-agent: *\nCrawl-delay: 5\n"))
    with client_of(watch, pace=1.0) as client:
        client.get(site.url("/page"))
        assert watch.waits == [], "robots.txt is no turn of its own"
        client.get(site.url("/page"))
        assert watch.waits == [5.0]
    watch.waits.clear()
    with client_of(watch, pace=7.0) as client:
        client.get(site.url("/page"))
        client.get(site.url("/page"))
        assert watch.waits == [7.0]


@pytest.mark.parametrize(("delay", "wait"), [("3600", 60.0), ("-4", 1.0), ("nan", 1.0), ("inf", 1.0), ("soon", 1.0)])
def test_a_delay_beyond_reason(site: Loopback, watch: FakeTime, delay: str, wait: float) -> None:
    site.play("/robots.txt", robots(f"User-agent: *\nCrawl-delay: {delay}\n"))
    with client_of(watch, pace=1.0) as client:
        client.get(site.url("/page"))
        client.get(site.url("/page"))
    assert watch.waits == [wait]


def test_it_is_asked_for_once_a_day(site: Loopback, watch: FakeTime, tmp_path: Path) -> None:
    site.play("/robots.txt", robots(DENY))
    for hours in (0, 23, 2):
        watch.now += hours * 3600
        with client_of(watch, cache=tmp_path / "cache") as client:
            assert not client.allowed(site.url("/closed/page"))
    assert len(site.seen("/robots.txt")) == 2
    with client_of(watch) as client:
        for hours in (0, 23, 2):
            watch.now += hours * 3600
            client.allowed(site.url("/page"))
    assert len(site.seen("/robots.txt")) == 4


def test_its_copy_on_disk_is_not_the_page_of_that_address(site: Loopback, watch: FakeTime, tmp_path: Path) -> None:
    site.play("/robots.txt", robots(DENY))
    with client_of(watch, cache=tmp_path / "cache") as client:
        client.get(site.url("/page"))
        assert not client.get(site.url("/robots.txt")).cached


def test_a_large_one_is_read_so_far(site: Loopback, client: Client) -> None:
    site.play("/robots.txt", robots(DENY + "# filler\n" * MAX_BYTES))
    assert not client.allowed(site.url("/closed/page"))
    assert client.allowed(site.url("/page"))


@pytest.mark.parametrize(
    "body", [b"\xff\xfe\x00nonsense", b"\xef\xbb\xbf", b"<html><body>Not found</body></html>", b"\0" * 1000]
)
def test_what_is_none_asks_nothing(site: Loopback, client: Client, body: bytes) -> None:
    site.play("/robots.txt", robots(body))
    assert client.allowed(site.url("/page"))


def test_a_byte_order_mark_does_not_hide_the_first_line(site: Loopback, client: Client) -> None:
    site.play("/robots.txt", robots(b"\xef\xbb\xbf" + DENY.encode()))
    assert not client.allowed(site.url("/closed/page"))


def test_the_sitemaps_it_names(site: Loopback, client: Client) -> None:
    text = "Sitemap: /news.xml\nSitemap: https://maps.example/a.xml\nSitemap: file:///etc/passwd\nSitemap: /news.xml\n"
    site.play("/robots.txt", robots(text))
    assert client.robots_sitemaps(site.url("/page")) == (site.url("/news.xml"), "https://maps.example/a.xml")
    site.play("/robots.txt", Reply(status=500))
    with Loopback() as empty:
        assert client.robots_sitemaps(empty.url("/page")) == ()


def test_credentials_are_not_sent_for_it(site: Loopback, client: Client) -> None:
    client.get(site.url("/page", credentials="user:secret"))
    assert [seen.headers.get("authorization") is None for seen in site.seen()] == [True, False]
