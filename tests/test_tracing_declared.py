from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest
from tracing_samples import HARBOUR, NOWHERE, WIRE, analysis, credit, site

from provenance.model import Block, Credit, CreditType, Role, SiteVerdict
from provenance.settings import OriginSettings
from provenance.sources import load_registry
from provenance.sources.rules import BYLINE_HOUSE, BYLINE_JOINT, DATELINE_JOINT, DISTRIBUTED, ISSUER
from provenance.tracing.declared import Declared, Share, claims_of

if TYPE_CHECKING:
    from provenance.sources.rules import Rule

SETTINGS = OriginSettings()
REGISTRY = load_registry()
FOOTER = "Copyright 2031 Tarn Media. This material may not be published, broadcast or rewritten."


def claims(*credits: Credit, on: SiteVerdict = NOWHERE) -> tuple[Declared, ...]:
    return claims_of(analysis(HARBOUR, on=on, credits=credits), REGISTRY, SETTINGS)


@pytest.mark.parametrize(
    "kind", [CreditType.DATELINE, CreditType.BYLINE, CreditType.AGENCY_LINE, CreditType.CONTRIBUTOR_LINE]
)
def test_a_strong_credit_names_the_writer(kind: CreditType) -> None:
    (claim,) = claims(credit(kind, "ap", 0.9))
    assert (claim.source, claim.whole) == ("ap", True)
    assert claim.confidence == pytest.approx(0.9)


@pytest.mark.parametrize("kind", [CreditType.CAPTION, CreditType.CITATION, CreditType.TOLD, CreditType.META])
def test_pictures_citations_and_markup_name_no_writer(kind: CreditType) -> None:
    assert claims(credit(kind, "ap", 0.95)) == ()


def test_two_kinds_of_credit_are_surer_than_one() -> None:
    (claim,) = claims(credit(CreditType.DATELINE, "ap", 0.9), credit(CreditType.BYLINE, "ap", 0.8, block=1))
    assert claim.confidence == SETTINGS.most


def test_an_agencys_footer_names_it_and_an_outlets_does_not() -> None:
    assert [c.source for c in claims(credit(CreditType.COPYRIGHT, "ap", 0.85))] == ["ap"]
    assert claims(credit(CreditType.COPYRIGHT, "cnn", 0.85)) == ()


def test_a_contribution_is_a_claim_to_a_part() -> None:
    (claim,) = claims(credit(CreditType.CONTRIBUTION, "pti", 0.4))
    assert (claim.source, claim.whole) == ("pti", False)


def test_an_unknown_source_is_no_claim() -> None:
    assert claims(credit(CreditType.DATELINE, None, 0.9, name="KXYZ")) == ()


def joint(*left_out: str, restricted: bool = True) -> tuple[Declared, ...]:
    """A page with an agency's contributor form, a foreign footer and a link to the footer's house."""
    page = analysis(HARBOUR, on=site("Copies"))
    footer = FOOTER if restricted else "Copyright 2031 Tarn Media. All rights reserved."
    end = page.blocks[-1].end
    block = Block(len(HARBOUR), Role.COPYRIGHT, end + 2, end + 2 + len(footer), footer)
    parts = {
        "form": credit(CreditType.CONTRIBUTOR_LINE, "ap", 0.3),
        "footer": credit(CreditType.COPYRIGHT, None, 0.3, name="Tarn Media", block=block.position),
        "link": replace(credit(CreditType.SOURCE_LINK, None, 0.3, name="tarn.example"), domain="tarn.example"),
    }
    kept = tuple(part for name, part in parts.items() if name not in left_out)
    page = replace(page, blocks=(*page.blocks, block), credits=kept)
    return claims_of(page, REGISTRY, SETTINGS)


def test_the_joint_form_decides_with_all_its_parts() -> None:
    (claim,) = joint()
    assert (claim.source, claim.confidence) == ("ap", SETTINGS.joint)
    assert claim.confidence <= 0.8
    assert len(claim.reasons) == 4


def test_the_joint_form_needs_its_parts() -> None:
    assert joint("form") == ()
    assert joint("footer") == ()
    assert joint("link", restricted=False) == ()
    assert joint("link")[0].confidence < SETTINGS.joint


def test_the_sites_own_footer_is_no_sign_of_a_licensed_copy() -> None:
    page = analysis(
        HARBOUR,
        on=site("Tarn Media"),
        credits=(
            credit(CreditType.CONTRIBUTOR_LINE, "ap", 0.3),
            credit(CreditType.COPYRIGHT, None, 0.3, name="Tarn Media"),
        ),
    )
    assert claims_of(page, REGISTRY, SETTINGS) == ()


