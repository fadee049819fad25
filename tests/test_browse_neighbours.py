"""Other plugins beside ours, each doing what it does."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest
from browsing import ROOT, ask, fill

if TYPE_CHECKING:
    from pathlib import Path

pytest.importorskip("datasette", reason="datasette is an extra: pip install '.[browse]'")


@pytest.fixture(scope="module")
def path(samples: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    return fill(tmp_path_factory.mktemp("neighbours") / "news.db", samples)


def test_search_all_searches_our_texts_and_titles(path: Path) -> None:
    pytest.importorskip("datasette_search_all", reason="it is in the extra `test`")
    found, rows, home = ask([path], "/-/search?q=cable", "/news/text.json?_search=rubber+stamp&_shape=array", "/")
    assert found.status_code == 200
    assert set(re.findall(r'data-searchable-url="(/[^"]*)"', found.text)) == {"/news/article", "/news/text"}
    assert [row["content"].count("rubber stamp") for row in rows.json()] == [1]
    assert f'href="{ROOT}"' in home.text


def test_vega_charts_our_tables_and_leaves_our_pages_alone(path: Path) -> None:
    pytest.importorskip("datasette_vega", reason="it is in the extra `test`")
    table, page = ask([path], "/news/site_report", f"{ROOT}/outlets")
    assert "datasette_vega" in table.text
    assert "vega" not in page.text
    assert "<script" not in page.text


def test_notebooks_of_our_tables(path: Path) -> None:
    pytest.importorskip("datasette_export_notebook", reason="it is in the extra `test`")
    found, table = ask([path], "/news/origins.Notebook", "/news/origins")
    assert found.status_code == 200
    assert "origins.json" in found.text
    assert "origins.Notebook" in table.text
