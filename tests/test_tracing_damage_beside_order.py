"""Sentences that moved, are missing, or were made one."""

from __future__ import annotations

from provenance.model import Change, DamageKind, Severity
from provenance.tracing.damage.beside.order import dropped, merged, moved
from provenance.tracing.damage.beside.pairs import sentence_pairs
from tests.damage_passages import aligned, only_pair, said, tokens

DAM = "The dam above the village held through the night of heavy rain."
CRACKS = "Engineers measured deep cracks along the eastern spillway gate."
HALL = "The families slept in the school hall until the morning bell."


def test_a_moved_sentence_is_named_by_its_first_word() -> None:
    original, copy = f"{DAM} {CRACKS} {HALL}", f"{CRACKS} {DAM} {HALL}"
    alignment = aligned(original, copy)
    (part,) = moved(alignment)
    assert (part.kind, part.severity, part.change) == (DamageKind.REORDERED, Severity.WORDING, Change.MOVED)
    assert moved(aligned(original, original)) == []


def test_a_missing_sentence_is_named_at_the_word_before_the_gap() -> None:
    original, copy = f"{DAM} {CRACKS} {HALL}", f"{DAM} {HALL}"
    assert said(original, copy, dropped(aligned(original, copy))) == [("rain", CRACKS.rstrip("."))]


def test_a_passage_built_anew_misses_nothing() -> None:
    copy = "Through a wet night nothing gave way above the hamlet, and at dawn the school bell woke everyone."
    assert dropped(aligned(f"{DAM} {CRACKS} {HALL}", copy)) == []


def test_two_sentences_made_one() -> None:
    original = "The pumps came from Ostra by train. Crews searched the flooded mine for two days."
    copy = "The pumps came from Ostra by train and crews searched the flooded mine for two days."
    (part,) = merged(only_pair(original, copy))
    assert (part.kind, part.change) == (DamageKind.REORDERED, Change.MERGED)
    kept = "The pumps came from Ostra by train. Crews searched the flooded mine."
    assert [part for pair in sentence_pairs(tokens(kept), tokens(original)) for part in merged(pair)] == []
