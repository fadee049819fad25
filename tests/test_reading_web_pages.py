"""Pages of the web as documents: what is one, and in which letters."""

from __future__ import annotations

import gzip
from hashlib import blake2b
from typing import TYPE_CHECKING

import pytest
from loopback import LOOPBACK, Loopback, Reply, redirect

from provenance.errors import FetchError, FetchFailure
from provenance.model import Media, Redirect
from provenance.reading.web.client import Client
from provenance.reading.web.options import WebOptions
from provenance.reading.web.pages import fetch_page

if TYPE_CHECKING:
    from collections.abc import Iterator

PAGE = "<!doctype html><html><body><p>The ferry to Gullhaven sails again.</p></body></html>"
RUSSIAN = "<html><head><title>Паром</title></head><body><p>Паром снова ходит каждый день.</p></body></html>"
JAPANESE = "<html><head><title>港</title></head><body><p>フェリーは再び運航しています。</p></body></html>"
GERMAN = "<html><body><p>Die Fähre fährt wieder über den Fluß.</p></body></html>"
RSS = '<?xml version="1.0"?><rss version="2.0"><channel><title>News</title></channel></rss>'
ATOM = '<?xml version="1.0"?>\n<!-- made by hand -->\n<feed xmlns="http://www.w3.org/2005/Atom"></feed>'
SITEMAP = '<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"></urlset>'


@pytest.fixture
def site() -> Iterator[Loopback]:
    with Loopback() as server:
        yield server


@pytest.fixture
def client() -> Iterator[Client]:
    with Client(WebOptions(allow=LOOPBACK, pace=0, robots=False)) as client:
        yield client


def with_meta(page: str, charset: str) -> str:
    return page.replace("<head>", f'<head><meta charset="{charset}">')


def test_a_page(site: Loopback, client: Client) -> None:
    body = PAGE.encode()
    site.play("/a", redirect("/b", 301))
    site.play("/b", Reply(gzip.compress(body), etag='"1"', headers=(("Content-Encoding", "gzip"),)))
    page = fetch_page(client, site.url("/a#part", credentials="user:secret"))
    assert page.id == site.url("/a#part")
    assert page.location == page.url == site.url("/b")
    assert (page.content, page.media) == (PAGE, Media.HTML)
    fetch = page.fetch
    assert fetch is not None
    assert (fetch.requested, fetch.final) == (site.url("/a"), site.url("/b"))
    assert fetch.redirects == (Redirect(site.url("/a"), 301),)
    assert (fetch.status, fetch.media_type, fetch.charset, fetch.etag) == (200, "text/html", "utf-8", '"1"')
    assert (fetch.size, fetch.digest) == (len(body), blake2b(body, digest_size=16).digest())
    assert fetch.body is None
    assert "secret" not in repr(page)


def test_a_page_to_be_archived(site: Loopback, client: Client) -> None:
    site.play("/", Reply(GERMAN.encode("cp1252"), media="text/html; charset=windows-1252"))
    page = fetch_page(client, site.url(), archive=True)
    assert page.fetch is not None
    assert page.fetch.body == GERMAN.encode("cp1252")
    assert page.content == GERMAN


@pytest.mark.parametrize(
    ("media", "body", "kind"),
    [
        ("text/html", PAGE, Media.HTML),
        ("text/html", "<p>A piece of a page.</p>", Media.HTML),
        ("application/xhtml+xml", f'<?xml version="1.0"?>\n{PAGE}', Media.HTML),
        ("application/xml", f'<?xml version="1.0"?>\n{PAGE}', Media.HTML),
        ("application/octet-stream", PAGE, Media.HTML),
        ("text/plain", PAGE, Media.HTML),
        ("image/png", PAGE, Media.HTML),
        ("", PAGE, Media.HTML),
        (None, PAGE, Media.HTML),
        ("text/plain", "The ferry sails.\n", Media.TEXT),
        ("text/plain", '{"ferry": true} said the sign.', Media.TEXT),
        ("text/plain", "", None),
        (None, "The ferry sails.\n", Media.TEXT),
        ("application/octet-stream", "The ferry sails.\n", Media.TEXT),
        ("text/vnd.example", "The ferry sails.\n", Media.TEXT),
    ],
)
def test_what_is_a_page(site: Loopback, client: Client, media: str | None, body: str, kind: Media | None) -> None:
    site.play("/", Reply(body, media=media))
    if kind is not None:
        assert fetch_page(client, site.url()).media is kind
        return
    with pytest.raises(FetchError) as caught:
        fetch_page(client, site.url())
    assert caught.value.failure is FetchFailure.NOT_A_PAGE


def test_markdown_is_read_as_its_reader_sees_it(site: Loopback, client: Client) -> None:
    site.play("/", Reply("The *ferry* sails.\n", media="text/markdown; charset=utf-8"))
    assert "*" not in fetch_page(client, site.url()).content


