"""Over 50,000 articles: every page opens, links lead where they say, tables are paged, searched and counted in time."""

from __future__ import annotations

import asyncio
import html
import re
import sqlite3
from contextlib import closing
from html.parser import HTMLParser
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

import pytest
from browsing import ROOT, datasette

from provenance.browse.describing import canned, described
from provenance.report.printable import clip

if TYPE_CHECKING:
    from pathlib import Path

pytest.importorskip("datasette", reason="datasette is an extra: pip install '.[browse]'")
pytestmark = pytest.mark.slow
# what a busy machine takes must not fail a test; tests/bench/browse.py holds the pages to Datasette's own limits
PATIENT = {"facet_time_limit_ms": 2000, "sql_time_limit_ms": 5000}


class Links(HTMLParser):
    """The links of a page with their words, its first heading, and whether words are put out as they came."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.links: dict[str, str] = {}
        self.heading = ""
        self._href: str | None = None
        self._inside = ""
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag == "a":
            self._href = dict(attrs).get("href")
        if tag in {"a", "h1"}:
            self._inside = tag

    def handle_endtag(self, tag: str) -> None:
        if tag == self._inside:
            self._inside, self._href = "", None

    def handle_data(self, data: str) -> None:
        if self._inside == "a" and self._href is not None:
            self.links[self._href] = self.links.get(self._href, "") + data
        elif self._inside == "h1" and not self.heading:
            self.heading = " ".join(data.split())


def got(path: Path, *addresses: str) -> list[Any]:
    async def answers() -> list[Any]:
        server = datasette([path], settings=PATIENT)
        await server.invoke_startup()
        return [await server.client.get(address) for address in addresses]

    return asyncio.run(answers())


@pytest.fixture(scope="module")
def kinds(large: Path) -> dict[str, str]:
    """One address of every kind of page: the largest there is, and one from the middle."""
    with closing(sqlite3.connect(large)) as connection:

        def one(query: str) -> Any:
            return connection.execute(query).fetchone()[0]

        story = one("SELECT id FROM story ORDER BY articles DESC, id LIMIT 1")
        copy, original = connection.execute(
            "SELECT article, other FROM \"match\" WHERE article > 25000 AND relation = 'machine_paraphrase' LIMIT 1"
        ).fetchone()
        small = one(f"SELECT story FROM story_article WHERE article = {copy}")
        site = one("SELECT name FROM site ORDER BY (SELECT count(*) FROM article WHERE site = site.id) DESC LIMIT 1")
        other = one(f"SELECT s.name FROM site AS s JOIN article AS a ON a.site = s.id WHERE a.id = {copy}")
    return {
        "home": ROOT,
        "article": f"{ROOT}/article/{copy}",
        "original": f"{ROOT}/article/{original}",
        "compare": f"{ROOT}/compare/{copy}/{original}",
        "stories": f"{ROOT}/stories",
        "largest": f"{ROOT}/stories?sort=largest",
        "story": f"{ROOT}/story/{story}",
        "small story": f"{ROOT}/story/{small}",
        "quotes": f"{ROOT}/story/{small}/quotes",
        "outlets": f"{ROOT}/outlets?page=3",
        "outlet": f"{ROOT}/outlet/{site}",
        "small outlet": f"{ROOT}/outlet/{other}",
        "search": f"{ROOT}/search?q=harbour&page=2",
        "trace": f"{ROOT}/trace",
    }


def test_links_lead_where_they_say(large: Path, kinds: dict[str, str]) -> None:
    """Each link of each kind of page opens; one that is named after an article, story or outlet is headed so."""
    found: dict[str, str] = {}
    for name, answer in zip(kinds, got(large, *kinds.values()), strict=True):
        assert answer.status_code == 200, name
        page = Links(answer.text)
        assert page.heading, name
        mine = [(href, words) for href, words in page.links.items() if href.startswith("/") and href not in found]
        for href, words in mine[:40]:
            found.setdefault(href.partition("#")[0], words)
    assert len(found) > 150
    named = 0
    for (href, words), answer in zip(found.items(), got(large, *found), strict=True):
        assert answer.status_code == 200, href
        if not answer.headers["content-type"].startswith("text/html"):
            continue
        said, heading = " ".join(words.split()), Links(answer.text).heading
        if re.fullmatch(rf"{ROOT}/(?:article|story)/[^/?.]+", href) and _is_title(large, href, said):
            assert heading == said, href
            named += 1
        if re.fullmatch(rf"{ROOT}/outlet/[^/?]+", href):
            site = re.search(r"outlet=([^&\"]+)&amp;source", answer.text)
            assert heading == said or heading in said or said in href or site, href
            named += 1
    assert named > 50


def _is_title(path: Path, href: str, words: str) -> bool:
    """Whether a link's words are a headline, and not a button's."""
    with closing(sqlite3.connect(path)) as connection:
        kind, _, key = href.removeprefix(f"{ROOT}/").partition("/")
        row = connection.execute(f"SELECT title FROM {kind} WHERE id = ?", (key,)).fetchone()
    return row is not None and words == " ".join(clip(row[0], 140).split())


def test_a_number_leads_to_so_many_rows(large: Path) -> None:
    (home,) = got(large, ROOT)
    figures = re.findall(r'<dd><a href="(/large/[^"]+)">([0-9,]+)</a>', home.text.replace(f"/{large.stem}/", "/large/"))
    assert len(figures) >= 2
    for href, number in figures:
        address = html.unescape(href).replace("/large/", f"/{large.stem}/")
        (table,) = got(large, f"{address}{'&' if '?' in address else '?'}_size=1")
        counted = re.search(r"([0-9,]+) rows?", table.text)
        assert counted is not None, href
        assert counted[1] == number, href


def test_every_table_is_counted_sorted_and_paged_in_time(large: Path) -> None:
    says = {name: each for name, each in described().items() if not name.startswith("_") and name != "sqlite_sequence"}
    addresses = [f"/{large.stem}/{name}.json?_extra=facet_results,next_url" for name in says]
    for (name, each), answer in zip(says.items(), got(large, *addresses), strict=True):
        assert answer.status_code == 200, name
        found = answer.json()
        facets = found["facet_results"]  # without those that were given up; in Datasette 1.0 a level down
        assert set(facets.get("results", facets)) == set(each.get("facets", ())), name
        if found.get("next_url"):
            address = urlsplit(found["next_url"])
            (following,) = got(large, f"{address.path}?{address.query}")
            assert following.status_code == 200, name
            assert following.json()["rows"], name
            assert following.json()["rows"] != found["rows"], name


@pytest.mark.parametrize(("table", "words"), [("text", "harbour"), ("text", "the"), ("article", "harbour")])
def test_tables_are_searched_in_time(large: Path, table: str, words: str) -> None:
    (found,) = got(large, f"/{large.stem}/{table}.json?_search={words}&_shape=objects")
    assert found.status_code == 200
    assert len(found.json()["rows"]) > 10
    column = {"text": "content", "article": "title"}[table]
    assert all(words in row[column].lower() for row in found.json()["rows"])


def test_every_question_is_answered_in_time(large: Path) -> None:
    with closing(sqlite3.connect(large)) as connection:
        article, outlet, source, published, sentence = connection.execute(
            "SELECT v.origin_article, s.name, v.origin_source, a.published, t.content FROM verdict AS v "
            "JOIN article AS a ON a.id = v.article JOIN site AS s ON s.id = a.site "
            "JOIN block AS b ON b.article = v.origin_article AND b.role = 'body' JOIN text AS t ON t.id = b.text "
            "WHERE v.relation = 'verbatim' AND v.origin_source = 'ap' AND a.published > '2031-09' LIMIT 1"
        ).fetchone()
    values = {
        "article": str(article),
        "outlet": outlet,
        "source": source,
        "month": published[:7],
        "sentence": sentence,
        "since": "2031-09-01",
    }

    async def answers() -> dict[str, Any]:
        server = datasette([large], settings=PATIENT)
        await server.invoke_startup()
        found = {}
        for name, says in canned().items():
            for filled in (True, False):
                params = {each: values[each] if filled else "" for each in says["params"]}
                answer = await server.client.get(f"/{large.stem}/{name}.json", params={**params, "_shape": "objects"})
                assert answer.status_code == 200, name
                found[name, filled] = answer.json()["rows"]
        return found

    found = asyncio.run(answers())
    assert [each for each, rows in found.items() if not rows and each != ("most_damaged_articles", True)] == []
    taken = found["taken_from_a_wire", True]
    assert {row["published"][:7] for row in taken} == {published[:7]}
    assert all(row["original"] for row in taken)
    assert next(row["published"] for row in found["who_carries_a_sentence", True]) <= published
    assert all(sentence == row["paragraph"] for row in found["who_carries_a_sentence", True])
    firsts = [row["stories_first"] for row in found["first_to_publish", True]]
    assert firsts == sorted(firsts, reverse=True)
