"""Bringing one database into another.

Invariant: the other database is only read; which articles, verdicts and matches come out does
not depend on which of the two was merged into which. A batch becomes visible with its index
entries, and a killed merge goes on where it was when it is given again.
"""

from __future__ import annotations

import time
from collections import Counter
from contextlib import ExitStack, suppress
from dataclasses import dataclass, replace
from itertools import chain, islice
from pathlib import Path
from typing import TYPE_CHECKING, Final

from provenance.errors import ProvenanceError, UsageError
from provenance.pipeline.analysis import passages
from provenance.pipeline.learning import relearn
from provenance.pipeline.progress import Progress, silent
from provenance.pipeline.storing import index_of, put_sources, settle
from provenance.sources import load_registry
from provenance.store import Database, Placement, RunCounts, RunStatus
from provenance.store.exchange import kind_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from os import PathLike

    from provenance.index import Index
    from provenance.model import Article, Passage
    from provenance.pipeline.progress import Report
    from provenance.sources import Registry
    from provenance.store.exchange import Dump, Record, Taker, Took

__all__ = ["MergeReport", "check_others", "merge"]

_BATCH: Final = 256
# To take over entries, the whole index of the other is gone through once a batch, which costs
# as much as signing a twelfth of its passages anew: so batches are large, and a database that
# would need more than this many of the largest ones is signed anew.
_TAKEOVERS: Final = 4
_LARGEST: Final = 50_000
_TAKEOVERS_WORTH: Final = 10


@dataclass(frozen=True, slots=True)
class MergeReport:
    """What a merge brought in; ``known`` articles were here already, or here a later version was.

    ``dedups`` are deduplications of corpora, those that were here already counted too.
    """

    run: int
    stored: int
    updated: int
    known: int
    feeds: int
    items: int
    dedups: int
    traced: int
    seconds: float


def merge(
    others: Sequence[str | PathLike[str]],
    database: Database,
    *,
    registry: Registry | None = None,
    progress: Report | None = None,
) -> MergeReport:
    """Bring all that other databases hold into one, and make the verdicts that are due.

    Args:
        others: paths of databases; they are only read.
        database: open for writing.
        registry: the known sources; the shipped ones where none is given.
        progress: called now and then.

    Raises:
        UsageError: one of the others is the database itself.
        DatabaseError: one of the others is missing, not ours, of another version, or damaged.
        OutputError: there is no space left; what is stored stays.
    """
    started = time.monotonic()
    registry, progress = registry or load_registry(), progress or silent
    with ExitStack() as stack:
        opened = [stack.enter_context(_other(Path(path), database)) for path in others]
        merging = _Merge(database, registry, progress)
        status, traced = RunStatus.FAILED, 0
        try:
            for other in opened:
                merging.take(other)
            traced = merging.settle()
            status = RunStatus.DONE
        except KeyboardInterrupt:
            status = RunStatus.INTERRUPTED
            raise
        finally:
            merging.finish(status)
    database.checkpoint()
    counts = merging.counts
    return MergeReport(
        merging.run,
        counts[Placement.NEW],
        counts[Placement.UPDATED],
        counts[Placement.KNOWN],
        counts["feed"],
        counts["item"],
        counts["dedup"],
        traced,
        time.monotonic() - started,
    )


def check_others(others: Sequence[str | PathLike[str]]) -> None:
    """See whether these databases can be brought into another one, before that one is made.

    Raises:
        DatabaseError: one is missing, not ours, of another version, or damaged.
    """
    for path in others:
        Database.open_any(Path(path)).close()


def _other(path: Path, database: Database) -> Database:
    """Open a database that is brought in."""
    if path.exists() and path.samefile(database.path):
        message = f"{path}: a database cannot be merged with itself"
        raise UsageError(message, "name another database, or another one to merge into with --db")
    return Database.open_any(path)


