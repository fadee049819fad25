"""A row to be written, and the file that it goes into.

Invariant: what is added to a row is the same in every format: the fields of ``ADDED_FIELDS``, those
that say nothing left out, or empty where a format has columns.
"""

from __future__ import annotations

import json
from abc import ABC, abstractmethod
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Self

import msgspec

from provenance.corpus.gathering.lines import ADDED
from provenance.model import Media

if TYPE_CHECKING:
    from collections.abc import Mapping

    from provenance.corpus.result import Document
    from provenance.corpus.written.formats.packing import NewFile
    from provenance.model import Page
    from provenance.reading.layouts import BatchRow, WholeRecord

__all__ = ["ADDED_FIELDS", "UNMARKED", "Row", "RowFile", "as_line", "mark_line", "row_of"]

# what is added, and what kind of value it is; ``cause`` is why a row is removed: a ``copy`` that is kept, one that is
# ``stored``, or ``damage``, with no other copy; ``input`` is what the input had under the name of what is added
ADDED_FIELDS: Mapping[str, type] = {
    "kept": bool,
    "cluster": int,
    "cause": str,
    "kept_id": str,
    "stored": int,
    "relation": str,
    "jaccard": float,
    "containment": float,
    "reason": str,
    "failed": str,
    "clean": str,
    "input": object,
}
# what is added to the many documents that no other is a copy of
UNMARKED: dict[str, Any] = {"kept": True, "cluster": None}


@dataclass(frozen=True, slots=True)
class Row:
    """A row to write: its line or its record as it stands, or what it is made of where it cannot be copied."""

    document: Document
    line: bytes | None
    page: Page | None = None
    fields: Mapping[str, Any] | None = None
    whole: BatchRow | WholeRecord | None = None


class RowFile(ABC):
    """A new file of rows, complete and on the disk when its ``with`` block ends well."""

    def __init__(self, file: NewFile) -> None:
        """Take the file, which is closed with this one."""
        self._file = file

    def __enter__(self) -> Self:
        """Write inside a ``with`` block."""
        return self

    def __exit__(self, kind: type[BaseException] | None, *_: object) -> None:
        """Close the file without hiding the error that ended the block."""
        complete = False
        try:
            if kind is None:
                self._finish()
                complete = True
        finally:
            self._file.close(complete=complete)

    @abstractmethod
    def put(self, row: Row, mark: Mapping[str, Any]) -> None:
        """Append a row with what is added to it.

        Raises:
            OutputError: there is no room for it, or the format cannot hold it.
        """

    @abstractmethod
    def _finish(self) -> None:
        """Append what is left."""


def row_of(page: Page, row: Mapping[str, Any] | None, mark: Mapping[str, Any]) -> dict[str, Any]:
    """The row that is written for a document.

    Args:
        page: the document.
        row: its row in the corpus; a document on its own becomes a row of its page's fields.
        mark: what deduplication has to say of it.

    Returns:
        The row with ``provenance`` added; what the input had under that name is ``input`` in it.
    """
    if row is None:
        content = "html" if page.media is Media.HTML else "text"
        fields = {"id": page.id, "url": page.url, "publisher": page.publisher, "date": page.published}
        fields |= {"title": page.title, content: page.content}
        row = {name: value for name, value in fields.items() if value is not None}
    before = {"input": row[ADDED]} if ADDED in row else {}
    return {**row, ADDED: {**mark, **before}}


_encode = json.JSONEncoder(ensure_ascii=False, default=str).encode


def mark_line(mark: Mapping[str, Any]) -> bytes:
    """What ``as_line`` gives for plain values, texts, numbers and none, in a fourth of the time."""
    try:
        return msgspec.json.format(msgspec.json.encode(mark), indent=0) + b"\n"
    except UnicodeEncodeError:
        return as_line(mark)


def as_line(value: Mapping[str, Any]) -> bytes:
    """An object as JSON on a line of its own, in UTF-8."""
    line = _encode(value)
    try:
        return line.encode() + b"\n"
    except UnicodeEncodeError:  # half of a surrogate pair, which JSON can hold and UTF-8 cannot
        return json.dumps(value, default=str).encode() + b"\n"
