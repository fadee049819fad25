"""The client against a real server that plays what the web does."""

from __future__ import annotations

import gzip
import json
import os
import socket
import ssl
import subprocess
import sys
import threading
import time
import zlib
from email.utils import formatdate
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING

import brotli
import pytest
import zstandard
from loopback import LOOPBACK, FakeTime, Loopback, Raw, Reply, redirect

from provenance.errors import FetchError, FetchFailure, UsageError
from provenance.model import Redirect
from provenance.reading.web.client import USER_AGENT, Client
from provenance.reading.web.options import WebOptions

if TYPE_CHECKING:
    from collections.abc import Iterator

REPOSITORY = Path(__file__).resolve().parents[1]
PAGE = "<html><body><p>The ferry to Gullhaven sails again.</p></body></html>"
DRIPS = 1200  # of a server that sends for a minute and not without end, so that nothing waits for ever
STORY = "<p>" + " ".join(f"word{number}" for number in range(300)) + "</p>"


@pytest.fixture
def site() -> Iterator[Loopback]:
    with Loopback() as server:
        server.play("/page", Reply(PAGE))
        yield server


@pytest.fixture
def watch() -> FakeTime:
    return FakeTime()


def client_of(watch: FakeTime, **options: object) -> Client:
    settings = {"allow": LOOPBACK, "pace": 0.0, "robots": False, **options}
    return Client(WebOptions(**settings), clock=watch.clock, sleep=watch.sleep)  # type: ignore[arg-type]


@pytest.fixture
def client(watch: FakeTime) -> Iterator[Client]:
    with client_of(watch) as client:
        yield client


def failure(client: Client, url: str, expected: FetchFailure, **options: object) -> str:
    with pytest.raises(FetchError) as caught:
        client.get(url, **options)  # type: ignore[arg-type]
    assert caught.value.failure is expected, caught.value
    assert caught.value.hint, "a failure says what to do"
    assert url.partition("#")[0] in str(caught.value), "a failure names the address"
    return f"{caught.value}\n{caught.value.hint}"


# what an answer holds


def test_a_plain_page(site: Loopback, client: Client) -> None:
    site.play("/page", Reply(PAGE, etag='"1"', modified="Mon, 01 Jan 2029 10:00:00 GMT"))
    answer = client.get(site.url("/page#part"))
    assert answer.body == PAGE.encode()
    assert (answer.status, answer.media_type, answer.charset) == (200, "text/html", "utf-8")
    assert (answer.etag, answer.last_modified) == ('"1"', "Mon, 01 Jan 2029 10:00:00 GMT")
    assert answer.requested == answer.final == site.url("/page")
    assert (answer.redirects, answer.not_modified, answer.cached) == ((), False, False)
    assert answer.fetched == "2030-03-17T17:46:40+00:00"
    headers = site.seen("/page")[0].headers
    assert headers["user-agent"] == USER_AGENT
    assert headers["host"] == f"127.0.0.1:{site.port}"
    assert not {"cookie", "referer", "authorization"} & set(headers)


@pytest.mark.parametrize(
    ("header", "media", "charset"),
    [
        ("Text/HTML; Charset=ISO-8859-1", "text/html", "ISO-8859-1"),
        ('text/html;charset="utf-8"', "text/html", "utf-8"),
        ("text/html, text/html", "text/html", None),
        ("nonsense", None, None),
        (None, None, None),
    ],
)
def test_the_type_that_a_page_is_sent_with(
    site: Loopback, client: Client, header: str | None, media: str | None, charset: str | None
) -> None:
    site.play("/page", Reply(PAGE, media=header))
    answer = client.get(site.url("/page"))
    assert (answer.media_type, answer.charset) == (media, charset)


def test_an_own_user_agent(site: Loopback, watch: FakeTime) -> None:
    with client_of(watch, user_agent="Newsroom/1.0 (desk@news.example)") as client:
        client.get(site.url("/page"))
    assert site.seen()[0].headers["user-agent"] == "Newsroom/1.0 (desk@news.example)"
    with pytest.raises(UsageError, match="user agent"):
        client_of(watch, user_agent="Newsroom\r\nCookie: a=b")


def test_one_connection_serves_many_requests(site: Loopback, client: Client) -> None:
    site.play("/gone", Reply("<p>gone</p>" * 100, 404))
    for path in ("/page", "/page", "/gone", "/page"):
        if path == "/gone":
            failure(client, site.url(path), FetchFailure.NOT_FOUND)
        else:
            client.get(site.url(path))
    assert len({seen.connection for seen in site.seen()}) == 1


