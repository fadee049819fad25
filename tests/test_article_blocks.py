from __future__ import annotations

import pytest
from growth import assert_linear, repeated
from hypothesis import given, settings
from hypothesis import strategies as st

from provenance.article.blocks import divide
from provenance.article.extract import extract
from provenance.errors import DocumentError
from provenance.model import Article, Block, Line, Media, Page, Role

# pieces that the rules know, so that random texts are made of more than noise
PARTS = st.sampled_from(
    [
        "Home News Gates shut at Harrow Lake after flood",
        "Gates shut at Harrow Lake after flood",
        "date 2031-03-04 Two gates were shut on Tuesday when the water rose, the port said.",
        "https://harrow.example/2031/gates Gates shut at Harrow Lake after flood",
        "Gates shut at Harrow Lake after flood lake_pics / Pixabay",
        "The port said that it would open the gates. (Reporting by Ana Ruhl; Editing by Lev Okoro)",
        "Copyright 2031 Harrow Lake Media. All rights reserved.",
        "By Ana Ruhl March 4, 2031",
        "Source: Harrow TV",
        "lt1",
        "Related Articles",
        "\u200b",
        "* * *",
        "    It was the second flood in a week, and\nthe port had no boats left.",
    ]
)
TEXTS = st.one_of(
    st.text(max_size=300),
    st.lists(st.one_of(PARTS, st.text(max_size=40)), max_size=12).map("\n\n".join),
    st.lists(st.one_of(PARTS, st.text(max_size=40)), max_size=12).map("\n".join),
)


def blocks_of(text: str, title: str | None = None) -> tuple[Block, ...]:
    return divide(extract(Page(id="a", content=text, media=Media.TEXT, title=title)))


def check_contract(article: Article, blocks: tuple[Block, ...]) -> None:
    at = 0
    for position, block in enumerate(blocks):
        assert block.position == position
        assert at <= block.start < block.end
        assert article.text[block.start : block.end] == block.text
        assert block.text.strip() == block.text != ""
        assert not article.text[at : block.start].strip()
        assert block.role is Role.BODY or block.flags
        for flag in block.flags:
            assert block.start <= flag.start <= flag.end <= block.end
            assert 0 < flag.weight <= 1
        at = block.end
    assert not article.text[at:].strip()


@settings(deadline=None)
@given(TEXTS, st.none() | st.just("Gates shut at Harrow Lake after flood"))
def test_blocks_cover_every_visible_character_once(text: str, title: str | None) -> None:
    page = Page(id="a", content=text, media=Media.TEXT, title=title)
    try:
        article = extract(page)
    except DocumentError:
        assert not text.strip()
        return
    check_contract(article, divide(article))
    assert article == extract(page)
    assert divide(article) == divide(article)
    again = extract(Page(id="a", content=article.text, media=Media.TEXT, title=title))
    assert (again.text, again.lines) == (article.text, article.lines)


@settings(deadline=None)
@given(st.text(max_size=200), st.lists(st.integers(0, 200), max_size=8))
def test_lines_need_not_cover_the_text(text: str, cuts: list[int]) -> None:
    bounds = sorted({min(cut, len(text)) for cut in cuts})
    lines = tuple(Line(start, end) for start, end in zip(bounds[::2], bounds[1::2], strict=False))
    article = Article(id="a", text=text, lines=lines)
    check_contract(article, divide(article))


@settings(deadline=None)
@given(
    st.lists(
        st.sampled_from(
            [
                "<p>",
                "</p>",
                "<div class=related>",
                "<br>",
                "<nav>",
                "</nav>",
                "x",
                "\u00a0",
                "<li hidden>",
                "Two gates were shut on Tuesday.",
                "<a href=/>",
                "</a>",
                "&#0;",
                "<!--",
                "-->",
            ]
        ),
        max_size=25,
    )
)
def test_html_keeps_the_contract(parts: list[str]) -> None:
    page = Page(id="a", content="<html><body>" + "".join(parts), media=Media.HTML)
    try:
        article = extract(page)
    except DocumentError:
        return
    check_contract(article, divide(article))


STORY = (
    "Two gates at the harbour were shut on Tuesday when the water rose by a metre in an hour.",
    "The port said that it would open them again when the wind had turned to the west.",
    "“We have seen worse,” said Ana Ruhl, who has kept the gates for twenty years.",
)


def roles_around(head: list[str], tail: list[str], title: str | None = None) -> list[tuple[str, str]]:
    blocks = blocks_of("\n\n".join([*head, *STORY, *tail]), title)
    body = [block.text for block in blocks if block.role is Role.BODY]
    assert body == list(STORY)
    return [(block.role.value, block.text) for block in blocks if block.role is not Role.BODY]


