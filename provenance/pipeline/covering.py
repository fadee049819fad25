"""What a database holds of each source, over time.

Invariant: it only reads, and counts what is stored; a time in which nothing at all is stored is
left out, one in which something is stored and nothing of a source is not.
"""

from __future__ import annotations

from collections import defaultdict
from datetime import date, timedelta
from typing import TYPE_CHECKING

from provenance.errors import NotFoundError
from provenance.sources import load_registry
from provenance.store.coverage import CoveredSource
from provenance.tracing.coverage import By, CoverageReport, CoveredPeriod, SourceCoverage

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from provenance.sources import Registry
    from provenance.store import Database
    from provenance.store.coverage import CoveredDay

__all__ = ["coverage", "known_source"]


def coverage(
    database: Database,
    source: str | None = None,
    *,
    since: str | None = None,
    until: str | None = None,
    by: By = By.WEEK,
    registry: Registry | None = None,
) -> CoverageReport:
    """Count what is held of one source, or of every one that anything stored is by or credits.

    Args:
        database: the stored articles.
        source: its id, name or domain.
        since: the first day, ISO 8601.
        until: the last day.
        by: how long a period is.
        registry: the known sources; the shipped ones where none is given.

    Raises:
        NotFoundError: there is no such source.
    """
    with database.snapshot():
        wanted = None if source is None else known_source(database, source, registry)
        known = (wanted,) if wanted is not None else database.covered_sources()
        days = database.covered_days(None if wanted is None else wanted.source, since, until)
        every: dict[str | None, int] = defaultdict(int)
        for day, number in database.dated_days(since, until):
            every[_start(day, by)] += number
    of: dict[str, list[CoveredDay]] = defaultdict(list)
    for each in days:
        of[each.source].append(each)
    found = [_of_source(each, of[each.source], every, by) for each in known if wanted is not None or of[each.source]]
    return CoverageReport(by, since, until, tuple(sorted(found, key=_fullness)))


def known_source(database: Database, name: str, registry: Registry | None = None) -> CoveredSource:
    """The source that a user means.

    Args:
        database: knows those that stored articles name.
        name: its id, name or domain.
        registry: the known sources; the shipped ones where none is given.

    Raises:
        NotFoundError: there is none.
    """
    known = registry or load_registry()
    found = known.source(name) or known.by_domain(name.removeprefix("www.")) or known.by_name(name)
    if found is not None:
        return CoveredSource(found.id, found.name, found.kind)
    stored = next((each for each in database.covered_sources() if name in {each.source, each.name}), None)
    if stored is None:
        message = f"{name}: no such source"
        raise NotFoundError(message, "`provenance sources list --find TEXT` looks for a part of a name")
    return stored


def _of_source(
    source: CoveredSource, days: Sequence[CoveredDay], every: dict[str | None, int], by: By
) -> SourceCoverage:
    own, crediting = dict.fromkeys(every, 0), dict.fromkeys(every, 0)
    for each in days:
        own[_start(each.day, by)] += each.own
        crediting[_start(each.day, by)] += each.crediting
    dated = [each.day for each in days if each.own and each.day is not None]
    return SourceCoverage(
        source.source,
        source.name,
        source.kind,
        sum(own.values()),
        sum(crediting.values()),
        min(dated, default=None),
        max(dated, default=None),
        tuple(CoveredPeriod(start, own[start], crediting[start], every[start]) for start in _in_order(every)),
    )


def _in_order(starts: Iterable[str | None]) -> list[str | None]:
    return sorted(starts, key=lambda start: (start is None, start or ""))


def _start(day: str | None, by: By) -> str | None:
    """The first day of a day's period; what no calendar has is no day."""
    try:
        at = None if day is None else date.fromisoformat(day)
    except ValueError:
        at = None
    if at is None or by is By.DAY:
        return None if at is None else at.isoformat()
    if by is By.MONTH:
        return at.replace(day=1).isoformat()
    return (at - timedelta(days=min(at.weekday(), at.toordinal() - 1))).isoformat()


def _fullness(each: SourceCoverage) -> tuple[int, int, str]:
    return -each.own, -each.crediting, each.source
