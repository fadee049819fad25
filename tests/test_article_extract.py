from __future__ import annotations

import sys

import pytest

from provenance.article.address import domain_of, own_address, resembles
from provenance.article.blocks import divide
from provenance.article.extract import extract
from provenance.article.markup import parse
from provenance.article.metadata import read_metadata
from provenance.errors import DocumentError
from provenance.model import Article, Claim, Line, Media, Page, Role

PARAGRAPHS = [
    f"Paragraph {number} says that the {thing} at the harbour was {state} on Tuesday, when the water rose by a metre "
    f"in an hour and the port had to call the keepers from the {place} to help with the pumps."
    for number, (thing, state, place) in enumerate(
        [
            ("first gate", "shut", "village"),
            ("old pier", "closed to boats", "hill farms"),
            ("market", "moved to the school", "next valley"),
            ("ferry", "held at the far shore", "island"),
        ]
    )
]
PAGE = f"""<!DOCTYPE html><html lang="en-GB"><head><title>Gates shut at Harrow Lake | Harrow Lake Times</title>
<link rel="canonical" href="https://www.harrow.example/2031/gates">
<meta property="og:site_name" content="Harrow Lake Times"><meta name="author" content="Ana Ruhl">
<meta name="syndication-source" content="https://wire.example/1">
<script type="application/ld+json">{{"@graph": [{{"@type": "NewsArticle", "datePublished": "2031-03-04T10:30:00+01:00",
"isBasedOn": {{"url": "https://wire.example/1"}}, "copyrightHolder": {{"name": "Merrow Wire"}}}}]}}</script>
<script type="application/ld+json">not json</script></head><body>
<nav><a href="/">Home</a> <a href="/n">News</a></nav><!-- a comment -->
<article><h1>Gates shut at Harrow Lake</h1><p class="byline">By Ana Ruhl</p>
<figure><img src="a.jpg"><figcaption>Gate 4 on Tuesday. (Photo by Lev Okoro)</figcaption></figure>
<p>{PARAGRAPHS[0]}</p><p>{PARAGRAPHS[1]}<br><br>{PARAGRAPHS[2]}</p><h2>What the port wants</h2><p>{PARAGRAPHS[3]}</p>
<p hidden>Nobody sees this line.</p></article>
<aside class="related"><h3>Related Articles</h3><ul>
<li><a href="/x">Another story of the lake and the gates</a></li></ul></aside>
<footer>© 2031 Harrow Lake Times. All rights reserved.<script>var x = 1;</script></footer></body></html>"""


def article_of(content: str, **known: str) -> Article:
    return extract(Page(id="a", content=content, media=Media.HTML, **known))


def test_plain_text_is_the_content_with_one_kind_of_line_end() -> None:
    article = extract(
        Page(
            id="a",
            content="Gates shut\r\n\r\nThe water rose.\rIt fell.",
            media=Media.TEXT,
            url="https://WWW.Harrow.example:443/a",
            published="4 March 2031",
            publisher="Harrow Lake Times",
        )
    )
    assert article.text == "Gates shut\n\nThe water rose.\nIt fell."
    assert article.lines == (Line(0, 10), Line(12, 27), Line(28, 36))
    assert (article.domain, article.published, article.publisher) == (
        "harrow.example",
        "2031-03-04",
        "Harrow Lake Times",
    )


@pytest.mark.parametrize("media", list(Media))
@pytest.mark.parametrize("content", ["", " \n\t", "<html></html>", "<script>x</script>"])
def test_a_page_without_text_is_an_error_that_names_it(content: str, media: Media) -> None:
    if media is Media.TEXT and content.strip():
        return
    with pytest.raises(DocumentError, match="page-7"):
        extract(Page(id="page-7", content=content, media=media))


