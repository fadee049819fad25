"""The names of columns in other languages."""

from __future__ import annotations

from provenance.reading.corpora.columns import GUESSES, folded
from provenance.reading.corpora.foreign import _NAMES, FOREIGN, without_accents


def test_a_name_stands_once_and_is_no_english_one() -> None:
    names = [name for names in _NAMES.values() for name in names.split()]
    assert len({without_accents(name) for name in names}) == len(names)
    assert set(FOREIGN).isdisjoint(name for guesses in GUESSES.values() for name in guesses)
    assert set(_NAMES) < set(GUESSES)
    assert all(name == folded(name) for name in names)


def test_accents_do_not_count() -> None:
    assert without_accents("título") == "titulo" == without_accents("ti\u0301tulo")
    assert without_accents("fließtext") == "fließtext"
