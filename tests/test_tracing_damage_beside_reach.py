"""What denies and counts, and how far it reaches."""

from __future__ import annotations

import pytest

from provenance.tracing.damage.beside.reach import anchors, class_of, classes, counted, denials, scope
from tests.damage_passages import tokens


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("few voters", "few"),
        ("a few voters", "some"),
        ("no voters", "none"),
        ("never voted", "not"),
        ("some 40 voters", ""),
        ("some voters", "some"),
        ("every voter", "all"),
        ("voters", ""),
    ],
)
def test_a_word_has_one_class(text: str, kind: str) -> None:
    found = tokens(text)
    at = 1 if text.startswith("a ") else 0
    assert class_of(found, at) == kind
    assert classes(found) == ({kind} if kind else set())


def test_denials_are_counted_with_and_without_not() -> None:
    assert denials(tokens("It did not close, it failed to seal, and nobody refused.")) == 4
    assert denials(tokens("It closed.")) == 0


def test_what_is_counted_is_the_next_word_that_carries_sense() -> None:
    assert counted(tokens("most of the growers signed"), 0) == "grow"
    assert counted(tokens("most of the"), 0) is None


def test_a_denial_reaches_over_small_words_and_one_other() -> None:
    text = tokens("did not ever sign the new order")
    place = anchors(text)
    assert scope(text, place["sign"]) == {1: "not"}
    far = tokens("no grower near Ostra signed")
    assert scope(far, anchors(far)["sign"]) == {}
    blurred = tokens("failed to sign the order")
    assert scope(blurred, anchors(blurred)["sign"]) is None


def test_an_anchor_stands_once() -> None:
    assert set(anchors(tokens("The pier and the pier near Lanno"))) == {"lanno", "near"} - {"near"} | (
        {"near"} if "near" in anchors(tokens("near")) else set()
    )
