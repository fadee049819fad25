"""The clusters of a deduplication kept in a database: who was kept and why, each document as an article.

Invariant: documents become articles as an ingest of them makes these, and a row of the clusters
names its article in the transaction that stores it; a run that is cut short leaves finished
batches, and the same run again adds what is missing and doubles nothing.
"""

from __future__ import annotations

import json
import os
from array import array
from contextlib import ExitStack
from dataclasses import asdict, dataclass, replace
from itertools import chain, islice
from pathlib import Path
from typing import TYPE_CHECKING, Self

from provenance.corpus.outcome import corpus_digest
from provenance.corpus.result import ClustersStored
from provenance.model import Analysis, Relation, Unreadable
from provenance.pipeline.analysis import passages
from provenance.pipeline.intake import Intake, Placed
from provenance.pipeline.progress import Progress
from provenance.pipeline.storing import index_of, put_sources, running, settle
from provenance.store import DedupMember, DedupRun, Placement, dedup_digest
from provenance.store.values import escaped

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from types import TracebackType

    from provenance.corpus.outcome import Outcome
    from provenance.corpus.result import Document, Member
    from provenance.model import Page
    from provenance.pipeline.intake import Taken
    from provenance.pipeline.progress import Report
    from provenance.sources import Registry
    from provenance.store import Database

__all__ = ["ClusterKeeper"]

_BATCH_MEMBERS = 1000
# as large as those of an ingest
_BATCH_ARTICLES = 256
_BATCH_CHARACTERS = 4_000_000
_SHOWN = 16  # documents between two signs of progress
_DIGITS = 4  # as in the folder's files
_NAMED = 2  # inputs that a title names


class ClusterKeeper:
    """Keeps what one deduplication found: at ``keep`` the clusters and their documents, at ``settle`` the verdicts.

    The run that writes begins with ``keep`` and ends where the ``with`` block does.
    """

    def __init__(
        self,
        database: Database,
        inputs: Sequence[str],
        against: Database | None,
        *,
        registry: Registry,
        progress: Report,
    ) -> None:
        """Take where it goes; nothing is written yet.

        Args:
            database: open for writing.
            inputs: what is read, as the user named it.
            against: the database whose articles some documents are copies of; may be the same file.
            registry: the known sources.
            progress: called now and then, at the stages ``storing`` and ``tracing``.
        """
        self._database = database
        self._inputs = inputs
        self._against = against
        self._registry = registry
        self._progress = progress
        self._index = index_of(database)
        self._running = ExitStack()
        self._kept: tuple[Intake, int, int] | None = None

    @property
    def is_against(self) -> bool:
        """Whether what is held against the corpus stands in the same file."""
        return self._against is not None and self._against.path.samefile(self._database.path)

    def __enter__(self) -> Self:
        """Nothing to prepare."""
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """End the run with how it ended."""
        self._running.__exit__(kind, error, trace)

    def keep(self, outcome: Outcome) -> None:
        """Store the clusters, and as articles all documents that have a copy or were removed; verdicts are due then.

        Args:
            outcome: all that was found; no snapshot of the database is open.

        Raises:
            DatabaseError: the database cannot be written.
            OutputError: there is no space left; what is stored stays.
            InputError: the corpus says something else than the first time.
        """
        put_sources(self._database, self._registry)
        run = self._running.enter_context(running(self._database, "dedup"))
        run.intake = intake = Intake(self._database, self._registry, self._index, run.number)
        against = None if self.is_against else self._against
        storing = _Storing(outcome, self._database, intake, against, self._progress)
        dedup = storing.write_members(_found(outcome, self._inputs, self._against), run.number)
        storing.write_articles(dedup)
        self._database.complete_dedup(dedup, run.number)
        self._kept = intake, run.number, dedup

    def settle(self) -> ClustersStored | None:
        """Make the verdicts that are due, and say what was done; ``None`` where nothing was kept.

        Raises:
            DatabaseError: the database cannot be written.
            OutputError: there is no space left; what is stored stays.
        """
        if self._kept is None:
            return None
        intake, run, dedup = self._kept
        traced = settle(self._database, self._registry, self._index, run, self._progress)
        counts = intake.counts
        return ClustersStored(run, dedup, counts.stored, counts.updated, counts.known, counts.failed, traced)


@dataclass(frozen=True, slots=True)
class _Coming:
    """A member's article on its way: ``analysis`` as ``Intake`` takes it; ``own`` where the corpus brings it."""

    member: int
    analysis: Analysis | Unreadable | None
    file: str | None = None
    own: bool = True


