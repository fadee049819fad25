"""No text of a database does harm on any page, by escaping alone; Datasette's tables with our cells included."""

from __future__ import annotations

import asyncio
import re
import sqlite3
from contextlib import closing
from html.parser import HTMLParser
from typing import TYPE_CHECKING
from urllib.parse import quote

import pytest
from browse_harm import PAYLOADS, spoil
from browsing import ROOT, datasette, fill

from provenance.browse.describing import canned, described
from provenance.report.printable import printable

if TYPE_CHECKING:
    from pathlib import Path

pytest.importorskip("datasette", reason="datasette is an extra: pip install '.[browse]'")
ELEMENTS = frozenset(
    [
        "html",
        "head",
        "meta",
        "title",
        "link",
        "body",
        "a",
        "header",
        "div",
        "p",
        "nav",
        "form",
        "label",
        "input",
        "button",
        "main",
        "footer",
        "bdi",
        "h1",
        "h2",
        "h3",
        "dl",
        "dt",
        "dd",
        "section",
        "textarea",
        "ul",
        "ol",
        "li",
        "strong",
        "span",
        "svg",
        "rect",
        "path",
        "circle",
        "text",
        "g",
        "table",
        "thead",
        "tbody",
        "tr",
        "th",
        "td",
        "code",
        "pre",
        "mark",
        "small",
        "ruby",
        "rp",
        "rt",
        "article",
        "ins",
        "del",
        "details",
        "summary",
        "blockquote",
        "br",
        "select",
        "option",
    ]
)
ATTRIBUTES = frozenset(
    [
        "lang",
        "charset",
        "name",
        "content",
        "rel",
        "href",
        "class",
        "id",
        "aria-label",
        "aria-labelledby",
        "aria-current",
        "aria-hidden",
        "action",
        "method",
        "for",
        "type",
        "title",
        "value",
        "placeholder",
        "autocomplete",
        "autofocus",
        "maxlength",
        "rows",
        "dir",
        "tabindex",
        "role",
        "scope",
        "viewbox",
        "width",
        "height",
        "x",
        "y",
        "rx",
        "cx",
        "cy",
        "r",
        "d",
        "text-anchor",
        "preserveaspectratio",
        "open",
        "selected",
    ]
)
CONTROLS = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]")


