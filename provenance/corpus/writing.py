"""The rows of a corpus written to the files they belong in.

Invariant: every row of the input is written once, in the order of the input within its file, and is
unchanged but for what is added. Where kept rows get their clean story, some are held until it is there.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from provenance.corpus.copying import copy_lines
from provenance.corpus.documents import read_again
from provenance.corpus.lines import ADDED
from provenance.corpus.output import KEPT, REMOVED, JsonLines, row_of
from provenance.corpus.sharing import chunks, shared_out

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
    from pathlib import Path

    from provenance.corpus.documents import Corpus, Records, Report
    from provenance.corpus.output import Marks
    from provenance.corpus.result import Document
    from provenance.corpus.sharing import Asked
    from provenance.model import Page

    Clean = Callable[[Page], str | None]

__all__ = ["write_rows"]


@dataclass(frozen=True, slots=True)
class _Row:
    """A row to write: as it stands in ``line``, or from its page and its fields where it cannot be copied."""

    document: Document
    line: bytes | None
    page: Page | None = None
    fields: Mapping[str, Any] | None = None

    def write(self, file: JsonLines, mark: Mapping[str, Any]) -> None:
        if self.line is not None:
            file.copy(self.line, mark)
        elif self.page is not None:
            file.write(row_of(self.page, self.fields, mark))


def write_rows(
    folder: Path,
    records: Records,
    corpus: Corpus,
    added: Marks,
    tell: Report,
    clean: Clean | None = None,
) -> None:
    """Write every row of a corpus to ``kept.jsonl`` or ``removed.jsonl``.

    Args:
        folder: where.
        records: gives the corpus from its start.
        corpus: as it was read the first time.
        added: what is added to each row, by the document's number.
        tell: told how many rows are written.
        clean: the story of a page without its wrapping, which kept rows get as ``clean``; ``None``
            for a page that has none.

    Raises:
        OutputError: there is no room.
        InputError: the corpus is not what it was when it was read first.
    """
    total = len(corpus.documents)
    if clean is None and corpus.lines is not None:
        copy_lines(folder, corpus.documents, corpus.lines, added, tell)
        return
    with JsonLines(folder / KEPT) as kept, JsonLines(folder / REMOVED) as removed:
        rows = _rows(records, corpus, pages=clean is not None)
        if clean is not None:
            _write_clean(_aside(rows, removed, added), kept, added, tell, clean, total)
            return
        for row in rows:
            mark = added[row.document.number]
            row.write(kept if mark["kept"] else removed, mark)
            tell("writing", row.document.number + 1, total)


def _rows(records: Records, corpus: Corpus, *, pages: bool) -> Iterator[_Row]:
    """Every row, with its page where that is wanted."""
    if corpus.lines is not None and not pages:
        for document, line in corpus.lines.read(corpus.documents):
            yield _Row(document, line)
        return
    for document, record in read_again(records, corpus.documents):
        copied = record.raw if record.row and ADDED not in record.row else None
        yield _Row(document, copied, record.page, record.row)


def _aside(rows: Iterable[_Row], removed: JsonLines, added: Marks) -> Iterator[_Row]:
    """The rows that are kept; the others are written."""
    for row in rows:
        mark = added[row.document.number]
        if mark["kept"]:
            yield row
        else:
            row.write(removed, mark)


def _write_clean(
    rows: Iterable[_Row],
    kept: JsonLines,
    added: Marks,
    tell: Report,
    clean: Clean,
    total: int,
) -> None:
    """Write the kept rows with their clean story, which several processes make."""
    waiting: list[_Row] = []

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
            row.write(kept, {**added[row.document.number], "clean": story})
        waiting.clear()
