"""A home page: which links are articles, under which title, and which feeds it names."""

from __future__ import annotations

import pytest

from provenance.reading.web.listings import Listing, ListingKind, parse_listing

HOME = "https://www.harbour.example/"


def parse(body: str, head: str = "", address: str = HOME) -> Listing:
    text = f"<!DOCTYPE html><html><head><title> Harbour\n Gazette </title>{head}</head><body>{body}</body></html>"
    return parse_listing(text.encode(), address, "text/html", "utf-8")


def found(body: str, head: str = "", address: str = HOME) -> list[tuple[str, str | None]]:
    return [(each.url, each.title) for each in parse(body, head, address).items]


PAGE = """
<header><a href="/">Harbour Gazette, since eighteen ninety-nine</a></header>
<nav><a href="/2031/05/12/menu-entry-of-the-day">An entry in the menu bar</a></nav>
<main>
  <article><a href="/2031/05/12/ferry"><img src="f.jpg" alt="A ferry"></a>
    <h2><a href="/2031/05/12/ferry?utm_source=home">Ferry sails <em>again</em> on Monday</a></h2>
    <p><a href="/2031/05/12/ferry#comments">Read all twelve comments now</a></p></article>
  <a href="news/well-runs-dry-in-mill-hollow"><h3>Well runs dry in Mill Hollow</h3><p>Two more may follow.</p></a>
  <a href="https://sport.harbour.example/48213">Rowers win by half a length</a>
  <a href="/2031/05/12/goat">Goat found</a>
  <a href="/weather">The weather for the whole coast</a>
  <a href="/tag/ferries-of-the-north-coast">All stories about our ferries</a>
  <a href="/video/2031/05/12/ferry">Watch the ferry sail again</a>
  <a href="https://other.example/2031/05/12/ferry">Ferry story of another paper</a>
  <a href="mailto:desk@harbour.example">Write to us about it</a>
</main>
<footer><a href="/2031/01/01/our-terms-of-use">Read our terms of use</a></footer>
"""


def test_a_front_page() -> None:
    listing = parse(PAGE)
    assert (listing.kind, listing.title, listing.complaint) == (ListingKind.PAGE, "Harbour Gazette", None)
    assert [(each.url, each.title) for each in listing.items] == [
        ("https://www.harbour.example/2031/05/12/ferry", "Ferry sails again on Monday"),
        ("https://www.harbour.example/news/well-runs-dry-in-mill-hollow", "Well runs dry in Mill Hollow"),
        ("https://sport.harbour.example/48213", "Rowers win by half a length"),
    ]
    assert {(each.published, each.updated) for each in listing.items} == {(None, None)}


@pytest.mark.parametrize(
    "path",
    [
        "/2031/05/12/ferry",
        "/2031/5/2/ferry",
        "/2031/may/12/ferry",
        "/2031-05-12-ferry.html",
        "/20310512/ferry",
        "/ferry-48213",
        "/article.php?id=9&x=/2031/",
        "/a/ferry-sails-again-on-monday",
        "/ferry_sails_again_on_monday.html",
        "/паром-снова-вышел-в-море",
        "/%D0%BF-%D1%81-%D0%B2-%D0%BC",
    ],
)
def test_addresses_of_articles(path: str) -> None:
    expected = 0 if path.startswith("/article.php") else 1
    assert len(found(f'<a href="{path}">Ferry sails again on Monday</a>')) == expected


@pytest.mark.parametrize(
    "path",
    [
        "/",
        "/news",
        "/2031/",
        "/life-and-style",
        "/author/ida-marsh-of-the-harbour-desk",
        "/category/2031/05/news-of-the-day",
        "/tags/12345",
        "/videos/12345",
        "/login/2031/05/12",
        "/subscribe-now/../subscribe/12345",
        "/newsletter/12345",
        "/2031/05/12/ferry.pdf",
        "/2031/05/12/ferry.jpg",
        "/news/page/12345/",
        "#2031/05/12/ferry",
        "javascript:open(20310512)",
    ],
)
def test_addresses_of_other_pages(path: str) -> None:
    assert found(f'<a href="{path}">Ferry sails again on Monday</a>') == []


@pytest.mark.parametrize(
    ("text", "listed"),
    [
        ("Ferry sails again today", True),
        ("Ferry sails again", False),
        ("   ", False),
        ("渡し船が月曜日に再び出航", True),
        ("写真一覧", False),
    ],
)
def test_a_link_text_has_at_least_four_words(text: str, listed: bool) -> None:
    assert bool(found(f'<a href="/2031/05/12/a">{text}</a>')) is listed


@pytest.mark.parametrize(
    ("host", "same"),
    [
        ("www.harbour.example", True),
        ("harbour.example", True),
        ("HARBOUR.example:443", True),
        ("de.harbour.example", True),
        ("myharbour.example", False),
        ("harbour.example.other.example", False),
    ],
)
def test_only_the_pages_own_site(host: str, same: bool) -> None:
    assert bool(found(f'<a href="https://{host}/2031/05/12/a">Ferry sails again today</a>')) is same


def test_two_sites_under_one_public_suffix_are_two() -> None:
    body = '<a href="https://other.co.uk/2031/05/12/a">Ferry sails again today</a>'
    assert found(body, address="https://harbour.co.uk/") == []
    assert found(body, address="https://www.other.co.uk/") != []


def test_a_host_that_is_an_address_is_a_site_of_its_own() -> None:
    link = '<a href="{}/2031/05/12/a">Ferry sails again today</a>'
    body = link.format("") + link.format("http://127.0.0.2")
    assert [url for url, _ in found(body, address="http://127.0.0.1:8080/")] == ["http://127.0.0.1:8080/2031/05/12/a"]


FEEDS = """
<link rel="stylesheet" href="/style.css">
<link rel="alternate" hreflang="fr" href="/fr/">
<LINK REL='feed Alternate' TYPE='Application/RSS+XML; charset=utf-8' HREF='/feed.xml'>
<link rel="alternate" type="application/atom+xml" href="atom.xml">
<link rel="alternate" type="application/rss+xml" href="/feed.xml#again">
<link rel="alternate" type="application/rss+xml" href="/comments/feed/">
<link rel="alternate" type="application/feed+json" href="https://feeds.other.example/harbour.json">
<link rel="sitemap" type="application/xml" href="/sitemap.xml">
<link rel="alternate" type="application/rss+xml" href="javascript:x()">
<link rel="alternate" type="application/rss+xml">
"""


def test_a_page_names_its_feeds_in_their_order() -> None:
    assert parse("", FEEDS).further == (
        "https://www.harbour.example/feed.xml",
        "https://www.harbour.example/atom.xml",
        "https://feeds.other.example/harbour.json",
        "https://www.harbour.example/sitemap.xml",
    )


def test_links_are_seen_from_the_pages_base() -> None:
    body = '<a href="2031/05/12/a">Ferry sails again today</a>'
    head = '<base href="/en/"><link rel="alternate" type="application/rss+xml" href="feed">'
    assert [url for url, _ in found(body, head)] == ["https://www.harbour.example/en/2031/05/12/a"]
    assert parse(body, head).further == ("https://www.harbour.example/en/feed",)


def test_a_page_without_articles_is_a_page() -> None:
    assert (parse("<p>Soon.</p>").items, parse("<p>Soon.</p>").further) == ((), ())
