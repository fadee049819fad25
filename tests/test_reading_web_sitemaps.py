"""Sitemaps: pages, news, indexes, plain text; what comes first; what is malformed."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from provenance.reading.web import sitemaps
from provenance.reading.web.listings import Listing, ListingKind, parse_listing

MAP = "https://harbour.example/maps/sitemap.xml"
SPACE = "http://www.sitemaps.org/schemas/sitemap/0.9"


def parse(text: str) -> Listing:
    return parse_listing(text.encode(), MAP, None)


def index(*entries: tuple[str, str | None]) -> str:
    inside = "".join(
        f"<sitemap><loc>{loc}</loc>{f'<lastmod>{changed}</lastmod>' if changed else ''}</sitemap>"
        for loc, changed in entries
    )
    return f'<sitemapindex xmlns="{SPACE}">{inside}</sitemapindex>'


NEWS = f"""<?xml version="1.0" encoding="UTF-8"?>
<urlset xmlns="{SPACE}" xmlns:news="http://www.google.com/schemas/sitemap-news/0.9"
 xmlns:image="http://www.google.com/schemas/sitemap-image/1.1" xmlns:xhtml="http://www.w3.org/1999/xhtml">
  <url>
    <loc> https://harbour.example/2031/ferry?a=1&amp;b=2 </loc>
    <lastmod>2031-05-12T11:00:00+02:00</lastmod>
    <xhtml:link rel="alternate" hreflang="fr" href="https://harbour.example/fr/ferry"/>
    <image:image><image:loc>/ferry.jpg</image:loc><image:title>A ferry</image:title></image:image>
    <news:news>
      <news:publication><news:name>Harbour Gazette</news:name><news:language>en</news:language></news:publication>
      <news:publication_date>2031-05-12T10:00:00+02:00</news:publication_date>
      <news:title><![CDATA[Salt &amp; rope: ferry sails]]></news:title>
    </news:news>
  </url>
  <url><loc>/2031/well</loc></url>
  <url><lastmod>2031-05-12</lastmod></url>
  <url><loc>ftp://harbour.example/x</loc></url>
</urlset>"""


def test_a_news_sitemap() -> None:
    listing = parse(NEWS)
    assert (listing.kind, listing.title, listing.complaint) == (ListingKind.SITEMAP, None, None)
    assert [(each.url, each.title, each.published, each.updated) for each in listing.items] == [
        (
            "https://harbour.example/2031/ferry?a=1&b=2",
            "Salt & rope: ferry sails",
            "2031-05-12T08:00:00+00:00",
            "2031-05-12T09:00:00+00:00",
        ),
        ("https://harbour.example/2031/well", None, None, None),
    ]


def test_a_namespace_is_not_asked_for() -> None:
    text = "<urlset><url><loc>https://harbour.example/a</loc><lastmod>2031-05</lastmod></url></urlset>"
    (found,) = parse(text).items
    assert (found.url, found.updated) == ("https://harbour.example/a", None)


def test_an_address_that_stands_twice_is_one_page() -> None:
    entry = "<url><loc>https://harbour.example/a{}</loc><lastmod>2031-05-{}</lastmod></url>"
    (found,) = parse(f"<urlset>{entry.format('', 11)}{entry.format('#x', 12)}</urlset>").items
    assert found.updated == "2031-05-12T00:00:00+00:00"


def test_an_index_gives_news_first_and_then_the_newest() -> None:
    listing = parse(
        index(
            ("https://news.harbour.example/2029.xml", "2029-01-01"),
            ("/2031.xml", "2031-05-01T10:00:00Z"),
            ("/undated.xml", None),
            ("/newsletters.xml", "2031-05-02"),
            ("/sitemap-news.xml", None),
            ("/googlenews.xml", "2031-04-01"),
            ("/2031.xml", None),
            ("mailto:ida@harbour.example", None),
        )
    )
    assert listing.kind is ListingKind.SITEMAP_INDEX
    assert listing.items == ()
    assert listing.further == (
        "https://harbour.example/googlenews.xml",
        "https://harbour.example/sitemap-news.xml",
        "https://harbour.example/newsletters.xml",
        "https://harbour.example/2031.xml",
        "https://news.harbour.example/2029.xml",
        "https://harbour.example/undated.xml",
    )


@given(st.permutations([(f"https://harbour.example/{n}.xml", f"2031-05-{n:02}") for n in range(1, 9)]))
def test_the_order_of_a_dated_index_does_not_count(entries: list[tuple[str, str | None]]) -> None:
    assert parse(index(*entries)).further == tuple(f"https://harbour.example/{n}.xml" for n in range(8, 0, -1))


def test_an_index_without_times_keeps_its_order() -> None:
    assert [url[-5] for url in parse(index(("/b.xml", None), ("/a.xml", None), ("/c.xml", None))).further] == list(
        "bac"
    )


@pytest.mark.parametrize(
    ("text", "addresses"),
    [
        ("<urlset><url><loc>/a</loc></url><url><loc>/b</loc></url><url><loc>/c", ["/a", "/b"]),
        ("<urlset><url><loc>/a</loc></url><url></urlset>", ["/a"]),
        ("<urlset><url><loc>/a?x=1&y=2&amp;z=3&lt=4</loc></url></urlset>", ["/a?x=1&y=2&z=3&lt=4"]),
    ],
)
def test_a_malformed_sitemap_gives_what_can_be_read_and_a_complaint(text: str, addresses: list[str]) -> None:
    listing = parse(text)
    assert [each.url.removeprefix("https://harbour.example") for each in listing.items] == addresses
    assert listing.complaint is not None
    assert listing.complaint.startswith("malformed XML: ")


def test_plain_text_one_address_a_line() -> None:
    listing = parse("\ufeffhttps://harbour.example/a\r\n\r\n  HTTPS://harbour.example/b#x\nhttps://harbour.example/a\n")
    assert [each.url[-1] for each in listing.items] == ["a", "b"]
    assert listing.complaint is None


def test_a_few_other_lines_in_plain_text_are_counted() -> None:
    rows = "\n".join(f"https://harbour.example/{n}" for n in range(20))
    listing = parse(f"{rows}\n# the end")
    assert (len(listing.items), listing.complaint) == (20, "1 line without an address")


def test_more_entries_than_are_read_is_said(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sitemaps, "MOST_ITEMS", 3)
    rows = [f"https://harbour.example/{n}" for n in range(5)]
    for text in ("\n".join(rows), f"<urlset>{''.join(f'<url><loc>{row}</loc></url>' for row in rows)}</urlset>"):
        listing = parse(text)
        assert [each.url for each in listing.items] == rows[:3]
        assert listing.complaint == "only the first 3 entries are read"
