"""Quotation marks that were lost, and those that were made up."""

from __future__ import annotations

from quote_samples import BRIDGE, report, teller

from provenance.tracing.quotes.findings import Deviation, DeviationKind

TOLD = "Engineer Nora Quill said we shut the bridge because three of the cables were never tested. It rained."
RETOLD = "Engineer Nora Quill said that the bridge was closed since some cables had not been examined."


def deviations(*tellers_with: object) -> list[Deviation]:
    found = report(tellers_with)  # type: ignore[arg-type]
    return [each for utterance in found.utterances for each in utterance.deviations]


def test_a_copy_that_drops_the_marks_is_named_with_the_place() -> None:
    told = teller(2, "It was a cold morning.", TOLD, parent=1)
    (one,) = deviations(teller(1, BRIDGE, origin=True), told)
    assert (one.article, one.kinds, one.reference) == (2, (DeviationKind.MARKS_REMOVED,), 1)
    assert one.text == told.text[one.start : one.end]
    assert one.text == "we shut the bridge because three of the cables were never tested"


def test_who_retells_in_other_words_does_no_wrong() -> None:
    assert deviations(teller(1, BRIDGE, origin=True), teller(2, RETOLD, parent=1)) == []


def test_a_copy_that_puts_a_reporters_words_into_marks_made_that_up() -> None:
    found = report([teller(1, TOLD, origin=True), teller(2, BRIDGE, parent=1), teller(3, BRIDGE, parent=2)])
    (utterance,) = found.utterances
    assert utterance.majority is None
    first, second = utterance.deviations
    assert {first.kinds, second.kinds} == {(DeviationKind.MADE_UP,)}
    assert (first.article, first.reference, first.taken_over_from) == (2, 1, None)
    assert (second.article, second.taken_over_from, second.first) == (3, 2, 2)


def test_what_two_independent_articles_quote_was_said() -> None:
    kinds = {each.kinds for each in deviations(teller(1, TOLD, origin=True), teller(2, BRIDGE), teller(3, BRIDGE))}
    assert kinds == {(DeviationKind.MARKS_REMOVED,)}


def test_where_nothing_decides_nobody_is_blamed() -> None:
    assert deviations(teller(1, TOLD), teller(2, BRIDGE)) == []


def test_a_short_quotation_that_anybody_may_write_is_passed_over() -> None:
    short = "“It is a cold morning,” Quill said."
    assert deviations(teller(1, short, origin=True), teller(2, "It is a cold morning, and windy.", parent=1)) == []
