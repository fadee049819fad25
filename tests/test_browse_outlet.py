"""An outlet's page: each figure leads to the articles that it counts, and each source to what was taken from it."""

from __future__ import annotations

import re
from html import unescape
from typing import TYPE_CHECKING

import pytest
from browsing import ROOT, ask, fill

from provenance.browse.pages import outlet as pages
from provenance.browse.pages.listed import Part

if TYPE_CHECKING:
    from pathlib import Path

pytest.importorskip("datasette", reason="datasette is an extra: pip install '.[browse]'")
pytestmark = pytest.mark.filterwarnings("default")
FIGURE = re.compile(rf'<dd><a href="{ROOT}/outlet/([^"]+)">.*?<span class="pv-quiet">([0-9,]+) ')
TITLE = re.compile(rf'<a class="pb-title" href="{ROOT}/article/')


@pytest.fixture(scope="module")
def path(samples: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    return fill(tmp_path_factory.mktemp("outlets") / "news.db", samples)


@pytest.fixture(scope="module")
def names(path: Path) -> list[str]:
    (listed,) = ask([path], f"{ROOT}/outlets.json")
    return [each["site"] for each in listed.json()]


def test_a_figure_leads_to_as_many_articles(path: Path, names: list[str]) -> None:
    found = 0
    for page in ask([path], *(f"{ROOT}/outlet/{name}" for name in names)):
        for address, number in FIGURE.findall(page.text):
            (some,) = ask([path], f"{ROOT}/outlet/{unescape(address)}".partition("#")[0])
            assert len(TITLE.findall(some.text)) == int(number), address
            assert 'aria-current="true"' in some.text
            found += 1
    assert found > len(names)


def test_the_parts_are_all_articles(path: Path) -> None:
    whole, *parts = ask(
        [path],
        f"{ROOT}/outlet/apnews.com",
        *(f"{ROOT}/outlet/apnews.com?of={part}" for part in Part if part is not Part.MACHINE),
        f"{ROOT}/outlet/apnews.com?of=nonsense",
    )
    *parts, nonsense = parts
    assert sum(len(TITLE.findall(part.text)) for part in parts) == len(TITLE.findall(whole.text)) == 2
    assert len(TITLE.findall(nonsense.text)) == 2
    assert "None of its stored articles" in parts[1].text


def test_a_period_leads_to_its_articles(path: Path) -> None:
    (page,) = ask([path], f"{ROOT}/outlet/reuters.com")
    periods = re.findall(
        r'<tr><th scope="row"><a href="(/news/article[^"]+)">([0-9-]+)</a></th>((?:<td[^>]*>[0-9,]+</td>)+)</tr>',
        page.text,
    )
    assert len(periods) == 2
    for address, period, cells in periods:
        (table,) = ask([path], unescape(address))
        number = sum(map(int, re.findall(r">([0-9]+)<", cells)))
        assert re.search(rf"\b{number} rows?\b", table.text), period


def test_pages_keep_the_part(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pages, "_ARTICLES", 1)
    (first,) = ask([path], f"{ROOT}/outlet/apnews.com?of=own")
    (following,) = re.findall(r'<a href="([^"]+)" rel="next">', first.text)
    assert "of=own" in following
    (second,) = ask([path], unescape(following))
    assert len(TITLE.findall(second.text)) == 1
    assert 'rel="next"' not in second.text


def test_a_source_leads_to_what_was_taken_from_it(path: Path) -> None:
    (page,) = ask([path], f"{ROOT}/outlet/newsbeamtoday.example")
    (address,) = re.findall(r'<th scope="row"><a href="(/news/taken_from_a_wire[^"]+)">', page.text)
    (taken,) = ask([path], unescape(address))
    assert "Repair crew finds two cuts" in taken.text
    (ranked,) = ask([path], f"{ROOT}/outlets")
    assert "/news/taken_from_a_wire?outlet=newsbeamtoday.example&amp;source=&amp;month=" in ranked.text
