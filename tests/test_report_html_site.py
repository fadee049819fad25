"""A site as a page: what it is, whom it lives on, its articles."""

from __future__ import annotations

import re
from base64 import b64encode
from dataclasses import replace
from hashlib import sha256
from typing import TYPE_CHECKING, Any

import pytest
from export_samples import page_faults
from html_samples import HARMFUL

from provenance.model import ArticleRow, SiteVerdict, SourceKind
from provenance.report.html import style
from provenance.report.html.site import site_page
from provenance.sources.record import SiteFacts

if TYPE_CHECKING:
    from collections.abc import Sequence

FACTS = SiteFacts(
    home="tide.example", name="Tide", kind=SourceKind.AGGREGATOR, articles=1400, taken=1300, credited=200, damaged=30,
    origins=4, outlets=3, bare=5, bare_houses=2, resigned=1, excerpts=2, away=7, away_houses=3, named_houses=2,
    says_so=9, own=11, called=0, words_elsewhere=0.934, hours_behind=3.04,
)  # fmt: skip
SITE = SiteVerdict(
    "tide.example",
    "Tide Today",
    SourceKind.AGGREGATOR,
    aggregator=True,
    confidence=0.9,
    reasons=("it takes", "it says so"),
)
ROW = ArticleRow(
    article=1, id="a1", url="https://tide.example/1", title="Ferries sail", site="Tide Today", domain="tide.example",
    site_kind="aggregator", aggregator=True, published="2031-04-02", language="en", words=200, status="decided",
    relation="machine_paraphrase", origin="The Associated Press", origin_source="ap", origin_article=7,
    origin_url=None, made_from=7, confidence=0.971, chain=(), reasons=(), corrected=False, machine_paraphrase=True,
    substitutions_per_100=11.46, quotes=4, quotes_kept=1, facts_changed=3, findings=9, findings_per_1000_words=45.0,
    story=None,
)  # fmt: skip
DUE = replace(ROW, article=2, status=None, relation=None, origin=None, confidence=None, machine_paraphrase=None,
              substitutions_per_100=None, facts_changed=None, published=None)  # fmt: skip


def page_of(**changed: object) -> str:
    given: dict[str, Any] = {
        "origins": [("Reuters", 30), ("The Associated Press", 1000)],
        "lines": [("Subscribe now", 20)],
        "articles": [ROW, DUE],
        "total": 1400,
    }
    return site_page(SITE, FACTS, **{**given, **changed})


def rows(page: str, section: str) -> Sequence[str]:
    part = page.split(f'<section id="{section}">')[1].split("</section>", maxsplit=1)[0]
    table = part.split("<tbody>")[1].split("</tbody>")[0]
    return [" ".join(re.sub(r"<[^>]+>", " ", row).split()) for row in table.split("<tr>")[1:]]


def test_the_page_is_whole_in_itself() -> None:
    page = page_of()
    assert page.startswith('<!doctype html>\n<html lang="en">')
    assert page.count("<h1") == 1
    assert not re.search(r"<(?:script|link|img|iframe|object|form)\b|url\(|@import|\sstyle=|\son\w+=", page)
    digest = b64encode(sha256(style().encode("utf-8")).digest()).decode("ascii")
    assert f"style-src &#39;sha256-{digest}&#39;" in page
    assert page == page_of()


def test_every_number_stands_there() -> None:
    page = page_of()
    assert rows(page, "counts") == [
        "articles looked at 1,400",
        "first written elsewhere 1,300",
        "of these credited 200",
        "machine paraphrases 30",
        "signed, and seen nowhere before 11",
        "others that it takes from 4",
        "of its words first seen elsewhere 93%",
        "hours behind the origin, at the median 3.0",
    ]
    assert rows(page, "origins") == ["Reuters 30", "The Associated Press 1,000"]
    assert [float(width) for width in re.findall(r'pv-bar-part" width="([\d.]+)"', page)] == [3.0, 100.0, 100.0]
    assert "The newest 2 of 1,400 articles." in page


def test_an_article_has_its_verdict() -> None:
    damage = "by machine, 11.5 words in 100, 3 facts or meanings changed"
    assert rows(page_of(), "articles") == [
        f"Ferries sail a1 2031-04-02 The Associated Press machine paraphrase 97% {damage}",
        "Ferries sail a1 no date not judged yet",
    ]
    assert "2 articles, the newest first." in page_of(total=2)


def test_what_is_not_known_is_not_shown() -> None:
    bare = site_page(
        SiteVerdict(None, None, SourceKind.UNKNOWN, None, 0.0), replace(FACTS, hours_behind=None, name=None)
    )
    assert "a site of a kind that is not known" in bare
    assert "whether an aggregator cannot be said" in bare
    for section in ("origins", "lines", "articles"):
        assert f'id="{section}"' not in bare
    assert "hours behind" not in bare


@pytest.mark.parametrize("payload", HARMFUL)
def test_no_text_gets_out_of_its_place(payload: str) -> None:
    names = ("id", "url", "title", "site", "domain", "published", "language", "relation", "origin")
    page = site_page(
        SiteVerdict(payload, payload, SourceKind.OUTLET, None, 0.5, (payload, payload)),
        replace(FACTS, home=payload, name=payload),
        origins=[(payload, 3)],
        lines=[(payload, 3)],
        articles=[replace(ROW, **dict.fromkeys(names, payload))],
        total=9,
    )
    assert page_faults(page) == []
