"""Deduplication of a corpus: read it, find what is near, choose the origins, write it out.

Invariant: the clusters and the copies that are kept depend on the set of documents, never on
their order. The corpus is read up to three times and never held in memory; a corpus that says
something else the second time is an error.
"""

from __future__ import annotations

import gc
import time
from collections import Counter
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field, replace
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any

from provenance.corpus.complete import CorpusDigest, complete_run
from provenance.corpus.gathering.documents import gather
from provenance.corpus.gathering.parts import Whole, chained
from provenance.corpus.machine.holding import Holding, memory_of_machine
from provenance.corpus.machine.unfinished import open_work
from provenance.corpus.near.textparts import CROWD
from provenance.corpus.origins.clusters import dropped_by_damage, form_clusters
from provenance.corpus.origins.judging import judge
from provenance.corpus.outcome import Outcome, without_own
from provenance.corpus.paragraphs import paragraph_rows, shared_paragraphs
from provenance.corpus.result import DedupReport
from provenance.corpus.written.formats.choosing import Plan
from provenance.corpus.written.ids import repeated_ids
from provenance.corpus.written.output import (
    CLUSTERS,
    FILES,
    PAGE,
    PARAGRAPHS,
    REPORT,
    JsonLines,
    Marks,
    cluster_rows,
    new_folder,
    write_json,
    write_text,
)
from provenance.corpus.written.overview import count_outlets, overview
from provenance.corpus.written.writing import write_rows
from provenance.counts import counted
from provenance.errors import InputError
from provenance.model import Relation
from provenance.settings import DedupSettings, Level, Room, Signing
from provenance.version import __version__

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

    from provenance.corpus.gathering.documents import Corpus, Known, Records, Report
    from provenance.corpus.gathering.lines import Maker
    from provenance.corpus.gathering.parts import Analyse, Part, Say
    from provenance.corpus.result import Cluster
    from provenance.corpus.written.overview import Overview
    from provenance.corpus.written.writing import AsItStands
    from provenance.model import Page, Unreadable
    from provenance.reading import Record

# bytes that are taken where nothing else is said: more makes it hardly faster
MEMORY = 4_000_000_000
_AT_ONCE = 65_536

__all__ = ["Reading", "dedup"]


@dataclass(frozen=True, slots=True)
class Reading:
    """What a corpus is read from: its ``parts`` in their order, and what makes pages of rows that are copied.

    ``refuse`` is called where no document has a text, and may raise the error that says why. ``plan`` says
    how its rows are written; ``whole`` gives its records as they stand, for a plan that asks for them. ``options``
    say how its rows are read.
    """

    parts: Sequence[Part]
    maker: Maker | None = None
    refuse: Callable[[], None] | None = None
    plan: Plan = Plan()  # noqa: RUF009 - frozen
    whole: AsItStands | None = None
    options: Mapping[str, Any] = field(default_factory=dict)

    def records(self) -> Iterable[Record | Unreadable]:
        """The corpus from its start."""
        return chained(self.parts).read(None)


