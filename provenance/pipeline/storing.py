"""Storing articles and making the verdicts that are due.

Invariant: an ingest is a run of small transactions; a killed run leaves every finished batch,
and the next ingest makes the verdicts that are still due.
"""

from __future__ import annotations

import time
from contextlib import contextmanager, suppress
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, BinaryIO

from provenance.errors import ProvenanceError
from provenance.index import Crowding, Index
from provenance.model import Unreadable
from provenance.pipeline.intake import Intake
from provenance.pipeline.progress import Progress, silent
from provenance.pipeline.sites import judge_sites
from provenance.pipeline.telling import tell_stories
from provenance.reading import ReadOptions, read, total_bytes
from provenance.settings import Scheme, TraceSettings
from provenance.sources import load_registry
from provenance.store import RunCounts, RunStatus, StoredSource
from provenance.tracing.tracer import Tracer

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Sequence
    from os import PathLike

    from provenance.model import Analysis
    from provenance.pipeline.progress import Report
    from provenance.reading import Record
    from provenance.sources import Registry
    from provenance.store import Database

__all__ = ["IngestReport", "index_of", "ingest", "put_sources", "running", "settle"]

_BATCH_ARTICLES = 256
_BATCH_CHARACTERS = 4_000_000
_BATCH_TRACES = 64
_BATCH_SHOWN = 16  # documents between two signs of progress


@dataclass(frozen=True, slots=True)
class IngestReport:
    """What an ingest did, in documents; ``failures`` names the first hundred that failed.

    ``skipped`` counts those that were published before the day that was asked for, as far as
    their pages say so, and ``undated`` those that were taken although nothing says when.
    """

    run: int
    read: int
    stored: int
    updated: int
    known: int
    skipped: int
    undated: int
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
        inputs: files, folders, addresses on the web, corpora, ``-``.
        database: open for writing.
        options: columns of corpora, limits, manners on the web.
        registry: the known sources; the shipped ones where none is given.
        progress: called now and then.
        stdin: what ``-`` reads.

    Returns:
        What was done. Documents that cannot be read are counted and named.

    Raises:
        DatabaseError: the database cannot be written.
        OutputError: there is no space left; what is stored stays.
    """
    registry, options, progress = registry or load_registry(), options or ReadOptions(), progress or silent
    started = time.monotonic()
    put_sources(database, registry)
    index = index_of(database)
    with running(database, "ingest") as run:
        intake = Intake(database, registry, index, run.number, since=options.since)
        run.intake = intake
        _store(read(inputs, options, stdin), intake, total_bytes(inputs), progress)
        traced = settle(database, registry, index, run.number, progress)
    counts = asdict(intake.counts)
    return IngestReport(
        run.number,
        **counts,
        undated=intake.undated,
        failures=intake.failures,
        traced=traced,
        seconds=time.monotonic() - started,
    )


@dataclass(slots=True)
class Run:
    """A run that is under way, and the intake that counts for it."""

    number: int
    intake: Intake | None = None


@contextmanager
def running(database: Database, command: str) -> Iterator[Run]:
    """Write a run down, and at its end how it ended and what it did."""
    run = Run(database.start_run(command))
    status = RunStatus.FAILED
    try:
        yield run
        status = RunStatus.DONE
    except KeyboardInterrupt:
        status = RunStatus.INTERRUPTED
        raise
    finally:
        counts = run.intake.counts if run.intake is not None else RunCounts()
        with suppress(ProvenanceError):  # the error that ended the run is the one to report
            database.finish_run(run.number, status, counts)
    database.checkpoint()


def _store(items: Iterator[Record | Unreadable], intake: Intake, total: int | None, progress: Report) -> None:
    """Write what is read, batch by batch; a document that fails is noted with its batch."""
    done = characters = 0
    batch: list[Analysis | Unreadable | None] = []
    for item in items:
        if isinstance(item, Unreadable):
            batch.append(item)
        else:
            done += item.bytes_read
            characters += len(item.page.content)
            batch.append(intake.understand(item.page))
        if len(batch) >= _BATCH_ARTICLES or characters >= _BATCH_CHARACTERS:
            intake.write(batch)
            batch, characters = [], 0
        if len(batch) % _BATCH_SHOWN == 0:
            progress(Progress("reading", done, total))
    intake.write(batch)
    progress(Progress("reading", done if total is None else total, total))


def put_sources(database: Database, registry: Registry) -> None:
    """Write the registry's sources into the database, or what changed in them."""
    known = [StoredSource(s.id, s.name, s.kind, s.domains[0] if s.domains else None) for s in registry]
    database.put_sources(known)


def settle(
    database: Database,
    registry: Registry,
    index: Index,
    run: int,
    progress: Report = silent,
    *,
    only: Collection[int] | None = None,
) -> int:
    """Make every verdict that is due, and once more those of articles that a new one matches; then stories and sites.

    A verdict rests on what other pages and people say of them and never on their verdicts, so a
    second round settles everything.

    Args:
        database: open for writing.
        registry: the known sources.
        index: over the database.
        run: the run that makes them.
        progress: called now and then.
        only: where given, only these and what they match; what else is due stays so.
    """
    tracer = Tracer(registry, database, index)
    settled: set[int] = set()
    wanted = None if only is None else set(only)
    while numbers := _due(database, wanted):
        with database.transaction():
            for number, traced in zip(numbers, tracer.trace_stored(numbers), strict=True):
                database.settle(number, traced, run)
                settled.add(number)
                neighbours = {match.other.key for match in traced.matches} | set(traced.near)
                database.mark_pending(sorted(neighbours - settled))
                if wanted is not None:
                    wanted |= neighbours
        progress(Progress("tracing", len(settled), len(settled) + database.pending_count()))
    tell_stories(database)
    judge_sites(database)
    return len(settled)


def _due(database: Database, wanted: set[int] | None) -> tuple[int, ...]:
    """The next verdicts that are due, of some articles or of all."""
    if wanted is None:
        return database.pending(_BATCH_TRACES)
    return tuple(number for number in database.pending() if number in wanted)[:_BATCH_TRACES]


def index_of(database: Database) -> Index:
    """The index over a database's passages, by the scheme in force."""
    settings = TraceSettings().candidates
    return Index(database, Scheme(), Crowding(settings.crowded, settings.shared, settings.crowded_most))
