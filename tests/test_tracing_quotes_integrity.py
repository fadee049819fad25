"""The quotations of a story: who has other words, from whom, and the laws of it."""

from __future__ import annotations

import random
from typing import TYPE_CHECKING

import pytest
from growth import assert_linear
from hypothesis import given
from hypothesis import strategies as st
from quote_samples import BRIDGE, WATER, report, teller

from provenance.tracing.quotes.findings import DeviationKind, QuoteReport

if TYPE_CHECKING:
    from provenance.tracing.quotes.votes import Teller

FOUR = BRIDGE.replace("three", "four")
SPLIT = "“We shut the bridge,” Nora Quill said. “It was because three of the cables were never tested.”"
SAID = (
    BRIDGE,
    FOUR,
    BRIDGE.replace("never ", ""),
    BRIDGE.replace("Nora Quill", "Tom Ashby"),
    SPLIT,
    WATER,
    "It rained.",
)


@pytest.mark.parametrize(
    ("text", "kinds"),
    [
        (FOUR, (DeviationKind.NUMBER,)),
        (BRIDGE.replace("never ", ""), (DeviationKind.NEGATION,)),
        (BRIDGE.replace("shut", "closed"), (DeviationKind.WORDS,)),
        (BRIDGE.replace("of the ", ""), (DeviationKind.CUT,)),
        (BRIDGE.replace("Nora Quill", "Tom Ashby"), (DeviationKind.OTHER_SPEAKER,)),
        (BRIDGE.replace("three of the", "four"), (DeviationKind.NUMBER,)),
        (
            BRIDGE.replace("Nora Quill", "Tom Ashby").replace("shut", "closed"),
            (DeviationKind.OTHER_SPEAKER, DeviationKind.WORDS),
        ),
    ],
)
def test_each_kind_of_change_is_named(text: str, kinds: tuple[DeviationKind, ...]) -> None:
    (utterance,) = report([teller(1, BRIDGE, origin=True), teller(2, BRIDGE), teller(3, text)]).utterances
    (one,) = utterance.deviations
    assert (one.article, one.kinds) == (3, kinds)


@pytest.mark.parametrize(
    "text",
    [
        "“three of the cables were never tested,” Nora Quill said.",
        "“We shut the bridge because … the cables were never tested,” Nora Quill said.",
        "“We shut the bridge because [some] of the cables were never tested,” Quill said.",
        '"We shut the bridge because 3 of the cables were never tested," a spokesman said.',
        "“We shut the bridge,” she said, “because three of the cables were never tested.”",
    ],
)
def test_a_part_a_marked_cut_and_style_are_no_change(text: str) -> None:
    (utterance,) = report([teller(1, BRIDGE, origin=True), teller(2, text)]).utterances
    assert utterance.deviations == ()


def test_differences_slice_back_from_both_texts() -> None:
    one = teller(1, "It rained.", BRIDGE, origin=True)
    other = teller(2, "It had rained for days.", FOUR)
    (deviation,) = report([one, other]).utterances[0].deviations
    (change,) = deviation.differences
    assert other.text[change.start : change.end] == change.text == "four"
    assert one.text[change.reference_start : change.reference_end] == change.reference_text == "three"
    assert other.text[deviation.start : deviation.end] == deviation.text


def test_a_change_is_followed_to_where_it_began() -> None:
    found = report(
        [
            teller(1, BRIDGE, origin=True),
            teller(2, FOUR, parent=1),
            teller(3, "It rained.", parent=2),
            teller(4, FOUR, parent=3),
            teller(5, FOUR, parent=4),
        ]
    )
    chain = {each.article: (each.taken_over_from, each.first) for each in found.utterances[0].deviations}
    assert chain == {2: (None, 2), 4: (2, 2), 5: (4, 2)}
    assert {number: (each.altered, each.taken_over) for number, each in found.accounts.items()} == {
        1: (0, 0),
        2: (1, 0),
        3: (0, 0),
        4: (1, 1),
        5: (1, 1),
    }


def test_another_change_than_the_parents_is_ones_own() -> None:
    five = BRIDGE.replace("three", "five")
    found = report([teller(1, BRIDGE, origin=True), teller(2, FOUR, parent=1), teller(3, five, parent=2)])
    assert [each.taken_over_from for each in found.utterances[0].deviations] == [None, None]


