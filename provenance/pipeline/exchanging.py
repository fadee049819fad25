"""A database as lines of JSON, and back.

Invariant: what is exported and imported into a new database is equal in all that is not
derived, and exported again it is the same file, byte for byte; into a database that holds
articles an import merges. A line that cannot be read costs that line.
"""

from __future__ import annotations

import time
from contextlib import suppress
from dataclasses import asdict, dataclass, replace
from typing import TYPE_CHECKING, BinaryIO, Final

from provenance.errors import DocumentError, InputError, ProvenanceError
from provenance.model import Unreadable
from provenance.pipeline.analysis import passages
from provenance.pipeline.exported import FORMAT, WRONG, opened
from provenance.pipeline.learning import relearn
from provenance.pipeline.progress import Progress, silent
from provenance.pipeline.sinks import sink
from provenance.pipeline.sites import judge_sites
from provenance.pipeline.storing import index_of, put_sources, settle
from provenance.pipeline.telling import tell_stories
from provenance.sources import load_registry
from provenance.store import Placement, RunCounts, RunStatus
from provenance.store.exchange import KINDS, ArticleRecord, PendingRecord, VerdictRecord, kind_of, line_of
from provenance.store.layout import VERSION
from provenance.version import __version__

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from os import PathLike

    from provenance.index import Index
    from provenance.model import Passage
    from provenance.pipeline.exported import Exported, ExportedLine
    from provenance.pipeline.progress import Report
    from provenance.sources import Registry
    from provenance.store import Database
    from provenance.store.exchange import Record, Taker

__all__ = ["ExportReport", "ImportReport", "export", "import_"]

_BATCH_LINES: Final = 256
_BATCH_BYTES: Final = 8_000_000
_NAMED_FAILURES: Final = 100


@dataclass(frozen=True, slots=True)
class ExportReport:
    """What was written: how many lines of each kind."""

    counts: dict[str, int]
    seconds: float


@dataclass(frozen=True, slots=True)
class ImportReport:
    """What an import brought in; ``failures`` names the first hundred lines and files that failed.

    ``run`` is ``None`` where everything came as it was and nothing had to be written down of the
    import itself. ``verdicts`` came with their articles, ``traced`` ones were made. ``dedups`` are
    deduplications of corpora.
    """

    run: int | None
    stored: int
    updated: int
    known: int
    verdicts: int
    feeds: int
    items: int
    dedups: int
    failed: int
    failures: tuple[Unreadable, ...]
    traced: int
    seconds: float


def export(
    database: Database,
    out: BinaryIO | str | PathLike[str],
    *,
    archive: bool = True,
    progress: Report | None = None,
) -> ExportReport:
    """Write all that a database holds, as lines of JSON.

    Args:
        database: open, for reading at least.
        out: a binary stream, or a path; ``.gz`` and ``.zst`` are packed. A file appears when it is whole.
        archive: whether the raw pages that were kept are written too.
        progress: called now and then, with articles.

    Raises:
        UsageError: the path is the database's own.
        OutputError: the path cannot be written.
    """
    started = time.monotonic()
    counts = dict.fromkeys(KINDS, 0)
    with database.snapshot(), sink(out, database.path) as stream:
        dump = database.dump(archive=archive)
        total = dump.sizes()["articles"]
        header = {
            "format": FORMAT,
            "program": __version__,
            "schema": VERSION,
            "scheme": asdict(database.scheme()),
            "numbers": dump.numbers(),
        }
        stream.write(line_of({"provenance": header}))
        for record in dump:
            stream.write(line_of(record))
            kind = kind_of(record)
            counts[kind] += 1
            if kind == "article" and counts[kind] % _BATCH_LINES == 0:
                (progress or silent)(Progress("writing", counts[kind], total))
        stream.write(line_of({"type": "end", **counts}))
    return ExportReport(counts, time.monotonic() - started)


def import_(
    inputs: Sequence[str | PathLike[str]],
    database: Database,
    *,
    registry: Registry | None = None,
    progress: Report | None = None,
    stdin: BinaryIO | None = None,
) -> ImportReport:
    """Take in what ``export`` wrote.

    Args:
        inputs: files, plain or packed, and ``-``.
        database: open for writing. One that holds nothing yet takes everything as it is, with
            its numbers and verdicts; into another one the articles are merged, and verdicts are made.
        registry: the known sources; the shipped ones where none is given.
        progress: called now and then.
        stdin: what ``-`` reads.

    Raises:
        DatabaseError: the database cannot be written.
        OutputError: there is no space left; what is stored stays.
    """
    started = time.monotonic()
    importing = _Import(database, registry or load_registry(), progress or silent)
    status, traced = RunStatus.FAILED, 0
    try:
        for given in inputs:
            importing.take(str(given), stdin)
        traced = importing.settle()
        status = RunStatus.DONE
    except KeyboardInterrupt:
        status = RunStatus.INTERRUPTED
        raise
    finally:
        importing.finish(status)
    database.checkpoint()
    counts = importing.counts
    return ImportReport(
        importing.run,
        counts[Placement.NEW],
        counts[Placement.UPDATED],
        counts[Placement.KNOWN],
        counts["verdict"],
        counts["feed"],
        counts["item"],
        counts["dedup"],
        importing.failed,
        tuple(importing.failures),
        traced,
        time.monotonic() - started,
    )


