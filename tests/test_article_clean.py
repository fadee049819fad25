from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from provenance.article.blocks import divide
from provenance.article.clean import STORY_ROLES, CleanArticle, cleaned
from provenance.article.extract import extract
from provenance.model import Media, Page, Role

HEADLINE = "Gates shut at Harrow Lake after flood"
SENTENCES = (
    "Two gates at the harbour were shut on Tuesday when the water rose by a metre in an hour.",
    "The port said that it would open them again when the wind had turned to the west.",
    "“We have seen worse,” said Ana Ruhl, who has kept the gates for twenty years.",
    "Nobody was hurt, and the last ferry left with forty people and a goat on board.",
    "A third gate, which had not been closed since the war, would not move at all.",
)
PARAGRAPHS = st.lists(st.sampled_from(SENTENCES), min_size=1, max_size=3).map(" ".join)
STORIES = st.lists(PARAGRAPHS, min_size=1, max_size=6).map("\n\n".join)


def clean_of(content: str, media: Media = Media.TEXT, title: str | None = None) -> CleanArticle:
    article = extract(Page(id="a", content=content, media=media, title=title))
    return cleaned(article, divide(article))


@settings(deadline=None)
@given(STORIES, st.booleans())
def test_cleaning_clean_text_changes_nothing(story: str, headed: bool) -> None:
    text = f"{HEADLINE}\n\n{story}" if headed else story
    assert "\n\n".join(block.line for block in clean_of(text).blocks) == text


@settings(deadline=None)
@given(st.text(max_size=300))
def test_blocks_slice_back_and_stand_in_order(text: str) -> None:
    if not text.strip():
        return
    article = extract(Page(id="a", content=text, media=Media.TEXT))
    found = cleaned(article, divide(article))
    assert all(article.text[block.start : block.end] == block.text for block in found.blocks)
    assert [block.position for block in found.blocks] == sorted(block.position for block in found.blocks)
    assert {block.role for block in found.blocks} <= STORY_ROLES


def test_what_a_page_wraps_around_its_story_is_left_out() -> None:
    found = clean_of(
        f"Home News {HEADLINE}\n\n{HEADLINE}\n\nBy Ana Ruhl\n\nMarch 4, 2031\n\n{SENTENCES[0]}\n\n{SENTENCES[1]}\n\n"
        f"© 2031 Harrow Lake Times. All rights reserved.\n\nhttps://harrow.example/gates {HEADLINE}"
    )
    assert [block.line for block in found.blocks] == [HEADLINE, SENTENCES[0], SENTENCES[1]]
    assert found.text == f"{SENTENCES[0]}\n\n{SENTENCES[1]}"
    assert (found.title, found.byline) == (HEADLINE, "By Ana Ruhl")


def test_a_line_that_is_not_the_title_stays_in_the_text() -> None:
    line = "What the port and its keepers want"
    found = clean_of(f"{line}\n\n{SENTENCES[0]}", title="Another title that came along")
    assert found.title == "Another title that came along"
    assert found.text == f"{line}\n\n{SENTENCES[0]}"


def test_a_headline_that_came_beside_the_text_is_kept_once() -> None:
    assert clean_of(SENTENCES[0], title="Gates  shut\x1b at\nHarrow").headline == "Gates shut at Harrow"
    assert clean_of(f"{HEADLINE}\n\n{SENTENCES[0]}", title=HEADLINE).headline is None
    assert clean_of(f"<title>{HEADLINE}</title><p>{SENTENCES[0]}</p>", Media.HTML).headline is None
    assert clean_of(SENTENCES[0]).headline is None
    article = extract(Page(id="a", content=SENTENCES[0], media=Media.TEXT, title=HEADLINE))
    assert cleaned(article, divide(article), frozenset({Role.BODY})).headline is None


def test_the_pages_headline_goes_before_its_title() -> None:
    page = f"<title>{HEADLINE} | Harrow Lake Times</title><h1>{HEADLINE}</h1><p>{SENTENCES[0]}</p><p>{SENTENCES[1]}</p>"
    assert clean_of(page, Media.HTML).title == HEADLINE


def test_lists_and_quotations_are_known_by_their_markup() -> None:
    page = (
        f"<h1>{HEADLINE}</h1><article><p>{SENTENCES[0]}</p><ul><li>{SENTENCES[1]}</li><li><p>{SENTENCES[3]}</p></li>"
        f"</ul><blockquote><p>{SENTENCES[2]}</p></blockquote><p>{SENTENCES[4]}</p></article>"
    )
    wrappers = [block.wrapper for block in clean_of(page, Media.HTML).blocks]
    assert wrappers == [None, None, "li", "li", "blockquote", None]


def test_a_line_has_no_control_characters() -> None:
    found = clean_of(f"{SENTENCES[0]}\x1b[31m\n\n{SENTENCES[1]}")
    assert "\x1b" not in found.text
