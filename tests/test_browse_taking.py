"""What is taken along from a page is what the command line writes, whatever the texts and whoever asks."""

from __future__ import annotations

import asyncio
import csv
import io
import json
import re
import sqlite3
import subprocess
import sys
from contextlib import closing
from html import unescape
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

import pytest
from browse_harm import spoil
from browsing import POLICY, ROOT, ask, datasette, fill, first_story
from export_samples import dot_boxes, mermaid_boxes, ninjs_faults

from provenance.browse import taking
from provenance.browse.pages import story as story_pages
from provenance.report.formats import MEDIA_TYPES, SUFFIXES, Format

if TYPE_CHECKING:
    from pathlib import Path

pytest.importorskip("datasette", reason="datasette is an extra: pip install '.[browse]'")
prov = pytest.importorskip("prov.model", reason="prov is an extra: pip install '.[exports]'")
parquet = pytest.importorskip("pyarrow.parquet", reason="pyarrow is an extra: pip install '.[exports]'")
ROW = re.compile(r'<p class="pb-take">(.*?)</p>', re.DOTALL)
LINK = re.compile(r'<a href="([^"]*)" type="([^"]*)">([^<]*)</a>')
ALTERNATE = re.compile(r'<link rel="alternate" type="([^"]*)" title="([^"]*)" href="([^"]*)">')
NAME = re.compile(r'attachment; filename="[A-Za-z0-9][A-Za-z0-9.-]*"')
SITE = "newsbeamtoday.example"


