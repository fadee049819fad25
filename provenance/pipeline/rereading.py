"""A corpus that is read several times, as the corpus engine asks for it.

Invariant: what a reader has to say is said once, however often it reads; how the inputs are written
is known after the first reading, and an input that cannot be written as it is wanted ends that.
"""

from __future__ import annotations

import shutil
import tempfile
from contextlib import contextmanager
from dataclasses import replace
from typing import TYPE_CHECKING, BinaryIO

from provenance.corpus.formats.choosing import refuse
from provenance.errors import InputError
from provenance.model import Unreadable
from provenance.reading import ReadOptions, read
from provenance.reading.corpora.columns import plan
from provenance.reading.corpora.tables import listed

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence
    from os import PathLike

    from provenance.reading import Record
    from provenance.reading.layouts import Beside, Layout
    from provenance.settings import OutputFormat

__all__ = ["Rereading", "read_several_times"]


class Rereading:
    """Some inputs as rows that can be written again; each call reads them from their start."""

    def __init__(
        self,
        inputs: Sequence[str | PathLike[str]],
        options: ReadOptions,
        stdin: Callable[[], BinaryIO | None],
        wanted: OutputFormat,
    ) -> None:
        """Take what to read.

        Args:
            inputs: as ``read`` takes them.
            options: how to read; a row without text is read too, and every row whole.
            stdin: gives standard input from its start.
            wanted: what the rows are to be written as.
        """
        self.options = replace(options, keep_empty=True, rows=True)
        self.wanted = wanted
        self.layouts: list[Layout] = []
        self._inputs = inputs
        self._stdin = stdin
        self._is_first = True

    def __call__(self) -> Iterable[Record | Unreadable]:
        """The corpus from its start.

        Raises:
            InputError: there are rows, and none has a column that holds text by its name.
            UsageError: an input cannot be written in the format that is wanted.
        """
        if not self._is_first:
            return self._read(replace(self.options, notice=None))
        self._is_first = False
        return _with_text(self._read(replace(self.options, layout=self._take)), self.options)

    def records(self, beside: Callable[[Beside], None]) -> Iterable[Record | Unreadable]:
        """The corpus from its start, each record as it stands; ``beside`` is given what is no document of a crawl."""
        return self._read(replace(self.options, notice=None, beside=beside))

    def _read(self, options: ReadOptions) -> Iterator[Record | Unreadable]:
        return read(self._inputs, options, stdin=self._stdin())

    def _take(self, layout: Layout) -> None:
        refuse(layout, self.wanted)
        self.layouts.append(layout)


@contextmanager
def read_several_times(
    inputs: Sequence[str | PathLike[str]], options: ReadOptions, stdin: BinaryIO | None, wanted: OutputFormat
) -> Iterator[Rereading]:
    """Inputs to be read more than once; standard input is kept for that while the block lasts.

    Args:
        inputs: as ``read`` takes them.
        options: how to read.
        stdin: what ``-`` reads.
        wanted: what the rows are to be written as.
    """
    if "-" not in inputs or stdin is None:
        yield Rereading(inputs, options, lambda: None, wanted)
        return
    with tempfile.TemporaryFile(prefix="provenance-") as spooled:
        shutil.copyfileobj(stdin, spooled)

        def again() -> BinaryIO:
            spooled.seek(0)
            return spooled

        yield Rereading(inputs, options, again, wanted)


def _with_text(records: Iterable[Record | Unreadable], options: ReadOptions) -> Iterator[Record | Unreadable]:
    """The records; an error at their end where all are rows that have no column of text.

    Raises:
        InputError: so it is; the hint names the columns that there are.
    """
    without: dict[tuple[str, ...], None] = {}
    found = False
    for item in records:
        if not found and not isinstance(item, Unreadable):
            columns = None if item.row is None else tuple(item.row)
            if columns is not None and columns not in without:
                planned = plan(columns, options)
                found = bool(planned.text or planned.html)
                without[columns] = None
            found = found or columns is None
        yield item
    if without and not found:
        there = list(dict.fromkeys(name for columns in without for name in columns))
        message = "no column with text in it by the usual names, in any row"
        raise InputError(message, f"name one with --text-field or --html-field; there are: {listed(there)}")
