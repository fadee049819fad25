"""What a database holds of a source: for one article in words, over time as a report.

Invariant: silence must not read as "not theirs": where nothing of the likely origin is held for
the days of the article, the words say so, and how much there is of these days at all. A time in
which nothing at all is stored is left out of a report, one in which nothing of a source is not.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

from provenance.counts import counted

if TYPE_CHECKING:
    from provenance.model import SourceKind
    from provenance.tracing.library import Coverage

__all__ = ["NO_DATABASE", "By", "CoverageReport", "CoveredPeriod", "SourceCoverage", "coverage_text"]

NO_DATABASE = "no database was asked: the answer rests on this page alone"


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


def coverage_text(held: Coverage, name: str | None, *, itself: int = 0, its_own: bool = False) -> str:
    """Say what is held.

    Args:
        held: of the likely origin, or of the agencies where nobody is likely.
        name: the likely origin's name, ``None`` for the agencies.
        itself: how many times the asked article is stored; it is not counted.
        its_own: whether the asked article is one of the likely origin's own.
    """
    theirs = itself if its_own else 0
    own, everything = max(held.articles - theirs, 0), max(held.all_articles - itself, 0)
    short = "agency" if name is None else name.removeprefix("The ").removeprefix("the ")
    short = f"other {short}" if its_own else short  # the asked one is theirs too
    if held.near is None or held.all_near is None:
        if not own:
            return f"no {short} text in the database, which holds {_counted(everything)}"
        return f"the database holds {_counted(own, short, 'text')} among {_counted(everything)}; this one has no date"
    near, all_near = max(held.near - theirs, 0), max(held.all_near - itself, 0)
    if near:
        return (
            f"the database holds {_counted(near, short, 'text')} for these days, "
            f"among {_counted(all_near)} within three days of this one"
        )
    among = f"among {_counted(all_near)}" if all_near else "nor any other article"
    elsewhere = f"; it holds {own} of other days" if own else ""
    return f"no {short} text in the database for these days, {among} within three days of this one{elsewhere}"


def _counted(number: int, *kind: str) -> str:
    """A number of things in words; of articles where no other kind is given."""
    what = " ".join(kind) or "article"
    return counted(number, what, f"{what}s") if number else f"no {what}"
