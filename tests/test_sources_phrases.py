"""Phrases: whole words, the longest first, as one pattern of all of them would find them."""

from __future__ import annotations

import re

import pytest
from growth import assert_linear, repeated
from hypothesis import given
from hypothesis import strategies as st

from provenance.sources.phrases import Phrases

NAMES = ("AP", "AP News", "The Hill", "The Island Courier", "Island Courier Weekly", "24-7 Press", "A.P.", "भाषा")


def found(text: str, *, phrases: tuple[str, ...] = NAMES, ignore_case: bool = False) -> list[str]:
    return [match[0] for match in Phrases(phrases, ignore_case=ignore_case).finditer(text)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("AP News and AP", ["AP News", "AP"]),
        ("the Island Courier Weekly", ["the Island Courier"]),
        ("The Hill, the Hill", ["The Hill"]),
        ("24-7 Press, A.P. said", ["24-7 Press", "A.P."]),
        ("(AP)", ["AP"]),
        ("भाषा", ["भाषा"]),
        ("AP's", ["AP"]),
        ("AP-NORC, APs, @AP, x/AP, ap, AP_", []),
        ("भाषाओं", []),
        ("", []),
    ],
)
def test_whole_words_the_longest_first(text: str, expected: list[str]) -> None:
    assert found(text) == expected


def test_case_counts_unless_it_does_not() -> None:
    assert found("MIT MATERIAL VON x", phrases=("mit material von", "mit"), ignore_case=True) == ["MIT MATERIAL VON"]
    assert found("Avec l'AFP", phrases=("avec l'", "avec"), ignore_case=True) == ["Avec l'"]
    assert found("İ mit x", phrases=("mit",), ignore_case=True) == ["mit"]


def test_a_part_of_a_text_is_searched_like_a_pattern_would() -> None:
    phrases = Phrases(("AP", "AP News"))
    text = "AP and AP News"
    match = phrases.search(text, 1)
    assert match is not None
    assert (match.span(), match[0]) == ((7, 14), "AP News")
    cut = phrases.search(text, 1, 10)
    assert cut is not None
    assert cut[0] == "AP"
    assert phrases.search(text, 8) is None
    with pytest.raises(IndexError):
        match[1]


_TEXT = st.lists(st.sampled_from(["AP", "News", "The", "the", "Hill", " ", "-", "x", ".", "@", "Press"]), max_size=20)


@given(_TEXT.map("".join))
def test_it_finds_what_a_pattern_of_all_phrases_finds(text: str) -> None:
    phrases = ("AP", "AP News", "The Hill", "News", "Hill Press")
    longest_first = sorted(phrases, key=lambda phrase: -len(phrase))
    pattern = re.compile(rf"(?<![\w@#./-])(?:{'|'.join(longest_first)})(?![\w@-])")
    assert [(m.start(), m[0]) for m in Phrases(phrases).finditer(text)] == [
        (m.start(), m[0]) for m in pattern.finditer(text)
    ]


@pytest.mark.parametrize("unit", ["AP ", "A", "The Island ", "AP-", "24-7 "])
def test_hostile_texts_take_linear_time(unit: str) -> None:
    phrases = Phrases(NAMES)
    assert_linear(lambda text: list(phrases.finditer(text)), repeated(unit))