class _Merge:
    """One merge of several databases into one."""

    def __init__(self, database: Database, registry: Registry, progress: Report) -> None:
        self._database = database
        self._registry = registry
        self._progress = progress
        self._index: Index = index_of(database)
        self.run = database.start_run("merge")
        self.counts: Counter[str] = Counter()

    def take(self, other: Database) -> None:
        """Bring in all of one database."""

        def holds(article: Article) -> bool:
            return other.find(article)[0] is Placement.KNOWN

        same = other.scheme() == self._database.scheme()
        with other.snapshot(), self._database.taker(lambda: self.run, holds) as taker:
            dump = other.dump(passages=same)
            self._records(taker, chain(dump.sources(), dump.runs(), dump.failures()))
            if same and dump.sizes()["articles"] <= _TAKEOVERS_WORTH * _LARGEST:
                self._adopt(taker, other, dump)
            else:
                self._make_anew(taker, dump)
            self._records(taker, chain(dump.corrections(), dump.dedups(), dump.feeds(), dump.items()))

    def settle(self) -> int:
        """Make the verdicts that are due."""
        put_sources(self._database, self._registry)
        return settle(self._database, self._registry, self._index, self.run, self._progress)

    def finish(self, status: RunStatus) -> None:
        """End the run."""
        new, updated, known = (self.counts[p] for p in (Placement.NEW, Placement.UPDATED, Placement.KNOWN))
        with suppress(ProvenanceError):  # the error that ended the run is the one to report
            self._database.finish_run(self.run, status, RunCounts(new + updated + known, new, updated, known))

    def _records(self, taker: Taker, records: Iterator[Record]) -> None:
        """Take all that is no article."""
        while batch := list(islice(records, _BATCH)):
            with self._database.transaction():
                for record in batch:
                    taker.take(record)
                self._database.mark_pending(self._database.learn_reporters())
            self.counts.update(kind_of(record) for record in batch)

    def _make_anew(self, taker: Taker, dump: Dump) -> None:
        """Take the articles, their fingerprints made anew from their texts."""
        articles, total, done = dump.articles(), dump.sizes()["articles"], 0
        while batch := list(islice(articles, _BATCH)):
            found: list[tuple[int, Passage]] = []
            with self._database.transaction():
                for record in batch:
                    analysis = record.analysis
                    cut = passages(analysis.blocks, analysis.credits)
                    found += self._count(taker.article(replace(record, analysis=replace(analysis, passages=cut))))
                found += relearn(self._database, self._registry)
                self._index.add([passage.text for _, passage in found], [number for number, _ in found])
            done += len(batch)
            self._progress(Progress("merging", done, total))

    def _adopt(self, taker: Taker, other: Database, dump: Dump) -> None:
        """Take the articles, their index entries under the numbers that their passages get here."""
        import numpy as np

        sizes = dump.sizes()
        articles, total, done = dump.articles(), sizes["articles"], 0
        numbers = np.zeros(sizes["last_passage"] + 1, dtype=np.int32)
        size = min(max(-(-total // _TAKEOVERS), _BATCH), _LARGEST)
        while done < total:
            with self._database.transaction():
                for record in islice(articles, size):
                    here = {passage.digest: number for number, passage in self._count(taker.article(record))}
                    for passage, there in zip(record.analysis.passages, record.passages, strict=True):
                        numbers[there] = here.get(passage.digest, 0) or numbers[there]
                    done += 1
                    if done % _BATCH == 0:
                        self._progress(Progress("merging", done, total))
                if numbers.any():
                    self._index.adopt(other, numbers)
                    numbers[:] = 0
                if found := relearn(self._database, self._registry):
                    self._index.add([passage.text for _, passage in found], [number for number, _ in found])
        self._progress(Progress("merging", total, total))

    def _count(self, took: Took) -> tuple[tuple[int, Passage], ...]:
        """Count an article, and give back its new passages."""
        self.counts[took.placement] += 1
        return took.passages
