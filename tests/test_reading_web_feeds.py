"""Feeds: what an item says, in every dialect, and what a malformed feed still gives."""

from __future__ import annotations

import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from provenance.reading.web.listings import Listed, Listing, parse_listing

FEED = "https://harbour.example/news/feed.xml"


def parse(text: str) -> Listing:
    return parse_listing(text.encode(), FEED, None)


def rss(*items: str, head: str = "", attributes: str = "") -> str:
    inside = "".join(f"<item>{item}</item>" for item in items)
    return f'<rss version="2.0"{attributes}><channel>{head}{inside}</channel></rss>'


def only(text: str) -> Listed:
    (found,) = parse(text).items
    return found


ATOM = """<?xml version="1.0" encoding="utf-8"?>
<feed xmlns="http://www.w3.org/2005/Atom" xml:base="https://www.harbour.example/">
  <title type="html">Harbour &lt;b&gt;Gazette&lt;/b&gt;</title>
  <entry xml:base="may/">
    <title type="xhtml"><div xmlns="http://www.w3.org/1999/xhtml">Ferry <i>sails</i> again</div></title>
    <link rel="self" href="https://api.harbour.example/1"/>
    <link rel="alternate" href="../2031/ferry?utm_source=feed#top"/>
    <id>tag:harbour.example,2031:1</id>
    <published>2031-05-12T10:00:00+02:00</published>
    <updated>2031-05-12T11:00:00+02:00</updated>
    <summary>The yard is done.</summary>
  </entry>
</feed>"""
RDF = """<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns="http://purl.org/rss/1.0/"
 xmlns:dc="http://purl.org/dc/elements/1.1/">
  <channel rdf:about="https://harbour.example/"><title>Harbour Gazette</title></channel>
  <item rdf:about="https://harbour.example/2"><title>Well runs dry</title>
    <link>https://harbour.example/2</link><dc:date>2031-05-12T10:00:00+02:00</dc:date></item>
</rdf:RDF>"""


def test_atom() -> None:
    listing = parse(ATOM)
    assert (listing.title, listing.complaint, listing.further) == ("Harbour Gazette", None, ())
    (found,) = listing.items
    assert found.url == "https://www.harbour.example/2031/ferry"
    assert found.title == "Ferry sails again"
    assert (found.published, found.updated) == ("2031-05-12T08:00:00+00:00", "2031-05-12T09:00:00+00:00")
    assert len(found.digest) == 16


def test_rdf_gives_its_dates_as_updated() -> None:
    found = only(RDF)
    assert (found.url, found.title) == ("https://harbour.example/2", "Well runs dry")
    assert (found.published, found.updated) == (None, "2031-05-12T08:00:00+00:00")


def test_rss_0_91_without_any_date() -> None:
    text = '<rss version="0.91"><channel><item><title>Goat found</title><link>/3</link></item></channel></rss>'
    assert only(text) == Listed("https://harbour.example/3", "Goat found", None, None, only(text).digest)


@pytest.mark.parametrize(
    ("item", "url"),
    [
        ("<link>https://harbour.example/a</link>", "https://harbour.example/a"),
        ("<link>\n https://harbour.example/a \n</link>", "https://harbour.example/a"),
        ("<link>a/b</link>", "https://harbour.example/news/a/b"),
        ("<link>/a</link>", "https://harbour.example/a"),
        ("<link>//www.harbour.example/a</link>", "https://www.harbour.example/a"),
        ("<link>HTTPS://Harbour.Example:443/a#x</link>", "https://harbour.example/a"),
        ("<link>https://harbour.example/a?utm_medium=rss&amp;id=4</link>", "https://harbour.example/a?id=4"),
        ("<link>https://ida:pw@harbour.example/a</link>", "https://harbour.example/a"),
        ("<link>https://harbour.example/a b</link>", "https://harbour.example/a%20b"),
        ("<guid>https://harbour.example/a</guid>", "https://harbour.example/a"),
        ('<guid isPermaLink="true">https://harbour.example/a</guid>', "https://harbour.example/a"),
        ('<guid isPermaLink="false">https://harbour.example/a</guid>', None),
        ("<guid>harbour-17</guid><link></link>", None),
        ("<link>javascript:alert(1)</link>", None),
        ("<link>file:///etc/passwd</link>", None),
        ("<link>mailto:ida@harbour.example</link>", None),
        ("<link>https://[harbour/</link>", None),
        ("<link>https://exa mple/</link>", None),
        ("<title>No link</title>", None),
    ],
)
def test_an_items_address(item: str, url: str | None) -> None:
    assert [each.url for each in parse(rss(item)).items] == ([url] if url else [])


