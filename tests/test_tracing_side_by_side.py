from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from provenance.model import ArticleMatch, ArticleRef, Block, BlockMatch, BlockMeasures, Relation, Role
from provenance.tracing.side_by_side import (
    COMPARED,
    Row,
    WordDifferences,
    beginnings,
    group_pairs,
    side_by_side,
    word_differences,
)

OTHER = ArticleRef(7, "other", None, None)


def blocks_of(*texts: str, roles: dict[int, Role] | None = None) -> tuple[Block, ...]:
    made, at = [], 0
    for position, text in enumerate(texts):
        made.append(Block(position, (roles or {}).get(position, Role.BODY), at, at + len(text), text))
        at += len(text) + 1
    return tuple(made)


def pair(here: int, there: int, *, moved: bool = False) -> BlockMatch:
    return BlockMatch(here, OTHER, there, BlockMeasures(0.5, 0.5, 0.5), Relation.REWRITE, moved=moved)


def match_of(*pairs: BlockMatch, relation: Relation = Relation.REWRITE) -> ArticleMatch:
    return ArticleMatch(OTHER, relation, 0.9, 0.5, 0.4, 5.0, pairs)


def marked(blocks: tuple[Block, ...], spans: tuple[tuple[int, int], ...]) -> list[str]:
    text = "\n".join(block.text for block in blocks)
    return [text[start:end] for start, end in spans]


def differing(here: str, there: str) -> tuple[list[str], list[str]]:
    mine, theirs = blocks_of(here), blocks_of(there)
    found = word_differences(mine, theirs)
    return marked(mine, found.here), marked(theirs, found.there)


@pytest.mark.parametrize(
    ("here", "there", "only_here", "only_there"),
    [
        ("The mayor left early.", "The mayor came early.", ["left"], ["came"]),
        ("Two old boats sank.", "Two boats sank.", ["old"], []),
        ("Boats sank.", "Two old boats sank.", [], ["Two old"]),
        ("He honoured 1,200 men.", "he honored 1200 men", [], []),
        ("They won’t go.", "They will go.", ["won’t"], []),
        ("“Go,” she said.", "'Go', she said.", [], []),
    ],
)
def test_the_words_of_one_side_are_marked(here: str, there: str, only_here: list[str], only_there: list[str]) -> None:
    assert differing(here, there) == (only_here, only_there)


def test_a_run_does_not_leave_its_paragraph() -> None:
    mine, theirs = blocks_of("Alpha beta gamma.", "Delta epsilon zeta."), blocks_of("Something else was said.")
    assert marked(mine, word_differences(mine, theirs).here) == ["Alpha beta gamma", "Delta epsilon zeta"]


def test_a_sentence_that_only_moved_is_no_difference() -> None:
    first, second = "The red barn on the hill burned down.", "Nobody saw the grey mare leave her stable."
    assert differing(f"{first} {second}", f"{second} {first}") == ([], [])


def test_what_is_too_long_says_so() -> None:
    long = blocks_of("word " * 4000)
    assert word_differences(long, long).whole is False
    assert word_differences(long[:0], blocks_of("word")).whole is True


WORDS = st.lists(st.sampled_from(["ford", "mill", "toll", "river", "county", "1,200", "won’t"]), max_size=12)


@given(WORDS, WORDS)
def test_what_is_left_is_the_same_on_both_sides(left: list[str], right: list[str]) -> None:
    def rest(blocks: tuple[Block, ...], spans: tuple[tuple[int, int], ...]) -> list[str]:
        text = "\n".join(block.text for block in blocks)
        kept = [c for at, c in enumerate(text) if not any(start <= at < end for start, end in spans)]
        return "".join(kept).split()

    mine, theirs = blocks_of(" ".join(left)), blocks_of(" ".join(right))
    found = word_differences(mine, theirs)
    assert rest(mine, found.here) == rest(theirs, found.there)
    for spans in (found.here, found.there):
        assert all(start < end for start, end in spans)
        assert all(one[1] <= other[0] for one, other in pairwise(spans))


