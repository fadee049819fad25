"""The one place where the stages are joined: what the command line and other programs call.

Invariant: an ingest is a run of small transactions. An article, its passages, their index
entries and the note that its verdict is to be made become visible together; a killed run
leaves every finished batch, and the next ingest makes the verdicts that are still due.
"""

from __future__ import annotations

import shutil
import tempfile
import time
from contextlib import contextmanager, suppress
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO

from provenance.article import divide, extract, iso
from provenance.corpus import dedup as dedup_records
from provenance.errors import DocumentError, ProvenanceError, UsageError
from provenance.fingerprint import passages_of
from provenance.index import Index
from provenance.model import Analysis, Role, Unreadable
from provenance.reading import ReadOptions, read, total_bytes
from provenance.settings import DedupSettings, Scheme, TraceSettings, database_path
from provenance.sources import Registry, find_credits, judge_site, load_registry
from provenance.store import Database, Placement, RunCounts, RunStatus, StoredSource
from provenance.tracing.tracer import Tracer

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from provenance.corpus import DedupReport
    from provenance.model import ArticleRef, Block, Credit, Page, Passage, Trace
    from provenance.reading import Record
    from provenance.store import DoctorFinding
    from provenance.tracing.library import StoredArticle

__all__ = [
    "ForgetReport",
    "IngestReport",
    "Progress",
    "analyse",
    "check",
    "dedup",
    "forget",
    "ingest",
    "open_database",
    "show",
    "trace",
]

_BATCH_ARTICLES = 256
_BATCH_CHARACTERS = 4_000_000
_BATCH_TRACES = 64
_NAMED_FAILURES = 100


@dataclass(frozen=True, slots=True)
class Progress:
    """How far a long run is. ``stage`` is reading or tracing; ``total`` is ``None`` where unknown."""

    stage: str
    done: int
    total: int | None = None


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


@dataclass(frozen=True, slots=True)
class ForgetReport:
    """What was forgotten, and how many other articles got a new verdict because of it."""

    articles: tuple[ArticleRef, ...]
    retraced: int


def open_database(path: Path | str | None = None, *, write: bool = False, create: bool = False) -> Database:
    """Open the provenance database.

    Args:
        path: the file; else ``PROVENANCE_DB``, else ``db/provenance.db`` where the current
            folder has a ``db/``, else the user's data folder.
        write: open for writing, and bring an older database up to date.
        create: make it where it is absent; only with ``write``.

    Raises:
        DatabaseError: it is missing, not ours, too new, or damaged.
        OutputError: it cannot be written.
    """
    named, _ = database_path(Path(path) if path is not None else None)
    return Database.open(named, write=write, create=create)


def analyse(page: Page, registry: Registry) -> Analysis:
    """Everything that a page says by itself: article, blocks, credits, site, passages.

    Args:
        page: one document as it was read.
        registry: the known sources.

    Raises:
        DocumentError: there is no article in it, or it cannot be understood.
    """
    try:
        article = extract(page)
        blocks = divide(article)
        if article.title is None:
            headline = next((block.text for block in blocks if block.role is Role.HEADLINE), None)
            article = replace(article, title=headline)
        if article.published is None:
            stamps = (iso(block.text) for block in blocks if block.role is Role.DATE_STAMP)
            article = replace(article, published=next((stamp for stamp in stamps if stamp is not None), None))
        credits = find_credits(article, blocks, registry)
        site = judge_site(article, blocks, credits, registry)
        passages = passages_of(blocks, credits, Scheme().min_words)
    except ProvenanceError:
        raise
    except Exception as error:  # one hostile document must not end a run
        message = f"{page.id}: could not be understood ({type(error).__name__}: {error})"
        raise DocumentError(message, "please report this page: it is a bug") from error
    return Analysis(article, blocks, credits, site, passages)


