"""Credits: each type where it stands, and nothing where it only looks like one."""

from __future__ import annotations

from dataclasses import replace
from functools import partial

import pytest
from growth import assert_linear, repeated
from hypothesis import given, settings
from hypothesis import strategies as st

from provenance.model import Article, Block, Claim, Credit, CreditType, Role
from provenance.sources import cited_sources, find_credits, load_registry
from provenance.sources.datelines import is_call_sign
from provenance.sources.fold import fold
from provenance.sources.notices import holders
from provenance.sources.rules import BYLINE_JOINT, DATELINE_JOINT

REGISTRY = load_registry()
STORY = (
    "The ferry had been out of service since the winter, when ice bent both of its rudders and tore a plate.",
    "Nobody on the island could remember so long a time without a boat, the harbour master said on Monday.",
    "The council will meet again next week to decide whether a second boat is to be hired for the summer.",
    "Until then the post is carried over by a fishing boat, twice a week and only in good weather, she said.",
)


def article(*parts: tuple[Role, str], **known: object) -> tuple[Article, tuple[Block, ...]]:
    """An article of blocks, two line feeds apart."""
    blocks, at = [], 0
    for position, (role, text) in enumerate(parts):
        blocks.append(Block(position, role, at, at + len(text), text))
        at += len(text) + 2
    whole = "\n\n".join(text for _, text in parts)
    return Article("x", whole, (), **known), tuple(blocks)  # type: ignore[arg-type]


def credits_of(*parts: tuple[Role, str], **known: object) -> tuple[Credit, ...]:
    """The credits of an article of these blocks."""
    return find_credits(*article(*parts, **known), REGISTRY)


def lead(text: str) -> list[tuple[str, str | None, str]]:
    """Type, source and text of what a lead gives."""
    parts = [(Role.HEADLINE, "Ferry stays in port"), (Role.BODY, text), *((Role.BODY, line) for line in STORY)]
    return [(c.type.value, c.source, c.text) for c in credits_of(*parts)]


def tail(text: str, role: Role = Role.BODY) -> list[tuple[str, str | None, str]]:
    """Type, source and text of what a last line gives."""
    parts = [(Role.HEADLINE, "Ferry stays in port"), *((Role.BODY, line) for line in STORY), (role, text)]
    return [(c.type.value, c.source, c.text) for c in credits_of(*parts)]


def top(text: str, role: Role = Role.BYLINE) -> list[tuple[str, str | None]]:
    """Type and source of what a line between headline and lead gives."""
    parts = [(Role.HEADLINE, "Ferry stays in port"), (role, text), *((Role.BODY, line) for line in STORY)]
    return [(c.type.value, c.source) for c in credits_of(*parts)]


@pytest.mark.parametrize(
    ("text", "source", "span"),
    [
        ("GREYHOLM (AP) — The ferry stayed in port on Monday.", "ap", "GREYHOLM (AP)"),
        ("GREYHOLM, Maine (AP) - The ferry stayed in port.", "ap", "GREYHOLM, Maine (AP)"),
        ("GREYHOLM/PORT ODA, March 4 (Reuters) - The ferry stayed.", "reuters", "GREYHOLM/PORT ODA, March 4 (Reuters)"),
        ("Greyholm (AFP) – The ferry stayed in port on Monday.", "afp", "Greyholm (AFP)"),
        ("Old Greyholm, Aug 7 (PTI) The ferry stayed in port.", "pti", "Old Greyholm, Aug 7 (PTI)"),
        ("GREYHOLM: (PTI) The ferry stayed in port on Monday.", "pti", "GREYHOLM: (PTI)"),
        ("Greyholm (AP), Norland - The ferry stayed in port.", "ap", "Greyholm (AP)"),
        ("Greyholm (AP), Norland The ferry stayed in port on Monday.", "ap", "Greyholm (AP)"),
        ("GREYHOLM (Norland), June 18 (Reuters)-The ferry stayed.", "reuters", "GREYHOLM (Norland), June 18 (Reuters)"),
        ("GREYHOLM, March 4. /TASS/. The ferry stayed in port.", "tass", "GREYHOLM, March 4. /TASS/"),
        ("(Reuters) - The ferry stayed in port on Monday.", "reuters", "(Reuters)"),
        ("Greyholm, ME (PRWEB) March 04, 2024 -- A ferry was sold.", "prweb", "Greyholm, ME (PRWEB)"),
        ("COLD SPRING, Mo. (KMIZ) — The ferry stayed in port.", "kmiz", "COLD SPRING, Mo. (KMIZ)"),
        ("G\u200bREYHOLM (\u0410\u0420) — The ferry stayed in port.", "ap", "G\u200bREYHOLM (\u0410\u0420)"),
        ("GREYHOLM (AP — The ferry stayed in port on Monday.", "ap", "GREYHOLM (AP"),
        ("GREYHOLM AP) — The ferry stayed in port on Monday.", "ap", "GREYHOLM AP)"),
        ("GREYHOLM {AP} - The ferry stayed in port on Monday.", "ap", "GREYHOLM {AP}"),
        ("greyholm (ap) — the ferry stayed in port on monday.", "ap", "greyholm (ap)"),
        ("Greyholm (A.P.) — The ferry stayed in port on Monday.", "ap", "Greyholm (A.P.)"),
        ("GREYHOLM, Norland, AP — The ferry stayed in port.", "ap", "GREYHOLM, Norland, AP"),
        ("AP — The ferry stayed in port on Monday all day long.", "ap", "AP"),
        ("Greyholm, 4 mar (EFE).- El ferry se quedó en el puerto.", "efe", "Greyholm, 4 mar (EFE)"),
        ("Greyholm (dpa/lno) - Die Fähre blieb am Montag im Hafen.", "dpa", "Greyholm (dpa/lno)"),
        ("नई दिल्ली, चार मार्च (भाषा) नौका सोमवार को बंदरगाह में रही।", "pti", "नई दिल्ली, चार मार्च (भाषा)"),
        ("ओस्तबी, 4 मार्च (वार्ता) नौका सोमवार को बंदरगाह में रही।", "uni", "ओस्तबी, 4 मार्च (वार्ता)"),
        ("ओस्तबी, 4 मार्च (आईएएनएस)। नौका सोमवार को बंदरगाह में रही।", "ians", "ओस्तबी, 4 मार्च (आईएएनएस)"),
        ("ओस्तबी, पीटीआई। नौका सोमवार को बंदरगाह में रही।", "pti", "ओस्तबी, पीटीआई"),
    ],
)
def test_a_dateline_names_the_agency(text: str, source: str, span: str) -> None:
    assert ("dateline", source, span) in lead(text)


