"""How to read, and what comes out of reading one document.

Invariant: a record's row holds what the corpus holds, so that it can be written back.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, NamedTuple, Protocol

from provenance.reading.layouts import InputFormat
from provenance.reading.web.options import WebOptions

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from provenance.model import Page, Unreadable
    from provenance.reading.corpora.names import CorpusName
    from provenance.reading.layouts import BatchRow, Beside, Layout, WholeRecord

__all__ = ["InputFormat", "PageMaker", "Place", "ReadOptions", "Record"]


@dataclass(frozen=True, slots=True)
class ReadOptions:
    """Which columns of a corpus mean what, and how much is read.

    A field that is ``None`` is guessed among the usual names; a dot leads into an object or a
    struct. ``limit`` is the number of documents over all inputs, unreadable ones counted.
    ``max_bytes`` is the largest size of one document, in bytes as it stands uncompressed.
    ``keep_empty`` makes a corpus row without text a record with empty content, for a caller
    that must account for every row. ``rows`` asks for the whole row of every record where that
    costs time: of Parquet and Arrow only the columns that are needed are read without it.

    ``sample`` is the share of documents that is read, in (0, 1], chosen by a hash of the
    document's id and of its file's name, so that it is the same share in every order.
    ``since`` is an ISO 8601 day; a document whose row names an earlier one is passed over, one
    without a date is read. ``notice`` is told what was guessed and what was passed over, a
    line each. ``as_format`` overrides names and first bytes.

    ``layout`` is told how each file is written, and asks for no more: none is read any further than
    it takes. ``beside`` asks for the rows of Parquet and Arrow and the records of crawls as they stand, and
    is given, in their place among the documents, the whole records of crawls that are none.
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
    rows: bool = False
    sample: float | None = None
    since: str | None = None
    as_format: InputFormat = InputFormat.AUTO
    notice: Callable[[str], None] | None = None
    layout: Callable[[Layout], None] | None = None
    beside: Callable[[Beside], None] | None = None
    web: WebOptions = WebOptions()  # noqa: RUF009 - frozen


class PageMaker(Protocol):
    """What makes the pages of one corpus of its rows."""

    name: CorpusName

    def page(self, number: int, row: Mapping[str, Any], *, clean: bool = False) -> Page | Unreadable | None:
        """The page of a row, by its number; ``clean`` where its strings need no look."""


class Place(NamedTuple):
    """Where a row stands, so that it can be read again by itself: file, first byte, number, and what makes its page."""

    path: str
    start: int
    number: int
    pages: PageMaker


@dataclass(frozen=True, slots=True)
class Record:
    """One document that was read.

    ``row`` is ``None`` for a document that is no corpus row, and for one of which only some
    columns were read. Its values are those of JSON: a time is written in ISO 8601, bytes in
    base64, a decimal number as a string, a number that is none (NaN) as ``None``. ``bytes_read``
    is what was taken from the disk since the record before, so the sum runs towards
    ``total_bytes``. ``raw`` is the line that the row was read from, where it is all of the row; ``place`` says
    where it stands, if it can be read there again.
    """

    page: Page
    row: Mapping[str, Any] | None = None
    bytes_read: int = 0
    raw: bytes | None = None
    place: Place | None = None
    whole: BatchRow | WholeRecord | None = None
