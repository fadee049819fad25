"""Who stands behind a statement, and how firmly."""

from __future__ import annotations

import pytest

from provenance.model import Change, DamageKind
from provenance.tracing.damage.beside.stated import certainty, claims_as_facts, firmer_verbs, hardened_words, sources
from tests.damage_passages import aligned, only_pair, said, tokens


def edited(rule, original: str, copy: str) -> list[Change]:  # noqa: ANN001 - a rule of this module
    alignment = aligned(original, copy)
    return [part.change for edit in alignment.edits for part in rule(alignment, edit)]


def test_a_verb_that_takes_a_stand_is_another_attribution() -> None:
    assert edited(sources, "The makers said the valve was safe.", "The makers claimed the valve was safe.") == [
        Change.STANCE
    ]
    assert edited(sources, "The makers said the valve was safe.", "The makers stated the valve was safe.") == []


def test_possible_made_certain() -> None:
    assert edited(certainty, "The mill may close in May.", "The mill will close in May.") == [Change.CERTAINTY]
    assert edited(certainty, "The mill will close in May.", "The mill has closed in May.") == [Change.TENSE]
    assert edited(certainty, "The mill may close in May.", "The mill might close in May.") == []


@pytest.mark.parametrize(
    ("original", "copy", "found"),
    [
        (
            "The driver may testify in the trial on Monday.",
            "In the trial the driver will testify on Monday.",
            [("will", "may")],
        ),
        (
            "The minister is expected to ask parliament for the money in May.",
            "In May the minister will ask parliament for the money.",
            [("will", "expected to")],
        ),
        ("The driver may testify in the trial on Monday.", "In the trial the driver might testify on Monday.", []),
    ],
)
def test_a_verb_that_may_happen_and_will(original: str, copy: str, found: list[tuple[str, str]]) -> None:
    assert said(original, copy, firmer_verbs(only_pair(original, copy))) == found


def test_a_threat_told_as_a_deed() -> None:
    original, copy = "The crews threatened to strike in May.", "The crews strike in May."
    (part,) = hardened_words(tokens(copy), tokens(original))
    assert part.change is Change.CERTAINTY


ALLEGED = "Prosecutors allege that Voss moved the money of the savers to Lanno through two companies."


@pytest.mark.parametrize(
    ("copy", "facts"),
    [
        ("Voss moved the money of the savers to Lanno through two companies.", 1),
        ("Voss, prosecutors allege, moved the money of the savers to Lanno.", 0),
        ("Voss moved the money of the savers to Lanno, the court was told.", 0),
        ("Voss may have moved the money of the savers to Lanno.", 0),
        ("The mayor opened the school hall to the families.", 0),
    ],
)
def test_a_claim_told_as_a_fact(copy: str, facts: int) -> None:
    found = list(claims_as_facts(tokens(copy), tokens(ALLEGED)))
    assert len(found) == facts
    assert all((part.kind, part.change) == (DamageKind.MEANING_CHANGED, Change.CLAIM) for part in found)
