"""Any bytes to a listing: the kind, the characters, what is hostile, what is none."""

from __future__ import annotations

import gzip
import json
import socket
from typing import TYPE_CHECKING, NoReturn

import pytest
from growth import assert_linear
from hypothesis import example, given, settings
from hypothesis import strategies as st

from provenance.errors import FetchError, FetchFailure
from provenance.reading.web import listings
from provenance.reading.web.listed import utc
from provenance.reading.web.listings import Listing, ListingKind, parse_listing

if TYPE_CHECKING:
    from collections.abc import Callable

FEED = "https://harbour.example/news/feed.xml"
RSS = '<rss version="2.0"><channel><title>Harbour Gazette</title>{}</channel></rss>'
ITEM = "<item><title>{}</title><link>{}</link></item>"
URLSET = '<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">{}</urlset>'


@pytest.fixture(autouse=True)
def _no_network(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object, **__: object) -> NoReturn:
        message = "a listing was about to use the network"
        raise AssertionError(message)

    monkeypatch.setattr(socket, "socket", refuse)
    monkeypatch.setattr(socket, "create_connection", refuse)
    monkeypatch.setattr(socket, "getaddrinfo", refuse)


def parse(text: str | bytes, media_type: str | None = None, charset: str | None = None) -> Listing:
    body = text.encode() if isinstance(text, str) else text
    return parse_listing(body, FEED, media_type, charset)


def refusal(body: str | bytes, media_type: str | None = None) -> FetchError:
    with pytest.raises(FetchError) as caught:
        parse(body, media_type)
    assert str(caught.value).startswith(FEED)
    assert caught.value.hint
    return caught.value


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        (RSS.format(""), ListingKind.FEED),
        ("\ufeff \n<!-- <html> -->" + RSS.format(""), ListingKind.FEED),
        ('<?xml version="1.0"?><!DOCTYPE rss PUBLIC "-//X//DTD RSS 0.91//EN" "x.dtd">' + RSS.format(""), "feed"),
        ('<feed xmlns="http://www.w3.org/2005/Atom"><title>Harbour</title></feed>', ListingKind.FEED),
        ('<a:feed xmlns:a="http://www.w3.org/2005/Atom"><a:title>Harbour</a:title></a:feed>', ListingKind.FEED),
        ('<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"></rdf:RDF>', ListingKind.FEED),
        ('{"version": "https://jsonfeed.org/version/1.1", "items": []}', ListingKind.FEED),
        (URLSET.format(""), ListingKind.SITEMAP),
        ("<sitemapindex></sitemapindex>", ListingKind.SITEMAP_INDEX),
        ("https://harbour.example/a\n", ListingKind.SITEMAP),
        ("<!DOCTYPE html><title>Harbour</title>", ListingKind.PAGE),
        ("<html><body><p>Harbour", ListingKind.PAGE),
    ],
)
@pytest.mark.parametrize("media_type", [None, "text/html", "application/octet-stream"])
def test_the_bytes_and_not_the_media_type_decide_the_kind(text: str, kind: str, media_type: str | None) -> None:
    assert parse(text, media_type).kind == kind


def test_a_fragment_of_html_is_a_page_where_the_answer_says_so() -> None:
    assert parse("<div>Harbour</div>", "text/html").kind is ListingKind.PAGE
    assert "<div>" in str(refusal("<div>Harbour</div>", "application/xml"))


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b" \n ",
        b"\x00\x01\x02",
        b"%PDF-1.7 <rss>",
        b"/etc/passwd",
        b"https",
        b"The harbour was closed on Monday.",
        b'{"version": "https://jsonfeed.org/version/1.1"}',
        b'{"version": 1, "items": []}',
        b'{"items": [',
        b"{" + b'"a":[' * 200_000,
        b"<svg xmlns='http://www.w3.org/2000/svg'/>",
        b"<!-- never closed <rss>",
        b"<rss version='2.0'><channel><item><title>Cut off wh",
        b"<urlset><url><loc>https://harbour.example/a",
        b"\x1f\x8b\x08\x00 no gzip at all",
    ],
)
def test_what_is_no_listing_is_refused(body: bytes) -> None:
    assert refusal(body).failure is FetchFailure.NOT_A_PAGE


