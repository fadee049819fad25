"""The page in a real Chromium: nothing is asked for, nothing runs, everybody can read it."""

from __future__ import annotations

from contextlib import closing, contextmanager
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

import pytest
from chromium import executable, started
from html_samples import ADDED, DROPPED, HARMFUL, PLANTED, corpora, harmful

from provenance.model import Trace, Unreadable
from provenance.pipeline import ingest, open_database, trace
from provenance.report.html import HtmlReport

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from playwright.sync_api import Browser, Page

pytest.importorskip("playwright", reason="playwright is in the extra `test`")
pytestmark = pytest.mark.skipif(executable() is None, reason="no Chromium on this machine")
NARROW, WIDE = (360, 740), (1280, 900)
SAMPLES = ("cable-aggregator.txt", "cable-mosaic.txt", "cable-ap-original.html", "pressrelease-prweb.html")


@dataclass
class Seen:
    """What a page did while it was open."""

    requests: list[str] = field(default_factory=list)
    stopped: list[tuple[str, str | None]] = field(default_factory=list)
    console: list[str] = field(default_factory=list)


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with started() as running:
        yield running


@contextmanager
def opened(
    browser: Browser, path: Path, size: tuple[int, int] = WIDE, **options: object
) -> Iterator[tuple[Page, Seen]]:
    """A page from a file; whatever it asks for and complains of is kept."""
    context = browser.new_context(viewport={"width": size[0], "height": size[1]}, **options)
    seen = Seen()
    context.on("request", lambda request: seen.requests.append(request.url))
    context.on("requestfailed", lambda request: seen.stopped.append((request.url, request.failure)))
    page = context.new_page()
    page.on("console", lambda message: seen.console.append(message.text))
    page.on("pageerror", lambda error: seen.console.append(str(error)))
    page.goto(path.as_uri())
    try:
        yield page, seen
    finally:
        context.close()


def write(path: Path, *answers: Trace | Unreadable) -> Path:
    with closing(HtmlReport()) as report, path.open("w", encoding="utf-8") as stream:
        for answer in answers:
            if isinstance(answer, Trace):
                report.add(answer)
            else:
                report.fail(answer)
        report.write(stream)
    return path


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("pages")


@pytest.fixture(scope="module")
def report(folder: Path, samples: Path) -> Path:
    """Some samples and one that cannot be read, in one file."""
    with open_database(folder / "samples.db", write=True, create=True) as database:
        ingest([samples], database)
        answers = list(trace([*(samples / name for name in SAMPLES), folder / "gone.txt"], database, texts=True))
    assert len(answers) == len(SAMPLES) + 1
    return write(folder / "samples.html", *answers)


@pytest.fixture(scope="module")
def planted(folder: Path) -> Path:
    """A copy in which every change is known."""
    original, copy = corpora(folder)
    with open_database(folder / "planted.db", write=True, create=True) as database:
        ingest([original], database)
        answers = list(trace([copy], database, texts=True))
    return write(folder / "planted.html", *answers)


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("size", [NARROW, WIDE], ids=["narrow", "wide"])
def test_anybody_can_read_it(browser: Browser, report: Path, size: tuple[int, int], scheme: str) -> None:
    from axe_playwright_python.sync_playwright import Axe

    with opened(browser, report, size, color_scheme=scheme) as (page, seen):
        page.evaluate("document.querySelectorAll('details').forEach(each => { each.open = true })")
        found = Axe().run(page).response["violations"]
        assert [(each["id"], each["nodes"][0]["html"][:120]) for each in found] == []
        width = page.evaluate("document.documentElement.scrollWidth")
        assert width <= size[0], "nothing runs out of the page sideways"
        assert seen.console == []


def test_nothing_is_asked_for(browser: Browser, report: Path) -> None:
    with opened(browser, report) as (page, seen):
        page.wait_for_load_state("networkidle")
        assert seen.requests == [report.as_uri()]
        assert seen.console == []
        assert page.evaluate("document.querySelectorAll('script, img, iframe, link, object, embed, form').length") == 0


def test_the_policy_stops_what_gets_in(browser: Browser, report: Path, folder: Path) -> None:
    text = report.read_text(encoding="utf-8")
    broken = folder / "broken.html"
    evil = "<script>window.executed=1</script><img src='https://evil.example/a.png' onerror='window.executed=1'>"
    broken.write_text(text.replace("</main>", f"{evil}</main>"), encoding="utf-8")
    with opened(browser, broken) as (page, seen):
        page.wait_for_load_state("networkidle")
        assert page.evaluate("window.executed") is None
        assert seen.stopped == [("https://evil.example/a.png", "csp")]
        assert any("Content Security Policy" in line for line in seen.console)


def test_every_link_leads_somewhere(browser: Browser, report: Path) -> None:
    with opened(browser, report) as (page, _):
        links = page.evaluate("[...document.querySelectorAll('a')].map(a => a.getAttribute('href'))")
        assert len(links) > 100
        inner = {link for link in links if link.startswith("#")}
        assert all(page.locator(f"[id='{link[1:]}']").count() == 1 for link in inner)
        assert all(link.startswith(("https://", "http://")) for link in links if link not in inner)
        identifiers = page.evaluate("[...document.querySelectorAll('[id]')].map(each => each.id)")
        assert len(identifiers) == len(set(identifiers))


def test_several_articles_have_a_table_of_contents(browser: Browser, report: Path) -> None:
    with opened(browser, report) as (page, _):
        contents = page.get_by_role("navigation", name="Articles")
        assert contents.get_by_role("link").count() == len(SAMPLES)
        assert "gone.txt: no such file" in contents.inner_text()
        contents.get_by_role("link").nth(1).click()
        assert page.url.endswith("#a2")