def test_metadata_and_claims_of_a_page() -> None:
    article = article_of(PAGE)
    assert article.canonical == article.url == "https://www.harrow.example/2031/gates"
    assert (article.domain, article.publisher, article.language) == ("harrow.example", "Harrow Lake Times", "en-gb")
    assert article.published == "2031-03-04T10:30:00+01:00"
    assert set(article.claims) == {
        Claim("canonical", "https://www.harrow.example/2031/gates"),
        Claim("og:site_name", "Harrow Lake Times"),
        Claim("author", "Ana Ruhl"),
        Claim("syndication-source", "https://wire.example/1"),
        Claim("datePublished", "2031-03-04T10:30:00+01:00"),
        Claim("isBasedOn", "https://wire.example/1"),
        Claim("copyrightHolder", "Merrow Wire"),
    }


def test_what_the_markup_says_of_the_story_is_read_and_is_no_claim() -> None:
    node = '{"@type": "NewsArticle", "description": "Shut, keepers say", "articleBody": "The gate is shut."}'
    tree = parse(
        '<meta name="Description" content=" Gates of the lake "><meta property="og:description" content="">'
        f'<script type="application/ld+json">[{{"articleBody": 7}}, {node}]</script><p>The gate is shut.</p>'
    )
    assert tree is not None
    metadata = read_metadata(tree)
    assert metadata.descriptions == ("gates of the lake", "shut keepers say")
    assert metadata.body == "The gate is shut."
    assert metadata.claims == ()


@pytest.mark.parametrize(
    ("value", "claimed"),
    [
        ("false", ["false"]),
        ("true", ["true"]),
        ('"False"', ["false"]),
        ('"http://schema.org/True"', ["true"]),
        ("null", []),
        ("0", []),
        ('"members only"', []),
        ('{"name": "false"}', []),
    ],
)
def test_whether_a_page_is_free_is_claimed_as_true_or_false(value: str, claimed: list[str]) -> None:
    node = f'{{"@type": "NewsArticle", "author": true, "isAccessibleForFree": {value}}}'
    claims = article_of(f'<script type="application/ld+json">{node}</script><p>The gate is shut.</p>').claims
    assert claims == tuple(Claim("isAccessibleForFree", text) for text in claimed)


def test_what_the_input_says_goes_before_the_markup() -> None:
    article = article_of(PAGE, url="https://other.example/a", title="T", publisher="P", published="2030-01-01")
    assert (article.domain, article.title, article.publisher, article.published) == (
        "other.example",
        "T",
        "P",
        "2030-01-01",
    )
    assert article.canonical == "https://www.harrow.example/2031/gates"


def test_a_publisher_that_is_a_whole_address_is_its_domain() -> None:
    assert article_of(PAGE, publisher="https://www.kqzv7.example/news").publisher == "kqzv7.example"
    assert article_of(PAGE, publisher="Kqzv7.example").publisher == "Kqzv7.example"


def test_the_visible_page_is_the_text_and_the_hidden_one_is_not() -> None:
    text = article_of(PAGE).text
    assert all(paragraph in text for paragraph in PARAGRAPHS)
    assert "All rights reserved" in text
    for hidden in ("var x", "Nobody sees", "a comment", "not json", "| Harrow Lake Times"):
        assert hidden not in text


def test_roles_of_a_page() -> None:
    roles = {block.text: block.role for block in divide(article_of(PAGE))}
    assert roles["Gates shut at Harrow Lake"] is Role.HEADLINE
    assert roles["By Ana Ruhl"] is Role.BYLINE
    assert roles["Gate 4 on Tuesday. (Photo by Lev Okoro)"] is Role.CAPTION
    assert [text for text, role in roles.items() if role is Role.BODY] == PARAGRAPHS
    assert roles["What the port wants"] is Role.SUBHEADING
    assert roles["Related Articles"] is Role.NAVIGATION
    assert roles["Another story of the lake and the gates"] is Role.NAVIGATION
    assert roles["© 2031 Harrow Lake Times. All rights reserved."] is Role.COPYRIGHT


def roles_of(content: str) -> dict[str, Role]:
    return {block.text: block.role for block in divide(article_of(content))}