def test_a_refusal_shows_no_credentials() -> None:
    with pytest.raises(FetchError) as caught:
        parse_listing(b"", "https://ida:secret@harbour.example/f", None)
    assert "secret" not in str(caught.value)


@pytest.mark.parametrize(
    ("body", "charset"),
    [
        (RSS.format(ITEM.format("Zürich – Öl", "/a")).encode(), "iso-8859-1"),
        (RSS.format(ITEM.format("Zürich – Öl", "/a")).encode("utf-8-sig"), None),
        (RSS.format(ITEM.format("Zürich – Öl", "/a")).encode("utf-16"), None),
        (RSS.format(ITEM.format("Zürich – Öl", "/a")).encode("cp1252"), "iso-8859-1"),
        (RSS.format(ITEM.format("Zürich – Öl", "/a")).encode("cp1252"), "no such set"),
        (('<?xml version="1.0" encoding="ISO-8859-1"?>' + RSS.format(ITEM.format("Zürich – Öl", "/a"))).encode(), None),
        (
            ('<?xml version="1.0" encoding="windows-1252"?>' + RSS.format(ITEM.format("Zürich – Öl", "/a"))).encode(
                "cp1252"
            ),
            "base64",
        ),
    ],
)
def test_characters_are_read_by_mark_then_utf_8_then_answer_then_declaration(body: bytes, charset: str | None) -> None:
    (found,) = parse(body, "application/rss+xml", charset).items
    assert found.title == "Zürich – Öl"


def test_the_answers_character_set_goes_before_the_documents() -> None:
    text = '<?xml version="1.0" encoding="koi8-r"?>' + RSS.format(ITEM.format("Порт", "/a"))
    assert parse(text.encode("cp1251"), None, "windows-1251").items[0].title == "Порт"
    assert parse(text.encode("koi8-r")).items[0].title == "Порт"


def test_characters_that_no_xml_may_hold_and_space_before_the_declaration_do_no_harm() -> None:
    found = parse(
        '\n\n<?xml version="1.0"?>' + RSS.format(ITEM.format("Ferry\x0b\x00 sails".replace("\x00", ""), "/a"))
    )
    assert (found.items[0].title, found.complaint) == ("Ferry sails", None)


def test_gzip_inside_is_read_also_in_several_members() -> None:
    halves = URLSET.format("<url><loc>https://harbour.example/a</loc></url>").encode()
    body = gzip.compress(halves[:40]) + gzip.compress(halves[40:]) + b"\x00\x00"
    assert [each.url for each in parse(body, "application/gzip").items] == ["https://harbour.example/a"]


