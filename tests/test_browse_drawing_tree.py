"""A row for each article, at its time, with a line from what it was made from."""

from __future__ import annotations

from dataclasses import replace

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
    assert [(b.x, b.y, b.to_x, b.to_y, b.machine) for b in view.branches] == [
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


def test_names_from_pages_are_cut_and_harmless() -> None:
    view = tree_view(story(replace(ORIGIN, outlet="x" * 500 + "\u202e")))
    assert len(view.rows[0].name) < 40
    assert "\u202e" not in tree_view(story(replace(ORIGIN, outlet="a\u202eb"))).rows[0].name