def dedup(  # noqa: PLR0913 - what it reads, what it makes, and by what
    corpus: Reading | Records,
    out: Path | None,
    *,
    analyse: Analyse,
    settings: DedupSettings | None = None,
    room: Room | None = None,
    progress: Report | None = None,
    say: Say | None = None,
    known: Known | None = None,
    clean: Callable[[Page], str | None] | None = None,
    show: Callable[[Overview], str] | None = None,
    store: Callable[[Outcome], None] | None = None,
) -> DedupReport:
    """Keep the origin of each cluster of copies, and write every document and reason out.

    Args:
        corpus: what is read, up to four times; or what gives the corpus from its start each time it is called.
        out: the folder to make; it must not exist. ``None`` to find and count, and write nothing.
        analyse: what a page says; called for documents that have a copy, and for HTML, for its text.
        settings: what counts as a copy.
        room: what it may take of the machine.
        progress: told the stage (``reading``, …), how many documents are done, and how many there are, if known.
        say: told when there is a wait that the corpus is not the reason of.
        known: stored articles; what they have is removed.
        clean: the story of a page without its wrapping, which kept rows get where it is given.
        show: makes a page of the whole, ``report.html``, where it is given.
        store: keeps what was found elsewhere too, where it is given and a folder is made.

    Returns:
        The counts.

    Raises:
        OutputError: the folder exists or cannot be written; it does not appear then.
        InputError: nothing could be read, or the corpus changed while it was.
    """
    began = time.monotonic()
    reading = corpus if isinstance(corpus, Reading) else Reading([Whole(lambda _notice: corpus())])
    run = _Run(reading, analyse, settings or DedupSettings(), progress or _silent, say or _unsaid)
    made_by = _made_by(reading, run.settings, clean=clean is not None)
    if out is not None and room is not None and room.resume and (out / REPORT).is_file():
        alone = known is None and store is None
        return complete_run(out, reading.records(), made_by, run.tell, html=show is not None, alone=alone)
    with _fewer_collections(), _folders(out, reading.parts, run.settings, room or Room(), run.say) as place:
        folder, holding, left = place
        found = run.find(holding, known)
        report, added = _count(found, reading.plan, left), Marks(found.corpus.documents, found.clusters, found.dropped)
        if run.settings.level is Level.PARAGRAPH:
            report = run.share(found, report, added, folder)
        if folder is not None:
            _write_all(folder / CLUSTERS, cluster_rows(found.clusters, found.dropped))
            report = run.write(folder, found, report, added, clean)
            said = _report_file(found.corpus, report, added, run.settings, made_by)
            sizes = {path.name: path.stat().st_size for path in sorted(folder.iterdir()) if path.name in FILES}
            write_json(folder / REPORT, {**said, "sizes": sizes})
            if show is not None:
                write_text(folder / PAGE, show(run.overview(found, report, added)))
            if store is not None:
                store(Outcome(reading.records, found.corpus, found.clusters, found.dropped, report, run.settings))
    return replace(report, seconds=time.monotonic() - began)


@dataclass(frozen=True, slots=True)
class _Found:
    """What a run finds: the corpus, its clusters, and what is dropped though it is no copy."""

    corpus: Corpus
    clusters: tuple[Cluster, ...]
    dropped: Mapping[int, str]


@dataclass(frozen=True, slots=True)
class _Run:
    """What holds for all stages of a run."""

    reading: Reading
    analyse: Analyse
    settings: DedupSettings
    tell: Report
    say: Say

    def find(self, holding: Holding, known: Known | None) -> _Found:
        """Read the corpus and form its clusters."""
        reading, settings = self.reading, self.settings
        gathered = gather(
            reading.parts,
            self.analyse,
            settings,
            holding=holding,
            tell=self.tell,
            say=self.say,
            known=known,
            maker=reading.maker,
        )
        corpus = without_own(gathered)
        _refuse_nothing(corpus)
        if reading.refuse is not None and not len(corpus.texts.sets):
            reading.refuse()
        standings = judge(reading.records, corpus, self.analyse, settings, holding, self.tell)
        clusters = form_clusters(corpus.texts, standings)
        return _Found(corpus, clusters, dropped_by_damage(standings, clusters))

    def share(self, found: _Found, report: DedupReport, added: Marks, folder: Path | None) -> DedupReport:
        """Find the paragraphs that kept documents share, and write them where there is a folder."""
        records, corpus = self.reading.records, found.corpus
        shared = shared_paragraphs(records, corpus, added, self.settings, self.analyse, self.tell, self.say)
        if folder is not None:
            _write_all(folder / PARAGRAPHS, paragraph_rows(shared, records, corpus, self.analyse))
        return replace(report, shared=len(shared.clusters))

    def write(
        self, folder: Path, found: _Found, report: DedupReport, added: Marks, clean: Callable[[Page], str | None] | None
    ) -> DedupReport:
        """Write the rows; the report with what is to be told of them."""
        reading = self.reading
        notes = write_rows(
            folder, reading.records, found.corpus, added, self.tell, clean, plan=reading.plan, whole=reading.whole
        )
        for line in notes:
            self.say(line)
        return replace(report, notes=(*report.notes, *notes))

    def overview(self, found: _Found, report: DedupReport, added: Marks) -> Overview:
        """The run at a glance."""
        return overview(self.reading.records, found.corpus, found.clusters, report, added, self.settings, self.analyse)


