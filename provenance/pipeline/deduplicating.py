"""Deduplicating a corpus: reading and analysis handed to the corpus engine."""

from __future__ import annotations

import os
import shutil
import stat
import tempfile
import time
from contextlib import ExitStack, contextmanager, nullcontext, suppress
from dataclasses import replace
from functools import cache, partial
from typing import TYPE_CHECKING, BinaryIO

from provenance.corpus.dedup import Reading
from provenance.corpus.dedup import dedup as dedup_records
from provenance.corpus.written.formats.choosing import choose, refuse
from provenance.errors import InputError, UsageError
from provenance.model import Analysis, Unreadable
from provenance.pipeline.corpus_parts import corpus_parts, deciding
from provenance.pipeline.progress import Progress, silent
from provenance.reading import ReadOptions, layouts_of, read
from provenance.reading.corpora.columns import plan
from provenance.reading.corpora.tables import listed
from provenance.reading.spans import pages_of
from provenance.settings import OutputFormat

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence
    from os import PathLike
    from pathlib import Path

    from provenance.corpus import DedupReport
    from provenance.corpus.outcome import Outcome
    from provenance.corpus.written.overview import Overview
    from provenance.model import Page
    from provenance.pipeline.progress import Report
    from provenance.pipeline.storing_clusters import ClusterKeeper
    from provenance.reading import Record
    from provenance.settings import DedupSettings, Room
    from provenance.sources import Registry
    from provenance.store import Database

__all__ = ["dedup"]


def dedup(  # noqa: PLR0913 - what it reads, what it makes, and by what
    corpora: Sequence[str | PathLike[str]],
    out: Path | None,
    *,
    settings: DedupSettings | None = None,
    options: ReadOptions | None = None,
    registry: Registry | None = None,
    against: Database | None = None,
    store: Database | None = None,
    clean: bool = False,
    html: bool = False,
    output_format: OutputFormat = OutputFormat.AUTO,
    room: Room | None = None,
    progress: Report | None = None,
    stdin: BinaryIO | None = None,
) -> DedupReport:
    """Keep one copy of each story of a corpus, the origin and not a random one.

    Args:
        corpora: files and folders that ``ingest`` reads too.
        out: the folder to make; ``None`` to find and count, and write nothing.
        settings: what counts as a copy.
        options: columns of corpora, limits.
        registry: the known sources; the shipped ones where none is given.
        against: stored articles; what they have is removed, but for what this corpus brought in before.
        store: keeps the clusters and their documents as articles, where a folder is made; may be ``against``.
        clean: add to each kept row its story as ``clean`` gives it, under ``provenance``.
        html: write ``report.html`` too, with charts and some clusters to judge by eye.
        output_format: what the rows are written as; as the inputs are, where that is one format, else as
            JSON Lines.
        room: how much memory it may take, and whether it goes on from an unfinished run.
        progress: called now and then.
        stdin: what ``-`` reads.

    Raises:
        InputError: there is nothing, or there are rows and none has a column that holds text by its name.
        UsageError: an input cannot be written in the format that is wanted, or is a pipe.
        OutputError: the folder or the database cannot be written.
    """
    _refuse_pipes(corpora)
    told = progress or silent
    # a row without text is no reason to lose the row
    reading = replace(options or ReadOptions(), keep_empty=True, rows=True)
    names = [str(each) for each in corpora]
    keeper = None if store is None else _keeper(store, names, against, registry, told)
    with _rewindable(corpora, stdin) as again, _one_state(against) as end_reading, keeper or nullcontext():
        report = dedup_records(
            _reading(corpora, reading, again, output_format),
            out,
            analyse=_analysing(registry),
            settings=settings,
            room=room,
            progress=lambda stage, done, total: told(Progress(stage, done, total)),
            say=reading.notice,
            known=None if against is None else _Stored(against),
            clean=_story if clean else None,
            show=partial(_page, store) if html else None,
            store=None if keeper is None else _keep_in(keeper, end_reading),
        )
        return report if keeper is None else _settled(report, keeper)


def _analysing(registry: Registry | None) -> Callable[[Page], Analysis]:
    """What understands a page; it is loaded with the first one, for many runs have none that must be understood."""

    @cache
    def loaded() -> Callable[[Page], Analysis]:
        from provenance.pipeline.analysis import analyse
        from provenance.sources import load_registry

        known = registry or load_registry()
        return lambda page: analyse(page, known, whole=False)

    return lambda page: loaded()(page)  # noqa: PLW0108 - nothing is loaded before there is a page


def _keeper(
    store: Database, names: list[str], against: Database | None, registry: Registry | None, progress: Report
) -> ClusterKeeper:
    """What keeps the clusters in a database."""
    from provenance.pipeline.storing_clusters import ClusterKeeper
    from provenance.sources import load_registry

    return ClusterKeeper(store, names, against, registry=registry or load_registry(), progress=progress)


