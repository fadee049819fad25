"""Storing articles and making the verdicts that are due.

Invariant: an ingest is a run of small transactions. An article, its passages, their index
entries and the note that its verdict is to be made become visible together; a killed run
leaves every finished batch, and the next ingest makes the verdicts that are still due.
"""

from __future__ import annotations

import time
from contextlib import suppress
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, BinaryIO

from provenance.errors import DocumentError, ProvenanceError
from provenance.index import Index
from provenance.model import Unreadable
from provenance.pipeline.analysis import analyse
from provenance.pipeline.progress import Progress, silent
from provenance.reading import ReadOptions, read, total_bytes
from provenance.settings import Scheme, TraceSettings
from provenance.sources import load_registry
from provenance.store import Placement, RunCounts, RunStatus, StoredSource
from provenance.tracing.tracer import Tracer

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from os import PathLike

    from provenance.model import Analysis, Passage
    from provenance.pipeline.progress import Report
    from provenance.reading import Record
    from provenance.sources import Registry
    from provenance.store import Database

__all__ = ["IngestReport", "index_of", "ingest", "settle"]

_BATCH_ARTICLES = 256
_BATCH_CHARACTERS = 4_000_000
_BATCH_TRACES = 64
_NAMED_FAILURES = 100


@dataclass(frozen=True, slots=True)
class IngestReport:
    """What an ingest did, in documents; ``failures`` names the first hundred that failed."""

    run: int
    read: int
    stored: int
    updated: int
    known: int
    failed: int
    failures: tuple[Unreadable, ...]
    traced: int
    seconds: float


def ingest(
    inputs: Sequence[str | PathLike[str]],
    database: Database,
    *,
    options: ReadOptions | None = None,
    registry: Registry | None = None,
    progress: Report | None = None,
    stdin: BinaryIO | None = None,
) -> IngestReport:
    """Store the articles of all inputs, then make the verdicts that are due.

    Args:
        inputs: files, folders, corpora, ``-``.
        database: open for writing.
        options: columns of corpora, limits.
        registry: the known sources; the shipped ones where none is given.
        progress: called now and then.
        stdin: what ``-`` reads.

    Returns:
        What was done. Documents that cannot be read are counted and named.

    Raises:
        DatabaseError: the database cannot be written.
        OutputError: there is no space left; what is stored stays.
    """
    registry = registry or load_registry()
    run = _Ingest(database, registry, progress or silent)
    return run.run(inputs, options or ReadOptions(), stdin)