def test_crawler_date_is_cut_from_the_lead() -> None:
    blocks = blocks_of(f" date 2031-03-04 {STORY[0]}\n\n{STORY[1]}")
    assert [(block.role, block.text) for block in blocks[:2]] == [
        (Role.DATE_STAMP, "date 2031-03-04"),
        (Role.BODY, STORY[0]),
    ]


def test_trail_with_headline_repeats_and_picture_source() -> None:
    title = "Gates shut at Harrow Lake after flood"
    assert roles_around([f"Home News {title}", title, f"{title}\nSource: Harrow TV"], []) == [
        ("breadcrumb", "Home News"),
        ("headline", title),
        ("headline", title),
        ("headline", title),
        ("caption", "Source: Harrow TV"),
    ]


def test_trail_with_part_of_the_headline_stays_whole() -> None:
    found = roles_around(["Home Economy Gates shut at Harrow", "Gates shut at Harrow Lake after flood"], [])
    assert [role for role, _ in found] == ["breadcrumb", "headline"]


def test_picture_name_and_photo_credit_around_a_headline() -> None:
    assert roles_around(
        ["lake-gates-8812_960\nGates shut at Harrow Lake after second flood lake_pics / Pixabay"],
        ["hl2\nRepresentation Image Harrow Lake old_photos /Pixabay", "© 2031 Harrow Lake Times. All rights reserved."],
    ) == [
        ("image_file", "lake-gates-8812_960"),
        ("headline", "Gates shut at Harrow Lake after second flood"),
        ("caption", "lake_pics / Pixabay"),
        ("image_file", "hl2"),
        ("caption", "Representation Image Harrow Lake old_photos /Pixabay"),
        ("copyright", "© 2031 Harrow Lake Times. All rights reserved."),
    ]


def test_tail_of_an_aggregator() -> None:
    title = "Gates shut at Harrow Lake after flood"
    assert roles_around(
        [title],
        [
            "Okoro reported from Port Merrow. Lev Dahl in Brack and Mia Sundt in Orso contributed to this report.",
            "Copyright 2031 Harrow Broadcasting. Copyright Registered. This material may not be published.",
            f"https://harrow.example/2031/gates {title}",
            "Jon Vale",
            "HarrowNow is an automatic aggregator of news. If you are the owner of the content, write to us.",
            "Related Articles",
            "Back to top button",
        ],
    ) == [
        ("headline", title),
        (
            "contributor",
            "Okoro reported from Port Merrow. Lev Dahl in Brack and Mia Sundt in Orso contributed to this report.",
        ),
        ("copyright", "Copyright 2031 Harrow Broadcasting. Copyright Registered. This material may not be published."),
        ("source_link", "https://harrow.example/2031/gates"),
        ("headline", title),
        ("byline", "Jon Vale"),
        (
            "disclaimer",
            "HarrowNow is an automatic aggregator of news. If you are the owner of the content, write to us.",
        ),
        ("navigation", "Related Articles"),
        ("navigation", "Back to top button"),
    ]


@pytest.mark.parametrize(
    ("line", "role"),
    [
        ("By Reuters", "byline"),
        ("Ana Ruhl, Harrow Lake", "byline"),
        ("The Associated Press", "byline"),
        ("Harrow Lake Staff", "byline"),
        ("by admin", "byline"),
        ("Posted 2031-03-04", "date_stamp"),
        ("Updated 3:40 PM PDT, March 4, 2031", "date_stamp"),
        ("04.03.2031", "date_stamp"),
        ("19/07/2031 16h15", "date_stamp"),
        ("7 hours ago", "date_stamp"),
        ("gate-4.jpg", "image_file"),
        ("FILE - In this 2029 photo the gates are open.", "caption"),
        ("Share this", "navigation"),
        ("Sign up for our newsletter.", "promotion"),
    ],
)
def test_lines_between_headline_and_story(line: str, role: str) -> None:
    assert roles_around(["Gates shut at Harrow Lake after flood", line], [])[-1] == (role, line)


@pytest.mark.parametrize(
    ("line", "role"),
    [
        ("(Reporting by Ana Ruhl; Editing by Lev Okoro)", "contributor"),
        ("abc-de/fg", "contributor"),
        ("With inputs from agencies", "contributor"),
        ("© 2031 AFP", "copyright"),
        ("All privileges held.", "copyright"),
        ("This story has not been edited by our staff and is published from a syndicated feed.", "disclaimer"),
        ("Harrow Lake Today is not responsible for any of this.", "disclaimer"),
        ("Source: harrow.example/news/gates", "source_link"),
        ("Source: ANI", "byline"),
        ("Follow us on WhatsApp", "promotion"),
        ("Something Else to Read", "navigation"),
    ],
)
def test_lines_below_the_story(line: str, role: str) -> None:
    assert roles_around(["Gates shut at Harrow Lake after flood"], [line])[-1] == (role, line)


