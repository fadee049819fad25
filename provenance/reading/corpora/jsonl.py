"""JSON Lines: one document a line.

Invariant: a row that cannot be read gives one ``Unreadable`` with the number of its line and
the next row is read; a corpus that breaks off gives its whole rows and then one ``Unreadable``.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any, BinaryIO, Protocol

import msgspec

from provenance.errors import InputError
from provenance.model import Page, Unreadable
from provenance.reading.records import InputFormat, Place, Record
from provenance.reading.streams import STREAM_ERRORS, lines

if TYPE_CHECKING:
    from collections.abc import Iterator

    from provenance.reading.corpora.pages import Pages
    from provenance.reading.packed import Packing
    from provenance.reading.records import PageMaker

__all__ = ["break_off", "page_again", "read_jsonl"]

# only an escape can bring in NUL, or half of a surrogate pair, which is refused
_NUL = b"\\u0000"
# bytes of an empty line at most: to refuse one as JSON takes ten times as long as to see that it is empty
_END = 2
# what it reads, it reads as ``json.loads`` does, in half the time; what it refuses is read again with all care
_decode = msgspec.json.Decoder(dict[str, Any]).decode


class LineSource(Protocol):
    """What lines are read from: the stream, whether it is compressed, and what was taken from the disk by now."""

    @property
    def stream(self) -> BinaryIO:
        """The plain bytes, buffered."""

    @property
    def packed(self) -> bool:
        """Whether a row stands in the file as it is read."""

    @property
    def packing(self) -> Packing:
        """What it is compressed with."""

    @property
    def meter(self) -> Meter:
        """Counts bytes."""


class Meter(Protocol):
    """Counts what is taken from a disk."""

    taken: int


def read_jsonl(source: LineSource, pages: Pages, at: int = 0, number: int = 0) -> Iterator[Record | Unreadable]:
    """The documents of a JSON Lines stream, in order; empty lines are passed over.

    Args:
        source: the stream.
        pages: makes pages of rows.
        at: where in its file the stream begins, in bytes.
        number: how many lines stand before it.
    """
    before = 0
    raw: bytes | None = None
    pages.lay_out(source.packing, InputFormat.JSONL)
    path = None if source.packed else pages.name.location
    page_of, limit, meter = pages.page, pages.options.max_bytes, source.meter
    try:
        for line in lines(source.stream, limit):
            number += 1
            if line is not None and len(line) <= _END and line.isspace():
                at += len(line)
                continue
            place = None if path is None else Place(path, at, number, pages)
            if line is None:
                path = None  # how long it was is not told
                yield pages.unreadable(number, f"row is larger than {limit:,} bytes")
                continue
            at += len(line)
            row: dict[str, Any] | Unreadable | None
            try:
                row, raw = _decode(line), line
            except (msgspec.MsgspecError, UnicodeDecodeError, RecursionError):
                row, raw = _read_row(line, number, pages), None
                if row is None or isinstance(row, Unreadable):
                    if row is not None:
                        yield row
                    continue
            page = page_of(number, row, clean=raw is not None and _NUL not in line)
            if isinstance(page, Unreadable):
                yield page
            elif page is not None:
                now = meter.taken
                yield Record(page, row, now - before, raw, place if raw else None)
                before = now
    except STREAM_ERRORS as error:
        yield break_off(error, pages, f"line {number}")


def page_again(line: bytes, number: int, pages: PageMaker) -> Page:
    """The page of a row that was read before.

    Args:
        line: the same line.
        number: its number then.
        pages: what made its page then.

    Raises:
        InputError: it gives no page now, so it is another line.
    """
    page = pages.page(number, _decode(line), clean=_NUL not in line)
    if not isinstance(page, Page):
        message = f"line {number}: not what it was when it was read first"
        raise InputError(message, "let nothing write to the file while it is read")
    return page


def _read_row(line: bytes, number: int, pages: Pages) -> dict[str, object] | Unreadable | None:
    """One line with all care, or why it is no row; ``None`` for an empty one."""
    try:
        text = line.decode("utf-8-sig" if number == 1 else "utf-8").strip()
        row = json.loads(text) if text else None
    except UnicodeDecodeError as error:
        return pages.unreadable(number, f"not UTF-8: {error.reason} at byte {error.start}")
    except RecursionError:
        return pages.unreadable(number, "not readable as JSON: nested too deeply")
    except ValueError as error:
        return pages.unreadable(number, f"not valid JSON: {error}")
    if text and not isinstance(row, dict):
        return pages.unreadable(number, "row is not a JSON object")
    return row


def break_off(error: BaseException, pages: Pages, last: str) -> Unreadable:
    """Say that a corpus breaks off after what was read last."""
    reason = "truncated" if isinstance(error, EOFError) else "damaged"
    message = f"{reason} after {last}: {error}"
    return Unreadable(pages.name.given, message, "the rows before the break were read; fetch the file again")
