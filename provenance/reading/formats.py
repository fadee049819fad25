"""What a file is: by its name, by its first bytes.

Invariant: bytes that can be one format only go before a name; a compressor's suffix and the bytes
of a compressor say nothing of what is inside.
"""

from __future__ import annotations

import re
from pathlib import Path

from provenance.reading.records import InputFormat

__all__ = ["READ_SUFFIXES", "by_content", "by_name", "chosen", "ours"]

SUFFIXES = {
    ".jsonl": InputFormat.JSONL,
    ".ndjson": InputFormat.JSONL,
    ".json": InputFormat.JSON,
    ".csv": InputFormat.CSV,
    ".tsv": InputFormat.TSV,
    ".tab": InputFormat.TSV,
    ".parquet": InputFormat.PARQUET,
    ".arrow": InputFormat.ARROW,
    ".feather": InputFormat.ARROW,
    ".warc": InputFormat.WARC,
    ".wet": InputFormat.WARC,
    ".htm": InputFormat.HTML,
    ".html": InputFormat.HTML,
    ".xhtml": InputFormat.HTML,
    ".markdown": InputFormat.MARKDOWN,
    ".md": InputFormat.MARKDOWN,
    ".text": InputFormat.TEXT,
    ".txt": InputFormat.TEXT,
}
READ_SUFFIXES = frozenset(SUFFIXES)
PACKED_SUFFIXES = frozenset({".gz", ".zst"})
# an Arrow stream has no magic of its own: its first message begins so
MAGIC = (
    (b"PAR1", InputFormat.PARQUET),
    (b"PARE", InputFormat.PARQUET),
    (b"ARROW1", InputFormat.ARROW),
    (b"FEA1", InputFormat.ARROW),
    (b"\xff\xff\xff\xff", InputFormat.ARROW),
    (b"WARC/1.", InputFormat.WARC),
    (b"WARC/0.", InputFormat.WARC),
)
# what ``provenance export`` begins with, and what SQLite does
EXPORT = re.compile(rb"\s{0,100}\{\s{0,9}\"provenance\"\s{0,9}:\s{0,9}\{\s{0,9}\"format\"\s{0,9}:\s{0,9}[0-9]")
DATABASE = b"SQLite format 3\0"
OBJECT = re.compile(rb"(?:\xef\xbb\xbf)?\s{0,100}\{\s{0,100}[\"}]")
OBJECTS = re.compile(rb"(?:\xef\xbb\xbf)?\s{0,100}\[\s{0,100}\{\s{0,100}[\"}]")


def by_name(name: str) -> InputFormat | None:
    """The format that a file's name promises, below the suffix of a compressor."""
    path = Path(name.lower())
    return SUFFIXES.get(Path(path.stem).suffix if path.suffix in PACKED_SUFFIXES else path.suffix)


def ours(head: bytes) -> tuple[str, str] | None:
    """What plain bytes are that hold articles and are no input, and the command that takes them."""
    if EXPORT.match(head):
        return "an export of a database, and no corpus", "import"
    return ("a database, and no corpus", "merge") if head.startswith(DATABASE) else None


def by_content(head: bytes) -> InputFormat | None:
    """The format of a corpus that plain bytes begin as; ``None`` for what may be a single document."""
    for magic, what in MAGIC:
        if head.startswith(magic):
            return what
    return InputFormat.JSON if OBJECT.match(head) or OBJECTS.match(head) else None


def chosen(head: bytes, promised: InputFormat | None) -> InputFormat | None:
    """The format of a file, given its first plain bytes and what its name promises.

    Returns:
        A format; ``None`` for a single document of which nothing is known.
    """
    found = by_content(head)
    if promised is None or (found is not None and found is not InputFormat.JSON):
        return found
    if promised is InputFormat.JSONL and OBJECTS.match(head):
        return InputFormat.JSON
    return promised