def test_a_dateline_may_stand_alone() -> None:
    assert ("dateline", "ap") in top("GREYHOLM (AP)", Role.DATELINE)


def test_two_marks_in_one_bracket_are_two_credits() -> None:
    found = lead("GREYHOLM (AP/KMIZ) — The ferry stayed in port on Monday.")
    assert {source for kind, source, _ in found if kind == "dateline"} == {"ap", "kmiz"}


@pytest.mark.parametrize("mark", ["AP/KQZX", "KQZX/AP", "AP/KMIZ"])
def test_an_agencys_mark_beside_a_stations_is_weak_for_both(mark: str) -> None:
    found = credits_of((Role.BODY, f"GREYHOLM ({mark}) — The ferry stayed in port on Monday."), (Role.BODY, STORY[0]))
    found = tuple(c for c in found if c.type is CreditType.DATELINE)
    assert {(c.rule, c.weight) for c in found} == {(DATELINE_JOINT.name, 0.5)}
    assert {c.source for c in found} == {"ap", "kmiz" if "KMIZ" in mark else None}


@pytest.mark.parametrize("mark", ["AP/Reuters", "dpa/lno", "WAFA/AP"])
def test_marks_of_agencies_are_no_stations(mark: str) -> None:
    found = credits_of((Role.BODY, f"GREYHOLM ({mark}) — The ferry stayed in port on Monday."), (Role.BODY, STORY[0]))
    assert {c.weight for c in found if c.type is CreditType.DATELINE} == {0.9}


@pytest.mark.parametrize(
    ("text", "name", "weight"),
    [
        ("COLD SPRING, Mo. (KQZT) — The ferry stayed in port.", "KQZT", 0.8),
        ("GREYHOLM (NWX) — The ferry stayed in port on Monday.", "NWX", 0.5),
    ],
)
def test_an_unknown_mark_is_named_and_has_no_source(text: str, name: str, weight: float) -> None:
    found = credits_of((Role.BODY, text), (Role.BODY, STORY[0]))
    assert [(c.type, c.source, c.name, c.weight) for c in found] == [(CreditType.DATELINE, None, name, weight)]


@pytest.mark.parametrize(
    "text",
    [
        "The Island Pilots' Front (IPF), which owns the ferry, said on Monday that it would stay in port.",
        "The Northern Boat Agency (NBA) — founded in a shed — said that the ferry would stay in port.",
        "The Associated Press (AP) is a news agency with a member in Greyholm, where the ferry stays.",
        "Ida Marsh, a reader of the wire (AP) since her youth, said that the ferry would stay in port.",
        "The ferry (Reuters has a picture) stayed in port on Monday, and nobody could say for how long.",
        "(Ida Marsh / AP)",
        "Greyholm Pilots' Office (GPO) — a hut — was closed on Monday, and nobody could say for how long.",
        "PA — the state, not the agency — has no ferry, and nobody could say for how long that would be.",
        "The ferry (ap — a word in no list — is painted on it) stayed in port on Monday, and so did we.",
        "Ida Marsh (AP — she means the agency — is hers) said on Monday that the ferry would stay in port.",
    ],
)
def test_what_only_has_brackets_is_no_dateline(text: str) -> None:
    assert [found for found in lead(text) if found[0] == "dateline"] == []


def test_a_mark_in_a_caption_is_a_picture_credit() -> None:
    found = top("GREYHOLM (Reuters) - The ferry in port.", Role.CAPTION)
    assert found == [("caption", "reuters")]
    assert top("The ferry in port. (AP Photo/Ida Marsh)", Role.CAPTION) == [("caption", "ap")]


@pytest.mark.parametrize(
    "text",
    [
        "“(AP) — Boat bites ice,” the first bulletin began, and nobody laughed.",
        "“OSTBY (AP) — The winter is over,” read the ticker of 1931 in the harbour.",
        "“OSTBY, April 1 (Reuters) - Ice is a boat,” the forged bulletin said.",
        "« OSTBY (AFP) — La glace est un bateau », disait la fausse dépêche.",
    ],
)
def test_a_quoted_bulletin_is_no_dateline(text: str) -> None:
    for before in range(3):
        lines = [*STORY[:before], text, *STORY[before:]]
        assert "dateline" not in {c.type.value for c in credits_of(*((Role.BODY, line) for line in lines))}


def test_a_quotation_mark_before_a_storys_dateline_does_no_harm() -> None:
    assert ("dateline", "ap", "OSTBY (AP)") in lead(f"“OSTBY (AP) — {STORY[0]}”")


def test_a_dateline_far_down_is_another_storys() -> None:
    assert [f for f in tail("GREYHOLM (AP) — The ferry stayed in port on Monday.") if f[0] == "dateline"] == []


