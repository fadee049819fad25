"""The rows of a corpus written to the files they belong in.

Invariant: every row of the input is written once, in the order of the input within its file, and is
unchanged but for what is added. Where kept rows get their clean story, some are held until it is there.
"""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterable
from contextlib import contextmanager
from functools import partial
from typing import TYPE_CHECKING

from provenance.corpus.gathering.documents import read_again
from provenance.corpus.gathering.lines import ADDED
from provenance.corpus.machine.errors import as_output_error
from provenance.corpus.machine.sharing import chunks, shared_out
from provenance.corpus.machine.unfinished import WORK
from provenance.corpus.written.copying import copy_lines
from provenance.corpus.written.formats.choosing import Plan, open_rows, open_sides
from provenance.corpus.written.formats.converting import convert
from provenance.corpus.written.formats.rows import Row
from provenance.model import Unreadable
from provenance.reading.layouts import Beside
from provenance.reading.records import Record

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    from provenance.corpus.gathering.documents import Corpus, Records, Report
    from provenance.corpus.machine.sharing import Asked
    from provenance.corpus.written.formats.rows import RowFile
    from provenance.corpus.written.formats.sides import Sides
    from provenance.corpus.written.output import Marks
    from provenance.model import Page

    Clean = Callable[[Page], str | None]

__all__ = ["AsItStands", "write_rows"]


# a corpus from its start, each record as it stands; what is given is told what is no document of a crawl
AsItStands = Callable[[Callable[[Beside], None]], Iterable[Record | Unreadable]]


def write_rows(  # noqa: PLR0913 - where, what, and how
    folder: Path,
    records: Records,
    corpus: Corpus,
    added: Marks,
    tell: Report,
    clean: Clean | None = None,
    *,
    plan: Plan = Plan(),  # noqa: B008 - frozen
    whole: AsItStands | None = None,
) -> tuple[str, ...]:
    """Write every row of a corpus to the file of what is kept or to that of what is removed.

    Args:
        folder: where.
        records: gives the corpus from its start.
        corpus: as it was read the first time.
        added: what is added to each row, by the document's number.
        tell: told how many rows are written.
        clean: the story of a page without its wrapping, which kept rows get as ``clean``; ``None``
            for a page that has none.
        plan: how the rows are written; as plain JSON Lines where nothing is said.
        whole: gives the corpus from its start, each record as it stands, for a plan that asks for that.

    Returns:
        What to tell of values that are not written as they were.

    Raises:
        OutputError: there is no room, or the format cannot hold a value.
        InputError: the corpus is not what it was when it was read first.
    """
    if plan.is_anew:
        with _lines_beside(folder) as lines:
            write_rows(lines, records, corpus, added, tell, clean)
            sources, targets = [lines / name for name in Plan().files], [folder / name for name in plan.files]
            return convert(sources, targets, plan, partial(open_rows, clean=clean is not None))
    total = len(corpus.documents)
    if clean is None and corpus.lines is not None and plan.is_plain_lines:
        copy_lines(folder, corpus.documents, corpus.lines, added, tell)
        return ()
    with open_sides(folder, plan, clean=clean is not None) as sides:
        if plan.as_it_stands and whole is not None:
            rows = _rows(lambda: whole(sides.beside), corpus)
        else:
            rows = _rows(records, corpus)
        if clean is not None:
            _write_clean(_aside(rows, sides, added), sides.kept, added, tell, clean, total)
            return ()
        kept, removed = sides.kept, sides.removed
        for row in rows:
            mark = added[row.document.number]
            if row.whole is not None:
                sides.meet(row, mark)
            (kept if mark["kept"] else removed).put(row, mark)
            tell("writing", row.document.number + 1, total)
    return ()


@contextmanager
def _lines_beside(folder: Path) -> Iterator[Path]:
    """A folder for rows that are made anew from there, which is gone then."""
    lines = folder / WORK / "rows"
    with as_output_error(lines):
        shutil.rmtree(lines, ignore_errors=True)
        lines.mkdir(parents=True)
    try:
        yield lines
    finally:
        shutil.rmtree(lines, ignore_errors=True)


def _rows(records: Records, corpus: Corpus) -> Iterator[Row]:
    """Every row with its page."""
    for document, record in read_again(records, corpus.documents):
        copied = record.raw if record.row and ADDED not in record.row else None
        yield Row(document, copied, record.page, record.row, record.whole)


def _aside(rows: Iterable[Row], sides: Sides, added: Marks) -> Iterator[Row]:
    """The rows that are kept; the others are written."""
    for row in rows:
        mark = added[row.document.number]
        sides.meet(row, mark)
        if mark["kept"]:
            yield row
        else:
            sides.removed.put(row, mark)


def _write_clean(rows: Iterable[Row], kept: RowFile, added: Marks, tell: Report, clean: Clean, total: int) -> None:
    """Write the kept rows with their clean story, which several processes make."""
    waiting: list[Row] = []

    def pages() -> Iterator[Asked]:
        for row in rows:
            if row.page is not None:
                waiting.append(row)
                yield row.document, row.page

    def ask(some: Sequence[Asked]) -> list[str | None]:
        return [None if document.failed else clean(page) for document, page in some]

    for chunk in chunks(pages()):
        first = waiting[0].document.number
        stories = shared_out(chunk, ask, lambda done, first=first: tell("writing", first + done, total))  # type: ignore[misc]
        for row, story in zip(waiting, stories, strict=True):
            kept.put(row, {**added[row.document.number], "clean": story})
        waiting.clear()
