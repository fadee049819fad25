from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from test_tracing_matched import relative
from tracing_samples import BROKEN, NOWHERE, SOUND, WIRE, site

from provenance.model import ArticleMatch, ArticleRef, DamageSummary, Relation, Status, Verdict
from provenance.settings import OriginSettings
from provenance.tracing.declared import Declared, Share
from provenance.tracing.matched import Writer
from provenance.tracing.origin import Evidence, decide, with_relation

SETTINGS = OriginSettings()
TEXT = ArticleRef(4, "wire.html", None, None)


def claim(source: str, confidence: float = 0.9, *, whole: bool = True) -> Declared:
    share = Share.WHOLE if whole else Share.PART
    return Declared(source, source.upper(), confidence, (), (f"{source} is credited",), share)


def writer(source: str | None, confidence: float = 0.9, article: ArticleRef | None = None) -> Writer:
    return Writer(source, (source or "tarn times").upper(), confidence, article, (f"{source} has the text",))


def verdict(**given: Any) -> Verdict:
    base = Evidence(NOWHERE, None, (), (), (), "coverage")
    return decide(replace(base, **given), SETTINGS)


def test_nothing_known_abstains_and_says_so() -> None:
    found = verdict()
    assert (found.status, found.origin, found.relation) == (Status.ABSTAINED, None, Relation.UNKNOWN)
    assert found.reasons
    assert found.coverage == "coverage"


def test_a_credit_decides_without_any_text() -> None:
    found = verdict(claims=(claim("ap"),))
    assert found.origin is not None
    assert (found.origin.source, found.origin.article) == ("ap", None)


def test_agreement_raises_confidence_and_gives_the_text() -> None:
    alone = verdict(claims=(claim("ap", 0.7),))
    both = verdict(claims=(claim("ap", 0.7),), writers=(writer("ap", 0.6, TEXT),))
    assert both.confidence > alone.confidence
    assert both.origin is not None
    assert both.origin.article == TEXT


def test_conflict_is_shown_and_the_loser_is_the_runner_up() -> None:
    found = verdict(claims=(claim("ap", 0.9),), writers=(writer("reuters", 0.6),))
    assert found.origin is not None
    assert found.origin.source == "ap"
    assert found.runner_up is not None
    assert found.runner_up.source == "reuters"
    assert any("AP" in reason and "REUTERS" in reason for reason in found.reasons)


def test_a_tie_abstains_and_names_both() -> None:
    found = verdict(writers=(writer("ap", 0.8), writer("reuters", 0.75)))
    assert found.status is Status.ABSTAINED
    assert "AP" in found.reasons[0]
    assert "REUTERS" in found.reasons[0]


def test_weak_evidence_abstains_with_a_runner_up() -> None:
    found = verdict(writers=(writer("ap", 0.4),))
    assert (found.status, found.runner_up and found.runner_up.source) == (Status.ABSTAINED, "ap")


def test_a_part_is_not_the_whole() -> None:
    found = verdict(claims=(claim("pti", 0.4, whole=False),))
    assert (found.status, found.runner_up and found.runner_up.source) == (Status.ABSTAINED, "pti")


def test_an_agencys_own_page_is_the_original() -> None:
    found = verdict(site=WIRE)
    assert (found.status, found.relation) == (Status.DECIDED, Relation.ORIGINAL)
    assert found.origin is not None
    assert found.origin.source == "ap"


def test_an_agencys_page_that_credits_another_is_a_copy() -> None:
    found = verdict(site=WIRE, claims=(claim("reuters"),))
    assert found.origin is not None
    assert found.origin.source == "reuters"


def test_a_later_text_of_the_same_source_is_a_version() -> None:
    first = relative(1, WIRE, published="2031-05-02T08:00:00+00:00")
    found = verdict(site=WIRE, published="2031-05-02T10:00:00+00:00", relatives=(first,))
    assert found.relation is Relation.VERSION
    assert found.origin is not None
    assert found.origin.article == first.match.other
    assert verdict(site=WIRE, published="2031-05-01", relatives=(first,)).relation is Relation.ORIGINAL