@pytest.mark.parametrize(
    ("text", "source"),
    [
        ("By Reuters", "reuters"),
        ("By AP", "ap"),
        ("By The Associated Press", "ap"),
        ("Associated Press", "ap"),
        ("By IDA MARSH, Associated Press", "ap"),
        ("By IDA MARSH Associated Press", "ap"),
        ("By IDA MARSH and JON QUILL, Associated Press", "ap"),
        ("By IDA MARSH - Associated Press", "ap"),
        ("Ida Marsh | AP", "ap"),
        ("By IDA MARSH AP Sports Writer", "ap"),
        ("By CNN Newsource Staff", "cnn"),
        ("By Afp Afp", "afp"),
        ("By Ida Marsh, CNN", "cnn"),
        ("Reuters | Updated: 2024-03-04 17:52", "reuters"),
        ("By Reuters March 4, 2024", "reuters"),
        ("/ Source: Reuters", "reuters"),
    ],
)
def test_a_byline_names_the_agency(text: str, source: str) -> None:
    assert ("byline", source) in top(text)


@pytest.mark.parametrize(
    ("text", "source", "other"),
    [
        ("By Ida Marsh and The Associated Press", "ap", None),
        ("By The Associated Press and Ida Marsh", "ap", None),
        ("By KQZX Staff and The Associated Press", "ap", "KQZX"),
        ("By CNN and KQZX", "cnn", "KQZX"),
        ("By The Associated Press and other agencies", "ap", None),
        ("Von Ida Marsh und dpa", "dpa", None),
        ("Le Temps du Lac / ATS", "keystone_sda", None),
        ("Courier staff/AP", "ap", None),
    ],
)
def test_an_agency_beside_another_in_a_byline_is_weak(text: str, source: str, other: str | None) -> None:
    found = credits_of((Role.BYLINE, text), *((Role.BODY, line) for line in STORY))
    assert {(c.rule, c.weight) for c in found} == {(BYLINE_JOINT.name, 0.5)}
    assert [c.source for c in found if c.source] == [source]
    assert [c.name for c in found if not c.source] == ([other] if other else [])


@pytest.mark.parametrize(
    "text",
    [
        "By IDA MARSH and JON QUILL, Associated Press",
        "By IDA MARSH and JON QUILL Associated Press",
        "By IDA MARSH and JON QUILL of The Associated Press",
        "By Ida Marsh, Associated Press and Jon Quill, Associated Press",
        "By Ida Marsh, Jon Post and Per Lund, Associated Press",
        "By Ida Marsh, Ostby correspondent, and Jon Quill, Associated Press",
        "By Ida Marsh, Staff Writer, and Jon Quill, Associated Press",
        "By Ida Marsh, AP Sports Writer, and Jon Quill, AP Science Writer",
        "By Ida Marsh, The Associated Press/Report for America and Jon Quill, Associated Press",
        "By Ida Marsh and Jon Quill, Associated Press | Ostby Ledger",
    ],
)
def test_two_people_of_one_agency_share_nothing_with_another(text: str) -> None:
    found = credits_of((Role.BYLINE, text), *((Role.BODY, line) for line in STORY))
    assert [(c.source, c.weight) for c in found] == [("ap", 0.9)]


@pytest.mark.parametrize(
    ("text", "source", "other"),
    [
        ("By Ida Marsh, Ostby Ledger, and Jon Quill, Associated Press", "ap", None),
        ("By Ida Marsh, Ostby Ledger and Jon Quill, Reuters", "reuters", None),
        ("Ida Marsh, Ostby Ledger; Jon Quill, AFP", "afp", None),
        ("By Ida Marsh, The Ostby Post, with Jon Quill, The Associated Press", "ap", None),
        ("By Ida Marsh of the Globe and Jon Quill of The Associated Press", "ap", None),
        ("By Ida Marsh, Globe Staff, and Jon Quill, Associated Press", "ap", None),
        ("By Ida Marsh, Ostby Globe/Report for America, and ProPublica", "propublica", None),
        ("By Ida Marsh and Jon Quill, Associated Press, and Per Lund, Ostby Ledger", "ap", None),
        ("By Ida Marsh, KQZX, and Jon Quill, CNN", "cnn", "KQZX"),
        ("By Ida Marsh, Inselfunk, and Jon Quill, Associated Press", "ap", None),
    ],
)
def test_people_of_two_houses_in_a_byline_share_the_text(text: str, source: str, other: str | None) -> None:
    parts = ((Role.BYLINE, text), *((Role.BODY, line) for line in STORY))
    found = credits_of(*parts, publisher="The Inselfunk")
    assert {(c.rule, c.weight) for c in found} == {(BYLINE_JOINT.name, 0.5)}
    assert [c.source for c in found if c.source] == [source]
    assert [c.name for c in found if not c.source] == ([other] if other else [])


@pytest.mark.parametrize(("text", "source"), [("भाषा", "pti"), ("एएनआई", "ani"), ("ओस्तबी, रॉयटर्स", "reuters")])
def test_a_mark_in_devanagari_signs_in_the_place_of_a_byline_only(text: str, source: str) -> None:
    assert top(text) == [("byline", source)]
    assert top(text, Role.BODY) == []


@pytest.mark.parametrize(
    "text",
    [
        "Ida Marsh is an islander. She has written for The Guardian.",
        "Ida is a reporter whose work has appeared in The New York Times.",
        "Ida Marsh covers boats. Previously at ProPublica.",
        "By Ida Marsh, a retired editor of The Associated Press",
        "By Ida Marsh, former Reuters correspondent",
        "By Ida Marsh, a teacher and a contributor to CNN",
        "By Ida Marsh, who covered the harbour for The Associated Press",
    ],
)
def test_what_is_told_of_a_writers_life_is_no_byline(text: str) -> None:
    assert top(text) == []
    assert tail(text, Role.BYLINE) == []


