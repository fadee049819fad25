"""How a table is delimited, and whether what begins so is a table at all.

Invariant: the answer depends on the first bytes alone; prose is never taken for a table: a table
begins with the names of columns, one of which is usual for text, and its rows are all as wide.
"""

from __future__ import annotations

import codecs
import csv
import re
from typing import Literal, NamedTuple

from provenance.reading.corpora.columns import GUESSES, folded
from provenance.reading.records import InputFormat

__all__ = ["DELIMITERS", "Likeness", "encoding_of", "fit", "likeness"]

DELIMITERS = ",;\t|"
_ENCODINGS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
# rows that are looked at to find the delimiter
_SNIFFED = 20
# the name of a column is some words without a full stop
_NAME = re.compile(r"[^\W\d_][\w \-./#()]{0,39}")
_NAME_WORDS = 3
_KNOWN = frozenset(guess for guesses in GUESSES.values() for guess in guesses)
_CONTENT = frozenset((*GUESSES["text"], *GUESSES["html"]))
# columns that are usual, or rows as wide as the header, of which one number is enough
_SURE = 2
_LIKE_ROWS = 3
_LIKE_COLUMNS = 3


class Likeness(NamedTuple):
    """What unnamed bytes look like; ``sure`` where nothing else begins so."""

    what: InputFormat
    sure: bool


def encoding_of(head: bytes) -> str:
    """The encoding that a byte order mark names, else UTF-8."""
    return next((name for mark, name in _ENCODINGS if head.startswith(mark)), "utf-8")


def fit(text: str, delimiter: str, quoting: Literal[0, 3] = csv.QUOTE_MINIMAL) -> tuple[float, int]:
    """How well the start of a table is read so: the share of even rows, and the number of columns.

    Args:
        text: the start, with line feeds; it may be cut anywhere.
        delimiter: what stands between two values.
        quoting: ``csv.QUOTE_MINIMAL`` or ``csv.QUOTE_NONE``.
    """
    widths = [len(values) for values in _rows(text, delimiter, quoting) if values]
    if not widths or widths[0] == 1:
        return (0.0, len(widths[:1]))
    # the last row may be cut as well, in the middle of a quoted value; without quoting a line is a row
    told = widths[:-1] if len(widths) > 2 and quoting != csv.QUOTE_NONE else widths  # noqa: PLR2004 - a header and a row
    return (sum(width == widths[0] for width in told) / len(told), widths[0])


def likeness(head: bytes, *, whole: bool) -> Likeness | None:
    """Whether bytes of which nothing is known begin as a table.

    Args:
        head: the first bytes.
        whole: whether they are all that there is.

    Returns:
        What they look like; ``None`` for anything but a table.
    """
    text = head.decode(encoding_of(head), "replace").replace("\r\n", "\n").replace("\r", "\n")
    if text.lstrip()[:1] in {"", "<", "{", "["} or "\0" in text:
        return None
    found = [each for delimiter in DELIMITERS if (each := _likeness(text, delimiter, whole=whole)) is not None]
    return max(found, key=lambda each: each.sure, default=None)


def _likeness(text: str, delimiter: str, *, whole: bool) -> Likeness | None:
    """The same for one delimiter."""
    rows = _rows(text if not whole or text.endswith("\n") else f"{text}\n", delimiter, csv.QUOTE_MINIMAL)
    header = rows[0] if rows else []
    names = [folded(name) for name in header]
    if len(names) < 2 or len(set(names)) < len(names) or not all(map(_is_name, header)):  # noqa: PLR2004 - a table
        return None
    # the last row may be cut in the middle of a quoted value
    told = rows[1:] if whole else rows[1:-1]
    is_even = all(len(values) == len(header) for values in told)
    known = sum(name in _KNOWN for name in names)
    what = InputFormat.TSV if delimiter == "\t" else InputFormat.CSV
    if is_even and not _CONTENT.isdisjoint(names) and (told or not whole) and (known >= _SURE or len(told) >= _SURE):
        return Likeness(what, sure=True)
    is_like = is_even and len(told) >= _LIKE_ROWS and (known or len(names) >= _LIKE_COLUMNS)
    return Likeness(what, sure=False) if is_like or known >= _SURE else None


def _is_name(cell: str) -> bool:
    name = cell.strip()
    return _NAME.fullmatch(name) is not None and len(name.split()) <= _NAME_WORDS and not name.endswith(".")


def _rows(text: str, delimiter: str, quoting: Literal[0, 3]) -> list[list[str]]:
    """The first rows of a table, none where it is not written so."""
    lines = text.split("\n")
    # the last line may be cut in the middle
    reader = csv.reader(lines[:-1] if len(lines) > 1 else lines, delimiter=delimiter, quoting=quoting)
    rows: list[list[str]] = []
    try:
        for values in reader:
            rows.append(values)
            if len(rows) > _SNIFFED:
                break
    except csv.Error:
        return []
    return rows
