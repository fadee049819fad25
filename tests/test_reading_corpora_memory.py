from __future__ import annotations

import csv
import gzip
import io
import json
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from collections.abc import Callable

pa = pytest.importorskip("pyarrow")
parquet = pytest.importorskip("pyarrow.parquet")
warcwriter = pytest.importorskip("warcio.warcwriter")
statusandheaders = pytest.importorskip("warcio.statusandheaders")

pytestmark = pytest.mark.skipif(not Path("/proc/self/status").is_file(), reason="the peak is read from /proc")

TEXT = ("Water rose at Harrow Lake, “again” and again. " * 50 + "\n") * 40  # 100 KB
MANY = 2000
# a process that reads 200 MB may take so much more at its peak than one that reads 20 MB
SLACK_MB = 8
READ = """
import sys
from provenance.reading import Record, read
count = sum(isinstance(each, Record) for each in read([sys.argv[1]]))
lines = open("/proc/self/status", encoding="ascii").read().splitlines()
print(count, next(int(line.split()[1]) for line in lines if line.startswith("VmHWM")))
"""


def rows(count: int) -> Any:
    return ({"id": f"story-{number}", "text": TEXT} for number in range(count))


def write_jsonl(path: Path, count: int) -> None:
    with gzip.open(path, "wt", encoding="utf-8", compresslevel=1) as file:
        file.writelines(json.dumps(row) + "\n" for row in rows(count))


def write_json(path: Path, count: int) -> None:
    with gzip.open(path, "wt", encoding="utf-8", compresslevel=1) as file:
        file.write("[")
        file.writelines(("," if number else "") + json.dumps(row) for number, row in enumerate(rows(count)))
        file.write("]")


def write_csv(path: Path, count: int) -> None:
    with gzip.open(path, "wt", encoding="utf-8", newline="", compresslevel=1) as file:
        writer = csv.DictWriter(file, ["id", "text"])
        writer.writeheader()
        writer.writerows(rows(count))


def write_parquet(path: Path, count: int) -> None:
    schema = pa.schema([("id", pa.string()), ("text", pa.string())])
    with parquet.ParquetWriter(path, schema, use_dictionary=False) as writer:
        for _ in range(0, count, 100):  # a row group of 10 MB
            writer.write_table(pa.Table.from_pylist(list(rows(100)), schema))


def write_arrow(path: Path, count: int) -> None:
    schema = pa.schema([("id", pa.string()), ("text", pa.string())])
    with pa.ipc.new_file(path, schema) as writer:
        for _ in range(0, count, 20):
            writer.write_table(pa.Table.from_pylist(list(rows(20)), schema))


def write_warc(path: Path, count: int) -> None:
    with path.open("wb") as file:
        writer = warcwriter.WARCWriter(file, gzip=True)
        page = f"<html><p>{TEXT}</html>".encode()
        for number in range(count):
            http = statusandheaders.StatusAndHeaders("200 OK", [("Content-Type", "text/html")], protocol="HTTP/1.1")
            url = f"https://harrow.example/{number}"
            writer.write_record(
                writer.create_warc_record(
                    url, "response", payload=io.BytesIO(page), length=len(page), http_headers=http
                )
            )


def peak(path: Path, count: int) -> float:
    """The most memory, in megabytes, that reading takes."""
    root = str(Path(__file__).resolve().parents[1])
    done = subprocess.run(
        [sys.executable, "-c", READ, str(path)], capture_output=True, check=True, cwd=root, timeout=300
    )
    found, kilobytes = map(int, done.stdout.split())
    assert found == count
    return kilobytes / 1024


@pytest.mark.parametrize(
    ("name", "write"),
    [
        ("a.jsonl.gz", write_jsonl),
        ("a.json.gz", write_json),
        ("a.csv.gz", write_csv),
        ("a.parquet", write_parquet),
        ("a.feather", write_arrow),
        ("a.warc.gz", write_warc),
    ],
)
@pytest.mark.slow
def test_memory_does_not_grow_with_the_corpus(tmp_path: Path, name: str, write: Callable[[Path, int], None]) -> None:
    peaks = []
    for count in (MANY // 10, MANY):
        write(tmp_path / name, count)
        peaks.append(peak(tmp_path / name, count))
    assert peaks[1] - peaks[0] < SLACK_MB, peaks