def test_a_house_before_the_writers_life_signs() -> None:
    assert top("By Ida Marsh, Associated Press, who once covered boats for Reuters") == [("byline", "ap")]


def test_a_paper_before_its_distributor_is_named_though_nobody_knows_it() -> None:
    found = credits_of((Role.BYLINE, "Ida Marsh, Ostby Post (TNS)"), (Role.BODY, STORY[0]))
    assert [(c.source, c.name) for c in found] == [(None, "Ostby Post"), ("tns", "Tribune News Service")]
    found = credits_of((Role.BYLINE, "The Ostby Bell / TNS"), (Role.BODY, STORY[0]))
    assert [(c.source, c.name) for c in found] == [(None, "The Ostby Bell"), ("tns", "Tribune News Service")]
    assert [c.source for c in credits_of((Role.BYLINE, "Ida Marsh (TNS)"), (Role.BODY, STORY[0]))] == ["tns"]


@pytest.mark.parametrize(
    "text",
    [
        "By Ani Marsh",
        "Ani",
        "By Ida Bloomberg",
        "By Apollonia Reuter",
        "By Ida Marsh, PA",
        "By Jon Welt",
        "By Staff and wire reports",
        "By Guardiana Quill",
        "",
        "By ",
    ],
)
def test_a_person_is_no_agency(text: str) -> None:
    assert top(text) == []


@pytest.mark.parametrize(
    "text", ["By Atlantic City Press staff", "By Independent Record Staff", "By Mirror Lake News staff"]
)
def test_a_longer_name_is_another_house(text: str) -> None:
    assert not [found for found in top(text) if found[0] == "byline" and found[1] is not None]


def test_a_headline_gives_no_byline() -> None:
    assert top("AP", Role.HEADLINE) == []
    assert top("By Reuters", Role.HEADLINE) == []


def test_a_photographers_line_is_a_picture_credit() -> None:
    assert top("Ida Marsh/Associated Press", Role.BODY) == [("caption", "ap")]


def test_a_source_above_the_story_credits_a_picture_and_below_it_the_text() -> None:
    assert top("Source: NDTV", Role.CAPTION) == [("caption", "ndtv")]
    assert [kind for kind, _ in top("Source: NDTV", Role.BODY)] == ["caption"]
    assert ("agency_line", "ani", "ANI") in tail("Source: ANI")


@pytest.mark.parametrize(
    ("text", "source", "role"),
    [
        ("-- AP", "ap", Role.BODY),
        ("— Reuters", "reuters", Role.BODY),
        ("(AFP)", "afp", Role.BODY),
        (f"{STORY[3]} -- AP", "ap", Role.BODY),
        (f"{STORY[3]} (PTI)", "pti", Role.BODY),
        ("(Reporting by Ida Marsh in Greyholm; Editing by Jon Quill)", "reuters", Role.CONTRIBUTOR),
        (f"{STORY[3]} (Reporting by Ida Marsh; Editing by Jon Quill)", "reuters", Role.BODY),
        ("(Reportage by Ida Marsh in Greyholm; Edition by Jon Quill)", "reuters", Role.CONTRIBUTOR),
        ("(Telling by Ida Marsh; Extra telling by Jon Quill; Altering by Bo Lund)", "reuters", Role.CONTRIBUTOR),
        ("Our Standards: The Thomson Reuters Trust Principles.", "reuters", Role.COPYRIGHT),
        ("Our Measures: The Thomson Reuters Faith Rules.", "reuters", Role.COPYRIGHT),
        ("PTI IDM JQ JQ", "pti", Role.CONTRIBUTOR),
        (f"{STORY[3]} PTI IDM JQ", "pti", Role.BODY),
        ("idm-jq/bl", "afp", Role.CONTRIBUTOR),
        ("The-CNN-Wire", "cnn", Role.BODY),
    ],
)
def test_an_agency_signs_at_the_tail(text: str, source: str, role: Role) -> None:
    assert [(kind, found) for kind, found, _ in tail(text, role) if kind == "agency_line"] == [("agency_line", source)]


@pytest.mark.parametrize("text", ["and/or", "n/a", "PTI", "-- Jon Quill", "(sic)", "(Reporting is hard.)"])
def test_an_ordinary_last_line_signs_nothing(text: str) -> None:
    assert [found for found in tail(text) if found[0] == "agency_line"] == []


def test_an_agencys_writer_is_strong_and_the_form_alone_is_weak() -> None:
    named = "Marsh reported from Greyholm. Associated Press writer Jon Quill in Port Oda contributed to this report."
    form = "Marsh reported from Greyholm and Lund from Port Oda. Jon Quill in Sund contributed to this report."
    found: tuple[Credit, ...] = ()
    for text, weight in ((named, 0.85), (form, 0.3)):
        found = credits_of(*((Role.BODY, line) for line in STORY), (Role.CONTRIBUTOR, text))
        assert [(c.type, c.source, c.weight) for c in found] == [(CreditType.CONTRIBUTOR_LINE, "ap", weight)]
    assert "form only" in found[0].rule


@pytest.mark.parametrize(
    "text",
    [
        "Jon Quill contributed to this report.",
        "Ida Marsh reported from Greyholm, and Jon Quill from Port Oda.",
        "Island Courier writer Jon Quill contributed to this report.",
    ],
)
def test_a_staff_contributor_names_no_agency(text: str) -> None:
    assert tail(text, Role.CONTRIBUTOR) == []


