"""Addresses: which are refused before anything is connected to, and one form for identity."""

from __future__ import annotations

import socket
import sys
from contextlib import suppress
from typing import TYPE_CHECKING

import pytest
from growth import assert_linear, repeated
from hypothesis import example, given
from hypothesis import strategies as st
from loopback import Loopback, Reply, redirect

from provenance.errors import FetchError, FetchFailure, UsageError
from provenance.reading.web.addresses import (
    check_address,
    join,
    parse,
    same_origin,
    shown,
    tidy,
    without_credentials,
)
from provenance.reading.web.client import Client
from provenance.reading.web.options import WebOptions

if TYPE_CHECKING:
    from collections.abc import Sequence

REFUSED = {FetchFailure.UNSAFE_ADDRESS, FetchFailure.BAD_ADDRESS}
PUBLIC = "93.184.216.34"

# names and what they resolve to, in the resolver of these tests
NAMES = {
    "private.example": ("10.1.2.3",),
    "loop.example": ("127.0.0.1",),
    "loop6.example": ("::1",),
    "both.example": (PUBLIC, "192.168.1.1"),
    "both-turned.example": ("192.168.1.1", PUBLIC),
    "mixed.example": (PUBLIC, "fd12::1"),
    "mapped.example": ("::ffff:127.0.0.1",),
    "meta.example": ("169.254.169.254",),
    "azure.example": ("168.63.129.16",),
    "nat.example": ("64:ff9b::a00:1",),
    "zero.example": ("0.1.2.3",),
    "zone.example": ("fe80::1%eth0",),
    "garbage.example": ("not-an-address",),
    "localhost": ("127.0.0.1",),
    "intranet": ("10.0.0.1",),
}

