"""Third reports that quote as one of two copies does."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from quote_samples import BRIDGE, WATER, said

from provenance.tracing.quotes.third import NO_SIGN, QuoteSign, quote_signs

if TYPE_CHECKING:
    from provenance.tracing.quotes.spoken import Spoken

ALTERED = BRIDGE.replace("three", "four")


def apart(_: int, __: int) -> bool:
    return True


def signs(
    asked: str, linked: dict[int, str], third: dict[int, str], linked_pairs: frozenset[frozenset[int]] = frozenset()
) -> dict[int, QuoteSign]:
    def made(texts: dict[int, str]) -> dict[int, tuple[Spoken, ...]]:
        return {number: said(text) for number, text in texts.items()}

    return quote_signs(
        said(asked), made(linked), made(third), lambda one, other: frozenset((one, other)) not in linked_pairs
    )


def test_reports_that_quote_as_the_other_does_speak_for_it() -> None:
    sign = signs(ALTERED, {1: BRIDGE}, {2: BRIDGE, 3: BRIDGE})[1]
    assert sign == QuoteSign(2, 0, "Nora Quill")
    assert sign.for_theirs
    assert sign.words == "2 other reports quote Nora Quill as that one does and this one has other words"


def test_seen_from_the_other_side_it_is_the_reverse() -> None:
    sign = signs(BRIDGE, {1: ALTERED}, {2: BRIDGE})[1]
    assert (sign.theirs, sign.ours, sign.for_ours) == (0, 1, True)


@pytest.mark.parametrize(
    ("asked", "linked", "third"),
    [
        (BRIDGE, BRIDGE, BRIDGE),
        (ALTERED, BRIDGE, WATER),
        (ALTERED, BRIDGE, "“the cables were never tested,” Nora Quill said."),
        (ALTERED, BRIDGE, BRIDGE.replace("three", "nine")),
        (ALTERED, "It rained all day.", BRIDGE),
        ("It rained all day.", BRIDGE, BRIDGE),
    ],
)
def test_who_has_neither_or_both_says_nothing(asked: str, linked: str, third: str) -> None:
    assert signs(asked, {1: linked}, {2: third}) == {}


def test_witnesses_that_are_copies_are_one_and_a_copy_of_the_other_is_none() -> None:
    third = {2: BRIDGE, 3: BRIDGE}
    assert signs(ALTERED, {1: BRIDGE}, third, frozenset({frozenset({2, 3})}))[1].theirs == 1
    assert signs(ALTERED, {1: BRIDGE}, third, frozenset({frozenset({1, 2}), frozenset({1, 3})}))[1].theirs == 0


def test_witnesses_for_both_are_weighed() -> None:
    sign = signs(ALTERED, {1: BRIDGE}, {2: BRIDGE, 3: ALTERED})[1]
    assert (sign.for_theirs, sign.for_ours) == (False, False)


def test_no_sign_says_nothing() -> None:
    assert not NO_SIGN.for_theirs
    assert not NO_SIGN.for_ours
    assert quote_signs((), {}, {}, apart) == {}
