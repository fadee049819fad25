"""Drawings as Mermaid text, for Markdown pages that draw it.

Invariant: what stands in a box is text and nothing else, whatever a page wrote: letters, digits,
symbols and a few marks stand as they are, every other character as its number (``#60;``), so that
no title can end its box, begin a directive or become markup.
"""

from __future__ import annotations

import re
import unicodedata
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from provenance.report.formats.graph import Graph

__all__ = ["mermaid"]

_PLAIN: Final = frozenset(" .,!?'-/():%…")
_HARMLESS: Final = frozenset({"L", "M", "N", "S", "Pd", "Pi", "Pf"})  # beyond ASCII, by category
# two marks begin a comment; behind these words a number loses its end
_MEANT: Final = re.compile("(?<=%)%|s(?=tyle)|c(?=lassDef)")
_STYLES: Final = {
    "origin": "stroke-width:3px",
    "page": "stroke-dasharray:5 3",
    "absent": "stroke-dasharray:2 2",
}


def mermaid(graphs: Sequence[Graph]) -> str:
    """One flowchart.

    Args:
        graphs: drawn one below the other; of several each has a frame with its title.
    """
    return "\n".join(["flowchart TB", *_lines(graphs), ""])


def _lines(graphs: Sequence[Graph]) -> Iterator[str]:
    for number, graph in enumerate(graphs, 1):
        framed = len(graphs) > 1
        prefix, indent = (f"g{number}", "    ") if framed else ("", "  ")
        if framed:
            yield f'  subgraph g{number}["{_text(graph.title)}"]'
        for box in graph.boxes:
            style = f":::{box.style}" if box.style in _STYLES else ""
            yield f'{indent}{prefix}{box.id}["{"<br>".join(map(_text, box.lines))}"]{style}'
        for arrow in graph.arrows:
            line = "-->" if arrow.directed else "---"
            label = f'|"{_text(arrow.label)}"|' if arrow.label else ""
            yield f"{indent}{prefix}{arrow.start} {line}{label} {prefix}{arrow.end}"
        if framed:
            yield "  end"
    used = {box.style for graph in graphs for box in graph.boxes}
    yield from (f"  classDef {name} {look}" for name, look in _STYLES.items() if name in used)


def _text(text: str) -> str:
    return _MEANT.sub(lambda found: f"#{ord(found[0])};", "".join(map(_shown, text)))


def _shown(character: str) -> str:
    if character.isascii():
        harmless = character.isalnum() or character in _PLAIN
    else:
        category = unicodedata.category(character)
        harmless = character in _PLAIN or category in _HARMLESS or category[0] in _HARMLESS
    return character if harmless else f"#{ord(character)};"
