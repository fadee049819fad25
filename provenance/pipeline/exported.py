"""Reading what was exported, line by line.

Invariant: a line that means nothing costs one ``Unreadable`` with its number, a file that ends
too early one for the file; nothing that a file can hold raises beyond its first line.
"""

from __future__ import annotations

import json
import sys
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, BinaryIO, Final

from provenance.counts import counted
from provenance.errors import InputError
from provenance.model import Unreadable
from provenance.reading.streams import STREAM_ERRORS, Source, lines
from provenance.store.exchange import KINDS, Fields, kind_of, read_record

if TYPE_CHECKING:
    from collections.abc import Iterator

    from provenance.store.exchange import Record

__all__ = ["FORMAT", "WRONG", "Exported", "ExportedLine", "opened"]

FORMAT: Final = 1
"""The form of the lines; a later one is not read."""

WRONG: Final = (ValueError, TypeError, LookupError, ArithmeticError, RecursionError)
"""What a line that means nothing raises."""

_LONGEST: Final = 500_000_000  # bytes of a line: an article with its archived pages


@dataclass(frozen=True, slots=True)
class ExportedLine:
    """A record, where it stood, and how many bytes it took."""

    place: str
    record: Record
    size: int


@contextmanager
def opened(given: str, stdin: BinaryIO | None) -> Iterator[Exported]:
    """Open an exported file and read its first line.

    Args:
        given: a path, or ``-``.
        stdin: what ``-`` reads.

    Raises:
        InputError: there is no such file, it cannot be read, or it is no export of a known form.
    """
    if given == "-":
        yield Exported(given, stdin or sys.stdin.buffer)
        return
    try:
        size = Path(given).stat().st_size
        raw = Path(given).open("rb")  # noqa: SIM115 - closed below; only the opening is tried here
    except (OSError, ValueError) as error:
        raise InputError(str(getattr(error, "strerror", None) or error).lower()) from error
    with raw:
        yield Exported(given, raw, size)


class Exported:
    """The records of one exported file."""

    def __init__(self, given: str, raw: BinaryIO, size: int | None = None) -> None:
        """Read the first line.

        Raises:
            InputError: the file is no export of a known form.
        """
        self._given = given
        self._number = 1
        self._counts = dict.fromkeys(KINDS, 0)
        self._lost = 0
        try:
            self._source = Source(raw, size)
            self._rows = lines(self._source.stream, _LONGEST)
            header = json.loads(next(self._rows, None) or b"")["provenance"]
            form = Fields(header).whole("format")
        except (*WRONG, *STREAM_ERRORS):
            message = "not an export of provenance: its first line does not say so"
            raise InputError(message, "`provenance ingest` reads corpora; `provenance merge` databases") from None
        if form != FORMAT:
            message = f"exported in form {form}, and this program reads form {FORMAT}"
            raise InputError(message, "install the newest version")
        self.header: dict[str, Any] = header

    @property
    def position(self) -> int:
        """How many bytes were taken from the file."""
        return self._source.position

    @property
    def size(self) -> int | None:
        """How many bytes the file has, where that is known."""
        return self._source.size

    @property
    def numbers(self) -> dict[str, int]:
        """The largest numbers that the database had given, as far as the first line says so rightly."""
        given = self.header.get("numbers")
        pairs = given.items() if isinstance(given, dict) else ()
        return {name: last for name, last in pairs if isinstance(last, int) and 0 <= last < 2**62}

    def __iter__(self) -> Iterator[ExportedLine | Unreadable]:
        """The records in their order, and what could not be read."""
        try:
            for row in self._rows:
                self._number += 1
                line = self._understood(row)
                if isinstance(line, dict):
                    yield from self._ended(line)
                    return
                if line is None:
                    break
                yield line
        except STREAM_ERRORS as error:
            what = "it breaks off" if isinstance(error, EOFError) else "it is damaged"
            yield self._cut(f"{what} after line {self._number}: {getattr(error, 'strerror', None) or error}")
            return
        yield self._cut(f"it breaks off after line {self._number}: its last line is missing")

    def _understood(self, row: bytes | None) -> ExportedLine | Unreadable | dict[str, Any] | None:
        """What stands on a line; the object of the last line, ``None`` for a line that breaks off."""
        if row is None:
            return self._wrong(f"longer than {_LONGEST:,} bytes")
        try:
            value = json.loads(row)
        except WRONG as error:
            if not row.endswith(b"\n"):
                self._number -= 1
                return None
            return self._wrong("nested too deeply" if isinstance(error, RecursionError) else f"not valid JSON: {error}")
        if isinstance(value, dict) and value.get("type") == "end":
            return value
        try:
            record = read_record(Fields(value))
        except WRONG as error:
            return self._wrong(str(error))
        self._counts[kind_of(record)] += 1
        return ExportedLine(self._place(), record, len(row))

    def _ended(self, last: dict[str, Any]) -> Iterator[Unreadable]:
        """Whether all that was written is there, and nothing else."""
        missing = sum(last[kind] for kind in KINDS if isinstance(last.get(kind), int)) - sum(self._counts.values())
        if missing != self._lost:
            yield self._cut(f"{counted(abs(missing - self._lost), 'line')} missing or too many")
        if next(self._rows, None) is not None:
            yield self._cut(f"more stands after the last line, which is line {self._number}")

    def _wrong(self, reason: str) -> Unreadable:
        self._lost += 1
        return Unreadable(self._place(), reason)

    def _cut(self, reason: str) -> Unreadable:
        return Unreadable(self._given, reason, "what is whole was taken; export again and import that")

    def _place(self) -> str:
        return f"{self._given}:line {self._number}"
