"""The kind of a site: from the registry, from what the page says of itself, or not at all."""

from __future__ import annotations

import pytest

from provenance.model import Article, Block, Role, SiteVerdict, SourceKind
from provenance.sources import find_credits, judge_site, load_registry

REGISTRY = load_registry()
STORY = "The ferry had been out of service since the winter, when ice bent both of its rudders and tore a plate."


def judge(*parts: tuple[Role, str], domain: str | None = None, publisher: str | None = None) -> SiteVerdict:
    """The verdict on a page of these blocks."""
    blocks, at = [], 0
    for position, (role, text) in enumerate(((Role.BODY, STORY), *parts)):
        blocks.append(Block(position, role, at, at + len(text), text))
        at += len(text) + 2
    whole = "\n\n".join(block.text for block in blocks)
    article = Article("x", whole, (), domain=domain, publisher=publisher)
    return judge_site(article, blocks, find_credits(article, blocks, REGISTRY), REGISTRY)


@pytest.mark.parametrize(
    ("domain", "source", "kind", "aggregator"),
    [
        ("edition.cnn.com", "cnn", SourceKind.BROADCASTER, False),
        ("apnews.com", "ap", SourceKind.WIRE, False),
        ("winknews.com", "wink", SourceKind.STATION, False),
        ("latintimes.com", "latintimes", SourceKind.OUTLET, False),
        ("prnewswire.com", "prnewswire", SourceKind.PRESS_RELEASE, False),
        ("news.yahoo.com", "yahoo", SourceKind.PORTAL, None),
        ("newsbreak.com", "newsbreak", SourceKind.AGGREGATOR, True),
    ],
)
def test_the_registry_decides_by_domain(
    domain: str,
    source: str,
    kind: SourceKind,
    aggregator: bool | None,
) -> None:
    verdict = judge(domain=domain)
    assert (verdict.source, verdict.kind, verdict.aggregator) == (source, kind, aggregator)
    assert verdict.confidence == pytest.approx(0.95)
    assert verdict.reasons


def test_the_publishers_name_decides_where_the_domain_is_unknown() -> None:
    verdict = judge(domain="press.example", publisher="The Associated Press")
    assert (verdict.source, verdict.domain, verdict.aggregator) == ("ap", "press.example", False)


def test_a_publisher_that_is_a_domain_is_known_by_it() -> None:
    assert judge(publisher="cnn.com").source == "cnn"
    assert judge(publisher="harrow-lake.example").source is None


def test_a_page_that_calls_itself_an_aggregator_is_one() -> None:
    line = (
        "Island Mirror is an automatic aggregator of island stories. What is yours will be removed within "
        "24 hours if you write to admin@island-mirror.example."
    )
    verdict = judge((Role.DISCLAIMER, line))
    assert (verdict.name, verdict.domain) == ("Island Mirror", "island-mirror.example")
    assert (verdict.kind, verdict.aggregator, verdict.source) == (SourceKind.AGGREGATOR, True, None)
    assert verdict.confidence >= 0.85
    assert "aggregator" in verdict.reasons[0]


def test_an_aggregator_that_is_registered_keeps_its_reasons() -> None:
    line = "USTimeToday is an automatic aggregator. Write to admin@ustimetoday.com."
    verdict = judge((Role.DISCLAIMER, line))
    assert (verdict.name, verdict.domain, verdict.source) == ("USTimeToday", "ustimetoday.com", "ustimetoday")
    assert verdict.aggregator is True
    assert len(verdict.reasons) == 2


def test_a_mailbox_of_a_provider_is_not_the_sites_domain() -> None:
    verdict = judge((Role.DISCLAIMER, "Island Mirror collects news automatically. Write to island@gmail.com."))
    assert (verdict.name, verdict.domain, verdict.aggregator) == ("Island Mirror", None, True)


def test_an_offer_to_remove_what_is_others_is_a_weaker_sign() -> None:
    line = "All materials belong to their authors and all trademarks to their owners."
    verdict = judge((Role.DISCLAIMER, line), domain="island-mirror.example")
    assert verdict.aggregator is True
    assert verdict.confidence < 0.85


def test_what_is_cut_off_of_an_offer_is_marked_and_ends_at_a_word() -> None:
    line = "If you are the owner of a text and do not want it to be shown here, write to desk@island-mirror.example."
    verdict = judge((Role.DISCLAIMER, f"{line} The content will be deleted."), domain="island-mirror.example")
    (reason,) = (each for each in verdict.reasons if "offers to remove" in each)
    assert reason.endswith('here, write to …"')


def test_a_link_away_with_anothers_copyright_is_a_sign() -> None:
    link = (Role.SOURCE_LINK, "https://www.winknews.com/2024/03/04/ferry/")
    notice = (Role.COPYRIGHT, "Copyright 2024 Fort Myers Broadcasting Company. All rights reserved.")
    verdict = judge(link, notice, domain="island-mirror.example")
    assert verdict.aggregator is True
    assert "winknews.com" in verdict.reasons[0]
    assert judge(link, notice, domain="www.winknews.com").aggregator is False


