"""The shipped rates are those of the detectors that there are, and can be read."""

from __future__ import annotations

import pytest

from provenance.errors import InputError
from provenance.tracing.damage.alone.detectors import DETECTORS, LEARNED
from provenance.tracing.damage.alone.rates import rates, rates_from
from provenance.tracing.damage.alone.style import SIGNS
from provenance.tracing.damage.words.lists import read_list


def test_the_rates_cover_exactly_the_detectors_and_the_signs() -> None:
    assert set(rates().detectors) == set(DETECTORS) - {LEARNED}
    assert set(rates().signs) == set(SIGNS)


def test_the_rates_are_counts_of_what_was_measured() -> None:
    known = rates()
    assert 0 < known.long_pages <= known.pages
    for rate in known.detectors.values():
        assert 0 <= rate.pages <= rate.findings or rate.findings == 0
        assert rate.pages <= known.pages
        assert rate.machine <= known.machine
    for sign in known.signs.values():
        assert list(sign.largest) == sorted(sign.largest)
        assert all(value >= sign.at_least > 0 for value in sign.largest)


def test_few_of_peoples_pages_and_paragraphs_are_wronged() -> None:
    data = read_list("rates")
    assert data["verdict"]["wrong"] <= 0.003 * data["people"]["pages"]
    assert data["people"]["paragraphs_with_a_finding"] <= 0.005 * data["people"]["paragraphs"]


def test_what_is_rarer_among_people_weighs_more() -> None:
    known = rates()
    least = known.signs["translated"].at_least
    assert known.sign_weight("translated", 10_000) > known.sign_weight("translated", least)


def test_a_file_that_lacks_a_number_is_named() -> None:
    data = read_list("rates")
    del data["people"]["words"]
    with pytest.raises(InputError, match=r"rates\.toml: 'words' is missing"):
        rates_from(data)


def test_together_counts_the_pages_on_which_all_fired() -> None:
    data = read_list("rates")
    data["people"]["together"] = [["article", "literal"], ["article", "literal", "template"]]
    known = rates_from(data)
    assert known.seen_together({"article", "literal"}) == 2
    assert known.seen_together({"article", "template"}) == 1
    assert known.seen_together({"template", "spintax"}) == 0