def test_a_heading_and_sentences_that_the_extractor_left_are_story(monkeypatch: pytest.MonkeyPatch) -> None:
    module = sys.modules["provenance.article.extract"]  # the package has a function of that name
    monkeypatch.setattr(module, "story_paragraphs", lambda *_, **__: [PARAGRAPHS[0], PARAGRAPHS[3]])
    roles = roles_of(PAGE)
    assert all(roles[paragraph] is Role.BODY for paragraph in PARAGRAPHS)
    assert roles["What the port wants"] is Role.SUBHEADING
    assert roles["Related Articles"] is Role.NAVIGATION


def test_a_standfirst_under_the_headline_is_a_subheading() -> None:
    standfirst = "Keepers say that they warned the port a year ago"
    page = PAGE.replace("</h1>", f"</h1><h2 class=dek>{standfirst}</h2>")
    assert roles_of(page)[standfirst] is Role.SUBHEADING


def test_a_bold_line_between_paragraphs_is_a_subheading() -> None:
    page = PAGE.replace("<br><br>", "<br><br><b>Nobody was warned</b><br><br>")
    article = article_of(page)
    tags = {article.text[line.start : line.end]: line.tag for line in article.lines}
    assert tags["Nobody was warned"] == "b"
    assert tags[PARAGRAPHS[1]] == "p"
    assert roles_of(page)["Nobody was warned"] is Role.SUBHEADING


def test_sections_of_a_menu_are_no_breadcrumb_and_a_trail_is() -> None:
    menu = PAGE.replace("</nav>", "<ul><li><a href=/w>World</a></li><li><a href=/s>Sports</a></li></ul></nav>", 1)
    trail = '<nav class="breadcrumb" role="navigation"><a href="/">Home</a> / <a href="/w">Local</a></nav><article>'
    roles = roles_of(menu.replace("<article>", trail))
    assert roles["World"] is roles["Sports"] is Role.NAVIGATION
    assert roles["Home / Local"] is Role.BREADCRUMB


def test_of_a_title_in_two_parts_the_one_nearer_to_the_story_is_the_headline() -> None:
    paragraphs = "".join(f"<p>{paragraph}</p>" for paragraph in PARAGRAPHS)
    roles = roles_of(
        "<html><head><title>The Harrow Lake Times Online - Gates shut at lake</title></head><body><table><tr>"
        "<td colspan=2><b>The Harrow Lake Times Online</b></td></tr><tr><td><a href=1>Front Page</a><br>"
        "<a href=2>Tides</a></td><td><b>Gates shut at lake, then opened again</b>"
        f"{paragraphs}<p>Source: Reuters</p></td></tr></table></body></html>"
    )
    assert [text for text, role in roles.items() if role is Role.HEADLINE] == ["Gates shut at lake, then opened again"]
    assert [text for text, role in roles.items() if role is Role.BODY] == PARAGRAPHS
    assert roles["The Harrow Lake Times Online"] is roles["Front Page"] is roles["Tides"] is Role.NAVIGATION
    assert roles["Source: Reuters"] is Role.BYLINE


def test_agency_section_and_date_in_one_line_are_cut() -> None:
    page = PAGE.replace("By Ana Ruhl</p>", "Lake News | Press Trust of India | Updated: March 4, 2031 2:31 pm IST</p>")
    roles = roles_of(page)
    assert roles["Lake News |"] is Role.NAVIGATION
    assert roles["Press Trust of India |"] is Role.BYLINE
    assert any(role is Role.DATE_STAMP and "Updated: March 4, 2031" in text for text, role in roles.items())


def test_lines_say_what_the_markup_says() -> None:
    article = article_of(PAGE)
    lines = {article.text[line.start : line.end]: line for line in article.lines}
    assert (lines["Home News"].region, lines["Home News"].link_density) == ("nav", 1.0)
    assert lines["Another story of the lake and the gates"].region == "related"
    assert lines[PARAGRAPHS[0]].tag == "p"
    assert lines[PARAGRAPHS[0]].extracted is True
    assert lines["Home News"].extracted is False


def test_a_paragraph_that_stands_twice_is_story_once() -> None:
    doubled = PAGE.replace("<footer>", f"<div><p>{PARAGRAPHS[1]}</p></div><footer>")
    body = [block.text for block in divide(article_of(doubled)) if block.role is Role.BODY]
    assert body.count(PARAGRAPHS[1]) == 1


