"""A row for each article, at its time, with a line from what it was made from."""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise

import pytest

from provenance.browse.drawing.tree import SHOWN, tree_view
from provenance.model import ArticleRef, Relation
from provenance.tracing.stories import StoryArticle, StoryPlace, StorySummary, StoryWithTree


def ref(number: int) -> ArticleRef:
    return ArticleRef(number, f"{number}.txt", None, f"Title {number}")


def article(number: int, published: str | None, parent: int | None = None, depth: int = 0) -> StoryArticle:
    place = StoryPlace.ORIGIN if parent is None else StoryPlace.COPY
    relation = None if parent is None else Relation.VERBATIM
    return StoryArticle(
        place,
        parent,
        None,
        relation,
        0.98,
        depth,
        0.5,
        None,
        None,
        0,
        0,
        "ap",
        "AP",
        f"Site {number}",
        published,
        ref(number),
    )


def story(*articles: StoryArticle) -> StoryWithTree:
    summary = StorySummary("s0", "T", len(articles), 2, "ap", "AP", None, None, articles[0].ref, articles[0].ref)
    return StoryWithTree(summary, articles, ())


ORIGIN = article(1, "2031-04-01T10:00:00+00:00")
COPY = article(2, "2031-04-01T12:00:00+00:00", 1, 1)
MACHINE = replace(article(3, "2031-04-02", 2, 2), machine_paraphrase=True, relation=Relation.MACHINE_PARAPHRASE)
UNDATED = replace(article(4, "soon", 1, 1), place=StoryPlace.UNORDERED)


def test_later_is_further_right() -> None:
    view = tree_view(story(ORIGIN, COPY, MACHINE, UNDATED))
    first, second, third, fourth = view.rows
    assert view.left < first.x < second.x < third.x < (third.until or 0) < view.right
    assert fourth.x == view.undated_x < view.left
    assert view.undated
    assert [row.mark for row in view.rows] == ["origin", "copy", "machine", "unordered"]
    assert [row.first for row in view.rows] == [True, False, False, False]
    assert view.marks == ("origin", "copy", "machine", "unordered")
    assert second.label == "verbatim 98%"


def test_lines_lead_from_what_each_was_made_from() -> None:
    view = tree_view(story(ORIGIN, COPY, MACHINE))
    place = {row.article: row for row in view.rows}
    assert [(b.down, b.y, b.to_x, b.to_y, b.machine) for b in view.branches] == [
        (place[1].x, place[1].y, place[2].x, place[2].y, False),
        (place[2].x, place[2].y, place[3].x, place[3].y, True),
    ]


def test_a_large_story_is_cut_and_says_so() -> None:
    copies = [article(n, f"2031-04-01T12:00:{n % 60:02}+00:00", 1, 1) for n in range(2, 102)]
    view = tree_view(story(ORIGIN, *copies))
    assert len(view.rows) == SHOWN
    assert view.more == 101 - SHOWN


def test_without_any_time_there_is_a_drawing_all_the_same() -> None:
    view = tree_view(story(replace(ORIGIN, published=None), UNDATED))
    assert {row.x for row in view.rows} == {float(view.undated_x)}
    assert view.ticks == (), "an axis of no time has no marks"


def test_copies_at_one_time_do_not_hide_their_line() -> None:
    copies = [article(n, ORIGIN.published, 1, 1) for n in range(2, 5)]
    late = article(5, "2031-04-01T22:00:00+00:00", 1, 1)
    view = tree_view(story(ORIGIN, *copies, late))
    assert {row.x for row in view.rows[:4]} == {view.rows[0].x}
    assert len({branch.down for branch in view.branches}) == 1
    assert view.branches[0].down < view.rows[0].x - 8, "left of the marks, which are 14 wide"


# of DejaVu Sans, the widest of the style sheet's fonts, in parts of its size
WIDEST = {"W": 0.99, "m": 0.98, "x": 0.6, "…": 1.0, "字": 1.0}


@pytest.mark.parametrize("letter", "Wmx字")
@pytest.mark.parametrize("depth", [0, 3, 20])
def test_no_name_or_label_leaves_its_column(letter: str, depth: int) -> None:
    long = replace(MACHINE, outlet=letter * 300, depth=depth)
    view = tree_view(story(replace(long, ref=ref(1), parent=None), long, UNDATED))
    for row in view.rows[:2]:
        width = 13 * sum(WIDEST[each] for each in row.name)
        assert 4 + row.indent + width < view.undated_x - 14 - 8, "left of the marks and of the lines beside them"
        assert view.right + 14 < view.labels
        assert view.labels + 12 * 0.64 * len(row.label) < view.width
    first = view.ticks[0][0] if view.ticks else view.left
    assert first - 42 > view.undated_x + 24, "the first time on the axis and the words over what has none"
    assert min(b[0] - a[0] for a, b in pairwise(view.ticks)) > 84, "a time has room"


def test_names_from_pages_are_cut_and_harmless() -> None:
    view = tree_view(story(replace(ORIGIN, outlet="x" * 500 + "\u202e")))
    assert len(view.rows[0].name) < 40
    assert "\u202e" not in tree_view(story(replace(ORIGIN, outlet="a\u202eb"))).rows[0].name
