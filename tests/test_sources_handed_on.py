"""Who handed a text on, whose it is by a reprint's line, and who issued a press release."""

from __future__ import annotations

import pytest

from provenance.model import Article, Block, Credit, CreditType, Role
from provenance.sources import find_credits, load_registry
from provenance.sources.rules import COPYRIGHT_VIA, DISTRIBUTED, ISSUER, REPRINTED

REGISTRY = load_registry()
STORY = (
    "A flock of eleven geese held up the night train to Ostby for an hour on Sunday, the railway said.",
    "The driver, who stopped for them on the Varn bridge, walked the last of them down to the river by hand.",
    "They would not be hurried, a passenger said, so everybody got out and looked at the stars with them.",
)
ABOUT = "The Ostby Bell is a newsroom of four that prints on Fridays. Write to us at any time of the day."


def credits_of(
    *lines: tuple[Role, str], head: str = "", domain: str | None = None, link: str | None = None
) -> list[Credit]:
    """The credits of a story with lines behind it; ``head`` stands before it, ``link`` in the last line."""
    parts = [(Role.HEADLINE, "Geese stop the night train"), (Role.BODY, f"{head}{STORY[0]}")]
    parts += [*((Role.BODY, text) for text in STORY[1:]), *lines]
    blocks, at = [], 0
    for position, (role, text) in enumerate(parts):
        address = link if position == len(parts) - 1 else None
        blocks.append(Block(position, role, at, at + len(text), text, link=address))
        at += len(text) + 2
    article = Article("x", "\n\n".join(text for _, text in parts), (), domain=domain)
    return list(find_credits(article, blocks, REGISTRY))


def agency(text: str, role: Role = Role.DISCLAIMER) -> list[tuple[str | None, str, str]]:
    """Source, name and rule of the agency lines that a last line gives."""
    return [(c.source, c.name, c.rule) for c in credits_of((role, text)) if c.type is CreditType.AGENCY_LINE]


@pytest.mark.parametrize(
    ("text", "source"),
    [
        ("(c)2031 The Ostby Bell. Distributed by Reuters.", "reuters"),
        ("Syndicated by Bloomberg", "bloomberg"),
        ("©2031 The Ostby Bell. Visit ostbybell.example. Distributed by Tribune Content Agency, LLC.", "tns"),
        ("Distributed by Tribune Content Agency, LLC. All rights reserved.", "tns"),
        ("Ein Text, verbreitet durch die Deutsche Presse-Agentur", "dpa"),
        ("Distribué par l'AFP", "afp"),
    ],
)
def test_who_distributed_a_text_is_named(text: str, source: str) -> None:
    assert (source, DISTRIBUTED.name) in [(found, rule) for found, _, rule in agency(text)]


@pytest.mark.parametrize(
    "text",
    [
        "The film is distributed by Varn Pictures.",
        "Leaflets were distributed by The Guardian.",
        "Her recipes, distributed by Reuters to 80 papers, ended in 2030.",
        "This column was distributed by Reuters until last Sunday.",
        "Ida Marsh’s gardening column is distributed by Tribune Content Agency.",
    ],
)
def test_what_no_registry_knows_or_is_no_text_has_no_distributor(text: str) -> None:
    assert agency(text) == []


def test_whoever_a_notice_names_behind_via_handed_the_text_on() -> None:
    found = credits_of((Role.COPYRIGHT, "Copyright 2031 The Ostby Bell via Bloomberg. All rights reserved."))
    assert [(c.source, c.name) for c in found if c.rule == COPYRIGHT_VIA.name] == [("bloomberg", "Bloomberg")]


