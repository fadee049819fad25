"""Tokens, quotations and the word lists."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from provenance.model import Block, Role
from provenance.tracing.damage.words.lexicon import lexicon, stem
from provenance.tracing.damage.words.tokens import fold_word, quotations, sentence_starts, tokenise


def tokens(text: str, start: int = 0) -> list[str]:
    return [token.key for token in tokenise([Block(0, Role.BODY, start, start + len(text), text)])]


@pytest.mark.parametrize(
    ("one", "two"),
    [
        ("neighbouring", "neighboring"),
        ("organised", "organized"),
        ("travelled", "traveled"),
        ("centre", "center"),
        ("defence", "defense"),
        ("kilometres", "km"),
        ("twelve", "12"),
        ("4,200", "4200"),
        ("can’t", "cannot"),
        ("U.S.", "US"),
        ("٣٫٥", "3.5"),
        ("٤٬٢٠٠", "4,200"),
    ],
)
def test_one_word_in_two_forms(one: str, two: str) -> None:
    assert fold_word(one) == fold_word(two)


def test_a_figure_in_arabic_digits_is_one_word() -> None:
    assert tokens("lost ٣٫٥ million") == ["lost", "3.5", "million"]


def test_a_letter_that_nobody_sees_is_no_word() -> None:
    assert tokens("the \u3164 bridge \uffa0") == ["the", "bridge"]


@pytest.mark.parametrize(
    ("one", "two"), [("mourning", "morning"), ("filled", "filed"), ("4.200", "4,200"), ("us", "US")]
)
def test_two_words_stay_two(one: str, two: str) -> None:
    assert fold_word(one) != fold_word(two)


def test_percent_and_currency_signs_are_words() -> None:
    assert tokens("$7bn, 22%") == ["$", "7", "billion", "22", "percent"]


def test_quotations_straight_curly_and_left_open() -> None:
    text = '“One,” he said, "two" and “three'
    assert [text[quote.start : quote.end] for quote in quotations(text)] == ["One,", "two", "three"]
    assert [quote.closed for quote in quotations(text)] == [True, True, False]


def test_short_forms_do_not_end_sentences() -> None:
    text = "Gov. Ruane of the U.S. Army met J. Orlo. They left at 7 p.m. Monday. “We go.” He went."
    assert [text[start:][:6] for start in sentence_starts(text)] == ["Gov. R", "They l", "“We go", "He wen"]


@given(st.text(max_size=80), st.integers(0, 50))
def test_tokens_keep_their_spans(text: str, start: int) -> None:
    for token in tokenise([Block(3, Role.BODY, start, start + len(text), text)]):
        assert text[token.start - start : token.end - start] == token.text
        assert token.key
        assert token.block == 3


@pytest.mark.parametrize("words", [("refuse", "refused", "refuses", "refusing"), ("kill", "killed"), ("fine", "fined")])
def test_inflections_share_a_stem(words: tuple[str, ...]) -> None:
    assert len({stem(word) for word in words}) == 1


def test_no_damaged_phrase_is_an_expected_one() -> None:
    words = lexicon()
    damaged = {" ".join(phrase.words) for phrases in words.phrases.values() for phrase in phrases}
    assert len(damaged) > 1000
    assert damaged.isdisjoint(words.expected)
