"""Words in place of their opposites, and of words that mean something else."""

from __future__ import annotations

import pytest

from provenance.model import Change, DamageKind
from provenance.tracing.damage.beside.senses import opposed_words, opposites, other_senses
from tests.damage_passages import aligned, said, tokens


def opposed(original: str, copy: str) -> list[tuple[str, str]]:
    alignment = aligned(original, copy)
    parts = [part for edit in alignment.edits for part in opposites(alignment, edit)]
    assert all((part.kind, part.change) == (DamageKind.POLARITY, Change.OPPOSITE) for part in parts)
    return said(original, copy, parts)


@pytest.mark.parametrize(
    ("original", "copy", "wrong", "right"),
    [
        ("The board accepted the offer.", "The board rejected the offer.", "rejected", "accepted"),
        ("Prices in Ostra rose in March.", "Prices in Ostra fell in March.", "fell", "rose"),
        ("The vote comes before the summer.", "The vote comes after the summer.", "after", "before"),
    ],
)
def test_an_opposite_is_named(original: str, copy: str, wrong: str, right: str) -> None:
    assert opposed(original, copy) == [(wrong, right)]


@pytest.mark.parametrize(
    ("original", "copy"),
    [
        ("The rate went to 8 from 9 percent.", "The rate went from 9 to 8 percent."),
        ("It is unlikely to shut the mill.", "It is hardly likely to shut the mill."),
        ("The mill closed its gates.", "The mill shut its gates."),
    ],
)
def test_what_only_looks_opposed_is_left_alone(original: str, copy: str) -> None:
    assert opposed(original, copy) == []


def test_a_word_of_another_sense_says_something_else() -> None:
    original, copy = "The union called off the strike in Ostra.", "The marriage called off the strike in Ostra."
    alignment = aligned(original, copy)
    (part,) = [part for edit in alignment.edits for part in other_senses(alignment, edit)]
    assert (part.kind, part.change) == (DamageKind.MEANING_CHANGED, Change.SENSE)


def test_opposites_in_the_same_company_need_no_alignment() -> None:
    original = "Exports of grain rose in May, the ministry wrote."
    copy = "In May, as the ministry wrote, imports of grain went up."
    assert said(original, copy, opposed_words(tokens(copy), tokens(original))) in ([("imports", "Exports")], [])
    assert opposed_words(tokens(original), tokens(original)) == []