class _Storing:
    """One deduplication on its way into a database; ``other`` is another one that has some of its articles."""

    def __init__(
        self, outcome: Outcome, database: Database, intake: Intake, other: Database | None, progress: Report
    ) -> None:
        self._outcome = outcome
        self._database = database
        self._intake = intake
        self._other = other
        self._progress = progress
        # by document the number of its member, 0 where it is none; of a million documents 8 MB
        self._numbers = array("q", bytes(8 * len(outcome.corpus.documents)))
        # members that are articles of another database, and their numbers there
        self._foreign: list[tuple[int, int]] = []
        self._total = self._done = 0

    def write_members(self, found: DedupRun, run: int) -> int:
        """Write the clusters, their articles still to come, and return the deduplication's number."""
        found = replace(found, digest=dedup_digest(found, self._members()))
        with self._database.transaction():
            dedup = self._database.begin_dedup(found, run)
        members = self._members()
        while batch := list(islice(members, _BATCH_MEMBERS)):
            self._database.put_dedup_members(dedup, batch)
        return dedup

    def write_articles(self, dedup: int) -> None:
        """Store the documents of all members, and with each batch which members they are."""
        batch: list[_Coming] = []
        characters = 0
        for coming in chain(self._of_other(), self._of_corpus()):
            batch.append(coming)
            characters += len(coming.analysis.article.text) if isinstance(coming.analysis, Analysis) else 0
            if len(batch) >= _BATCH_ARTICLES or characters >= _BATCH_CHARACTERS:
                self._write(dedup, batch)
                batch, characters = [], 0
            self._done += 1
            if self._done % _SHOWN == 0:
                self._progress(Progress("storing", self._done, self._total))
        self._write(dedup, batch)
        self._progress(Progress("storing", self._done, self._total))

    def _write(self, dedup: int, batch: Sequence[_Coming]) -> None:
        def note(order: int, taken: Taken) -> None:
            coming = batch[order]
            placed = taken if isinstance(taken, Placed) else None
            self._database.link_dedup_member(
                dedup,
                coming.member,
                article=None if placed is None else placed.number,
                file=coming.file,
                added=coming.own and placed is not None and placed.placement is Placement.NEW,
            )

        self._intake.write([coming.analysis for coming in batch], note)

    def _of_corpus(self) -> Iterator[_Coming]:
        """The documents that are members, in the order of the corpus, as an ingest reads them."""
        import numpy as np

        members = np.array(self._numbers, dtype=np.int64) > 0
        for document, page in self._outcome.pages(members):
            yield _Coming(self._numbers[document.number], self._intake.understand(page), _file(page))

    def _of_other(self) -> Iterator[_Coming]:
        """The articles of another database that documents are copies of, to stand in this one too."""
        if self._other is None:
            return
        for member, number in self._foreign:
            stored = self._other.stored(number)
            analysis = Analysis(
                stored.article,
                stored.blocks,
                stored.credits,
                stored.site,
                passages(stored.blocks, stored.credits),
                stored.home,
                stored.persons,
                stored.house,
            )
            yield _Coming(member, analysis, own=False)

    def _members(self) -> Iterator[DedupMember]:
        """All members, numbered: cluster by cluster, what is kept first; then what was removed without a copy."""
        outcome, number = self._outcome, 0
        heads = set()  # of clusters of which nothing is kept
        self._foreign, self._total = [], 0
        for cluster in outcome.clusters:
            kept = cluster.kept.document
            if is_dropped := kept.number in outcome.dropped:
                heads.add(kept.number)
            for member in (cluster.kept, *cluster.members):
                number += 1
                is_kept = member is cluster.kept and not is_dropped
                yield self._member(number, cluster.number, member, kept, is_kept=is_kept)
        alone = (outcome.corpus.documents[place] for place in outcome.dropped if place not in heads)
        for document in sorted(alone, key=lambda each: (each.id, each.identity, each.number)):
            number += 1
            self._note(number, document)
            relation, reason = Relation.MACHINE_PARAPHRASE, escaped(outcome.dropped[document.number])
            name, place = escaped(document.id), document.number + 1
            yield DedupMember(number, None, name, False, relation, None, None, reason, place=place)  # noqa: FBT003

    def _member(self, number: int, cluster: int, member: Member, kept: Document, *, is_kept: bool) -> DedupMember:
        document, reason = member.document, member.reason
        self._note(number, document)
        if kept.stored is not None:  # its number means nothing where the row is read
            reason = reason.replace(f"article {kept.stored} of the database, {kept.id}", f"{kept.id}, stored before")
        return DedupMember(
            number,
            cluster,
            escaped(document.id),
            is_kept,
            member.relation,
            round(member.jaccard, _DIGITS),
            round(member.containment, _DIGITS),
            escaped(reason),
            article=document.stored if self._other is None else None,
            place=document.number + 1 if document.stored is None else None,
        )

    def _note(self, number: int, document: Document) -> None:
        """Keep in mind which member a document is."""
        if document.stored is None:
            self._numbers[document.number] = number
        elif self._other is not None:
            self._foreign.append((number, document.stored))
        self._total += document.stored is None or self._other is not None


def _found(outcome: Outcome, inputs: Sequence[str], against: Database | None) -> DedupRun:
    """What is said of the whole."""
    report = outcome.report
    names = [each if each == "-" else Path(each).name or each for each in inputs]
    more = f" and {len(names) - _NAMED} more" if len(names) > _NAMED else ""
    title = f"{', '.join(names[:_NAMED])}{more} ({report.kept:,} of {report.read:,} kept)"
    return DedupRun(
        title=escaped(title),
        read=report.read,
        kept=report.kept,
        removed=report.removed,
        clusters=report.clusters,
        known=report.stored,
        dropped=report.dropped,
        failed=report.failed,
        inputs=json.dumps([escaped(each if each == "-" else os.path.abspath(each)) for each in inputs]),  # noqa: PTH100 - a pattern is no path
        against=None if against is None else escaped(str(against.path.resolve())),
        settings=json.dumps(asdict(outcome.settings), sort_keys=True),
        corpus=corpus_digest(outcome.corpus.documents),
    )


def _file(page: Page) -> str | None:
    """The file that a page stood in; its row's id is known otherwise."""
    return None if page.location is None else escaped(page.location.removesuffix(f"#{page.id}"))
