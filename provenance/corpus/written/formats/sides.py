"""The two files that the rows of a corpus go into, and what goes along with them.

Invariant: a row goes into one of the two, and so does every whole record of a crawl: a request or
what is said of a capture goes where the capture goes, anything else is kept.
"""

from __future__ import annotations

from collections import OrderedDict
from contextlib import ExitStack
from typing import TYPE_CHECKING, Any, NamedTuple, Self

from provenance.corpus.written.formats.warc import CrawlRecords
from provenance.reading.layouts import WholeRecord

if TYPE_CHECKING:
    from collections.abc import Mapping
    from types import TracebackType

    from provenance.corpus.written.formats.rows import Row, RowFile
    from provenance.reading.layouts import Beside

__all__ = ["Sides"]

# records that belong to a capture; a crawler writes them next to it, before or after
_COMPANIONS = frozenset({"request", "metadata"})
# captures that are remembered, and companions that wait for theirs: how many, and how large
_REMEMBERED, _WAITING, _LARGE = 1000, 64, 1 << 20


class _Companion(NamedTuple):
    id: str | None
    date: str
    refers: tuple[str, ...]
    data: bytes


class Sides:
    """The file of what is kept and the file of what is removed."""

    def __init__(self, kept: RowFile, removed: RowFile) -> None:
        """Take both files, which are closed with this."""
        self.kept = kept
        self.removed = removed
        self._stack = ExitStack()
        # where a record went, by its id: True for kept, None for left out
        self._went: OrderedDict[str, bool | None] = OrderedDict()
        self._waiting: list[_Companion] = []

    def __enter__(self) -> Self:
        """Write inside a ``with`` block."""
        self._stack.enter_context(self.kept)
        self._stack.enter_context(self.removed)
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        """Close both files, complete where the block ended well."""
        with self._stack.pop_all() as stack:
            if kind is None:
                while self._waiting:
                    self._write(self._waiting.pop(0), side=True)
            else:
                stack.__exit__(kind, error, traceback)

    def meet(self, row: Row, mark: Mapping[str, Any]) -> None:
        """Take note of a row as soon as it is read, for what belongs to it; it may be put later."""
        if isinstance(row.whole, WholeRecord):
            self._settle(row.whole.id, row.whole.refers, side=mark["kept"])

    def beside(self, found: Beside) -> None:
        """Take a record of a crawl that gives no row.

        Raises:
            OutputError: there is no room for it.
        """
        if found.kind not in _COMPANIONS or found.size > _LARGE:
            side = None if found.is_left_out else True
            self._settle(found.id, found.refers, side=side)
            if side and isinstance(self.kept, CrawlRecords):
                self.kept.copy(found.chunks, found.date)
            return
        companion = _Companion(found.id, found.date, found.refers, b"".join(found.chunks))
        known = next((each for each in found.refers if each in self._went), None)
        if known is not None:
            self._write(companion, side=self._went[known])
            return
        self._waiting.append(companion)
        if len(self._waiting) > _WAITING:
            self._write(self._waiting.pop(0), side=True)

    def _settle(self, name: str | None, refers: tuple[str, ...], *, side: bool | None) -> None:
        """Write what waited for a capture where that goes."""
        self._remember(name, side=side)
        names = {name, *refers} - {None}
        going = [each for each in self._waiting if each.id in names or not names.isdisjoint(each.refers)]
        while going:
            for each in going:
                self._waiting.remove(each)
                self._write(each, side=side)
            names = {each.id for each in going} - {None}
            going = [each for each in self._waiting if not names.isdisjoint(each.refers)]

    def _write(self, companion: _Companion, *, side: bool | None) -> None:
        """Write a companion where its capture goes, and have it known for what refers to it."""
        self._remember(companion.id, side=side)
        file = self.kept if side else self.removed
        if side is not None and isinstance(file, CrawlRecords):
            file.copy([companion.data], companion.date)

    def _remember(self, name: str | None, *, side: bool | None) -> None:
        if name is not None:
            self._went[name] = side
            if len(self._went) > _REMEMBERED:
                self._went.popitem(last=False)
