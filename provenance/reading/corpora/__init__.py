"""Corpora: files of many documents, one a row, an item or a record.

Invariant: what cannot be read is named and counted and the rest goes on; a corpus of any size is
read in constant memory; a format's library is loaded when a file of that format is.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from provenance.reading.corpora.names import CorpusName
from provenance.reading.corpora.pages import NoCorpusError, Pages
from provenance.reading.records import InputFormat

if TYPE_CHECKING:
    from collections.abc import Iterator

    from provenance.model import Unreadable
    from provenance.reading.records import Record
    from provenance.reading.streams import Source

__all__ = ["CORPUS_FORMATS", "CorpusName", "NoCorpusError", "Pages", "read_corpus"]

CORPUS_FORMATS = frozenset(
    {
        InputFormat.JSONL,
        InputFormat.JSON,
        InputFormat.CSV,
        InputFormat.TSV,
        InputFormat.PARQUET,
        InputFormat.ARROW,
        InputFormat.WARC,
    }
)


def read_corpus(source: Source, what: InputFormat, pages: Pages) -> Iterator[Record | Unreadable]:
    """The documents of a corpus, in order.

    Args:
        source: its bytes.
        what: its format, one of ``CORPUS_FORMATS``.
        pages: makes pages of its rows.

    Raises:
        NoCorpusError: it was found in a folder, and its columns say that it holds no documents.
    """
    match what:
        case InputFormat.JSON:
            from provenance.reading.corpora.json import read_json

            return read_json(source, pages)
        case InputFormat.CSV | InputFormat.TSV:
            from provenance.reading.corpora.csv import read_csv

            return read_csv(source, pages, "\t" if what is InputFormat.TSV else None)
        case InputFormat.PARQUET:
            from provenance.reading.corpora.parquet import read_parquet

            return read_parquet(source, pages)
        case InputFormat.ARROW:
            from provenance.reading.corpora.arrow import read_arrow

            return read_arrow(source, pages)
        case InputFormat.WARC:
            from provenance.reading.corpora.warc import read_warc

            return read_warc(source, pages)
        case _:
            from provenance.reading.corpora.jsonl import read_jsonl

            return read_jsonl(source, pages)
