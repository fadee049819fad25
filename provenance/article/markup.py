"""The visible page as lines, each with what the markup says of it.

Invariant: every visible character of the page stands in exactly one line, in the page's
order, with white space collapsed; the text is those lines with line ends between them.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from provenance.errors import DocumentError
from provenance.model import Line

if TYPE_CHECKING:
    from collections.abc import Iterator

__all__ = ["HEADINGS", "STORY_REGIONS", "parse", "visible_lines"]

Element = Any  # lxml ships no types

_DROPPED = (
    "script style noscript template head title svg math iframe object embed select textarea input canvas audio "
    "video map"
)
DROPPED = frozenset(_DROPPED.split())
_BLOCKS = (
    "address article aside blockquote body button caption center dd details dialog dir div dl dt fieldset "
    "figcaption figure footer form h1 h2 h3 h4 h5 h6 header hr html legend li main menu nav ol p pre section "
    "summary table tbody td tfoot th thead tr ul"
)
BLOCKS = frozenset(_BLOCKS.split())
HEADINGS = frozenset({"h2", "h3", "h4", "h5", "h6"})
BOLD = frozenset({"b", "strong"})
WRAPPERS = frozenset({"li", "blockquote"})
# a line of these that is bold throughout has the tag of what makes it bold
PLAIN_BLOCKS = frozenset({"p", "div", "td", "article", "section", "main", "center", "body", None})
LANDMARKS = frozenset({"article", "aside", "figcaption", "figure", "footer", "header", "main", "nav"})
ARIA = {"banner": "header", "complementary": "aside", "contentinfo": "footer", "navigation": "nav", "main": "main"}
# what page makers call the boxes around a story, in class and id
HINTS = (
    ("breadcrumb", re.compile(r"bread-?crumb|brotkrume|fil-?d?-?ariane|migas-de-pan")),
    ("caption", re.compile(r"caption|(?:photo|image|img)-?credit|bildunterschrift|l[eé]gende|pie-?de-?foto")),
    ("byline", re.compile(r"by-?line|author-?(?:name|info|line)|article__author")),
    ("date", re.compile(r"time-?stamp|pub-?date|publish(?:ed)?-?date|date-?line|dateline")),
    ("related", re.compile(r"related|recommend|read-?more|more-?(?:stories|news|on)|most-?(?:read|popular)|trending")),
    ("promotion", re.compile(r"newsletter|subscri|sign-?up|promo(?:tion)?\b|paywall|donate")),
    ("share", re.compile(r"share|sharing|social")),
    ("comments", re.compile(r"comments?\b|disqus")),
    ("footer", re.compile(r"\bfooter\b|copyright")),
    ("nav", re.compile(r"\bnav(?:bar|igation)?\b|\bmenu\b")),
    ("aside", re.compile(r"\bside-?bar\b")),
)  # fmt: skip
# a story's own landmarks do not hide that they stand inside a box of furniture
STORY_REGIONS = frozenset({None, "article", "main", "header", "figure", "figcaption", "caption", "byline", "date"})
GENERAL = frozenset({"article", "main", "header"})
NAMED_BY_CLASS = GENERAL | {"aside", "nav"}
LONGEST_NAMES = 300  # characters of class and id that are looked at
_TOO_DEEP = "Excessive depth"
INVISIBLE = re.compile(r"display\s{0,5}:\s{0,5}none|visibility\s{0,5}:\s{0,5}hidden", re.IGNORECASE)


def parse(content: str) -> Element | None:
    """The tree of an HTML document without its comments, ``None`` where nothing can be made of it.

    Raises:
        DocumentError: the parser gave up on the depth of the page and left text out.
    """
    from lxml import etree, html

    # huge_tree: without it, a page with unclosed tags ends where they are 256 deep
    parser = html.HTMLParser(encoding="utf-8", remove_comments=True, remove_pis=True, collect_ids=False, huge_tree=True)
    try:
        tree = html.document_fromstring(content.replace("\x00", "").encode("utf-8", "replace"), parser=parser)
    except (etree.ParserError, etree.XMLSyntaxError, ValueError):
        return None
    if any(_TOO_DEEP in entry.message for entry in parser.error_log):
        message = "its elements are nested deeper than the parser goes, and the text below them would be lost"
        raise DocumentError(message, "save the page's text instead")
    return tree if isinstance(tree.tag, str) else None


@dataclass(slots=True)
class _Walk:
    """The lines so far, and the one that is being gathered."""

    pieces: list[str] = field(default_factory=list)
    lines: list[Line] = field(default_factory=list)
    length: int = 0
    words: list[str] = field(default_factory=list)
    links: int = 0
    linked: int = 0
    bolds: int = 0
    bold: int = 0
    broken: bool = False

    def add(self, text: str | None) -> None:
        """Gather a run of text, inside as many links and bold elements as are open."""
        if text:
            self.words.append(text)
            if self.links or self.bolds:
                length = sum(map(len, text.split()))
                self.linked += length if self.links else 0
                self.bold += length if self.bolds else 0

    def turn(self, tag: str, step: int) -> None:
        """Open or close an inline element that the line keeps count of."""
        self.links += step if tag == "a" else 0
        self.bolds += step if tag in BOLD else 0

    def close(self, tag: str | None, region: str | None, within: str | None, *, broken: bool = False) -> None:
        """End the line; ``broken`` says that the next one stands in the same block."""
        text = " ".join("".join(self.words).split())
        if text:
            gap = ("\n" if self.broken else "\n\n") if self.pieces else ""
            start = self.length + len(gap)
            self.pieces += (gap, text)
            self.length = start + len(text)
            length = len(text.replace(" ", ""))
            density = min(1.0, self.linked / length)
            tag = "b" if self.bold >= length and tag in PLAIN_BLOCKS else tag
            self.lines.append(Line(start, self.length, tag, region, round(density, 4), within=within))
        self.broken = broken and (bool(text) or self.broken)
        self.words.clear()
        self.linked = self.bold = 0


def visible_lines(tree: Element, *, hidden: bool = False) -> tuple[str, tuple[Line, ...]]:
    """The visible text of a page and its lines.

    Args:
        tree: the root of an lxml HTML tree; it is not changed.
        hidden: take what the markup hides for visible too, for pages whose scripts show it.

    Returns:
        The text, and its lines with tag, region and link density.
    """
    walk = _Walk()
    blocks: list[tuple[str | None, str | None, str | None]] = [(None, None, None)]
    for event, element in _events(tree, hidden=hidden):
        tag = element.tag
        if event == "break":
            walk.close(*blocks[-1], broken=True)
            walk.add(element.tail)
        elif event == "skip":
            walk.add(element.tail)
        elif event == "start":
            walk.turn(tag, 1)
            if tag in BLOCKS:
                walk.close(*blocks[-1])
                blocks.append((tag, _region(element, blocks[-1][1]), tag if tag in WRAPPERS else blocks[-1][2]))
            walk.add(element.text)
        else:
            if tag in BLOCKS:
                walk.close(*blocks.pop())
            walk.turn(tag, -1)
            walk.add(element.tail if element is not tree else None)
    walk.close(None, None, None)
    return "".join(walk.pieces), tuple(walk.lines)


def _events(tree: Element, *, hidden: bool) -> Iterator[tuple[str, Element]]:
    """Start and end of every visible element, in order; the depth of a page is no limit."""
    stack: list[tuple[str, Element]] = [("start", tree)]
    while stack:
        event, element = stack.pop()
        if event == "start":
            if not isinstance(element.tag, str) or element.tag in DROPPED or (_is_hidden(element) and not hidden):
                yield "skip", element
                continue
            if element.tag == "br":
                yield "break", element
                continue
            stack.append(("end", element))
            stack.extend(("start", child) for child in reversed(element))
        yield event, element


def _is_hidden(element: Element) -> bool:
    """Whether the markup itself hides an element."""
    attributes = element.attrib
    if "hidden" in attributes:
        return True
    return "style" in attributes and INVISIBLE.search(attributes["style"]) is not None


def _region(element: Element, outer: str | None) -> str | None:
    """The landmark that an element opens, or the one around it."""
    attributes = element.attrib
    found = ARIA.get(attributes.get("role", ""))
    if found is None and element.tag in LANDMARKS:
        found = element.tag
    if found is None or found in NAMED_BY_CLASS:
        names = f"{attributes.get('class', '')} {attributes.get('id', '')}".lower().replace("_", "-")[:LONGEST_NAMES]
        found = next((region for region, hint in HINTS if hint.search(names)), found)
    if found is None or (found in GENERAL and outer not in STORY_REGIONS):
        return outer
    return found
