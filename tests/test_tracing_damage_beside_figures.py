"""Figures, dates and times of day: which are changed, of what kind, and which only look so."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from growth import assert_linear

from provenance.model import Change
from provenance.tracing.damage.beside.classify import classify
from provenance.tracing.damage.beside.figures import changed_figures, dates, exchanged_figures
from provenance.tracing.damage.beside.quantities import changed_quantities, quantities
from tests.damage_passages import aligned, only_pair, said, tokens

if TYPE_CHECKING:
    from collections.abc import Sequence

    from provenance.tracing.damage.words.tokens import Token


def found(original: str, copy: str, elsewhere: str = "") -> list[tuple[str, str, Change]]:
    pair = only_pair(original, copy)
    known = frozenset((q.values, q.units) for q in quantities(tokens(f"{original} {elsewhere}")))
    parts = [*changed_figures(pair, known), *exchanged_figures(pair)]
    once = {(part.c0, part.c1): part for part in reversed(parts)}
    return [(*what, part.change) for part in once.values() for what in said(original, copy, [part])]


@pytest.mark.parametrize(
    ("original", "copy", "span", "was", "change"),
    [
        (
            "The storm left 40 homes in Ostra without power.",
            "The storm left 400 homes in Ostra without power.",
            "400",
            "40",
            Change.NUMBER,
        ),
        (
            "The repairs in Ostra will cost $3 million in all.",
            "The repairs in Ostra will cost $3 billion in all.",
            "$3 billion",
            "$3 million",
            Change.NUMBER,
        ),
        (
            "The bridge near Ostra was built in 1968 by soldiers.",
            "The bridge near Ostra was built in 1986 by soldiers.",
            "1986",
            "1968",
            Change.DATE,
        ),
        (
            "The fire in Ostra killed at least 12 horses on Monday.",
            "The fire in Ostra killed at most 12 horses on Monday.",
            "at most 12",
            "at least 12",
            Change.BOUND,
        ),
        (
            "The ferry has served Ostra and Lanno since 1997.",
            "The ferry has served Ostra and Lanno for 1997 years.",
            "1997 years",
            "1997",
            Change.UNIT,
        ),
    ],
)
def test_a_changed_figure_is_named_with_its_kind(original: str, copy: str, span: str, was: str, change: Change) -> None:
    assert (span, was, change) in found(original, copy)


@pytest.mark.parametrize(
    ("original", "copy"),
    [
        ("The crews in Ostra worked for 72 hours at the dam.", "The crews in Ostra worked for three days at the dam."),
        ("Prices in Ostra rose 22% to $4,200 in March.", "Prices in Ostra rose 22 per cent to 4200 dollars in March."),
        ("The survey of Ostra cost £14,000 in March.", "The survey of Ostra cost 14 000 pounds in March."),
        ("The mill in Ostra was fined $200, two years ago.", "Two years ago the mill in Ostra was fined $200."),
        ("More than 40 homes in Ostra were lost.", "Over 40 homes in Ostra were lost."),
    ],
)
def test_the_same_said_otherwise_is_no_change(original: str, copy: str) -> None:
    assert found(original, copy) == []


def test_a_figure_of_the_story_in_anothers_place_is_exchanged() -> None:
    original = "Voss owns 5.2% of the harbour company."
    assert found(original, "Voss owns 2.5% of the harbour company.", "Marl owns 2.5%.") == [
        ("2.5%", "5.2%", Change.NUMBER)
    ]


def test_a_rounded_figure_is_not_surely_another() -> None:
    pair = only_pair(
        "The dam above Ostra broke when 3,960 people slept in the valley.",
        "The dam above Ostra broke when about 4,000 people slept in the valley.",
    )
    assert [part.sure for part in exchanged_figures(pair)] == [False]


@pytest.mark.parametrize(
    ("original", "copy", "change"),
    [
        (
            "The talks began at six in the morning in Ostra.",
            "The talks began at six in the evening in Ostra.",
            Change.DATE,
        ),
        ("The road is shut since 18 April near Ostra.", "The road is shut until 18 April near Ostra.", Change.DATE),
        ("The rate was cut to 8 percent in Ostra.", "The rate was cut by 8 percent in Ostra.", Change.NUMBER),
        ("The ship left Ostra on Tuesday with grain.", "The ship left Ostra on Thursday with grain.", Change.DATE),
        ("The ship left Ostra today with grain.", "The ship left Ostra yesterday with grain.", Change.DATE),
    ],
)
def test_times_and_limits_are_read_from_the_edit(original: str, copy: str, change: Change) -> None:
    alignment = aligned(original, copy)
    assert [part.change for edit in alignment.edits for part in dates(alignment, edit)] == [change]


def test_the_night_is_an_evening() -> None:
    alignment = aligned("They met late in the evening in Ostra.", "They met late in the night in Ostra.")
    (edit,) = alignment.edits
    assert dates(alignment, edit) == []
    assert [part.change for part in classify(alignment, edit, (), (), close=True)] == [Change.WORDING]


def test_today_beside_a_weekday_is_no_other_day() -> None:
    alignment = aligned("The mayor of Ostra said today it would rain.", "The mayor of Ostra said Monday it would rain.")
    (edit,) = alignment.edits
    assert dates(alignment, edit) == []


@pytest.mark.parametrize("figure", ["4" * 5000, "፩", "²", "99" * 3000])
def test_a_figure_without_end_and_a_digit_of_no_system_are_figures_too(figure: str) -> None:
    original = f"The storm left {figure} homes in Ostra without power for {figure} days."
    copy = f"The storm left 7 homes in Ostra without power for {figure} days."
    assert found(original, original) == []
    found(original, copy)  # a value of 4,301 digits is more than int() takes


def test_thousands_of_figures_are_compared_soon() -> None:
    def compare(many: Sequence[Token]) -> None:
        assert changed_quantities(many, many, frozenset()) == []

    def many(count: int) -> Sequence[Token]:
        return tokens(" ".join(f"and {1_000 + number} boats" for number in range(count)))

    assert_linear(compare, many, 8_000)
