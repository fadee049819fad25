from __future__ import annotations

from dataclasses import replace

from tracing_samples import NOWHERE, WIRE, credit, site

from provenance.model import (
    ArticleRef,
    Credit,
    CreditType,
    Hop,
    Origin,
    Relation,
    SiteVerdict,
    SourceKind,
    Status,
    Verdict,
)
from provenance.sources import load_registry
from provenance.tracing.chain import chain_of
from provenance.tracing.declared import Declared, Share

REGISTRY = load_registry()
NOTHING = Verdict(Status.ABSTAINED, Relation.UNKNOWN, None, 0.0, (), None, "")
AP = Verdict(Status.DECIDED, Relation.VERBATIM, Origin("ap", "The Associated Press"), 0.9, (), None, "")
COPIES = replace(site("Copies", SourceKind.AGGREGATOR), aggregator=True)


def link(domain: str) -> Credit:
    return replace(credit(CreditType.SOURCE_LINK, None, 0.3, name=domain), domain=domain)


def footer(name: str, source: str | None = None, block: int = 9) -> Credit:
    return credit(CreditType.COPYRIGHT, source, 0.3, name=name, block=block)


def hops(on: SiteVerdict, verdict: Verdict, *credits: Credit) -> tuple[Hop, ...]:
    return chain_of(on, credits, (), verdict, REGISTRY)


def test_a_page_without_any_sign_is_its_own_chain() -> None:
    assert [hop.name for hop in hops(NOWHERE, NOTHING)] == ["this page"]


def test_page_station_and_agency_in_this_order() -> None:
    way = hops(COPIES, AP, footer("Tarn Media"), link("tarn.example"))
    assert [hop.name for hop in way] == ["Copies", "Tarn Media", "The Associated Press"]
    assert way[1].domain == "tarn.example"
    assert [c.type for c in way[1].evidence] == [CreditType.SOURCE_LINK, CreditType.COPYRIGHT]
    assert (way[2].kind, way[2].domain) == (SourceKind.WIRE, "apnews.com")


def test_the_pages_own_footer_is_no_hop() -> None:
    assert len(hops(site("Tarn Times"), AP, footer("Tarn Publishing Co"))) == 2


def test_a_footer_by_the_name_of_the_pages_own_address_is_no_hop() -> None:
    station = replace(site("KQZV 7"), domain="kqzv7.example", name=None)
    assert [hop.domain for hop in hops(station, NOTHING, footer("KQZV", block=5), footer("Skerrin Media, Inc."))] == [
        "kqzv7.example"
    ]


def test_of_stacked_footers_the_last_is_the_pages_own() -> None:
    way = hops(site("Tarn Times"), NOTHING, footer("Other House", block=8), footer("Tarn Publishing Co"))
    assert [hop.name for hop in way] == ["Tarn Times", "Other House"]


def test_the_origin_is_named_once() -> None:
    assert [hop.source for hop in hops(COPIES, AP, footer("The Associated Press", "ap"))] == [None, "ap"]


def test_an_agencys_own_page_is_the_whole_way() -> None:
    assert [hop.source for hop in hops(WIRE, AP)] == ["ap"]


def test_a_link_and_a_footer_of_one_known_house_are_one_hop() -> None:
    cnn = replace(credit(CreditType.SOURCE_LINK, "cnn", 0.3, name="CNN"), domain="edition.cnn.com")
    way = hops(COPIES, NOTHING, cnn, footer("Cable News Network", "cnn"))
    assert [hop.source for hop in way] == [None, "cnn"]
    assert way[1].domain == "edition.cnn.com"


def test_a_list_of_links_is_no_way() -> None:
    many = [link(f"site{number}.example") for number in range(20_000)]
    assert len(hops(COPIES, NOTHING, *many)) < 20


def test_a_known_station_and_its_owners_footer_are_one_hop() -> None:
    station = replace(credit(CreditType.SOURCE_LINK, "kmiz", 0.3, name="KMIZ"), domain="abc17news.com")
    way = hops(COPIES, AP, station, footer("News-Press & Gazette Company"))
    assert [hop.source for hop in way] == [None, "kmiz", "ap"]
    assert [c.type for c in way[1].evidence] == [CreditType.SOURCE_LINK, CreditType.COPYRIGHT]
    way = hops(COPIES, AP, station, footer("Tarn Point Media"))
    assert [hop.name for hop in way] == ["Copies", "KMIZ", "Tarn Point Media", "The Associated Press"]


def test_the_owners_footer_on_its_own_page_is_no_hop() -> None:
    own = replace(footer("Tarn Point Media", block=8), rule="copyright: the site's own")
    way = hops(site("KQZT"), NOTHING, own, footer("Other House"))
    assert [hop.name for hop in way] == ["KQZT", "Other House"]


def by(name: str, url: str | None = None) -> Verdict:
    text = None if url is None else ArticleRef(7, url, url, "The original")
    return replace(AP, origin=Origin(None, name, text))


def test_a_link_to_the_text_of_an_origin_without_an_id_is_no_hop_but_its_evidence() -> None:
    way = hops(COPIES, by("Tarn Times", "https://www.tarntimes.example/2031/ferry"), link("tarntimes.example"))
    assert [(hop.name, hop.domain) for hop in way] == [
        ("Copies", "copies.example"),
        ("Tarn Times", "tarntimes.example"),
    ]
    assert [credit.type for credit in way[1].evidence] == [CreditType.SOURCE_LINK]


def test_a_house_without_an_id_is_the_whole_way_of_its_own_text() -> None:
    assert [hop.name for hop in hops(site("Tarn Times"), by("The Tarn Times"))] == ["Tarn Times"]


def test_a_credit_that_was_followed_is_a_hop_on_the_way() -> None:
    line = credit(CreditType.AGENCY_LINE, None, 0.85, name="Skerrin Post")
    claim = Declared(None, "Tarn Times", 0.7, (line,), ("the page names Skerrin Post, and that Tarn Times",))
    way = chain_of(COPIES, (line,), (claim,), by("Tarn Times"), REGISTRY)
    assert [hop.name for hop in way] == ["Copies", "Skerrin Post", "Tarn Times"]
    assert (way[1].evidence, way[2].evidence) == ((line,), ())


def test_a_distributor_stands_between_the_page_and_the_writer() -> None:
    line = credit(CreditType.AGENCY_LINE, "tns", 0.9, name="Tribune News Service")
    handed = Declared("tns", "Tribune News Service", 0.9, (line,), ("the page names it",), Share.HANDED_ON)
    way = chain_of(COPIES, (line,), (handed,), AP, REGISTRY)
    assert [hop.source for hop in way] == [None, "tns", "ap"]
    assert way[1].evidence == (line,)
    own = replace(COPIES, source="tns", name="Tribune News Service")
    assert [hop.source for hop in chain_of(own, (line,), (handed,), AP, REGISTRY)] == ["tns", "ap"]


def test_a_footer_with_the_sites_name_is_its_own_beside_a_link() -> None:
    way = hops(site("Tarn Times"), NOTHING, link("skerrin.example"), footer("Tarn Publishing Co"))
    assert [hop.name for hop in way] == ["Tarn Times", "skerrin.example"]