@pytest.mark.parametrize("coding", ["gzip", "br", "zstd", "identity"])
def test_a_coded_body_in_chunks_leaves_its_connection_usable(site: Loopback, client: Client, coding: str) -> None:
    packed = PACKERS[coding](PAGE.encode())
    headers = (("Content-Encoding", coding), ("Transfer-Encoding", "chunked"))
    site.play("/", Reply(f"{len(packed):x}\r\n".encode() + packed + b"\r\n0\r\n\r\n", headers=headers))
    for _ in range(3):
        assert client.get(site.url()).body == PAGE.encode()
    assert len({seen.connection for seen in site.seen()}) == 1


# redirects


def test_a_chain_of_redirects(site: Loopback, client: Client) -> None:
    statuses = (301, 302, 303, 307, 308)
    for step, status in enumerate(statuses):
        site.play(f"/{step}", redirect(f"/{step + 1}" if step < 4 else "page#here", status))
    answer = client.get(site.url("/0"))
    assert answer.redirects == tuple(Redirect(site.url(f"/{step}"), status) for step, status in enumerate(statuses))
    assert (answer.requested, answer.final) == (site.url("/0"), site.url("/page"))
    assert answer.body == PAGE.encode()


@pytest.mark.parametrize("location", ["page", "./page", "//127.0.0.1:{port}/page", "?to=page", "/pa ge", "/p\u00e4ge"])
def test_a_location_in_any_form(site: Loopback, client: Client, location: str) -> None:
    location = location.format(port=site.port)
    for path in ("/?to=page", "/pa%20ge", "/p%C3%A4ge"):
        site.play(path, Reply(PAGE))
    site.play("/", redirect(location.encode().decode("latin-1")))
    assert client.get(site.url()).body == PAGE.encode()


def test_a_redirect_to_another_host(site: Loopback, watch: FakeTime) -> None:
    options = WebOptions(allow=LOOPBACK, pace=0, robots=False)
    with Loopback() as other, Client(options, sleep=watch.sleep, resolve=site.resolve) as client:
        other.play("/page", Reply("there"))
        site.play("/", redirect(other.url("/page", host="other.example")))
        answer = client.get(site.url())
        assert answer.body == b"there"
        assert answer.final == f"http://other.example:{other.port}/page"
        assert other.seen()[0].headers["host"] == f"other.example:{other.port}"


def test_a_loop_is_named(site: Loopback, client: Client) -> None:
    site.play("/a", redirect("/b"))
    site.play("/b", redirect("/a"))
    assert "circle" in failure(client, site.url("/a"), FetchFailure.REDIRECTS)
    assert site.pages() == ["/a", "/b"]


def test_too_many_redirects(site: Loopback, watch: FakeTime) -> None:
    for step in range(5):
        site.play(f"/{step}", redirect(f"/{step + 1}"))
    site.play("/5", Reply(PAGE))
    with client_of(watch, redirects=5) as client:
        assert len(client.get(site.url("/0")).redirects) == 5
    with client_of(watch, redirects=4) as client:
        assert "more than 4" in failure(client, site.url("/0"), FetchFailure.REDIRECTS)


def test_a_redirect_to_nowhere(site: Loopback, client: Client) -> None:
    site.play("/", Reply(status=302))
    failure(client, site.url(), FetchFailure.BROKEN_ANSWER)


def test_a_later_failure_names_both_addresses(site: Loopback, client: Client) -> None:
    site.play("/a", redirect("/missing"))
    text = failure(client, site.url("/a"), FetchFailure.NOT_FOUND)
    assert site.url("/missing") in text


@pytest.mark.parametrize(
    "head",
    [
        '<meta http-equiv="refresh" content="0;url=/page">',
        "<META HTTP-EQUIV='Refresh' CONTENT='5; URL=\"/page\"'>",
        '<meta content="1 , url = page" http-equiv="REFRESH">',
        '<meta http-equiv="refresh" content="0; /page">',
    ],
)
def test_a_page_that_sends_on(site: Loopback, client: Client, head: str) -> None:
    site.play("/", Reply(f"<html><head>{head}</head><body>Moved.</body></html>"))
    answer = client.get(site.url())
    assert answer.redirects == (Redirect(site.url(), 200),)
    assert answer.final == site.url("/page")