@pytest.mark.parametrize(
    ("media", "body", "hint"),
    [
        ("application/pdf", b"%PDF-1.7\n%\xe2\xe3\xcf\xd3", "save its text"),
        ("text/html", b"%PDF-1.7\n%\xe2\xe3\xcf\xd3", "save its text"),
        ("image/png", b"\x89PNG\r\n\x1a\n\0\0", "the page that shows it"),
        ("image/svg+xml", b"<svg></svg>", "the page that shows it"),
        ("video/mp4", b"\0\0\0\x18ftyp", "the page that shows it"),
        ("application/json", b'{"story": "text"}', "JSONL"),
        ("application/ld+json", b'{"story": "text"}', "JSONL"),
        ("application/octet-stream", b'[{"story": "text"}]', "pass the file"),
        ("application/octet-stream", b"\0\1\2\3" * 100, "pass the file"),
        ("application/x-ndjson", b'{"story": "text"}\n', "download it and pass the file"),
        ("text/csv", b"id,text\n1,ferry\n", "download it and pass the file"),
        ("application/zip", b"PK\x03\x04", "download it and pass the file"),
        ("application/rss+xml", RSS.encode(), "provenance watch"),
        ("text/xml", RSS.encode(), "provenance watch"),
        ("text/html", RSS.encode(), "provenance watch"),
        ("application/xml", SITEMAP.encode(), "provenance watch"),
        (None, ATOM.encode(), "provenance watch"),
        ("application/xml", b"<?xml version='1.0'?><invoice></invoice>", "save its text"),
        ("text/html", b"", "pass the file"),
        ("text/html", b" \n ", "pass the file"),
        ("application/javascript", b"let ferry = 1;", "save its text"),
    ],
)
def test_what_is_none(site: Loopback, client: Client, media: str | None, body: bytes, hint: str) -> None:
    site.play("/", Reply(body, media=media))
    with pytest.raises(FetchError) as caught:
        fetch_page(client, site.url())
    assert caught.value.failure is FetchFailure.NOT_A_PAGE
    assert site.url() in str(caught.value)
    assert hint in (caught.value.hint or "")


@pytest.mark.parametrize(
    ("page", "encoding", "header", "charset"),
    [
        (RUSSIAN, "utf-8", "utf-8", "utf-8"),
        (RUSSIAN, "utf-8", "iso-8859-1", "utf-8"),
        (RUSSIAN, "utf-8", "windows-1251", "utf-8"),
        (JAPANESE, "utf-8", "shift_jis", "utf-8"),
        (RUSSIAN, "utf-8-sig", "windows-1251", "utf-8"),
        (RUSSIAN, "utf-16", "utf-8", "utf-16"),
        (RUSSIAN, "utf-16-le", "utf-16le", "utf-16-le"),
        (RUSSIAN, "cp1251", "windows-1251", "cp1251"),
        (RUSSIAN, "koi8-r", "KOI8-R", "koi8-r"),
        (RUSSIAN, "cp1251", None, "cp1251"),
        (RUSSIAN, "cp1251", "utf-8", "cp1251"),
        (RUSSIAN, "cp1251", "nonsense", "cp1251"),
        (with_meta(RUSSIAN, "windows-1251"), "cp1251", None, "cp1251"),
        (with_meta(RUSSIAN, "utf-8"), "cp1251", "windows-1251", "cp1251"),
        (JAPANESE, "cp932", "Shift_JIS", "cp932"),
        (with_meta(JAPANESE, "shift_jis"), "cp932", None, "cp932"),
        (with_meta(JAPANESE, "x-sjis"), "cp932", None, "cp932"),
        (JAPANESE, "cp932", None, "cp932"),
        (JAPANESE, "iso2022_jp", "iso-2022-jp", "iso2022_jp"),
        (with_meta(JAPANESE, "iso-2022-jp"), "iso2022_jp", None, "iso2022_jp"),
        (GERMAN, "cp1252", "iso-8859-1", "cp1252"),
        (GERMAN, "cp1252", None, "cp1252"),
        (PAGE, "ascii", "iso-8859-1", "utf-8"),
    ],
)
def test_the_letters_are_right(
    site: Loopback, client: Client, page: str, encoding: str, header: str | None, charset: str
) -> None:
    site.play("/", Reply(page.encode(encoding), media=f"text/html; charset={header}" if header else "text/html"))
    read = fetch_page(client, site.url())
    assert read.content == page
    assert read.fetch is not None
    assert read.fetch.charset == charset


@pytest.mark.parametrize(
    "label", ["unicode_escape", "utf-7", "idna", "zlib", "rot13", "base64", "undefined", "punycode"]
)
def test_what_is_no_encoding_of_a_page_is_not_used(site: Loopback, client: Client, label: str) -> None:
    body = with_meta(GERMAN.replace("<html>", "<html><head></head>"), label).replace("Die ", "Die \\u0041+AEE- ")
    site.play("/", Reply(body.encode("cp1252"), media=f"text/html; charset={label}"))
    assert fetch_page(client, site.url()).content == body
