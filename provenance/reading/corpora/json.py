"""JSON documents: a list of objects, one object, objects one after another, JSON Lines in disguise.

Invariant: a list is read item by item and never held whole; what stands before a break is read.
"""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, BinaryIO

from provenance.model import Unreadable
from provenance.reading.corpora.jsonl import break_off, read_jsonl
from provenance.reading.records import Record
from provenance.reading.streams import STREAM_ERRORS

if TYPE_CHECKING:
    from collections.abc import Iterator

    from provenance.reading.corpora.pages import Pages
    from provenance.reading.streams import Source

__all__ = ["read_json"]

_CHUNK = 1 << 16
_MARK = b"\xef\xbb\xbf"
_LIST = re.compile(rb"\s{0,1000}\[")


class _TooLargeError(Exception):
    """An item is larger than a document may be."""


class _Bounded:
    """A stream for the parser that ends where one item has taken more than it may."""

    def __init__(self, stream: BinaryIO, limit: int) -> None:
        self._stream = stream
        self._limit = limit + 2 * _CHUNK
        self.taken = 0

    def read(self, size: int = -1) -> bytes:
        if self.taken > self._limit:
            raise _TooLargeError
        data = self._stream.read(size if size >= 0 else _CHUNK)
        self.taken += len(data)
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
            bounded.taken = 0
            page = pages.page(number, row) if isinstance(row, dict) else None
            if not isinstance(row, dict):
                yield pages.unreadable(number, "item is not a JSON object")
            elif isinstance(page, Unreadable):
                yield page
            elif page is not None:
                now = source.position
                yield Record(page, row, now - before)
                before = now
    except _TooLargeError:
        yield pages.unreadable(number + 1, f"larger than {pages.options.max_bytes:,} bytes", "the rest is not read")
    except STREAM_ERRORS as error:
        yield break_off(error, pages, f"item {number}")
    except (ijson.JSONError, UnicodeError, RecursionError, ValueError) as error:
        reason = "truncated" if isinstance(error, ijson.IncompleteJSONError) else "not valid JSON"
        message = f"{reason} after item {number}: {' '.join(str(error).split())[:200]}"
        yield Unreadable(pages.name.given, message, "the items before the break were read; fetch the file again")
