"""What the counted pages of a site make of it, and what goes before them."""

from __future__ import annotations

from dataclasses import asdict, replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from provenance.model import SiteVerdict, SourceKind
from provenance.sources.record import FEWEST, SiteFacts, judge_record, with_record

NOTHING = SiteFacts(
    home="tarn.example",
    name="Tarn",
    kind=SourceKind.UNKNOWN,
    articles=20,
    taken=0,
    credited=0,
    damaged=0,
    origins=0,
    outlets=0,
    bare=0,
    bare_houses=0,
    resigned=0,
    excerpts=0,
    away=0,
    away_houses=0,
    named_houses=0,
    says_so=0,
    own=0,
    called=0,
    words_elsewhere=0.0,
    hours_behind=None,
)


def facts(**counts: object) -> SiteFacts:
    return replace(NOTHING, **counts)  # type: ignore[arg-type]


# a site that has nearly all from others, and no word for any of them
TAKES = {"taken": 18, "bare": 12, "bare_houses": 6, "origins": 7, "outlets": 6}


@pytest.mark.parametrize(
    ("counts", "said"),
    [
        (TAKES, "12 of the 18 taken ones are from 6 others"),
        (
            {"taken": 18, "origins": 6, "outlets": 5, "credited": 9, "away": 13, "away_houses": 6},
            "13 of 20 articles only",
        ),
        ({"taken": 16, "origins": 3, "damaged": 9, "credited": 3}, "9 of 20 articles are machine paraphrases"),
        (
            {"taken": 18, "origins": 7, "outlets": 6, "credited": 10, "excerpts": 12},
            "12 of the 18 taken ones are excerpts",
        ),
        ({"taken": 12, "origins": 4, "credited": 12, "says_so": 20}, "20 of 20 articles show by themselves"),
    ],
)
def test_each_way_of_living_on_others_is_an_aggregators_and_is_told(counts: dict[str, int], said: str) -> None:
    verdict = judge_record(facts(**counts))
    assert (verdict.kind, verdict.aggregator) == (SourceKind.AGGREGATOR, True)
    assert any(said in reason for reason in verdict.reasons), verdict.reasons
    assert f"{counts['taken']} of 20 articles were first written elsewhere" in verdict.reasons[0]


def test_a_small_paper_with_half_its_pages_from_an_agency_and_credited_is_no_aggregator() -> None:
    paper = facts(taken=10, credited=10, origins=2, named_houses=2, own=7, words_elsewhere=0.5)
    verdict = judge_record(paper)
    assert (verdict.kind, verdict.aggregator) == (SourceKind.OUTLET, False)
    assert verdict.confidence >= 0.7


def test_a_paper_that_forgets_its_credits_is_left_open() -> None:
    assert judge_record(facts(taken=10, credited=4, origins=3, own=8)).aggregator is None


def test_sister_papers_that_share_their_texts_are_left_open() -> None:
    assert (
        judge_record(facts(taken=9, credited=3, origins=4, outlets=3, bare=6, bare_houses=3, own=10)).aggregator is None
    )


def test_who_takes_from_many_and_names_them_is_a_portal() -> None:
    verdict = judge_record(facts(taken=18, credited=17, origins=8, outlets=6, named_houses=8, bare=1, bare_houses=1))
    assert (verdict.kind, verdict.aggregator) == (SourceKind.PORTAL, False)
    assert "name 8 different others" in verdict.reasons[-1]


def test_a_site_that_signs_nothing_is_not_cleared_by_what_is_not_known() -> None:
    assert judge_record(facts(taken=5, bare=5, bare_houses=1, origins=1, outlets=1)).aggregator is None
    assert judge_record(facts(taken=5, credited=5, origins=1, own=8)).aggregator is False
    assert judge_record(facts(taken=18, credited=18, origins=2, named_houses=2, own=1)).aggregator is None


def test_a_site_that_writes_all_of_it_is_an_outlet_or_a_station() -> None:
    assert judge_record(facts(own=15)).kind is SourceKind.OUTLET
    station = judge_record(facts(own=15, called=15))
    assert station.kind is SourceKind.STATION
    assert "15 of 20 articles have its call sign" in station.reasons[-2] + station.reasons[-1]
    assert judge_record(facts(kind=SourceKind.WIRE, own=15)).kind is SourceKind.WIRE


