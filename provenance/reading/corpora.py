"""Corpora: JSON Lines, one document a row.

Invariant: a row that cannot be read gives one ``Unreadable`` with the number of its line and
the next row is read; a corpus that breaks off gives its whole rows and then one ``Unreadable``.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, BinaryIO

from provenance.model import Media, Page, Unreadable
from provenance.reading.decoding import sniff, without_surrogates
from provenance.reading.records import ReadOptions, Record
from provenance.reading.streams import STREAM_ERRORS, lines

__all__ = ["CorpusName", "read_jsonl", "row_page"]

Row = Mapping[str, Any]

GUESSES = {
    "id": ("id", "_id", "doc_id"),
    "url": ("url", "link"),
    "text": ("text", "body", "content", "article"),
    "html": ("html", "raw_html"),
    "title": ("title", "headline"),
    "date": ("date", "published", "publish_date", "timestamp"),
    "publisher": ("publisher", "source", "site", "domain"),
}


@dataclass(frozen=True, slots=True)
class CorpusName:
    """What a corpus is called: ``given`` by the user, ``location`` absolute or ``None`` for a stream."""

    given: str
    location: str | None


def read_jsonl(stream: BinaryIO, name: CorpusName, options: ReadOptions) -> Iterator[Record | Unreadable]:
    """The documents of a JSON Lines stream, in order; empty lines are passed over.

    Args:
        stream: the plain bytes.
        name: what to call the corpus in ids, locations and reports.
        options: the columns and the largest size of a row.
    """
    number = 0
    try:
        for line in lines(stream, options.max_bytes):
            number += 1
            if line is None:
                yield _unreadable(name, number, f"row is larger than {options.max_bytes:,} bytes")
            elif line.strip():
                yield _read_row(line, number, name, options)
    except STREAM_ERRORS as error:
        reason = "truncated" if isinstance(error, EOFError) else "damaged"
        message = f"{reason} after line {number}: {error}"
        yield Unreadable(name.given, message, "the rows before the break were read; fetch the file again")


def _unreadable(name: CorpusName, number: int, reason: str) -> Unreadable:
    return Unreadable(f"{name.given}:line {number}", reason)


def _read_row(line: bytes, number: int, name: CorpusName, options: ReadOptions) -> Record | Unreadable:
    """One line as a record, or why it is none."""
    try:
        row = json.loads(line.decode("utf-8-sig" if number == 1 else "utf-8"))
    except UnicodeDecodeError as error:
        return _unreadable(name, number, f"not UTF-8: {error.reason} at byte {error.start}")
    except RecursionError:
        return _unreadable(name, number, "not readable as JSON: nested too deeply")
    except ValueError as error:
        return _unreadable(name, number, f"not valid JSON: {error}")
    if not isinstance(row, dict):
        return _unreadable(name, number, "row is not a JSON object")
    page = row_page(row, number, name, options)
    return Record(page, row) if isinstance(page, Page) else page


def row_page(row: Row, number: int, name: CorpusName, options: ReadOptions) -> Page | Unreadable:
    """The page that a corpus row holds.

    Args:
        row: the row as parsed.
        number: its line, from 1, which names a row without an id.
        name: what to call the corpus.
        options: the columns.

    Returns:
        The page; or, where no column holds text, an ``Unreadable`` that names the line.
    """
    text, html = _column(row, "text", options.text_field), _column(row, "html", options.html_field)
    if options.html_field is not None and html is not None:
        text = None
    content = text if text is not None else html
    if content is None and options.keep_empty:
        content = ""
    if content is None:
        wanted = options.text_field or options.html_field or ", ".join((*GUESSES["text"], *GUESSES["html"]))
        return Unreadable(f"{name.given}:line {number}", "row without text", f"looked for a string in: {wanted}")
    identity = _identity(row, options.id_field) or f"{name.given}:{number}"
    return Page(
        id=identity,
        content=without_surrogates(content),
        media=Media.HTML if text is None and html is not None else sniff(content),
        location=f"{name.location}#{identity}" if name.location is not None else None,
        url=_column(row, "url", options.url_field),
        publisher=_column(row, "publisher", options.publisher_field),
        title=_column(row, "title", options.title_field),
        published=_column(row, "date", options.date_field),
    )


def _column(row: Row, what: str, named: str | None) -> str | None:
    """The first of the columns for something that holds a string with more than white space."""
    for field in (named,) if named is not None else GUESSES[what]:
        value = row.get(field)
        if isinstance(value, str) and value.strip():
            return value if what in {"text", "html"} else without_surrogates(value.strip())
    return None


def _identity(row: Row, named: str | None) -> str | None:
    """The row's own id as a string; numbers are written out."""
    for field in (named,) if named is not None else GUESSES["id"]:
        value = row.get(field)
        if isinstance(value, (str, int, float)) and not isinstance(value, bool) and str(value):
            return without_surrogates(str(value))
    return None
