"""A deduplication as a page: whole in itself, escaped, and readable by anybody."""

from __future__ import annotations

import json
import re
from base64 import b64encode
from dataclasses import replace
from hashlib import sha256
from html.parser import HTMLParser
from typing import TYPE_CHECKING

import pytest
from chromium import executable, started
from html_samples import HARMFUL

from provenance import dedup, ingest, open_database
from provenance.corpus import DedupReport
from provenance.corpus.result import Document, Member
from provenance.corpus.written.overview import OutletCounts, Overview, Sample, Shown
from provenance.model import Relation, Unreadable
from provenance.report.html import style
from provenance.report.html.overview import overview_page
from provenance.settings import DedupSettings

if TYPE_CHECKING:
    from pathlib import Path

STORY = "The ferry ran aground off the point before dawn on Friday, and two tugs pulled it free while the town slept."


def run_of(payload: str = "a text", more: int = 3) -> Overview:
    """A run that has something of everything, with ``payload`` wherever a corpus may have put it."""
    document = Document(0, f"id {payload}", b"", payload, 0, published=payload)
    kept = Member(document, Relation.ORIGINAL, 1.0, 1.0, f"kept because {payload}")
    member = Member(document, Relation.MACHINE_PARAPHRASE, 0.5123, 0.8, f"copy of {payload}")
    report = DedupReport(
        4321, 4000, 321, 200, 2, (Unreadable(payload, f"no text: {payload}"),), 1.0,
        {"rewrite": 21, "machine_paraphrase": 300}, (f"note {payload}",), stored=7, dropped=5, shared=9,
    )  # fmt: skip
    samples = (
        Sample(1, Shown(kept, f"{payload}\n\n{STORY}"), (Shown(member, payload),), more, dropped=False),
        Sample(
            2, Shown(replace(kept, document=replace(document, stored=3)), ""), (Shown(member, ""),), 0, dropped=False
        ),
        Sample(3, Shown(kept, STORY), (Shown(member, STORY),), 0, dropped=True),
    )
    outlets = (
        OutletCounts(None, 10, 0),
        OutletCounts(payload, 3, 5),
        *(OutletCounts(f"o{n}", n, 1) for n in range(40)),
    )
    return Overview(report, DedupSettings(), outlets, ((2, 150), (3, 30), (7, 10), (10, 9), (400, 1)), samples)


def test_the_page_is_whole_in_itself() -> None:
    page = overview_page(run_of())
    assert page.startswith('<!doctype html>\n<html lang="en">')
    assert page.count("<h1") == 1
    assert not re.search(r"<(?:script|link|img|iframe|object|form)\b|url\(|@import|\sstyle=|\son\w+=", page)
    digest = b64encode(sha256(style().encode("utf-8")).digest()).decode("ascii")
    assert f"style-src &#39;sha256-{digest}&#39;" in page
    assert page == overview_page(run_of())


def test_the_file_with_the_reasons_is_named() -> None:
    found = run_of()
    assert "stands in removed.jsonl." in overview_page(found)
    packed = replace(found.report, files=("kept.warc.gz", "removed.warc.gz"))
    assert "stands in removed.warc.gz." in overview_page(replace(found, report=packed))


def rows(page: str, section: str) -> list[list[str]]:
    part = page.split(f'<section id="{section}">')[1].split("</section>", maxsplit=1)[0]
    table = part.split("<tbody>")[1]
    return [re.findall(r">([^<>]+)</(?:bdi|td)>", row) for row in table.split("<tr>")[1:]]


def test_every_number_stands_beside_its_bar() -> None:
    page = overview_page(run_of())
    assert rows(page, "why") == [["machine paraphrase", "300", "93%"], ["rewrite", "21", "7%"]]
    assert rows(page, "sizes") == [
        ["2 documents", "150"],
        ["3 documents", "30"],
        ["6 to 10 documents", "19"],
        ["101 documents or more", "1"],
    ]
    outlets = rows(page, "outlets")
    assert (len(outlets), outlets[:2]) == (25, [["a text", "3", "5"], ["o39", "39", "1"]])
    assert "17 more are in report.json" in page
    counts = dict(re.findall(r'<th scope="row">([^<]+)</th><td class="pv-figure">([^<]+)</td>', page))
    assert counts["documents"] == "4,321"
    assert counts["of these stored already"] == "7"
    assert counts["paragraphs that kept documents share"] == "9"