def test_a_story_that_scripts_would_show_is_seen() -> None:
    hidden = PAGE.replace("<article>", '<article style="display: none">')
    body = [block.text for block in divide(article_of(hidden)) if block.role is Role.BODY]
    assert set(PARAGRAPHS) <= set(body)


def test_a_page_that_the_extractor_fails_on_has_a_body_all_the_same(monkeypatch: pytest.MonkeyPatch) -> None:
    import trafilatura

    def fail(*_: object, **__: object) -> None:
        raise ValueError

    monkeypatch.setattr(trafilatura, "bare_extraction", fail)
    body = [block.text for block in divide(article_of(PAGE)) if block.role is Role.BODY]
    assert body == PARAGRAPHS


@pytest.mark.parametrize(
    "content",
    [
        "<div>" * 1_000 + "deep" + "</div>" * 1_000,
        "<p>" + "a " * 100_000,
        "<a href=x>" * 5_000 + "links",
        "loose text without any markup",
        '<?xml version="1.0" encoding="utf-16"?><html><body><p>Declared otherwise</p></body></html>',
        "<html><body>\ud800 surrogate \x00 and zero</body></html>",
        "<table><tr><td>one<td>two</table>",
        "<body><br><br>x<br>y</body>",
        '<html><head><link rel="canonical" href="http://[bad"><base href="::"></head><body>x</body></html>',
    ],
    ids=["deep", "long", "links", "loose", "declared", "surrogate", "table", "breaks", "addresses"],
)
def test_odd_pages_have_an_answer(content: str) -> None:
    article = article_of(content)
    assert " ".join(block.text for block in divide(article)).split() == article.text.split()


@pytest.mark.parametrize(
    ("host", "name", "fits"),
    [
        ("harborledger.example", "The Harbor Ledger", True),
        ("harbor-ledger.co.uk", "The Harbor Ledger", True),
        ("apnews.com", "AP News", True),
        ("apnews.com", "The Harbor Ledger", False),
        ("hltimes.example", "Harrow Lake Times", True),
        ("hlt.example", "Harrow Lake Times", True),
        ("lecourrier.example", "Le Courrier", True),
        ("munchenerbote.example", "Münchener Bote", True),
        ("bote.example", "朝の便り", True),
        ("localhost", "Localhost", False),
        ("", "Harrow Lake Times", False),
    ],
)
def test_a_host_resembles_the_name_of_its_site(host: str, name: str, *, fits: bool) -> None:
    assert resembles(host, name) is fits


HERE, THERE = "https://www.harborledger.example/a", "https://wire.example/b"


@pytest.mark.parametrize(
    ("canonical", "shared", "site_name", "publisher", "own"),
    [
        (HERE, HERE, "The Harbor Ledger", None, HERE),
        (HERE, None, None, None, HERE),
        (None, HERE, None, None, HERE),
        (None, None, "The Harbor Ledger", None, None),
        (HERE, None, "The Harbor Ledger", None, HERE),
        (THERE, None, "The Harbor Ledger", None, None),
        (THERE, HERE, "The Harbor Ledger", None, HERE),
        (THERE, HERE, None, None, HERE),
        (HERE, THERE, "The Harbor Ledger", None, HERE),
        (THERE, HERE, None, "https://harborledger.example", HERE),
        (HERE, THERE, None, "https://harborledger.example/", HERE),
        (HERE, "https://m.harborledger.example/a", None, None, HERE),
    ],
)
def test_own_address(
    canonical: str | None, shared: str | None, site_name: str | None, publisher: str | None, own: str | None
) -> None:
    assert own_address(canonical, shared, site_name, publisher) == own


def test_a_republished_page_keeps_the_address_of_its_site() -> None:
    page = PAGE.replace(
        '<meta name="author"', '<meta property="og:url" content="https://www.hltimes.example/7"><meta name="author"'
    )
    article = article_of(page.replace("https://www.harrow.example", "https://wire.example"))
    assert article.canonical == "https://wire.example/2031/gates"
    assert (article.url, article.domain) == ("https://www.hltimes.example/7", "hltimes.example")
    alone = article_of(PAGE.replace("https://www.harrow.example", "https://wire.example"))
    assert (alone.canonical, alone.url, alone.domain) == ("https://wire.example/2031/gates", None, None)