@pytest.mark.parametrize(
    ("text", "source", "name"),
    [
        ("Provided by Reuters", "reuters", "Reuters"),
        ("Reprinted with permission from The Ostby Bell.", None, "Ostby Bell"),
        ("This article was republished from The Guardian under a licence.", "guardian", "The Guardian"),
        ("The Ostby Bell. Reprinted under CC BY-NC-ND 4.0.", None, "Ostby Bell"),
        ("By Ida Marsh, The Ostby Bell. Republished under a Creative Commons licence.", None, "Ostby Bell"),
        ("Mit freundlicher Genehmigung der Süddeutschen Zeitung", "sueddeutsche", "Süddeutsche Zeitung"),
        ("Reproduit avec l'aimable autorisation de La Cloche du Lac", None, "La Cloche du Lac"),
        ("Reproducido con permiso de El País", "elpais", "El País"),
    ],
)
def test_a_reprint_names_its_house(text: str, source: str | None, name: str) -> None:
    assert [(found, REPRINTED.name) for found, named, _ in agency(text) if named == name] == [(source, REPRINTED.name)]


@pytest.mark.parametrize(
    "text",
    [
        "Weather provided by Reuters",
        "Photos provided by the Ostby family.",
        "Provided by Halm Foods",
        "Provided by Getty Images",
        "Used with permission.",
        "Reprinted under CC BY-NC-ND.",
        "The book was reprinted from old plates.",
        "The original appeared in Ostby.",
        "Der Hof wird übernommen von Ostby Bau.",
    ],
)
def test_what_is_no_reprint_names_nobody(text: str) -> None:
    assert agency(text) == []


@pytest.mark.parametrize(
    ("text", "role", "source", "name"),
    [
        ("The original appeared in Der Spiegel.", Role.BODY, "spiegel", "Der Spiegel"),
        ("Publicado originalmente en El País", Role.BODY, "elpais", "El País"),
        ("Dieser Text erschien zuerst in der Süddeutschen Zeitung.", Role.BODY, "sueddeutsche", "Süddeutsche Zeitung"),
        (
            f"{ABOUT} This story was originally published by The Ostby Bell.",
            Role.BODY,
            None,
            "Ostby Bell",
        ),
    ],
)
def test_where_a_text_stood_first_is_named(text: str, role: Role, source: str | None, name: str) -> None:
    found = [(found, named) for found, named, _ in agency(text, role)]
    assert found == [(source, name)]


def test_a_long_last_paragraph_must_end_with_the_house() -> None:
    line = (
        "The poem hung in the station for nine years, and nobody took it down. This text was first published by "
        "The Ostby Bell when the old bridge fell into the river and eleven people swam to the bank."
    )
    assert agency(line, Role.BODY) == []


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("SOURCE Bramblewick Kettles", "Bramblewick Kettles"),
        ("Source: Bramblewick Kettles, Inc.", "Bramblewick Kettles, Inc"),
        ("News provided by Bramblewick Kettles", "Bramblewick Kettles"),
        ("Original-Content von: Wasserwerk Ostby, übermittelt durch news aktuell", "Wasserwerk Ostby"),
    ],
)
def test_a_press_release_has_an_issuer(text: str, name: str) -> None:
    found = credits_of((Role.BODY, text), head="OSTBY, March 4, 2031 /PRNewswire/ -- ")
    assert [(c.source, c.name) for c in found if c.rule == ISSUER.name] == [(None, name)]
    assert [c.name for c in credits_of((Role.BODY, text), domain="prnewswire.com") if c.rule == ISSUER.name] == [name]


@pytest.mark.parametrize("text", ["SOURCE Bramblewick Kettles", "News provided by Bramblewick Kettles"])
def test_a_page_without_a_press_service_has_no_issuer(text: str) -> None:
    assert [c for c in credits_of((Role.BODY, text)) if c.rule == ISSUER.name] == []


def test_a_press_service_issues_nothing() -> None:
    found = credits_of((Role.BODY, "SOURCE PR Newswire"), head="OSTBY, March 4, 2031 /PRNewswire/ -- ")
    assert [c for c in found if c.rule == ISSUER.name] == []


