from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from provenance.report.html.pieces import Mark, cut, language_tag, layer, link, web_address
from provenance.report.html.view import Link, Piece
from provenance.report.printable import printable

SPANS = st.lists(st.tuples(st.integers(0, 40), st.integers(0, 40)), max_size=8)


@given(st.text(max_size=30), st.integers(0, 10), SPANS, SPANS)
def test_the_pieces_are_the_text(
    text: str, offset: int, first: list[tuple[int, int]], second: list[tuple[int, int]]
) -> None:
    marks = layer(Mark(start, end, {"change": "ins"}) for start, end in first)
    others = layer(Mark(start, end, {"severity": "fact"}, {"under": "x"}) for start, end in second)
    pieces = cut(text, offset, marks, others)
    assert "".join(piece.text for piece in pieces) == printable(text)
    inside = {at for at in range(offset, offset + len(text)) if any(m.start <= at < m.end for m in marks)}
    assert sum(len(piece.text) for piece in pieces if piece.change) == len(
        "".join(printable(text[at - offset]) for at in sorted(inside))
    )


@given(SPANS)
def test_marks_of_a_layer_do_not_overlap(spans: list[tuple[int, int]]) -> None:
    kept = layer(Mark(start, end, {}) for start, end in spans)
    assert all(one.end <= other.start for one, other in pairwise(kept))
    first = next(((start, end) for start, end in spans if start < end), None)
    assert first is None or first in {(mark.start, mark.end) for mark in kept}


def test_an_original_stands_under_the_end_of_its_span_only() -> None:
    damage = [Mark(12, 18, {"severity": "fact"}, {"under": "before"})]
    credit = [Mark(10, 14, {"credit": "x"})]
    assert cut("abcdefghij", 10, damage, credit) == (
        Piece("ab", credit="x"),
        Piece("cd", severity="fact", credit="x"),
        Piece("efgh", severity="fact", under="before"),
        Piece("ij"),
    )


def test_a_mark_that_reaches_over_its_block_is_cut_with_it() -> None:
    assert cut("abc", 5, [Mark(0, 50, {"change": "del"}, {"under": "x"})]) == (Piece("abc", change="del", under="x"),)
    assert cut("", 5, [Mark(0, 50, {"change": "del"})]) == ()


@pytest.mark.parametrize(
    "url", ["https://apnews.com/a?b=c#d", "http://kvxb7.example/", "https://müller.example/ä", "http://[::1]:8000/a"]
)
def test_addresses_of_the_web_are_links(url: str) -> None:
    assert link("name", url) == Link("name", url)


@pytest.mark.parametrize(
    "url",
    [
        None,
        "",
        "javascript:alert(1)",
        "JAVASCRIPT:alert(1)",
        " javascript:alert(1)",
        "java\nscript:alert(1)",
        "\x01https://a.example",
        "data:text/html,x",
        "vbscript:x",
        "file:///etc/passwd",
        "//a.example/x",
        "pages/story.html",
        "https:",
        "https:///x",
        "https://a.example/\u202egnp",
        "https://a.example/ x",
        "https://a.example\\@b.example",
        "https://name:word@a.example/",
        'https://a.example/"onclick="x',
        "https://[a.example/",
        "ftp://a.example/",
    ],
)
def test_nothing_else_is_a_link(url: str | None) -> None:
    assert web_address(url) is None


@pytest.mark.parametrize(("tag", "given_back"), [("en", "en"), ("pt-BR", "pt-BR"), ('en" x="', None), (None, None)])
def test_only_a_plain_tag_is_a_language(tag: str | None, given_back: str | None) -> None:
    assert language_tag(tag) == given_back
