"""``dedup --store`` beside ``dedup`` alone, and beside an ``ingest`` of the documents that it stores.

usage: python tests/bench/storing.py [--documents N]
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import NamedTuple

ROOT = Path(__file__).resolve().parents[2]
sys.path[:0] = [str(ROOT), str(Path(__file__).parent)]

from corpus import CORPUS, write  # noqa: E402 - after the path is set


class Run(NamedTuple):
    """One run: seconds by the clock and of the processors, and the peak of its own memory in megabytes."""

    clock: float
    processor: float
    peak: float


def timed(*arguments: object) -> Run:
    """Start the program and wait for it."""
    command = [sys.executable, "-m", "provenance.cli", *map(str, arguments), "-q"]
    began = time.perf_counter()
    process = subprocess.Popen(command, env={**os.environ, "PYTHONPATH": str(ROOT)})
    _, status, used = os.wait4(process.pid, 0)
    if status:
        sys.exit(f"ended with {os.waitstatus_to_exitcode(status)}: {' '.join(command)}")
    return Run(time.perf_counter() - began, used.ru_utime + used.ru_stime, used.ru_maxrss / 1024)


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description="Measure what keeping the clusters takes.")
    parser.add_argument("--documents", type=int, default=20_000)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        write(folder, options.documents)
        plain = timed("dedup", folder / CORPUS, "-o", folder / "plain")
        kept = timed("dedup", folder / CORPUS, "-o", folder / "kept", "--store", folder / "kept.db")
        again = timed("dedup", folder / CORPUS, "-o", folder / "again", "--store", folder / "kept.db")
        lines = (folder / "kept" / "clusters.jsonl").read_text(encoding="utf-8").splitlines()
        wanted = {json.loads(line)["id"] for line in lines}
        with (folder / CORPUS).open(encoding="utf-8") as rows, (folder / "few.jsonl").open("w") as few:
            few.writelines(row for row in rows if json.loads(row)["id"] in wanted)
        ingested = timed("ingest", folder / "few.jsonl", "--db", folder / "few.db")
        sizes = [(folder / each).stat().st_size / 1e6 for each in ("kept.db", "few.db")]
    sys.stdout.write(f"{options.documents:,} documents, {len(wanted):,} in clusters, {os.cpu_count()} processors\n")
    for what, run in (
        ("dedup", plain),
        ("dedup --store", kept),
        ("the same again", again),
        ("ingest of the clusters", ingested),
    ):
        took = f"{run.clock:7.1f} s, processors {run.processor:7.1f} s"
        sys.stdout.write(f"{what:24} {took}, peak {run.peak:6,.0f} MB\n")
    sys.stdout.write(
        f"articles stored in a second of a processor: by dedup {len(wanted) / (kept.processor - plain.processor):.0f}, "
        f"by ingest {len(wanted) / ingested.processor:.0f}; databases {sizes[0]:.0f} and {sizes[1]:.0f} MB\n"
    )


if __name__ == "__main__":
    main()