PRESS = "OSTBY, March 4, 2031 /PRNewswire/ -- "
NEWS = "that the night train will have a second driver for geese, who walks ahead with a lamp."


def issuers(text: str, *lines: str) -> list[str]:
    """The issuers of a page that begins with a text."""
    parts = [(Role.BODY, line) for line in lines]
    return [c.name for c in credits_of(*parts, head=f"{text} ") if c.rule == ISSUER.name]


@pytest.mark.parametrize(
    ("text", "name"),
    [
        (f"{PRESS}Halm Lamps, Inc. (NYSE: HLMX), a maker of lamps, today announced {NEWS}", "Halm Lamps, Inc."),
        (f"{PRESS}Halm Lamps (Nasdaq: HLMX) (the “Company”) today announced {NEWS}", "Halm Lamps"),
        (f"OSTBY, Vt.--(BUSINESS WIRE)--Halm Lamps LLC has announced {NEWS}", "Halm Lamps LLC"),
        (f"OSTBY, VT / ACCESSWIRE / March 4, 2031 / Halm Co., Ltd. is pleased to announce {NEWS}", "Halm Co., Ltd."),
        (
            f"OSTBY, Ontario--(Newsfile Corp. - March 4, 2031) - Halm of Ostby Corp. announces {NEWS}",
            "Halm of Ostby Corp.",
        ),
    ],
)
def test_the_company_that_announces_something_is_the_issuer(text: str, name: str) -> None:
    assert issuers(text) == [name]


@pytest.mark.parametrize(
    "text",
    [
        f"{PRESS}Halm Lamps today announced {NEWS}",
        f"{PRESS}Halm Corp. and Varn Inc. today announced {NEWS}",
        f"{PRESS}Halm Corp. (NYSE: HLMX), a maker of lamps, and Varn, a railway, today announced {NEWS}",
        f"{PRESS}Shareholders of Halm Corp. today announced {NEWS}",
        f"{PRESS}Halm Corp. fell over on Monday. Nobody has announced {NEWS}",
        f"{PRESS}A goose stood still. (It was old) - Halm Corp. today announced {NEWS}",
        f"OSTBY (AP) - Halm Lamps, Inc. (NYSE: HLMX) today announced {NEWS}",
        f"Halm Lamps, Inc. (NYSE: HLMX) today announced {NEWS}",
    ],
)
def test_who_else_stands_behind_a_dateline_issued_nothing(text: str) -> None:
    assert issuers(text) == []


def test_a_line_that_names_the_issuer_goes_before_the_one_who_announces() -> None:
    assert issuers(f"{PRESS}Halm Lamps, Inc. today announced {NEWS}", "SOURCE Halm Group") == ["Halm Group"]


def linked(text: str, link: str) -> list[tuple[CreditType, str | None, str, str | None]]:
    found = credits_of((Role.BODY, text), domain="tillby.example", link=link)
    return [(c.type, c.source, c.name, c.domain) for c in found]


def test_a_source_that_stands_only_in_its_link_is_where_that_leads() -> None:
    host = "ostbybell.example"
    assert linked("Source: Read the original", f"https://www.{host}/geese") == [
        (CreditType.SOURCE_LINK, None, host, host)
    ]
    assert linked("Source: Ostby Bell", f"https://{host}/geese") == [(CreditType.SOURCE_LINK, None, "Ostby Bell", host)]
    ((kind, source, _, _),) = linked("Source: Read the original", "https://www.theguardian.com/geese")
    assert (kind, source) == (CreditType.AGENCY_LINE, "guardian")
    ((kind, source, _, _),) = linked("Source: Ministry of Geese", "https://www.theguardian.com/geese")
    assert (kind, source) == (CreditType.SOURCE_LINK, "guardian")


def test_a_link_within_the_site_is_no_source() -> None:
    assert linked("Source: Read the original", "https://www.tillby.example/geese") == []
