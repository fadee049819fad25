"""Quotations for a person."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from quote_samples import BRIDGE, WATER, report, teller
from rich.console import Console

from provenance.report.quotes import quote_card, quote_object, quote_summary

if TYPE_CHECKING:
    from provenance.tracing.quotes.findings import QuoteReport

FOUR = BRIDGE.replace("three", "four")


def shown(found: QuoteReport) -> str:
    console = Console(width=160, force_terminal=False, no_color=True, markup=False)
    with console.capture() as captured:
        console.print(quote_card(found))
    return captured.get()


def test_a_change_reads_without_colour() -> None:
    text = shown(report([teller(1, BRIDGE, origin=True), teller(2, FOUR, parent=1), teller(3, FOUR, parent=2)]))
    assert "1 speaker, 1 quotation, 1 altered by 2 articles" in text
    assert "because [three → four] of the cables" in text
    assert "Paper 3: numbers changed; first at Paper 2" in text
    assert "this is the origin’s" in text


def test_words_that_are_missing_and_words_that_are_new_are_marked_with_a_dash() -> None:
    cut = shown(report([teller(1, BRIDGE, origin=True), teller(2, BRIDGE.replace("never ", ""), parent=1)]))
    assert "were [never → –] tested" in cut
    new = shown(
        report([teller(1, BRIDGE, origin=True), teller(2, BRIDGE.replace("the cables", "the old cables"), parent=1)])
    )
    assert "of the [– → old] cables" in new


def test_where_there_is_no_majority_all_wordings_are_shown() -> None:
    text = shown(report([teller(1, BRIDGE), teller(2, FOUR)]))
    assert "no majority" in text
    assert "never tested” Paper 1" in text.replace(",”", "”")


def test_an_article_outside_the_story_is_not_counted_among_its_own() -> None:
    beside = replace(teller(3, BRIDGE), in_story=False)
    text = shown(report([teller(1, BRIDGE, origin=True), teller(2, BRIDGE, parent=1), beside]))
    assert "2 of 2 articles have it whole, 1 outside the story quotes it too, " in text


def test_what_one_article_quotes_alone_is_counted() -> None:
    found = report([teller(1, BRIDGE, WATER, origin=True), teller(2, BRIDGE)])
    assert "1 quotation stands in one article only" in shown(found)
    assert quote_summary(found) == "2 speakers, 2 quotations, none altered"


def test_no_page_writes_to_the_terminal() -> None:
    evil = BRIDGE.replace("cables", "ca\x1b[31mbles")
    text = shown(report([teller(1, BRIDGE, origin=True), teller(2, evil, parent=1), teller(3, evil)]))
    assert "\x1b" not in text


def test_many_deviations_are_cut_and_json_has_all() -> None:
    found = report([teller(1, BRIDGE, origin=True), *(teller(number, FOUR, parent=1) for number in range(2, 30))])
    assert "and 20 more" in shown(found)
    assert len(quote_object(found)["utterances"][0]["deviations"]) == 28