@given(st.integers(0, FEWEST - 1), st.booleans())
def test_few_articles_say_nothing(articles: int, all_taken: bool) -> None:
    taken = articles if all_taken else 0
    verdict = judge_record(facts(articles=articles, taken=taken, bare=taken, bare_houses=taken, damaged=taken))
    assert (verdict.kind, verdict.aggregator, verdict.confidence) == (SourceKind.UNKNOWN, None, 0.0)
    assert str(articles) in verdict.reasons[0]


counts = st.integers(0, 20)


def test_few_articles_that_all_say_it_themselves_are_believed() -> None:
    verdict = judge_record(facts(articles=2, taken=2, says_so=2))
    assert (verdict.kind, verdict.aggregator) == (SourceKind.AGGREGATOR, True)
    assert verdict.reasons == (
        "2 of its articles are stored, and by itself each shows that the site collects others' texts",
    )
    assert judge_record(facts(articles=2, taken=2, says_so=1)).aggregator is None
    assert judge_record(facts(articles=1, taken=1, says_so=1)).reasons == (
        "1 of its articles is stored, and it shows by itself that the site collects others' texts",
    )


@given(
    st.fixed_dictionaries({name: counts for name, value in asdict(NOTHING).items() if value == 0 and name != "home"})
)
def test_a_verdict_is_never_without_a_reason_and_never_sure_where_it_abstains(given_counts: dict[str, int]) -> None:
    verdict = judge_record(facts(**given_counts))
    assert verdict.reasons
    assert all(verdict.reasons)
    assert 0 <= verdict.confidence < 0.95
    assert (verdict.aggregator is None) == (verdict.confidence == 0)
    assert (verdict.kind is SourceKind.AGGREGATOR) == (verdict.aggregator is True)


PAGE = SiteVerdict("tarn.example", "Tarn", SourceKind.UNKNOWN, None, 0.5, ("the page gives its name",))
RECORD = judge_record(facts(**TAKES))


def test_where_page_and_registry_say_nothing_the_record_decides() -> None:
    joined = with_record(PAGE, RECORD)
    assert (joined.kind, joined.aggregator, joined.confidence) == (SourceKind.AGGREGATOR, True, RECORD.confidence)
    assert joined.name == "Tarn"
    assert joined.reasons == (*RECORD.reasons, *PAGE.reasons)


def test_the_registry_goes_before_the_record() -> None:
    known = replace(PAGE, kind=SourceKind.OUTLET, aggregator=False, confidence=0.95, source="tarn")
    assert with_record(known, RECORD) == known


def test_a_portal_of_the_registry_is_cleared_where_it_names_its_partners() -> None:
    portal = replace(PAGE, kind=SourceKind.PORTAL, confidence=0.95, source="tarn")
    cleared = judge_record(facts(taken=18, credited=17, origins=8, outlets=6, named_houses=8))
    assert with_record(portal, cleared).aggregator is False
    assert with_record(portal, RECORD).aggregator is None


def test_a_page_that_says_what_it_is_goes_first() -> None:
    says = replace(PAGE, kind=SourceKind.AGGREGATOR, aggregator=True, confidence=0.9, reasons=("it says so",))
    joined = with_record(says, judge_record(facts(own=15)))
    assert (joined.kind, joined.aggregator, joined.confidence) == (SourceKind.AGGREGATOR, True, 0.9)
    assert joined.reasons[0] == "it says so"


def test_the_record_goes_before_a_sign_on_one_page() -> None:
    links = replace(PAGE, kind=SourceKind.AGGREGATOR, aggregator=True, confidence=0.75, reasons=("it links away",))
    joined = with_record(links, judge_record(facts(own=15)))
    assert (joined.kind, joined.aggregator) == (SourceKind.OUTLET, False)


def test_an_open_record_is_told_and_changes_nothing() -> None:
    record = judge_record(facts(taken=10, credited=4, origins=3, own=8))
    joined = with_record(PAGE, record)
    assert (joined.kind, joined.aggregator, joined.confidence) == (PAGE.kind, None, PAGE.confidence)
    assert joined.reasons == (*PAGE.reasons, *record.reasons)
    assert with_record(PAGE, None) == PAGE
