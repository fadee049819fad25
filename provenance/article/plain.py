"""Plain text to lines, including text that was broken at a fixed width.

Invariant: the lines are disjoint, in order, and leave out white space only; whether a text
counts as hard-wrapped depends on that text alone.
"""

from __future__ import annotations

import itertools
import re
from typing import TYPE_CHECKING

from provenance.model import Line

if TYPE_CHECKING:
    from collections.abc import Iterator

__all__ = ["plain_lines"]

# the width that telegraph terminals, typewriters and mail programs broke lines at
NARROWEST, WIDEST = 40, 90
INDENT = re.compile(r"(?:(?<! ) {2,}|\t)\S")
ENDED = re.compile(r"[.!?:…।॥。！？؟۔][\"”’')\]]{0,3}$")

Row = tuple[int, int]


def plain_lines(text: str) -> tuple[Line, ...]:
    r"""The lines of a plain text, without the white space around them.

    Args:
        text: with ``\\n`` as its only line end.

    Returns:
        One line for each line of the text; where the text is hard-wrapped, one for each
        paragraph (ended by a blank line, an indented line or a short last line).
    """
    paragraphs = list(_paragraphs(text))
    wrapped = _is_wrapped(text, paragraphs)
    lines: list[Line] = []
    for rows in paragraphs:
        groups = _join(text, rows) if wrapped else [[row] for row in rows]
        lines.extend(_line(text, group[0][0], group[-1][1]) for group in groups)
    return tuple(lines)


def _line(text: str, start: int, end: int) -> Line:
    """A line without the white space at its ends."""
    piece = text[start:end]
    left = len(piece) - len(piece.lstrip())
    return Line(start + left, start + len(piece.rstrip()))


def _paragraphs(text: str) -> Iterator[list[Row]]:
    """Runs of rows between blank rows; a row is the offsets of its start and end."""
    rows: list[Row] = []
    at = 0
    for row in text.split("\n"):
        if row.strip():
            rows.append((at, at + len(row)))
        elif rows:
            yield rows
            rows = []
        at += len(row) + 1
    if rows:
        yield rows


def _is_wrapped(text: str, paragraphs: list[list[Row]]) -> bool:
    """Whether most lines that end in the middle of a sentence end at a typewriter's width."""
    joints = wraps = lower = 0
    for rows in paragraphs:
        for (start, end), (follower, end_of_follower) in itertools.pairwise(rows):
            after = text[follower:end_of_follower]
            before = text[start:end].rstrip()
            if INDENT.match(after) or (len(before) <= WIDEST and ENDED.search(before[-5:])):
                continue
            joints += 1
            if NARROWEST <= len(before) <= WIDEST:
                wraps += 1
                lower += after[0].islower()
    return lower > 0 and 2 * wraps > joints and 3 * lower >= wraps


def _join(text: str, rows: list[Row]) -> list[list[Row]]:
    """The rows of a hard-wrapped paragraph, joined; an indented row opens a new one."""
    groups = [[rows[0]]]
    for row in rows[1:]:
        last = text[slice(*groups[-1][-1])].rstrip()
        following = text[slice(*row)]
        ended = ENDED.search(last[-5:]) is not None
        if INDENT.match(following) or (ended and (len(last) < NARROWEST or following[0].isspace())):
            groups.append([row])
        else:
            groups[-1].append(row)
    return groups