def test_shared_quotations_alone_are_said_to_be_that() -> None:
    found = verdict(relatives=(relative(1, site("Tarn Times"), relation=Relation.QUOTE_ONLY),))
    assert (found.status, found.relation) == (Status.ABSTAINED, Relation.QUOTE_ONLY)


@pytest.mark.parametrize(
    ("matched", "damage", "expected"),
    [
        (Relation.VERBATIM, SOUND, Relation.VERBATIM),
        (Relation.EXCERPT, SOUND, Relation.EXCERPT),
        (Relation.MACHINE_PARAPHRASE, BROKEN, Relation.MACHINE_PARAPHRASE),
        (Relation.MACHINE_PARAPHRASE, SOUND, Relation.REWRITE),
        (None, BROKEN, Relation.MACHINE_PARAPHRASE),
        (None, SOUND, Relation.UNKNOWN),
    ],
)
def test_the_relation_comes_from_text_and_damage(
    matched: Relation | None, damage: DamageSummary, expected: Relation
) -> None:
    match = ArticleMatch(TEXT, matched, 1.0, 1.0, 1.0, 9.0, ()) if matched else None
    assert with_relation(verdict(claims=(claim("ap"),)), match, damage).relation is expected


def test_an_abstention_keeps_its_relation() -> None:
    assert with_relation(verdict(), None, BROKEN).relation is Relation.UNKNOWN


def test_the_page_itself_is_the_origin_where_copies_name_it() -> None:
    found = verdict(site=site("Tarn Times"), writers=(writer(None, 0.8),))
    assert (found.status, found.relation) == (Status.DECIDED, Relation.ORIGINAL)
    assert found.origin is not None
    assert (found.origin.name, found.origin.article) == ("TARN TIMES", None)


def test_both_channels_join_for_a_house_without_an_id() -> None:
    named = Declared(None, "Tarn Times", 0.7, (), ("the page names it",))
    found = verdict(claims=(named,), writers=(writer(None, 0.6, TEXT),))
    assert found.origin is not None
    assert (found.origin.source, found.origin.article) == (None, TEXT)
    assert found.confidence > 0.8


def test_an_update_of_a_house_without_an_id_is_a_version_whoever_wrote_it() -> None:
    tarn = site("Tarn Times")
    found = verdict(site=tarn, published="2031-05-03", relatives=(relative(1, tarn, published="2031-05-02"),))
    assert (found.status, found.relation, found.origin) == (Status.ABSTAINED, Relation.VERSION, None)
    assert "it updates “Title of a1”" in found.reasons[0]
    late = verdict(site=tarn, published="2031-06-03", relatives=(relative(1, tarn, published="2031-05-02"),))
    assert late.relation is Relation.UNKNOWN
    same_day = verdict(site=tarn, published="2031-05-03", relatives=(relative(1, tarn, published="2031-05-03"),))
    assert same_day.relation is Relation.UNKNOWN


def test_two_who_are_credited_together_are_both_candidates_and_none_decided() -> None:
    joint = [
        Declared("ap", "The Associated Press", 0.5, (), ("“AP/KQZX” names it",), Share.JOINT),
        Declared(None, "KQZX", 0.5, (), ("“AP/KQZX” names it",), Share.JOINT),
    ]
    found = verdict(claims=joint)
    assert (found.status, found.origin) == (Status.ABSTAINED, None)
    assert found.reasons[0] == "The Associated Press and KQZX are credited together"
    assert found.runner_up is not None
    assert found.runner_up.source == "ap"
    alone = verdict(claims=joint[:1])
    assert alone.reasons[0] == "The Associated Press is credited together with another"


def test_a_distributor_is_neither_the_origin_nor_the_runner_up() -> None:
    handed = Declared("tns", "Tribune News Service", 0.97, (), ("the page names it",), Share.HANDED_ON)
    found = verdict(claims=(claim("bloomberg"), handed))
    assert found.origin is not None
    assert (found.origin.source, found.runner_up) == ("bloomberg", None)
