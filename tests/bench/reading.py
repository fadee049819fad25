"""Reading corpora beside the plain library's own loop over the same file, in the same run.

The other side parses each row and drops it; the program finds the columns, decodes, and makes a
page with its identity. Both sides take turns, and who begins alternates; the ratio is the median
of the ratios of neighbouring runs, once by the clock and once by the processor's time, which other
programs on the machine disturb less. The memory is the peak of a process that only reads, with what
Python and the libraries take by themselves.

usage: python tests/bench/reading.py [--rows N] [--repeats N] [FORMAT…]
"""

from __future__ import annotations

import argparse
import csv
import gzip
import io
import json
import random
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from statistics import median
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

ROOT = Path(__file__).resolve().parents[2]
COLUMNS = ("id", "url", "title", "published", "publisher", "text")
SYLLABLES = ("ba", "do", "fen", "gul", "har", "kel", "lo", "mar", "nes", "or", "pim", "ras", "sül", "tev", "vik")
READ = """
import sys
sys.path.insert(0, {root!r})
from provenance.reading import read
count = sum(1 for _ in read([{path!r}]))
try:
    lines = open("/proc/self/status", encoding="ascii").read().splitlines()
    peak = next(int(line.split()[1]) for line in lines if line.startswith("VmHWM"))
except OSError:
    import resource
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
print(count, peak)
"""


class Taken(NamedTuple):
    """What one reading took, in seconds: by the clock, and of the processor."""

    clock: float
    processor: float


class Measured(NamedTuple):
    """One format: neighbouring runs of both sides, and the peak memory of the program in megabytes."""

    name: str
    rows: int
    program: list[Taken]
    library: list[Taken]
    peak: float

    @property
    def ratio(self) -> float:
        """How much longer the program takes than the library alone, by the clock."""
        return median(ours.clock / theirs.clock for ours, theirs in zip(self.program, self.library, strict=True))

    @property
    def processor_ratio(self) -> float:
        """The same by the processor's time."""
        pairs = zip(self.program, self.library, strict=True)
        return median(ours.processor / theirs.processor for ours, theirs in pairs)


def documents(count: int) -> Iterator[dict[str, str]]:
    """Invented stories of about 2.5 KB, with quotation marks and lines as news has them."""
    chance = random.Random(2031)
    words = ["".join(chance.choices(SYLLABLES, k=3)) for _ in range(8000)]
    for number in range(count):
        paragraphs = (
            f"“{' '.join(chance.choices(words, k=9))},” said {' '.join(chance.choices(words, k=28))}." for _ in range(9)
        )
        yield {
            "id": f"story-{number}",
            "url": f"https://gullhaven.example/news/{number}",
            "title": " ".join(chance.choices(words, k=9)),
            "published": f"2031-03-{number % 28 + 1:02}T08:00:00Z",
            "publisher": "Gullhaven Observer",
            "text": "\n".join(paragraphs),
        }


def write(folder: Path, count: int) -> dict[str, Path]:
    """The same documents in every format."""
    import pyarrow as pa
    from pyarrow import parquet
    from warcio.statusandheaders import StatusAndHeaders
    from warcio.warcwriter import WARCWriter

    paths = {suffix: folder / f"corpus.{suffix}" for suffix in ("jsonl", "jsonl.gz", "csv", "parquet", "warc.gz")}
    schema = pa.schema([(name, pa.string()) for name in COLUMNS])
    html = [("Content-Type", "text/html; charset=utf-8"), ("Server", "bench"), ("ETag", '"1"')]
    batch = []
    with (
        paths["jsonl"].open("w", encoding="utf-8") as plain,
        gzip.open(paths["jsonl.gz"], "wt", encoding="utf-8", compresslevel=6) as packed,
        paths["csv"].open("w", encoding="utf-8", newline="") as table,
        parquet.ParquetWriter(paths["parquet"], schema) as columns,
        paths["warc.gz"].open("wb") as crawl,
    ):
        rows = csv.DictWriter(table, COLUMNS)
        rows.writeheader()
        records = WARCWriter(crawl, gzip=True)
        for row in documents(count):
            line = json.dumps(row, ensure_ascii=False) + "\n"
            plain.write(line)
            packed.write(line)
            rows.writerow(row)
            batch.append(row)
            if len(batch) == 10_000:
                columns.write_table(pa.Table.from_pylist(batch, schema))
                batch = []
            page = f"<html><title>{row['title']}</title><p>{row['text']}</html>".encode()
            answer = StatusAndHeaders("200 OK", html, protocol="HTTP/1.1")
            records.write_record(
                records.create_warc_record(row["url"], "response", payload=io.BytesIO(page), http_headers=answer)
            )
        if batch:
            columns.write_table(pa.Table.from_pylist(batch, schema))
    return paths


