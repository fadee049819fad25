"""The pages of a story and of a site in a real Chromium: anybody can read and print them, nothing is asked for."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from chromium import executable, started
from html_samples import HARMFUL
from test_report_html_browser import EXECUTED, NARROW, WIDE, opened
from test_report_html_site import FACTS, ROW, SITE
from test_report_html_story import hostile, quoted

from provenance.pipeline import ingest, open_database, site_file, story, story_file
from provenance.report.formats import Format
from provenance.report.html.site import site_page
from provenance.report.html.story import story_page

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from playwright.sync_api import Browser

pytest.importorskip("playwright", reason="playwright is in the extra `test`")
pytestmark = pytest.mark.skipif(executable() is None, reason="no Chromium on this machine")
A4 = (718, 1000)  # a page's width at 96 dots an inch, without its margins


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with started() as running:
        yield running


@pytest.fixture(scope="module")
def pages(tmp_path_factory: pytest.TempPathFactory, samples: Path) -> dict[str, Path]:
    """A story and a site of the samples, and a site with all that a page can have."""
    folder = tmp_path_factory.mktemp("pages")
    with open_database(folder / "samples.db", write=True, create=True) as database:
        ingest([samples], database)
        one = story(database, str(samples / "cable-ap-original.html"))
        made = {
            "story": story_file(database, one, Format.HTML),
            "site": site_file(database, "newsbeamtoday.example"),
            "full": site_page(
                SITE,
                FACTS,
                origins=[("Reuters", 30), ("The Associated Press", 1000)],
                lines=[("Subscribe now", 20), ("word " * 60, 10)],
                articles=[ROW] * 40,
                total=1400,
            ),
        }
    for name, page in made.items():
        (folder / f"{name}.html").write_text(page, encoding="utf-8")
    return {name: folder / f"{name}.html" for name in made}


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("size", [NARROW, WIDE], ids=["narrow", "wide"])
@pytest.mark.parametrize("name", ["story", "site", "full"])
def test_anybody_can_read_it(
    browser: Browser, pages: dict[str, Path], name: str, size: tuple[int, int], scheme: str
) -> None:
    from axe_playwright_python.sync_playwright import Axe

    with opened(browser, pages[name], size, color_scheme=scheme) as (page, seen):
        found = Axe().run(page).response["violations"]
        assert [(each["id"], each["nodes"][0]["html"][:120]) for each in found] == []
        assert page.evaluate("document.documentElement.scrollWidth") <= size[0]
        assert seen.console == []
        assert seen.requests == [pages[name].as_uri()]


@pytest.mark.parametrize("name", ["story", "site", "full"])
def test_it_needs_no_script_and_prints_whole(browser: Browser, pages: dict[str, Path], name: str) -> None:
    with opened(browser, pages[name], A4, java_script_enabled=False) as (page, _):
        page.emulate_media(media="print")
        for box in page.locator(".pv-scroll").all():
            inner, outer = box.locator("table").bounding_box(), page.locator("main").bounding_box()
            assert inner is not None
            assert outer is not None
            assert inner["x"] + inner["width"] <= outer["x"] + outer["width"] + 1, "no column is cut off on paper"
        page.emulate_media(media="screen")
    with opened(browser, pages[name]) as (page, _):
        assert len(page.pdf(format="A4")) > 5000


def test_every_link_leads_somewhere(browser: Browser, pages: dict[str, Path]) -> None:
    with opened(browser, pages["story"]) as (page, _):
        links = page.evaluate("[...document.querySelectorAll('a')].map(a => a.getAttribute('href'))")
        inner = [link for link in links if link.startswith("#")]
        assert len(inner) > 5
        assert all(page.locator(f"[id='{link[1:]}']").count() == 1 for link in inner)
        assert all(link.startswith("https://") for link in links if link not in inner)


def test_the_keyboard_alone_is_enough(browser: Browser, pages: dict[str, Path]) -> None:
    with opened(browser, pages["story"]) as (page, _):
        page.keyboard.press("Tab")
        assert page.evaluate("document.activeElement.className") == "pv-skip"
        reachable = page.evaluate("document.querySelectorAll('a[href], [tabindex=\"0\"]').length")
        for _ in range(reachable - 1):
            assert page.evaluate("getComputedStyle(document.activeElement).outlineStyle") == "solid"
            page.keyboard.press("Tab")
        assert page.evaluate("document.activeElement.tagName") == "A"


@pytest.mark.parametrize("kind", ["story", "site"])
def test_no_text_does_harm(browser: Browser, tmp_path: Path, kind: str) -> None:
    """Without the policy: the escaping has to hold alone."""
    from dataclasses import replace

    for number, payload in enumerate(HARMFUL):
        path = tmp_path / f"{number}.html"
        rows = [replace(ROW, id=payload, url=payload, title=payload, published=payload, origin=payload)]
        made = (
            story_page(hostile(payload), quoted(payload))
            if kind == "story"
            else site_page(
                replace(SITE, name=payload, reasons=(payload,)),
                replace(FACTS, home=payload),
                origins=[(payload, 1)],
                lines=[(payload, 1)],
                articles=rows,
            )
        )
        path.write_text(made, encoding="utf-8")
        with opened(browser, path, bypass_csp=True) as (page, seen):
            page.mouse.move(200, 200)
            for _ in range(4):
                page.keyboard.press("Tab")
            found = page.evaluate(EXECUTED)
            links = [link for link in found.pop("links") if not link.startswith("#article-")]
            assert (links, found) == (
                [],
                {"executed": None, "elements": [], "handlers": [], "metas": 6, "headings": 1, "controls": False},
            )
            assert seen.requests == [path.as_uri()]
