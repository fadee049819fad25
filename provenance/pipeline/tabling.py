"""A whole database in the formats of the field: tables of it, or one object an article, or PROV.

Invariant: it only reads, from one state of the database and one article at a time, so that a
database of any size is written in little memory.
"""

from __future__ import annotations

import codecs
import time
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, BinaryIO, Final, Protocol

from provenance.errors import UsageError
from provenance.model import ArticleRow, MatchRow
from provenance.pipeline.furniture import known_site
from provenance.pipeline.progress import Progress, silent
from provenance.pipeline.recalling import recall
from provenance.pipeline.sinks import sink
from provenance.report.contract import to_json
from provenance.report.formats import Format, Table, article_object
from provenance.sources import load_registry

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from os import PathLike

    from provenance.pipeline.progress import Report
    from provenance.sources import Registry
    from provenance.store import Database

__all__ = ["TableReport", "export_as", "site_articles", "write_rows"]

_TOLD: Final = 256  # rows between two words on how far it is


class _Writer(Protocol):
    def add(self, row: Any) -> None: ...  # noqa: ANN401 - a row of the table's dataclass

    def close(self) -> None: ...


@dataclass(frozen=True, slots=True)
class TableReport:
    """What was written: how many rows, or articles."""

    rows: int
    seconds: float


def export_as(
    database: Database,
    out: BinaryIO | str | PathLike[str],
    form: Format,
    *,
    table: Table = Table.ARTICLES,
    registry: Registry | None = None,
    progress: Report | None = None,
) -> TableReport:
    """Write a database in a format other than its own.

    Args:
        database: open, for reading at least.
        out: a binary stream, or a path; ``.gz`` and ``.zst`` are packed. A file appears when it is whole.
        form: csv or parquet (a table), ninjs or jsonld (one object a line), prov (one document).
        table: of csv and parquet, what there is a row for.
        registry: the known sources; the shipped ones where none is given.
        progress: called now and then, with rows or articles.

    Raises:
        UsageError: the format is none of these, it needs a library that is not installed, or the
            path is the database's own.
        OutputError: the path cannot be written.
    """
    started = time.monotonic()
    with database.snapshot(), _checked(out, database, form) as stream:
        if form in {Format.CSV, Format.PARQUET}:
            every = table is Table.ARTICLES
            rows: Iterable[Any] = database.article_rows() if every else database.match_rows()
            total = database.article_count() if every else database.match_count()
            done = write_rows(_told(rows, total, progress), stream, form, ArticleRow if every else MatchRow)
        else:
            numbers = _told(database.article_numbers(), database.article_count(), progress)
            done = _write_prov(database, numbers, stream) if form is Format.PROV else 0
            if form is not Format.PROV:
                done = _write_objects(database, numbers, stream, form, registry or load_registry())
    return TableReport(done, time.monotonic() - started)


def write_rows(rows: Iterable[Any], stream: BinaryIO, form: Format, row: type[Any]) -> int:
    """Write rows of one dataclass as a table.

    Args:
        rows: as they come.
        stream: stays open.
        form: csv or parquet.
        row: the dataclass.

    Returns:
        How many there were.

    Raises:
        UsageError: pyarrow is not installed.
    """
    writer = _table(stream, form, row)
    done = 0
    for done, each in enumerate(rows, 1):  # noqa: B007 - the number is what is wanted
        writer.add(each)
    writer.close()
    return done


def site_articles(
    database: Database, name: str, *, limit: int | None = None, registry: Registry | None = None
) -> Iterator[ArticleRow]:
    """The stored articles of a site with their verdicts, the newest first.

    Args:
        database: the stored articles.
        name: the site's domain, address or name.
        limit: at most so many.
        registry: the known sources; the shipped ones where none is given.

    Raises:
        NotFoundError: no article of this site is stored.
    """
    home = known_site(database, name, registry or load_registry())
    return database.article_rows(database.site_number(home) or 0, limit)


def _table(stream: BinaryIO, form: Format, row: type[Any]) -> _Writer:
    if form is Format.CSV:
        from provenance.report.formats.csv import CsvTable

        return CsvTable(stream, row)
    from provenance.report.formats.parquet import ParquetTable

    return ParquetTable(stream, row)


@contextmanager
def _checked(out: BinaryIO | str | PathLike[str], database: Database, form: Format) -> Iterator[BinaryIO]:
    """The stream; what cannot be written is said before a file is begun."""
    known = {Format.CSV, Format.PARQUET, Format.NINJS, Format.JSONLD, Format.PROV}
    if form not in known:
        message = f"{form}: no format of a whole database"
        raise UsageError(message, f"take one of {', '.join(sorted(known))}")
    with sink(out, database.path) as stream:
        yield stream


def _told(items: Iterable[Any], total: int, progress: Report | None) -> Iterator[Any]:
    for number, item in enumerate(items, 1):
        yield item
        if number % _TOLD == 0:
            (progress or silent)(Progress("writing", number, total))


def _write_objects(
    database: Database, numbers: Iterable[int], stream: BinaryIO, form: Format, registry: Registry
) -> int:
    done = 0
    for done, number in enumerate(numbers, 1):  # noqa: B007 - how many is what is wanted
        line = to_json(article_object(recall(database, number), form, registry))
        stream.write(f"{line}\n".encode())
    return done


def _write_prov(database: Database, numbers: Iterable[int], stream: BinaryIO) -> int:
    """One document; of an article's paragraphs it says nothing."""
    from provenance.report.formats.prov import article_document
    from provenance.report.formats.prov_json import ProvJson

    done = 0
    with ProvJson() as file:
        for done, number in enumerate(numbers, 1):  # noqa: B007 - how many is what is wanted
            file.add(article_document(recall(database, number), passages=False, others=False))
        file.finish(codecs.getwriter("utf-8")(stream))
    return done
