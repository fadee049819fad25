from __future__ import annotations

import io
import re
from base64 import b64encode
from contextlib import closing
from hashlib import sha256
from html.parser import HTMLParser
from typing import TYPE_CHECKING

import jinja2
import pytest
from html_samples import HARMFUL, harmful

from provenance.model import Unreadable
from provenance.report.html import HtmlReport, loader, style, trace_view

if TYPE_CHECKING:
    from provenance.model import Trace


def written(*answers: Trace | Unreadable) -> str:
    stream = io.StringIO()
    with closing(HtmlReport()) as report:
        for answer in answers:
            if isinstance(answer, Unreadable):
                report.fail(answer)
            else:
                report.add(answer)
        report.write(stream)
    return stream.getvalue()


def test_the_page_is_whole_in_itself(example: Trace) -> None:
    page = written(example)
    assert page.startswith('<!doctype html>\n<html lang="en">')
    assert page.rstrip().endswith("</html>")
    assert page.count("<h1") == 1
    assert not re.search(r"<(?:script|link|img|iframe|object|form)\b|url\(|@import|\sstyle=|\son\w+=", page)


def test_the_policy_allows_the_style_and_nothing_else(example: Trace) -> None:
    page = written(example)
    (sheet,) = re.findall(r"<style>(.*?)</style>", page, re.DOTALL)
    digest = b64encode(sha256(sheet.encode("utf-8")).digest()).decode("ascii")
    (policy,) = re.findall(r'http-equiv="Content-Security-Policy" content="([^"]*)"', page)
    rules = policy.replace("&#39;", "'").split("; ")
    assert rules == ["default-src 'none'", f"style-src 'sha256-{digest}'", "base-uri 'none'", "form-action 'none'"]
    assert sheet == style()


def test_several_articles_have_anchors_of_their_own(example: Trace) -> None:
    page = written(example, Unreadable("gone.html", "no such file"), example)
    assert '<a href="#a2">' in page
    assert "1 could not be read" in page
    assert "gone.html</bdi>: no such file" in page
    anchors = re.findall(r' id="([^"]*)"', page)
    assert len(anchors) == len(set(anchors))
    assert set(re.findall(r'href="#([^"]*)"', page)) <= set(anchors)


def test_a_page_of_nothing_but_failures_names_them() -> None:
    assert "gone.html</bdi>: no such file" in written(Unreadable("gone.html", "no such file"))


def test_equal_answers_make_equal_pages(example: Trace) -> None:
    assert written(example, example) == written(example, example)


def elements(page: str) -> set[tuple[str, str]]:
    """Every element of a page with every attribute that it has."""
    found = set()

    class Reader(HTMLParser):
        def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
            found.update((tag, name) for name, _ in [("", None), *attrs])

    Reader().feed(page)
    return found


@pytest.mark.parametrize("payload", HARMFUL, ids=range(len(HARMFUL)))
def test_harmful_texts_are_escaped(example: Trace, payload: str) -> None:
    page = written(harmful(example, payload), Unreadable(payload, payload))
    plain = "words of no harm, as many as fill a line of a page"
    assert elements(page) == elements(written(harmful(example, plain), Unreadable(plain, plain)))
    page.encode("utf-8")


def test_another_program_can_use_the_parts(example: Trace) -> None:
    environment = jinja2.Environment(loader=jinja2.ChoiceLoader([jinja2.DictLoader({}), loader()]), autoescape=True)
    view = trace_view(example)
    template = environment.from_string(
        '{% from "provenance/card.html" import card %}{% from "provenance/chain.html" import drawing %}'
        '{% from "provenance/ledger.html" import ledger %}{% from "provenance/compare.html" import compare %}'
        "{{ card(view.card, 'x') }}{{ drawing(view.chain) }}{{ ledger(view.ledger, 'x') }}"
    )
    made = template.render(view=view)
    for expected in ("The Associated Press", "has it from", "GULLHAVEN (AP)", "stands for"):
        assert expected in made