def library_jsonl(path: Path) -> int:
    """``json.loads`` line by line."""
    with path.open("rb") as file:
        return sum(1 for line in file if json.loads(line))


def library_jsonl_gz(path: Path) -> int:
    """The same through ``gzip``."""
    with gzip.open(path) as file:
        return sum(1 for line in file if json.loads(line))


def library_csv(path: Path) -> int:
    """``csv.DictReader``."""
    with path.open(encoding="utf-8", newline="") as file:
        return sum(1 for row in csv.DictReader(file) if row)


def library_parquet(path: Path) -> int:
    """Batches of pyarrow as rows."""
    from pyarrow import parquet

    batches = parquet.ParquetFile(path).iter_batches()
    return sum(1 for batch in batches for row in batch.to_pylist() if row)


def library_warc(path: Path) -> int:
    """The payloads that warcio gives."""
    from warcio.archiveiterator import ArchiveIterator

    with path.open("rb") as file:
        return sum(1 for record in ArchiveIterator(file) if record.content_stream().read())


LIBRARIES = {
    "jsonl": library_jsonl,
    "jsonl.gz": library_jsonl_gz,
    "csv": library_csv,
    "parquet": library_parquet,
    "warc.gz": library_warc,
}


def program(path: Path) -> int:
    """The program's reader, as every command uses it."""
    from provenance.reading import Record, read

    return sum(isinstance(found, Record) for found in read([path]))


def seconds(run: Callable[[Path], int], path: Path, rows: int) -> Taken:
    """How long it takes to read every row."""
    started, begun = time.perf_counter(), time.process_time()
    found = run(path)
    taken = Taken(time.perf_counter() - started, time.process_time() - begun)
    if found != rows:
        sys.exit(f"{path.name}: {found} of {rows} rows read by {run.__name__}")
    return taken


def peak(path: Path) -> float:
    """The most memory, in megabytes, that a process of its own takes to read a file."""
    code = READ.format(root=str(ROOT), path=str(path))
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, check=True, text=True)
    return int(done.stdout.split()[1]) / 1024


def measure(rows: int = 100_000, repeats: int = 7, formats: Sequence[str] = ()) -> list[Measured]:
    """Measure every format, or those that are named."""
    measured = []
    with tempfile.TemporaryDirectory() as folder:
        for name, path in write(Path(folder), rows).items():
            if formats and name not in formats:
                continue
            times: dict[Callable[[Path], int], list[Taken]] = {LIBRARIES[name]: [], program: []}
            for number in range(repeats):
                for side in sorted(times, key=lambda each: (each is program) != bool(number % 2)):
                    times[side].append(seconds(side, path, rows))
            measured.append(Measured(name, rows, times[program], times[LIBRARIES[name]], peak(path)))
    return measured


def table(measured: list[Measured]) -> str:
    """The measurements for people."""
    lines = [f"{'reading':10} {'rows/s':>10} {'library':>10} {'ratio':>6} {'cpu':>6} {'peak MB':>8}"]
    for each in measured:
        rates = [each.rows / median(run.clock for run in side) for side in (each.program, each.library)]
        lines.append(
            f"{each.name:10} {rates[0]:>10,.0f} {rates[1]:>10,.0f}"
            f" {each.ratio:>6.2f} {each.processor_ratio:>6.2f} {each.peak:>8.0f}"
        )
    return "\n".join(lines) + "\n"


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description="Measure reading beside the plain libraries.")
    parser.add_argument("--rows", type=int, default=100_000)
    parser.add_argument("--repeats", type=int, default=7)
    parser.add_argument("formats", nargs="*", metavar="FORMAT", help="as jsonl or warc.gz; all where none is named")
    options = parser.parse_args()
    sys.stdout.write(table(measure(options.rows, options.repeats, options.formats)))


if __name__ == "__main__":
    sys.path.insert(0, str(ROOT))
    main()
