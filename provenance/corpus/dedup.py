"""Deduplication of a corpus: read it, find what is near, choose the origins, write it out.

Invariant: the clusters and the copies that are kept depend on the set of documents, never on
their order. The corpus is read up to three times and never held in memory; a corpus that says
something else the second time is an error.
"""

from __future__ import annotations

import gc
import time
from collections import Counter
from contextlib import contextmanager, nullcontext
from dataclasses import asdict, replace
from typing import TYPE_CHECKING, Any

from provenance.corpus.clusters import dropped_by_damage, form_clusters
from provenance.corpus.documents import gather
from provenance.corpus.judging import judge
from provenance.corpus.outcome import Outcome, without_own
from provenance.corpus.output import (
    CLUSTERS,
    PAGE,
    PARAGRAPHS,
    REPORT,
    JsonLines,
    cluster_rows,
    marks,
    new_folder,
    write_json,
    write_text,
)
from provenance.corpus.overview import count_outlets, overview
from provenance.corpus.paragraphs import paragraph_rows, shared_paragraphs
from provenance.corpus.result import DedupReport
from provenance.corpus.texts import CROWD
from provenance.corpus.writing import write_rows
from provenance.counts import counted
from provenance.errors import InputError
from provenance.model import Relation
from provenance.settings import DedupSettings, Level, Signing
from provenance.version import __version__

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping
    from pathlib import Path

    from provenance.corpus.documents import Analyse, Corpus, Known, Records, Report, Say
    from provenance.corpus.overview import Overview
    from provenance.corpus.result import Cluster, ClustersStored
    from provenance.model import Page

__all__ = ["dedup"]


def dedup(  # noqa: PLR0913 - what it reads, what it makes, and by what
    records: Records,
    out: Path | None,
    *,
    analyse: Analyse,
    settings: DedupSettings | None = None,
    progress: Report | None = None,
    say: Say | None = None,
    known: Known | None = None,
    clean: Callable[[Page], str | None] | None = None,
    show: Callable[[Overview], str] | None = None,
    store: Callable[[Outcome], ClustersStored] | None = None,
) -> DedupReport:
    """Keep the origin of each cluster of copies, and write every document and reason out.

    Args:
        records: gives the corpus from its start each time it is called.
        out: the folder to make; it must not exist. ``None`` to find and count, and write nothing.
        analyse: what a document's own page says; called for documents that have a copy, and for
            HTML, which has no text without it.
        settings: what counts as a copy.
        progress: told the stage (``reading``, ``judging``, ``writing``), how many documents are
            done, and how many there are where that is known.
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
    settings, tell = settings or DedupSettings(), progress or _silent
    with _fewer_collections(), nullcontext((None, None)) if out is None else new_folder(out) as (folder, note):
        corpus = without_own(gather(records, analyse, settings, tell, say or _unsaid, known))
        _refuse_nothing(corpus)
        standings = judge(records, corpus, analyse, settings, tell)
        clusters = form_clusters(corpus.texts, standings)
        dropped = dropped_by_damage(standings, clusters)
        report = _count(corpus, clusters, dropped, () if note is None else (note,))
        added = marks(corpus.documents, clusters, dropped)
        if settings.level is Level.PARAGRAPH:
            shared = shared_paragraphs(records, corpus, added, settings, analyse, tell, say or _unsaid)
            report = replace(report, shared=len(shared.clusters))
            if folder is not None:
                _write_all(folder / PARAGRAPHS, paragraph_rows(shared, records, corpus, analyse))
        if folder is not None:
            _write_all(folder / CLUSTERS, cluster_rows(clusters, dropped))
            write_rows(folder, records, corpus, added, tell, clean)
            write_json(folder / REPORT, _report_file(corpus, report, added, settings, clean=clean is not None))
            if show is not None:
                write_text(folder / PAGE, show(overview(records, corpus, clusters, report, added, settings, analyse)))
            if store is not None:
                report = replace(report, database=store(Outcome(records, corpus, clusters, dropped, report, settings)))
    return replace(report, seconds=time.monotonic() - began)


def _refuse_nothing(corpus: Corpus) -> None:
    """Raise the error for a corpus of which nothing could be read."""
    if corpus.failures and not corpus.documents:
        first = corpus.failures[0]
        message = f"nothing could be read; first of {len(corpus.failures)}: {first.id}: {first.reason}"
        raise InputError(message, first.hint)


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
            file.write(row)


def _count(
    corpus: Corpus, clusters: tuple[Cluster, ...], dropped: Mapping[int, str], notes: tuple[str, ...]
) -> DedupReport:
    reasons = Counter(member.relation.value for cluster in clusters for member in cluster.members)
    if dropped:
        reasons[Relation.MACHINE_PARAPHRASE.value] += len(dropped)
    removed = reasons.total()
    if full := corpus.texts.index.buckets.full:
        crowded = f"{counted(full, 'run')} of words in more than {CROWD} texts: furniture, not searched"
        notes = (*notes, crowded)
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
        notes=notes,
        stored=sum(len(cluster.members) for cluster in clusters if cluster.kept.document.stored is not None),
        dropped=len(dropped),
    )


def _report_file(
    corpus: Corpus, report: DedupReport, added: list[dict[str, Any]], settings: DedupSettings, *, clean: bool
) -> dict[str, Any]:
    """The content of ``report.json``: no clock in it, so that one corpus has one report."""
    return {
        "read": report.read,
        "kept": report.kept,
        "removed": report.removed,
        "stored": report.stored,
        "dropped": report.dropped,
        "shared": report.shared if settings.level is Level.PARAGRAPH else None,
        "clusters": report.clusters,
        "failed": report.failed,
        "relations": dict(report.reasons),
        "outlets": [asdict(each) for each in count_outlets(corpus.documents, added)],
        "settings": asdict(settings),
        "clean": clean,
        "versions": {"provenance": __version__, "signing": asdict(Signing())},
        "notes": list(report.notes),
        "failures": [asdict(failure) for failure in report.failures],
    }
