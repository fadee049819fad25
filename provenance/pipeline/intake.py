"""Taking documents in: understood one by one, written in batches.

Invariant: an article, its passages, their index entries and the note that its verdict is to be
made become visible together, with the roles that all stored articles give their lines; so does
what the caller notes of each document.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from provenance.errors import DocumentError
from provenance.model import Analysis, Unreadable
from provenance.pipeline.analysis import analyse, learn_from
from provenance.pipeline.learning import relearn
from provenance.store import Placement, RunCounts

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from provenance.index import Index
    from provenance.model import Page, Passage
    from provenance.sources import Registry
    from provenance.store import Database

__all__ = ["Intake", "Placed", "Taken", "is_too_old"]

_NAMED_FAILURES = 100


@dataclass(frozen=True, slots=True)
class Placed:
    """An article that is in the database now: what it was before, and its number."""

    placement: Placement
    number: int


# what became of a document; ``None`` where it was passed over as too old
Taken = Placed | Unreadable | None


def is_too_old(published: str | None, since: str | None) -> bool:
    """Whether an article says of itself that it was published before a day; both are ISO 8601."""
    return since is not None and published is not None and published[: len(since)] < since


class Intake:
    """Writes documents for one run, and counts what became of them."""

    def __init__(
        self, database: Database, registry: Registry, index: Index, run: int, *, since: str | None = None
    ) -> None:
        """Write to a database.

        Args:
            database: open for writing.
            registry: the known sources.
            index: over the database.
            run: the run that writes.
            since: an ISO date; articles that say an earlier one of themselves are passed over.
        """
        self._database = database
        self._registry = registry
        self._index = index
        self._run = run
        self._since = since
        self.counts = RunCounts()
        self.undated = 0  # articles that were taken although nothing says whether they are too old
        self.failures: tuple[Unreadable, ...] = ()

    def understand(self, page: Page) -> Analysis | Unreadable | None:
        """What a page says by itself, or why it cannot be understood; ``None`` for one too old."""
        try:
            analysis = analyse(page, self._registry, self._database)
        except DocumentError as error:
            return Unreadable.because(page.id, error)
        return None if is_too_old(analysis.article.published, self._since) else analysis

    def write(
        self,
        batch: Sequence[Analysis | Unreadable | None],
        noted: Callable[[int, Taken], None] | None = None,
    ) -> tuple[Taken, ...]:
        """Store a batch in one transaction, its index entries in one segment.

        Args:
            batch: what ``understand`` gave, or what could not be read.
            noted: called in the same transaction with each document's place in the batch and
                what became of it.
        """
        passages: list[tuple[int, Passage]] = []
        taken: list[Taken] = []
        with self._database.transaction():
            for order, item in enumerate(batch):
                taken.append(self._take(item, passages))
                if noted is not None:
                    noted(order, taken[-1])
            passages.extend(relearn(self._database, self._registry))
            self._index.add([passage.text for _, passage in passages], [number for number, _ in passages])
        self._count(taken)
        if self._since is not None:
            articles = [item.article for item in batch if isinstance(item, Analysis)]
            self.undated += sum(article.published is None for article in articles)
        return tuple(taken)

    def _count(self, taken: Sequence[Taken]) -> None:
        """Only what was committed is counted."""
        placements = [outcome.placement for outcome in taken if isinstance(outcome, Placed)]
        failures = [outcome for outcome in taken if isinstance(outcome, Unreadable)]
        before = self.counts
        self.counts = RunCounts(
            read=before.read + len(taken),
            stored=before.stored + placements.count(Placement.NEW),
            updated=before.updated + placements.count(Placement.UPDATED),
            known=before.known + placements.count(Placement.KNOWN),
            failed=before.failed + len(failures),
            skipped=before.skipped + sum(outcome is None for outcome in taken),
        )
        self.failures += tuple(failures[: _NAMED_FAILURES - len(self.failures)])

    def _take(self, item: Analysis | Unreadable | None, passages: list[tuple[int, Passage]]) -> Taken:
        if item is None:
            return None
        if not isinstance(item, Unreadable):
            try:
                return self._place(item, passages)
            except DocumentError as error:
                item = Unreadable.because(item.article.id, error)
        self._database.record_failure(self._run, item)
        return item

    def _place(self, item: Analysis, passages: list[tuple[int, Passage]]) -> Placed:
        """Store an article, and only then take out its earlier text where there is one."""
        placement, number = self._database.find(item.article)
        if number is not None and (placement is Placement.KNOWN or self._is_earlier(item, number)):
            if item.article.fetch is not None:
                self._database.note_capture(number, item.article.fetch, self._run, text=item.article.text)
            return Placed(Placement.KNOWN, number)
        if number is not None and self._database.run_of(number) == self._run and item.article.fetch is None:
            # two rows of one id in one run are two articles, and not a row and its update
            item = replace(item, article=replace(item.article, location=None))
            placement, number = Placement.NEW, None
        item = learn_from(item, item.home, self._database, self._registry) or item
        stored = self._database.put(item, self._run)
        passages.extend(stored.passages)
        if number is not None:
            self._database.inherit(number, stored.number)
            self._database.mark_pending(self._database.remove([number]))
        return Placed(placement, stored.number)

    def _is_earlier(self, item: Analysis, number: int) -> bool:
        """Whether a stored article was fetched later than what comes in, as a crawl's older capture."""
        seen = self._database.last_seen(number)
        return item.article.fetch is not None and seen is not None and item.article.fetch.fetched < seen