def test_xml_base_goes_before_the_feeds_address() -> None:
    assert only(rss("<link>a</link>", attributes=' xml:base="https://b.example/x/"')).url == "https://b.example/x/a"


def test_the_redirect_of_a_redistributed_feed_is_passed_over() -> None:
    item = "<link>https://feeds.example/~r/1</link><f:origLink>https://harbour.example/a</f:origLink>"
    namespace = ' xmlns:f="http://rssnamespace.org/feedburner/ext/1.0"'
    assert only(rss(item, attributes=namespace)).url == "https://harbour.example/a"


@pytest.mark.parametrize(
    ("written", "title"),
    [
        ("Ferry sails", "Ferry sails"),
        ("  Ferry\n\t sails ", "Ferry sails"),
        ("Salt &amp; rope", "Salt & rope"),
        ("Salt &amp;amp; rope", "Salt & rope"),
        ("<![CDATA[Salt &amp; <em>rope</em>]]>", "Salt & rope"),
        ("&lt;p&gt;Ferry&lt;/p&gt;&lt;script&gt;x()&lt;/script&gt; sails", "Ferry sails"),
        ("Caf&#233; &#8211; open", "Café – open"),
        ("", None),
        ("x" * 2000, "x" * 500),
    ],
)
def test_a_title_is_one_line_of_plain_text(written: str, title: str | None) -> None:
    assert only(rss(f"<title>{written}</title><link>/a</link>")).title == title


@pytest.mark.parametrize(
    ("written", "published"),
    [
        ("Mon, 12 May 2031 10:00:00 +0200", "2031-05-12T08:00:00+00:00"),
        ("Mon, 12 May 2031 10:00:00 GMT", "2031-05-12T10:00:00+00:00"),
        ("Mon, 12 May 2031 10:00:00", "2031-05-12T10:00:00+00:00"),
        ("2031-05-12T10:00:00", "2031-05-12T10:00:00+00:00"),
        ("0001-01-01T00:00:00Z", "0001-01-01T00:00:00+00:00"),
        ("Fri, 31 Dec 9998 10:00:00 GMT", "9998-12-31T10:00:00+00:00"),
        ("on Monday", None),
        ("", None),
    ],
)
def test_a_date_is_in_utc_and_kept_as_it_is(written: str, published: str | None) -> None:
    found = only(rss(f"<link>/a</link><pubDate>{written}</pubDate>"))
    assert (found.published, found.updated) == (published, None)


def test_a_title_that_atom_calls_plain_text_keeps_its_signs() -> None:
    entry = "<link href='/a'/><title>Use of &lt;b&gt;</title>"
    atom = f"<feed xmlns='http://www.w3.org/2005/Atom'><entry>{entry}</entry></feed>"
    assert only(atom).title == "Use of <b>"


def test_one_article_under_two_addresses_is_one_and_the_newest_word_counts() -> None:
    first = "<title>Old</title><link>/a</link><pubDate>2031-05-11T10:00:00Z</pubDate>"
    other = "<title>Else</title><link>/b</link>"
    again = "<title>New</title><link>/a?utm_source=x</link><pubDate>2031-05-12T10:00:00Z</pubDate>"
    for items in ((first, other, again), (again, other, first)):
        assert [each.title for each in parse(rss(*items)).items] == ["New", "Else"]
    same = "<title>Same hour</title><link>/a#x</link><pubDate>2031-05-12T10:00:00Z</pubDate>"
    assert [each.title for each in parse(rss(again, same)).items] == ["New"]


