"""The weight of what a page shows by itself: one sign says nothing, and every reason has its rate."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from provenance.model import Block, Finding, Role, Severity
from provenance.tracing.damage.alone.detectors import DETECTORS, LEARNED, Detected
from provenance.tracing.damage.alone.look import detect
from provenance.tracing.damage.alone.phrases import PhraseBook
from provenance.tracing.damage.alone.rates import rates
from provenance.tracing.damage.alone.style import SIGNS, Measured
from provenance.tracing.damage.alone.weigh import rate_words, rates_of, sign_words, weigh

PARAPHRASERS = sorted(name for name, detector in DETECTORS.items() if detector.paraphraser)
PHRASES = {"set_phrase", "small_words", LEARNED}


def found(name: str, text: str = "a thing", start: int = 0) -> Detected:
    return Detected(name, Finding(DETECTORS[name].kind, Severity.WORDING, 0, start, start + len(text), text))


@given(st.sampled_from(PARAPHRASERS), st.integers(1, 50), st.integers(0, 20_000), st.integers(0, 10**6))
def test_one_detector_never_makes_a_machine(name: str, times: int, words: int, compared: int) -> None:
    detected = [found(name, "same phrase", 20 * at) for at in range(times)]
    assert not weigh(detected, (), words, PhraseBook({}, compared, 0)).machine


@given(st.sampled_from(sorted(SIGNS)), st.floats(0, 1000))
def test_nor_does_one_style(name: str, value: float) -> None:
    assert not weigh((), [Measured(name, value)], 500).machine


@given(st.lists(st.sampled_from(PARAPHRASERS), max_size=8), st.integers(0, 20_000), st.randoms())
def test_the_order_of_the_findings_is_nothing(names: list[str], words: int, random: st.randoms) -> None:  # type: ignore[valid-type]
    detected = [found(name, f"thing {at}", 20 * at) for at, name in enumerate(names)]
    mixed = list(detected)
    random.shuffle(mixed)  # type: ignore[attr-defined]
    one, two = weigh(detected, (), words), weigh(mixed, (), words)
    assert (one.machine, one.weight) == (two.machine, pytest.approx(two.weight))


def test_two_damaged_phrases_make_one_and_the_same_twice_does_not() -> None:
    two = [found("set_phrase", "curiosity charges"), found("set_phrase", "prime clergyman", 30)]
    assert weigh(two, (), 400).machine
    assert weigh(two, (), 400).weight == pytest.approx(2 * weigh(two[:1], (), 400).weight)
    assert "too little" in (weigh(two[:1] * 2, (), 400).conclusion or "")
    assert weigh([*two, found("set_phrase", "third one", 60)], (), 400).weight == weigh(two, (), 400).weight


def test_a_slip_weighs_less_on_a_long_page() -> None:
    slip = [found("article"), found("stray_quote", start=30)]
    assert weigh(slip, (), 10_000).weight < weigh(slip, (), 1000).weight


def test_a_learned_phrase_weighs_as_much_as_was_compared() -> None:
    phrase = [found(LEARNED)]
    few, many, wrong = PhraseBook({}, 10, 0), PhraseBook({}, 1000, 0), PhraseBook({}, 1000, 700)
    assert weigh(phrase, (), 400).weight == 0
    assert 0 < weigh(phrase, (), 400, few).weight < weigh(phrase, (), 400, many).weight
    assert weigh(phrase, (), 400, wrong).weight == 0


@pytest.mark.parametrize("name", [name for name in DETECTORS if name != LEARNED])
def test_every_rate_can_be_said(name: str) -> None:
    assert rate_words(name) == f"seen on {rates().detectors[name].pages} of {rates().pages} pages that people wrote"


def test_the_rate_of_a_learned_phrase_is_that_of_its_database() -> None:
    assert "in 3 of 1,200 other articles" in rate_words(LEARNED, PhraseBook({}, 1200, 3))
    assert rate_words(LEARNED) == rate_words(LEARNED, PhraseBook({}, 0, 0)) == "not measured here"


def test_a_style_is_said_with_how_many_pages_have_it() -> None:
    least = rates().signs["spun_words"].at_least
    assert f"of {rates().long_pages} pages" in sign_words(Measured("spun_words", least))
    assert rates().signs["spun_words"].pages(10_000) == 0


def test_a_page_of_megabytes_is_not_looked_through_for_rates() -> None:
    text = "The h\N{CYRILLIC SMALL LETTER A}rbour office said on Monday that the pier stays shut. "
    short, long = (Block(0, Role.BODY, 0, len(text) * count, text * count) for count in (1, 9000))
    found = [each.finding for each in detect([short])]
    assert found
    assert rates_of([short], found)
    assert rates_of([long], found) == {}


def test_a_style_alone_is_not_even_a_suspicion() -> None:
    styles = [Measured("spun_words", 1000.0), Measured("translated", 1000.0)]
    one, both, slip = weigh((), styles[:1], 500), weigh((), styles, 500), weigh([found("article")], styles[:1], 500)
    assert (one.reasons, one.conclusion, one.machine) == ((), None, False)
    assert len(both.reasons) == len(slip.reasons) == 2
    assert both.conclusion is not None


@pytest.mark.parametrize(("compared", "machine"), [(30, False), (1000, True)])
def test_phrases_that_few_articles_speak_for_make_no_machine(compared: int, *, machine: bool) -> None:
    ordinary = [found(LEARNED, "evening meal"), found(LEARNED, "town centre", 30)]
    assert weigh(ordinary, (), 400, PhraseBook({}, compared, 0)).machine is machine
