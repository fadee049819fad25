"""How to read, and what comes out of reading one document.

Invariant: a record's row is the corpus row exactly as parsed, so that it can be written back.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Mapping

    from provenance.model import Page

__all__ = ["ReadOptions", "Record"]


@dataclass(frozen=True, slots=True)
class ReadOptions:
    """Which columns of a corpus mean what, and how much is read.

    A field that is ``None`` is guessed among the usual names. ``limit`` is the number of
    documents over all inputs, unreadable ones counted. ``max_bytes`` is the largest size of
    one document, in bytes as it stands uncompressed. ``keep_empty`` makes a corpus row without
    text a record with empty content, for a caller that must account for every row.
    """

    id_field: str | None = None
    url_field: str | None = None
    text_field: str | None = None
    html_field: str | None = None
    title_field: str | None = None
    date_field: str | None = None
    publisher_field: str | None = None
    limit: int | None = None
    max_bytes: int = 10_000_000
    keep_empty: bool = False


@dataclass(frozen=True, slots=True)
class Record:
    """One document that was read.

    ``row`` is ``None`` for a document that is no corpus row. ``bytes_read`` is what was taken
    from the disk since the record before, so the sum runs towards ``total_bytes``.
    """

    page: Page
    row: Mapping[str, Any] | None = None
    bytes_read: int = 0
