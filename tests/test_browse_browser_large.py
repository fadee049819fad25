"""The pages over 50,000 articles in a real Chromium: readable, reachable by keys alone, quiet, marked right."""

from __future__ import annotations

import re
import sqlite3
from contextlib import closing
from typing import TYPE_CHECKING, Any

import pytest
from browsing import ROOT, serving
from chromium import NARROW, WIDE, executable, opened, started

from provenance.browse.describing import canned, described

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from playwright.sync_api import Browser

pytest.importorskip("playwright", reason="playwright is in the extra `test`")
pytest.importorskip("datasette", reason="datasette is an extra: pip install '.[browse]'")
pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(executable() is None, reason="no Chromium on this machine"),
]


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with started() as running:
        yield running


@pytest.fixture(scope="module")
def server(large: Path) -> Iterator[str]:
    with serving([large], settings={"facet_time_limit_ms": 2000, "sql_time_limit_ms": 5000}) as address:
        yield address


@pytest.fixture(scope="module")
def spun(large: Path) -> tuple[int, int]:
    """A machine paraphrase with its original, from the middle."""
    with closing(sqlite3.connect(large)) as connection:
        found: tuple[int, int] = connection.execute(
            "SELECT d.article, d.reference_article FROM damage AS d JOIN verdict AS v ON v.article = d.article "
            "WHERE d.article > 25000 AND v.machine_paraphrase = 1 AND d.reference_article IS NOT NULL "
            "GROUP BY d.article HAVING count(*) > 20 ORDER BY d.article LIMIT 1"
        ).fetchone()
    return found


@pytest.fixture(scope="module")
def pages(large: Path, spun: tuple[int, int]) -> dict[str, str]:
    with closing(sqlite3.connect(large)) as connection:

        def one(query: str) -> Any:
            return connection.execute(query).fetchone()[0]

        story = one("SELECT id FROM story ORDER BY articles DESC, id LIMIT 1")
        quoted = one(f"SELECT story FROM story_article WHERE article = {spun[0]}")
        site = one(f"SELECT s.name FROM site AS s JOIN article AS a ON a.site = s.id WHERE a.id = {spun[0]}")
        abstained = one("SELECT article FROM verdict WHERE status = 'abstained' AND article > 30000 LIMIT 1")
    copy, original = spun
    return {
        "home": ROOT,
        "article": f"{ROOT}/article/{copy}",
        "abstained": f"{ROOT}/article/{abstained}",
        "compare": f"{ROOT}/compare/{copy}/{original}",
        "stories": f"{ROOT}/stories?sort=largest",
        "story": f"{ROOT}/story/{story}",
        "quotes": f"{ROOT}/story/{quoted}/quotes",
        "outlets": f"{ROOT}/outlets",
        "outlet": f"{ROOT}/outlet/{site}",
        "agency": f"{ROOT}/outlet/reuters.com?page=7",
        "search": f"{ROOT}/search?q=harbour&page=3",
        "trace": f"{ROOT}/trace",
        "error": f"{ROOT}/article/999999",
    }


@pytest.mark.parametrize(("size", "scheme"), [(NARROW, "dark"), (WIDE, "light")], ids=["narrow dark", "wide light"])
def test_anybody_can_read_every_page(
    browser: Browser, server: str, pages: dict[str, str], size: tuple[int, int], scheme: str
) -> None:
    from axe_playwright_python.sync_playwright import Axe

    for name, address in pages.items():
        # the policy of the pages stops the script of the test too
        with opened(browser, server + address, size, color_scheme=scheme, bypass_csp=True) as (page, seen):
            page.evaluate("document.querySelectorAll('details').forEach(each => { each.open = true })")
            found = Axe().run(page).response["violations"]
            assert [(each["id"], each["nodes"][0]["html"][:160]) for each in found] == [], name
            assert page.evaluate("document.documentElement.scrollWidth") <= size[0], name
            assert [line for line in seen.console if "404" not in line] == [], name


def test_no_request_leaves_and_nothing_runs(browser: Browser, server: str, pages: dict[str, str]) -> None:
    for name, address in pages.items():
        with opened(browser, server + address) as (page, seen):
            page.wait_for_load_state("networkidle")
            others = [each for each in seen.requests[1:] if not each.startswith(f"{server}{ROOT}/browse.css?")]
            assert [each for each in others if each != f"{server}/favicon.ico"] == [], name
            assert page.evaluate("document.scripts.length") == 0, name
            assert [line for line in seen.console if "404" not in line] == [], name


