"""Changes that claim words: the first that is given has them."""

from __future__ import annotations

from provenance.model import Change, DamageKind, Severity
from provenance.tracing.damage.beside.part import Part, without_overlaps


def part(c0: int, c1: int) -> Part:
    return Part(c0, c1, 0, 1, DamageKind.SUBSTITUTION, Severity.WORDING, Change.WORDING)


def test_no_word_is_claimed_twice() -> None:
    assert without_overlaps([part(0, 2), part(1, 3), part(2, 3)]) == [part(0, 2), part(2, 3)]
    assert without_overlaps([part(0, 2), part(4, 5)], [part(1, 2)]) == [part(4, 5)]
