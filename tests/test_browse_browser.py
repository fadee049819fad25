"""The pages in a real Chromium: everybody can read them, nothing is asked for elsewhere, nothing runs."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from browse_harm import PAYLOADS, spoil
from browsing import ROOT, fill, serving
from chromium import NARROW, WIDE, executable, opened, started

from provenance.pipeline import ingest, open_database, stories

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from playwright.sync_api import Browser

pytest.importorskip("playwright", reason="playwright is in the extra `test`")
pytest.importorskip("datasette", reason="datasette is an extra: pip install '.[browse]'")
pytestmark = pytest.mark.skipif(executable() is None, reason="no Chromium on this machine")


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with started() as running:
        yield running


@pytest.fixture(scope="module")
def sound(samples: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    return fill(tmp_path_factory.mktemp("looked-at") / "news.db", samples)


@pytest.fixture(scope="module")
def story(sound: Path) -> str:
    with open_database(sound) as database:
        return stories(database)[0].id


@pytest.fixture(scope="module")
def server(sound: Path) -> Iterator[str]:
    with serving([sound]) as address:
        yield address


def pages(story: str) -> dict[str, str]:
    return {
        "home": ROOT,
        "article": f"{ROOT}/article/1",
        "abstained": f"{ROOT}/article/18",
        "compare": f"{ROOT}/compare/1/2",
        "unrelated": f"{ROOT}/compare/1/17",
        "stories": f"{ROOT}/stories",
        "story": f"{ROOT}/story/{story}",
        "quotes": f"{ROOT}/story/{story}/quotes",
        "outlets": f"{ROOT}/outlets",
        "outlet": f"{ROOT}/outlet/apnews.com",
        "search": f"{ROOT}/search?q=cable",
        "trace": f"{ROOT}/trace",
        "error": f"{ROOT}/article/999",
    }


@pytest.mark.parametrize(("size", "scheme"), [(NARROW, "dark"), (WIDE, "light")], ids=["narrow dark", "wide light"])
def test_anybody_can_read_every_page(
    browser: Browser, server: str, story: str, size: tuple[int, int], scheme: str
) -> None:
    from axe_playwright_python.sync_playwright import Axe

    for name, address in pages(story).items():
        # the policy of the pages stops the script of the test too
        with opened(browser, server + address, size, color_scheme=scheme, bypass_csp=True) as (page, seen):
            page.evaluate("document.querySelectorAll('details').forEach(each => { each.open = true })")
            found = Axe().run(page).response["violations"]
            assert [(each["id"], each["nodes"][0]["html"][:160]) for each in found] == [], name
            width = page.evaluate("document.documentElement.scrollWidth")
            assert width <= size[0], f"{name}: nothing runs out of the page sideways"
            own = [line for line in seen.console if "404" not in line]
            assert own == [], name


def test_nothing_is_asked_for_but_the_style(browser: Browser, server: str, story: str) -> None:
    for name, address in pages(story).items():
        with opened(browser, server + address) as (page, seen):
            page.wait_for_load_state("networkidle")
            assert seen.requests[0] == server + address
            others = [each for each in seen.requests[1:] if not each.startswith(f"{server}{ROOT}/browse.css?")]
            assert [each for each in others if not each.endswith("/favicon.ico")] == [], name
            assert page.evaluate("document.styleSheets.length") == 1
            assert page.evaluate("document.scripts.length") == 0
            assert [line for line in seen.console if "404" not in line] == [], name


def test_from_an_outlet_to_the_differences_in_a_click_each(browser: Browser, server: str) -> None:
    with opened(browser, f"{server}{ROOT}/outlets", java_script_enabled=False) as (page, _):
        page.get_by_role("link", name="NewsBeamToday").click()
        assert page.locator("h1").inner_text() == "NewsBeamToday"
        page.get_by_role("link", name="Repair crew finds two cuts").first.click()
        assert "/article/" in page.url
        page.get_by_role("link", name="Its story").click()
        assert page.locator("svg.pb-tree").count() == 1
        page.locator("svg.pb-tree a", has_text="NewsBeamToday").click()
        assert "/article/" in page.url
        page.get_by_role("link", name="Side by side with").click()
        assert "/compare/" in page.url
        assert "incisions" in page.locator(".pv-rows ins").all_inner_texts()
        page.locator(".pv-changes a").first.click()
        assert "#c-" in page.url


def test_a_paragraph_leads_to_its_row(browser: Browser, server: str) -> None:
    with opened(browser, f"{server}{ROOT}/article/1") as (page, _):
        cell = page.locator(".pv-from a").first
        block = cell.get_attribute("href").rpartition("#c-b")[2]
        cell.click()
        target = page.locator(f"#c-b{block}")
        assert target.count() == 1
        assert target.locator(".pv-number").inner_text().strip() == block
        assert target.evaluate("each => each.matches(':target')")


def test_a_text_is_traced_without_a_script(browser: Browser, server: str, samples: Path) -> None:
    text = (samples / "cable-spun.txt").read_text(encoding="utf-8")
    with opened(browser, f"{server}{ROOT}", java_script_enabled=False) as (page, seen):
        page.get_by_role("textbox", name="A text").fill(f"{text}\nOne line more.")
        page.get_by_role("button", name="Trace it").click()
        assert page.locator(".pv-origin").inner_text() == "The Associated Press"
        assert page.locator(".pb-ways").inner_text().startswith("Its story: Repair crew finds two cuts")
        assert page.locator(".pv-compare").count() >= 1
        assert seen.console == []


def test_words_are_searched_from_every_page(browser: Browser, server: str) -> None:
    with opened(browser, f"{server}{ROOT}/stories") as (page, _):
        page.get_by_role("searchbox").fill("rubber stamp")
        page.keyboard.press("Enter")
        page.wait_for_url("**/search?q=*")
        assert page.locator(".pb-found mark").all_inner_texts() == ["rubber", "stamp"]


def test_the_keyboard_alone_is_enough(browser: Browser, server: str, story: str) -> None:
    for name, address in pages(story).items():
        with opened(browser, server + address) as (page, _):
            page.keyboard.press("Tab")
            assert page.evaluate("document.activeElement.className") == "pv-skip", name
            page.keyboard.press("Enter")
            assert page.evaluate("document.activeElement.id") == "content", name
            page.evaluate("document.activeElement.blur()")
            reachable = page.evaluate(
                "[...document.querySelectorAll('a[href], summary, input:not([type=hidden]), textarea, select, button, "
                '[tabindex="0"]\')].filter(each => each.checkVisibility()).length'
            )
            page.reload()
            visited = set()
            for number in range(min(reachable, 60)):
                page.keyboard.press("Tab")
                page.evaluate(f"document.activeElement.dataset.visited ??= {number}")
                visited.add(page.evaluate("document.activeElement.dataset.visited"))
                shown = page.evaluate(
                    "[document.activeElement, ...document.activeElement.querySelectorAll('.pb-hit')].some(each => "
                    "getComputedStyle(each).outlineStyle === 'solid' || getComputedStyle(each).strokeWidth === '3px')"
                )
                assert shown, f"{name}: {page.evaluate('document.activeElement.outerHTML')[:200]}"
            assert len(visited) == min(reachable, 60), name


EXECUTED = """() => ({
    executed: window.executed ?? null,
    handlers: [...document.querySelectorAll('*')].flatMap(each => each.getAttributeNames())
        .filter(name => name.startsWith('on') || name === 'style' || name === 'srcdoc'),
    focused: [...document.querySelectorAll('[autofocus]:not(button.pb-do)')].length,
    elements: [...document.querySelectorAll('script, img, iframe, object, embed, base, template, math')].length,
    headings: document.querySelectorAll('h1').length,
})"""


def test_no_text_runs_even_without_the_policy(browser: Browser, sound: Path, tmp_path: Path, story: str) -> None:
    path = tmp_path / "news.db"
    spoil(sound, path)
    some = [address for name, address in pages(story).items() if name not in {"outlet", "error"}]
    some += [f"{ROOT}/article/{number}" for number in range(2, 22)]
    some += [f"{ROOT}/search?q=executed", f"{ROOT}/trace?text={PAYLOADS[0]}&url={PAYLOADS[3]}"]
    with serving([path]) as server:
        for address in some:
            with opened(browser, server + address, bypass_csp=True) as (page, seen):
                page.mouse.move(300, 300)
                for _ in range(8):
                    page.keyboard.press("Tab")
                assert page.evaluate(EXECUTED) == {
                    "executed": None,
                    "handlers": [],
                    "focused": 0,
                    "elements": 0,
                    "headings": 1,
                }, address
                elsewhere = [each for each in seen.requests if not each.startswith(f"{server}/")]
                assert elsewhere == [], address


def test_the_policy_stops_what_gets_in(browser: Browser, server: str) -> None:
    with opened(browser, f"{server}{ROOT}") as (page, seen):
        page.evaluate(
            "document.body.insertAdjacentHTML('beforeend', '<img src=\"https://evil.example/a.png\" "
            'onerror="window.executed=1">\')'
        )
        page.wait_for_timeout(200)
        assert page.evaluate("window.executed ?? null") is None
        assert any("Content Security Policy" in line for line in seen.console)


def test_what_is_folded_opens_by_key_and_by_address(browser: Browser, server: str) -> None:
    address = f"{server}{ROOT}/compare/1/17"
    with opened(browser, address, java_script_enabled=False) as (page, _):
        row = page.locator(".pv-fold .pv-row").first
        assert not row.is_visible()
        page.locator(".pv-fold summary").focus()
        page.keyboard.press("Enter")
        row.wait_for(state="visible")
        anchor = page.locator(".pv-fold .pv-side-here .pv-text").nth(5).get_attribute("id")
    with opened(browser, f"{address}#{anchor}", java_script_enabled=False) as (page, _):
        page.locator(f"#{anchor}").wait_for(state="visible")


def test_a_form_that_is_wrong_keeps_what_was_typed(browser: Browser, server: str) -> None:
    with opened(browser, f"{server}{ROOT}/trace", NARROW) as (page, _):
        page.fill("#url", "https://a.example/not-stored")
        page.click(".pb-do")
        assert page.locator("[role=alert]").inner_text().startswith("this server fetches no pages")
        assert page.input_value("#url") == "https://a.example/not-stored"
        page.fill("#text", "HALVORSUND, Norway (AP) — Few boats left the harbour on Friday.")
        page.click(".pb-do")
        assert page.locator(".pv-origin").inner_text() == "The Associated Press"


def test_a_bookmark_waits_for_one_key(browser: Browser, server: str) -> None:
    with opened(browser, f"{server}{ROOT}/trace?url=https://a.example/b&text=LIMA+(AP)+—+Few+boats+left.") as (page, _):
        page.locator(".pb-do:focus").wait_for()
        page.keyboard.press("Enter")
        page.locator(".pv-origin").wait_for()
        assert page.locator(".pb-note").inner_text().startswith("Asked for just now")


SCROLLED = "document.querySelector('.pb-drawn .pv-scroll').scrollLeft"


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_a_chart_that_is_cut_says_so_and_is_scrolled_by_keys(
    browser: Browser, server: str, story: str, scheme: str
) -> None:
    address = f"{server}{ROOT}/story/{story}"
    with opened(browser, address, NARROW, color_scheme=scheme, java_script_enabled=False) as (page, _):
        assert "scroll the chart sideways" in page.locator(".pb-sideways").inner_text()
        place = page.get_by_role("group", name="Tree of copies")
        shade = place.evaluate("each => getComputedStyle(each).backgroundImage")
        assert shade.count("linear-gradient") == 4
        before = place.screenshot()
        place.focus()
        page.keyboard.press("ArrowRight")
        page.wait_for_timeout(300)
        assert page.evaluate(SCROLLED) > 0
        assert place.screenshot() != before
    with opened(browser, address, color_scheme=scheme) as (page, _):
        assert not page.locator(".pb-sideways").is_visible()


def test_a_huge_paragraph_stays_in_its_page(browser: Browser, tmp_path: Path) -> None:
    page_file = tmp_path / "huge.txt"
    page_file.write_text(
        "Huge\n\n" + "x" * 500_000 + " word" * 100_000 + "\n\nFew boats left on Friday.\n", encoding="utf-8"
    )
    path = tmp_path / "news.db"
    with open_database(path, write=True, create=True) as database:
        ingest([page_file], database)
    with serving([path]) as server:
        for address in (ROOT, f"{ROOT}/article/1", f"{ROOT}/search?q=word"):
            with opened(browser, server + address, NARROW) as (page, seen):
                assert page.evaluate("document.documentElement.scrollWidth") <= NARROW[0], address
                assert seen.console == []