@contextmanager
def _folders(
    out: Path | None, parts: Sequence[Part], settings: DedupSettings, room: Room, say: Say
) -> Iterator[tuple[Path | None, Holding, tuple[str, ...]]]:
    """The folder to write to, if any; where arrays are held; and what the report notes of an unfinished run."""
    memory = room.memory or min(memory_of_machine() // 2, MEMORY)
    if out is None:
        with TemporaryDirectory(prefix="provenance-") as name:
            yield None, Holding(Path(name), memory), ()
        return
    with new_folder(out, resume=room.resume) as (folder, note):
        work, told = open_work(folder, parts, settings)
        if told is not None:
            say(told)
        yield folder, Holding(work, memory), () if note is None else (note,)


def _refuse_nothing(corpus: Corpus) -> None:
    """Raise the error for a corpus of which nothing could be read."""
    if corpus.failures and not corpus.documents:
        first = corpus.failures[0]
        message = f"nothing could be read; first of {len(corpus.failures)}: {first.id}: {first.reason}"
        raise InputError(
            message,
            first.hint
            or "see that its name is right, and that it is what its name says; else name its format by --input-format",
        )


@contextmanager
def _fewer_collections() -> Iterator[None]:
    """Look for circles of garbage less often: a run keeps some objects a document, and looking goes through all."""
    before = gc.get_threshold()
    gc.set_threshold(100_000, *before[1:])
    try:
        yield
    finally:
        gc.set_threshold(*before)


def _unsaid(_line: str) -> None:
    """Tell nobody."""


def _silent(_stage: str, _done: int, _total: int | None) -> None:
    """Tell nobody."""


def _write_all(path: Path, rows: Iterable[Mapping[str, Any]]) -> None:
    with JsonLines(path) as file:
        for row in rows:
            file.write(row, is_plain=True)


def _count(found: _Found, plan: Plan, notes: tuple[str, ...]) -> DedupReport:
    corpus, clusters, dropped = found.corpus, found.clusters, found.dropped
    reasons = Counter(member.relation.value for cluster in clusters for member in cluster.members)
    if dropped:
        reasons[Relation.MACHINE_PARAPHRASE.value] += len(dropped)
    removed = reasons.total()
    if full := corpus.texts.index.buckets.full:
        crowded = f"{counted(full, 'run')} of words in more than {CROWD} texts: furniture, not searched"
        notes = (*notes, crowded)
    if (repeated := repeated_ids(corpus.documents)) is not None:
        notes = (*notes, repeated)
    read = len(corpus.documents)
    return DedupReport(
        read,
        read - removed,
        removed,
        len(clusters),
        len(corpus.failures),
        corpus.failures,
        seconds=0.0,
        reasons=dict(sorted(reasons.items())),
        notes=(*notes, *plan.notes),
        stored=sum(len(cluster.members) for cluster in clusters if cluster.kept.document.stored is not None),
        dropped=len(dropped),
        format=plan.format.value,
        files=plan.files,
    )


def _made_by(reading: Reading, settings: DedupSettings, *, clean: bool) -> dict[str, Any]:
    """What decides what a run makes of a corpus, but for what a database has."""
    return {
        "settings": asdict(settings),
        "options": dict(reading.options),
        "clean": clean,
        "format": reading.plan.format.value,
        "versions": {"provenance": __version__, "signing": asdict(Signing())},
    }


def _report_file(
    corpus: Corpus, report: DedupReport, added: Marks, settings: DedupSettings, made_by: Mapping[str, Any]
) -> dict[str, Any]:
    """The content of ``report.json``: no clock in it, so that one corpus has one report."""
    digest = CorpusDigest()
    for first in range(0, len(corpus.documents), _AT_ONCE):
        for identity in corpus.documents.identities(first, first + _AT_ONCE):
            digest.add(identity)
    return {
        "read": report.read,
        "kept": report.kept,
        "removed": report.removed,
        "stored": report.stored,
        "dropped": report.dropped,
        "shared": report.shared if settings.level is Level.PARAGRAPH else None,
        "clusters": report.clusters,
        "failed": report.failed,
        "unreadable": len(report.failures) - len(corpus.documents.failed()),
        "relations": dict(report.reasons),
        "outlets": [asdict(each) for each in count_outlets(corpus.documents, added)],
        "corpus": digest.told(),
        **{name: made_by[name] for name in ("settings", "options", "clean", "format")},
        "files": dict(zip(("kept", "removed"), report.files, strict=True)),
        "versions": made_by["versions"],
        "reading": list(corpus.notices),
        "notes": list(report.notes),
        "failures": [asdict(failure) for failure in report.failures],
    }