def test_sites_are_counted_and_the_one_that_altered_most_is_first() -> None:
    found = report([teller(1, BRIDGE, WATER, origin=True), teller(2, FOUR, WATER), teller(3, BRIDGE)])
    assert [(each.outlet, each.kept, each.altered) for each in found.outlets] == [
        ("Paper 2", 1, 1),
        ("Paper 3", 1, 0),
        ("Paper 1", 2, 0),
    ]


def test_a_borrowed_term_names_no_other_speaker() -> None:
    term = "Tom Ashby said that “the cables were never tested” there."
    (utterance,) = report([teller(1, BRIDGE, origin=True), teller(2, term)]).utterances
    assert utterance.deviations == ()


def test_a_quotation_of_one_article_is_neither_kept_nor_altered() -> None:
    found = report([teller(1, BRIDGE, WATER, origin=True), teller(2, BRIDGE)])
    account = found.accounts[1]
    assert (account.kept, account.altered, account.alone) == (1, 0, 1)
    assert [len(each.articles) for each in found.utterances] == [2, 1], "those of one article come last"


def test_witnesses_from_outside_count_and_are_not_blamed() -> None:
    outside = [teller(8, FOUR, in_story=False), teller(9, FOUR, in_story=False)]
    found = report([teller(1, BRIDGE, origin=True), *outside])
    (utterance,) = found.utterances
    assert [each.article for each in utterance.deviations] == [1]
    assert set(found.accounts) == {1, 8, 9}
    assert [each.outlet for each in found.outlets] == ["Paper 1"]
    assert report(outside).utterances == ()


def test_no_articles_and_no_quotations() -> None:
    assert report([]) == QuoteReport("s0", "A bridge", (), {}, ())
    assert report([teller(1, "It rained.")]).utterances == ()


TELLERS = st.lists(
    st.tuples(st.lists(st.sampled_from(SAID), min_size=1, max_size=3), st.integers(0, 8), st.booleans()),
    min_size=1,
    max_size=8,
)


def made(drawn: list[tuple[list[str], int, bool]]) -> list[Teller]:
    """Articles of which each may be made from an earlier one."""
    return [
        teller(number, *texts, parent=parent if parent < number else None, origin=number == 0, in_story=inside)
        for number, (texts, parent, inside) in enumerate(drawn)
    ]


@given(TELLERS, st.randoms(use_true_random=False))
def test_the_order_of_articles_does_not_matter(drawn: list[tuple[list[str], int, bool]], chance: random.Random) -> None:
    tellers = made(drawn)
    assert report(chance.sample(tellers, len(tellers))) == report(tellers)


@given(TELLERS)
def test_who_has_the_majoritys_wording_has_no_other_words(drawn: list[tuple[list[str], int, bool]]) -> None:
    for utterance in report(made(drawn)).utterances:
        have = () if utterance.majority is None else utterance.majority.articles
        for each in utterance.deviations:
            # one article may quote it twice, and once in other words
            again = sum(each.article in wording.articles for wording in utterance.wordings) > 1
            assert each.article not in have or again or each.kinds == (DeviationKind.OTHER_SPEAKER,)


@given(TELLERS, st.integers(0, 7))
def test_a_copy_of_a_copy_changes_no_majority(drawn: list[tuple[list[str], int, bool]], which: int) -> None:
    tellers = made([(texts, parent, True) for texts, parent, _ in drawn])
    copied = which % len(tellers)
    more = teller(99, *drawn[copied][0], parent=copied)

    def right(found: QuoteReport) -> list[tuple[str | None, str | None]]:
        return sorted(
            ((each.majority and each.majority.text) or "", each.speaker or "")
            for each in found.utterances
            if each.articles != {99}
        )

    assert right(report([*tellers, more])) == right(report(tellers))


def test_three_hundred_copies_with_twenty_quotations_take_seconds() -> None:
    chance = random.Random(1)
    invented = ["".join(chance.choice("bdfgklmnprst") + chance.choice("aeiou") for _ in range(3)) for _ in range(900)]
    lines = [f"“{' '.join(chance.choices(invented, k=16))},” Nora Quill said." for _ in range(20)]

    def copy(number: int) -> Teller:
        changed = [line.replace(" ", " three ", 3) if chance.random() < 0.05 else line for line in lines]
        return teller(number, *(changed if number else lines), parent=0 if number else None, origin=not number)

    def tell(tellers: list[Teller]) -> None:
        found = report(tellers)
        assert len(found.utterances) == 20
        assert all(each.majority is not None and 0 in each.majority.articles for each in found.utterances)

    assert_linear(tell, lambda count: [copy(number) for number in range(count)], 304)
