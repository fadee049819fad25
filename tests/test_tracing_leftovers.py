"""Paragraphs that are left over, paired by the rare words that they share."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st
from tracing_samples import HARBOUR, MARKET, paragraphs

from provenance.settings import MatchSettings
from provenance.tracing.alignment import Pair, accepted, align, measure
from provenance.tracing.leftovers import with_leftovers

SETTINGS = MatchSettings()
# HARBOUR[3], written anew from its first word to its last
REWRITTEN = "By seven, passengers were climbing into tugs, which sailors had hurried there out of a yard in Skerrin."


def pairs(left: tuple[str, ...], right: tuple[str, ...]) -> list[tuple[int, int, bool]]:
    ours, theirs = paragraphs(left), paragraphs(right)
    found = with_leftovers(ours, theirs, align(ours, theirs, SETTINGS), SETTINGS)
    return [(pair.left, pair.right, pair.moved) for pair in found]


def test_a_paragraph_written_anew_is_paired_between_its_neighbours() -> None:
    assert not accepted(measure(*paragraphs((REWRITTEN, HARBOUR[3]))), SETTINGS)
    copy = (HARBOUR[0], HARBOUR[1], HARBOUR[2], REWRITTEN, HARBOUR[4])
    assert pairs(copy, HARBOUR) == [(place, place, False) for place in range(5)]


def test_out_of_its_place_it_is_marked_as_moved() -> None:
    copy = (HARBOUR[0], HARBOUR[4], REWRITTEN, HARBOUR[5])
    assert (2, 3, True) in pairs(copy, HARBOUR)


def test_names_alone_are_not_enough() -> None:
    """The people and places of a story stand in paragraphs that nobody took from another."""
    new = (
        "At Tarn Point, Oda Brekke of Skerrin later asked Lofthus Lines whether Ellida would ever sail again in winter."
    )
    copy = (HARBOUR[0], HARBOUR[1], new, HARBOUR[4])
    assert [pair for pair in pairs(copy, HARBOUR) if pair[0] == 2] == []


def test_a_new_paragraph_stays_alone() -> None:
    assert pairs((HARBOUR[0], MARKET[0], HARBOUR[1]), HARBOUR) == [(0, 0, False), (2, 1, False)]


def test_a_short_one_is_left_alone() -> None:
    assert [
        pair for pair in pairs((HARBOUR[0], "Two tugs took passengers off.", HARBOUR[4]), HARBOUR) if pair[0] == 1
    ] == []


def test_nouns_with_capitals_are_no_names() -> None:
    original = (
        "Die Fähre lief vor dem Leuchtturm auf eine Sandbank, und die Besatzung warf im Nebel den Anker.",
        "Zwei Schlepper aus der Werft zogen das Schiff gegen Mittag in den Hafen, wo ein Kran schon wartete.",
    )
    rewritten = (
        "Gegen Mittag lag es im Hafen unter dem Kran, gezogen von einem Paar Schlepper, das die Werft geschickt hatte."
    )
    assert (1, 1, False) in pairs((original[0], rewritten), original)


@settings(max_examples=30)
@given(st.permutations(HARBOUR).map(tuple), st.lists(st.sampled_from(MARKET), max_size=3).map(tuple))
def test_given_pairs_stay_and_a_paragraph_gets_one_new_pair_at_most(
    some: tuple[str, ...], more: tuple[str, ...]
) -> None:
    ours, theirs = paragraphs(some + more), paragraphs(HARBOUR)
    given_pairs: tuple[Pair, ...] = align(ours, theirs, SETTINGS)
    found = with_leftovers(ours, theirs, given_pairs, SETTINGS)
    assert set(given_pairs) <= set(found)
    new = [pair.left for pair in found if pair not in given_pairs]
    assert len(new) == len(set(new))
    assert not set(new) & {pair.left for pair in given_pairs}