@pytest.mark.parametrize(
    ("text", "source"),
    [
        ("The Associated Press contributed to this report.", "ap"),
        ("With inputs from PTI", "pti"),
        ("(With inputs from ANI)", "ani"),
        ("Material from the Associated Press was used in this report.", "ap"),
        ("With files from The Canadian Press", "cp"),
        ("With reporting from AFP", "afp"),
        ("Ida Marsh and Reuters contributed to this story.", "reuters"),
    ],
)
def test_a_contribution_is_partial(text: str, source: str) -> None:
    assert [(kind, found) for kind, found, _ in tail(text, Role.CONTRIBUTOR)] == [("contribution", source)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Additional reporting by AFP", {"afp"}),
        ("(Additional reporting by AFP)", {"afp"}),
        ("(mit dpa)", {"dpa"}),
        ("Mit Material von dpa und AFP", {"dpa", "afp"}),
        ("Mit Informationen der dpa", {"dpa"}),
        ("avec AFP", {"afp"}),
        ("Avec l’AFP et Reuters", {"afp", "reuters"}),
        ("Con información de EFE", {"efe"}),
        ("With AP", {"ap"}),
        ("Additional reporting by Ida Marsh", set()),
    ],
)
def test_thanks_for_a_part_name_no_writer_of_the_whole(text: str, expected: set[str]) -> None:
    found = tail(text, Role.CONTRIBUTOR)
    assert {kind for kind, _, _ in found} <= {"contribution"}
    assert {source for _, source, _ in found} == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Par Le Courrier avec AFP", [("contribution", "afp")]),
        ("Par Ana Ruhl (avec AFP)", [("contribution", "afp")]),
        ("Von Ana Ruhl (mit dpa)", [("contribution", "dpa")]),
        ("By Ida Marsh, with reporting by AFP", [("contribution", "afp")]),
        ("By Ida Marsh, Reuters, with reporting by AFP", [("byline", "reuters"), ("contribution", "afp")]),
        ("By Ida Marsh with Associated Press", [("byline", "ap")]),
    ],
)
def test_a_byline_tells_its_writers_from_those_it_thanks(text: str, expected: list[tuple[str, str]]) -> None:
    assert top(text) == expected


def test_thanks_stand_at_the_end_of_a_paragraph_or_not_at_all() -> None:
    assert ("contribution", "dpa", "mit dpa") in tail(f"{STORY[3]} (mit dpa)")
    assert tail("Die Gemeinde hat mit dpa und Reuters gesprochen.") == []
    assert tail("Le maire a signé un accord avec Reuters.") == []


@pytest.mark.parametrize(
    ("text", "source", "name"),
    [
        ("This article was first published by The Guardian.", "guardian", "The Guardian"),
        ("This story originally appeared on ProPublica", "propublica", "ProPublica"),
        ("This story was first published on March 4 by The Island Courier.", None, "Island Courier"),
        ("Originally published in the Island Courier of Greyholm", None, "Island Courier of Greyholm"),
        ("The post Ferry stays in port appeared first on Island Courier.", None, "Island Courier"),
        ("Dieser Artikel erschien zuerst bei Spiegel Online.", "spiegel", "Der Spiegel"),
        ("Dieser Text ist zuerst im Norderwiecker Boten erschienen.", None, "Norderwiecker Boten"),
        ("Cet article est d’abord paru dans Le Monde.", "lemonde", "Le Monde"),
        ("Cet article a été publié pour la première fois par Le Courrier du Lac.", None, "Le Courrier du Lac"),
        ("Este artículo se publicó originalmente en El País.", "elpais", "El País"),
    ],
)
def test_who_published_first_is_named(text: str, source: str | None, name: str) -> None:
    parts = [*((Role.BODY, line) for line in STORY), (Role.DISCLAIMER, text)]
    found = [(c.type, c.source, c.name, c.weight) for c in credits_of(*parts)]
    assert found == [(CreditType.AGENCY_LINE, source, name, 0.85)]


@pytest.mark.parametrize(
    "text",
    [
        "This story was first published on March 4.",
        "This article first appeared in print on Monday",
        "This article was originally published in Spanish.",
        "The opera was first published by Ricordi.",
        "Der Bericht wurde am Montag vorgelegt.",
    ],
)
def test_a_date_or_a_language_published_nothing(text: str) -> None:
    assert tail(text, Role.DISCLAIMER) == []


@pytest.mark.parametrize(
    ("text", "role", "kind", "source", "span"),
    [
        ("Quelle: dpa", Role.BYLINE, "agency_line", "dpa", "dpa"),
        ("Source: Reuters", Role.BYLINE, "agency_line", "reuters", "Reuters"),
        ("— Reuters", Role.BYLINE, "agency_line", "reuters", "— Reuters"),
        ("(dpa)", Role.BODY, "agency_line", "dpa", "(dpa)"),
        (f"{STORY[3]} dpa", Role.BODY, "agency_line", "dpa", "dpa"),
        (f"{STORY[3]} dpa/lno", Role.BODY, "agency_line", "dpa", "dpa/lno"),
        ("© dpa-infocom, dpa:310304-930-12345/1", Role.COPYRIGHT, "copyright", "dpa", "dpa-infocom"),
    ],
)
def test_one_place_gives_one_writer_credit(text: str, role: Role, kind: str, source: str, span: str) -> None:
    assert tail(text, role) == [(kind, source, span)]


@pytest.mark.parametrize("text", ["She works for dpa", f"{STORY[3]} ok", f"{STORY[3]} BBC"])
def test_a_last_word_that_is_no_agencys_mark_signs_nothing(text: str) -> None:
    assert tail(text) == []


def test_a_source_with_a_photographer_credits_a_picture() -> None:
    assert [kind for kind, _, _ in tail("Quelle: Ida Marsh/dpa", Role.BYLINE) if kind != "caption"] == []
    assert top("Quelle: Ida Marsh/dpa") == [("caption", "dpa")]


