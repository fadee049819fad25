"""Whether a house says of a text that it wrote it itself."""

from __future__ import annotations

from dataclasses import replace

import pytest
from test_tracing_matched import relative
from tracing_samples import HARBOUR, analysis, credit, site

from provenance.model import Analysis, Block, Credit, CreditType, Relation, Role, SiteVerdict, SourceKind, Status
from provenance.settings import OriginSettings
from provenance.tracing.origin import Evidence, decide
from provenance.tracing.own_work import is_first, own_work

SETTINGS = OriginSettings()
GAZETTE = site("Skerrin Gazette", SourceKind.UNKNOWN)
STATION = replace(site("KQZV", SourceKind.UNKNOWN), domain="kqzv7.example")
OWN_DATELINE = credit(CreditType.DATELINE, None, 0.8, name="KQZV")


def page(on: SiteVerdict, *credits: Credit, by: str | None = None, published: str | None = "2031-05-02") -> Analysis:
    made = analysis(HARBOUR, on=on, credits=credits, published=published)
    if by is None:
        return made
    return replace(made, blocks=(*made.blocks, Block(99, Role.BYLINE, 0, len(by), by)))


def confidence(asked: Analysis, *, broken: bool = False) -> float | None:
    found = own_work(asked, SETTINGS, broken=broken)
    return None if found is None else found.confidence


def test_a_staff_byline_or_an_own_dateline_says_so_which_is_surer() -> None:
    assert confidence(page(GAZETTE, by="By Oda Brekke, Gazette Staff Writer")) == SETTINGS.staff
    assert confidence(page(STATION, OWN_DATELINE)) == SETTINGS.own_page
    assert confidence(page(STATION, OWN_DATELINE, by="By Oda Brekke, KQZV staff writer")) == SETTINGS.own_page


def test_a_page_that_says_that_it_published_it_first_says_so() -> None:
    found = own_work(
        page(GAZETTE, credit(CreditType.AGENCY_LINE, None, 0.85, name="Skerrin Gazette")), SETTINGS, broken=False
    )
    assert found is not None
    assert (found.confidence, found.name) == (SETTINGS.staff, "Skerrin Gazette")


def test_a_page_that_names_nobody_says_nothing() -> None:
    assert confidence(page(GAZETTE)) is None
    assert confidence(page(GAZETTE, by="By Oda Brekke")) is None


@pytest.mark.parametrize(
    "other",
    [
        credit(CreditType.CONTRIBUTION, "ap", 0.4),
        credit(CreditType.BYLINE, "reuters", 0.9),
        credit(CreditType.DATELINE, None, 0.5, name="QRS"),
        credit(CreditType.COPYRIGHT, "cnn", 0.3),
        credit(CreditType.AGENCY_LINE, None, 0.85, name="Tarn Times"),
        replace(credit(CreditType.SOURCE_LINK, None, 0.3, name="tarntimes.example"), domain="tarntimes.example"),
        credit(CreditType.META, "ap", 0.45),
    ],
)
def test_another_credit_leaves_it_open(other: Credit) -> None:
    assert confidence(page(STATION, OWN_DATELINE, other)) is None


def test_what_is_cited_or_pictured_leaves_the_writing_alone() -> None:
    beside = (credit(CreditType.CITATION, "ap", 0.2), credit(CreditType.CAPTION, "reuters", 0.0))
    footer = credit(CreditType.COPYRIGHT, None, 0.3, name="Lofthus Media, Inc.")
    assert confidence(page(STATION, OWN_DATELINE, *beside, footer)) == SETTINGS.own_page


def test_a_site_that_collects_or_a_broken_text_signs_nothing() -> None:
    assert confidence(page(replace(STATION, aggregator=True), OWN_DATELINE)) is None
    assert confidence(page(replace(STATION, kind=SourceKind.PORTAL), OWN_DATELINE)) is None
    assert confidence(page(STATION, OWN_DATELINE), broken=True) is None


def test_agencies_without_a_name_leave_it_open() -> None:
    shared = page(STATION, OWN_DATELINE, by="From staff and wire reports")
    assert confidence(shared) is None


def test_only_later_copies_leave_a_text_the_first() -> None:
    asked = page(STATION, OWN_DATELINE)
    times = site("Tarn Times")
    assert is_first(asked, ())
    assert is_first(asked, (relative(1, times, published="2031-05-04"),))
    assert not is_first(asked, (relative(1, times, published="2031-05-01"),))
    assert not is_first(asked, (relative(1, times),))
    assert is_first(asked, (relative(1, STATION), relative(2, times, relation=Relation.QUOTE_ONLY)))


def test_the_verdict_is_the_houses_own_where_nothing_else_is_known() -> None:
    own = own_work(page(STATION, OWN_DATELINE), SETTINGS, broken=False)
    base = Evidence(STATION, "2031-05-02", (), (), (), "", own)
    found = decide(base, SETTINGS)
    assert (found.status, found.relation, found.confidence) == (Status.DECIDED, Relation.ORIGINAL, SETTINGS.own_page)
    assert found.origin is not None
    assert (found.origin.source, found.origin.name, found.origin.article) == (None, "KQZV", None)
    first = relative(1, STATION, published="2031-05-01")
    update = decide(replace(base, relatives=(first,)), SETTINGS)
    assert update.relation is Relation.VERSION
    assert update.origin is not None
    assert update.origin.article == first.match.other


def test_agencies_without_a_name_are_a_reason_to_leave_it_open() -> None:
    found = decide(Evidence(GAZETTE, None, (), (), (), "", shared="From staff and wire reports"), SETTINGS)
    assert found.status is Status.ABSTAINED
    assert "“From staff and wire reports” says that agencies wrote a part of it" in found.reasons[0]
    assert not any("no credit says" in reason for reason in found.reasons)


def test_a_line_that_speaks_of_another_text_leaves_a_staff_byline_open() -> None:
    made = page(GAZETTE, by="By Oda Brekke, Gazette Staff Writer")
    line = "Story courtesy of the Tarn Times"
    assert confidence(replace(made, blocks=(*made.blocks, Block(100, Role.BODY, 0, len(line), line)))) is None