class Page(HTMLParser):
    """All that a page has of elements and attributes."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.wrong: list[str] = []
        self.typing = False  # in a field, where a text stays as it was given
        self.links: list[str] = []
        self.text = ""
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.typing = tag == "textarea"
        if tag not in ELEMENTS:
            self.wrong.append(f"<{tag}>")
        self.wrong += [f"<{tag} {name}>" for name, _ in attrs if name not in ATTRIBUTES]
        self.links += [value or "" for name, value in attrs if name in {"href", "action"}]

    def handle_endtag(self, tag: str) -> None:
        self.typing = self.typing and tag != "textarea"

    def handle_data(self, data: str) -> None:
        self.text += "" if self.typing else data

    def handle_decl(self, decl: str) -> None:
        if decl.lower() != "doctype html":
            self.wrong.append(decl)

    def handle_comment(self, data: str) -> None:
        self.wrong.append(f"<!--{data[:40]}")


@pytest.fixture(scope="module")
def harmful(samples: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("harm")
    sound, path = folder / "sound.db", folder / "news.db"
    assert spoil(fill(sound, samples), path) > 60
    return path


def addresses(path: Path) -> list[str]:
    """Every page of everything in the database."""
    with closing(sqlite3.connect(path)) as connection:
        articles = [number for (number,) in connection.execute("SELECT id FROM article ORDER BY id")]
        pairs = connection.execute('SELECT article, other FROM "match" GROUP BY article ORDER BY 1').fetchall()
        stories = [story for (story,) in connection.execute("SELECT id FROM story ORDER BY id")]
        sites = [name for (name,) in connection.execute("SELECT name FROM site ORDER BY id")]
    return [
        ROOT,
        *(f"{ROOT}/article/{number}" for number in articles),
        *(f"{ROOT}/compare/{here}/{there}" for here, there in pairs),
        f"{ROOT}/stories",
        *(f"{ROOT}/story/{story}{end}" for story in stories for end in ("", "/quotes")),
        f"{ROOT}/outlets",
        *(f"{ROOT}/outlet/{quote(name, safe='')}" for name in sites),
        *(f"{ROOT}/search?q={quote(each)}" for each in (*PAYLOADS, "script", "executed", "here")),
        *(f"{ROOT}/outlets?q={quote(each)}&kind={quote(each)}" for each in PAYLOADS),
        *(f"{ROOT}/trace?url={quote(each)}&text={quote(each)}" for each in PAYLOADS),
        *(f"{ROOT}/outlet/{quote(each, safe='')}" for each in PAYLOADS),
    ]


def test_no_text_does_harm_on_any_page(harmful: Path) -> None:
    async def answers() -> dict[str, tuple[int, str]]:
        server = datasette([harmful])
        await server.invoke_startup()
        found = {}
        for address in addresses(harmful):
            answer = await server.client.get(address)
            found[address] = answer.status_code, answer.text
        for payload in PAYLOADS:
            answer = await server.client.post(
                f"{ROOT}/trace", data={"text": f"{payload}\n\nFew boats left the harbour."}
            )
            found[f"POST {payload}"] = answer.status_code, answer.text
        return found

    found = asyncio.run(answers())
    # a search for the address of a stored article leads to it
    odd = [each for each, (status, _) in found.items() if status not in {200, 404}]
    assert [each for each in odd if not each.startswith(f"{ROOT}/search?q=https%3A")] == []
    assert sum(status == 200 for status, _ in found.values()) > 150
    for address, (_, text) in found.items():
        page = Page(text)
        assert page.wrong == [], address
        assert CONTROLS.search(page.text) is None, address
        own = [link for link in page.links if not link.startswith(("/", "#"))]
        bookmarklets = [link for link in own if link.startswith("javascript:")]
        assert len(bookmarklets) == (address.startswith(f"{ROOT}/trace")), address
        assert all(link.startswith(("https://", "http://")) for link in own if link not in bookmarklets), address
        assert not any("user:word@" in link for link in own), address


def test_every_payload_is_on_some_page(harmful: Path) -> None:
    """The corpus reaches the pages: what is escaped there is what was put in."""

    async def texts() -> str:
        server = datasette([harmful])
        await server.invoke_startup()
        some = [each for each in addresses(harmful) if "?" not in each]
        return "".join([Page((await server.client.get(address)).text).text for address in some])

    text = asyncio.run(texts())
    missing = [each for each in PAYLOADS if printable(each.split()[0][:12]) not in text]
    assert missing == []


class Running(HTMLParser):
    """What of a text would run on a page that has scripts of its own, as Datasette's have."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.wrong: list[str] = []
        self._script = False
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self._script = tag == "script"
        said = [(name, value or "") for name, value in attrs]
        self.wrong += [f"<{tag} {name}={value}>" for name, value in said if name[:2] == "on" and "executed" in value]
        places = [value for name, value in said if name in {"href", "src", "action", "srcdoc", "formaction"}]
        self.wrong += [each for each in places if each.strip().lower().startswith(("javascript:", "data:text"))]

    def handle_data(self, data: str) -> None:
        # a value in Datasette's own script stands in a list of values and is longer
        if self._script and "executed" in data and len(data) < 200:
            self.wrong.append(data)


@pytest.mark.parametrize(
    "text",
    [
        '<img src=x onerror="window.executed=1">',
        "<script>window.executed=1</script>",
        '<a href=" javascript:window.executed=1">here</a>',
        '<iframe srcdoc="data:text/html,x"></iframe>',
    ],
)
def test_what_would_run_is_seen(text: str) -> None:
    assert Running(text).wrong != []


def test_nothing_runs_on_pages_of_datasette(harmful: Path) -> None:
    names = [name for name, says in described().items() if not name.startswith("_") and not says.get("hidden")]

    async def answers() -> dict[str, str]:
        server = datasette([harmful])
        await server.invoke_startup()
        some = ["/", "/news", "/news?_show_hidden=1", "/news/article/1", "/news/text/1", "/news/source/ap"]
        some += [f"/news/{name}" for name in names]
        some += [f"/news/article?title={quote(each)}&_search={quote(each)}" for each in PAYLOADS]
        for name, says in canned().items():
            some += [f"/news/{name}?{says['params'][0]}={quote(each)}" for each in ("", *PAYLOADS[:8])]
        return {address: (await server.client.get(address)).text for address in some}

    for address, text in asyncio.run(answers()).items():
        assert Running(text).wrong == [], address


def test_cells_of_tables_are_escaped(harmful: Path) -> None:
    tables = ("article", "story", "site", "origins", "stories", "story_tree", "site_report", "damage_report", "block")

    async def answers() -> list[str]:
        server = datasette([harmful])
        await server.invoke_startup()
        return [(await server.client.get(f"/news/{table}?_nosuggest=1&_size=100")).text for table in tables]

    for table, text in zip(tables, asyncio.run(answers()), strict=True):
        body = text[text.index("<tbody") : text.index("</tbody")] if "<tbody" in text else ""
        assert body, table
        assert "<script" not in body
        assert not re.search(r"<(?:img|svg|iframe|details|base|meta|math|template)\b", body), table
        assert not re.search(r'href="(?!/|https?:)', body), table
