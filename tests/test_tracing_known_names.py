"""The names of one house, told from the pages at hand."""

from __future__ import annotations

from dataclasses import replace

from test_tracing_matched import relative
from tracing_samples import HARBOUR, analysis, credit, site

from provenance.model import Analysis, Article, Claim, Credit, CreditType, SiteVerdict
from provenance.settings import OriginSettings
from provenance.tracing.declared import Declared
from provenance.tracing.known_names import names_of, of_one_house
from provenance.tracing.matched import Relative, writers_of

SETTINGS = OriginSettings()
TIMES = site("Tarn Times")
POST = site("Skerrin Post")


def says(name: str, *credits: Credit) -> Declared:
    return Declared(None, name, 0.85, credits, (f"it names {name}",))


def page(on: SiteVerdict, credits: tuple[Credit, ...] = (), **known: object) -> Analysis:
    made = analysis(HARBOUR, on=on, credits=credits)
    article: Article = replace(made.article, **known)  # type: ignore[arg-type]
    return replace(made, article=article)


def told(asked: Analysis, claims: tuple[Declared, ...], *others: Relative) -> list[tuple[str | None, str]]:
    found, _ = of_one_house(asked, claims, others, SETTINGS)
    return [(claim.source, claim.name) for claim in found]


def known_as(other: Relative, *names: str) -> Relative:
    """A relative whose markup gives its site these names too."""
    claims = tuple(Claim("publisher", name) for name in names)
    stored = replace(other.stored, article=replace(other.stored.article, claims=claims))
    return replace(other, stored=stored)


def test_a_site_goes_by_what_its_page_calls_it_where_its_address_does_too() -> None:
    footers = (
        credit(CreditType.COPYRIGHT, None, 0.3, name="Tarn Times Printing Co."),
        credit(CreditType.COPYRIGHT, None, 0.3, name="Lofthus Holdings"),
        credit(CreditType.DATELINE, None, 0.5, name="POST"),
    )
    online = Claim("og:site_name", "The Tarn Times Online")
    own = page(TIMES, footers, title="Ferry aground | TarnTimes", claims=(online,))
    assert names_of(own) == {
        "tarn times",
        "tarntimes.example",
        "tarntimes",
        "tarn times online",
        "tarn times printing co.",
    }
    assert names_of(page(TIMES, title="Ferry aground - and refloated | Friday briefing")) == {
        "tarn times",
        "tarntimes.example",
    }


def test_a_name_without_latin_letters_is_not_read_from_an_address() -> None:
    assert names_of(page(TIMES, claims=(Claim("publisher", "तर्न टाइम्स"),))) == {"tarn times", "tarntimes.example"}


def test_a_name_that_is_an_address_is_none() -> None:
    assert names_of(page(replace(TIMES, name="https://www.tarntimes.example"))) == {"tarntimes.example"}


def test_a_credit_means_the_house_on_whose_page_the_text_stands() -> None:
    other = known_as(relative(1, TIMES), "Tarn Times Daily")
    assert told(page(POST), (says("Tarn Times Daily"), says("tarntimes.example"), says("Ellida Herald")), other) == [
        (None, "Tarn Times"),
        (None, "Tarn Times"),
        (None, "Ellida Herald"),
    ]


def test_a_credit_that_links_to_a_page_means_its_house() -> None:
    link = replace(credit(CreditType.AGENCY_LINE, None, 0.85, name="our partners"), domain="news.tarntimes.example")
    assert told(page(POST), (says("our partners", link),), relative(1, TIMES)) == [(None, "Tarn Times")]


def test_a_name_of_two_houses_means_neither() -> None:
    here = replace(site("Courier"), domain="tarncourier.example")
    there = replace(site("Courier"), domain="skerrincourier.example")
    _, others = of_one_house(page(POST), (), (relative(1, here), relative(2, there)), SETTINGS)
    assert [other.stored.site.name for other in others] == ["tarncourier.example", "skerrincourier.example"]
    assert told(page(POST), (says("The Courier"),), *others) == [(None, "The Courier")]


def test_one_house_without_a_name_on_some_pages_has_it_on_all() -> None:
    bare = replace(TIMES, name=None, domain="m.tarntimes.example")
    _, others = of_one_house(page(POST), (), (relative(1, TIMES), relative(2, bare)), SETTINGS)
    assert [other.stored.site.name for other in others] == ["Tarn Times", "Tarn Times"]


def test_a_page_that_names_itself_names_nobody() -> None:
    own = page(TIMES, title="Ferry aground | TarnTimes")
    assert told(own, (says("TarnTimes"), says("Skerrin Post"))) == [(None, "Skerrin Post")]


def test_what_is_hardly_linked_lends_no_name() -> None:
    other = known_as(relative(1, TIMES, share=0.1), "Tarn Times Daily")
    assert told(page(POST), (says("Tarn Times Daily"),), other) == [(None, "Tarn Times Daily")]


def test_the_evidence_for_two_names_of_one_house_is_added_up() -> None:
    own = known_as(relative(1, TIMES, published="2031-05-02"), "Tarn Times Daily")
    first = replace(relative(2, POST, published="2031-05-03"), declared=(says("Tarn Times Daily"),))
    second = replace(relative(3, site("Ellida Herald"), published="2031-05-03"), declared=(says("Tarn Times"),))
    asked = analysis(HARBOUR, on=site("Copies"), published="2031-05-04")
    apart = writers_of(asked, (own, first, second), SETTINGS)
    _, together = of_one_house(asked, (), (own, first, second), SETTINGS)
    (writer,) = writers_of(asked, together, SETTINGS)
    assert (writer.name, writer.article) == ("Tarn Times", own.match.other)
    assert len(apart) > 1
    assert writer.confidence > max(each.confidence for each in apart)