def test_names_before_a_date_are_cut_from_it() -> None:
    found = roles_around(["Gates shut at Harrow Lake after flood", "By Ana Ruhl | Updated: March 4, 2031 5:30 pm"], [])
    assert [role for role, _ in found] == ["headline", "byline", "date_stamp"]


def test_tails_of_a_paragraph_are_cut_off() -> None:
    credits_line = "(Reporting by Ana Ruhl; Editing by Lev Okoro)"
    notice = "Copyright 2031 Harrow Lake Media. All rights reserved."
    for tail, role in ((credits_line, Role.CONTRIBUTOR), (notice, Role.COPYRIGHT)):
        blocks = blocks_of("\n\n".join([STORY[0], STORY[1], f"{STORY[2]} He will keep them for two more. {tail}"]))
        assert (blocks[-1].role, blocks[-1].text) == (role, tail)
        assert blocks[-2].role is Role.BODY


@pytest.mark.parametrize(
    "sentence",
    [
        "Copyright law was on the agenda when the ministers met in the harbour town.",
        "By Monday the water had gone, and with it two boats and the old pier.",
        "The company said that it was not responsible for the flood at the lake.",
        "Follow the river to the lake and you will see the gates, she said.",
        "The storm contributed to the delays at the harbour, the port said.",
        "The system automatically generates a warning when the water is too high for the gates.",
        "The paintings went back to their rightful owners, the court in the harbour town said.",
        "The contract has not been accepted by the union, workers at the gates said on Tuesday.",
        "The minister added in the report that the pumps were older than the gates themselves.",
        "Scientists who contributed to the report said that the lake would rise again.",
        "The company said that the posts will be removed when the court has heard the case.",
        "“Subscribe to nothing that you cannot pay for,” the old keeper said again.",
    ],
)
def test_story_that_sounds_like_furniture_stays_story(sentence: str) -> None:
    blocks = blocks_of("\n\n".join([STORY[0], sentence, STORY[1]]))
    assert [block.role for block in blocks] == [Role.BODY] * 3


def test_the_title_that_came_along_names_the_headline() -> None:
    title = "Gates shut | Harrow Lake Times"
    blocks = blocks_of("\n\n".join(["Harrow Lake Times daily", "Gates shut", *STORY]), "Gates shut")
    assert [block.role for block in blocks[:2]] == [Role.NAVIGATION, Role.HEADLINE]
    assert blocks_of("\n\n".join([title, *STORY]), title)[0].role is Role.HEADLINE


def test_a_title_that_is_furniture_is_not_believed() -> None:
    assert blocks_of("\n\n".join(["By The Associated Press", *STORY]), "By The Associated Press")[0].role is Role.BYLINE


def test_subheadings_inside_the_story() -> None:
    blocks = blocks_of("\n\n".join([STORY[0], "WHAT THE PORT WANTS", STORY[1]]))
    assert [block.role for block in blocks] == [Role.BODY, Role.SUBHEADING, Role.BODY]


@pytest.mark.parametrize(
    "line",
    [
        "Get the pumps at Brack for $249",
        "– Lev Okoro",
        "a gate that stays open; and",
        "The gates of Brack and",
        "“We have seen worse”",
    ],
)
def test_short_lines_that_are_no_subheadings(line: str) -> None:
    assert blocks_of("\n\n".join([STORY[0], line, STORY[1]]))[1].role is Role.BODY


def test_items_of_a_list_are_no_subheadings() -> None:
    items = ["Gate 4 of Harrow Lake", "Gate 4 of Brack", "Gate 4 of Port Merrow"]
    text = "\n\n".join(part for item in items for part in (STORY[0], item))
    blocks = blocks_of(f"{text}\n\n{STORY[1]}")
    assert {block.role for block in blocks if block.text in items} == {Role.BODY}


def test_a_short_line_between_short_lines_is_no_subheading() -> None:
    lines = ["A blue hull", "An oak mast", "Two red sails"]
    blocks = blocks_of("\n\n".join([STORY[0], *lines, STORY[1]]))
    assert Role.SUBHEADING not in {block.role for block in blocks if block.text in lines[1:]}


