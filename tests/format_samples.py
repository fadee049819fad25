"""Corpora of invented rows in every format that is written again, and what they say when they are read plainly."""

from __future__ import annotations

import csv
import gzip
import io
import json
from typing import TYPE_CHECKING, Any

import zstandard

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from pathlib import Path

Row = dict[str, Any]

# what is told twice is a copy; no two of these are
STORIES = tuple(
    f"{who} of {town} said on {day} that {what}, and that nobody on the {place} had been {done} by the {cause}."
    for who, town, day, what, place, done, cause in (
        ("The harbour master", "Gullhaven", "Monday", "two ferries would stay in port", "long pier", "hurt", "swell"),
        ("A warden", "Orkvik", "Friday", "the seals were counted from a balloon", "south bank", "seen", "keepers"),
        ("Three divers", "Tarn", "Sunday", "a bell lay beneath the old lighthouse", "wreck", "paid", "museum"),
        ("The baker", "Harrow", "Tuesday", "her oven took fire before the market", "square", "woken", "smoke"),
        ("An engineer", "Marnes", "Thursday", "the dam holds twice the rain of a spring", "road", "moved", "flood"),
    )
)
WARC_DATE = "2031-03-04T05:06:07Z"


def packed(data: bytes, name: str) -> bytes:
    """Bytes compressed as the end of a file's name has it."""
    if name.endswith(".gz"):
        return gzip.compress(data, mtime=0)
    return zstandard.compress(data) if name.endswith(".zst") else data


def unpacked(path: Path) -> bytes:
    """The plain bytes of a file."""
    data = path.read_bytes()
    if path.suffix == ".gz":
        return gzip.decompress(data)
    if path.suffix == ".zst":
        return zstandard.ZstdDecompressor().stream_reader(data, read_across_frames=True).read()
    return data


def lines_of(rows: Iterable[Row]) -> bytes:
    return "".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows).encode()


def table_of(rows: Iterable[Row], columns: Iterable[str], **form: Any) -> bytes:
    text = io.StringIO(newline="")
    writer = csv.DictWriter(text, list(columns), **form)
    writer.writeheader()
    writer.writerows(rows)
    return text.getvalue().encode()


def rows_of_table(data: bytes, **form: Any) -> list[Row]:
    return list(csv.DictReader(io.StringIO(data.decode(), newline=""), **form))


def arrow_of(table: Any, name: str, *, rows: int = 3, **form: Any) -> bytes:
    """A table as Parquet, as an Arrow file or as a stream, by its name, in groups of some rows."""
    from pyarrow import ipc, parquet

    data = io.BytesIO()
    if name.endswith(".parquet"):
        parquet.write_table(table, data, row_group_size=rows, **form)
    else:
        make = ipc.new_stream if name.startswith("stream") else ipc.new_file
        with make(data, table.schema, options=ipc.IpcWriteOptions(**form)) as writer:
            writer.write_table(table, max_chunksize=rows)
    return data.getvalue()


def arrow_from(path: Path) -> Any:
    """The table in a file of Parquet or Arrow."""
    from pyarrow import ipc, parquet

    if path.suffix == ".parquet":
        return parquet.read_table(path)
    data = path.read_bytes()
    return (ipc.open_file if data.startswith(b"ARROW1") else ipc.open_stream)(data).read_all()


def record(kind: str, name: str, url: str, block: bytes, *more: str, media: str = "text/plain") -> bytes:
    """A record of a crawl, up to the end of its block."""
    lines = [
        "WARC/1.1",
        f"WARC-Type: {kind}",
        f"WARC-Record-ID: <urn:{name}>",
        f"WARC-Target-URI: {url}",
        f"WARC-Date: {WARC_DATE}",
        f"Content-Type: {media}",
        *more,
        f"Content-Length: {len(block)}",
    ]
    return "\r\n".join(lines).encode() + b"\r\n\r\n" + block


def crawl_of(records: Iterable[bytes], name: str) -> bytes:
    """Records as a file, each compressed by itself where the name says so."""
    return b"".join(packed(each + b"\r\n\r\n", name) for each in records)


def records_of(path: Path) -> list[bytes]:
    """The records of a file of plain records, up to the ends of their blocks."""
    data, found = unpacked(path), []
    while data:
        head, _, rest = data.partition(b"\r\n\r\n")
        size = int(next(line for line in head.split(b"\r\n") if line.startswith(b"Content-Length:")).split()[1])
        found.append(head + b"\r\n\r\n" + rest[:size])
        assert rest[size : size + 4] == b"\r\n\r\n"
        data = rest[size + 4 :]
    return found


def said_by(found: bytes, name: str) -> str | None:
    """A field of a record's header."""
    start = f"{name}: ".encode()
    head = found.partition(b"\r\n\r\n")[0]
    return next((line[len(start) :].decode() for line in head.split(b"\r\n") if line.startswith(start)), None)


WRITTEN: dict[str, Callable[[list[Row]], bytes]] = {
    "c.jsonl": lines_of,
    "c.jsonl.gz": lambda rows: packed(lines_of(rows), ".gz"),
    "c.jsonl.zst": lambda rows: packed(lines_of(rows), ".zst"),
    "c.json": lambda rows: json.dumps(rows, indent=1).encode(),
    "c.json.gz": lambda rows: packed(json.dumps(rows).encode(), ".gz"),
}
