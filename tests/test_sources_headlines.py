"""Headlines that sign their text, and those that only speak of an agency."""

from __future__ import annotations

import pytest
from growth import assert_linear, repeated

from provenance.model import Article, Block, Role
from provenance.sources import find_credits, load_registry

REGISTRY = load_registry()
STORY = "The ferry had been out of service since the winter, when ice bent both of its rudders and tore a plate."


def signs(headline: str) -> list[tuple[str, str | None, str, float]]:
    """Type, source, text and weight of what a headline gives."""
    whole = f"{headline}\n\n{STORY}"
    blocks = (
        Block(0, Role.HEADLINE, 0, len(headline), headline),
        Block(1, Role.BODY, len(headline) + 2, len(whole), STORY),
    )
    found = find_credits(Article("x", whole, ()), blocks, REGISTRY)
    return [(c.type.value, c.source, c.text, c.weight) for c in found]


@pytest.mark.parametrize(
    ("headline", "source", "text", "weight"),
    [
        ("AP Explains: Why the ferry stays in port", "ap", "AP Explains:", 0.8),
        ("AP PHOTOS: A winter without a boat", "ap", "AP PHOTOS:", 0.8),
        ("AP FACT CHECK: The ferry did not sink", "ap", "AP FACT CHECK:", 0.8),
        ("AP Interview: The harbour master on ice", "ap", "AP Interview:", 0.8),
        ("AFP Fact Check: The ferry did not sink", "afp", "AFP Fact Check:", 0.8),
        ("AP sources: Second ferry is to be hired", "ap", "AP sources:", 0.8),
        ("Second ferry is to be hired, AP source says", "ap", "AP source says", 0.8),
        ("Second ferry is to be hired, AP sources say. Council meets...", "ap", "AP sources say", 0.8),
        ("AP News Summary at 4:33 p.m. EST", "ap", "AP News Summary", 0.8),
        ("AP Sports SummaryBrief at 12:24 a.m. EDT", "ap", "AP Sports SummaryBrief", 0.8),
        ("AP-Scorecard", "ap", "AP-Scorecard", 0.8),
        ("Reuters News Digest", "reuters", "Reuters News Digest", 0.8),
        ("Takeaways from AP’s report on the ferries of the north", "ap", "Takeaways from AP’s report", 0.8),
        ("The top photos of the week by AP's photojournalists", "ap", "The top photos of the week by AP's", 0.8),
        ("AP Player of the Week: The rower of Greyholm", "ap", "AP Player of the Week", 0.8),
        ("Ferry stays in port | AP News", "ap", "| AP News", 0.75),
        ("Ferry stays in port | Reuters", "reuters", "| Reuters", 0.75),
        ("Ferry stays in port (AFP)", "afp", "(AFP)", 0.75),
        ("(AP) Ferry stays in port", "ap", "(AP)", 0.75),
        ("Ferry stays in port - Reuters", "reuters", "- Reuters", 0.5),
        ("UPDATE 2-Ferry stays in port", "reuters", "UPDATE 2-", 0.8),
    ],
)
def test_a_headline_in_an_agencys_own_form_signs_the_text(headline: str, source: str, text: str, weight: float) -> None:
    assert signs(headline) == [("agency_line", source, text, weight)]


@pytest.mark.parametrize(
    "headline",
    [
        "Harbour master tells AP that the ferry stays in port",
        "Ferry stays in port: AP",
        "Ferry stays in port, AP says",
        "AP: Ferry stays in port",
        "AP sues the harbour over a photograph of the ferry",
        "Islanders fear the winter, a new AP-NORC poll finds",
        "Citing AP investigation, council demands a second ferry",
        "The mystery man in an AP photo of the ferry",
        "Greyholm rowers climb in the AP Top 25",
        "AP exams: What parents on the island should know",
        "AP Scholars: Twelve from Greyholm High are honoured",
        "PA poll: The ferry leads by six points",
        "AAP explains: When children should wear a life jacket",
        "Man held after a fight on the ferry (PA)",
        "Ferry stays in port | Island Courier",
        "UPDATE 2: Ferry stays in port",
        "Update 2-0: Greyholm rowers win at home",
        "Takeaways from the report on the ferries",
        "The top photos of the week by our readers",
        "Reuter's barn - reuters of the old kind",
    ],
)
def test_a_headline_that_only_speaks_of_an_agency_signs_nothing(headline: str) -> None:
    assert [found for found in signs(headline) if found[0] == "agency_line"] == []


def test_only_a_headline_is_read_so() -> None:
    line = "AP Explains: Why the ferry stays in port"
    blocks = (Block(0, Role.SUBHEADING, 0, len(line), line),)
    assert find_credits(Article("x", line, ()), blocks, REGISTRY) == ()


@pytest.mark.parametrize("unit", ["AP ", "A", "- ", "takeaways from ", "AP news ", ", AP sources", "UPDATE 1-", "| "])
def test_hostile_headlines_take_linear_time(unit: str) -> None:
    assert_linear(signs, repeated(unit))
