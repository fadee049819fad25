"""What the tests of the exports share: odd texts, ninjs's fields, tables read back, drawings taken apart."""

from __future__ import annotations

import csv
import io
import json
import re
from dataclasses import replace
from datetime import datetime
from html.parser import HTMLParser
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from html_samples import HARMFUL
from hypothesis import strategies as st

from provenance.model import ArticleRef, ArticleRow, Relation, Status, Verdict
from provenance.report.formats.csv import unguarded
from provenance.report.formats.tables import Kind, columns

if TYPE_CHECKING:
    from provenance.model import Trace

ODD = (
    *HARMFUL,
    "",
    " ",
    "\n",
    '=HYPERLINK("https://evil.example")',
    "a;=1+1",
    "a\r\n@x",
    "'quoted'",
    "+1",
    "-2",
    "＝1",
    "2031-13-45",
    "2031-02-30T25:61:00Z",
    "0001-01-01T00:00:00+14:00",
    "9999-12-31T23:59:59-12:00",
    "2031-04-02T10:00:00+00:00:30",
    "https://[broken",
    "https://good.example/a b",
    "%%{init: {}}%%",
    "a %% b",
    "`md` **b**",
    'x"]; click a1 href "javascript:1"',
    "style a:#1;b",
    "end",
    "subgraph",
    "\\N \\G \\",
    "&amp; &#34;",
    "\x85\u2028\u2029\ufffe\uffff",
    "日本語の見出し",
    "नमस्ते",
    "😀",
)
"""Texts that a page may hold and that some format may trip over."""

texts = st.one_of(st.sampled_from(ODD), st.text(st.characters(codec=None, exclude_categories=()), max_size=30))
"""Any text at all, halves of characters among them."""


def undecided(trace: Trace) -> Trace:
    """The answer where nobody can say who was first."""
    verdict = Verdict(Status.ABSTAINED, Relation.UNKNOWN, None, 0.0, ("a tie",), None, "nothing")
    return replace(trace, verdict=verdict, chain=trace.chain[:1], taken_from=None, origins={})


def decided(trace: Trace, relation: Relation, *, held: bool = True) -> Trace:
    """The answer with another relation to its origin, whose text is held or not."""
    origin = trace.verdict.origin
    assert origin is not None
    article = origin.article if held else None
    verdict = replace(trace.verdict, relation=relation, origin=replace(origin, article=article))
    return replace(trace, verdict=verdict, matches=trace.matches if held else (), origins=trace.origins if held else {})


STATION = ArticleRef(9, "station.html", "https://www.gullhaven.example/ferries", "Ferries sail")

# The fields of a news object in ninjs 3.1 and their types, as IPTC's schema has them: a name is a text, "uri" and
# "date-time" are texts of that form, a tuple the values that there are, a list holds objects of such fields.
NAMED = {"name": "text", "rel": "text", "uri": "uri", "literal": "text"}
VALUE = {"role": "text", "contentType": "text", "value": "text"}
NEWS_OBJECT: dict[str, Any] = {
    "uri": "uri",
    "type": ("text", "audio", "video", "picture", "graphic", "composite", "component", "event", "planning"),
    "representationType": ("full", "partial"),
    "profile": "text",
    "version": "text",
    "firstCreated": "date-time",
    "versionCreated": "date-time",
    "contentCreated": "date-time",
    "embargoedUntil": "date-time",
    "pubStatus": ("usable", "withheld", "canceled"),
    "urgency": "whole",
    "copyrightHolder": "text",
    "copyrightNotice": "text",
    "usageTerms": "text",
    "edNote": "text",
    "language": "text",
    "descriptions": [VALUE],
    "bodies": [{**VALUE, "charCount": "whole", "wordCount": "whole"}],
    "headlines": [VALUE],
    "people": [NAMED],
    "organisations": [NAMED],
    "places": [NAMED],
    "objects": [NAMED],
    "infoSources": [{"name": "text", "role": "text", "uri": "uri", "literal": "text"}],
    "title": "text",
    "by": "text",
    "slugline": "text",
    "located": "text",
    "altIds": [{"role": "text", "value": "text"}],
    "standard": {"name": "text", "version": "text", "schema": "uri"},
    "genres": [{"name": "text", "uri": "text", "literal": "text"}],
    "expires": "date-time",
}
NEWS_OBJECT["associations"] = [{**NEWS_OBJECT, "name": "text", "rel": "text"}]
REQUIRED = {"": {"uri"}, "associations": {"name", "uri"}, "bodies": {"value"}, "headlines": {"value"}}


def ninjs_faults(value: object, fields: object = None, place: str = "") -> list[str]:
    """Where a value is no news object of ninjs 3.1."""
    fields = NEWS_OBJECT if fields is None else fields
    if isinstance(fields, list):
        if not isinstance(value, list):
            return [f"{place}: no list"]
        return [fault for each in value for fault in ninjs_faults(each, fields[0], place)]
    if isinstance(fields, dict):
        if not isinstance(value, dict):
            return [f"{place}: no object"]
        lacking = REQUIRED.get(place.rpartition(".")[2], set()) - set(value)
        unknown = set(value) - set(fields)
        found = [f"{place}: without {name}" for name in sorted(lacking)]
        found += [f"{place}: {name} is no field" for name in sorted(unknown)]
        for name in set(value) & set(fields):
            found += ninjs_faults(value[name], fields[name], f"{place}.{name}")
        return found
    return [] if _fits(value, fields) else [f"{place}: {value!r} is no {fields}"]


