"""Which phrases are looked for: those that several stories show and no other article has."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from provenance.tracing.damage.alone.phrases import LearnedPhrase, LearnedPhrases, book_of, phrases_to_find

WORDS = st.sampled_from(["ferry lane", "ferry lane map", "iron pony", "iron pony show"])
MEANT = st.sampled_from(["ferry route", "ferry route map", "iron horse"])
PHRASE = st.builds(
    LearnedPhrase,
    WORDS,
    MEANT,
    st.integers(0, 5),
    st.integers(0, 4),
    st.integers(0, 4),
    st.integers(0, 2),
    given=st.booleans(),
)


@pytest.mark.parametrize(
    ("phrase", "used"),
    [
        (LearnedPhrase("ferry lane", "ferry route", 2, 2, 1), True),
        (LearnedPhrase("ferry lane", "ferry route", 5, 1, 5), False),
        (LearnedPhrase("ferry lane", "ferry route", 5, 5, 5, 1), False),
        (LearnedPhrase("ferry lane", "ferry route", sound=1, given=True), True),
    ],
    ids=["two stories", "one story", "in a sound article", "given"],
)
def test_what_is_used(phrase: LearnedPhrase, *, used: bool) -> None:
    assert phrase.used is used
    assert bool(phrases_to_find([phrase])) is used


@given(st.lists(PHRASE, max_size=8), st.randoms())
def test_the_order_is_nothing_and_the_longest_comes_first(phrases: list[LearnedPhrase], random: st.randoms) -> None:  # type: ignore[valid-type]
    mixed = list(phrases)
    random.shuffle(mixed)  # type: ignore[attr-defined]
    found = phrases_to_find(phrases)
    assert {start: [(p.words) for p in each] for start, each in found.items()} == {
        start: [(p.words) for p in each] for start, each in phrases_to_find(mixed).items()
    }
    for entries in found.values():
        assert [len(each.words) for each in entries] == sorted((len(each.words) for each in entries), reverse=True)


def test_of_two_meanings_the_one_that_more_stories_show_is_taken() -> None:
    rare, often = LearnedPhrase("iron pony", "iron foal", 9, 2), LearnedPhrase("iron pony", "iron horse", 3, 3)
    (entries,) = phrases_to_find([rare, often]).values()
    assert [entry.expected for entry in entries] == ["iron horse"]


def test_without_phrases_there_is_no_book() -> None:
    assert book_of(LearnedPhrases()) is None
    book = book_of(LearnedPhrases((LearnedPhrase("iron pony", "iron horse", 3, 3),), 40))
    assert book is not None
    assert (book.compared, book.wrong) == (40, 0)


def test_a_given_phrase_that_stands_elsewhere_is_counted_as_wrong() -> None:
    given = LearnedPhrase("iron pony", "iron horse", sound=3, given=True)
    book = book_of(LearnedPhrases((given, LearnedPhrase("ferry lane", "ferry route", 1, 1, 1, 9)), 40))
    assert book is not None
    assert (book.compared, book.wrong) == (40, 3)