def test_a_compressed_file_cut_short_gives_what_is_there_and_says_so() -> None:
    rows = "".join(f"<url><loc>https://harbour.example/{n * 7919 % 10007}/{n}</loc></url>" for n in range(3000))
    whole = gzip.compress(URLSET.format(rows).encode())
    found = parse(whole[: len(whole) // 2])
    assert 500 < len(found.items) < 3000
    assert found.complaint is not None
    assert found.complaint.startswith("the compressed file is cut short; malformed XML")


def test_a_decompression_bomb_is_stopped() -> None:
    bomb = gzip.compress(gzip.compress(b" " * 60_000_000, 9), 9)
    assert refusal(gzip.compress(b" " * 60_000_000, 9)).failure is FetchFailure.TOO_LARGE
    assert refusal(bomb).failure is FetchFailure.NOT_A_PAGE  # one layer is taken off, and only one


def test_a_listing_with_more_tags_than_any_is_refused_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(listings, "MOST_MARKS", 1000)
    assert refusal("<rss>" + "<a>" * 2000).failure is FetchFailure.TOO_LARGE
    assert refusal("<rss>" + "&amp;" * 2000).failure is FetchFailure.TOO_LARGE


def laughs(depth: int) -> str:
    """Entities of which each is ten of the one before."""
    return "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10 if n else "lol"}">' for n in range(depth + 1))


@pytest.mark.parametrize(
    ("size", "made"),
    [
        (9, lambda n: f"<!DOCTYPE x [{laughs(n)}]>" + RSS.format(ITEM.format(f"&l{n};", FEED))),
        (9, lambda n: f"<!DOCTYPE x [{laughs(n)}]>" + URLSET.format(f"<url><loc>{FEED}</loc><x>&l{n};</x></url>")),
        (9, lambda n: f"<!DOCTYPE x [{laughs(n)}]>" + URLSET.format(f"<url a='&l{n};'><loc>{FEED}</loc></url>")),
        (9, lambda n: f"<!DOCTYPE x [{laughs(n)}]><html><body>&l{n};<a href='/2031/05/12/a'>Ferry sails again</a>"),
        (50_000, lambda n: f'<!DOCTYPE x [<!ENTITY a "{"a" * n}">]>' + RSS.format(ITEM.format("&a;" * n, "/a"))),
        (
            50_000,
            lambda n: (
                f'<!DOCTYPE x [<!ENTITY a "{"a" * n}">]>' + URLSET.format(f"<url><loc>/a</loc><x>{'&a;' * n}</x></url>")
            ),
        ),
        (100_000, lambda n: "<!DOCTYPE " + "<!ENTITY " * n + ">" + RSS.format("")),
        (200_000, lambda n: URLSET.format("<a>" * n)),
        (20_000, lambda n: RSS.format("<a>" * n)),
        (200_000, lambda n: "<rss>" + "&" * n),
        (100_000, lambda n: "<html>" + "<nav>" * n + "<a href='/2031/05/12/a'>Ferry sails again on Monday</a>"),
        (50_000, lambda n: "<html>" + "<a href='/2031/05/12/a'>" * n),
        (500_000, lambda n: "<!--" * n),
        (400_000, lambda n: "<" * n),
        (3_000_000, lambda n: " " * n + "<rss>"),
        (1_000_000, lambda n: RSS.format(ITEM.format("x " * n, "/" + "a" * n))),
        (300_000, lambda n: RSS.format(f"<item><link>/a</link><pubDate>{'1 ' * n}</pubDate></item>")),
        (
            300_000,
            lambda n: RSS.format(f"<item><link>/a</link><description><![CDATA[{'<b>' * n}</b>]]></description></item>"),
        ),
    ],
    ids=range(18),
)
def test_bombs_are_harmless_and_quick(size: int, made: Callable[[int], str]) -> None:
    def read(text: str) -> None:
        try:
            found = parse(text)
        except FetchError:
            return
        assert all(len(each.title or "") <= 500 for each in found.items)
        assert len(repr(found)) < 10_000

    assert_linear(read, made, size)


@pytest.mark.parametrize("form", [RSS.format(ITEM.format("&x;", "/a")), URLSET.format("<url><loc>/a/&x;</loc></url>")])
def test_an_external_entity_reads_no_file(form: str, tmp_path_factory: pytest.TempPathFactory) -> None:
    secret = tmp_path_factory.mktemp("s") / "secret.txt"
    secret.write_text("top-secret", encoding="utf-8")
    for system in (secret.as_uri(), "http://harbour.example/x", str(secret)):
        try:
            found = parse(f'<!DOCTYPE x SYSTEM "{system}" [<!ENTITY x SYSTEM "{system}">]>{form}')
        except FetchError:
            continue
        assert "top-secret" not in repr(found)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("2031-05-12", "2031-05-12T00:00:00+00:00"),
        ("2031-05-12T10:20:30Z", "2031-05-12T10:20:30+00:00"),
        ("2031-05-12T10:20:30.5+02:00", "2031-05-12T08:20:30+00:00"),
        ("2031-05-12T10:20", "2031-05-12T10:20:00+00:00"),
        ("Mon, 12 May 2031 10:20:30 +0200", "2031-05-12T08:20:30+00:00"),
        ("Mon, 12 May 2031 10:20:30", "2031-05-12T10:20:30+00:00"),
        ("Mon, 12 May 2031 10:20:30 EST", "2031-05-12T15:20:30+00:00"),
        ("0001-01-01T00:00:00Z", "0001-01-01T00:00:00+00:00"),
        ("9999-12-31T23:59:59Z", "9999-12-31T23:59:59+00:00"),
        ("0001-01-01T00:00:00+14:00", None),
        ("2031-13-45", None),
        ("yesterday", None),
        ("", None),
        (None, None),
        ("1" * 100_000, None),
    ],
)
def test_times_are_iso_8601_in_utc(text: str | None, expected: str | None) -> None:
    assert utc(text) == expected