TRICKY = (
    # this machine, in every spelling
    "http://127.0.0.1/",
    "http://127.0.0.1:22/",
    "http://127.0.0.1./",
    "http://127.255.255.254/",
    "http://2130706433/",
    "http://017700000001/",
    "http://0177.0.0.1/",
    "http://0x7f000001/",
    "http://0x7f.0.0.1/",
    "http://0X7F.1/",
    "http://127.1/",
    "http://127.0.1/",
    "http://127.000.000.001/",
    "http://0/",
    "http://0.0.0.0/",
    "http://0x/",
    "http://localhost/",
    "http://LOCALHOST./",
    "http://www.localhost/",
    "http://localhost.localdomain/",
    "http://ip6-loopback/",
    "http://１２７.０.０.１/",
    "http://127。0。0。1/",
    "http://①②⑦.⓪.⓪.①/",
    "http://ｌｏｃａｌｈｏｓｔ/",
    "http://[::1]/",
    "http://[0:0:0:0:0:0:0:1]/",
    "http://[::]/",
    "http://[::ffff:127.0.0.1]/",
    "http://[::ffff:7f00:1]/",
    "http://[::127.0.0.1]/",
    "http://[::ffff:0:127.0.0.1]/",
    "http://[64:ff9b::127.0.0.1]/",
    "http://[64:ff9b:1::10.0.0.1]/",
    "http://[2002:7f00:1::]/",
    "http://[2001:0:7f00:1::1]/",
    "http://[2600:1f00::5efe:10.0.0.1]/",
    "http://[2600:1f00::200:5efe:192.168.0.1]/",
    # networks that are nobody's, or somebody's own
    "http://10.0.0.1/",
    "http://172.16.0.1/",
    "http://192.168.0.1/",
    "http://100.64.0.1/",
    "http://169.254.1.1/",
    "http://192.0.0.8/",
    "http://192.0.2.1/",
    "http://192.88.99.1/",
    "http://198.18.0.1/",
    "http://224.0.0.1/",
    "http://240.0.0.1/",
    "http://255.255.255.255/",
    "http://[fe80::1]/",
    "http://[fe80::1%25eth0]/",
    "http://[fec0::1]/",
    "http://[fc00::1]/",
    "http://[ff02::1]/",
    "http://[100::1]/",
    "http://[2001:db8::1]/",
    "http://[3fff::1]/",
    "http://[5f00::1]/",
    # the metadata services of clouds
    "http://169.254.169.254/latest/meta-data/",
    "http://[::ffff:169.254.169.254]/",
    "http://[fd00:ec2::254]/",
    "http://100.100.100.200/",
    "http://168.63.129.16/",
    "http://metadata.google.internal/",
    "http://instance-data/",
    # names that resolve to what is not public
    "http://private.example/",
    "http://loop.example/",
    "http://loop.example./",
    "http://loop6.example/",
    "http://both.example/",
    "http://both-turned.example/",
    "http://mixed.example/",
    "http://mapped.example/",
    "http://meta.example/",
    "http://azure.example/",
    "http://nat.example/",
    "http://zero.example/",
    "http://zone.example/",
    "http://garbage.example/",
    "http://intranet/",
    # who is the host?
    "http://site.example@127.0.0.1/",
    "http://site.example:80@127.0.0.1/",
    "http://127.0.0.1#@site.example/",
    "http://127.0.0.1?@site.example/",
    "http://site.example\\@127.0.0.1/",
    "http:\\\\127.0.0.1/",
    "http://127.0.0.1\t.site.example/",
    "http://site.example\r\nHost: 127.0.0.1/",
    "http://127.0.0.1%2f.site.example/",
    "http://%31%32%37.0.0.1/",
    "http://site.example%00.other.example/",
    "http://site.example /",
    "http://[::1]site.example/",
    "http://[::1",
    "http://site..example/",
    "http://-site.example/",
    "http://site.example:0/",
    "http://site.example:99999/",
    "http://site.example:8o/",
    "http://site.example:٨٠/",
    # not the web
    "http:///etc/passwd",
    "http:site.example",
    "https://",
    "//site.example/a",
    "www.site.example/a",
    "site.example:8080/a",
    "file:///etc/passwd",
    "ftp://site.example/a",
    "gopher://127.0.0.1:70/",
    "javascript:alert(1)",
    "data:text/html,hello",
    "",
    "http://" + "a" * 64 + ".example/",
    "http://" + "a." * 130 + "example/",
    "http://site.example/" + "a" * 9000,
)


@pytest.fixture
def connected(monkeypatch: pytest.MonkeyPatch) -> list[object]:
    """Every address that a socket was asked to connect to; none is."""
    attempts: list[object] = []

    def refuse(_: socket.socket, address: object) -> None:
        attempts.append(address)
        raise ConnectionRefusedError

    monkeypatch.setattr(socket.socket, "connect", refuse)
    monkeypatch.setattr(socket.socket, "connect_ex", refuse)
    return attempts


def resolve(host: str, _port: int) -> Sequence[str]:
    return NAMES.get(host, (PUBLIC,))


def test_the_table_is_long() -> None:
    assert len(set(TRICKY)) == len(TRICKY) >= 60


@pytest.mark.parametrize("url", TRICKY, ids=lambda url: ascii(url)[:60])
def test_a_tricky_address_is_refused_before_anything_is_connected_to(url: str, connected: list[object]) -> None:
    with Client(WebOptions(robots=False), resolve=resolve) as client, pytest.raises(FetchError) as caught:
        client.get(url)
    assert caught.value.failure in REFUSED
    assert connected == []


@pytest.mark.parametrize("url", ["http://public.example/", f"http://{PUBLIC}/", "http://[2600:1f00::1]/"])
def test_the_spy_sees_what_is_public(url: str, connected: list[object]) -> None:
    with Client(WebOptions(robots=False, attempts=1), resolve=resolve) as client, pytest.raises(FetchError) as caught:
        client.get(url)
    assert caught.value.failure is FetchFailure.NOT_REACHED
    assert len(connected) == 1