@pytest.mark.parametrize(
    "cut",
    [
        '<rss version="2.0"><channel><item><link>/a</link><title>A</title></item><item><title>B',
        '<rss version="2.0"><channel><item><link>/a</link><title>A</title></channel></rss>',
        '<rss version="2.0"><channel><item><link>/a</link><title>A</title></item></channel></rss> and more <b>',
        '<rss version="2.0"><channel><item><link>/a</link><title>A</title><x>1 & 2</x></item></channel></rss>',
        '<rss version="2.0"><channel><item><link>/a</link><title>A</title><x>&nbsp;</x></item></channel></rss>',
    ],
)
def test_a_malformed_feed_gives_what_can_be_read_and_a_complaint(cut: str) -> None:
    listing = parse(cut)
    assert [(each.url, each.title) for each in listing.items] == [("https://harbour.example/a", "A")]
    assert listing.complaint is not None
    assert listing.complaint.startswith("malformed XML: ")


def test_an_empty_feed_is_a_feed() -> None:
    assert (parse(rss()).items, parse(rss()).complaint) == ((), None)


def test_json_feed() -> None:
    feed = {
        "version": "https://jsonfeed.org/version/1.1",
        "title": "Harbour Gazette",
        "items": [
            {
                "id": "1",
                "url": "a",
                "title": "Salt &amp; rope",
                "content_html": "<p>x</p>",
                "date_modified": "2031-05-12",
            },
            {"id": "2", "external_url": "https://b.example/2", "summary": "y", "date_published": 7},
            {"id": "https://harbour.example/3"},
            "no item",
        ],
    }
    listing = parse(json.dumps(feed))
    assert listing.title == "Harbour Gazette"
    assert [(each.url, each.title, each.updated) for each in listing.items] == [
        ("https://harbour.example/news/a", "Salt &amp; rope", "2031-05-12T00:00:00+00:00"),
        ("https://b.example/2", None, None),
    ]


def _digest(title: str = "A", summary: str = "B", published: str = "2031-05-12", updated: str = "2031-05-13") -> bytes:
    return only(
        "<feed xmlns='http://www.w3.org/2005/Atom'><entry><link href='/a'/>"
        f"<title type='html'>{title}</title><summary type='html'>{summary}</summary>"
        f"<published>{published}</published><updated>{updated}</updated></entry></feed>"
    ).digest


@pytest.mark.parametrize(
    "change",
    [
        {"title": "C"},
        {"summary": "C"},
        {"published": "2031-05-11"},
        {"updated": "2031-05-14"},
        {"title": "AB", "summary": ""},
    ],
)
def test_a_digest_changes_with_what_is_said(change: dict[str, str]) -> None:
    assert _digest(**change) != _digest()


@pytest.mark.parametrize(
    "same",
    [
        {"title": " A "},
        {"title": "&lt;b&gt;A&lt;/b&gt;"},
        {"summary": "&lt;p&gt;B&lt;img src='https://count.example/7' /&gt;&lt;/p&gt;"},
        {"published": "2031-05-12T02:00:00+02:00"},
    ],
)
def test_a_digest_stays_where_only_the_dress_changes(same: dict[str, str]) -> None:
    assert _digest(**same) == _digest()


def test_a_digest_knows_neither_address_nor_neighbours() -> None:
    item = "<title>A</title><link>{}</link>"
    assert only(rss(item.format("/a"))).digest == parse(rss(item.format("/b"), item.format("/c"))).items[1].digest


TEXT = st.text(st.characters(categories=("L", "N", "Zs"), max_codepoint=0x2FF), max_size=20)


@settings(max_examples=80, deadline=None)
@given(TEXT, TEXT, TEXT, TEXT)
def test_digests_are_equal_exactly_where_the_words_are(title: str, summary: str, title2: str, summary2: str) -> None:
    one, other = (
        (" ".join(title.split()), " ".join(summary.split())),
        (" ".join(title2.split()), " ".join(summary2.split())),
    )
    assert (_digest(title, summary) == _digest(title2, summary2)) == (one == other)
