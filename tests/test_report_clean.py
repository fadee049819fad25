from __future__ import annotations

import html
import json
import re
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from provenance.article.clean import CleanArticle, CleanBlock
from provenance.model import Role
from provenance.report.clean import as_markdown, as_row, as_text

KINDS = st.sampled_from(
    [
        (Role.HEADLINE, None),
        (Role.SUBHEADING, None),
        (Role.SUBHEADING, "li"),
        (Role.BODY, None),
        (Role.BODY, "li"),
        (Role.BODY, "blockquote"),
    ]
)
HARD = st.text(alphabet="#*_-+>=~`[]()<>&;!|\\:/.1 a\n", min_size=1, max_size=12)
WORDS = st.one_of(HARD, st.text(min_size=1, max_size=30), st.sampled_from(["&amp; so on", "1. April", "2) no", "# 4"]))
TAG = re.compile(r"<[^>]{1,20}>")


def article(*blocks: tuple[Role, str | None, str]) -> CleanArticle:
    made = tuple(CleanBlock(at, role, 0, len(text), text, wrapper) for at, (role, wrapper, text) in enumerate(blocks))
    return CleanArticle("a", None, "Gates shut", "2031-03-04", "By Ana Ruhl", made)


def seen(markdown: str) -> list[str]:
    """What a reader of the Markdown sees, line by line."""
    rendered = MarkdownIt("commonmark").render(markdown)
    return [line for row in rendered.splitlines() if (line := " ".join(html.unescape(TAG.sub("", row)).split()))]


@given(st.lists(st.tuples(KINDS, WORDS), max_size=5))
def test_a_reader_of_the_markdown_sees_the_words(blocks: list[tuple[tuple[Role, str | None], str]]) -> None:
    made = article(*((role, wrapper, text) for (role, wrapper), text in blocks))
    assert seen(as_markdown(made)) == [line for block in made.blocks if (line := " ".join(block.line.split()))]


def test_markdown_has_the_shape_of_the_story() -> None:
    story = article(
        (Role.HEADLINE, None, "Gates shut"),
        (Role.BODY, None, "The water\nrose."),
        (Role.SUBHEADING, None, "What now"),
        (Role.BODY, "li", "Boats"),
        (Role.BODY, "li", "2 * 3 pumps"),
        (Role.BODY, "blockquote", "We have seen worse."),
        (Role.BODY, "blockquote", "Twice."),
        (Role.BODY, None, "1. is no list"),
    )
    assert as_markdown(story) == (
        "# Gates shut\n\nThe water rose.\n\n## What now\n\n- Boats\n- 2 \\* 3 pumps\n\n"
        "> We have seen worse.\n>\n> Twice.\n\n1\\. is no list\n"
    )


def test_text_has_the_headline_and_a_row_has_it_as_its_title() -> None:
    story = article((Role.HEADLINE, None, "Gates shut"), (Role.BODY, None, "The water rose."))
    assert as_text(story) == "Gates shut\n\nThe water rose.\n"
    row = as_row(story)
    assert list(row) == ["id", "url", "title", "published", "byline", "text"]
    assert row["text"] == "The water rose."
    assert as_text(article()) == as_markdown(article()) == ""


@pytest.mark.parametrize("wanted", [True, False])
def test_a_row_has_its_blocks_where_they_are_asked_for(*, wanted: bool) -> None:
    row = as_row(article((Role.CAPTION, None, "Gate 4")), blocks=wanted)
    assert row.get("blocks") == (
        [{"position": 0, "role": "caption", "start": 0, "end": 6, "text": "Gate 4"}] if wanted else None
    )
    assert json.loads(json.dumps(row)) == row


def test_a_headline_that_came_beside_the_text_is_written_as_one_of_the_page() -> None:
    beside = replace(article((Role.BODY, None, "The water rose.")), headline="Gates * shut")
    within = article((Role.HEADLINE, None, "Gates * shut"), (Role.BODY, None, "The water rose."))
    assert as_text(beside) == as_text(within)
    assert as_markdown(beside) == as_markdown(within) == "# Gates \\* shut\n\nThe water rose.\n"
    assert as_row(beside)["text"] == "The water rose."
