"""The visible page as lines, each with what the markup says of it.

Invariant: every visible character of the page stands in exactly one line, in the page's
order, with white space collapsed; the text is those lines with line ends between them.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from provenance.article.boxes import Box, Layout
from provenance.article.regions import own_region, region_in
from provenance.errors import DocumentError
from provenance.model import Line

if TYPE_CHECKING:
    from collections.abc import Iterator

__all__ = ["HEADINGS", "parse", "visible_lines"]

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
INLINE = BOLD | {"a"}
# a line of these that is bold throughout has the tag of what makes it bold
PLAIN_BLOCKS = frozenset({"p", "div", "td", "article", "section", "main", "center", "body", None})
NUMBER = re.compile(r"\d+")
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
    """The lines and boxes so far, and the line that is being gathered."""

    pieces: list[str] = field(default_factory=list)
    lines: list[Line] = field(default_factory=list)
    places: list[int] = field(default_factory=list)
    boxes: list[Box] = field(default_factory=lambda: [Box(-1, "", "", None, "")])
    regions: list[str | None] = field(default_factory=lambda: [None])
    withins: list[str | None] = field(default_factory=lambda: [None])
    box: int = 0
    length: int = 0
    words: list[str] = field(default_factory=list)
    links: int = 0
    linked: int = 0
    bolds: int = 0
    bold: int = 0
    broken: bool = False
    link: str | None = None

    def add(self, text: str) -> None:
        """Gather a run of text, inside as many links and bold elements as are open."""
        if self.links or self.bolds:
            length = sum(map(len, text.split()))
            self.linked += length if self.links else 0
            self.bold += length if self.bolds else 0
        elif not self.words and text.isspace():
            return
        self.words.append(text)

    def turn(self, tag: str, step: int, address: str | None = None) -> None:
        """Open or close an inline element that the line keeps count of."""
        if tag == "a":
            self.links += step
            if self.link is None and address is not None and address.startswith(("http://", "https://", "//")):
                self.link = address
        else:
            self.bolds += step

    def open(self, element: Element) -> None:
        """Begin a box."""
        self.close()
        get = element.get
        tag, classes = element.tag, get("class", "")
        names = f"{classes} {get('id', '')}".strip()
        own = own_region(tag, get("role", ""), names)
        self.boxes.append(Box(self.box, tag, names, own, _look(tag, classes)))
        self.regions.append(region_in(own, self.regions[self.box]))
        self.withins.append(tag if tag in WRAPPERS else self.withins[self.box])
        self.box = len(self.boxes) - 1

    def leave(self) -> None:
        """End the innermost box."""
        self.close()
        self.box = self.boxes[self.box].parent

    def close(self, *, broken: bool = False) -> None:
        """End the line; ``broken`` says that the next one stands in the same block."""
        text = " ".join("".join(self.words).split()) if self.words else ""
        if text:
            gap = ("\n" if self.broken else "\n\n") if self.pieces else ""
            start = self.length + len(gap)
            self.pieces += (gap, text)
            self.length = start + len(text)
            length = len(text) - text.count(" ")
            density = round(min(1.0, self.linked / length), 4) if self.linked else 0.0
            tag = self.boxes[self.box].tag or None
            tag = "b" if self.bold >= length and tag in PLAIN_BLOCKS else tag
            line = Line(
                start, self.length, tag, self.regions[self.box], density, within=self.withins[self.box], link=self.link
            )
            self.lines.append(line)
            self.places.append(self.box)
            self.broken = broken
            self.linked = self.bold = 0
        else:
            self.broken = broken and self.broken
        self.words.clear()
        self.link = None


def visible_lines(tree: Element, *, hidden: bool = False) -> Layout:
    """The visible text of a page, its lines, and the boxes that they stand in.

    Args:
        tree: the root of an lxml HTML tree; it is not changed.
        hidden: take what the markup hides for visible too, for pages whose scripts show it.

    Returns:
        The text, and its lines with tag, region and link density.
    """
    walk = _Walk()
    for event, element in _events(tree, hidden=hidden):
        tag = element.tag
        if event == "start":
            if tag in BLOCKS:
                walk.open(element)
            elif tag in INLINE:
                walk.turn(tag, 1, element.get("href"))
            text = element.text
        else:
            if tag in BLOCKS and event == "end":
                walk.leave()
            elif tag in INLINE and event == "end":
                walk.turn(tag, -1)
            elif event == "break":
                walk.close(broken=True)
            text = element.tail if element is not tree else None
        if text:
            walk.add(text)
    walk.close()
    return Layout("".join(walk.pieces), tuple(walk.lines), tuple(walk.boxes), tuple(walk.places))


def _events(tree: Element, *, hidden: bool) -> Iterator[tuple[str, Element]]:
    """Start and end of every visible element, in order, breaks, and what is skipped; no depth is too deep."""
    from lxml import etree

    walk = etree.iterwalk(tree, events=("start", "end"))
    skipped: Element = None
    for event, element in walk:
        if event == "end":
            if element is skipped:
                skipped = None
                yield "skip", element
            else:
                yield "break" if element.tag == "br" else event, element
        elif element.tag in DROPPED or (not hidden and _is_hidden(element)):
            skipped = element
            walk.skip_subtree()
        elif element.tag != "br":
            yield event, element


@lru_cache(maxsize=4096)
def _look(tag: str, classes: str) -> str:
    """What boxes share that look alike: tag and class, without numbers."""
    return f"{tag} {NUMBER.sub('', classes)}" if classes else tag


def _is_hidden(element: Element) -> bool:
    """Whether the markup itself hides an element."""
    style = element.get("style")
    return element.get("hidden") is not None or (style is not None and INVISIBLE.search(style) is not None)