@pytest.mark.parametrize(
    "page",
    [
        '<html><head><meta http-equiv="refresh" content="6;url=/page"></head></html>',
        '<html><head><meta http-equiv="refresh" content="0"></head></html>',
        '<html><head><meta http-equiv="refresh" content="0;url=/"></head></html>',
        '<html><head><noscript><meta http-equiv="refresh" content="0;url=/page"></noscript></head></html>',
        '<html><body><noscript><meta http-equiv="refresh" content="0;url=/page"></noscript></body></html>',
        f'<html><head><meta http-equiv="refresh" content="5;url=/page"></head><body>{STORY}</body></html>',
        '<html><!-- <meta http-equiv="refresh" content="0;url=/page"> --></html>',
        '<html><script>"<meta http-equiv=refresh content=0;url=/page>"</script></html>',
        "refresh",
        "",
    ],
)
def test_a_page_that_stays(site: Loopback, client: Client, page: str) -> None:
    site.play("/", Reply(page))
    assert client.get(site.url()).redirects == ()


def test_only_html_sends_on(site: Loopback, client: Client) -> None:
    page = '<html><head><meta http-equiv="refresh" content="0;url=/page"></head></html>'
    site.play("/", Reply(page, media="text/plain"))
    assert client.get(site.url()).redirects == ()


# content codings


def raw_deflate(data: bytes) -> bytes:
    packer = zlib.compressobj(wbits=-zlib.MAX_WBITS)
    return packer.compress(data) + packer.flush()


PACKERS = {
    "gzip": gzip.compress,
    "x-gzip": gzip.compress,
    "deflate": zlib.compress,
    "Deflate": raw_deflate,
    "br": brotli.compress,
    "zstd": zstandard.compress,
    "gzip, gzip": lambda data: gzip.compress(gzip.compress(data)),
    "zstd, br": lambda data: brotli.compress(zstandard.compress(data)),
    "identity": bytes,
    "utf-8": bytes,
}


@pytest.mark.parametrize("coding", PACKERS)
@pytest.mark.parametrize("chunked", [False, True])
def test_content_codings(site: Loopback, client: Client, coding: str, *, chunked: bool) -> None:
    body = os.urandom(50_000) + PAGE.encode() * 3000
    packed = PACKERS[coding](body)
    if chunked:

        def pieces() -> Iterator[bytes]:
            head = f"HTTP/1.1 200 OK\r\nContent-Encoding: {coding}\r\nTransfer-Encoding: chunked\r\n\r\n"
            yield head.encode()
            for start in range(0, len(packed), 7001):
                piece = packed[start : start + 7001]
                yield f"{len(piece):x}\r\n".encode() + piece + b"\r\n"
            yield b"0\r\n\r\n"

        site.play("/", Raw(pieces))
    else:
        site.play("/", Reply(packed, headers=(("Content-Encoding", coding),)))
    assert client.get(site.url()).body == body


@pytest.mark.parametrize("coding", ["gzip", "deflate", "br", "zstd"])
def test_an_empty_coded_body(site: Loopback, client: Client, coding: str) -> None:
    site.play("/", Reply(PACKERS[coding](b""), headers=(("Content-Encoding", coding),)))
    assert client.get(site.url()).body == b""
    site.play("/", Reply(b"", headers=(("Content-Encoding", coding),)))
    assert client.get(site.url()).body == b""


def test_members_of_gzip_and_frames_of_zstandard(site: Loopback, client: Client) -> None:
    site.play("/", Reply(gzip.compress(b"a") + gzip.compress(b"b") + b"\0\0", headers=(("Content-Encoding", "gzip"),)))
    assert client.get(site.url()).body == b"ab"
    body = zstandard.compress(b"a") + zstandard.compress(b"b")
    site.play("/", Reply(body, headers=(("Content-Encoding", "zstd"),)))
    assert client.get(site.url()).body == b"ab"
    site.play("/", Reply(gzip.compress(b"") * 2000, headers=(("Content-Encoding", "gzip"),)))
    failure(client, site.url(), FetchFailure.BROKEN_ANSWER)


@pytest.mark.parametrize("coding", ["gzip", "deflate", "br", "zstd"])
@pytest.mark.parametrize("broken", ["cut", "plain"])
def test_a_body_that_is_not_coded_as_it_says(site: Loopback, watch: FakeTime, coding: str, broken: str) -> None:
    packed = PACKERS[coding](os.urandom(5000))
    site.play("/", Reply(packed[:-9] if broken == "cut" else PAGE, headers=(("Content-Encoding", coding),)))
    with client_of(watch, attempts=1) as client:
        assert "compressed" in failure(client, site.url(), FetchFailure.BROKEN_ANSWER)


def test_too_many_codings(site: Loopback, client: Client) -> None:
    body = PAGE.encode()
    for layers in (1, 2, 3, 4):
        body = gzip.compress(body)
        site.play("/", Reply(body, headers=(("Content-Encoding", ", ".join(["gzip"] * layers)),)))
        if layers < 4:
            assert client.get(site.url()).body == PAGE.encode()
    assert "4 content codings" in failure(client, site.url(), FetchFailure.BROKEN_ANSWER)


