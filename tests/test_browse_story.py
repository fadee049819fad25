"""A story's page: the chart and a part of its articles, with figures of all of them; quotations of the first ones."""

from __future__ import annotations

import re
from html import unescape
from typing import TYPE_CHECKING

import pytest
from browsing import ROOT, ask, fill

from provenance.browse.pages import story as pages
from provenance.pipeline import open_database, quotes_of, stories, story

if TYPE_CHECKING:
    from pathlib import Path

pytest.importorskip("datasette", reason="datasette is an extra: pip install '.[browse]'")
pytestmark = pytest.mark.filterwarnings("default")
ROW = re.compile(r'<tr><th scope="row" class="pb-depth-\d"><a href="([^"]+)">')
FIGURES = re.compile(r'<dl class="pb-figures">.*?</dl>', re.DOTALL)


@pytest.fixture(scope="module")
def path(samples: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    return fill(tmp_path_factory.mktemp("told") / "news.db", samples)


@pytest.fixture(scope="module")
def largest(path: Path) -> tuple[str, int]:
    with open_database(path) as database:
        found = stories(database)[0]
    return found.id, found.articles


def test_a_large_story_is_read_in_parts(path: Path, largest: tuple[str, int], monkeypatch: pytest.MonkeyPatch) -> None:
    address = f"{ROOT}/story/{largest[0]}"
    whole, told = ask([path], address, f"{address}.json")
    monkeypatch.setattr(pages, "_ROWS", 3)
    parts = ask([path], *(f"{address}?page={number}" for number in range(1, 6)), f"{address}.json")
    *parts, plain = parts
    rows = [ROW.findall(part.text) for part in parts[: (largest[1] + 2) // 3]]
    assert len(rows[0]) == 3
    assert [each for part in rows for each in part] == ROW.findall(whole.text)
    assert {FIGURES.findall(part.text)[0] for part in parts} == set(FIGURES.findall(whole.text)), "they are of all"
    assert f"and {largest[1] - 3} more articles" in parts[0].text
    assert "pb-tree" in parts[0].text
    assert '<svg class="pb-tree"' not in parts[1].text
    assert plain.json() == told.json(), "JSON has all"
    (behind,) = ask([path], f"{address}?page=99")
    assert ROW.findall(behind.text) == rows[0], "behind the last page is the first"


def test_the_quotations_of_a_large_story_are_those_of_its_first_articles(
    path: Path, largest: tuple[str, int], monkeypatch: pytest.MonkeyPatch
) -> None:
    address = f"{ROOT}/story/{largest[0]}/quotes"
    (whole,) = ask([path], address)
    assert "articles=all" not in whole.text
    monkeypatch.setattr(pages, "_HELD", 3)
    some, every, plain = ask([path], address, f"{address}?articles=all", f"{address}.json")
    assert f'<a href="{address}?articles=all">' in some.text
    assert "of the first 3 articles" in some.text
    assert every.text == whole.text
    with open_database(path) as database:
        few = quotes_of(database, story(database, largest[0], part=(0, 3)))
        report = quotes_of(database, story(database, largest[0]))
    assert 0 < len(few.utterances) <= len(report.utterances)
    assert len(plain.json()["utterances"]) == len(report.utterances), "JSON has all"


def test_a_part_of_a_story_knows_what_the_whole_one_is(path: Path, largest: tuple[str, int]) -> None:
    with open_database(path) as database:
        whole = story(database, largest[0])
        part = story(database, largest[0], part=(2, 3))
        none = story(database, largest[0], part=(500, 3))
    assert part.summary == none.summary == whole.summary
    assert part.guests == whole.guests
    assert part.articles == whole.articles[2:5]
    assert none.articles == ()


def test_each_quotation_leads_to_who_carries_it(path: Path, largest: tuple[str, int]) -> None:
    (page,) = ask([path], f"{ROOT}/story/{largest[0]}/quotes")
    asked = re.findall(r'<a href="(/news/who_carries_a_sentence\?sentence=[^"]+)">', page.text)
    assert len(asked) >= 4
    for found in ask([path], *asked):
        assert found.status_code == 200
        assert f'href="{ROOT}/article/' in found.text, "at least the article that it is from"
    assert f'<a href="{ROOT}/outlet/apnews.com"><bdi>The Associated Press</bdi></a>' in page.text


def test_each_figure_of_a_story_leads_to_as_many_rows(path: Path, largest: tuple[str, int]) -> None:
    (page,) = ask([path], f"{ROOT}/story/{largest[0]}")
    figures = re.findall(r'<a href="(/news/[^"]+)">([0-9,]+)</a>', page.text)
    assert len(figures) >= 5
    answers = ask([path], *(unescape(href) for href, _ in figures))
    for (href, number), found in zip(figures, answers, strict=True):
        assert re.search(rf"\b{number} rows?\b", found.text), href


def test_altered_quotations_lead_to_the_two_texts_side_by_side(path: Path, largest: tuple[str, int]) -> None:
    (page,) = ask([path], f"{ROOT}/story/{largest[0]}")
    sides = re.findall(rf'<td class="pv-figure pb-right"><a href="({ROOT}/compare/[^"]+)">[0-9,]+</a></td>', page.text)
    assert sides
    for found in ask([path], *map(unescape, sides)):
        assert "quote altered" in found.text
