"""The part of a database that keeps deduplications of corpora.

Invariant: as of the database: it answers in plain types, and every method is one transaction
or a part of the one that is open.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from provenance.store import dedups
from provenance.store.phrased import Phrased

if TYPE_CHECKING:
    from collections.abc import Iterable

    from provenance.model import Membership
    from provenance.store.dedups import DedupMember, DedupRun

__all__ = ["Deduplicated"]


class Deduplicated(Phrased):
    """Which documents of a corpus were copies of which, and what was kept of them."""

    def begin_dedup(self, found: DedupRun, run: int) -> int:
        """Write a deduplication down, or find the same one again; the number that it has."""
        with self.transaction():
            return dedups.begin(self._handle, found, run)

    def put_dedup_members(self, dedup: int, members: Iterable[DedupMember]) -> None:
        """Write some members of a deduplication; those that are there keep their articles."""
        with self.transaction():
            for member in members:
                dedups.put_member(self._handle, dedup, member)

    def link_dedup_member(self, dedup: int, number: int, *, article: int | None, file: str | None, added: bool) -> None:
        """Name the article that a member is, where it was read, and whether that article is new."""
        with self.transaction():
            dedups.link(self._handle, dedup, number, article=article, file=file, added=added)

    def complete_dedup(self, dedup: int, run: int) -> None:
        """Note that all of a deduplication is written."""
        with self.transaction():
            dedups.complete(self._handle, dedup, run)

    def added_for(self, corpus: bytes) -> frozenset[int]:
        """The articles that are stored only because the corpus of this digest was deduplicated before."""
        with self._translated:
            return dedups.added_for(self._handle, corpus)

    def memberships(self, article: int) -> tuple[Membership, ...]:
        """What deduplications made of a stored article, the first one first."""
        with self._translated:
            return dedups.memberships(self._handle, article)
