"""Chains and stories as boxes and arrows, and the two languages that draw them."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest
from export_samples import ODD, decided, dot_boxes, mermaid_boxes, texts, undecided
from hypothesis import given
from hypothesis import strategies as st

from provenance.model import ArticleRef, Relation
from provenance.report.formats.dot import dot
from provenance.report.formats.graph import Arrow, Box, Graph, chain_graph, story_graph
from provenance.report.formats.mermaid import mermaid
from provenance.report.printable import clip
from provenance.tracing.stories import StoryArticle, StoryPlace, StorySummary, StoryWithTree

if TYPE_CHECKING:
    from provenance.model import Trace


def member(number: int, place: StoryPlace, title: str = "Ferries sail", **more: object) -> StoryArticle:
    known = {
        "parent": None, "beside": None, "relation": None, "share": None, "depth": 0, "kept": None,
        "substitutions_per_100": None, "machine_paraphrase": None, "quotes_altered": 0, "facts_changed": 0,
        "origin": None, "origin_name": None, "outlet": f"Paper {number}", "published": "2031-04-02T10:00:00Z",
    }  # fmt: skip
    return StoryArticle(place=place, ref=ArticleRef(number, f"a{number}", None, title), **{**known, **more})  # type: ignore[arg-type]


def told(*articles: StoryArticle, title: str = "Ferries sail") -> StoryWithTree:
    summary = StorySummary("s0123456789abcdef", title, len(articles), 1, None, None, None, None, None, None)
    return StoryWithTree(summary, articles, ())


TREE = told(
    member(1, StoryPlace.ORIGIN),
    member(2, StoryPlace.COPY, parent=1, relation=Relation.EXCERPT, share=1.0, depth=1),
    member(3, StoryPlace.COPY, "Boats stay", parent=2, relation=Relation.MACHINE_PARAPHRASE, share=0.994, depth=2),
    member(4, StoryPlace.CREDITED, origin="ap", origin_name="The Associated Press"),
    member(5, StoryPlace.CREDITED, origin="ap", origin_name="The Associated Press"),
    member(6, StoryPlace.UNORDERED, beside=1, relation=Relation.REWRITE, share=0.5),
)


def test_a_chain_runs_from_the_origin_to_the_page(example: Trace) -> None:
    graph = chain_graph(example)
    assert [(box.id, box.lines[0], box.style) for box in graph.boxes] == [
        ("hop2", "The Associated Press", "origin"),
        ("hop1", "Gullhaven Media Co.", "text"),
        ("page", "Copies", "page"),
    ]
    assert graph.arrows == (
        Arrow("hop2", "hop1", ""),
        Arrow("hop1", "page", "machine paraphrase, confidence 88%"),
    )
    assert [arrow.end for arrow in chain_graph(decided(example, Relation.ORIGINAL)).arrows] == []


def test_what_is_undecided_has_no_arrowhead(example: Trace) -> None:
    (arrow,) = chain_graph(undecided(example)).arrows
    assert (arrow.start, arrow.end, arrow.directed) == ("other1", "page", False)
    assert "---" in mermaid([chain_graph(undecided(example))])
    assert "dir=none" in dot([chain_graph(undecided(example))])


def test_a_story_is_its_tree() -> None:
    graph = story_graph(TREE)
    assert [(box.id, box.style) for box in graph.boxes] == [
        ("o1", "absent"), ("a1", "origin"), ("a2", "text"), ("a3", "text"), ("a4", "text"), ("a5", "text"),
        ("a6", "text"),
    ]  # fmt: skip
    assert [(a.start, a.end, a.label, a.directed) for a in graph.arrows] == [
        ("a1", "a2", "excerpt, 100%", True),
        ("a2", "a3", "machine paraphrase, 99%", True),
        ("o1", "a4", "credits it", True),
        ("o1", "a5", "credits it", True),
        ("a1", "a6", "rewrite, 50%", False),
    ]
    lines = {box.id: box.lines for box in graph.boxes}
    assert lines["a1"] == ("Paper 1", "2031-04-02 10:00 UTC")
    assert lines["a3"][1] == "Boats stay", "a title of its own is shown"


@pytest.mark.parametrize(("draw", "boxes"), [(mermaid, mermaid_boxes), (dot, dot_boxes)])
def test_every_box_says_what_it_says(draw: object, boxes: object) -> None:
    graph = story_graph(TREE)
    found = boxes(draw([graph]))  # type: ignore[operator]
    assert found == {box.id: list(box.lines) for box in graph.boxes}
    several = boxes(draw([graph, graph]))  # type: ignore[operator]
    assert list(several) == [f"g{number}{box.id}" for number in (1, 2) for box in graph.boxes]


@given(st.lists(texts, min_size=1, max_size=3))
def test_no_text_gets_out_of_its_box(titles: list[str]) -> None:
    lines = tuple(clip(title, 80) or "a text" for title in titles)
    graph = Graph(lines[0], (Box("a1", lines, "origin"), Box("b", lines)), (Arrow("a1", "b", lines[0]),))
    for graphs in ([graph], [graph, graph]):
        for draw, boxes in ((mermaid, mermaid_boxes), (dot, dot_boxes)):
            assert set(map(tuple, boxes(draw(graphs)).values())) == {lines}


@pytest.mark.parametrize("text", ODD)
def test_mermaid_has_none_of_its_own_marks_in_a_text(text: str) -> None:
    line = clip(text, 80) or "a text"
    (box,) = [each for each in mermaid([Graph("", (Box("a", (line,)),), ())]).split("\n") if each.startswith("  a[")]
    label = box.removeprefix('  a["').removesuffix('"]')
    for mark in ('"', "<", ">", "`", "[", "]", "{", "}", "|", "\\", "&", "%%", "style", "classDef"):
        assert mark not in label
    # a number sign and a semicolon are those of a number only
    assert label.count("#") == label.count(";") <= len(line)


def test_a_page_without_names_is_drawn_all_the_same(example: Trace) -> None:
    bare = replace(
        undecided(example), chain=(), matches=(), article=replace(example.article, id="", title="", published=None)
    )
    assert mermaid_boxes(mermaid([chain_graph(bare)])) == {"page": ["a text"]}