def ingest(
    inputs: Sequence[str],
    database: Database,
    *,
    options: ReadOptions | None = None,
    registry: Registry | None = None,
    progress: Callable[[Progress], None] | None = None,
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
    run = _Ingest(database, registry, progress or (lambda _: None))
    return run.run(inputs, options or ReadOptions(), stdin)


class _Ingest:
    """One run of ``ingest``: batches of articles, then the verdicts."""

    def __init__(self, database: Database, registry: Registry, progress: Callable[[Progress], None]) -> None:
        self._database = database
        self._registry = registry
        self._progress = progress
        self._index = Index(database, Scheme(), TraceSettings().candidates.crowded)
        self._counts = {"read": 0, "stored": 0, "updated": 0, "known": 0, "failed": 0}
        self._failures: list[Unreadable] = []

    def run(self, inputs: Sequence[str], options: ReadOptions, stdin: BinaryIO | None) -> IngestReport:
        started = time.monotonic()
        self._database.put_sources(_stored_sources(self._registry))
        run = self._database.start_run("ingest")
        status = RunStatus.FAILED
        try:
            self._store(read(inputs, options, stdin), run, total_bytes(inputs))
            traced = _settle(self._database, self._registry, self._index, run, self._progress)
            status = RunStatus.DONE
        except KeyboardInterrupt:
            status = RunStatus.INTERRUPTED
            raise
        finally:
            with suppress(ProvenanceError):  # the error that ended the run is the one to report
                self._database.finish_run(run, status, RunCounts(**self._counts))
        self._database.checkpoint()
        named = tuple(self._failures[:_NAMED_FAILURES])
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
        self._failures.extend(failures)

    def _put(
        self, item: Analysis | Unreadable, run: int, passages: list[tuple[int, Passage]]
    ) -> Placement | Unreadable:
        if isinstance(item, Unreadable):
            return item
        placement, number = self._database.find(item.article)
        if placement is Placement.KNOWN:
            return placement
        try:
            if number is not None:
                self._database.mark_pending(self._database.remove([number]))
            passages.extend(self._database.put(item, run).passages)
        except DocumentError as error:
            return Unreadable(item.article.id, str(error), error.hint)
        return placement


_COUNTED = {Placement.NEW: "stored", Placement.UPDATED: "updated", Placement.KNOWN: "known"}


def _stored_sources(registry: Registry) -> list[StoredSource]:
    return [StoredSource(s.id, s.name, s.kind, s.domains[0] if s.domains else None) for s in registry]


def _settle(
    database: Database,
    registry: Registry,
    index: Index,
    run: int,
    progress: Callable[[Progress], None] = lambda _: None,
) -> int:
    """Make every verdict that is due, and once more those of articles that a new one matches.

    A verdict rests on what other pages say of themselves and never on their verdicts, so a
    second round settles everything.
    """
    tracer = Tracer(registry, database, index)
    settled: set[int] = set()
    while numbers := database.pending(_BATCH_TRACES):
        with database.transaction():
            analyses = [_analysis_of(database.stored(number)) for number in numbers]
            for number, traced in zip(numbers, tracer.trace_all(analyses), strict=True):
                database.settle(number, traced, run)
                settled.add(number)
                neighbours = {match.other.key for match in traced.matches}
                database.mark_pending(sorted(neighbours - settled))
        progress(Progress("tracing", len(settled), None))
    return len(settled)


def _analysis_of(stored: StoredArticle) -> Analysis:
    passages = passages_of(stored.blocks, stored.credits, Scheme().min_words)
    return Analysis(stored.article, stored.blocks, stored.credits, stored.site, passages)


def trace(
    inputs: Sequence[str],
    database: Database | None = None,
    *,
    options: ReadOptions | None = None,
    registry: Registry | None = None,
    stdin: BinaryIO | None = None,
) -> Iterator[Trace | Unreadable]:
    """Say for each document of the inputs where it came from; nothing is stored.

    Args:
        inputs: files, folders, corpora, ``-``.
        database: the stored articles; without it the answers rest on each page alone.
        options: columns of corpora, limits.
        registry: the known sources; the shipped ones where none is given.
        stdin: what ``-`` reads.

    Yields:
        An answer for each document, in input order, an ``Unreadable`` where one cannot be read.
    """
    registry = registry or load_registry()
    index = Index(database, Scheme(), TraceSettings().candidates.crowded) if database is not None else None
    tracer = Tracer(registry, database, index)
    for item in read(inputs, options or ReadOptions(), stdin):
        if isinstance(item, Unreadable):
            yield item
            continue
        try:
            yield tracer.trace(analyse(item.page, registry))
        except DocumentError as error:
            yield Unreadable(item.page.id, str(error), error.hint)


def show(database: Database, what: str, *, registry: Registry | None = None) -> Trace:
    """Trace a stored article against the others, for its ledger.

    Args:
        database: where it is stored.
        what: its number, id, URL or path.
        registry: the known sources; the shipped ones where none is given.

    Raises:
        UsageError: no stored article is meant by this, or several are.
    """
    found = database.find_articles(what)
    if not found:
        message = f"{what}: no stored article has this number, id, URL or path"
        raise UsageError(message, "`provenance ingest` it first, or `provenance trace` it without storing")
    if len(found) > 1:
        listed = ", ".join(f"{ref.key} ({ref.title or ref.id})" for ref in found[:5])
        message = f"{what}: {len(found)} stored articles are meant by this: {listed}"
        raise UsageError(message, "name one by its number")
    registry = registry or load_registry()
    tracer = Tracer(registry, database, Index(database, Scheme(), TraceSettings().candidates.crowded))
    return tracer.trace(_analysis_of(database.stored(found[0].key)))


def forget(database: Database, what: str, *, registry: Registry | None = None) -> ForgetReport:
    """Take an article, or all of a site, out of the database and out of every verdict.

    Args:
        database: open for writing.
        what: an article's number, id, URL or path, or a site's domain.
        registry: the known sources; the shipped ones where none is given.

    Raises:
        UsageError: nothing stored is meant by this.
    """
    found = database.find_articles(what)
    if not found:
        message = f"{what}: no stored article or site has this name"
        raise UsageError(message, "`provenance stats` lists the sites")
    registry = registry or load_registry()
    run = database.start_run("forget")
    with database.transaction():
        database.mark_pending(database.remove([ref.key for ref in found]))
    index = Index(database, Scheme(), TraceSettings().candidates.crowded)
    retraced = _settle(database, registry, index, run)
    database.finish_run(run, RunStatus.DONE, RunCounts())
    database.compact()
    return ForgetReport(found, retraced)


def check(database: Database) -> tuple[DoctorFinding, ...]:
    """Look for everything that could be wrong with a database; every hash is made again."""
    index = Index(database, Scheme(), TraceSettings().candidates.crowded)

    def passages(blocks: Sequence[Block], credits: Sequence[Credit]) -> tuple[Passage, ...]:
        return passages_of(blocks, credits, Scheme().min_words)

    def unindexed(held: Sequence[tuple[int, Passage]]) -> tuple[int, ...]:
        return index.missing([passage.text for _, passage in held], [number for number, _ in held])

    return database.check(passages, unindexed)


def dedup(
    corpora: Sequence[str],
    out: Path,
    *,
    settings: DedupSettings | None = None,
    options: ReadOptions | None = None,
    registry: Registry | None = None,
    progress: Callable[[Progress], None] | None = None,
    stdin: BinaryIO | None = None,
) -> DedupReport:
    """Keep one copy of each story of a corpus, the origin and not a random one.

    Args:
        corpora: files and folders that ``ingest`` reads too.
        out: the folder to make.
        settings: what counts as a copy.
        options: columns of corpora, limits.
        registry: the known sources; the shipped ones where none is given.
        progress: called now and then.
        stdin: what ``-`` reads.

    Raises:
        OutputError: the folder exists or cannot be written.
    """
    known = registry or load_registry()

    def tell(stage: str, done: int, total: int | None) -> None:
        if progress is not None:
            progress(Progress(stage, done, total))

    # a row without text is no reason to lose the row
    reading = replace(options or ReadOptions(), keep_empty=True)
    with _rewindable(corpora, stdin) as inputs:
        return dedup_records(
            lambda: read(inputs, reading),
            out,
            analyse=lambda page: analyse(page, known),
            settings=settings,
            progress=tell,
        )


@contextmanager
def _rewindable(inputs: Sequence[str], stdin: BinaryIO | None) -> Iterator[list[str]]:
    """Standard input as a file, for a run that reads its input more than once."""
    if "-" not in inputs or stdin is None:
        yield list(inputs)
        return
    with tempfile.TemporaryDirectory(prefix="provenance-") as folder:
        spooled = Path(folder, "stdin.jsonl")
        with spooled.open("wb") as file:
            shutil.copyfileobj(stdin, file)
        yield [str(spooled) if name == "-" else name for name in inputs]
