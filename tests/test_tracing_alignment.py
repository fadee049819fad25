from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tracing_samples import HARBOUR, MARKET, paragraphs

from provenance.settings import MatchSettings
from provenance.tracing.alignment import accepted, align, measure

if TYPE_CHECKING:
    from collections.abc import Sequence

    from provenance.tracing.paragraphs import Paragraph

SETTINGS = MatchSettings()
words = st.lists(st.sampled_from(["ferry", "bank", "tug", "hull", "the", "of", "on"]), max_size=15).map(" ".join)


def pairs(left: tuple[str, ...], right: tuple[str, ...]) -> list[tuple[int, int, bool]]:
    return [(pair.left, pair.right, pair.moved) for pair in align(paragraphs(left), paragraphs(right), SETTINGS)]


@given(words, words)
def test_measures_are_symmetric_and_within_bounds(one: str, other: str) -> None:
    left, right = paragraphs((one, other))
    found = measure(left, right)
    assert found == measure(right, left)
    assert all(0 <= value <= 1 for value in (found.char5, found.word1, found.containment))


@given(words.filter(bool))
def test_a_paragraph_is_wholly_like_itself(text: str) -> None:
    (paragraph,) = paragraphs((text,))
    found = measure(paragraph, paragraph)
    assert (found.char5, found.word1, found.containment) == (1, 1, 1)


@pytest.mark.parametrize("measured", ["char5", "word1", "containment"])
def test_each_measure_alone_is_enough(measured: str) -> None:
    from provenance.model import BlockMeasures

    values = {"char5": 0.0, "word1": 0.0, "containment": 0.0}
    assert not accepted(BlockMeasures(**values), SETTINGS)
    assert accepted(BlockMeasures(**(values | {measured: 0.3})), SETTINGS)


def test_a_copy_aligns_one_to_one() -> None:
    assert pairs(HARBOUR, HARBOUR) == [(i, i, False) for i in range(len(HARBOUR))]


def test_unrelated_stories_have_no_pair() -> None:
    assert pairs(HARBOUR, MARKET) == []


def test_new_paragraphs_are_gaps() -> None:
    copy = (HARBOUR[0], MARKET[0], HARBOUR[1], HARBOUR[3])
    assert pairs(copy, HARBOUR) == [(0, 0, False), (2, 1, False), (3, 3, False)]


def test_two_paragraphs_merged_into_one_meet_both() -> None:
    copy = (HARBOUR[0], f"{HARBOUR[1]} {HARBOUR[3]}", HARBOUR[4])
    original = (HARBOUR[0], HARBOUR[1], HARBOUR[3], HARBOUR[4])
    assert pairs(copy, original) == [(0, 0, False), (1, 1, False), (1, 2, False), (2, 3, False)]


def test_a_paragraph_that_was_split_is_met_by_both() -> None:
    original = (HARBOUR[0], f"{HARBOUR[1]} {HARBOUR[3]}", HARBOUR[4])
    copy = (HARBOUR[0], HARBOUR[1], HARBOUR[3], HARBOUR[4])
    assert pairs(copy, original) == [(0, 0, False), (1, 1, False), (2, 1, False), (3, 2, False)]


def test_a_paragraph_out_of_order_is_marked_as_moved() -> None:
    copy = (HARBOUR[4], HARBOUR[0], HARBOUR[1], HARBOUR[3])
    assert (0, 4, True) in pairs(copy, HARBOUR)


def test_a_weak_pair_between_two_strong_ones_is_taken() -> None:
    rewritten = "Coastguard officers reported no injuries although the hull leaked and water was in the engines."
    (weak,) = [measure(*paragraphs((rewritten, HARBOUR[1])))]
    assert not accepted(weak, SETTINGS)
    assert (1, 1, False) in pairs((HARBOUR[0], rewritten, HARBOUR[2]), HARBOUR[:3])
    assert pairs((MARKET[0], rewritten, MARKET[1]), HARBOUR[:3]) == []


def test_a_handful_of_words_makes_no_pair() -> None:
    assert pairs(("He said on Friday.",), ("She said on Friday that it was over.",)) == []
    assert pairs(("Nobody was hurt.",), ("Nobody was hurt.",)) == [(0, 0, False)]


letters = st.lists(st.sampled_from("abcdefghijkl"), min_size=3, max_size=14).map(" ".join)
stories = st.lists(letters, min_size=1, max_size=7)


def heaviest_chain(left: Sequence[Paragraph], right: Sequence[Paragraph]) -> float:
    """The weight of the best chain, tried out pair by pair."""

    def within(part: Paragraph, whole: Paragraph) -> bool:
        return part.words < whole.words and 2 * len(part.word2 & whole.word2) >= len(part.word2) > 0

    def weight(pair: tuple[int, int]) -> float:
        found = measure(left[pair[0]], right[pair[1]])
        return max(found.char5, found.word1) + found.containment

    best: dict[tuple[int, int], float] = {}
    for i, j in sorted((i, j) for i in range(len(left)) for j in range(len(right))):
        reached = 0.0
        for (a, b), before in best.items():
            split = a == i and b < j and within(right[b], left[i]) and within(right[j], left[i])
            merge = b == j and a < i and within(left[a], right[j]) and within(left[i], right[j])
            if (a < i and b < j) or split or merge:
                reached = max(reached, before)
        if sure(left[i], right[j]):
            best[i, j] = reached + weight((i, j))
    return max(best.values(), default=0.0)


def sure(one: Paragraph, other: Paragraph) -> bool:
    found = measure(one, other)
    shared, sizes = len(one.word1 & other.word1), (len(one.word1), len(other.word1))
    likely = shared >= SETTINGS.floor_jaccard * (sum(sizes) - shared) or shared >= SETTINGS.floor_containment * min(
        sizes
    )
    if min(one.words, other.words) < SETTINGS.short_words:
        return likely and found.char5 > SETTINGS.short_char5
    return likely and accepted(found, SETTINGS)


@given(stories, stories)
def test_the_chain_in_order_is_the_heaviest_there_is(one: list[str], other: list[str]) -> None:
    left, right = paragraphs(tuple(one)), paragraphs(tuple(other))
    in_order = [pair for pair in align(left, right, SETTINGS) if not pair.moved]
    # what only fills a gap is none of the chain
    chain = [pair for pair in in_order if sure(left[pair.left], right[pair.right])]
    total = sum(max(pair.measures.char5, pair.measures.word1) + pair.measures.containment for pair in chain)
    assert total == pytest.approx(heaviest_chain(left, right))


def test_copies_of_one_paragraph_beyond_a_few_are_from_where_the_first_is() -> None:
    left = paragraphs((HARBOUR[0],) * 30)
    found = align(left, paragraphs(HARBOUR), SETTINGS)
    assert [(pair.left, pair.right) for pair in found] == [(place, 0) for place in range(30)]
    assert [pair.moved for pair in found].count(False) == 1
