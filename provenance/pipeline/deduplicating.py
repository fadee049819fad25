"""Deduplicating a corpus: reading and analysis handed to the corpus engine."""

from __future__ import annotations

from contextlib import nullcontext
from typing import TYPE_CHECKING, BinaryIO

from provenance.corpus.dedup import dedup as dedup_records
from provenance.model import Analysis, Unreadable
from provenance.pipeline.analysis import analyse
from provenance.pipeline.cleaning import clean_page
from provenance.pipeline.progress import Progress, silent
from provenance.pipeline.rereading import read_several_times
from provenance.reading import ReadOptions
from provenance.settings import OutputFormat
from provenance.sources import load_registry

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from os import PathLike
    from pathlib import Path

    from provenance.corpus import DedupReport
    from provenance.corpus.overview import Overview
    from provenance.model import Page
    from provenance.pipeline.progress import Report
    from provenance.settings import DedupSettings
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

    with (
        read_several_times(corpora, options or ReadOptions(), stdin, output_format) as records,
        nullcontext() if against is None else against.snapshot(),
    ):
        return dedup_records(
            records,
            out,
            analyse=lambda page: analyse(page, known, whole=False),
            settings=settings,
            progress=tell,
            say=records.options.notice,
            known=None if against is None else _Stored(against),
            clean=_story if clean else None,
            show=_page if html else None,
            written=records,
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