@pytest.mark.parametrize(
    "location",
    [
        "http://127.0.0.1:1/",
        "http://127.1:1/",
        "//10.0.0.1/",
        "http://2130706433/",
        "http://[::ffff:10.0.0.1]/",
        "http://169.254.169.254/",
        "http://private.example/",
        "http://localhost:1/",
        "file:///etc/passwd",
        "gopher://127.0.0.1/",
        "javascript:alert(1)",
        "http://user:word@10.0.0.1/",
        "http:\\\\10.0.0.1/",
        "http://site.example:0/",
    ],
)
@pytest.mark.parametrize("status", [302, 200])
def test_a_site_cannot_send_us_where_we_may_not_go(location: str, status: int, monkeypatch: pytest.MonkeyPatch) -> None:
    attempts = []
    connect = socket.socket.connect
    with Loopback("127.0.0.2") as site, Loopback() as inside:
        location = location.replace(":1/", f":{inside.port}/")
        page = f'<html><head><meta http-equiv="refresh" content="0; url={location}"></head></html>'
        site.play("/", Reply(page) if status == 200 else redirect(location, status))

        def spy(sock: socket.socket, address: tuple[str, int]) -> None:
            attempts.append(address[0])
            connect(sock, address)

        monkeypatch.setattr(socket.socket, "connect", spy)
        options = WebOptions(allow=("127.0.0.2",), robots=False)
        with Client(options, resolve=resolve) as client, pytest.raises(FetchError) as caught:
            client.get(site.url())
        assert inside.seen() == []
    assert caught.value.failure in REFUSED
    assert site.url() in str(caught.value)
    assert "word" not in str(caught.value)
    assert set(attempts) == {"127.0.0.2"}


def test_a_name_is_resolved_once_for_check_and_connection() -> None:
    asked = []

    def rebinding(host: str, _port: int) -> Sequence[str]:
        asked.append(host)
        return ("127.0.0.2",) if len(asked) == 1 else ("127.0.0.1",)

    with Loopback("127.0.0.2") as site, Client(WebOptions(allow=("127.0.0.2",), pace=0), resolve=rebinding) as client:
        site.play("/", redirect("/b"))
        site.play("/b", Reply("there"))
        assert client.get(site.url(host="rebinding.example")).body == b"there"
        assert asked == ["rebinding.example"]
        assert site.seen("/b")[0].headers["host"] == f"rebinding.example:{site.port}"


def test_a_rebinding_name_is_refused_when_it_is_resolved_again(monkeypatch: pytest.MonkeyPatch) -> None:
    answers = iter([("127.0.0.2",), ("127.0.0.1",)])
    with Loopback("127.0.0.2") as site:
        options = WebOptions(allow=("127.0.0.2",), pace=0, robots=False)
        with Client(options, resolve=lambda _host, _port: next(answers)) as client:
            site.play("/", Reply("there"))
            client.get(site.url(host="rebinding.example"))
            monkeypatch.setattr("provenance.reading.web.connecting.ROUTE_AGE", 0.0)
            with pytest.raises(FetchError) as caught:
                client.get(site.url(host="rebinding.example"))
    assert caught.value.failure is FetchFailure.UNSAFE_ADDRESS


@pytest.mark.parametrize(
    ("ip", "allow", "refused"),
    [
        ("127.0.0.1", (), True),
        ("127.0.0.1", ("127.0.0.1",), False),
        ("127.0.0.2", ("127.0.0.1",), True),
        ("10.9.8.7", ("10.0.0.0/8",), False),
        ("10.9.8.7", ("10.1.2.3/8",), False),
        ("::1", ("[::1]",), False),
        ("169.254.169.254", ("169.254.0.0/16",), True),
        ("169.254.169.254", ("0.0.0.0/0",), True),
        ("169.254.169.254", ("169.254.169.254",), False),
        ("168.63.129.16", ("168.0.0.0/8",), True),
        ("::ffff:169.254.169.254", ("::/0",), True),
        (PUBLIC, (), False),
        (f"::ffff:{PUBLIC}", (), False),
        (f"64:ff9b::{PUBLIC}", (), False),
        ("2600:1f00::1", (), False),
    ],
)
def test_what_the_user_allows(ip: str, allow: tuple[str, ...], *, refused: bool) -> None:
    if not refused:
        check_address(ip, allow)
        return
    with pytest.raises(FetchError) as caught:
        check_address(ip, allow)
    assert caught.value.failure is FetchFailure.UNSAFE_ADDRESS
    assert ip in str(caught.value)


