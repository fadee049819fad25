"""The months."""

from __future__ import annotations

from provenance.months import DOUBTFUL, MONTHS


def test_months_are_words_in_lower_case() -> None:
    assert all(month.casefold() == month and "." not in month for month in MONTHS)
    assert {"march", "märz", "mars", "marzo", "março", "मार्च"} <= MONTHS


def test_words_that_are_seldom_months_are_set_apart() -> None:
    assert {"set", "out", "ago"} == DOUBTFUL
