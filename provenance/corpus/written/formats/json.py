"""Rows as JSON Lines, and as a list in one JSON document.

Invariant: a row that stands on a line of its own is copied byte for byte, with what is added put in
before its last brace; every other row is written again from its values.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from provenance.corpus.gathering.lines import ADDED
from provenance.corpus.written.formats.packing import new_file
from provenance.corpus.written.formats.rows import UNMARKED, RowFile, as_line, mark_line, row_of
from provenance.reading.corpora.values import as_json
from provenance.reading.layouts import Packing

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from provenance.corpus.written.formats.rows import Row

__all__ = ["JsonLines", "JsonList"]

_PUT_IN = f', "{ADDED}": '.encode()
_END = b"}\n"  # of a row as most have it
# pieces that are written at once, and bytes that they may keep in memory: a row keeps all that was read with it
_LINES, _HELD = 400, 1 << 22


def _put_in(mark: Mapping[str, Any]) -> bytes:
    """What comes in the place of a row's last brace."""
    return b"".join((_PUT_IN, mark_line(mark)[:-1], _END))


_UNMARKED = _put_in(UNMARKED)


class JsonLines(RowFile):
    """A new JSONL file of UTF-8, one row a line."""

    def __init__(self, path: Path, packing: Packing = Packing.NONE) -> None:
        """Make the file.

        Raises:
            OutputError: it cannot be made.
        """
        super().__init__(new_file(path, packing))
        self._lines: list[bytes | memoryview] = []
        self._last: object = None
        self._held = 0

    def put(self, row: Row, mark: Mapping[str, Any]) -> None:
        """Append a row with what is added to it; by its own bytes where it stands on a line.

        Raises:
            OutputError: there is no room for it.
        """
        if row.line is not None:
            self.copy(row.line, mark)
        elif row.page is not None:
            self.write(row_of(row.page, row.fields, mark))

    def copy(self, line: bytes | memoryview, mark: Mapping[str, Any]) -> None:
        """Append a row by its own bytes, with ``mark`` put in before its last brace.

        Args:
            line: a JSON object of one field or more, none of which has the name of what is added.
            mark: what is added.

        Raises:
            OutputError: there is no room for it.
        """
        before = line[:-2] if line[-2:] == _END else bytes(line).rstrip()[:-1]
        self._lines += (before, _UNMARKED if mark is UNMARKED else _put_in(mark))
        data = before.obj if isinstance(before, memoryview) else before
        if data is not self._last:
            self._last = data
            self._held += memoryview(data).nbytes
        if len(self._lines) >= _LINES or self._held >= _HELD:
            self._finish()

    def write(self, row: Mapping[str, Any], *, is_plain: bool = False) -> None:
        """Append a row.

        Args:
            row: its fields.
            is_plain: whether they hold texts, numbers and none, and nothing else.

        Raises:
            OutputError: there is no room for it.
        """
        self._lines.append(mark_line(row) if is_plain else as_line(row))
        if len(self._lines) >= _LINES:
            self._finish()

    def _finish(self) -> None:
        self._file.write(self._lines)
        self._lines.clear()
        self._last, self._held = None, 0


class JsonList(RowFile):
    """A new JSON document of UTF-8: a list, one row a line."""

    def __init__(self, path: Path, packing: Packing = Packing.NONE) -> None:
        """Make the file.

        Raises:
            OutputError: it cannot be made.
        """
        super().__init__(new_file(path, packing))
        self._before = b"[\n"

    def put(self, row: Row, mark: Mapping[str, Any]) -> None:
        """Append a row with what is added to it.

        Raises:
            OutputError: there is no room for it.
        """
        if row.page is not None:
            # a list is read as JSON has it, which knows no number that is none
            written = as_json(row_of(row.page, row.fields, mark))
            self._file.write((self._before, as_line(written)[:-1]))
            self._before = b",\n"

    def _finish(self) -> None:
        self._file.write((b"[]\n",) if self._before == b"[\n" else (b"\n]\n",))
