"""The chain as a drawing: a box for each hop, its evidence inside, an arrow to where it had the text from.

Invariant: no line is wider than its box by more than a font's whim: widths are estimated on the
wide side, since nothing here can measure a font.
"""

from __future__ import annotations

import unicodedata
from typing import TYPE_CHECKING

from provenance.model import SourceKind
from provenance.report.html.view import ChainView, Node, TextLine
from provenance.report.printable import clip
from provenance.report.wording import words

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from provenance.model import Credit, Hop

__all__ = ["chain_view", "wrap"]

_WIDTH = 420
_MARGIN = 14
_GAP = 34
_EVIDENCE_SHOWN = 4
_EVIDENCE_LONGEST = 160
_NAME, _SMALL = 16, 13  # font sizes, as in the style sheet
_BOLD = 1.1
_WIDE = frozenset("mMW@%—…")
_NARROW = frozenset("iIjlft.,:;'’|!()[] ")


def chain_view(chain: Sequence[Hop]) -> ChainView | None:
    """Draw a chain.

    Args:
        chain: the hops from the page to the origin.

    Returns:
        Boxes and lines of text by place; ``None`` where there is no chain.
    """
    if not chain:
        return None
    nodes = []
    y = 1
    for number, hop in enumerate(chain):
        lines = list(_lines(hop, number, len(chain), y))
        height = lines[-1].y - y + _MARGIN
        last = number == len(chain) - 1
        style = "origin" if last and number else "page" if number == 0 else "hop"
        nodes.append(Node(y, height, style, tuple(lines), None if last else (y + height, y + height + _GAP)))
        y += height + _GAP
    names = [clip(hop.name, _EVIDENCE_LONGEST) for hop in chain]
    label = f"Chain: {names[0]}" + "".join(f", which has it from {name}" for name in names[1:])
    return ChainView(_WIDTH, y - _GAP + 1, label, tuple(nodes))


def _lines(hop: Hop, number: int, hops: int, y: int) -> Iterator[TextLine]:
    place = "this page" if number == 0 else "the origin" if number == hops - 1 else "on the way"
    facts = [*([] if hop.name == place else [place]), *([] if hop.kind is SourceKind.UNKNOWN else [words(hop.kind)])]
    if hop.domain not in {None, hop.name}:
        facts.append(clip(hop.domain or "", _EVIDENCE_LONGEST))
    y += _MARGIN - 4
    for line in wrap(clip(hop.name, _EVIDENCE_LONGEST), _NAME * _BOLD, _WIDTH - 2 * _MARGIN, 2):
        y += _NAME + 4
        yield TextLine(_MARGIN, y, line, "name")
    for line in wrap(" · ".join(facts), _SMALL, _WIDTH - 2 * _MARGIN, 2) if facts else ():
        y += _SMALL + 5
        yield TextLine(_MARGIN, y, line, "facts")
    for credit in hop.evidence[:_EVIDENCE_SHOWN]:
        y += 5
        for order, line in enumerate(wrap(_evidence(credit), _SMALL, _WIDTH - 3 * _MARGIN, 3)):
            y += _SMALL + 4
            if order == 0:
                yield TextLine(_MARGIN, y, "–", "evidence")
            yield TextLine(2 * _MARGIN, y, line, "evidence")
    if (rest := len(hop.evidence) - _EVIDENCE_SHOWN) > 0:
        y += _SMALL + 9
        yield TextLine(2 * _MARGIN, y, f"and {rest} more", "evidence")


def _evidence(credit: Credit) -> str:
    where = "in the markup" if credit.block is None else f"block {credit.block}"
    return f"{words(credit.type)}, {where}: “{clip(credit.text, _EVIDENCE_LONGEST)}”"


def wrap(text: str, size: float, width: float, most: int) -> list[str]:
    """Break a text into lines of a width, at most so many; an ellipsis says that there is more.

    Args:
        text: one line of text.
        size: the font's size, in the unit of the width.
        width: how wide a line may be.
        most: how many lines there may be.
    """
    lines: list[str] = []
    line, room = "", width
    for word in _breakable(text, size, width):
        needed = _width(word, size)
        if line and needed > room:
            lines.append(line.rstrip())
            line, room = "", width
        line += word
        room -= needed
    lines.append(line.rstrip())
    if len(lines) <= most:
        return lines
    last = lines[most - 1]
    while last and _width(f"{last}…", size) > width:
        last = last[:-1]
    return [*lines[: most - 1], f"{last.rstrip()}…"]


def _breakable(text: str, size: float, width: float) -> Iterator[str]:
    """The words with the space after them; a word wider than a line in parts."""
    for word in text.split(" "):
        part, used = "", 0.0
        for character in f"{word} ":
            wide = _width(character, size)
            if used + wide > width and character != " ":
                yield part
                part, used = "", 0.0
            part += character
            used += wide
        yield part


def _width(text: str, size: float) -> float:
    return size * sum(map(_em, text))


def _em(character: str) -> float:
    """About how wide a character is in a common sans serif, on the wide side."""
    if character in _NARROW:
        return 0.36
    if unicodedata.east_asian_width(character) in {"W", "F"}:
        return 1.05
    if character in _WIDE:
        return 1.0
    if character.isupper() or character in "w&":
        return 0.82
    return 0.6