# limits of size


def test_a_body_of_exactly_the_limit(site: Loopback, client: Client) -> None:
    for coding in ("gzip", "identity"):
        site.play("/", Reply(PACKERS[coding](b"x" * 5000), headers=(("Content-Encoding", coding),)))
        assert len(client.get(site.url(), max_bytes=5000).body) == 5000
        assert "4,999 bytes" in failure(client, site.url(), FetchFailure.TOO_LARGE, max_bytes=4999)


def test_a_length_that_is_too_large_is_not_waited_for(site: Loopback, client: Client) -> None:
    head = b"HTTP/1.1 200 OK\r\nContent-Length: 999999999999\r\n\r\n"

    def pieces() -> Iterator[bytes]:
        yield head
        site.pause(120)

    site.play("/", Raw(pieces))
    began = time.monotonic()
    failure(client, site.url(), FetchFailure.TOO_LARGE)
    assert time.monotonic() - began < 60


@pytest.mark.parametrize("framing", ["", "Transfer-Encoding: chunked\r\n"])
def test_an_endless_body(site: Loopback, client: Client, framing: str) -> None:
    def pieces() -> Iterator[bytes]:
        yield f"HTTP/1.1 200 OK\r\n{framing}\r\n".encode()
        block = b"x" * 65536
        while True:
            yield b"10000\r\n" + block + b"\r\n" if framing else block

    site.play("/", Raw(pieces))
    failure(client, site.url(), FetchFailure.TOO_LARGE)


def flood(start: bytes, again: bytes) -> Iterator[bytes]:
    yield start
    while True:
        yield again * 100


