from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from provenance.characters import bound_marks
from provenance.fingerprint.confusables import CONFUSABLE, fold_confusables
from provenance.fingerprint.normalise import normalise, strip_ignorables

mixed = st.text(alphabet=st.one_of(st.sampled_from("aоеPсѕ­\u200b’'\"-—1 \nßİǰﬁΐ"), st.characters()), max_size=40)


@given(mixed)
def test_normalising_twice_changes_nothing(text: str) -> None:
    assert normalise(normalise(text)) == normalise(text)


@given(mixed)
def test_words_are_separated_by_one_space(text: str) -> None:
    assert normalise(text) == " ".join(normalise(text).split())


@pytest.mark.parametrize(
    ("raw", "normal"),
    [
        ("“Don’t,” she said — twice.", "dont she said twice"),
        ("Don't she said twice", "dont she said twice"),
        ("the pоrt of Саrriсk", "the port of carrick"),  # Cyrillic o, C, a, i, c
        ("ex\u200bpec­ted", "expected"),
        ("ﬁnal １２", "final 12"),
        ("STRASSE Straße", "strasse strasse"),
        ("Москва сор", "москва сор"),
        ("हिन्दी में", "हिन्दी में"),
        ("東京で地震", "東 京 で 地 震"),
        ("¡Olé!", "olé"),
        ("...", ""),
    ],
)
def test_normal_forms(raw: str, normal: str) -> None:
    assert normalise(raw) == normal


@given(st.text(alphabet="абвгдежзкламнпрсту ", max_size=40))
def test_russian_stays_russian(text: str) -> None:
    assert fold_confusables(text) == text


@given(mixed)
def test_folding_keeps_the_length(text: str) -> None:
    assert len(fold_confusables(text)) == len(text)


def test_every_lookalike_folds_inside_a_latin_word() -> None:
    for foreign, latin in CONFUSABLE.items():
        assert normalise(f"wa{foreign}s") == normalise(f"wa{latin}s")


def test_invisible_characters_go_and_visible_ones_stay() -> None:
    assert strip_ignorables("a\u200bb﻿c️d e") == "abcd e"


def test_a_flood_of_marks_is_bounded_and_text_is_not_touched() -> None:
    flood = "a" + "\u0315\u0300" * 50_000
    assert len(normalise(flood)) < 100
    assert bound_marks("a\u0300\u0323 स्थिति Việt") == "a\u0300\u0323 स्थिति Việt"
