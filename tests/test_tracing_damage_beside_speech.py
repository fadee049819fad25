"""Quotations of a copy: kept, altered, and made of what was only reported."""

from __future__ import annotations

import pytest

from provenance.model import Change, DamageKind
from provenance.tracing.damage.beside.speech import kept_quotes, made_speech, quotations_of, verbatim
from tests.damage_passages import aligned, said, tokens

ORIGINAL = 'The envoy said the talks had failed for good. "Go home to your wives," he told the crews.'


def says(original: str):  # noqa: ANN201 - a test's own shorthand
    keys = f" {' '.join(token.key for token in tokens(original))} "
    return lambda words: f" {' '.join(words)} " in keys


def test_quotations_are_counted_and_kept_word_for_word() -> None:
    copy = tokens('"Go home to your wives," he said. "The talks are dead for good," he added.')
    assert kept_quotes(copy, says(ORIGINAL)) == (2, 1)
    first, _ = quotations_of(copy)
    assert verbatim(copy, says(ORIGINAL)) == frozenset(first)


def test_reported_speech_in_quotation_marks_is_made_up() -> None:
    copy = 'The envoy was blunt. "The talks have failed for good," he said. "Go home to your wives."'
    (part,) = made_speech(aligned(ORIGINAL, copy))
    assert (part.kind, part.change) == (DamageKind.HUMAN_DISTORTION, Change.SPEECH)
    assert said(ORIGINAL, copy, [part])[0][0] == "The talks have failed for good"


@pytest.mark.parametrize(
    "copy",
    [
        'He told them: "Go home to your wives."',
        'He told them: "Go back to your wives and homes."',
        'The envoy said: "Nobody believed us any more, and we were tired."',
        'The talks had "failed".',
    ],
)
def test_what_was_spoken_or_is_from_elsewhere_is_not(copy: str) -> None:
    assert made_speech(aligned(ORIGINAL, copy)) == []