def test_both_texts_are_there_and_the_differences_are_the_planted_ones(browser: Browser, planted: Path) -> None:
    with opened(browser, planted) as (page, _):
        compare = page.locator(".pv-compare")
        assert compare.count() == 1
        rows = compare.locator(".pv-rows")
        here, there = (" ".join(rows.locator(mark).all_inner_texts()) for mark in ("ins", "del"))
        assert here == " ".join(here for _, here in PLANTED)
        assert there == " ".join(["Reuters", *(there for there, _ in PLANTED)]), "the copy has no credit"
        assert rows.locator(".pv-is-here .pv-side-here").all_inner_texts()[-1].strip().endswith(ADDED)
        assert any(text.strip().endswith(DROPPED) for text in rows.locator(".pv-is-there").all_inner_texts())
        changes = compare.locator(".pv-changes").inner_text()
        for there, here in PLANTED[:1] + PLANTED[3:4]:
            assert here in changes
            assert there in changes


def test_the_keyboard_alone_is_enough(browser: Browser, report: Path) -> None:
    with opened(browser, report) as (page, _):
        page.keyboard.press("Tab")
        assert page.evaluate("document.activeElement.className") == "pv-skip"
        assert page.evaluate("document.activeElement.getBoundingClientRect().width") > 50
        reachable = page.evaluate(
            "[...document.querySelectorAll('a[href], summary, [tabindex=\"0\"]')]"
            ".filter(each => each.checkVisibility()).length"
        )
        visited = set()
        for number in range(reachable):
            page.evaluate(f"document.activeElement.dataset.visited = {number}")
            visited.add(page.evaluate("document.activeElement.dataset.visited"))
            assert page.evaluate("getComputedStyle(document.activeElement).outlineStyle") == "solid"
            page.keyboard.press("Tab")
        assert len(visited) == reachable
        closed = page.locator("details.pv-compare:not([open]) summary").first
        closed.focus()
        page.keyboard.press("Enter")
        assert page.evaluate("document.activeElement.parentElement.open") is True


def test_it_needs_no_script_and_prints_whole(browser: Browser, report: Path) -> None:
    with opened(browser, report, java_script_enabled=False) as (page, _):
        closed = page.locator("details.pv-compare:not([open])").first
        inside = closed.locator(".pv-rows")
        assert not inside.is_visible()
        page.emulate_media(media="print")
        assert inside.bounding_box() is not None
        page.emulate_media(media="screen")
        page.locator("details.pv-compare:not([open]) summary").first.click()
        assert page.locator("details.pv-compare[open]").count() >= 2


EXECUTED = """() => ({
    executed: window.executed ?? null,
    elements: [...document.querySelectorAll('script, img, iframe, object, embed, base, form, template, math, link')]
        .map(each => each.outerHTML),
    handlers: [...document.querySelectorAll('*')].flatMap(each => each.getAttributeNames())
        .filter(name => name.startsWith('on') || name === 'style' || name === 'autofocus' || name === 'srcdoc'),
    links: [...document.querySelectorAll('[href], [src]')].map(each => each.getAttribute('href'))
        .filter(link => !/^(#a\\d+|#content|https:)/.test(link)),
    metas: document.querySelectorAll('meta').length,
    headings: [...document.querySelectorAll('h1')].length,
    controls:
        /[\\u0000-\\u0008\\u000b-\\u001f\\u007f-\\u009f\\u202a-\\u202e\\u2066-\\u2069]/.test(document.body.textContent),
})"""


@pytest.mark.parametrize("payloads", [HARMFUL, HARMFUL[1:2]], ids=["all", "in the title"])
def test_no_text_does_harm(browser: Browser, example: Trace, folder: Path, payloads: tuple[str, ...]) -> None:
    unreadable = [Unreadable(payload, payload) for payload in payloads[1:]]
    path = write(folder / "harm.html", *(harmful(example, payload) for payload in payloads), *unreadable)
    # without the policy: the escaping has to hold alone
    with opened(browser, path, bypass_csp=True) as (page, seen):
        page.mouse.move(200, 200)
        for _ in range(10):
            page.keyboard.press("Tab")
        found = page.evaluate(EXECUTED)
        headings = len(payloads) + (len(payloads) > 1)
        assert found == {
            "executed": None, "elements": [], "handlers": [], "links": [], "metas": 6, "headings": headings,
            "controls": False,
        }  # fmt: skip
        assert seen.requests == [path.as_uri()]
        assert page.locator(".pv-origin", has_text="49").count() == 0
        assert page.locator(".pv-origin").all_inner_texts()[0].startswith("<")


@pytest.mark.parametrize("payload", HARMFUL[:4])
def test_the_harmful_texts_do_harm_where_nothing_stops_them(browser: Browser, folder: Path, payload: str) -> None:
    path = folder / "raw.html"
    path.write_text(f"<!doctype html><meta charset=utf-8><body>{payload.replace('</title>', '')}", encoding="utf-8")
    with opened(browser, path) as (page, _):
        page.wait_for_timeout(100)
        assert page.evaluate("window.executed") == 1


def test_a_huge_paragraph_stays_in_the_page(browser: Browser, example: Trace, folder: Path) -> None:
    huge = "x" * 500_000 + " word" * 100_000
    blocks = tuple(replace(block, start=0, end=len(huge), text=huge) for block in example.blocks[1:2])
    article = replace(example.article, text=huge)
    path = write(folder / "huge.html", replace(example, article=article, blocks=blocks, findings=(), credits=()))
    with opened(browser, path, NARROW) as (page, seen):
        assert page.evaluate("document.documentElement.scrollWidth") <= NARROW[0]
        assert seen.console == []