def test_the_surest_claim_comes_first() -> None:
    found = claims(credit(CreditType.BYLINE, "reuters", 0.7), credit(CreditType.DATELINE, "ap", 0.9), on=WIRE)
    assert [claim.source for claim in found] == ["ap", "reuters"]


def test_a_line_can_name_a_house_that_no_registry_knows() -> None:
    line = credit(CreditType.AGENCY_LINE, None, 0.85, name="Skerrin Post")
    (claim,) = claims(line, line)
    assert (claim.source, claim.name, claim.confidence) == (None, "Skerrin Post", 0.85)
    assert claims(line, on=site("The Skerrin Post")) == ()


def ruled(rule: Rule, source: str | None, name: str = "", block: int = 0) -> Credit:
    return replace(credit(rule.type, source, rule.weight, name=name, block=block), rule=rule.name)


def shares(*credits: Credit, on: SiteVerdict = NOWHERE) -> list[tuple[str | None, str, Share]]:
    return [(claim.source, claim.name, claim.share) for claim in claims(*credits, on=on)]


TNS = ("tns", "Tribune News Service", Share.HANDED_ON)


def test_a_distributor_wrote_what_nobody_else_is_named_for() -> None:
    byline = credit(CreditType.BYLINE, "tns", 0.9)
    assert shares(byline) == [("tns", "Tribune News Service", Share.WHOLE)]
    assert shares(byline, credit(CreditType.BYLINE, "bloomberg", 0.9)) == [("bloomberg", "Bloomberg", Share.WHOLE), TNS]
    assert shares(byline, ruled(BYLINE_HOUSE, None, "Ostby Post")) == [(None, "Ostby Post", Share.WHOLE), TNS]


@pytest.mark.parametrize(("name", "source"), [("The Seattle Times", "seattletimes"), ("Ostby Bell", None)])
def test_the_holder_beside_a_distributor_is_the_writer(name: str, source: str | None) -> None:
    known = REGISTRY.by_name(name)
    assert (known is None) == (source is None)
    notice = credit(CreditType.COPYRIGHT, known.id if known else None, 0.7 if known else 0.3, name=name, block=7)
    line = credit(CreditType.AGENCY_LINE, "tns", 0.9, block=7)
    assert shares(notice, line) == [(known.id if known else None, name, Share.WHOLE), TNS]
    assert shares(replace(notice, block=8), line) == [("tns", "Tribune News Service", Share.WHOLE)]
    assert len(shares(replace(notice, block=5), line)) == (2 if known else 1)


def test_the_pages_own_footer_is_no_writers() -> None:
    footer = credit(CreditType.COPYRIGHT, None, 0.3, name="Tarn Media", block=7)
    line = credit(CreditType.AGENCY_LINE, "tns", 0.9, block=7)
    assert shares(footer, line, on=site("Tarn Media")) == [("tns", "Tribune News Service", Share.WHOLE)]


def test_an_agency_that_a_line_calls_the_distributor_is_one() -> None:
    line = ruled(DISTRIBUTED, "reuters")
    assert shares(line, credit(CreditType.BYLINE, "guardian", 0.9)) == [
        ("guardian", "The Guardian", Share.WHOLE),
        ("reuters", "Reuters", Share.HANDED_ON),
    ]
    assert shares(line) == [("reuters", "Reuters", Share.WHOLE)]


def test_a_press_service_hands_on_what_an_issuer_wrote_and_nothing_else() -> None:
    dateline = credit(CreditType.DATELINE, "prnewswire", 0.9)
    assert shares(dateline, ruled(ISSUER, None, "Bramblewick Kettles")) == [
        (None, "Bramblewick Kettles", Share.WHOLE),
        ("prnewswire", "PR Newswire", Share.HANDED_ON),
    ]
    assert {share for _, _, share in shares(dateline, credit(CreditType.BYLINE, "ap", 0.9))} == {Share.WHOLE}


def test_those_who_are_named_together_are_claims_of_either() -> None:
    ap = ("ap", "The Associated Press", Share.JOINT)
    assert shares(ruled(BYLINE_JOINT, "ap")) == [ap]
    assert shares(ruled(DATELINE_JOINT, None, "KQZX"), ruled(DATELINE_JOINT, "ap")) == [ap, (None, "KQZX", Share.JOINT)]
    assert shares(ruled(BYLINE_JOINT, "ap"), credit(CreditType.DATELINE, "ap", 0.9)) == [ap]
    assert shares(ruled(BYLINE_JOINT, "ap"), credit(CreditType.CONTRIBUTION, "ap", 0.4)) == [ap]
