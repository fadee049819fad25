"""The part of a database that knows sites: what they repeat on their pages, and what they live on.

Invariant: as of the database: it answers in plain types, and every method is one transaction
or a part of the one that is open.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from provenance.store import furniture, records, repeated, reporters
from provenance.store.watched import Watched

if TYPE_CHECKING:
    from collections.abc import Sequence

    from provenance.article.furniture import Repeats
    from provenance.model import SiteVerdict
    from provenance.sources.record import SiteFacts
    from provenance.store.records import RankedSite
    from provenance.store.repeated import Carried, RepeatedLine, SiteLines

__all__ = ["Sites"]


class Sites(Watched):
    """Sites and their repeated lines; a ``FurnitureLibrary`` to articles."""

    def learn(self) -> tuple[int, ...]:
        """Count anew the lines that came or went; the articles that carry one of which more or less is known now."""
        with self.transaction():
            return furniture.learn(self._handle)

    def repeats(self, site: str | None, lines: Sequence[int]) -> dict[int, Repeats]:
        """Of some lines, by key, those that repeat on a site or across sites."""
        with self._translated:
            return furniture.repeats(self._handle, site, lines)

    def repeated_lines(self, site: str | None, limit: int) -> tuple[RepeatedLine, ...]:
        """The lines that a site repeats, or (``None``) those that many sites carry, the most frequent first."""
        with self._translated:
            return repeated.repeated_lines(self._handle, site, limit)

    def sites_with_furniture(self, limit: int) -> tuple[SiteLines, ...]:
        """The sites of which repeated lines are known, those with the most articles first."""
        with self._translated:
            return repeated.sites_with_furniture(self._handle, limit)

    def carried(self, line: int, limit: int) -> tuple[Carried, ...]:
        """The sites that carry a line, by its key, those with the most articles first."""
        with self._translated:
            return repeated.carried(self._handle, line, limit)

    def knows_site(self, name: str) -> bool:
        """Whether an article of a site is stored."""
        with self._translated:
            return repeated.knows_site(self._handle, name)

    def sites_like(self, part: str) -> tuple[str, ...]:
        """A few sites whose name holds this."""
        with self._translated:
            return repeated.sites_like(self._handle, part)

    def sites_due(self) -> tuple[int, ...]:
        """The sites whose verdict is to be made, by number."""
        with self._translated:
            return records.sites_due(self._handle)

    def facts_of(self, site: int) -> SiteFacts:
        """What the newest articles of a site show together."""
        with self._translated:
            return records.facts_of(self._handle, site)

    def put_record(self, site: int, facts: SiteFacts, verdict: SiteVerdict) -> None:
        """Write what a site's articles show, and what follows from it."""
        with self.transaction():
            records.put_record(self._handle, site, facts, verdict)

    def record_of(self, home: str) -> SiteVerdict | None:
        """What the stored articles of a site say of it; ``None`` where they were not judged."""
        with self._translated:
            return records.record_of(self._handle, home)

    def site_number(self, home: str) -> int | None:
        """The number of a site, by its name."""
        with self._translated:
            return records.site_number(self._handle, home)

    def taken_from(self, site: int, limit: int) -> tuple[tuple[str, int], ...]:
        """Whom a site's articles are from, and how many of them; itself left out."""
        with self._translated:
            return records.taken_from(self._handle, site, limit)

    def judged_sites(self) -> tuple[RankedSite, ...]:
        """All sites that were judged, by name."""
        with self._translated:
            return records.judged_sites(self._handle)

    def learn_reporters(self) -> tuple[int, ...]:
        """Count anew who signed what came or went; the articles to which that says more or less than before."""
        with self.transaction():
            return reporters.learn_reporters(self._handle)

    def houses_of(self, persons: Sequence[str]) -> dict[str, tuple[str, int]]:
        """Of some people, those known to write for a house: its source id, and how many stories show it."""
        with self._translated:
            return reporters.houses_of(self._handle, persons) if persons else {}