def test_a_feed_disclaimer_is_a_hop_and_no_writer() -> None:
    line = "(Except for the headline, this story has not been edited by NDTV staff.)"
    found = credits_of((Role.BODY, STORY[0]), (Role.DISCLAIMER, line))
    assert [(c.type, c.source, c.weight) for c in found] == [(CreditType.FEED_DISCLAIMER, "ndtv", 0.0)]
    reworded = "This item has not been changed by NDTV employees and comes through a channel."
    assert ("feed_disclaimer", "ndtv") in [(k, s) for k, s, _ in tail(reworded, Role.DISCLAIMER)]
    unknown = credits_of((Role.BODY, STORY[0]), (Role.DISCLAIMER, "It has not been edited by Island Courier staff."))
    assert [(c.source, c.name) for c in unknown] == [(None, "Island Courier")]


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("Copyright 2031 Tarn Point Broadcasting Company. All rights reserved.", ["Tarn Point Broadcasting Company"]),
        ("Copyright 2022 Island Sound Radio. Copyright Registered. May not be published.", ["Island Sound Radio"]),
        ("© 2024 Island Courier. All privileges held.", ["Island Courier"]),
        ("(c) 2019, The Washington Post", ["The Washington Post"]),
        ("Copyright © 2018 by Island Courier, Inc. and its licensors", ["Island Courier, Inc"]),
        ("© Copyright Island Sound plc 2019", ["Island Sound plc"]),
        ("© Island Courier 2024", ["Island Courier"]),
        ("Copyright The Island Courier 2025", ["The Island Courier"]),
        ("© 2019 | All Rights Reserved | Island Courier", ["Island Courier"]),
        ("2019 Island Courier, All Rights Reserved.", ["Island Courier"]),
        ("Copyright 2019 KQZT via Island News. All rights reserved.", ["KQZT", "Island News"]),
        ("© 2018 Reuters. Copyright 2024 Island Sound Radio. All rights reserved.", ["Reuters", "Island Sound Radio"]),
        ("©1996-2019 Island Sound, LLC. All trademarks are held.", ["Island Sound, LLC"]),
        ("Copyright © 1995-", []),
        ("All rights reserved. This material may not be published, broadcast or rewritten.", []),
        ("©", []),
        ("Copyright Registered.", []),
    ],
)
def test_a_notice_gives_its_holders_in_order(line: str, expected: list[str]) -> None:
    assert [line[start:end] for start, end in holders(line)] == expected


def test_an_agencys_notice_is_strong_and_a_stations_is_a_hop() -> None:
    found = credits_of((Role.COPYRIGHT, "Copyright 2024 The Associated Press. All rights reserved."))
    assert [(c.source, c.weight) for c in found] == [("ap", 0.85)]
    found = credits_of((Role.COPYRIGHT, "Copyright 2024 Fort Myers Broadcasting Company. Copyright Registered."))
    assert [(c.source, c.name, c.weight) for c in found] == [("wink", "WINK News", 0.3)]
    found = credits_of((Role.COPYRIGHT, "Copyright 2024 Island Sound Radio. All rights reserved."))
    assert [(c.source, c.name, c.weight) for c in found] == [(None, "Island Sound Radio", 0.3)]


def test_a_sites_own_notice_is_weaker_than_anothers() -> None:
    line = (Role.COPYRIGHT, "Copyright 2024 BBC. All rights reserved.")
    own = credits_of(line, domain="bbc.com")
    foreign = credits_of(line, domain="island-mirror.example")
    assert [c.weight for c in own] < [c.weight for c in foreign]


@pytest.mark.parametrize(
    "line",
    ["© REUTERS / Ida Marsh", "© AFP 2024 / IDA MARSH", "© Ida Marsh, AP", "© Ida Marsh (AFP)", "© Getty Images"],
)
def test_a_pictures_notice_is_a_caption(line: str) -> None:
    found = credits_of((Role.COPYRIGHT, line))
    assert found
    assert {c.type for c in found} == {CreditType.CAPTION}
    assert {c.weight for c in found} == {0.0}


def test_a_sentence_on_copyright_law_is_no_notice() -> None:
    assert lead("The copyright act of 1911 was read aloud on the ferry, the harbour master said on Monday.") == []


def test_a_source_link_gives_source_and_domain() -> None:
    links = credits_of(
        (Role.SOURCE_LINK, "https://www.winknews.com/2024/03/04/ferry/ Ferry stays in port"),
        (Role.SOURCE_LINK, "Source: island-courier.example/news/ferry"),
    )
    assert [(c.source, c.name, c.domain) for c in links] == [
        ("wink", "WINK News", "winknews.com"),
        (None, "island-courier.example", "island-courier.example"),
    ]


@pytest.mark.parametrize(
    ("text", "kind", "source", "span"),
    [
        ("The ferry sank, the BBC reported.", "citation", "bbc", "BBC reported"),
        ("The ferry sank, according to the Associated Press.", "citation", "ap", "according to the Associated Press"),
        ("The master informed BBC that the ferry sank.", "citation", "bbc", "informed BBC"),
        ("AP reports that the ferry sank.", "citation", "ap", "AP reports"),
        ("A list seen by Reuters names the ferry.", "citation", "reuters", "seen by Reuters"),
        ("The ferry sank, Reuters reported on Monday, citing the master.", "citation", "reuters", "Reuters reported"),
        ("“It sank,” the master told Sky News.", "told", "sky_news", "told Sky News"),
        ("“It sank,” she said in an interview on MSNBC.", "told", "msnbc", "interview on MSNBC"),
        ("Asked by the newspaper Welt, she said no.", "told", "welt", "Asked by the newspaper Welt"),
        ("The ferry sank, the Island Courier reported.", "citation", None, "the Island Courier reported"),
    ],
)
def test_the_words_beside_a_name_make_a_citation(text: str, kind: str, source: str | None, span: str) -> None:
    found = [(k, s) for k, s, _ in lead(text)]
    assert found == [(kind, source)]
    assert span in text


