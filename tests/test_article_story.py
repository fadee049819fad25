"""Which lines are the story: each rule on a page on which it decides."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from provenance.article.body import mark_extracted
from provenance.article.boxes import LayoutMap
from provenance.article.markup import parse, visible_lines
from provenance.article.pieces import key
from provenance.article.standing import Hints
from provenance.article.story import BACK, OUT, settle

if TYPE_CHECKING:
    from provenance.model import Line

TITLE = "Gates shut at Harrow Lake"
LEAD = "Keepers say that they had warned the port of the flood a year ago."
OTHER = "The ferry to Merrow will not run on Sundays until the pier is mended."


def told(number: int) -> str:
    return f"On day {number} the keepers of the lake opened gate {number} and let the water into field {number}."


STORY = [told(number) for number in range(8)]
PARAGRAPHS = "".join(f"<p>{text}</p>" for text in STORY)


def settled(body: str, *taken: str, hints: Hints | None = None) -> dict[str, Line]:
    """The lines of a page by their text, where the extractor took the story and some more."""
    tree = parse(f"<html><body>{body}</body></html>")
    assert tree is not None
    layout = visible_lines(tree)
    lines = mark_extracted(layout, [*STORY, *taken])
    done = settle(LayoutMap(layout), lines, hints or Hints(TITLE))
    return {layout.text[line.start : line.end]: line for line in done}


def page(*, above: str = "", middle: str = "", beside: str = "", below: str = "") -> str:
    half = PARAGRAPHS.index(f"<p>{STORY[4]}")
    return (
        f"<main><h1>{TITLE}</h1>{above}<div class=text>{PARAGRAPHS[:half]}{middle}{PARAGRAPHS[half:]}</div>"
        f"{beside}</main>{below}"
    )


LINKS = "".join(f"<li><a href=/{n}>Another story of the lake, number {n}</a></li>" for n in range(3))
NEXT = f"<article><main><h1>Ferry laid up</h1><div class=text><p>{OTHER}</p><p>{LEAD}</p></div></main></article>"
STEPS = [f"Pour {n} cups of water into the bowl and stir it well for a minute." for n in range(1, 5)]


@pytest.mark.parametrize(
    ("rule", "content", "line"),
    [
        ("picture", page(middle=f"<figure><p>{OTHER}</p></figure>"), OTHER),
        ("repeated_label", page(middle="<div>Werbung</div><div>Werbung</div>", beside="<div>Werbung</div>"), "Werbung"),
        ("list_of_links", page(middle=f"<ul>{LINKS}</ul>"), "Another story of the lake, number 1"),
        ("box_of_furniture", page(middle=f"<div class=newsletter><p>{OTHER}</p></div>"), OTHER),
        ("box_of_links", page(beside=f"<div><ul>{LINKS}</ul><p>{OTHER}</p></div>"), OTHER),
        ("beyond_story", page(below=f"<div class=about><p>{OTHER}</p></div>"), OTHER),
        (
            "next_story",
            f"<div><article>{page()}</article>{NEXT}</div>",
            OTHER,
        ),
    ],
)
def test_what_the_extractor_took_is_no_story(rule: str, content: str, line: str) -> None:
    lines = settled(content, line, *(f"Another story of the lake, number {n}" for n in range(3)), "Werbung", "Werbung")
    assert (lines[line].extracted, lines[line].rule) == (False, rule)
    assert lines[line].weight == next(each.weight for each in OUT if each.name == rule)
    assert all(lines[text].extracted and lines[text].rule is None for text in STORY)


@pytest.mark.parametrize(
    ("rule", "content", "line"),
    [
        ("said_in_description", page(above=f"<div class=footer><p>{LEAD}</p></div>"), LEAD),
        ("named_standfirst", page(above=f"<div class=article-lead><span>{LEAD}</span></div>"), LEAD),
        ("under_headline", page(above=f"<p>{OTHER}</p>"), OTHER),
        ("points_under_headline", page(above=f"<ul><li>{OTHER}</li><li>{STEPS[0]}</li></ul>"), OTHER),
        ("room_of_story", page(middle=f"<p>{OTHER}</p><p>{STEPS[0]}</p>"), OTHER),
        ("heading_in_room", page(middle=f"<h3>What the port wants</h3><p>{OTHER}</p>"), "What the port wants"),
        ("list_in_room", page(middle="<ul><li>gate one</li><li>gate two</li></ul>"), "gate one"),
    ],
)
def test_what_the_extractor_left_is_story(rule: str, content: str, line: str) -> None:
    said = Hints(TITLE, (key(f"{LEAD} More of it"),))
    lines = settled(content, hints=said if rule == "said_in_description" else None)
    assert (lines[line].extracted, lines[line].rule) == (True, rule)
    assert lines[line].weight == next(each.weight for each in BACK if each.name == rule)


def test_a_line_beside_the_story_that_the_claimed_body_lacks_is_none_of_it() -> None:
    content = page(middle=f"<div class=box><p>{OTHER}</p></div>")
    claim = Hints(TITLE, body=" ".join(STORY))
    assert settled(content, OTHER)[OTHER].extracted
    assert settled(content, OTHER, hints=claim)[OTHER].rule == "not_in_claimed_body"


@pytest.mark.parametrize("box", ["nav", "aside", "div class=newsletter", "div class=subscribe-footer"])
def test_what_is_named_around_the_whole_story_says_nothing_of_it(box: str) -> None:
    content = f"<{box}>{page(middle=f'<p>{OTHER}</p>')}</{box.split(maxsplit=1)[0]}>"
    lines = settled(content)
    assert lines[OTHER].extracted
    assert {lines[text].region for text in [OTHER, *STORY]} == {None}


def test_teasers_and_links_that_the_extractor_left_stay_out() -> None:
    content = page(
        middle=f"<div class=related><p>{OTHER}</p></div>",
        above=f"<p class=byline>{STEPS[0]}</p>",
        below=f"<div><p>{LEAD}</p><ul>{LINKS}</ul></div>",
    )
    lines = settled(content)
    assert not any(line.extracted for text, line in lines.items() if text not in STORY)


def test_the_steps_of_a_recipe_behind_the_story_are_read() -> None:
    items = "".join(f"<li>{step}</li>" for step in STEPS)
    lines = settled(page(below=f"<div class=recipe><ol>{items}</ol></div>"), *STEPS)
    assert all(lines[step].extracted for step in STEPS)


def test_a_page_on_which_the_extractor_took_no_paragraph_stays_as_it_is() -> None:
    tree = parse("<html><body><p>Gates shut</p></body></html>")
    assert tree is not None
    layout = visible_lines(tree)
    lines = mark_extracted(layout, ["Gates shut"])
    assert settle(LayoutMap(layout), lines, Hints()) == lines


BOXES = st.sampled_from(["div", "aside", "section class=related", "figure", "article", "ul", "p", "div class=lead"])


@given(st.lists(st.tuples(BOXES, st.sampled_from([OTHER, LEAD, TITLE, "Werbung", *STEPS])), max_size=8))
def test_nothing_but_the_decision_changes_and_each_change_has_its_rule(parts: list[tuple[str, str]]) -> None:
    content = page(middle="".join(f"<{box}><span>{text}</span></{box.split()[0]}>" for box, text in parts))
    tree = parse(content)
    assert tree is not None
    layout = visible_lines(tree)
    lines = mark_extracted(layout, [*STORY, OTHER])
    for before, after in zip(lines, settle(LayoutMap(layout), lines, Hints(TITLE)), strict=True):
        assert (before.start, before.end, before.tag) == (after.start, after.end, after.tag)
        assert (after.rule is not None) == (before.extracted is not after.extracted)