class _Import:
    """One import of several files into one database."""

    def __init__(self, database: Database, registry: Registry, progress: Report) -> None:
        self._database = database
        self._registry = registry
        self._progress = progress
        self._index: Index = index_of(database)
        self._as_it_was = True
        self._roles_came = True
        self.run: int | None = None
        self.failed = 0
        self.failures: list[Unreadable] = []
        self.counts: dict[str, int] = dict.fromkeys([*Placement, *KINDS], 0)

    def take(self, given: str, stdin: BinaryIO | None) -> None:
        """Take in one file; one that cannot be read at all is a failure like any other."""
        try:
            with opened(given, stdin) as exported:
                self._take(exported)
        except InputError as error:
            with self._database.transaction():
                self._fail(Unreadable(given, str(error), error.hint))

    def settle(self) -> int:
        """Make the verdicts that are due, unless everything came as it was."""
        if self._as_it_was or not self._database.pending(1):
            tell_stories(self._database)
            judge_sites(self._database)
            return 0
        put_sources(self._database, self._registry)
        return settle(self._database, self._registry, self._index, self._own_run(), self._progress)

    def finish(self, status: RunStatus) -> None:
        """End the run of this import, if it came to one."""
        if self.run is None:
            return
        new, updated, known = (self.counts[p] for p in (Placement.NEW, Placement.UPDATED, Placement.KNOWN))
        counts = RunCounts(new + updated + known + self.failed, new, updated, known, self.failed)
        with suppress(ProvenanceError):  # the error that ended the run is the one to report
            self._database.finish_run(self.run, status, counts)

    def _own_run(self) -> int:
        """The run of this import; it is written down when something has to be said of it."""
        if self.run is None:
            self.run = self._database.start_run("import")
        return self.run

    def _take(self, exported: Exported) -> None:
        """Take in the records of one file, batch by batch."""
        exact = self._database.is_untouched()
        # an export of an earlier schema knows nothing of repeated lines: its articles are understood anew
        self._roles_came = exact and exported.header.get("schema") == VERSION
        self._as_it_was = self._as_it_was and self._roles_came
        verdicts = exact and exported.header.get("scheme") == asdict(self._database.scheme())
        failed = self.failed
        with self._database.taker(self._own_run, exact=exact) as taker:
            for batch in _batches(exported):
                self._write(taker, batch, verdicts=verdicts)
                self._progress(Progress("reading", exported.position, exported.size))
            if failed == self.failed and verdicts:
                with self._database.transaction():
                    taker.finish(exported.numbers)
            else:
                self._as_it_was = False

    def _write(self, taker: Taker, batch: Iterable[ExportedLine | Unreadable], *, verdicts: bool) -> None:
        """Write a batch in one transaction, its index entries in one segment."""
        found: list[tuple[int, Passage]] = []
        with self._database.transaction():
            for line in batch:
                if isinstance(line, Unreadable):
                    self._fail(line)
                    continue
                if isinstance(line.record, (VerdictRecord, PendingRecord)) and not verdicts:
                    continue
                try:
                    with taker.guarded():
                        found += self._put(taker, line.record)
                except (*WRONG, DocumentError) as error:
                    self._fail(Unreadable(line.place, str(error), getattr(error, "hint", None)))
            if self._roles_came:
                self._database.learn()
                self._database.learn_reporters()
            else:
                found += relearn(self._database, self._registry)
            self._index.add([passage.text for _, passage in found], [number for number, _ in found])

    def _put(self, taker: Taker, record: Record) -> tuple[tuple[int, Passage], ...]:
        """Take one record; give back the passages that are new."""
        if isinstance(record, ArticleRecord):
            analysis = record.analysis
            analysis = replace(analysis, passages=passages(analysis.blocks, analysis.credits))
            record = replace(record, analysis=analysis)
        took = taker.take(record)
        self.counts[kind_of(record) if took is None else took.placement] += 1
        return () if took is None else took.passages

    def _fail(self, failure: Unreadable) -> None:
        """Write down and count what could not be read."""
        self._database.record_failure(self._own_run(), failure)
        self.failed += 1
        if len(self.failures) < _NAMED_FAILURES:
            self.failures.append(failure)


def _batches(lines: Iterable[ExportedLine | Unreadable]) -> Iterator[list[ExportedLine | Unreadable]]:
    """Lines, some at a time, bounded in number and in bytes."""
    batch: list[ExportedLine | Unreadable] = []
    size = 0
    for line in lines:
        batch.append(line)
        size += 0 if isinstance(line, Unreadable) else line.size
        if len(batch) >= _BATCH_LINES or size >= _BATCH_BYTES:
            yield batch
            batch, size = [], 0
    yield batch