@pytest.mark.parametrize(
    ("start", "again"),
    [
        (b"HTTP/1.1 200 OK\r\n", b"X-Filler: " + b"x" * 500 + b"\r\n"),
        (b"HTTP/1.1 200 OK\r\nX-Filler: ", b"x" * 1000),
        (b"", b"HTTP/1.1 100 Continue\r\n\r\n" * 10),
        (b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n", b"0" * 1000),
        (b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n", b"X-Trailer: x\r\n" * 10),
        (b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n", b"1\r\nx\r\n" * 100),
    ],
    ids=["headers", "header", "continue", "chunk size", "trailers", "tiny chunks"],
)
def test_floods_end(site: Loopback, watch: FakeTime, start: bytes, again: bytes) -> None:
    site.play("/", Raw(lambda: flood(start, again)))
    with client_of(watch, attempts=1, max_bytes=100_000, total=20.0) as client, pytest.raises(FetchError) as caught:
        client.get(site.url())
    assert caught.value.failure in {FetchFailure.BROKEN_ANSWER, FetchFailure.TOO_LARGE}


BOMB_BYTES = 300 << 20
MEASURE = """
import json, resource, sys
from provenance.errors import FetchError
from provenance.reading.web.client import Client
from provenance.reading.web.options import WebOptions
options = WebOptions(allow=("127.0.0.1",), pace=0, robots=False, max_bytes=2_000_000)
found = {}
with Client(options) as client:
    client.get(sys.argv[1])
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    for url in sys.argv[2:]:
        try:
            client.get(url)
        except FetchError as error:
            found[url] = error.failure
    grown = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before
print(json.dumps([grown, found]))
"""


def bombs() -> dict[str, bytes]:
    packer = zlib.compressobj(wbits=16 + zlib.MAX_WBITS)
    zeros = b"\0" * (1 << 20)
    zipped = b"".join(packer.compress(zeros) for _ in range(BOMB_BYTES >> 20)) + packer.flush()
    flat = zlib.compressobj()
    return {
        "gzip": zipped,
        "deflate": b"".join(flat.compress(zeros) for _ in range(BOMB_BYTES >> 20)) + flat.flush(),
        "br": brotli.compress(zeros * (BOMB_BYTES >> 20), quality=5),
        "zstd": zstandard.compress(zeros * (BOMB_BYTES >> 20)),
        "gzip, gzip": gzip.compress(zipped),
        "br, gzip": gzip.compress(brotli.compress(zeros * (BOMB_BYTES >> 20), quality=5)),
    }


def test_bombs_are_stopped_in_bounded_memory(site: Loopback) -> None:
    packed = bombs()
    for coding, body in packed.items():
        assert len(body) < 2_000_000, "the limit on what is sent does not stop it"
        site.play(f"/{coding.replace(', ', '-')}", Reply(body, headers=(("Content-Encoding", coding),)))
    warm = b"x" * 2_000_000
    site.play(
        "/warm",
        Reply(
            zstandard.compress(brotli.compress(gzip.compress(warm))), headers=(("Content-Encoding", "gzip, br, zstd"),)
        ),
    )
    urls = [site.url(f"/{coding.replace(', ', '-')}") for coding in packed]
    done = subprocess.run(
        [sys.executable, "-c", MEASURE, site.url("/warm"), *urls],
        capture_output=True,
        check=True,
        cwd=REPOSITORY,
        timeout=300,
    )
    grown, found = json.loads(done.stdout)
    assert found == dict.fromkeys(urls, FetchFailure.TOO_LARGE)
    unit = 1 if sys.platform == "darwin" else 1024
    assert grown * unit < 24 << 20


# limits of time


def test_a_slow_drip_ends(site: Loopback, watch: FakeTime) -> None:
    def body() -> Iterator[bytes]:
        yield b"HTTP/1.1 200 OK\r\nContent-Length: 100000\r\n\r\n"
        for _ in range(DRIPS):
            site.pause(0.05)
            yield b"x"

    site.play("/", Raw(body))
    with client_of(watch, silence=0.4, total=0.8) as client:
        began = time.monotonic()
        assert "0.8 seconds in all" in failure(client, site.url(), FetchFailure.TIMED_OUT)
    assert time.monotonic() - began > 0.7
    assert len(site.pages()) == 1, "there is no time for another attempt"


@pytest.mark.parametrize(
    "start",
    [b"", b"HTTP/1.1 200 OK\r\n", b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n"],
    ids=["status line", "headers", "chunk size"],
)
@pytest.mark.parametrize("coding", ["identity", "gzip"])
def test_a_drip_before_the_body_ends(site: Loopback, watch: FakeTime, start: bytes, coding: str) -> None:
    def pieces() -> Iterator[bytes]:
        yield start.replace(b"OK\r\n", f"OK\r\nContent-Encoding: {coding}\r\n".encode())
        for _ in range(DRIPS):
            site.pause(0.05)
            yield b"0"

    site.play("/", Raw(pieces))
    with client_of(watch, silence=0.4, total=0.6) as client:
        failure(client, site.url(), FetchFailure.TIMED_OUT)


def test_silence_is_not_waited_for_beyond_the_end(site: Loopback, watch: FakeTime) -> None:
    def pieces() -> Iterator[bytes]:
        site.pause(0.8)
        yield b"HTTP/1.1 200 OK\r\nContent-Length: 100000\r\n\r\n"
        site.pause(120)
        yield b""

    site.play("/", Raw(pieces))
    with client_of(watch, silence=90.0, total=1.0) as client:
        began = time.monotonic()
        failure(client, site.url(), FetchFailure.TIMED_OUT)
    assert time.monotonic() - began < 60


def test_a_silent_server_is_asked_again(site: Loopback, watch: FakeTime) -> None:
    def silent() -> Iterator[bytes]:
        site.pause(20)
        yield b""

    site.play("/", Raw(silent), Raw(silent), Reply(PAGE))
    with client_of(watch, silence=0.2) as client:
        assert client.get(site.url()).body == PAGE.encode()
    assert watch.waits == [1.0, 2.0]
    site.play("/", Raw(silent))
    with client_of(watch, silence=0.1, attempts=2) as client:
        assert "nothing came for 0.1 seconds" in failure(client, site.url(), FetchFailure.TIMED_OUT)


def test_waits_are_not_counted_as_time_of_the_fetch(site: Loopback) -> None:
    site.play("/", Reply(status=503), Reply(PAGE))
    with Client(WebOptions(allow=LOOPBACK, robots=False, pace=0.0, total=0.5)) as client:
        assert client.get(site.url()).body == PAGE.encode()


# broken answers


@pytest.mark.parametrize(
    ("answer", "says"),
    [
        (b"HTTP/1.1 200 OK\r\nContent-Length: 500\r\n\r\nshort", "before the whole page"),
        (b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n500\r\nshort", "before the whole page"),
        (b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\nshort", ""),
        (b"HTTP/1.1 200 OK\r\nContent-Length: 5\r\nContent-Length: 6\r\n\r\nshort", ""),
        (b"HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\n\r\n" + gzip.compress(b"x" * 99, mtime=0)[:-3], "breaks off"),
        (b"SSH-2.0-OpenSSH_9.6\r\n", "no answer of a web server"),
        (b"HTTP/1.1 200 OK\r\n" + b"X-Filler: x\r\n" * 200 + b"\r\n", "headers are too long"),
        (b"HTTP/1.1 200 OK\r\nX-Filler: " + b"x" * 70000 + b"\r\n\r\n", "headers are too long"),
        (b"HTTP/1.1 abc\r\n\r\n", "no answer"),
        (b"", "without a whole answer"),
    ],
)
def test_what_is_no_answer(site: Loopback, client: Client, answer: bytes, says: str) -> None:
    site.play("/", Raw(lambda: [answer]))
    assert says in failure(client, site.url(), FetchFailure.BROKEN_ANSWER)
    assert len(site.pages()) == 3, "the network may be to blame, so it is asked again"


def test_an_answer_without_length_ends_with_its_connection(site: Loopback, client: Client) -> None:
    site.play("/", Raw(lambda: [b"HTTP/1.0 200 OK\r\n\r\n", PAGE.encode()]))
    assert client.get(site.url()).body == PAGE.encode()


def test_an_empty_body(site: Loopback, client: Client) -> None:
    site.play("/", Reply(b""))
    assert client.get(site.url()).body == b""


# statuses and retries


@pytest.mark.parametrize(
    ("status", "expected", "says"),
    [
        (401, FetchFailure.FORBIDDEN, "save the page and pass the file"),
        (402, FetchFailure.FORBIDDEN, "payment"),
        (403, FetchFailure.FORBIDDEN, "save the page and pass the file"),
        (404, FetchFailure.NOT_FOUND, "check the address"),
        (410, FetchFailure.GONE, "taken away"),
        (451, FetchFailure.LEGAL, "legal"),
        (400, FetchFailure.CLIENT_ERROR, "400"),
        (418, FetchFailure.CLIENT_ERROR, "418"),
        (204, FetchFailure.CLIENT_ERROR, "204"),
        (206, FetchFailure.CLIENT_ERROR, "206"),
        (300, FetchFailure.CLIENT_ERROR, "300"),
        (304, FetchFailure.BROKEN_ANSWER, "304"),
        (501, FetchFailure.SERVER_ERROR, "501"),
    ],
)
def test_a_status_says_what_failed(
    site: Loopback, client: Client, status: int, expected: FetchFailure, says: str
) -> None:
    site.play("/", Reply("" if status in {204, 304} else "<p>No.</p>", status))
    assert says in failure(client, site.url(), expected)
    assert len(site.pages()) == 1


@pytest.mark.parametrize("status", [429, 500, 502, 503, 504])
def test_a_site_that_comes_back(site: Loopback, client: Client, watch: FakeTime, status: int) -> None:
    site.play("/", Reply(status=status), Reply(status=status), Reply(PAGE))
    assert client.get(site.url()).body == PAGE.encode()
    assert watch.waits == [1.0, 2.0]


def test_a_site_that_stays_out_of_order(site: Loopback, client: Client) -> None:
    site.play("/", Reply(status=503))
    failure(client, site.url(), FetchFailure.SERVER_ERROR)
    assert len(site.pages()) == 3


def test_a_site_that_asks_to_wait(site: Loopback, client: Client, watch: FakeTime) -> None:
    soon = formatdate(watch.now + 27, usegmt=True)
    again = (Reply(status=429, headers=(("Retry-After", wait),)) for wait in ("7", soon))
    site.play("/", *again, Reply(PAGE))
    assert client.get(site.url()).body == PAGE.encode()
    assert watch.waits == [7.0, 20.0]


@pytest.mark.parametrize("value", ["-1", "soon", "", "1e9", "٣", "Mon, 99 Foo 2030 10:00:00 GMT", "9" * 50])
def test_a_wait_that_is_none(site: Loopback, client: Client, watch: FakeTime, value: str) -> None:
    site.play("/", Reply(status=503, headers=(("Retry-After", value.encode().decode("latin-1")),)), Reply(PAGE))
    if value.startswith("9"):
        failure(client, site.url(), FetchFailure.SERVER_ERROR)
    else:
        client.get(site.url())
        assert watch.waits == [1.0]


@pytest.mark.parametrize("status", [429, 503])
def test_a_site_that_asks_to_come_back_another_day(
    site: Loopback, client: Client, watch: FakeTime, status: int
) -> None:
    late = formatdate(watch.now + 86_400, usegmt=True)
    site.play("/", Reply(status=status, headers=(("Retry-After", late),)))
    expected = FetchFailure.TOO_MANY_REQUESTS if status == 429 else FetchFailure.SERVER_ERROR
    assert "2030-03-18 17:46 UTC" in failure(client, site.url(), expected)
    assert len(site.pages()) == 1
    assert watch.waits == []


def test_a_refused_connection_is_tried_again(watch: FakeTime, client: Client) -> None:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        url = f"http://127.0.0.1:{free.getsockname()[1]}/"
    assert "cannot be reached (connection refused)" in failure(client, url, FetchFailure.NOT_REACHED)
    assert watch.waits == [1.0, 2.0]


def test_the_next_address_of_a_name_is_tried(site: Loopback, watch: FakeTime) -> None:
    options = WebOptions(allow=("127.0.0.0/8",), pace=0, robots=False)
    with Client(options, sleep=watch.sleep, resolve=lambda *_: ("127.0.0.9", "127.0.0.1")) as client:
        assert client.get(site.url("/page", host="two.example")).body == PAGE.encode()
    assert watch.waits == []


def test_this_machine_by_its_name(site: Loopback, client: Client) -> None:
    try:
        known = {entry[4][0] for entry in socket.getaddrinfo("localhost", site.port)}
    except OSError:
        known = set()
    if not known or not known <= set(LOOPBACK):
        pytest.skip("this machine does not call itself localhost")
    assert client.get(site.url("/page", host="localhost")).body == PAGE.encode()


def test_a_name_that_is_not_found(watch: FakeTime) -> None:
    def nowhere(_host: str, _port: int) -> tuple[str, ...]:
        raise socket.gaierror(socket.EAI_NONAME, "Name or service not known")

    with Client(sleep=watch.sleep, resolve=nowhere) as client:
        text = failure(client, "http://nowhere.example/", FetchFailure.NAME_NOT_FOUND)
    assert "nowhere.example" in text
    assert watch.waits == []


def test_a_name_system_that_does_not_answer(watch: FakeTime) -> None:
    held = threading.Event()
    options = WebOptions(connect=0.05, silence=0.05)
    with Client(options, sleep=watch.sleep, resolve=lambda *_: held.wait(10) and ()) as client:
        failure(client, "http://slow.example/", FetchFailure.NAME_NOT_FOUND)
    held.set()


# credentials and cookies


def test_credentials_go_to_their_origin_only(site: Loopback, client: Client) -> None:
    with Loopback() as other:
        other.play("/", redirect(site.url("/page")))
        site.play("/a", redirect("/b"))
        site.play("/b", redirect(other.url(credentials="other:secret")))
        answer = client.get(site.url("/a", credentials="us%40er:secret"))
        assert "secret" not in repr(answer)
        assert answer.requested == site.url("/a")
        assert [seen.headers.get("authorization") for seen in site.seen()] == ["Basic dXNAZXI6c2VjcmV0"] * 2 + [None]
        assert "authorization" not in other.seen()[0].headers


def test_credentials_are_in_no_message(site: Loopback, client: Client) -> None:
    site.play("/", Reply(status=403))
    with pytest.raises(FetchError) as caught:
        client.get(site.url("/", credentials="user:secret"))
    error: BaseException | None = caught.value
    while error is not None:
        assert "secret" not in f"{error} {getattr(error, 'hint', '')}"
        error = error.__cause__ or error.__context__


def test_a_page_with_credentials_is_not_cached(site: Loopback, watch: FakeTime, tmp_path: Path) -> None:
    with client_of(watch, cache=tmp_path / "cache") as client:
        client.get(site.url("/page", credentials="user:secret"))
        assert not (tmp_path / "cache").exists()
        client.get(site.url("/page"))
        client.get(site.url("/page", credentials="user:secret"))
    assert len(site.pages()) == 3


def test_cookies_do_not_come_back(site: Loopback, client: Client) -> None:
    site.play("/", Reply(status=302, headers=(("Set-Cookie", "id=1; Path=/"), ("Location", "/page"))))
    client.get(site.url())
    client.get(site.url("/page"))
    assert [seen.headers.get("cookie") for seen in site.seen()] == [None] * 3


# validators


def test_the_caller_s_copy_still_is_the_page(site: Loopback, client: Client) -> None:
    modified = "Mon, 01 Jan 2029 10:00:00 GMT"
    site.play("/", Reply(PAGE, etag='"1"', modified=modified))
    answer = client.get(site.url(), etag='"1"')
    assert (answer.not_modified, answer.status, answer.body) == (True, 304, b"")
    assert client.get(site.url(), last_modified=modified).not_modified
    assert not client.get(site.url(), etag='"0"').not_modified


def test_an_updated_article(site: Loopback, client: Client) -> None:
    site.play("/", Reply("first", etag='"1"'), Reply("second", etag='"2"'))
    first = client.get(site.url())
    second = client.get(site.url(), etag=first.etag)
    assert (second.body, second.etag, second.not_modified) == (b"second", '"2"', False)


def test_a_validator_that_cannot_be_sent_is_left_out(site: Loopback, client: Client) -> None:
    client.get(site.url("/page"), etag='"1"\r\nCookie: a=b')
    assert not {"if-none-match", "cookie"} & set(site.seen()[0].headers)


# TLS and IPv6


def certificate(folder: Path, *names: str) -> Path:
    """A certificate that signed itself, with its key, in one file."""
    path = folder / "site.pem"
    command = ["openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes"]
    command += ["-days", "30", "-subj", "/CN=loopback", "-addext", "subjectAltName=" + ",".join(names)]
    try:
        key, cert = folder / "key.pem", folder / "cert.pem"
        subprocess.run([*command, "-keyout", key, "-out", cert], check=True, capture_output=True, timeout=300)
    except (OSError, subprocess.CalledProcessError):
        pytest.skip("there is no openssl to make a certificate with")
    path.write_bytes(key.read_bytes() + cert.read_bytes())
    return path


def tls(path: Path) -> ssl.SSLContext:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(path)
    return context


def test_a_certificate_that_nobody_signed(tmp_path: Path, client: Client) -> None:
    with Loopback(tls=tls(certificate(tmp_path, "IP:127.0.0.1"))) as site:
        text = failure(client, site.url(), FetchFailure.CERTIFICATE)
        assert "self-signed" in text.replace("self signed", "self-signed")
        assert site.seen() == []


def test_the_certificate_is_checked_against_the_name(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = certificate(tmp_path, "DNS:news.example")
    monkeypatch.setenv("SSL_CERT_FILE", str(path))
    options = WebOptions(allow=LOOPBACK, pace=0, robots=False)
    with Loopback(tls=tls(path)) as site, Client(options, resolve=site.resolve) as client:
        site.play("/", Reply(PAGE))
        assert client.get(site.url(host="news.example")).body == PAGE.encode()
        assert client.get(site.url(host="NEWS.example.")).body == PAGE.encode()
        assert len({seen.connection for seen in site.seen()}) == 1
        failure(client, site.url(host="other.example"), FetchFailure.CERTIFICATE)


def test_plain_http_where_tls_is_wanted(site: Loopback, client: Client) -> None:
    failure(client, site.url().replace("http:", "https:"), FetchFailure.CERTIFICATE)


def test_from_https_to_http(tmp_path: Path, site: Loopback, monkeypatch: pytest.MonkeyPatch, client: Client) -> None:
    path = certificate(tmp_path, "IP:127.0.0.1")
    monkeypatch.setenv("SSL_CERT_FILE", str(path))
    with Loopback(tls=tls(path)) as secure:
        secure.play("/", redirect(site.url("/page")))
        answer = client.get(secure.url(credentials="user:secret"))
        assert answer.redirects == (Redirect(secure.url(), 302),)
        assert answer.final == site.url("/page")
        assert "authorization" not in site.seen()[0].headers


def test_ipv6() -> None:
    try:
        server = Loopback("::1")
    except OSError:
        pytest.skip("this machine has no IPv6 loopback")
    with server as site, Client(WebOptions(allow=LOOPBACK, pace=0, robots=False)) as client:
        site.play("/", Reply(PAGE))
        assert client.get(site.url()).final == f"http://[::1]:{site.port}/"
        assert site.seen()[0].headers["host"] == f"[::1]:{site.port}"


# pace


def test_one_rate_per_site(site: Loopback, watch: FakeTime) -> None:
    with Loopback() as other, client_of(watch, pace=2.0) as client:
        site.play("/", redirect("/page"))
        other.play("/page", Reply(PAGE))
        client.get(site.url("/page"))
        client.get(other.url("/page"))
        assert watch.waits == []
        client.get(site.url("/"))
        assert watch.waits == [2.0, 2.0]
        watch.now += 1.5
        client.get(site.url("/page"))
        assert watch.waits == [2.0, 2.0, 0.5]
        watch.now -= 5000
        client.get(site.url("/page"))
        assert watch.waits[-1] == 2.0, "a clock that was set back makes nobody wait for long"


def test_threads_take_turns(site: Loopback) -> None:
    with Client(WebOptions(allow=LOOPBACK, robots=False, pace=0.1)) as client:
        threads = [threading.Thread(target=client.get, args=(site.url("/page"),)) for _ in range(4)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
    times = sorted(seen.at for seen in site.seen())
    assert all(later - earlier > 0.08 for earlier, later in pairwise(times))


def test_nothing_costly_is_loaded_before_a_fetch() -> None:
    code = (
        "import sys\n"
        "from provenance.reading.web import client, pages, addresses, cache, robots\n"
        "client.Client()\n"
        "print(sorted({'urllib3', 'protego', 'brotli', 'zstandard', 'lxml', 'idna', 'certifi', 'ssl',"
        " 'charset_normalizer', 'courlan'} & set(sys.modules)))\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True, cwd=REPOSITORY, timeout=300
    )
    assert done.stdout.strip() == "[]"