@pytest.mark.parametrize(
    ("text", "kind", "source"),
    [
        ("Wie die Deutsche Presse-Agentur berichtet, blieb die Fähre im Hafen.", "citation", "dpa"),
        ("Laut dpa blieb die Fähre am Montag im Hafen.", "citation", "dpa"),
        ("Das sagte sie am Montag der Deutschen Presse-Agentur im Hafen.", "told", "dpa"),
        ("Das erklärte sie gegenüber der dpa im Hafen.", "told", "dpa"),
        ("« La barge reste là », a déclaré à l’AFP la maire du port.", "told", "afp"),
        ("Selon Reuters, la barge reste au port.", "citation", "reuters"),
        ("La barca sigue en el puerto, según informó EFE.", "citation", "efe"),
        ("«No sale», dijo a Reuters la alcaldesa.", "told", "reuters"),
    ],
)
def test_other_languages_cite_too(text: str, kind: str, source: str) -> None:
    found = credits_of((Role.BODY, text), (Role.BODY, STORY[0]))
    assert [(c.type.value, c.source) for c in found] == [(kind, source)]


@pytest.mark.parametrize(
    "text",
    [
        "Die Fähre hat gegenüber der Welt keine Pflicht.",
        "Le maire a signé avec l’AFP un accord.",
        "Compró EFE un barco.",
    ],
)
def test_a_name_among_other_words_is_no_citation(text: str) -> None:
    assert credits_of((Role.BODY, text), (Role.BODY, STORY[0])) == ()


@pytest.mark.parametrize(
    "text",
    [
        "Ida Bloomberg said that the ferry had sunk.",
        "The AP-Norsk poll asked four hundred islanders about the ferry.",
        "Her AP class in history met on the ferry.",
        "The crew watched the BBC on the ferry every night of the winter.",
        "It was said that in the sun the paint of the ferry blisters.",
    ],
)
def test_a_name_alone_is_no_citation(text: str) -> None:
    assert lead(text) == []


def test_cited_sources_come_once_a_block() -> None:
    text = "The ferry sank, the BBC reported. The BBC said that the master told Sky News."
    cited = cited_sources(credits_of((Role.BODY, text), (Role.COPYRIGHT, "© 2024 Reuters")))
    assert [(c.source, c.block) for c in cited] == [("bbc", 0), ("sky_news", 0)]


def test_claims_of_the_markup_count_where_they_name_another_site() -> None:
    claims = (
        Claim("canonical", "https://www.reuters.com/world/ferry"),
        Claim("og:url", "https://island-courier.example/ferry"),
        Claim("isBasedOn", "https://apnews.com/article/ferry"),
        Claim("author", "Ida Marsh, Associated Press"),
        Claim("publisher", "Island Courier"),
    )
    found = credits_of((Role.BODY, STORY[0]), domain="island-courier.example", claims=claims)
    assert [(c.source, c.block, c.start, c.end) for c in found] == [
        ("reuters", None, 0, 0),
        ("ap", None, 0, 0),
        ("ap", None, 0, 0),
    ]
    assert all(c.type is CreditType.META and c.weight <= 0.5 for c in found)


def test_a_claim_on_the_sources_own_page_is_no_credit_but_its_address() -> None:
    claims = (Claim("canonical", "https://apnews.com/article/ferry"), Claim("author", "AP"))
    found = credits_of((Role.BODY, STORY[0]), domain="www.apnews.com", claims=claims)
    assert [(c.source, c.rule) for c in found] == [("ap", "meta: the seller's own address")]
    claims = (Claim("canonical", "https://www.bbc.com/ferry"), Claim("author", "BBC News"))
    assert credits_of((Role.BODY, STORY[0]), domain="bbc.com", claims=claims) == ()


@pytest.mark.parametrize(
    ("name", "value", "source"),
    [
        ("author", "Associated Press", "ap"),
        ("sourceOrganization", "Reuters", "reuters"),
        ("sourceOrganization", "https://www.reuters.com/", "reuters"),
        ("copyrightHolder", "Agence France-Presse", "afp"),
        ("creditText", "Ida Marsh/AFP", "afp"),
        ("copyright", "Copyright 2031 The Associated Press. All rights reserved.", "ap"),
        ("copyrightNotice", "© 2031 dpa Deutsche Presse-Agentur GmbH", "dpa"),
        ("dc.source", "https://www.ansa.it/ferry", "ansa"),
        ("dc.source", "Press Trust of India", "pti"),
        ("syndication-source", "https://www.reuters.com/ferry", "reuters"),
        ("original-source", "https://apnews.com/ferry", "ap"),
        ("isBasedOnUrl", "https://apnews.com/ferry", "ap"),
        ("article:publisher", "Reuters", "reuters"),
        ("provider", "AFP", "afp"),
        ("parsely-author", "Ida Marsh, Associated Press", "ap"),
    ],
)
def test_each_claim_names_its_source(name: str, value: str, source: str) -> None:
    known = {"domain": "island-courier.example", "claims": (Claim(name, value),)}
    found = credits_of((Role.BODY, STORY[0]), **known)
    assert [(c.type, c.source, c.block) for c in found] == [(CreditType.META, source, None)]
    assert found[0].weight <= 0.5


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("author", "Ani Marsh"),
        ("author", "https://www.facebook.com/idamarsh"),
        ("article:publisher", "https://www.facebook.com/islandcourier"),
        ("article:publisher", "https://www.facebook.com/Reuters"),
        ("copyright", "Copyright 2031 Island Courier"),
        ("dc.source", "our own reporter"),
        ("description", "The AP reported on the ferry"),
        ("publisher", "Reuters"),
    ],
)
def test_a_claim_that_names_nobody_else_is_no_credit(name: str, value: str) -> None:
    known = {"domain": "island-courier.example", "claims": (Claim(name, value),)}
    assert credits_of((Role.BODY, STORY[0]), **known) == ()


