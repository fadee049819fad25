from __future__ import annotations

from dataclasses import replace
from itertools import pairwise
from typing import TYPE_CHECKING

from hypothesis import given
from hypothesis import strategies as st

from provenance.report.html.chain import chain_view, wrap

if TYPE_CHECKING:
    from provenance.model import Trace


def test_boxes_stand_one_below_the_other_with_their_evidence_inside(example: Trace) -> None:
    view = chain_view(example.chain)
    assert view is not None
    assert view.label == "Chain: Copies, which has it from Gullhaven Media Co., which has it from The Associated Press"
    assert [node.style for node in view.nodes] == ["page", "hop", "origin"]
    for node in view.nodes:
        assert all(node.y < line.y < node.y + node.height for line in node.lines)
    for node, below in pairwise(view.nodes):
        assert node.arrow == (node.y + node.height, below.y)
    assert view.nodes[-1].arrow is None
    assert view.nodes[-1].y + view.nodes[-1].height < view.height
    said = [line.text for line in view.nodes[-1].lines]
    assert said[:2] == ["The Associated Press", "the origin · wire · apnews.com"]
    assert "dateline, block 1: “GULLHAVEN (AP)”" in said


def test_a_page_that_is_its_own_origin_is_one_box(example: Trace) -> None:
    view = chain_view(example.chain[:1])
    assert view is not None
    (node,) = view.nodes
    assert node.style == "page"
    assert node.arrow is None
    assert chain_view(()) is None


def test_much_evidence_is_counted(example: Trace) -> None:
    hop = replace(example.chain[2], evidence=example.credits * 5)
    view = chain_view((example.chain[0], hop))
    assert view is not None
    assert view.nodes[-1].lines[-1].text == "and 6 more"


@given(st.text(st.characters(exclude_categories=["Cs", "Cc"]), max_size=200), st.integers(1, 4))
def test_a_wrapped_text_is_the_text_or_says_that_it_is_cut(text: str, most: int) -> None:
    lines = wrap(text, 13, 200, most)
    assert 1 <= len(lines) <= most
    joined = "".join("".join(lines).split())
    whole = "".join(text.split())
    assert joined == whole or (joined.endswith("…") and whole.startswith(joined[:-1]))


def test_no_line_is_wider_than_its_box() -> None:
    assert wrap("m" * 100, 10, 100, 3) == ["m" * 10, "m" * 10, "m" * 9 + "…"]
    assert all(len(line) <= 9 for line in wrap("新" * 30, 10, 100, 9))
