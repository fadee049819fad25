from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tracing_samples import HARBOUR, MARKET, paragraphs

from provenance.settings import MatchSettings
from provenance.tracing.alignment import accepted, align, measure

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