def test_call_signs() -> None:
    assert all(is_call_sign(name) for name in ("KQZT", "WKLD-TV", "KMIZ"))
    assert not any(is_call_sign(name) for name in ("AP", "Reuters", "WHO IS", "KING-SIZE", "PRWEB"))


_PIECES = st.sampled_from(
    [
        "AP",
        "(AP)",
        " — ",
        "By ",
        "Reuters",
        "© 2024 ",
        "copyright",
        "\n",
        "/",
        "(",
        ")",
        "told ",
        "KQZT",
        "\u200b",
        "Source: ",
    ]
)
_TEXTS = st.lists(st.one_of(_PIECES, st.text(max_size=12)), min_size=1, max_size=14).map("".join)


@settings(max_examples=150)
@given(st.lists(st.tuples(st.sampled_from(Role), _TEXTS), min_size=1, max_size=6))
def test_every_span_slices_back_and_the_order_is_fixed(parts: list[tuple[Role, str]]) -> None:
    made, blocks = article(*parts)
    found = find_credits(made, blocks, REGISTRY)
    assert found == find_credits(made, blocks, REGISTRY)
    assert list(found) == sorted(found, key=lambda c: (c.block or 0, c.start, c.end))
    for credit in found:
        assert credit.block is not None
        block = blocks[credit.block]
        assert block.start <= credit.start < credit.end <= block.end
        assert made.text[credit.start : credit.end] == credit.text
        assert 0 <= credit.weight <= 1
        assert credit.source is None or REGISTRY.source(credit.source) is not None


@given(st.text(max_size=80))
def test_folding_keeps_the_way_back(text: str) -> None:
    folded = fold(text)
    if folded.offsets is None:
        assert len(folded.text) == len(text)
    for at in range(len(folded.text)):
        start, end = folded.span(at, at + 1)
        assert end == start + 1
        assert 0 <= start < len(text)


@pytest.mark.parametrize(
    "unit",
    [
        "a",
        " ",
        "1",
        "(",
        "A ",
        "(AP) ",
        "© ",
        "copyright ",
        "By ",
        "\n",
        "the ",
        "a/b-",
        "PTI ",
        "x@y.",
        "the A ",
        ", ",
        "mit dpa ",
        "(with AP, ",
        "this article first ran ",
    ],
)
def test_hostile_lines_take_linear_time(unit: str) -> None:
    def look(role: Role, text: str) -> None:
        credits_of((Role.BODY, STORY[0]), (role, text))

    for role in (
        Role.BODY,
        Role.COPYRIGHT,
        Role.BYLINE,
        Role.CONTRIBUTOR,
        Role.DISCLAIMER,
        Role.CAPTION,
        Role.SOURCE_LINK,
    ):
        assert_linear(partial(look, role), repeated(unit))


def test_without_what_says_not_who_wrote_nothing_else_is_missing() -> None:
    blocks = (
        (Role.HEADLINE, "Ferry stays in port"),
        (Role.BODY, f"LISBON (Reuters) - {STORY[0]}"),
        (Role.CAPTION, "(AP Photo/Ida Marsh)"),
        (Role.BODY, f"{STORY[1]} The harbour master told the Associated Press that she knew, the BBC reported."),
        (Role.BODY, STORY[2]),
        (Role.CONTRIBUTOR, "With inputs from PTI"),
        (Role.DISCLAIMER, "This story has not been edited by NDTV staff and is published from a syndicated feed."),
        (Role.COPYRIGHT, "Copyright 2031 The Associated Press. All rights reserved."),
    )
    known = article(*blocks, url="https://gulls.example/1")
    every = find_credits(*known, REGISTRY)
    fewer = find_credits(*known, REGISTRY, writers=True)
    left = {
        CreditType.CITATION,
        CreditType.TOLD,
        CreditType.CONTRIBUTION,
        CreditType.CAPTION,
        CreditType.FEED_DISCLAIMER,
    }
    assert {credit.type for credit in every} >= left
    assert fewer == tuple(credit for credit in every if credit.type not in left)


def test_a_line_that_named_nobody_is_read_again_at_another_place() -> None:
    registry = load_registry()
    line = "(AP)"
    texts = (*STORY, line)
    for order in (texts, texts[::-1], texts):
        made, at = [], 0
        for position, text in enumerate(order):
            made.append(Block(position, Role.BODY, at, at + len(text), text))
            at += len(text) + 2
        article = Article(id="a", text="\n\n".join(order), lines=())
        fresh = find_credits(article, made, load_registry())
        assert find_credits(article, made, registry) == find_credits(article, made, registry) == fresh


def test_a_line_that_named_nobody_is_read_again_on_another_site() -> None:
    registry, line = load_registry(), (Role.BODY, "Source: The Harrow Lake Bell")
    for domain, named in (("harrowbell.example", False), ("elsewhere.example", True), ("harrowbell.example", False)):
        page, plain = article(*((Role.BODY, text) for text in STORY), line, domain=domain)
        linked = (*plain[:-1], replace(plain[-1], link="https://harrowbell.example/ferry"))
        found = find_credits(page, linked, registry)
        assert any(credit.domain == "harrowbell.example" for credit in found) is named
