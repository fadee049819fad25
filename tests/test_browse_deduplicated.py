"""A deduplication that is kept: from the first page to its clusters, to their documents, to an article."""

from __future__ import annotations

import re
from html import unescape
from typing import TYPE_CHECKING

import pytest
from browsing import ROOT, ask
from dedup_samples import write

from provenance.pipeline import dedup, open_database

if TYPE_CHECKING:
    from pathlib import Path

pytest.importorskip("datasette", reason="datasette is an extra: pip install '.[browse]'")
CELL = re.compile(r'<td class="col-([a-z_]+) type-[a-z]+"><a href="([^"]*)"')


def cells(text: str) -> list[tuple[str, str]]:
    return [(column, unescape(address)) for column, address in CELL.findall(text)]


def test_it_is_read_step_by_step(tmp_path: Path) -> None:
    path = tmp_path / "news.db"
    with open_database(path, write=True, create=True) as database:
        report = dedup([write(tmp_path / "corpus.jsonl")], tmp_path / "out", store=database)
    home, plain, runs = ask([path], ROOT, f"{ROOT}.json", "/news/dedup_runs")
    assert "Deduplicated corpora" in home.text
    assert 'href="/news/dedup_clusters?dedup=1"' in home.text
    (told,) = plain.json()["deduplicated"]
    assert (told["read"], told["kept"], told["clusters"]) == (report.read, report.kept, report.clusters)
    assert ("title", "/news/dedup_clusters?dedup=1") in cells(runs.text)
    (clusters,) = ask([path], "/news/dedup_clusters?dedup=1")
    members = [address for column, address in cells(clusters.text) if column == "title"]
    assert len(members) == report.clusters
    (documents,) = ask([path], members[0])
    articles = [address for column, address in cells(documents.text) if column == "title"]
    assert len(articles) >= 2
    assert [each.status_code for each in ask([path], *articles)] == [200] * len(articles)


def test_an_empty_database_has_no_empty_sections(tmp_path: Path) -> None:
    path = tmp_path / "news.db"
    with open_database(path, write=True, create=True):
        pass
    (home,) = ask([path], ROOT)
    assert home.status_code == 200
    assert "Nothing is stored yet" in home.text
    assert re.findall(r"<h2[^>]*>(.*?)</h2>", home.text) == ["Ask about a text"]
    assert "<ul" not in home.text
    assert "<table" not in home.text