def _fits(value: object, kind: object) -> bool:
    if isinstance(kind, tuple):
        return value in kind
    if kind == "whole":
        return isinstance(value, int) and not isinstance(value, bool)
    if not isinstance(value, str):
        return False
    if kind == "uri":
        return bool(urlsplit(value).scheme) and not re.search(r"[\s<>\"{}|\\^`]", value)
    if kind == "date-time":
        return "T" in value and datetime.fromisoformat(value).tzinfo is not None
    return True


def read_csv(data: bytes, row: type[Any] = ArticleRow) -> list[Any]:
    """The rows of a table, as its dataclass."""
    names, *cells = csv.reader(io.StringIO(data.decode("utf-8"), newline=""))
    known = columns(row)
    assert names == [column.name for column in known]
    read = {
        Kind.TEXT: unguarded,
        Kind.WHOLE: int,
        Kind.REAL: float,
        Kind.TRUTH: {"true": True, "false": False}.__getitem__,
        Kind.TEXTS: lambda cell: tuple(json.loads(unguarded(cell))),
    }
    return [
        row(
            *(
                None if cell == "" and column.may_lack else read[column.kind](cell)
                for cell, column in zip(line, known, strict=True)
            )
        )
        for line in cells
    ]


HARMLESS = re.compile(
    "a|article|bdi|blockquote|body|br|dd|del|details|div|dl|dt|footer|h1|h2|h3|head|header|html|ins|li|main|meta|nav|ol|p|"
    "rect|section|span|strong|style|summary|svg|table|tbody|td|th|thead|title|tr|ul"
)


class _Elements(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.found: list[tuple[str, dict[str, str | None]]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found.append((tag, dict(attrs)))


def page_faults(page: str) -> list[str]:
    """What a page has that no page of ours has: elements, attributes and links that a text brought in."""
    parser = _Elements()
    parser.feed(page)
    found = [f"<{tag}>" for tag, _ in parser.found if not HARMLESS.fullmatch(tag)]
    for tag, attributes in parser.found:
        found += [
            f"{tag} {name}" for name in attributes if name.startswith("on") or name in {"style", "src", "autofocus"}
        ]
        link = attributes.get("href")
        found += [] if link is None or link.startswith(("#", "https://")) else [link]
    once = [tag for tag, _ in parser.found if tag in {"h1", "body", "style", "main"}]
    return found if sorted(once) == ["body", "h1", "main", "style"] else [*found, *once]


_QUOTED = r'"((?:[^"\\]|\\.)*)"'
_DOT = {
    "box": re.compile(rf"\s*(\w+) \[label={_QUOTED}(?:, style=\w+)?\];"),
    "arrow": re.compile(rf"\s*(\w+) -> (\w+)(?: \[(?:label={_QUOTED})?(?:, )?(?:dir=none, style=dashed)?\])?;"),
    "frame": re.compile(rf"\s*label={_QUOTED};"),
    "other": re.compile(r"digraph provenance \{|  node \[shape=box\];|  subgraph cluster_\d+ \{|\s*\}|"),
}
_MERMAID = {
    "box": re.compile(r'\s*(\w+)\["([^"]*)"\](?::::\w+)?'),
    "arrow": re.compile(r'\s*(\w+) (?:-->|---)(?:\|"([^"]*)"\|)? (\w+)'),
    "frame": re.compile(r'  subgraph \w+\["([^"]*)"\]'),
    "other": re.compile(r"flowchart TB|  end|  classDef \w+ [\w:-]+(?: \d+)?|"),
}


def dot_boxes(text: str) -> dict[str, list[str]]:
    """The lines of each box of a drawing for Graphviz, which is taken apart by its grammar."""
    found = {}
    for line in text.split("\n"):
        (kind,) = [kind for kind, shape in _DOT.items() if shape.fullmatch(line)]
        if kind == "box":
            name, label = _DOT["box"].fullmatch(line).groups()  # type: ignore[union-attr]
            parts = re.split(r"(?<!\\)((?:\\\\)*)\\n", label)
            joined = ["".join(parts[at : at + 2]) for at in range(0, len(parts), 2)]
            found[name] = [re.sub(r"\\(.)", r"\1", each).replace("&amp;", "&") for each in joined]
    return found


def mermaid_boxes(text: str) -> dict[str, list[str]]:
    """The lines of each box of a drawing in Mermaid, which is taken apart by its grammar."""
    found = {}
    for line in text.split("\n"):
        (kind,) = [kind for kind, shape in _MERMAID.items() if shape.fullmatch(line)]
        if kind == "box":
            name, label = _MERMAID["box"].fullmatch(line).groups()  # type: ignore[union-attr]
            found[name] = [re.sub(r"#(\d+);", lambda n: chr(int(n[1])), each) for each in label.split("<br>")]
    return found