def test_bars_are_as_long_as_their_numbers_say() -> None:
    page = overview_page(run_of())
    why = page.split('<section id="why">')[1].split("</section>")[0]
    assert [float(width) for width in re.findall(r'pv-bar-gone" x="0.0" width="([\d.]+)"', why)] == [93.46, 6.54]
    outlets = page.split('<section id="outlets">')[1].split("</section>")[0]
    first = re.search(
        r'pv-bar-part" width="([\d.]+)" height="8"/><rect class="pv-bar-gone" x="([\d.]+)" width="([\d.]+)"', outlets
    )
    assert first is not None
    assert [float(each) for each in first.groups()] == [7.5, 7.5, 12.5]


def test_clusters_say_what_became_of_each_document() -> None:
    page = overview_page(run_of())
    assert "and 3 more" in page
    for fact in (
        "kept",
        "stored",
        "removed too",
        "machine paraphrase",
        "Jaccard 0.51",
        "80% of it stands in the other",
    ):
        assert f"<bdi>{fact}</bdi>" in page
    assert "Could not be read" in page


def test_an_empty_run_has_a_page() -> None:
    empty = Overview(DedupReport(1, 1, 0, 0, 0, (), 0.1), DedupSettings(), (OutletCounts("gull", 1, 0),), (), ())
    page = overview_page(empty)
    assert 'id="outlets"' in page
    assert 'id="why"' not in page
    assert "judge by eye" not in page


def elements(page: str) -> set[tuple[str, str]]:
    """Every element of a page with every attribute that it has."""
    found = set()

    class Reader(HTMLParser):
        def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
            found.update((tag, name) for name, _ in [("", None), *attrs])

    Reader().feed(page)
    return found


@pytest.mark.parametrize("payload", HARMFUL, ids=range(len(HARMFUL)))
def test_harmful_texts_are_escaped(payload: str) -> None:
    page = overview_page(run_of(payload))
    assert elements(page) == elements(overview_page(run_of()))
    page.encode("utf-8")


def test_a_run_makes_the_page_where_it_is_asked_for(tmp_path: Path) -> None:
    corpus = tmp_path / "c.jsonl"
    made = [
        {"id": name, "text": f"{STORY} {more}", "publisher": "gull"} for name, more in (("a", ""), ("b", "It rained."))
    ]
    corpus.write_text("".join(json.dumps(row) + "\n" for row in made), encoding="utf-8")
    dedup([corpus], tmp_path / "plain")
    assert not (tmp_path / "plain" / "report.html").exists()
    dedup([corpus], tmp_path / "out", html=True)
    page = (tmp_path / "out" / "report.html").read_text(encoding="utf-8")
    assert "Cluster 1: 2 documents" in page
    assert STORY in page
    with open_database(tmp_path / "d.db", write=True, create=True) as database:
        ingest([corpus], database)
        dedup([corpus], tmp_path / "against", against=database, html=True)
        assert "provenance browse" not in page, "nothing of it is kept in a database"
        dedup([corpus], tmp_path / "kept", store=database, html=True)
    assert "<bdi>stored</bdi>" in (tmp_path / "against" / "report.html").read_text(encoding="utf-8")
    kept = (tmp_path / "kept" / "report.html").read_text(encoding="utf-8")
    assert f"<code>provenance browse {tmp_path / 'd.db'}</code>" in kept


def test_the_database_is_named_as_a_shell_takes_it() -> None:
    page = overview_page(run_of(), "my news <1>.db")
    assert "provenance browse &#39;my news &lt;1&gt;.db&#39;" in page


@pytest.mark.skipif(executable() is None, reason="no Chromium on this machine")
@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [360, 1280])
def test_anybody_can_read_it(width: int, scheme: str, tmp_path: Path) -> None:
    pytest.importorskip("playwright", reason="playwright is in the extra `test`")
    from axe_playwright_python.sync_playwright import Axe

    path, told = tmp_path / "report.html", []
    path.write_text(overview_page(run_of("a long name of an outlet that is.example")), encoding="utf-8")
    with started() as browser:
        context = browser.new_context(viewport={"width": width, "height": 800}, color_scheme=scheme)
        page = context.new_page()
        page.on("console", lambda message: told.append(message.text))
        page.on("request", lambda request: told.append(request.url))
        page.goto(path.as_uri())
        page.evaluate("document.querySelectorAll('details').forEach(each => { each.open = true })")
        found = Axe().run(page).response["violations"]
        assert [(each["id"], each["nodes"][0]["html"][:120]) for each in found] == []
        assert page.evaluate("document.documentElement.scrollWidth") <= width
        assert told == [path.as_uri()]
        context.close()
