"""Outlets go by their names on every page; their keys stand in the addresses."""

from __future__ import annotations

import re
import sqlite3
from contextlib import closing
from html import unescape
from shutil import copyfile
from typing import TYPE_CHECKING

import pytest
from browsing import ROOT, ask, fill

from provenance.browse.naming import names_of

if TYPE_CHECKING:
    from pathlib import Path

pytest.importorskip("datasette", reason="datasette is an extra: pip install '.[browse]'")
LINK = re.compile(r'<a [^>]*?href="[^"]*/outlet/([^"?]*)"[^>]*>(.*?)</a>', re.DOTALL)
TAG = re.compile(r"<[^>]*>")


@pytest.fixture(scope="module")
def path(samples: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    return fill(tmp_path_factory.mktemp("named") / "news.db", samples)


def links(text: str) -> set[tuple[str, str]]:
    return {(key, unescape(TAG.sub("", inner))) for key, inner in LINK.findall(text)}


def test_pages_and_tables_name_an_outlet_and_link_to_its_key(path: Path) -> None:
    pages = [
        "",
        "/outlets",
        "/outlets?q=beam",
        "/search?q=newsbeam",
        "/search?q=cable",
        "/article/1",
    ]
    addresses = [*(f"{ROOT}{each}" for each in pages), "/news/article", "/news/site_verdict"]
    with_links = 0
    for address, found in zip(addresses, ask([path], *addresses), strict=True):
        assert found.status_code == 200, address
        names = dict(links(found.text))
        with_links += "newsbeamtoday.example" in names
        assert names.get("newsbeamtoday.example", "NewsBeamToday").startswith(("NewsBeamToday", "The site itself")), (
            address
        )
        assert names.get("apnews.com", "The Associated Press") in {"The Associated Press", "AP News"}, address
    assert with_links >= 6


def test_an_outlet_is_found_by_its_name(path: Path) -> None:
    ranked, search = ask([path], f"{ROOT}/outlets.json?q=harbor+ledger", f"{ROOT}/search.json?q=The+Harbor+Ledger")
    assert [each["site"] for each in ranked.json()] == ["harborledger.example"]
    assert [each["site"] for each in search.json()["sites"]] == ["harborledger.example"]


def test_the_name_is_what_most_pages_say(path: Path, tmp_path: Path) -> None:
    other = tmp_path / "news.db"
    copyfile(path, other)
    with closing(sqlite3.connect(other)) as connection, connection:
        connection.execute("INSERT INTO site (name) VALUES ('nobody.example')")
        wires = "SELECT id FROM article WHERE site = (SELECT id FROM site WHERE name = 'apnews.com')"
        (first, *_) = [number for (number,) in connection.execute(f"{wires} ORDER BY id")]
        connection.execute("UPDATE article SET site_name = 'Another' WHERE id = ?", (first,))
        before = names_of(other, connection)
        assert before["apnews.com"] in {"Another", "The Associated Press"}
        assert "nobody.example" not in before, "it goes by its key"
