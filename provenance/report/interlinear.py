"""Damaged paragraphs line by line, and under each damaged span what the original said.

Invariant: every text that came from a page passes ``printable``; a span that is shown stands in
brackets, with an asterisk where a fact or the meaning is changed, so nothing is said by colour
alone; no line is wider than asked, unless one word is.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from rich.cells import cell_len
from rich.text import Text

from provenance.model import DamageKind, Severity
from provenance.report.gaps import marked_findings
from provenance.report.ledger import SEVERITY_STYLES
from provenance.report.printable import clip, printable
from provenance.report.wording import change_words

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from provenance.model import Block, Finding

__all__ = ["interlinear"]

_GLOSS = 48
_SPAN = 90


@dataclass(frozen=True, slots=True)
class _Unit:
    """A word or a damaged span, with what stands under it."""

    text: str
    gloss: str = ""
    style: str = ""
    gloss_style: str = ""
    indent: int = 0

    @property
    def under(self) -> str:
        """What stands under it, below its bracket."""
        return " " * self.indent + self.gloss if self.gloss else ""

    @property
    def width(self) -> int:
        """The columns that both take."""
        return max(cell_len(self.text), cell_len(self.under))


def interlinear(block: Block, findings: Sequence[Finding], width: int) -> Iterator[Text]:
    """A paragraph with its damage.

    Args:
        block: the paragraph.
        findings: its damaged spans.
        width: columns to fill.

    Yields:
        Lines of the text, each followed by a line with the originals where it has any.
    """
    line: list[_Unit] = []
    used = 0
    for unit in _units(block, marked_findings(block, findings)):
        if line and used + 1 + unit.width > width:
            yield from _lines(line)
            line, used = [], 0
        used += unit.width + (1 if line else 0)
        line.append(unit)
    if line:
        yield from _lines(line)


def _units(block: Block, findings: Sequence[Finding]) -> Iterator[_Unit]:
    """The words between the findings one by one, and each finding with the signs that stand at it."""
    at = 0
    for finding in findings:
        # what is missing stands behind the word that the finding names
        start, end = finding.start - block.start, finding.end - block.start
        if finding.kind is DamageKind.DROPPED:
            start = end
        *before, sign = re.split(r"\s+", block.text[at:start]) if at < start else [""]
        yield from (_Unit(clip(word, _SPAN)) for word in before if word)
        behind = re.match(r"[^\w\s]{0,8}", block.text[end:])
        signs = "" if behind is None else behind.group()
        sign = printable(sign)
        span = clip(block.text[start:end], _SPAN) or "…"
        gloss, style = (
            (f"({change_words(finding)})", "dim") if finding.original is None else (finding.original, "green")
        )
        span = f"[{span}]" if finding.severity is Severity.WORDING else f"[{span}]*"
        yield _Unit(
            f"{sign}{span}{printable(signs)}",
            clip(gloss, _GLOSS),
            SEVERITY_STYLES[finding.severity],
            style,
            cell_len(sign),
        )
        at = end + len(signs)
    yield from (_Unit(clip(word, _SPAN)) for word in block.text[at:].split())


def _lines(units: Sequence[_Unit]) -> Iterator[Text]:
    above, below = Text(), Text()
    for place, unit in enumerate(units):
        if place:
            above.append(" ")
            below.append(" ")
        above.append(unit.text, unit.style).append(" " * (unit.width - cell_len(unit.text)))
        below.append(unit.under, unit.gloss_style).append(" " * (unit.width - cell_len(unit.under)))
    above.rstrip()
    below.rstrip()
    yield above
    if below.plain.strip():
        yield below
