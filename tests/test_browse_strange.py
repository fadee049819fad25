"""A row that cannot be read is an error that names it, on every page and in every file; never a bug's page."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from shutil import copyfile
from typing import TYPE_CHECKING

import pytest
from browsing import ROOT, ask, fill, first_story

if TYPE_CHECKING:
    from pathlib import Path

pytest.importorskip("datasette", reason="datasette is an extra: pip install '.[browse]'")
BROKEN = {
    "verdict.relation": "UPDATE verdict SET relation = 'cousin'",
    "verdict.reasons": "UPDATE verdict SET reasons = '{'",
    "block.role": "UPDATE block SET role = 'chorus'",
    "article.site_kind": "UPDATE article SET site_kind = 'gazette'",
    "credit.type": "UPDATE credit SET type = 'rumour'",
    "damage.kind": "UPDATE damage SET kind = 'typo'",
    "site_verdict.kind": "UPDATE site_verdict SET kind = 'gazette'",
    "match.relation": "UPDATE \"match\" SET relation = 'cousin'",
}
ARTICLE = ("html", "prov", "ninjs", "jsonld", "mermaid", "dot", "json")
STORY = ("html", "prov", "mermaid", "dot", "json")
OUTLET = ("html", "csv", "parquet", "json")


@pytest.fixture(scope="module")
def sound(samples: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    return fill(tmp_path_factory.mktemp("sound") / "news.db", samples)


def addresses(story: str) -> list[str]:
    article, of_story, outlet = "/article/1", f"/story/{story}", "/outlet/newsbeamtoday.example"
    files = [f"{article}?_format={each}" for each in ARTICLE]
    files += [f"{of_story}?_format={each}" for each in STORY]
    files += [f"{outlet}?_format={each}" for each in OUTLET]
    pages = [
        article,
        of_story,
        outlet,
        "",
        "/stories",
        "/outlets",
        "/search?q=cable",
        "/compare/1/2",
        f"{of_story}/quotes",
    ]
    return [f"{ROOT}{each}" for each in [*pages, *files]]


@pytest.mark.parametrize("column", BROKEN)
def test_the_row_is_named_and_nothing_is_a_bug(sound: Path, tmp_path: Path, column: str) -> None:
    path = tmp_path / "news.db"
    copyfile(sound, path)
    story = first_story(path)
    with closing(sqlite3.connect(path)) as connection, connection:
        connection.execute(BROKEN[column])
    wanted = addresses(story)
    told = 0
    for address, found in zip(wanted, ask([path], *wanted), strict=True):
        assert found.status_code in {200, 503}, address
        if found.status_code == 503:
            told += 1
            is_json = found.headers["content-type"].startswith("application/json")
            said = found.json()["error"] if is_json else found.text
            assert f"news: {column} of " in said, address
            assert is_json == ("_format" in address and "=html" not in address), address
            assert str(tmp_path) not in found.text, address
    assert told
