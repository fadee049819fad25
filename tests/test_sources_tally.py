"""Counting the pages of a site: what is taken, whose it is, and what the page says of that."""

from __future__ import annotations

import random
from dataclasses import replace
from typing import Any

import pytest

from provenance.model import CreditType, Relation, SourceKind
from provenance.sources.site_page import Earlier, PageCredit, SitePage
from provenance.sources.tally import surely_before, tally

HOME = "tarn.example"
OWN = SitePage(
    words=100,
    source=None,
    domain=HOME,
    published="2031-03-04T12:00:00+00:00",
    kind=SourceKind.UNKNOWN,
    name="The Tarn",
    aggregator=None,
    decided=False,
    relation=Relation.UNKNOWN,
    machine=False,
)


def page(**facts: object) -> SitePage:
    return replace(OWN, **facts)  # type: ignore[arg-type]


def credit(type_: CreditType, name: str, **facts: object) -> PageCredit:
    rest: dict[str, Any] = {"source": None, "domain": None, "kind": None, "rule": "rule"} | facts
    return PageCredit(type_, name=name, **rest)


def wire(**facts: object) -> SitePage:
    origin = {"origin": "ap", "origin_name": "The Associated Press", "origin_kind": SourceKind.WIRE}
    return page(decided=True, relation=Relation.VERBATIM, **origin, **facts)


def outlet(number: int = 1, **facts: object) -> SitePage:
    home = f"mill{number}.example"
    return page(earlier=Earlier(home, 0.9, "2031-03-04T09:00:00+00:00"), **facts)


AP = credit(CreditType.DATELINE, "The Associated Press", source="ap", kind=SourceKind.WIRE)


def test_a_wires_text_is_credited_by_its_dateline_or_its_footer_and_not_by_silence() -> None:
    footer = replace(AP, type=CreditType.COPYRIGHT)
    facts = tally(HOME, [wire(credits=(AP,)), wire(credits=(footer,)), wire()])
    assert (facts.taken, facts.credited, facts.bare, facts.origins, facts.outlets) == (3, 2, 0, 1, 0)


def test_an_unnamed_text_of_another_house_is_bare_and_those_houses_are_counted() -> None:
    facts = tally(HOME, [outlet(1), outlet(1), outlet(2)])
    assert (facts.taken, facts.credited, facts.bare, facts.bare_houses, facts.outlets) == (3, 0, 3, 2, 2)
    assert facts.words_elsewhere == pytest.approx(0.9)
    assert facts.hours_behind == pytest.approx(3.0)


@pytest.mark.parametrize(
    "naming",
    [
        {"bylines": ("By Ida Marsh, Mill1 Post",)},
        {"lines": ("Provided by mill1.example",)},
        {"credits": (credit(CreditType.AGENCY_LINE, "mill1.example"),)},
    ],
)
def test_a_house_is_named_in_a_byline_in_a_line_beside_the_story_or_by_a_credit(naming: dict[str, Any]) -> None:
    facts = tally(HOME, [outlet(1, **naming)])
    assert (facts.credited, facts.bare, facts.named_houses) == (1, 0, 1)


def test_a_link_alone_takes_a_page_from_where_it_points() -> None:
    linked = [page(credits=(credit(CreditType.SOURCE_LINK, "x", domain=f"mill{n}.example"),)) for n in range(3)]
    facts = tally(HOME, [*linked, page(credits=(credit(CreditType.SOURCE_LINK, "x", domain=f"www.{HOME}"),))])
    assert (facts.articles, facts.taken, facts.away, facts.away_houses) == (4, 3, 3, 3)


def footed(holder: str) -> SitePage:
    return page(credits=(credit(CreditType.COPYRIGHT, holder),))


def test_strange_footers_count_and_those_of_the_sites_owner_or_its_own_do_not() -> None:
    strange = [footed(f"Mill {number} Post") for number in range(4)]
    assert tally(HOME, [*strange, *[OWN] * 6]).away_houses == 4
    assert tally(HOME, [footed("Fenn Media Group")] * 10).taken == 0
    assert tally(HOME, [footed("The Tarn Company")] * 3 + [OWN] * 7).taken == 0
    assert tally(HOME, [footed("Fenn Media"), footed("Fenn Digital"), *[OWN] * 8]).taken == 0, "two of one owner"