@pytest.fixture(scope="module")
def path(samples: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("taken") / "news.db"
    return fill(path, samples)


@pytest.fixture(scope="module")
def story(path: Path) -> str:
    return first_story(path)


def pages(story: str) -> dict[str, tuple[Format, ...]]:
    return {
        f"{ROOT}/article/1": taking.ARTICLE,
        f"{ROOT}/article/18": taking.ARTICLE,
        f"{ROOT}/story/{story}": taking.STORY,
        f"{ROOT}/outlet/{SITE}": taking.OUTLET,
    }


def command(address: str) -> list[str]:
    """What asks the command line for the thing of a page."""
    kind, _, what = address.removeprefix(f"{ROOT}/").partition("/")
    return [{"article": "show", "story": "story", "outlet": "site"}[kind], what]


def parsed(form: Format, body: bytes) -> object:
    """A file as what reads its format has it."""
    if form is Format.PARQUET:
        return parquet.read_table(io.BytesIO(body)).to_pylist()
    text = body.decode("utf-8")
    if form is Format.PROV:
        return prov.ProvDocument.deserialize(content=text, format="json")
    if form is Format.NINJS:
        assert ninjs_faults(json.loads(text)) == []
    if form in {Format.NINJS, Format.JSONLD}:
        return json.loads(text)
    if form in {Format.MERMAID, Format.DOT}:
        return (mermaid_boxes if form is Format.MERMAID else dot_boxes)(text)
    if form is Format.CSV:
        header, *rows = csv.reader(io.StringIO(text, newline=""))
        assert all(len(row) == len(header) for row in rows)
        return rows
    assert text.startswith("<!doctype html>")
    assert "<script" not in text
    return text


def test_every_link_leads_to_what_the_command_line_writes(path: Path, story: str, tmp_path: Path) -> None:
    wanted = [(address, form) for address, forms in pages(story).items() for form in forms]
    calls = [
        [*command(address), "--db", str(path), "-f", form.value, "-o", str(tmp_path / str(number))]
        for number, (address, form) in enumerate(wanted)
    ]
    code = (
        "import sys\nfrom provenance.cli import main\n"
        f"for sys.argv[1:] in {calls!r}:\n"
        "    try:\n        main()\n    except SystemExit as end:\n        assert not end.code, sys.argv\n"
    )
    subprocess.run([sys.executable, "-c", code], check=True, timeout=300)
    for address, html in zip(pages(story), ask([path], *pages(story)), strict=True):
        (row,) = ROW.findall(html.text)
        links = [(unescape(link), kind, label) for link, kind, label in LINK.findall(row)]
        assert links == [(unescape(link), kind, label) for kind, label, link in ALTERNATE.findall(html.text)]
        forms = pages(story)[address]
        assert [link for link, *_ in links] == [*(f"{address}?_format={form}" for form in forms), f"{address}.json"]
        assert len({label for *_, label in links}) == len(links)
    found = ask([path], *(f"{address}?_format={form}" for address, form in wanted))
    for number, ((address, form), answer) in enumerate(zip(wanted, found, strict=True)):
        assert answer.status_code == 200, address
        assert answer.content == (tmp_path / str(number)).read_bytes(), f"{address} {form}"
        assert parsed(form, answer.content)
        assert answer.headers["content-type"] == MEDIA_TYPES[form]
        assert answer.headers["content-security-policy"] == POLICY
        assert answer.headers["x-content-type-options"] == "nosniff"
        disposition = answer.headers["content-disposition"]
        assert NAME.fullmatch(disposition)
        assert disposition.endswith(f'{SUFFIXES[form]}"')


def test_tables_of_an_outlet_say_the_same(path: Path) -> None:
    address = f"{ROOT}/outlet/{SITE}?_format="
    plain, packed = ask([path], f"{address}csv", f"{address}parquet")
    rows = list(csv.DictReader(io.StringIO(plain.text, newline="")))
    others = parquet.read_table(io.BytesIO(packed.content)).to_pylist()
    assert [int(row["article"]) for row in rows] == [row["article"] for row in others] != []


def test_who_may_not_see_a_page_may_not_take_it(path: Path, story: str) -> None:
    rules = {"databases": {path.stem: {"tables": {"text": {"allow": {"id": "root"}}}}}}
    for address, forms in pages(story).items():
        for found in ask([path], *(f"{address}?_format={form}" for form in forms), metadata=rules):
            assert found.status_code == 403, address
            assert "cable" not in found.text.lower()


def test_a_missing_library_is_not_offered_and_named(path: Path, story: str, monkeypatch: pytest.MonkeyPatch) -> None:
    for library in ("prov", "pyarrow"):
        monkeypatch.setitem(sys.modules, library, None)
    for address, form, library in (
        (f"{ROOT}/article/1", "prov", "prov"),
        (f"{ROOT}/story/{story}", "prov", "prov"),
        (f"{ROOT}/outlet/{SITE}", "parquet", "pyarrow"),
    ):
        page, file = ask([path], address, f"{address}?_format={form}")
        assert page.status_code == 200
        assert f"_format={form}" not in page.text
        assert "_format=html" in page.text
        assert file.status_code == file.json()["status"] == 501
        assert f"needs the library {library}" in file.json()["error"]
        assert "news-provenance[exports]" in file.json()["hint"]
        assert "content-disposition" not in file.headers


def test_what_there_is_not_is_said(path: Path, story: str) -> None:
    article, other, long, gone, page, quotes = ask(
        [path],
        f"{ROOT}/article/1?_format=csv",
        f"{ROOT}/outlet/{SITE}?_format=prov",
        f"{ROOT}/story/{story}?_format={'<b>' * 3000}",
        f"{ROOT}/article/999?_format=prov",
        f"{ROOT}/article/999?_format=html",
        f"{ROOT}/article/1.json?_format=prov",
    )
    assert [each.status_code for each in (article, other, long, gone, page, quotes)] == [400, 400, 400, 404, 404, 200]
    assert article.json()["hint"] == "take one of json, html, prov, ninjs, jsonld, mermaid, dot"
    assert other.json()["error"] == "prov: no format of this page"
    assert len(long.content) < 500
    assert gone.json()["ok"] is False
    assert "<h1>Not found</h1>" in page.text
    assert "verdict" in quotes.json(), "the end of the address says JSON"


def test_a_file_that_has_not_changed_is_not_sent_again(path: Path) -> None:
    address = f"{ROOT}/article/1?_format=ninjs"

    async def answers() -> list[Any]:
        server = datasette([path])
        await server.invoke_startup()
        first = await server.client.get(address)
        tags = [first.headers["etag"], f'"a", W/{first.headers["etag"]}', "*", '"another"']
        return [
            first,
            *[await server.client.get(address, headers={"If-None-Match": tag}) for tag in tags],
            await server.client.request("HEAD", address),
            await server.client.post(address),
        ]

    first, *same, other, head, post = asyncio.run(answers())
    assert [each.status_code for each in (first, *same, other, head, post)] == [200, 304, 304, 304, 200, 200, 405]
    assert all(each.content == b"" and each.headers["etag"] == first.headers["etag"] for each in same)
    assert head.headers["content-disposition"] == first.headers["content-disposition"]
    assert first.headers["cache-control"] == "private, no-cache"


def test_what_is_too_much_is_refused(path: Path, story: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(story_pages, "_TOLD", 2)
    monkeypatch.setattr(taking, "_MOST_BYTES", 300)
    page, told, table = ask(
        [path],
        f"{ROOT}/story/{story}",
        f"{ROOT}/story/{story}?_format=prov",
        f"{ROOT}/outlet/{SITE}?_format=csv",
    )
    assert "_format=prov" not in page.text
    assert (told.status_code, table.status_code) == (422, 422)
    assert f"provenance story {story} --format prov" in told.json()["hint"]
    assert "larger than" in table.json()["error"]


def test_texts_that_want_to_do_harm_are_taken_along_harmless(path: Path, tmp_path: Path) -> None:
    harmful = tmp_path / "news.db"
    spoil(path, harmful)
    with closing(sqlite3.connect(harmful)) as connection:
        articles = [number for (number,) in connection.execute("SELECT id FROM article ORDER BY id")]
        tales = [story for (story,) in connection.execute("SELECT id FROM story ORDER BY id")]
        sites = [name for (name,) in connection.execute("SELECT name FROM site ORDER BY id")]
    things = [
        *((f"{ROOT}/article/{number}", taking.ARTICLE) for number in articles),
        *((f"{ROOT}/story/{story}", taking.STORY) for story in tales),
        *((f"{ROOT}/outlet/{quote(name, safe='')}", taking.OUTLET) for name in sites),
    ]
    wanted = [(f"{address}?_format={form}", form) for address, forms in things for form in forms]
    answers = dict(zip(wanted, ask([harmful], *(address for address, _ in wanted)), strict=True))
    taken = {each: answer for each, answer in answers.items() if answer.status_code == 200}
    # names that are no names of sites any more are not found
    assert {each.status_code for each in answers.values()} <= {200, 404}
    assert {form for _, form in taken} == {*taking.ARTICLE, *taking.STORY, *taking.OUTLET}
    assert sum("/article/" in address for address, _ in taken) == len(articles) * len(taking.ARTICLE)
    for (address, form), answer in taken.items():
        assert NAME.fullmatch(answer.headers["content-disposition"]), address
        rows = parsed(form, answer.content)
        if form is Format.CSV:
            cells = [cell for row in rows for cell in row]
            assert not any(cell.startswith(("=", "+", "@")) for cell in cells), address


def test_a_name_of_a_file_is_plain() -> None:
    names = {
        name: taking.taken(name, Format.CSV, "").name
        for name in ("a.example", '../../"x"\r\nSet-Cookie: a=b', "路透", "..", "ü" * 500 + "x" * 500)
    }
    assert list(names.values()) == ["a.example.csv", "x-Set-Cookie-a-b.csv", "file.csv", "file.csv", f"{'x' * 79}.csv"]
