"""The words of credits in seven languages: bylines, thanks, sign-offs, sources, feeds and rights."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

import pytest
from growth import assert_linear, repeated

from provenance.errors import RegistryError
from provenance.model import Article, Block, Credit, Role
from provenance.settings import seeds_folder
from provenance.sources import find_credits, load_registry
from provenance.sources import wording as module
from provenance.sources.notices import holders
from provenance.sources.wording import wording

if TYPE_CHECKING:
    from pathlib import Path

REGISTRY = load_registry()
STORY = (
    "The ferry had been out of service since the winter, when ice bent both of its rudders and tore a plate.",
    "Nobody on the island could remember so long a time without a boat, the harbour master said on Monday.",
)


def credits_of(*parts: tuple[Role, str], domain: str | None = None) -> tuple[Credit, ...]:
    blocks, at = [], 0
    for position, (role, text) in enumerate(parts):
        blocks.append(Block(position, role, at, at + len(text), text))
        at += len(text) + 2
    whole = "\n\n".join(text for _, text in parts)
    return find_credits(Article("x", whole, (), domain=domain), blocks, REGISTRY)


def top(text: str) -> list[tuple[str, str | None]]:
    return [(c.type.value, c.source) for c in credits_of((Role.BYLINE, text), *((Role.BODY, s) for s in STORY))]


def tail(text: str, role: Role = Role.CONTRIBUTOR) -> list[tuple[str, str | None]]:
    return [(c.type.value, c.source) for c in credits_of(*((Role.BODY, s) for s in STORY), (role, text))]


@pytest.mark.parametrize(
    ("text", "source"),
    [
        ("Von dpa", "dpa"),
        ("Von Ana Ruhl, dpa", "dpa"),
        ("Par AFP", "afp"),
        ("Par Ana Ruhl, AFP", "afp"),
        ("Por EFE", "efe"),
        ("Por Redacción / EFE", "efe"),
        ("Por Lusa", "lusa"),
        ("Por Ana Ruhl — Lusa", "lusa"),
        ("Di ANSA", "ansa"),
        ("di Ana Ruhl (ANSA)", "ansa"),
        ("Redazione ANSA", "ansa"),
        ("By Press Trust of India", "pti"),
        ("India News | Press Trust of India |", "pti"),
        ("By RFE/RL", "rferl"),
        ("By The Connected Press", "ap"),
        ("By Ida Marsh, Asociated Press", "ap"),
    ],
)
def test_a_byline_in_its_language_names_the_agency(text: str, source: str) -> None:
    assert top(text) == [("byline", source)]


@pytest.mark.parametrize(
    "text",
    [
        "Von Ana Ruhl",
        "Par Ana Presse",
        "Por Ana Efé",
        "Di Ani Marsh",
        "Da Redação",
        "By The Island Press",
        "Von der Redaktion",
    ],
)
def test_a_person_or_a_newsroom_is_no_agency(text: str) -> None:
    assert top(text) == []


@pytest.mark.parametrize(
    ("text", "sources"),
    [
        ("By Ida Marsh with AFP", ["afp"]),
        ("By Island Courier with AFP and Reuters", ["afp", "reuters"]),
        ("Von Ana Ruhl mit dpa", ["dpa"]),
        ("Redação, com Reuters", ["reuters"]),
        ("Edited by Ida Marsh with inputs from PTI", ["pti"]),
    ],
)
def test_a_byline_thanks_for_a_part(text: str, sources: list[str]) -> None:
    assert top(text) == [("contribution", source) for source in sources]


@pytest.mark.parametrize(
    ("text", "sources"),
    [
        ("(With ANI inputs)", {"ani"}),
        ("Inputs from PTI", {"pti"}),
        ("— with AFP", {"afp"}),
        ("Includes reporting by Reuters.", {"reuters"}),
        ("AP and Reuters contributed to this report.", {"ap", "reuters"}),
        ("The Associated Press contributed.", {"ap"}),
        ("The Connected Press contributed to this report.", {"ap"}),
        ("Mit Material von dpa und AFP", {"dpa", "afp"}),
        ("Unter Verwendung von Material der dpa", {"dpa"}),
        ("Avec les informations de l’AFP", {"afp"}),
        ("Agence France-Presse a contribué à cet article", {"afp"}),
        ("Con informaciones de EFE y AFP", {"efe", "afp"}),
        ("Con información de la agencia EFE", {"efe"}),
        ("Com informações da Lusa e AFP", {"lusa", "afp"}),
        ("Com informações da agência Lusa", {"lusa"}),
        ("*Com informações da AFP", {"afp"}),
        ("con fonte ANSA", {"ansa"}),
        ("इनपुट: भाषा", {"pti"}),
        ("(भाषा इनपुट के साथ)", {"pti"}),
        ("(PTI inputs ke saath)", {"pti"}),
        ("(Input PTI se)", {"pti"}),
    ],
)
def test_thanks_in_each_language(text: str, sources: set[str]) -> None:
    found = tail(text)
    assert {kind for kind, _ in found} == {"contribution"}
    assert {source for _, source in found} == sources


def test_letters_whose_small_form_is_longer_move_no_names() -> None:
    text = "İİİ with AP inputs"
    assert [(text[each.start : each.end], each.names) for each in wording().thanks(text)] == [("with AP inputs", "AP")]


@pytest.mark.parametrize(
    "text",
    [
        "Con la ayuda de sus vecinos",
        "Com a família",
        "Mit Material von der Werft",
        "Avec les informations du port",
        "She contributed to this report.",
        "With inputs from agencies",
        "इनपुट के साथ",
    ],
)
def test_thanks_to_others_name_no_source(text: str) -> None:
    assert tail(text) == []


@pytest.mark.parametrize(
    ("text", "sources"),
    [
        ("(afp)", ["afp"]),
        ("(EFE)", ["efe"]),
        ("(Lusa)", ["lusa"]),
        ("(ANSA)", ["ansa"]),
        ("(भाषा)", ["pti"]),
        ("भाषा", ["pti"]),
        ("dpa", ["dpa"]),
        ("epd", ["epd"]),
        ("AFP", ["afp"]),
        ("(apa/dpa)", ["apa", "dpa"]),
        ("(sda/dpa)", ["dpa", "keystone_sda"]),
        ("AFP/dpa", ["afp", "dpa"]),
        ("AP, AFP", ["afp", "ap"]),
        ("Source AFP", ["afp"]),
        ("Source : AFP", ["afp"]),
        ("Fonte ANSA", ["ansa"]),
        ("Fuente: EFE", ["efe"]),
        ("Quelle: dpa", ["dpa"]),
        ("स्रोत: भाषा", ["pti"]),
    ],
)
def test_an_agency_signs_in_each_language(text: str, sources: list[str]) -> None:
    assert sorted(tail(text), key=str) == [("agency_line", source) for source in sources]


def test_an_agency_signs_behind_a_danda() -> None:
    assert ("agency_line", "pti") in tail(f"{STORY[0]} नौका बंदरगाह में रही। भाषा", Role.BODY)
    assert ("agency_line", "pti") in tail(f"{STORY[0]} नौका बंदरगाह में रही।\nभाषा अबक जख", Role.BODY)
    assert tail(f"{STORY[0]} यह उनकी भाषा", Role.BODY) == []


@pytest.mark.parametrize(
    "text", ["(sic)", "(pa)", "ap", "Source of the river", "AP, Ida Marsh", "afp/Marsh", "PTI", "Fonte viva"]
)
def test_an_ordinary_last_line_signs_nothing(text: str) -> None:
    assert [found for found in tail(text, Role.BODY) if found[0] == "agency_line" and text != "ap"] == []


@pytest.mark.parametrize(
    ("text", "source", "name"),
    [
        ("(This story is auto-generated from a PTI feed.)", "pti", "Press Trust of India"),
        ("Dieser Text wurde automatisch aus dem dpa-Newskanal übernommen.", "dpa", "dpa"),
        ("This story is published from a syndicated feed.", None, "island-mirror.example"),
        ("It was sourced from a third party syndicated feed.", None, "island-mirror.example"),
        ("Cet article a été publié automatiquement.", None, "island-mirror.example"),
        ("Este texto no ha sido editado por nuestra redacción.", None, "island-mirror.example"),
        ("Texto publicado automaticamente.", None, "island-mirror.example"),
    ],
)
def test_a_feed_is_a_hop_in_each_language(text: str, source: str | None, name: str) -> None:
    parts = [*((Role.BODY, line) for line in STORY), (Role.DISCLAIMER, text)]
    found = [(c.type.value, c.source, c.weight) for c in credits_of(*parts, domain="island-mirror.example")]
    assert found == [("feed_disclaimer", source, 0.0)]
    names = [c.name for c in credits_of(*parts, domain="island-mirror.example")]
    assert name in names[0] or source is not None


def test_a_feed_without_any_name_is_no_hop_on_a_page_without_one() -> None:
    assert credits_of((Role.BODY, STORY[0]), (Role.DISCLAIMER, "Published from a syndicated feed.")) == ()
    assert credits_of((Role.BODY, STORY[0]), (Role.DISCLAIMER, "The feed comes from a farm."), domain="x.example") == ()


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("© 2031 Inselbote. Alle Rechte vorbehalten.", ["Inselbote"]),
        ("Tous droits réservés. Le Courrier du Lac", ["Le Courrier du Lac"]),
        ("© 2031 El Faro Todos los derechos reservados", ["El Faro"]),
        ("Copyright 2031 O Farol Todos os direitos reservados", ["O Farol"]),
        ("© 2031 Il Faro - Riproduzione riservata", ["Il Faro"]),
        ("© 2031 द्वीप समाचार. सर्वाधिकार सुरक्षित", ["द्वीप समाचार"]),
        ("Copyright 2031 Island Sound Radio. Every right is booked.", ["Island Sound Radio"]),
        ("Every right is booked. Island Courier", ["Island Courier"]),
        ("Island Courier, Inc., All Rights Reserved.", ["Island Courier, Inc."]),
        ("© 2031 Island Sound, Inc. and KQZT", ["Island Sound, Inc. and KQZT"]),
        ("©2031, Island Television Inc. on behalf of KQZT-TV.", ["Island Television Inc", "KQZT-TV"]),
        ("ⓒ 2031 Island Courier", ["Island Courier"]),
        ("She went home. All rights reserved.", []),
        ("Alle Rechte vorbehalten.", []),
        ("Todos los derechos reservados.", []),
    ],
)
def test_a_notice_in_its_language_gives_its_holder(line: str, expected: list[str]) -> None:
    assert [line[start:end] for start, end in holders(line, REGISTRY)] == expected


def test_a_reworded_agency_is_named_with_less_weight() -> None:
    line = "Copyright 2031 The Related Press. Copyright Registered. This material may not be published."
    found = credits_of((Role.BODY, STORY[0]), (Role.COPYRIGHT, line))
    assert [(c.source, c.text, c.weight) for c in found] == [("ap", "The Related Press", 0.6)]
    found = credits_of((Role.BODY, STORY[0]), (Role.COPYRIGHT, "Copyright 2031 The Island Press."))
    assert [(c.source, c.name) for c in found] == [(None, "The Island Press")]
    line = "Related Press writer Jon Quill in Port Oda contributed to this report."
    assert tail(line) == [("contributor_line", "ap")]


def test_every_contribution_has_one_place_for_names_and_every_language_is_there() -> None:
    files = sorted(path.stem for path in (seeds_folder() / "credits").glob("*.toml"))
    assert files == ["de", "en", "es", "fr", "hi", "it", "ja", "ko", "pt", "th", "zh"]
    assert all(phrase.count("…") == 1 for phrase in wording().contributions)


@pytest.mark.parametrize(
    ("text", "what"),
    [
        ('colour = ["red"]\n', "is none of"),
        ('by = "von"\n', "is no list of texts"),
        ('by = [""]\n', "is no list of texts"),
        ('contributions = ["mit"]\n', "without just one …"),
    ],
)
def test_a_wrong_file_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, text: str, what: str) -> None:
    (tmp_path / "credits").mkdir()
    (tmp_path / "credits" / "xx.toml").write_text(text, encoding="utf-8")
    monkeypatch.setattr(module, "seeds_folder", lambda: tmp_path)
    with pytest.raises(RegistryError, match=r"xx\.toml") as caught:
        wording.__wrapped__()
    assert what in str(caught.value)


@pytest.mark.parametrize(
    "unit",
    [
        "mit ",
        "with AP and ",
        "AP and ",
        "contributed ",
        "भाषा ",
        "(AP/",
        "source: ",
        "con fonte ",
        "with x inputs ",
        "all rights ",
        "auto-generated from a ",
    ],
)
def test_hostile_lines_take_linear_time(unit: str) -> None:
    def look(role: Role, text: str) -> None:
        credits_of((Role.BODY, STORY[0]), (role, text), domain="x.example")

    for role in (Role.BODY, Role.BYLINE, Role.CONTRIBUTOR, Role.COPYRIGHT, Role.DISCLAIMER):
        assert_linear(partial(look, role), repeated(unit))
