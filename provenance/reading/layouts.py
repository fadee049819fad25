"""How an input file is written, and its rows as they stand in it, for whoever writes them again.

Invariant: a layout is told before the first document of its file, and depends on the file alone; of a
file that cannot be read none is told.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, Any, NamedTuple

from provenance.reading.packed import Packing

if TYPE_CHECKING:
    from collections.abc import Iterable

__all__ = ["ArrowForm", "BatchRow", "Beside", "InputFormat", "Layout", "Packing", "TableForm", "WholeRecord"]


class InputFormat(StrEnum):
    """What an input is read as; ``auto`` goes by its name and its first bytes."""

    AUTO = "auto"
    JSONL = "jsonl"
    JSON = "json"
    CSV = "csv"
    TSV = "tsv"
    PARQUET = "parquet"
    ARROW = "arrow"
    WARC = "warc"
    HTML = "html"
    TEXT = "text"
    MARKDOWN = "markdown"


@dataclass(frozen=True, slots=True)
class TableForm:
    """How a table of text is written.

    ``header`` are its columns as they stand, ``names`` the same as rows have them. ``quoting`` is
    a constant of ``csv``.
    """

    header: tuple[str, ...]
    names: tuple[str, ...]
    delimiter: str
    quoting: int
    line_end: str
    encoding: str


@dataclass(frozen=True, slots=True)
class ArrowForm:
    """How Arrow data are written: the ``pyarrow.Schema``, and the codec as the writer of that format names it.

    ``codec`` is ``None`` where nothing is compressed, or where that cannot be told. ``is_stream`` tells
    a stream of Arrow batches from an Arrow file.
    """

    schema: Any
    codec: str | None = None
    is_stream: bool = False


@dataclass(frozen=True, slots=True)
class Layout:
    """How one input is written. ``format`` is that of a single document where it is no corpus."""

    given: str
    format: InputFormat
    packing: Packing = Packing.NONE
    form: TableForm | ArrowForm | None = None


class BatchRow(NamedTuple):
    """A row of Arrow data as it stands: its ``pyarrow.RecordBatch``, and its place in that, from 0."""

    batch: Any
    place: int


class WholeRecord(NamedTuple):
    """A record of a crawl, byte for byte up to the end of its block.

    ``date`` is as its header has it. ``refers`` are the ids of records that it names as written or
    captured together with it.
    """

    data: bytes
    id: str | None
    url: str
    date: str
    refers: tuple[str, ...]


class Beside(NamedTuple):
    """A whole record of a crawl that gives no document.

    ``kind`` is its type; ``date`` and ``refers`` are those of a ``WholeRecord``. ``is_left_out`` says
    that it is a document which the user's choice passes over. ``size`` is its length in bytes and
    ``chunks`` are these bytes, to be taken before the next record is read.
    """

    kind: str
    id: str | None
    date: str
    refers: tuple[str, ...]
    is_left_out: bool
    size: int
    chunks: Iterable[bytes]
