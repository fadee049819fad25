"""What the pages of a story and of a site have in common: the card on top, bars with their numbers."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from provenance.report.printable import clip

if TYPE_CHECKING:
    from collections.abc import Sequence

    from provenance.report.html.view import Link

__all__ = ["LONGEST", "Bar", "Facts", "bars"]

LONGEST = 160
"""Characters of a name or a title on a page."""


@dataclass(frozen=True, slots=True)
class Facts:
    """A card: what it is about in one name, a text that it leads to, and rows of a name and its lines."""

    heading: str
    name: str
    decided: bool
    article: Link | None
    rows: tuple[tuple[str, tuple[str, ...]], ...]


@dataclass(frozen=True, slots=True)
class Bar:
    """A row of a chart; the bar's length in [0, 100]."""

    name: str
    figure: str
    length: float


def bars(counts: Sequence[tuple[str, int]]) -> tuple[Bar, ...]:
    """Counts as bars, the longest one as wide as the chart."""
    most = max((count for _, count in counts), default=1)
    return tuple(Bar(clip(name, LONGEST), f"{count:,}", 100 * count / max(1, most)) for name, count in counts)