def _reading(
    corpora: Sequence[str | PathLike[str]],
    options: ReadOptions,
    again: Callable[[], BinaryIO | None],
    wanted: OutputFormat,
) -> Reading:
    """What the corpus engine reads, and how it writes that again."""
    layouts = []
    for layout in layouts_of(corpora, options, stdin=again()):
        refuse(layout, wanted)
        layouts.append(layout)
    quiet, chosen = replace(options, notice=None), choose(layouts, wanted)
    if options.notice is not None:
        for line in chosen.notes:
            options.notice(line)
    named = listed([str(given) for given in corpora])
    return Reading(
        corpus_parts(corpora, options, again),
        lambda name: pages_of(name, options),
        lambda: _refuse_without_text(named, read(corpora, quiet, stdin=again()), options),
        chosen,
        lambda beside: read(corpora, replace(quiet, beside=beside), stdin=again()),
        deciding(options),
    )


@contextmanager
def _one_state(against: Database | None) -> Iterator[Callable[[], None]]:
    """One state of a database for all that is read of it; what comes out ends that earlier."""
    with ExitStack() as stack:
        if against is not None:
            stack.enter_context(against.snapshot())
        yield stack.close


def _keep_in(keeper: ClusterKeeper, end_reading: Callable[[], None]) -> Callable[[Outcome], None]:
    """What keeps the clusters in a database; where that was read too, the reading of it is over."""

    def keep(outcome: Outcome) -> None:
        if keeper.is_against:
            end_reading()  # a log that is read cannot be emptied
        keeper.keep(outcome)

    return keep


def _settled(report: DedupReport, keeper: ClusterKeeper) -> DedupReport:
    """The report with what the database got: verdicts are made when the engine has given back what it held."""
    began = time.monotonic()
    stored = keeper.settle()
    return replace(report, database=stored, seconds=report.seconds + time.monotonic() - began)


def _story(page: Page) -> str | None:
    """The story of a page without its wrapping; ``None`` where it has none."""
    from provenance.pipeline.cleaning import clean_page

    found = clean_page(page)
    return None if isinstance(found, Unreadable) else found.text


def _page(store: Database | None, found: Overview) -> str:
    from provenance.report.html.overview import overview_page

    return overview_page(found, None if store is None else str(store.path))


class _Stored:
    """The articles of a database, as the corpus engine asks for them."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def articles(self) -> Iterator[tuple[int, Analysis]]:
        """Every article with its number."""
        for record in self._database.dump(archive=False).articles():
            yield record.number, record.analysis

    def article(self, number: int) -> Analysis:
        """One of them again."""
        found = self._database.stored(number)
        return Analysis(found.article, found.blocks, found.credits, found.site, (), found.home)

    def added_for(self, corpus: bytes) -> frozenset[int]:
        """Those that are stored only because this corpus was deduplicated into the database before."""
        return self._database.added_for(corpus)


def _refuse_without_text(named: str, records: Iterable[Record | Unreadable], options: ReadOptions) -> None:
    """Raise an error where there is no record, or all are rows that have no column of text.

    Raises:
        InputError: so it is; the hint names the columns that there are.
    """
    without: dict[tuple[str, ...], None] = {}
    item = None
    for item in records:
        if isinstance(item, Unreadable):
            continue
        if item.row is None:
            return
        columns = tuple(item.row)
        if columns not in without:
            planned = plan(columns, options)
            if planned.text or planned.html:
                return
            without[columns] = None
    if item is None:
        message = f"{named}: there is no document in it"
        raise InputError(message, "see that the files have rows, and that --since and --sample leave some of them")
    if without:
        there = list(dict.fromkeys(name for columns in without for name in columns))
        message = f"{named}: no column with text in it by the usual names, in any row"
        raise InputError(message, f"name one with --text-field or --html-field; there are: {listed(there)}")


def _refuse_pipes(inputs: Sequence[str | PathLike[str]]) -> None:
    """Refuse what can be read once only.

    Raises:
        UsageError: one is so.
    """
    for given in inputs:
        with suppress(OSError, ValueError):
            if given != "-" and stat.S_ISFIFO(os.stat(given).st_mode):  # noqa: PTH116 - it need not be a path
                message = f"{given}: a pipe, which can be read once only, and a corpus is read several times"
                raise UsageError(message, "give it as -, as in `… | provenance dedup - -o OUT`, or make a file of it")


@contextmanager
def _rewindable(
    inputs: Sequence[str | PathLike[str]], stdin: BinaryIO | None
) -> Iterator[Callable[[], BinaryIO | None]]:
    """Standard input from its start each time it is asked for, for a run that reads more than once."""
    if "-" not in inputs or stdin is None:
        yield lambda: None
        return
    with tempfile.TemporaryFile(prefix="provenance-") as spooled:
        shutil.copyfileobj(stdin, spooled)

        def again() -> BinaryIO:
            spooled.seek(0)
            return spooled

        yield again
