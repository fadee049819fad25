"""The boxes of a page as a tree, and the lines that stand in them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from provenance.article.boxes import LayoutMap, size
from provenance.article.markup import parse, visible_lines

SENTENCE = "The port shut its gates on Tuesday and will open them again on Friday."
TAGS = st.sampled_from(["div", "p", "ul", "li", "table", "td", "article", "h2", "span", "a"])
TREES = st.recursive(
    st.sampled_from(["", "a word", SENTENCE]),
    lambda inner: st.builds(
        lambda tag, parts: f"<{tag}>{''.join(parts)}</{tag}>", TAGS, st.lists(inner, min_size=1, max_size=4)
    ),
    max_leaves=12,
)


def map_of(body: str) -> LayoutMap:
    tree = parse(f"<html><body>{body}</body></html>")
    assert tree is not None
    return LayoutMap(visible_lines(tree))


def looks(page: LayoutMap) -> dict[str, str]:
    return {text: page.boxes[room].look for text, room in zip(page.texts, page.rooms, strict=True)}


def test_a_room_is_the_box_around_running_text() -> None:
    page = map_of(
        "<div class='text p-7'><p>one</p><ul><li>two</li></ul><blockquote><p>three</p></blockquote></div>four"
    )
    assert looks(page) == {"one": "div text p-", "two": "div text p-", "three": "div text p-", "four": "body"}


def test_a_cell_with_paragraphs_or_several_lines_is_a_room_and_one_with_a_figure_is_not() -> None:
    page = map_of("<table><tr><td><p>told</p></td><td>first<br>second</td><td>12</td></tr></table>")
    assert looks(page) == {"told": "td", "first": "td", "second": "td", "12": "body"}


def test_rooms_that_look_alike_are_of_one_kind() -> None:
    page = map_of("".join(f"<div class=entry-{n}><p>entry {n}</p></div>" for n in range(3)))
    assert len(set(page.rooms)) == 3
    assert len(set(page.kinds)) == 1


def test_the_links_of_a_box_are_counted_over_all_its_lines() -> None:
    page = map_of("<div><p><a href=x>abcde</a></p><p>fghij</p></div>")
    assert page.link_density(page.rooms[0]) == pytest.approx(0.5)
    assert page.link_density(page.places[0]) == 1.0


@pytest.mark.parametrize(
    ("text", "told"),
    [
        (SENTENCE, True),
        ("Gates shut at Harrow Lake", False),
        ("one two three four five six seven eight", False),
        (" ".join(["word"] * 15), True),
        ("港は火曜日に門を閉め、金曜日に再び開ける予定である。", True),
        ("港の門", False),
    ],
)
def test_a_paragraph_is_known_by_its_length_in_any_script(text: str, *, told: bool) -> None:
    assert map_of(f"<p>{text}</p>").reads_as_story(0) is told


def test_a_script_without_spaces_has_a_length() -> None:
    assert size("港は火曜日に門を閉め、金曜日に再び開ける予定である。") > 8
    assert size("Gates shut at Harrow Lake") == 5


@given(TREES)
def test_the_lines_of_a_box_are_one_run_and_a_parent_has_those_of_its_children(body: str) -> None:
    page = map_of(body)
    for index, place in enumerate(page.places):
        for box in page.around(place):
            assert index in page.run(box)
    for box in range(1, len(page.boxes)):
        run, outer = page.run(box), page.run(page.boxes[box].parent)
        assert page.boxes[box].parent < box
        assert not run or (outer.start <= run.start and run.stop <= outer.stop)
        assert 0 <= page.link_density(box) <= 1.0001


@given(TREES)
def test_the_common_box_is_around_all_of_them(body: str) -> None:
    page = map_of(body)
    common = page.common(page.places)
    assert all(common in page.around(place) for place in page.places)