@pytest.mark.parametrize(
    ("line", "role"),
    [
        ("Associated Press", Role.BYLINE),
        ("Press Trust of India", Role.BYLINE),
        ("Harrow Lake Times staff and wire reports", Role.BYLINE),
        ("PORT MERROW, Ore. (PRWEB) March 4, 2031", Role.DATELINE),
        ("4-MAR-1988 10:22:08.41", Role.DATE_STAMP),
        ("Here is the rewritten article:", Role.BODY),
        ("Net profit 787,000 vs loss 751,000", Role.BODY),
        ("What the port and its keepers want now", Role.SUBHEADING),
    ],
)
def test_lines_under_the_headline(line: str, role: Role) -> None:
    blocks = blocks_of("\n\n".join(["Gates shut at Harrow Lake after flood", line, *STORY]))
    assert [(block.role, block.text) for block in blocks[:2]] == [
        (Role.HEADLINE, "Gates shut at Harrow Lake after flood"),
        (role, line),
    ]


def test_a_table_is_story_and_its_rows_are_no_headline() -> None:
    rows = ["Shr 64 cts vs 52 cts", "Net 2.1 mln vs 1.7 mln", "Six months", "Pay April 21", "APR 123.5 122.9"]
    blocks = blocks_of("\n".join([*rows, STORY[0]]))
    assert {block.role for block in blocks} == {Role.BODY}


@pytest.mark.parametrize(
    "paragraph",
    [
        "The ferry company, a court found last year, is not responsible for the damage that the wave did to the boats.",
        "The new sluice was designed by a computer program that an engineer from Brack had written, inspectors said.",
    ],
)
def test_a_last_paragraph_with_words_of_furniture_is_story(paragraph: str) -> None:
    assert blocks_of("\n\n".join([*STORY, paragraph]))[-1].role is Role.BODY


@pytest.mark.parametrize(
    ("paragraph", "role"),
    [
        (
            "Harrow Lake Today is not responsible for the content of the external sites that its pages link to.",
            "disclaimer",
        ),
        ("Ruhl reported from Port Merrow.", "contributor"),
        ("Follow Harrow Lake Times on Google News", "promotion"),
        ("Also Read: How safe are the gates of Harrow Lake?", "navigation"),
        ("Source: Reuters", "byline"),
    ],
)
def test_furniture_after_the_last_paragraph(paragraph: str, role: str) -> None:
    assert blocks_of("\n\n".join([*STORY, paragraph]))[-1].role == role


@pytest.mark.parametrize(
    ("head", "tail"),
    [
        (
            ["Zwei Tore am Harrsee geschlossen", "Von Ana Ruhl", "Stand: 04.03.2031, 14:30 Uhr"],
            ["Lesen Sie auch: Wie sicher sind die Tore?", "Alle Rechte vorbehalten."],
        ),
        (
            ["Deux portes fermées au lac après la crue", "Par Ana Ruhl", "Publié le 3 mars 2031 à 10h30"],
            ["Lire aussi : Les portes du lac", "Tous droits réservés"],
        ),
        (
            ["Cierran dos compuertas del lago", "Por Ana Ruhl", "Actualizado: 3 de marzo de 2031 10:30"],
            ["Lea también: Las compuertas del lago", "Todos los derechos reservados"],
        ),
    ],
)
def test_furniture_of_other_languages(head: list[str], tail: list[str]) -> None:
    assert [role for role, _ in roles_around(head, tail)] == [
        "headline",
        "byline",
        "date_stamp",
        "navigation",
        "copyright",
    ]


def test_a_caption_with_its_photographer_stays_whole() -> None:
    caption = "Le lac vu du port de Merrow, lundi matin. © Ana Ruhl / AFP"
    assert roles_around(["Deux portes fermées au lac après la crue", caption], [])[1] == ("caption", caption)


HOSTILE = [" ", "a", "1", "-", "(", "\n", "A ", "by ", ". ", "a,", "A.", "©", "/", "Ж", '"', "a-", "copyright ", "not "]


@pytest.mark.parametrize("unit", HOSTILE)
@pytest.mark.parametrize("head", ["x", "By A", "(Reporting by A", "Home News ", "https://", "date 2031-03-04 "])
def test_hostile_lines_take_no_time(head: str, unit: str) -> None:
    assert_linear(blocks_of, repeated(unit, head))


def test_a_line_that_says_the_title_is_never_cut() -> None:
    title = "Marlow News Digest at 4:33 p.m. EST"
    page = Page(
        "a", f"{title}\n\nThe rest of the digest follows in the evening edition of the paper.", Media.TEXT, title=title
    )
    assert next((block.role, block.text) for block in divide(extract(page))) == (Role.HEADLINE, title)
