"""How often the program was right, by what people said."""

from __future__ import annotations

from provenance.model import Correction, CorrectionKind, Origin, ProgramVerdict, Relation, Status
from provenance.pipeline.calibrating import Reliability, reliability
from provenance.store import StoredCorrection


def said(
    confidence: float, source: str | None, right: str | None, *, name: str | None = None, newest: bool = True
) -> StoredCorrection:
    """A word on a verdict; without a source the program abstained, without a right one nobody can say."""
    status = Status.ABSTAINED if source is None and name is None else Status.DECIDED
    program = ProgramVerdict(status, Relation.UNKNOWN, source, name or source, confidence)
    origin = None if right is None else Origin(right if source or not name else None, right)
    correction = Correction(
        CorrectionKind.CORRECTED, "Oda", "2031-03-05T10:00:00+00:00", "so", origin, None, program, b"", b""
    )
    return StoredCorrection(1, "a", None, None, correction, newest=newest, in_force=newest)


def test_nothing_said_is_no_table() -> None:
    assert reliability([]) == ()


def test_each_band_counts_what_was_right() -> None:
    words = [
        said(0.97, "ap", "ap"),
        said(0.91, "ap", "ap"),
        said(0.9, "ap", "reuters"),
        said(0.62, "ap", None),
        said(1.0, "afp", "afp"),
    ]
    assert reliability(words) == (Reliability(0.9, 1.0, 4, 3, 0.945), Reliability(0.6, 0.7, 1, 0, 0.62))


def test_an_abstention_is_right_where_nobody_can_say() -> None:
    assert reliability([said(0.0, None, None), said(0.0, None, "ap")]) == (Reliability(None, None, 2, 1, None),)


def test_only_the_last_word_counts() -> None:
    assert reliability([said(0.97, "ap", "reuters", newest=False)]) == ()


def test_names_that_no_registry_knows_are_compared_as_names() -> None:
    words = [said(0.7, None, "the tarn times", name="Tarn Times"), said(0.7, None, "Skerrin Post", name="Tarn Times")]
    assert reliability(words) == (Reliability(0.7, 0.8, 2, 1, 0.7),)
