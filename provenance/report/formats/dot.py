"""Drawings in the language of Graphviz.

Invariant: a page's text stands in quoted strings only, its quotation marks, backslashes and
ampersands escaped, so that it can neither end its string nor be read as an escape.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from provenance.report.formats.graph import Graph

__all__ = ["dot"]

_STYLES: Final = {"origin": "bold", "page": "dashed", "absent": "dotted"}
_BREAK: Final = r"\n"


def dot(graphs: Sequence[Graph]) -> str:
    """One directed graph.

    Args:
        graphs: of several each has a frame with its title.
    """
    return "\n".join(["digraph provenance {", "  node [shape=box];", *_lines(graphs), "}", ""])


def _lines(graphs: Sequence[Graph]) -> Iterator[str]:
    for number, graph in enumerate(graphs, 1):
        framed = len(graphs) > 1
        prefix, indent = (f"g{number}", "    ") if framed else ("", "  ")
        if framed:
            yield f"  subgraph cluster_{number} {{"
            yield f'    label="{_text(graph.title)}";'
        for box in graph.boxes:
            style = f", style={_STYLES[box.style]}" if box.style in _STYLES else ""
            yield f'{indent}{prefix}{box.id} [label="{_BREAK.join(map(_text, box.lines))}"{style}];'
        for arrow in graph.arrows:
            facts = [*([f'label="{_text(arrow.label)}"'] if arrow.label else [])]
            facts += [] if arrow.directed else ["dir=none", "style=dashed"]
            said = f" [{', '.join(facts)}]" if facts else ""
            yield f"{indent}{prefix}{arrow.start} -> {prefix}{arrow.end}{said};"
        if framed:
            yield "  }"


def _text(text: str) -> str:
    # Graphviz reads HTML's character references in labels
    return text.replace("&", "&amp;").replace("\\", "\\\\").replace('"', '\\"')