def test_an_allowed_address_that_is_none_is_a_mistake_of_the_user() -> None:
    with pytest.raises(UsageError, match=r"intranet\.example"):
        Client(WebOptions(allow=("intranet.example",)))


@pytest.mark.parametrize(
    ("url", "parts"),
    [
        ("HTTP://News.Example.", ("http", "news.example", 80, "/")),
        ("https://news.example:443/a?b=c#d", ("https", "news.example", 443, "/a?b=c")),
        ("http://news.example:8080?q", ("http", "news.example", 8080, "/?q")),
        (" http://news.example/a\n", ("http", "news.example", 80, "/a")),
        ("http://news.example:/a", ("http", "news.example", 80, "/a")),
        ("https://bücher.example/ü?ö=%C3%A4", ("https", "xn--bcher-kva.example", 443, "/%C3%BC?%C3%B6=%C3%A4")),
        ("https://[2600:1F00:0::1]/", ("https", "2600:1f00::1", 443, "/")),
        ("http://under_score.example//a/../b", ("http", "under_score.example", 80, "//a/../b")),
    ],
)
def test_the_parts_of_an_address(url: str, parts: tuple[str, str, int, str]) -> None:
    address = parse(url)
    assert (address.scheme, address.host, address.port, address.target) == parts


def test_an_address_without_scheme_gets_a_hint() -> None:
    with pytest.raises(FetchError) as caught:
        parse("www.example.org/a")
    assert caught.value.hint == "write https://www.example.org/a"


@pytest.mark.parametrize(
    ("url", "bare"),
    [
        ("https://user:word@news.example/a", "https://news.example/a"),
        ("https://user@news.example/a", "https://news.example/a"),
        ("https://a@b:word@news.example/a@b", "https://news.example/a@b"),
        ("https://news.example/@someone/a", "https://news.example/@someone/a"),
        ("https://news.example?mail=a@b.example", "https://news.example?mail=a@b.example"),
        ("//user:word@news.example/", "//news.example/"),
        ("http:\\\\user:word@news.example/", "http:\\\\news.example/"),
        ("https://user:pa/ss?w#ord@news.example/a", "https://news.example/a"),
        ("https://user:pa\\ssword@news.example/a", "https://news.example/a"),
        ("https://news.example:8080/@a/b", "https://news.example:8080/@a/b"),
        ("https://[::1]/@a", "https://[::1]/@a"),
        ("user:word@news.example/a", "news.example/a"),
        ("news/story.html", "news/story.html"),
        ("folder/a@b.html", "folder/a@b.html"),
    ],
)
def test_credentials_are_taken_out(url: str, bare: str) -> None:
    assert without_credentials(url) == bare


@given(
    st.text("abc:/@?#\\ \x1b", max_size=12),
    st.text("abc:@", max_size=6),
    st.sampled_from(["http://", "https://", "//", ""]),
)
@example("ab/c", "", "http://")
def test_a_message_never_holds_a_password(user: str, tail: str, scheme: str) -> None:
    url = f"{scheme}{user}:SECRET@news.example/{tail}"
    if not any(mark in user for mark in "/?#"):
        assert "SECRET" not in without_credentials(url)
    said = ""
    try:
        parse(url)
    except FetchError as error:
        said = f"{error} {error.hint}"
    assert "SECRET" not in said
    assert "\x1b" not in said


