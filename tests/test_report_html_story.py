"""A story as a page: its tree, what was altered, who shares text with it."""

from __future__ import annotations

import re
from base64 import b64encode
from dataclasses import replace
from hashlib import sha256
from typing import TYPE_CHECKING

import pytest
from export_samples import page_faults
from html_samples import HARMFUL
from quote_samples import BRIDGE, report, teller
from test_report_formats_graph import TREE, member, told

from provenance.model import ArticleRef, Relation
from provenance.report.html import style
from provenance.report.html.story import story_page
from provenance.tracing.stories import Guest, StoryPlace, StorySummary, StoryWithTree

if TYPE_CHECKING:
    from provenance.tracing.quotes.findings import QuoteReport

ALTERED = BRIDGE.replace("three", "five")


def quoted(payload: str = "") -> QuoteReport:
    """Three have one wording, one another; with ``payload`` where a page may have put it."""
    found = report([teller(1, BRIDGE), teller(2, BRIDGE), teller(3, BRIDGE), teller(4, ALTERED)])
    if not payload:
        return found
    (first, *rest) = found.utterances
    (one, *_) = first.deviations
    said = replace(one, text=payload, start=0, end=len(payload), speaker=payload, differences=())
    majority = None if first.majority is None else replace(first.majority, text=payload)
    utterance = replace(first, speaker=payload, majority=majority, deviations=(said,))
    accounts = {
        number: replace(each, outlet=payload, ref=ArticleRef(number, payload, payload, payload))
        for number, each in found.accounts.items()
    }
    return replace(found, title=payload, utterances=(utterance, *rest), accounts=accounts)


def hostile(payload: str) -> StoryWithTree:
    """A story with a harmful text wherever a page may have put one."""
    articles = tuple(
        replace(
            each,
            outlet=payload,
            published=payload,
            origin_name=None if each.origin_name is None else payload,
            ref=ArticleRef(each.ref.key, payload, payload, f"{each.ref.key} {payload}"),
        )
        for each in TREE.articles
    )
    summary = StorySummary(
        "s0123456789abcdef", payload, 6, 2, "ap", payload, payload, f"{payload}2", articles[0].ref, articles[0].ref
    )
    guest = Guest(0.5, None, payload, payload, ArticleRef(9, payload, payload, payload))
    return StoryWithTree(summary, articles, (guest,))


def rows(page: str) -> list[str]:
    table = page.split('<table class="pv-tree">')[1].split("<tbody>")[1].split("</tbody>", maxsplit=1)[0]
    return [" ".join(re.sub(r"<[^>]+>", " ", row).split()) for row in table.split("<tr")[1:]]


def test_the_page_is_whole_in_itself() -> None:
    page = story_page(TREE, quoted())
    assert page.startswith('<!doctype html>\n<html lang="en">')
    assert page.count("<h1") == 1
    assert not re.search(r"<(?:script|link|img|iframe|object|form)\b|url\(|@import|\sstyle=|\son\w+=", page)
    digest = b64encode(sha256(style().encode("utf-8")).digest()).decode("ascii")
    assert f"style-src &#39;sha256-{digest}&#39;" in page
    assert page == story_page(TREE, quoted())


def test_each_copy_names_what_it_was_made_from() -> None:
    found = rows(story_page(TREE))
    assert found[1].endswith("Paper 2 a2 2031-04-02 10:00 UTC 1 excerpt 100%")
    assert found[2].endswith("Paper 3 Boats stay a3 2031-04-02 10:00 UTC 2 machine paraphrase 99%")
    assert found[3].endswith("– from The Associated Press")
    assert found[5].endswith("– rewrite, order unknown 50%")
    page = story_page(TREE)
    assert set(re.findall(r'href="#(article-\d+)"', page)) <= set(re.findall(r'id="(article-\d+)"', page))


def test_an_origin_that_cannot_be_said_is_not_named() -> None:
    page = story_page(TREE)
    assert 'class="pv-card pv-abstained"' in page
    assert "cannot be said: no article is surely before all others" in page
    known = replace(TREE.summary, origin="ap", origin_name="The Associated Press")
    assert "is not held" in story_page(replace(TREE, summary=known))


def test_a_quotation_shows_what_most_have_and_what_one_has() -> None:
    page = story_page(TREE, quoted())
    assert "Nora Quill" in page
    assert "<del>three</del> <ins>five</ins>" in page
    assert 'Paper 4</bdi>: <span class="pv-severity">numbers changed' in page
    assert 'id="quotes"' not in story_page(TREE)
    assert 'id="quotes"' not in story_page(TREE, report([teller(1, BRIDGE), teller(2, BRIDGE)]))


def test_a_guest_is_shown_apart() -> None:
    guest = Guest(0.63, "s9999999999999999", "Paper 9", None, ArticleRef(9, "a9", "https://a.example/9", "Other news"))
    page = story_page(replace(TREE, guests=(guest,)))
    assert 'href="https://a.example/9"' in page
    assert "63%" in page
    assert 'id="guests"' not in story_page(TREE)


def test_a_long_story_is_shown_whole() -> None:
    copies = [
        member(n, StoryPlace.COPY, parent=1, relation=Relation.VERBATIM, share=1.0, depth=1) for n in range(2, 302)
    ]
    assert len(rows(story_page(told(member(1, StoryPlace.ORIGIN), *copies)))) == 301


@pytest.mark.parametrize("payload", HARMFUL)
def test_no_text_gets_out_of_its_place(payload: str) -> None:
    page = story_page(hostile(payload), quoted(payload))
    assert page_faults(page) == []
