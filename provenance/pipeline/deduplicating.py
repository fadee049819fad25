"""Deduplicating a corpus: reading and analysis handed to the corpus engine."""

from __future__ import annotations

import shutil
import tempfile
from contextlib import contextmanager, nullcontext
from dataclasses import replace
from typing import TYPE_CHECKING, BinaryIO

from provenance.corpus.dedup import Reading
from provenance.corpus.dedup import dedup as dedup_records
from provenance.corpus.formats.choosing import choose, refuse
from provenance.errors import InputError
from provenance.model import Analysis, Unreadable
from provenance.pipeline.analysis import analyse
from provenance.pipeline.cleaning import clean_page
from provenance.pipeline.corpus_parts import corpus_parts
from provenance.pipeline.progress import Progress, silent
from provenance.reading import ReadOptions, layouts_of, read
from provenance.reading.corpora.columns import plan
from provenance.reading.corpora.tables import listed
from provenance.reading.spans import pages_of
from provenance.settings import OutputFormat
from provenance.sources import load_registry

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence
    from os import PathLike
    from pathlib import Path

    from provenance.corpus import DedupReport
    from provenance.corpus.overview import Overview
    from provenance.model import Page
    from provenance.pipeline.progress import Report
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
        against: stored articles; what they have is removed.
        clean: add to each kept row its story as ``clean`` gives it, under ``provenance``.
        html: write ``report.html`` too, with charts and some clusters to judge by eye.
        output_format: what the rows are written as; as the inputs are, where that is one format, else as
            JSON Lines.
        room: how much memory it may take, and whether it goes on from an unfinished run.
        progress: called now and then.
        stdin: what ``-`` reads.

    Raises:
        InputError: there are rows, and none has a column that holds text by its name.
        UsageError: an input cannot be written in the format that is wanted.
        OutputError: the folder exists or cannot be written.
    """
    known = registry or load_registry()

    def tell(stage: str, done: int, total: int | None) -> None:
        (progress or silent)(Progress(stage, done, total))

    # a row without text is no reason to lose the row
    reading = replace(options or ReadOptions(), keep_empty=True, rows=True)
    with _rewindable(corpora, stdin) as again, nullcontext() if against is None else against.snapshot():
        return dedup_records(
            _reading(corpora, reading, again, output_format),
            out,
            analyse=lambda page: analyse(page, known, whole=False),
            settings=settings,
            room=room,
            progress=tell,
            say=reading.notice,
            known=None if against is None else _Stored(against),
            clean=_story if clean else None,
            show=_page if html else None,
        )


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
    return Reading(
        corpus_parts(corpora, options, again),
        lambda name: pages_of(name, options),
        lambda: _refuse_without_text(read(corpora, quiet, stdin=again()), options),
        chosen,
        lambda beside: read(corpora, replace(quiet, beside=beside), stdin=again()),
    )


def _story(page: Page) -> str | None:
    """The story of a page without its wrapping; ``None`` where it has none."""
    found = clean_page(page)
    return None if isinstance(found, Unreadable) else found.text


def _page(found: Overview) -> str:
    from provenance.report.html.overview import overview_page

    return overview_page(found)


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


def _refuse_without_text(records: Iterable[Record | Unreadable], options: ReadOptions) -> None:
    """Raise an error where all records are rows that have no column of text.

    Raises:
        InputError: so it is; the hint names the columns that there are.
    """
    without: dict[tuple[str, ...], None] = {}
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
    if without:
        there = list(dict.fromkeys(name for columns in without for name in columns))
        message = "no column with text in it by the usual names, in any row"
        raise InputError(message, f"name one with --text-field or --html-field; there are: {listed(there)}")


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