def test_the_words_that_were_changed_are_marked(
    browser: Browser, server: str, large: Path, spun: tuple[int, int]
) -> None:
    copy, original = spun
    with closing(sqlite3.connect(large)) as connection:
        changed = connection.execute(
            "SELECT text, original FROM damage WHERE article = ? AND reference_article = ? AND kind = 'substitution' "
            "AND original IS NOT NULL",
            spun,
        ).fetchall()
    assert len(changed) > 10
    with opened(browser, f"{server}{ROOT}/compare/{copy}/{original}") as (page, _):
        put_in = set(" ".join(page.locator(".pv-rows ins").all_inner_texts()).split())
        left_out = set(" ".join(page.locator(".pv-rows del").all_inner_texts()).split())
    for text, before in changed:
        assert set(text.split()) <= put_in, text
        assert set(before.split()) <= left_out, before
    assert not {"the", "of"} & put_in, "words that both have are not marked"


def test_by_keys_alone_from_home_to_the_differences(
    browser: Browser, server: str, large: Path, spun: tuple[int, int]
) -> None:
    with closing(sqlite3.connect(large)) as connection:
        (title,) = connection.execute("SELECT title FROM article WHERE id = ?", (spun[0],)).fetchone()
        rows = connection.execute("SELECT count(*) FROM article WHERE title = ?", (title,)).fetchone()[0]
    assert rows >= 1
    with opened(browser, f"{server}{ROOT}") as (page, seen):

        def reach(words: str) -> None:
            for _ in range(80):
                page.keyboard.press("Tab")
                name = page.evaluate("document.activeElement.id || document.activeElement.textContent.trim()")
                if re.search(words, name):
                    return
            pytest.fail(f"no key leads to {words} on {page.url}")

        reach("^q$")
        page.keyboard.type(f'"{title}"')
        page.keyboard.press("Enter")
        page.locator("h1", has_text=re.compile("^Search")).wait_for()
        reach(f"^{re.escape(title)}$")
        page.keyboard.press("Enter")
        page.locator("h1", has_text=re.compile(f"^{re.escape(title)}$")).wait_for()
        reach("Side by side with")
        page.keyboard.press("Enter")
        page.locator("h1", has_text="Side by side").wait_for()
        assert page.url.startswith(f"{server}{ROOT}/compare/")
        assert seen.console == []


def test_lists_are_paged(browser: Browser, server: str) -> None:
    for start in ("outlets", "outlet/reuters.com", "search?q=harbour"):
        with opened(browser, f"{server}{ROOT}/{start}") as (page, _):
            seen = set()
            for number in range(1, 4):
                titles = page.locator("main .pb-title, main tbody th a").all_inner_texts()
                assert titles, f"{start}, page {number}"
                assert not set(titles) <= seen, "each page has others"
                seen |= set(titles)
                page.get_by_role("link", name="next").click()
                page.wait_for_url(f"**page={number + 1}")
            page.get_by_role("link", name="previous").click()
            page.wait_for_url("**page=3")


def test_tables_and_questions_open_quietly(browser: Browser, server: str, large: Path) -> None:
    with closing(sqlite3.connect(large)) as connection:
        views = connection.execute("SELECT name FROM sqlite_schema WHERE type = 'view' ORDER BY name").fetchall()
    shown = [*(name for (name,) in views), "article", "block", "credit", "damage", "match", "text", "verdict"]
    assert set(shown) <= set(described())
    for name in ("", *shown, *canned()):
        with opened(browser, f"{server}/{large.stem}/{name}") as (page, seen):
            assert [each for each in seen.requests if not each.startswith(f"{server}/")] == [], name
            assert [line for line in seen.console if "favicon" not in line] == [], name
            assert "timed out" not in page.locator("body").inner_text(), name


def test_a_facet_and_the_next_page_of_a_table(browser: Browser, server: str, large: Path) -> None:
    with opened(browser, f"{server}/{large.stem}/boilerplate") as (page, _):
        page.goto(page.locator(".facet-info a", has_text="promotion").first.get_attribute("href") or "")
        assert set(page.locator("td.col-role").all_inner_texts()) == {"promotion"}
    with opened(browser, f"{server}/{large.stem}/origins") as (page, _):
        first = page.locator("td.col-article").all_inner_texts()
        page.goto(page.get_by_role("link", name="Next page").get_attribute("href") or "")
        cells = page.locator("td.col-article")
        assert set(cells.all_inner_texts()).isdisjoint(first)
        number = cells.first.inner_text()
        page.goto(f"{server}{cells.first.locator('a').get_attribute('href')}")
        assert page.url == f"{server}{ROOT}/article/{number}"
