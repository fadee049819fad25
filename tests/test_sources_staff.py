"""Bylines of a site's own staff, and lines that share the writing with agencies they do not name."""

from __future__ import annotations

import pytest

from provenance.model import Block, Role
from provenance.sources.staff import shared_with_agencies, speaks_of_another, staff_line

NAMES = ("Skerrin Gazette", "https://www.skerringazette.example")


def blocks(*lines: str, role: Role = Role.BYLINE) -> list[Block]:
    return [Block(position, role, 0, len(line), line) for position, line in enumerate(lines)]


@pytest.mark.parametrize(
    "lines",
    [
        ("By Oda Brekke, Gazette Staff Writer",),
        ("By ODA BREKKE", "Gazette staff writer"),
        ("By Oda Brekke\nGazette staff reporter",),
        ("By Oda Brekke | Skerrin Gazette",),
        ("Oda Brekke, Of The Gazette Staff",),
        ("By Oda Brekke and Ian Lofthus, Staff Writers",),
        ("By Oda Brekke, Senior Staff Writer",),
        ("By Oda Brekke, Gazette education reporter",),
    ],
)
def test_a_person_of_the_sites_staff(lines: tuple[str, ...]) -> None:
    assert staff_line(blocks(*lines), NAMES) is not None


@pytest.mark.parametrize(
    "line",
    [
        "By Oda Brekke",
        "Staff report",
        "By Gazette Staff",
        "By Oda Brekke, Tarn Gazette Staff Writer",
        "By Oda Brekke, Tarn Times",
        "By Oda Brekke, Gazette",
        "By Oda Brekke, Special to the Gazette",
        "By Oda Brekke, Correspondent",
        "By Tarn Times Reporter",
        "By Oda Brekke, Gazette Staff Writer, and Per Lund, Tarn Times",
        "By Oda Brekke / Tamarack Dispatch",
        "From staff and wire reports",
    ],
)
def test_anybody_else_is_no_staff_of_the_site(line: str) -> None:
    assert staff_line(blocks(line), NAMES) is None


def test_only_a_byline_says_so() -> None:
    assert staff_line(blocks("By Oda Brekke, Gazette Staff Writer", role=Role.BODY), NAMES) is None
    assert staff_line(blocks("By Oda Brekke, Gazette Staff Writer"), ()) is None


@pytest.mark.parametrize(
    "line",
    [
        "From staff and wire reports",
        "Staff and news services",
        "Skerrin Gazette wire services",
        "With Gazette wires",
        "Le Val-Nord avec agences",
        "Von Oda Brekke, mit Agenturmaterial",
        "obr/Agenturen",
        "Redacción / Agencias",
        "From news services",
    ],
)
def test_agencies_without_a_name(line: str) -> None:
    assert shared_with_agencies(blocks(line)) == line


@pytest.mark.parametrize(
    "line",
    [
        "By Oda Brekke, Gazette Staff Writer",
        "The agency sent staff and two boats to the wreck before the wire was cut again by the storm.",
        "The travel agency reports a good year",
        "Con agencia de viajes en Tarn",
    ],
)
def test_other_words_share_nothing(line: str) -> None:
    assert shared_with_agencies(blocks(line, role=Role.BODY)) is None


@pytest.mark.parametrize(
    "line",
    [
        "Story courtesy of our news partner, the Tarn Times",
        "This article was produced by Tarn Times Investigations.",
        "This is an edited version of a press release.",
        "Read the full story at Tarn Times",
        "Original article",
    ],
)
def test_a_line_of_somebody_elses_text(line: str) -> None:
    assert speaks_of_another(blocks("By Oda Brekke, Gazette Staff Writer", line, role=Role.BODY)) == line


def test_a_story_may_tell_of_such_things() -> None:
    told = " ".join(
        ["The council said in a press release that the ferry will stay in port until the storm is over."] * 2
    )
    assert speaks_of_another(blocks("The ferry stays in port.", told, role=Role.BODY)) is None
