"""Denials and quantities that turned, and the many ways to say the same."""

from __future__ import annotations

import pytest

from provenance.model import Change, DamageKind, Severity
from provenance.tracing.damage.beside.pairs import sentence_pairs
from provenance.tracing.damage.beside.polarity import exchanged_quantifiers, turned_edit, turned_words
from tests.damage_passages import aligned, only_pair, said


def turned(original: str, copy: str) -> list[tuple[str, str, Change]]:
    alignment = aligned(original, copy)
    pairs = sentence_pairs(alignment.copy, alignment.original)
    parts = [part for edit in alignment.edits for part in turned_edit(alignment, edit, pairs)]
    parts += [part for pair in pairs for part in turned_words(pair)]
    assert all((p.kind, p.severity) == (DamageKind.POLARITY, Severity.MEANING) for p in parts)
    once = {part.c0: part for part in reversed(parts)}
    return [(*what, part.change) for part in once.values() for what in said(original, copy, [part])]


@pytest.mark.parametrize(
    ("original", "copy", "change"),
    [
        (
            "The minister did not sign the order on Monday.",
            "The minister did sign the order on Monday.",
            Change.NEGATION,
        ),
        (
            "The valve was safe, the makers wrote in May.",
            "The valve was not safe, the makers wrote in May.",
            Change.NEGATION,
        ),
        (
            "None of the growers signed the contract in May.",
            "All of the growers signed the contract in May.",
            Change.NEGATION,
        ),
        (
            "Few growers signed the new contract in May.",
            "Most growers signed the new contract in May.",
            Change.QUANTIFIER,
        ),
        ("Most of the roads in the valley are open.", "All of the roads in the valley are open.", Change.QUANTIFIER),
        (
            "The flood did little damage in the lower town.",
            "The flood did a little damage in the lower town.",
            Change.QUANTIFIER,
        ),
    ],
)
def test_a_turn_is_named(original: str, copy: str, change: Change) -> None:
    assert change in {what for *_, what in turned(original, copy)}


@pytest.mark.parametrize(
    ("original", "copy"),
    [
        ("The door did not close in the storm on Monday.", "The door failed to close in the storm on Monday."),
        ("No grower signed the new contract in May.", "Not any grower signed the new contract in May."),
        ("He took no questions after the talk in Ostra.", "He declined to take questions after the talk in Ostra."),
        ("He denies 23 counts of fraud in Ostra.", "He denies all 23 counts of fraud in Ostra."),
        ("A rival sold its shares in the mill on Monday.", "A little rival sold its shares in the mill on Monday."),
    ],
)
def test_the_same_in_other_words_is_no_turn(original: str, copy: str) -> None:
    assert turned(original, copy) == []


def test_the_only_quantifier_of_a_sentence_is_exchanged_for_the_only_one() -> None:
    original = "Most of the money from the levy will pay for new roads in the valley."
    copy = "New valley roads will be paid for with all of the revenue from the levy money."
    assert said(original, copy, exchanged_quantifiers(only_pair(original, copy))) == [("all", "Most")]
    assert exchanged_quantifiers(only_pair(original, original)) == []