def test_a_password_with_a_slash_is_not_shown() -> None:
    assert "word" not in shown("https://user:pass/word@news.example/")
    with pytest.raises(FetchError) as caught:
        parse("https://user:pass/word@news.example/")
    assert "pass" not in f"{caught.value} {caught.value.hint}"


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("http://a.example/x", "http://A.example:80/y", True),
        ("http://a.example/", "https://a.example/", False),
        ("http://a.example/", "http://a.example:8080/", False),
        ("http://a.example/", "http://b.a.example/", False),
    ],
)
def test_same_origin(one: str, other: str, *, same: bool) -> None:
    assert same_origin(one, other) is same


def test_a_redirect_keeps_credentials_within_the_origin_only() -> None:
    base = parse("https://user:word@a.example/x")
    assert join(base, "/y").authorization == base.authorization is not None
    assert join(base, "https://b.example/y").authorization is None
    assert join(base, "http://a.example/y").authorization is None
    assert join(parse("https://a.example/x"), "https://other:pass@a.example/").authorization is None
    assert join(base, "a b?c d").url == "https://a.example/a%20b?c%20d"


@pytest.mark.parametrize(
    ("url", "form"),
    [
        ("HTTPS://News.Example:443/Story?b=2&a=1#part", "https://news.example/Story?b=2&a=1"),
        ("https://u:p@news.example", "https://news.example/"),
        ("https://news.example/a?utm_source=x&id=5&fbclid=y", "https://news.example/a?id=5"),
        ("https://news.example/a?utm_source=x", "https://news.example/a"),
        ("https://news.example/a?", "https://news.example/a"),
        # these name pages
        ("https://news.example/?gallery=1", "https://news.example/?gallery=1"),
        ("https://news.example/?eid=7&source=2", "https://news.example/?eid=7&source=2"),
        ("https://news.example/a//b/", "https://news.example/a//b/"),
    ],
)
def test_one_form_for_identity(url: str, form: str) -> None:
    assert tidy(url) == form


PATHS = st.text(st.characters(codec="utf-8", exclude_categories=("C", "Z"), exclude_characters="\\"), max_size=40)


@given(PATHS, PATHS)
@example("%zz", "a=%")
def test_the_form_for_identity_is_its_own(path: str, query: str) -> None:
    once = tidy(f"http://news.example/{path}?{query}")
    assert tidy(once) == once
    assert once.isascii()


def test_an_address_in_a_message() -> None:
    assert shown("https://user:word@news.example/@desk/a") == "https://news.example/@desk/a"
    assert shown("https://news.example/\x1b[31m") == "https://news.example/\ufffd[31m"
    assert len(shown("https://news.example/" + "a" * 5000)) < 310


@pytest.mark.parametrize(
    ("url", "host"),
    [
        ("http://bücher.example/", "xn--bcher-kva.example"),
        ("http://１２７.０.０.１/", "127.0.0.1"),
        ("http://127。0。0。1/", "127.0.0.1"),
        ("http://ｌｏｃａｌｈｏｓｔ/", "localhost"),
    ],
)
@pytest.mark.parametrize("package", [True, False])
def test_names_in_other_scripts(url: str, host: str, monkeypatch: pytest.MonkeyPatch, *, package: bool) -> None:
    if not package:
        monkeypatch.setitem(sys.modules, "idna", None)
    assert parse(url).host == host


@pytest.mark.parametrize("piece", ["a", "ü", ".", "%", "@", ":", "/", "&utm_a=", "0", "[", "\u3002"])
def test_a_hostile_address_is_quick(piece: str) -> None:
    def read(url: str) -> None:
        without_credentials(url)
        with suppress(FetchError):
            tidy(url)

    for start, size in (("", 100_000), ("http://", 100_000), ("http://a.example/", 7000), ("x@" * 50, 100_000)):
        assert_linear(read, repeated(piece, start), size)