class _Ingest:
    """One run of ``ingest``: batches of articles, then the verdicts."""

    def __init__(self, database: Database, registry: Registry, progress: Report) -> None:
        self._database = database
        self._registry = registry
        self._progress = progress
        self._index = index_of(database)
        self._counts = {"read": 0, "stored": 0, "updated": 0, "known": 0, "failed": 0}
        self._failures: list[Unreadable] = []

    def run(self, inputs: Sequence[str | PathLike[str]], options: ReadOptions, stdin: BinaryIO | None) -> IngestReport:
        started = time.monotonic()
        self._database.put_sources(_stored_sources(self._registry))
        run = self._database.start_run("ingest")
        status = RunStatus.FAILED
        try:
            self._store(read(inputs, options, stdin), run, total_bytes(inputs))
            traced = settle(self._database, self._registry, self._index, run, self._progress)
            status = RunStatus.DONE
        except KeyboardInterrupt:
            status = RunStatus.INTERRUPTED
            raise
        finally:
            with suppress(ProvenanceError):  # the error that ended the run is the one to report
                self._database.finish_run(run, status, RunCounts(**self._counts))
        self._database.checkpoint()
        named = tuple(self._failures)
        return IngestReport(run, **self._counts, failures=named, traced=traced, seconds=time.monotonic() - started)

    def _store(self, items: Iterator[Record | Unreadable], run: int, total: int | None) -> None:
        """Write what is read, batch by batch; a document that fails is noted with its batch."""
        done = characters = 0
        batch: list[Analysis | Unreadable] = []
        for item in items:
            if not isinstance(item, Unreadable):
                done += item.bytes_read
                characters += len(item.page.content)
            batch.append(self._understood(item))
            if len(batch) >= _BATCH_ARTICLES or characters >= _BATCH_CHARACTERS:
                self._write(batch, run)
                batch, characters = [], 0
                self._progress(Progress("reading", done, total))
        self._write(batch, run)
        self._progress(Progress("reading", done if total is None else total, total))

    def _understood(self, item: Record | Unreadable) -> Analysis | Unreadable:
        if isinstance(item, Unreadable):
            return item
        try:
            return analyse(item.page, self._registry)
        except DocumentError as error:
            return Unreadable(item.page.id, str(error), error.hint)

    def _write(self, batch: Sequence[Analysis | Unreadable], run: int) -> None:
        """Store a batch in one transaction, its index entries in one segment."""
        counts = dict(self._counts)
        failures: list[Unreadable] = []
        passages: list[tuple[int, Passage]] = []
        with self._database.transaction():
            for item in batch:
                counts["read"] += 1
                outcome = self._put(item, run, passages)
                if isinstance(outcome, Unreadable):
                    failures.append(outcome)
                    self._database.record_failure(run, outcome)
                    counts["failed"] += 1
                else:
                    counts[_COUNTED[outcome]] += 1
            self._index.add([passage.text for _, passage in passages], [number for number, _ in passages])
        self._counts = counts
        self._failures.extend(failures[: _NAMED_FAILURES - len(self._failures)])

    def _put(
        self, item: Analysis | Unreadable, run: int, passages: list[tuple[int, Passage]]
    ) -> Placement | Unreadable:
        if isinstance(item, Unreadable):
            return item
        try:
            return self._place(item, run, passages)
        except DocumentError as error:
            return Unreadable(item.article.id, str(error), error.hint)

    def _place(self, item: Analysis, run: int, passages: list[tuple[int, Passage]]) -> Placement:
        """Store an article, and only then take out its earlier text where there is one."""
        placement, number = self._database.find(item.article)
        if placement is Placement.KNOWN:
            return placement
        if number is not None and self._database.run_of(number) == run:
            # two rows of one id in one run are two articles, and not a row and its update
            item = replace(item, article=replace(item.article, location=None))
            placement, number = Placement.NEW, None
        passages.extend(self._database.put(item, run).passages)
        if number is not None:
            self._database.mark_pending(self._database.remove([number]))
        return placement


_COUNTED = {Placement.NEW: "stored", Placement.UPDATED: "updated", Placement.KNOWN: "known"}


def _stored_sources(registry: Registry) -> list[StoredSource]:
    return [StoredSource(s.id, s.name, s.kind, s.domains[0] if s.domains else None) for s in registry]


def settle(
    database: Database,
    registry: Registry,
    index: Index,
    run: int,
    progress: Report = silent,
) -> int:
    """Make every verdict that is due, and once more those of articles that a new one matches.

    A verdict rests on what other pages say of themselves and never on their verdicts, so a
    second round settles everything.
    """
    tracer = Tracer(registry, database, index)
    settled: set[int] = set()
    while numbers := database.pending(_BATCH_TRACES):
        with database.transaction():
            for number, traced in zip(numbers, tracer.trace_stored(numbers), strict=True):
                database.settle(number, traced, run)
                settled.add(number)
                neighbours = {match.other.key for match in traced.matches}
                database.mark_pending(sorted(neighbours - settled))
        progress(Progress("tracing", len(settled), None))
    return len(settled)


def index_of(database: Database) -> Index:
    """The index over a database's passages, by the scheme in force."""
    return Index(database, Scheme(), TraceSettings().candidates.crowded)
