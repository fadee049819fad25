"""The table of detectors: each has a name, a sentence and a kind of its own module's making."""

from __future__ import annotations

import pytest

from provenance.model import Block, Role
from provenance.tracing.damage.alone.detectors import DETECTORS, LEARNED
from provenance.tracing.damage.alone.look import detect
from provenance.tracing.damage.alone.phrases import LearnedPhrase, phrases_to_find

PLAIN = "The council of Ostra said on Monday that it was in talks with the owners of the mill. "


@pytest.mark.parametrize("name", DETECTORS)
def test_a_detector_says_in_one_sentence_what_it_looks_for(name: str) -> None:
    detector = DETECTORS[name]
    assert detector.name == name
    assert 20 < len(detector.looks_for) < 120
    assert "\n" not in detector.looks_for


def test_only_evasion_is_no_paraphrase() -> None:
    assert {name for name, each in DETECTORS.items() if not each.paraphraser} == {"mixed_script", "invisible_character"}


def test_learned_phrases_are_looked_for_where_they_are_given() -> None:
    text = PLAIN + "The silver ferry lane was shut."
    page = [Block(0, Role.BODY, 0, len(text), text)]
    assert detect(page) == ()
    learned = phrases_to_find([LearnedPhrase("ferry lane", "ferry route", 3, 2, 2)])
    (found,) = detect(page, learned)
    assert (found.detector, found.finding.text, found.finding.original) == (LEARNED, "ferry lane", "ferry route")