def test_pairs_that_share_a_block_are_one_group() -> None:
    pairs = [pair(4, 4), pair(1, 1), pair(1, 2), pair(2, 2)]
    assert group_pairs(pairs) == [((1, 2), (1, 2)), ((4,), (4,))]


def shape(row: Row) -> tuple[list[int], list[int]]:
    return [block.position for block in row.here], [block.position for block in row.there]


def test_what_only_one_side_has_stands_alone_in_its_place() -> None:
    here = blocks_of("title", "one", "new", "two", "menu", roles={0: Role.HEADLINE, 4: Role.NAVIGATION})
    there = blocks_of("Title", "before", "one", "gone", "two", "after", roles={0: Role.HEADLINE})
    rows = side_by_side(here, there, match_of(pair(1, 2), pair(3, 4))).rows
    assert list(map(shape, rows)) == [
        ([0], [0]),
        ([], [1]),
        ([1], [2]),
        ([2], []),
        ([], [3]),
        ([3], [4]),
        ([], [5]),
    ]


def test_a_moved_paragraph_stands_where_this_article_has_it() -> None:
    here, there = blocks_of("three", "one", "two"), blocks_of("one", "two", "three")
    rows = side_by_side(here, there, match_of(pair(0, 2, moved=True), pair(1, 0), pair(2, 1))).rows
    assert list(map(shape, rows)) == [([0], [2]), ([1], [0]), ([2], [1])]
    assert [row.moved for row in rows] == [True, False, False]


def test_of_what_is_too_long_the_beginning_is_compared() -> None:
    line = "the ferry of the island left at noon "
    here = blocks_of("same", f"{line * 2000}here", *["x" * COMPARED] * 12)
    there = blocks_of("same", f"{line * 2000}there", *["y" * COMPARED] * 12)
    rows = side_by_side(here, there, match_of(pair(0, 0), pair(1, 1), pair(12, 12))).rows
    by_place = {row.here[0].position: row for row in rows if row.here}
    assert by_place[0].differences == WordDifferences((), ())
    assert by_place[1].differences == WordDifferences((), (), whole=False)
    assert by_place[1].here == (here[1],), "the row has the whole paragraph"
    assert by_place[12].differences == WordDifferences((), (), whole=False), "the article is too long to come so far"
    assert [len(block.text) for block in beginnings(here)][-1] == 0
    assert beginnings(here[:1]) == here[:1]


@given(st.data())
def test_every_paragraph_stands_once(data: st.DataObject) -> None:
    sizes = st.integers(min_value=0, max_value=7)
    here, there = (blocks_of(*(f"text {at}" for at in range(data.draw(sizes)))) for _ in range(2))
    pairs = ()
    if here and there:
        places = st.tuples(st.integers(0, len(here) - 1), st.integers(0, len(there) - 1), st.booleans())
        pairs = tuple(pair(i, j, moved=moved) for i, j, moved in data.draw(st.lists(places, max_size=8)))
    rows = side_by_side(here, there, match_of(*pairs)).rows
    mine = [block.position for row in rows for block in row.here]
    theirs = [block.position for row in rows for block in row.there]
    assert sorted(mine) == list(range(len(here)))
    assert sorted(theirs) == list(range(len(there)))
    assert all(row.here or row.there for row in rows)


def test_changed_facts_are_listed_and_wording_is_not() -> None:
    here = blocks_of("The bridge has 40 bearings and a new roof, the county said on Monday in Tarn.")
    there = blocks_of("The bridge has 14 bearings and a new roof, the county said on Monday in Tarn.")
    found = side_by_side(here, there, match_of(pair(0, 0)))
    assert [(change.text, change.original) for change in found.changes] == [("40", "14")]
    quoted = side_by_side(here, there, match_of(pair(0, 0), relation=Relation.QUOTE_ONLY))
    assert quoted.changes == ()
    assert quoted.replaced is None