def test_a_page_first_published_elsewhere_says_so_itself() -> None:
    said = credit(CreditType.AGENCY_LINE, "Mill Post", rule="agency line: first published elsewhere")
    facts = tally(HOME, [page(credits=(said,))])
    assert (facts.taken, facts.credited, facts.named_houses) == (1, 1, 1)


def test_a_text_under_another_byline_is_resigned_and_its_invented_writer_signs_nothing() -> None:
    taken = [outlet(n, bylines=("By Max Stone",), origin_bylines=("By Ida Marsh",)) for n in range(2)]
    facts = tally(HOME, [*taken, page(bylines=("By Max Stone",)), page(bylines=("By Vera Falk",))])
    assert (facts.resigned, facts.own) == (2, 1)
    kept = tally(HOME, [outlet(1, bylines=("By Ida Marsh",), origin_bylines=("IDA MARSH",))])
    assert kept.resigned == 0


@pytest.mark.parametrize(
    ("byline", "own"),
    [
        ("By Ida Marsh", 1),
        ("Ida Marsh, Staff Writer", 1),
        ("अनिता शर्मा", 1),
        ("By Editorial Team", 0),
        ("By admin", 0),
        ("Staff report", 0),
        ("Staff and wire reports", 0),
    ],
)
def test_only_a_person_signs_and_no_desk(byline: str, own: int) -> None:
    assert tally(HOME, [page(bylines=(byline,))]).own == own


def test_the_sites_own_dateline_signs_and_anothers_does_not() -> None:
    sign = credit(CreditType.DATELINE, "The Tarn", rule="dateline: call sign")
    facts = tally(HOME, [page(credits=(sign,)), page(credits=(AP,), bylines=("By Ida Marsh",))])
    assert (facts.own, facts.called) == (1, 1)


@pytest.mark.parametrize(
    "own",
    [
        page(decided=True, relation=Relation.ORIGINAL, origin="tarn", origin_name="The Tarn"),
        page(decided=True, relation=Relation.VERSION, origin_home="x.example"),
        page(decided=True, relation=Relation.VERBATIM, origin="tarn", source="tarn"),
        page(decided=True, relation=Relation.VERBATIM, origin_home=HOME),
        page(decided=True, relation=Relation.VERBATIM, origin="tarn", origin_domain=HOME),
    ],
)
def test_what_is_from_the_site_itself_is_not_taken(own: SitePage) -> None:
    assert tally(HOME, [own]).taken == 0


def test_the_counts_do_not_depend_on_the_order_of_the_pages() -> None:
    pages = [outlet(n % 3, bylines=("By Max Stone",), origin_bylines=("By Ida Marsh",)) for n in range(7)]
    pages += [wire(credits=(AP,)), wire(), OWN, page(bylines=("By Max Stone",)), footed("A Post"), footed("B Post")]
    whole = tally(HOME, pages)
    for seed in range(5):
        random.Random(seed).shuffle(pages)
        assert tally(HOME, pages) == whole


@pytest.mark.parametrize(
    ("one", "other", "before"),
    [
        ("2031-03-04T09:00:00+00:00", "2031-03-04T09:30:00+00:00", True),
        ("2031-03-04T09:00:00-05:00", "2031-03-04T10:00:00+00:00", False),
        ("2031-03-04T09:00:00", "2031-03-04T10:00:00", False),
        ("2031-03-04", "2031-03-04T10:00:00+00:00", False),
        ("2031-03-03", "2031-03-04T10:00:00+00:00", True),
    ],
)
def test_without_zones_only_the_day_tells_who_was_first(one: str, other: str, before: bool) -> None:
    assert surely_before(one, other) is before


def test_hours_behind_need_clocks_with_zones() -> None:
    assert tally(HOME, [wire(origin_published="2031-03-04")]).hours_behind is None
    assert tally(HOME, [wire(origin_published="2031-03-04T10:30:00+00:00")]).hours_behind == pytest.approx(1.5)
    assert tally(HOME, []).hours_behind is None


def test_what_is_no_time_is_never_surely_before() -> None:
    """A database that was brought in may hold any text as a date."""
    for odd in ("99999993-11-08T15:04:00+00:00", "soon", ""):
        assert not surely_before(odd, "2031-03-04T10:00:00+00:00")
        assert not surely_before("2031-03-04T10:00:00+00:00", odd)
