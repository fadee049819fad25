"""What a database holds of each source over time.

Invariant: a time in which nothing at all is stored is left out, one in which something is stored and
nothing of a source is not.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from provenance.model import SourceKind

__all__ = ["By", "CoverageReport", "CoveredPeriod", "SourceCoverage"]


class By(StrEnum):
    """How long a period is."""

    DAY = "day"
    WEEK = "week"
    MONTH = "month"


@dataclass(frozen=True, slots=True)
class CoveredPeriod:
    """Of a period: a source's own articles, those of others that credit it, and all that is stored.

    ``start`` is its first day (of a week the Monday), ``None`` for what has no date.
    """

    start: str | None
    own: int
    crediting: int
    articles: int


@dataclass(frozen=True, slots=True)
class SourceCoverage:
    """What is held of a source; ``since`` and ``until`` are the first and last days of its own articles."""

    source: str
    name: str
    kind: SourceKind
    own: int
    crediting: int
    since: str | None
    until: str | None
    periods: tuple[CoveredPeriod, ...]


@dataclass(frozen=True, slots=True)
class CoverageReport:
    """What is held of some sources, those with the most articles first."""

    by: By
    since: str | None
    until: str | None
    sources: tuple[SourceCoverage, ...]
