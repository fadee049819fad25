"""Sentences that tell the same: pairs, merges, splits, and what stands in no pair."""

from __future__ import annotations

from itertools import pairwise

from growth import assert_linear
from hypothesis import given
from hypothesis import strategies as st

from provenance.tracing.damage.beside.pairs import alike, clauses, sentence_pairs
from tests.damage_passages import tokens

ORIGINAL = (
    "The pumps came from Ostra by train. Crews searched the flooded mine for two days. "
    "The mayor opened the school hall to the families."
)


def told(copy: str, original: str = ORIGINAL) -> list[tuple[int, int]]:
    """How many sentences stand in each pair, of the copy and of the original."""
    pairs = sentence_pairs(tokens(copy), tokens(original))
    return [(len(clauses(pair.copy.inside)), len(clauses(pair.original.inside))) for pair in pairs]


def test_each_sentence_finds_the_one_that_tells_it() -> None:
    assert told(
        "Families slept in the school hall that the mayor opened. By train pumps arrived from Ostra. "
        "For two days the flooded mine was searched by crews."
    ) == [(1, 1), (1, 1), (1, 1)]


def test_two_may_be_one_and_one_may_be_two() -> None:
    merged = "Pumps came from Ostra by train while crews searched the flooded mine for two days."
    assert told(merged) == [(1, 2)]
    assert told("The pumps came from Ostra. They came from Ostra by train.", "The pumps came from Ostra by train.") == [
        (2, 1)
    ]


def test_strangers_stand_in_no_pair() -> None:
    assert told("The choir sang hymns under the old lime trees.") == []
    assert told("", "") == []


def test_alike_is_a_share_of_the_shorter_side() -> None:
    assert alike(frozenset("abc"), frozenset("abcdef")) == 1
    assert alike(frozenset("a"), frozenset("abc")) == 0


sentences = st.lists(
    st.sampled_from(("Pumps came from Ostra. ", "Crews searched the mine. ", "The mayor left. ")), max_size=6
)


@given(sentences, sentences)
def test_pairs_are_disjoint_and_in_order(copy: list[str], original: list[str]) -> None:
    pairs = sentence_pairs(tokens("".join(copy)), tokens("".join(original)))
    for one, two in pairwise(pairs):
        assert one.copy.stop <= two.copy.start
    taken = [place for pair in pairs for place in range(pair.original.start, pair.original.stop)]
    assert len(taken) == len(set(taken))


def test_many_short_sentences_are_paired_soon() -> None:
    def pair(sentences: list[str]) -> None:
        text = " ".join(sentences)
        assert len(sentence_pairs(tokens(text), tokens(text))) == len(sentences)

    assert_linear(pair, lambda count: [f"Boat{number} pier{number} crew{number}." for number in range(count)], 4_000)
