"""Which stored text an article was made from: named, the origin's own, or shown; else nothing is said."""

from __future__ import annotations

from dataclasses import replace

from tracing_samples import HARBOUR, WIRE, analysis, credit, site, stored

from provenance.model import (
    ArticleMatch,
    ArticleRef,
    CreditType,
    Hop,
    Origin,
    Relation,
    SiteVerdict,
    SourceKind,
    Status,
    Verdict,
)
from provenance.settings import OriginSettings
from provenance.sources import load_registry
from provenance.tracing.declared import claims_of
from provenance.tracing.matched import Relative
from provenance.tracing.taken import taken_from

SETTINGS = OriginSettings()
REGISTRY = load_registry()
COLLECTS = SiteVerdict("copies.example", "Copies", SourceKind.AGGREGATOR, aggregator=True, confidence=1.0)
PAGE = Hop(None, "Copies", SourceKind.AGGREGATOR, "copies.example")
AP = Hop("ap", "The Associated Press", SourceKind.WIRE, "apnews.com")
TIMES = Hop(None, "Tarn Times", SourceKind.UNKNOWN, "tarntimes.example")


def held(
    number: int, on: SiteVerdict, *, share: float = 1.0, published: str | None = None, credited: bool = True
) -> Relative:
    credits = (credit(CreditType.DATELINE, "ap", 0.9),) if credited else ()
    page = analysis(HARBOUR, name=f"a{number}", on=on, published=published, credits=credits)
    each = stored(number, page)
    match = ArticleMatch(each.ref, Relation.VERBATIM, share, share, share, 0.0, ())
    return Relative(match, each, claims_of(page, REGISTRY, SETTINGS))


def verdict(origin: ArticleRef | None = None, relation: Relation = Relation.UNKNOWN) -> Verdict:
    return Verdict(Status.DECIDED, relation, Origin("ap", "The Associated Press", origin), 0.9, (), None, "")


ABSTAINED = Verdict(Status.ABSTAINED, Relation.UNKNOWN, None, 0.0, (), None, "")


def taken(
    *relatives: Relative,
    found: Verdict | None = None,
    chain: tuple[Hop, ...] = (PAGE, AP),
    on: SiteVerdict = COLLECTS,
    broken: bool = True,
    declares: bool = False,
    published: str | None = None,
) -> str | None:
    credits = (credit(CreditType.DATELINE, "ap", 0.9),) if declares else ()
    page = analysis(HARBOUR, on=on, credits=credits, published=published)
    claims = claims_of(page, REGISTRY, SETTINGS)
    ref = taken_from(page, found or verdict(), chain, claims, relatives, SETTINGS, broken=broken)
    return None if ref is None else ref.id


def test_the_origins_own_text_is_taken_where_it_is_held() -> None:
    wire = held(1, WIRE)
    assert taken(wire, held(2, site("Tarn Times")), found=verdict(wire.match.other)) == "a1"


def test_a_place_that_the_page_names_comes_before_the_origin() -> None:
    wire, copy = held(1, WIRE), held(2, site("Tarn Times"))
    assert taken(wire, copy, found=verdict(wire.match.other), chain=(PAGE, TIMES, AP)) == "a2"


def test_a_place_that_the_page_names_is_enough_where_the_origin_cannot_be_said() -> None:
    assert taken(held(2, site("Tarn Times")), found=ABSTAINED, chain=(PAGE, TIMES)) == "a2"
    assert taken(held(2, site("Tarn Times")), found=ABSTAINED, chain=(PAGE,)) is None


def test_a_place_that_is_named_and_had_it_later_is_not_believed() -> None:
    later = held(2, site("Tarn Times"), published="2031-05-04")
    assert taken(later, found=ABSTAINED, chain=(PAGE, TIMES), published="2031-05-03") is None


def test_little_shared_text_is_no_taking() -> None:
    assert taken(held(2, site("Tarn Times"), share=0.2), chain=(PAGE, TIMES, AP)) is None


def test_an_original_was_taken_from_nothing_and_a_version_from_the_earlier_one() -> None:
    wire = held(1, WIRE)
    assert taken(wire, found=verdict(relation=Relation.ORIGINAL), chain=(PAGE, TIMES)) is None
    assert taken(wire, found=verdict(wire.match.other, Relation.VERSION), chain=(PAGE,)) == "a1"


def test_an_aggregator_has_an_agencys_text_from_the_copy_that_signs_show() -> None:
    early = held(1, site("Tarn Times"), published="2031-05-02")
    assert taken(early, published="2031-05-04") == "a1"
    assert taken(early, published="2031-05-04", declares=True) is None, "it says that it has it from the agency"
    assert taken(early, published="2031-05-04", on=site("Echo"), broken=False) is None, "a paper has it from the agency"
    assert taken(held(1, site("Tarn Times"), credited=False), published="2031-05-04") is None


def test_of_two_copies_that_show_the_same_neither_is_guessed() -> None:
    two = [held(n, site(f"Paper {n}"), published="2031-05-02") for n in (1, 2)]
    assert taken(*two, published="2031-05-04") is None
    assert taken(two[0], replace(two[1], match=replace(two[1].match, share=0.9)), published="2031-05-04") == "a1"
