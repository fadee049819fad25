"""Who signed a text, and for whom."""

from __future__ import annotations

import dataclasses
from itertools import product
from typing import TYPE_CHECKING

import pytest

from provenance.article.blocks import divide
from provenance.article.extract import extract
from provenance.model import Claim, Credit, CreditType, Media, Page
from provenance.sources import find_credits, load_registry
from provenance.sources.reporters import house_of, names_of, persons_of

if TYPE_CHECKING:
    from provenance.sources.registry import Registry

STORY = (
    "The harbour of Tarnwick was closed on Monday after a barge ran into the old lock, the harbour office said, and "
    "boats had to wait on the river for most of the day.\n\n"
    "Divers looked at the gate in the afternoon and found it bent, said Oda Ferris, who runs the office."
)


@pytest.fixture(scope="module")
def registry() -> Registry:
    return load_registry()


def signed(byline: str, registry: Registry, dateline: str = "") -> tuple[tuple[str, ...], str | None]:
    page = Page("a.txt", f"Barge bends the gate of Tarnwick lock\n\n{byline}\n\n{dateline}{STORY}", Media.TEXT)
    article = extract(page)
    blocks = divide(article)
    credits = find_credits(article, blocks, registry)
    return persons_of(article, blocks, registry), house_of(credits, registry)


@pytest.mark.parametrize(
    ("byline", "persons", "house"),
    [
        ("By Ingrid Solvang, Associated Press", ("ingrid solvang",), "ap"),
        ("By INGRID SOLVANG and PIET VAN DER MEER, Associated Press", ("ingrid solvang", "piet van der meer"), "ap"),
        ("By Ingrid Solvang", ("ingrid solvang",), None),
        ("By Reuters Staff", (), "reuters"),
        ("By Staff Reporter", (), None),
        ("By Newsroom Desk", (), None),
        ("By Tarnwick Journal Sentinel", (), None),
    ],
)
def test_people_and_their_house(byline: str, persons: tuple[str, ...], house: str | None, registry: Registry) -> None:
    assert signed(byline, registry) == (persons, house)


def test_their_names_stand_as_the_page_writes_them(registry: Registry) -> None:
    byline = "By PIET VAN DER MEER and Ingrid Solvang, Associated Press"
    article = extract(Page("a.txt", f"Barge bends the gate\n\n{byline}\n\n{STORY}", Media.TEXT))
    blocks = divide(article)
    assert names_of(article, blocks, registry) == ("PIET VAN DER MEER", "Ingrid Solvang")
    again = dataclasses.replace(article, claims=(Claim("author", "ingrid solvang"), Claim("author", "Ingrid Solvang")))
    assert names_of(again, blocks, registry) == ("PIET VAN DER MEER", "Ingrid Solvang"), "each once"


def test_a_dateline_names_the_house_too(registry: Registry) -> None:
    assert signed("By Ingrid Solvang", registry, "TARNWICK (AP) — ") == (("ingrid solvang",), "ap")


def test_two_houses_are_none() -> None:
    credits = [Credit(CreditType.BYLINE, source, source, 0, 0, 1, "x", 0.9, "rule") for source in ("ap", "reuters")]
    assert house_of(credits, load_registry()) is None


@pytest.mark.parametrize(
    ("byline", "dateline", "house"),
    [
        ("By Ida Marsh, Bloomberg (TNS)", "", "bloomberg"),
        ("By Ida Marsh (TNS)", "", None),
        ("By Ida Marsh and The Associated Press", "TARNWICK (AP) — ", None),
    ],
)
def test_a_distributor_has_no_reporters_and_a_joint_byline_tells_none(
    byline: str, dateline: str, house: str | None, registry: Registry
) -> None:
    assert signed(byline, registry, dateline)[1] == house


def test_the_markup_names_authors(registry: Registry) -> None:
    page = Page("a.html", f"<article><h1>Gate bent</h1><p>{STORY}</p></article>", Media.HTML)
    article = extract(page)
    blocks = divide(article)
    assert persons_of(article, blocks, registry) == ()
    named = dataclasses.replace(
        article, claims=(Claim("author", "Oda Ferris"), Claim("author", "The Associated Press"))
    )
    assert persons_of(named, blocks, registry) == ("oda ferris",)


def test_a_long_list_is_bounded(registry: Registry) -> None:
    names = [
        f"{one}a {two}o" for one, two in product(("Anan", "Beren", "Ciril", "Dorin"), ("Lark", "Marl", "Norr", "Pell"))
    ]
    page = Page("a.txt", STORY, Media.TEXT)
    article = dataclasses.replace(extract(page), claims=tuple(Claim("author", name) for name in names))
    assert len(persons_of(article, (), registry)) == 12