@pytest.mark.parametrize(
    ("url", "domain"),
    [
        ("https://www.Harrow.example/a", "harrow.example"),
        ("http://news.harrow.example:8080", "news.harrow.example"),
        ("harrow.example/a", "harrow.example"),
        ("not a url", None),
        ("http://[bad", None),
        ("https://localhost/", None),
        (None, None),
        ("", None),
    ],
)
def test_domain(url: str | None, domain: str | None) -> None:
    assert domain_of(url) == domain


def test_a_page_too_deep_to_be_read_whole_is_not_read_in_part() -> None:
    deep = "<p>The lead.</p>" + "<div>" * 2500 + "<p>The rest.</p>" + "</div>" * 2500
    with pytest.raises(DocumentError, match="nested deeper"):
        extract(Page("deep.html", deep, Media.HTML))


@pytest.mark.parametrize(
    ("heads", "title"),
    [
        ("<h1>Ostby Buzz</h1><h2>Geese stop the night train</h2>", "Geese stop the night train"),
        ("<h1>Ostby Buzz</h1><h1>Geese stop the night train</h1>", "Geese stop the night train"),
        ("<h1>Geese hold up a train</h1>", "Geese hold up a train"),
    ],
)
@pytest.mark.parametrize("site", ['<meta property="og:site_name" content="Ostby Buzz">', ""])
def test_a_heading_with_the_sites_name_is_no_headline(heads: str, title: str, site: str) -> None:
    story = "".join(f"<p>{line}</p>" for line in (
        "Eleven geese held up the night train to Ostby for an hour on Sunday, the railway said on Monday.",
        "The driver walked the last of them down to the river by hand, and the passengers looked at the stars.",
        "The line was closed again at dawn, when the geese came back with nine more, and was opened at noon.",
    ))  # fmt: skip
    head = f"<head><title>Geese stop the night train - Ostby Buzz</title>{site}</head>"
    content = f"<html>{head}<body>{heads}{story}</body></html>"
    article = extract(Page(id="a", content=content, media=Media.HTML))
    assert article.title == title
    roles = {block.text: block.role for block in divide(article)}
    assert roles[title] is Role.HEADLINE
    assert not site or roles.get("Ostby Buzz", Role.NAVIGATION) is Role.NAVIGATION


def test_a_line_in_a_box_for_its_author_is_a_byline_above_the_story_only() -> None:
    signed = '<div class="author">JANE FROLE, The Ostby Bell</div>'
    about = '<div class="author">Jane Frole worked for three papers</div>'
    story = "".join(f"<p>{line}</p>" for line in (
        "Eleven geese held up the night train to Ostby for an hour on Sunday, the railway said on Monday.",
        "The driver walked the last of them down to the river by hand, and the passengers looked at the stars.",
    ))  # fmt: skip
    content = f"<html><body><article><h1>Geese stop the train</h1>{signed}{story}{about}</article></body></html>"
    found = {block.text: block.role for block in divide(extract(Page(id="a", content=content, media=Media.HTML)))}
    assert found["JANE FROLE, The Ostby Bell"] is Role.BYLINE
    assert found["Jane Frole worked for three papers"] is not Role.BYLINE


def test_a_line_has_the_address_that_it_links_to() -> None:
    content = (
        "<html><body><p>Eleven geese held up the night train to Ostby for an hour on Sunday, the railway said.</p>"
        '<p>Source: <a href="https://ostbybell.example/geese">Read on</a> and <a href="https://b.example/">b</a></p>'
        '<p>See <a href="/geese">here</a>.</p></body></html>'
    )
    article = extract(Page(id="a", content=content, media=Media.HTML))
    assert [line.link for line in article.lines] == [None, "https://ostbybell.example/geese", None]
    assert [block.link for block in divide(article)] == [line.link for line in article.lines]
