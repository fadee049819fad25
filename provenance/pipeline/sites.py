"""What kind of site each site is, by all that is stored of it.

Invariant: the verdict on a site follows from the verdicts on its articles; it is made when
these are settled, and never enters one of them.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from provenance.model import SiteVerdict
from provenance.pipeline.furniture import known_site
from provenance.sources import load_registry
from provenance.sources.record import FEWEST, judge_record, with_record
from provenance.sources.site import registered_site

if TYPE_CHECKING:
    from provenance.model import Trace
    from provenance.sources import Registry
    from provenance.sources.record import SiteFacts
    from provenance.store import Database
    from provenance.store.records import RankedSite
    from provenance.store.repeated import RepeatedLine

__all__ = ["SiteReport", "judge_sites", "rank", "site", "standing", "with_site_record"]

_ORIGINS = 20
_LINES = 10


@dataclass(frozen=True, slots=True)
class SiteReport:
    """A site, what it is, and the evidence.

    ``origins`` are those whom its articles are from, with how many of them; ``furniture`` are
    the lines that it repeats most.
    """

    site: SiteVerdict
    facts: SiteFacts
    origins: tuple[tuple[str, int], ...]
    furniture: tuple[RepeatedLine, ...]


def judge_sites(database: Database) -> int:
    """Make the verdicts on sites that are due; how many there were."""
    due = database.sites_due()
    with database.transaction():
        for number in due:
            facts = database.facts_of(number)
            database.put_record(number, facts, judge_record(facts))
    return len(due)


def site(database: Database, name: str, *, registry: Registry | None = None) -> SiteReport:
    """Say what kind of site a site is.

    Args:
        database: the stored articles.
        name: the site's domain, address or name.
        registry: the known sources; the shipped ones where none is given.

    Raises:
        NotFoundError: no article of this site is stored.
    """
    registry = registry or load_registry()
    home = known_site(database, name, registry)
    number = database.site_number(home) or 0
    facts = database.facts_of(number)
    registered, record = registered_site(home, registry), judge_record(facts)
    verdict = with_record(registered, record)
    if registered.source is not None:
        verdict = replace(verdict, reasons=(*registered.reasons, *record.reasons))
    return SiteReport(verdict, facts, database.taken_from(number, _ORIGINS), database.repeated_lines(home, _LINES))


def standing(database: Database, home: str, *, registry: Registry | None = None) -> SiteVerdict:
    """What ``site`` says of a site, as it was last judged: without counting its articles again.

    Args:
        database: the stored articles.
        home: the name under which the site is kept.
        registry: the known sources; the shipped ones where none is given.
    """
    return with_record(registered_site(home, registry or load_registry()), database.record_of(home))


def rank(database: Database, *, limit: int = 50, registry: Registry | None = None) -> tuple[RankedSite, ...]:
    """The sites that live on others: aggregators first, then by what share of their words is from elsewhere.

    Sites with few articles come last; of those that the registry knows it says the kind.

    Args:
        database: the stored articles.
        limit: at most so many.
        registry: the known sources; the shipped ones where none is given.
    """
    known = registry or load_registry()
    found = [_as_registered(each, registered_site(each.site, known)) for each in database.judged_sites()]
    return tuple(sorted(found, key=_loudness)[:limit])


def _as_registered(ranked: RankedSite, registered: SiteVerdict) -> RankedSite:
    if registered.source is None:
        return ranked
    record = SiteVerdict(None, None, ranked.kind, ranked.aggregator, ranked.confidence)
    joined = with_record(registered, record)
    return replace(ranked, kind=joined.kind, aggregator=joined.aggregator, confidence=joined.confidence)


def _loudness(ranked: RankedSite) -> tuple[bool, bool, float, int, str]:
    few = ranked.articles < FEWEST
    return ranked.aggregator is not True, few, -ranked.words_elsewhere, -ranked.articles, ranked.site


def with_site_record(traced: Trace, home: str | None, database: Database) -> Trace:
    """An answer with what all stored articles of its site say of the site.

    Args:
        traced: the answer, with what its own page says.
        home: its site's name.
        database: the stored articles.
    """
    record = None if home is None else database.record_of(home)
    return replace(traced, site=with_record(traced.site, record))
