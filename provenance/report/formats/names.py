"""The names of all formats that anything is written in, once, with what the web calls them.

Invariant: a command or a page that offers formats takes their names from here.
"""

from __future__ import annotations

from enum import StrEnum
from typing import Final

__all__ = ["MEDIA_TYPES", "SUFFIXES", "Format", "Table"]


class Format(StrEnum):
    """How something is written; each command offers some of them."""

    TABLE = "table"
    JSON = "json"
    JSONL = "jsonl"
    HTML = "html"
    PROV = "prov"
    NINJS = "ninjs"
    JSONLD = "jsonld"
    MERMAID = "mermaid"
    DOT = "dot"
    CSV = "csv"
    PARQUET = "parquet"


class Table(StrEnum):
    """What a flat table of a database has a row for."""

    ARTICLES = "articles"
    MATCHES = "matches"


MEDIA_TYPES: Final[dict[Format, str]] = {
    Format.TABLE: "text/plain; charset=utf-8",
    Format.JSON: "application/json",
    Format.JSONL: "application/x-ndjson",
    Format.HTML: "text/html; charset=utf-8",
    Format.PROV: "application/json",
    Format.NINJS: "application/json",
    Format.JSONLD: "application/ld+json",
    Format.MERMAID: "text/plain; charset=utf-8",
    Format.DOT: "text/vnd.graphviz; charset=utf-8",
    Format.CSV: "text/csv; charset=utf-8",
    Format.PARQUET: "application/vnd.apache.parquet",
}
"""What a server calls each format."""

SUFFIXES: Final[dict[Format, str]] = {
    Format.TABLE: ".txt",
    Format.JSON: ".json",
    Format.JSONL: ".jsonl",
    Format.HTML: ".html",
    Format.PROV: ".prov.json",
    Format.NINJS: ".ninjs.json",
    Format.JSONLD: ".jsonld",
    Format.MERMAID: ".mmd",
    Format.DOT: ".dot",
    Format.CSV: ".csv",
    Format.PARQUET: ".parquet",
}
"""What the name of a file in each format ends with."""