@settings(max_examples=150, deadline=None)
@given(
    st.binary(max_size=200)
    | st.text(max_size=200).map(str.encode)
    | st.lists(
        st.sampled_from(["<rss>", "<item>", "</item>", "<link>", "/a", "&", "<a href=", "]]>", "<![CDATA["])
    ).map(lambda parts: ("<rss>" + "".join(parts)).encode()),
    st.sampled_from([None, "text/html", "application/xml"]),
    st.sampled_from([None, "utf-8", "latin-1", "utf-16", "rot13", "\x00"]),
)
@example(b"<html", "text/html", None)
@example(b"<rss><item><link>http://[::1</link></item>", None, None)
def test_any_bytes_give_a_listing_or_a_refusal_and_the_same_again(
    body: bytes, media_type: str | None, charset: str | None
) -> None:
    try:
        found = parse_listing(body, FEED, media_type, charset)
    except FetchError:
        return
    assert found == parse_listing(body, FEED, media_type, charset)
    addresses = [each.url for each in found.items]
    assert len(addresses) == len(set(addresses))
    assert all(url.startswith(("http://", "https://")) for url in (*addresses, *found.further))


WORDS = st.text(st.characters(categories=("L", "N"), max_codepoint=0x2FF), min_size=1, max_size=12)
TITLES = st.lists(WORDS, min_size=1, max_size=8).map(" ".join)


@settings(max_examples=60, deadline=None)
@given(st.lists(st.tuples(TITLES, st.integers(1, 28)), min_size=1, max_size=8))
def test_rss_atom_json_and_news_sitemap_say_the_same(stories: list[tuple[str, int]]) -> None:
    rss, atom, news, entries = [], [], [], []
    for number, (title, day) in enumerate(stories):
        url, when = f"https://harbour.example/{number}", f"2031-05-{day:02}T10:00:00+02:00"
        rss.append(f"<item><title>{title}</title><link>{url}</link><pubDate>{when}</pubDate></item>")
        atom.append(f'<entry><title>{title}</title><link href="{url}"/><published>{when}</published></entry>')
        entries.append({"id": url, "url": url, "title": title, "date_published": when})
        news.append(
            f"<url><loc>{url}</loc><n:news><n:publication_date>{when}</n:publication_date>"
            f"<n:title>{title}</n:title></n:news></url>"
        )
    namespaces = (
        'xmlns="http://www.sitemaps.org/schemas/sitemap/0.9" xmlns:n="http://www.google.com/schemas/sitemap-news/0.9"'
    )
    texts = (
        RSS.format("".join(rss)),
        f'<feed xmlns="http://www.w3.org/2005/Atom">{"".join(atom)}</feed>',
        json.dumps({"version": "https://jsonfeed.org/version/1.1", "items": entries}),
        f"<urlset {namespaces}>{''.join(news)}</urlset>",
    )
    first, *others = (parse(text).items for text in texts)
    assert [each.title for each in first] == [title for title, _ in stories]
    assert [each.published for each in first] == [f"2031-05-{day:02}T08:00:00+00:00" for _, day in stories]
    assert all(other == first for other in others)
