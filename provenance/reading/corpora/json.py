"""JSON documents: a list of objects, one object, objects one after another, JSON Lines in disguise.

Invariant: a list is read item by item and never held whole; what stands before a break is read.
"""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, BinaryIO

from provenance.model import Unreadable
from provenance.reading.corpora.jsonl import break_off, read_jsonl
from provenance.reading.records import InputFormat, Record
from provenance.reading.streams import STREAM_ERRORS

if TYPE_CHECKING:
    from collections.abc import Iterator

    from provenance.reading.corpora.pages import Pages
    from provenance.reading.streams import Source

__all__ = ["read_json"]

# the parser goes as deep as the text does, and some ten thousand levels end the process; what opens
# within one chunk is not seen before it is parsed
_CHUNK = 1 << 14
_DEEPEST = 5000
_MARK = b"\xef\xbb\xbf"
_LIST = re.compile(rb"\s{0,1000}\[")


class _TooMuchError(Exception):
    """An item is larger than a document may be, or nested too deeply."""


class _Bounded:
    """A stream for the parser that ends where one item has taken more than it may."""

    def __init__(self, stream: BinaryIO, limit: int) -> None:
        self._stream = stream
        self._limit = limit
        self._taken = 0
        self._depth = 0

    def begin(self) -> None:
        """Count anew, for the next item."""
        self._taken = self._depth = 0

    def read(self, size: int = -1) -> bytes:
        if self._taken > self._limit + 2 * _CHUNK:
            message = f"larger than {self._limit:,} bytes"
            raise _TooMuchError(message)
        if self._depth > _DEEPEST:
            message = "not readable as JSON: nested too deeply"
            raise _TooMuchError(message)
        data = self._stream.read(size if size >= 0 else _CHUNK)
        self._taken += len(data)
        # brackets in strings count as well, and come in pairs there too
        self._depth += sum(map(data.count, (b"[", b"{"))) - sum(map(data.count, (b"]", b"}")))
        return data


def read_json(source: Source, pages: Pages) -> Iterator[Record | Unreadable]:
    """The documents of a JSON file, in order.

    Args:
        source: the stream.
        pages: makes pages of objects.
    """
    try:
        head = source.head().removeprefix(_MARK)
    except STREAM_ERRORS as error:
        yield break_off(error, pages, "item 0")
        return
    is_list = _LIST.match(head) is not None
    if not is_list and _is_lines(head):
        yield from read_jsonl(source, pages)
        return
    if source.stream.peek(len(_MARK)).startswith(_MARK):  # type: ignore[attr-defined]
        source.stream.read(len(_MARK))
    pages.settle(None, unit="item")
    pages.lay_out(source.packing, InputFormat.JSON)
    yield from _read_items(source, pages, "item" if is_list else "")


def _is_lines(head: bytes) -> bool:
    """Whether an object stands on its first line from end to end, and is not spread over several."""
    first, end, _ = head.lstrip().partition(b"\n")
    if not end:
        return True
    try:
        json.loads(first)
    except (ValueError, RecursionError):
        # one broken row is no reason to take rows for one document
        return not first.rstrip().endswith((b"{", b"[", b","))
    return True


def _read_items(source: Source, pages: Pages, prefix: str) -> Iterator[Record | Unreadable]:
    """What stands below a prefix, as ``ijson`` names it."""
    import ijson

    bounded = _Bounded(source.stream, pages.options.max_bytes)
    items = ijson.items(bounded, prefix, use_float=True, multiple_values=True, buf_size=_CHUNK)
    number = before = 0
    try:
        for row in items:
            number += 1
            bounded.begin()
            page = pages.page(number, row) if isinstance(row, dict) else None
            if not isinstance(row, dict):
                yield pages.unreadable(number, "item is not a JSON object")
            elif isinstance(page, Unreadable):
                yield page
            elif page is not None:
                now = source.position
                yield Record(page, row, now - before)
                before = now
    except _TooMuchError as error:
        yield pages.unreadable(number + 1, str(error), "the rest is not read")
    except STREAM_ERRORS as error:
        yield break_off(error, pages, f"item {number}")
    except (ijson.JSONError, UnicodeError, RecursionError, ValueError) as error:
        # the parser shows the place of an error by an arrow under it, and calls every error incomplete
        said = " ".join(str(error).partition("\n")[0].split()) or "it breaks off"
        reason = "truncated" if "premature" in said.lower() or "incomplete" in said.lower() else "not valid JSON"
        message = f"{reason} after item {number}: {said}"
        yield Unreadable(pages.name.given, message, "the items before the break were read; fetch the file again")