def test_a_link_with_the_sites_own_copyright_is_no_sign() -> None:
    link = (Role.SOURCE_LINK, "https://www.winknews.com/2024/03/04/ferry/")
    notice = (Role.COPYRIGHT, "Copyright 2024 Island Courier Newspapers. All rights reserved.")
    assert judge(link, notice, domain="island-courier.example", publisher="Island Courier").aggregator is None


def test_a_registered_outlet_that_publishes_a_feed_is_no_aggregator() -> None:
    line = "(This story has not been edited by NDTV staff and is published from a syndicated feed.)"
    assert judge((Role.DISCLAIMER, line), domain="ndtv.com").aggregator is False


@pytest.mark.parametrize("domain", [None, "island-courier.example"])
def test_without_a_sign_nothing_is_said(domain: str | None) -> None:
    verdict = judge(domain=domain)
    assert (verdict.kind, verdict.aggregator, verdict.source) == (SourceKind.UNKNOWN, None, None)
    assert verdict.domain == domain


def test_a_name_that_is_an_address_gives_way_to_the_name_that_the_page_signs_with() -> None:
    footer = (Role.COPYRIGHT, "Copyright 2031 KQZV. All rights reserved.")
    address = "https://www.kqzv7.example"
    assert judge(footer, domain="kqzv7.example", publisher=address).name == "KQZV"
    assert judge(footer, publisher=address).domain == "kqzv7.example"
    assert judge(footer, domain="kqzv7.example", publisher="KQZV 7").name == "KQZV 7"
    for holder in ("Skerrin Media, Inc.", "KQZ", "KQZV7 Weather"):
        other = judge((Role.COPYRIGHT, f"Copyright 2031 {holder}."), domain="kqzv7.example", publisher=address)
        assert (other.name, other.domain) == (None, "kqzv7.example")


def test_a_publisher_that_is_the_pages_own_domain_is_a_name_where_there_is_no_better() -> None:
    footer = (Role.COPYRIGHT, "Copyright 2031 KQZV. All rights reserved.")
    assert judge(footer, domain="kqzv7.example", publisher="kqzv7.example").name == "KQZV"
    assert judge(domain="kqzv7.example", publisher="Kqzv7.example").name == "Kqzv7.example"


def test_a_page_with_nothing_but_its_footer_is_the_holders() -> None:
    verdict = judge((Role.COPYRIGHT, "© 2024 Latin Times. All rights reserved."))
    assert (verdict.source, verdict.name, verdict.aggregator) == ("latintimes", "Latin Times", False)
    assert verdict.confidence < 0.95
    unknown = judge((Role.COPYRIGHT, "© 2024 Island Courier. All rights reserved."))
    assert (unknown.source, unknown.name, unknown.aggregator) == (None, "Island Courier", None)


@pytest.mark.parametrize(
    "credit",
    [
        (Role.BODY, f"(CNN) — {STORY}"),
        (Role.BYLINE, "By Ida Marsh, CNN"),
        (Role.COPYRIGHT, "The-CNN-Wire ™ & © 2031 Cable News Network, Inc. All rights reserved."),
    ],
)
def test_a_footer_of_the_writer_is_what_a_licensed_copy_carries(credit: tuple[Role, str]) -> None:
    footer = (Role.COPYRIGHT, "© 2031 Cable News Network, Inc. All rights reserved.")
    verdict = judge(credit, footer)
    assert (verdict.source, verdict.name, verdict.kind, verdict.aggregator) == (None, None, SourceKind.UNKNOWN, None)
    assert judge(footer).source == "cnn"
    assert judge((Role.BYLINE, "By Ida Marsh, Reuters"), footer).source == "cnn"
    assert judge(credit, footer, domain="edition.cnn.com").source == "cnn"


def test_an_agencys_footer_does_not_make_the_page_the_agencys() -> None:
    verdict = judge((Role.COPYRIGHT, "Copyright 2024 The Associated Press. All rights reserved."))
    assert (verdict.source, verdict.name) == (None, None)


@pytest.mark.parametrize(
    "line",
    [
        "Tarn Buzz brings you the strangest stories from around the web.",
        "All content belongs to their respective owners.",
        "DMCA: contact us for removal.",
    ],
)
def test_a_footer_on_others_stories_shows_an_aggregator(line: str) -> None:
    verdict = judge((Role.DISCLAIMER, line), domain="tarnbuzz.example", publisher="Tarn Buzz")
    assert (verdict.kind, verdict.aggregator) == (SourceKind.AGGREGATOR, True)


@pytest.mark.parametrize(
    "line",
    [
        "Our newsletter brings you the best stories from around the web.",
        "DMCA notice",
        "All trademarks belong to their respective owners.",
        "We bring you the news of the lake.",
    ],
)
def test_an_ordinary_footer_shows_none(line: str) -> None:
    assert judge((Role.DISCLAIMER, line), domain="tarn.example", publisher="Tarn Times").aggregator is None
