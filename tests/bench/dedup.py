"""Deduplication of a corpus whose copies are known: whole process, memory, right and wrong pairs, kernels alone.

The program runs as a user starts it, from JSON Lines to the finished folder, with the compiled kernels
at hand. A pair counts as true where its shingles, counted here by Python's sets, are as near as the
threshold says: of every made copy and its origin, and of every member and its kept copy. Kernels alone:
from texts in memory to the texts that have a near neighbour.

usage: python tests/bench/dedup.py [--documents N] [--repeats N] [--keep RULE…]
"""

from __future__ import annotations

import argparse
import json
import os
import resource
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from statistics import median
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterable

ROOT = Path(__file__).resolve().parents[2]
sys.path[:0] = [str(ROOT), str(Path(__file__).parent)]

from corpus import CORPUS, TRUTH, write  # noqa: E402 - after the path is set

THRESHOLD, CONTAINMENT, SIZE = 0.5, 0.8, 3


class Run(NamedTuple):
    """One run: seconds by the clock and of the processors, and the peak of its memory in megabytes."""

    clock: float
    processor: float
    peak: float


class Judged(NamedTuple):
    """Pairs that were found of those that are there, and those found that are none."""

    there: int
    found: int
    said: int
    wrong: int

    @property
    def f1(self) -> float:
        """The harmonic mean of precision and recall."""
        precision, recall = 1 - self.wrong / max(self.said, 1), self.found / max(self.there, 1)
        return 2 * precision * recall / max(precision + recall, 1e-9)


def run(corpus: Path, out: Path, keep: str) -> Run:
    """Start the program and wait for it."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    began = time.perf_counter()
    command = [sys.executable, "-m", "provenance.cli", "dedup", str(corpus), "-o", str(out), "--keep", keep, "-q"]
    process = subprocess.Popen(command, env={**os.environ, "PYTHONPATH": str(ROOT)})
    _, status, used = os.wait4(process.pid, 0)
    clock = time.perf_counter() - began
    if status:
        sys.exit(f"ended with {os.waitstatus_to_exitcode(status)}: {' '.join(command)}")
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    spent = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    return Run(clock, spent or used.ru_utime + used.ru_stime, used.ru_maxrss / 1024)


def shingles(text: str) -> set[tuple[str, ...]]:
    """The word shingles of a text of ASCII, by Python alone."""
    words = "".join(character if character.isalnum() else " " for character in text.lower()).split()
    return set(zip(*(words[start:] for start in range(SIZE)), strict=False))


def is_near(one: set[tuple[str, ...]], other: set[tuple[str, ...]]) -> bool:
    """Whether two texts are copies by the settings."""
    shared = len(one & other)
    return shared >= THRESHOLD * len(one | other) or shared >= CONTAINMENT * min(len(one), len(other))


def judged(folder: Path, out: Path) -> Judged:
    """Hold what was found against what is there."""
    truth = list(rows(folder / TRUTH))
    members = list(rows(out / "clusters.jsonl"))
    wanted = {row[name] for row in truth for name in ("id", "origin")} | {row["id"] for row in members}
    sets = {row["id"]: shingles(row["text"]) for row in rows(folder / CORPUS) if row["id"] in wanted}
    cluster = {row["id"]: row["cluster"] for row in members}
    there = [(row["id"], row["origin"]) for row in truth if is_near(sets[row["id"]], sets[row["origin"]])]
    found = sum(one in cluster and cluster[one] == cluster.get(other) for one, other in there)
    said = [(row["id"], row["kept_id"]) for row in members if not row["kept"]]
    wrong = sum(not is_near(sets[one], sets[other]) for one, other in said)
    return Judged(len(there), found, len(said), wrong)


def rows(path: Path) -> Iterable[dict[str, str]]:
    """The rows of a file of JSON Lines."""
    with path.open(encoding="utf-8") as file:
        yield from map(json.loads, file)


def kernels(corpus: Path) -> float:
    """Megabytes of text a second, from memory to the texts that have a near neighbour."""
    from provenance.corpus.near.texts import TextCollector
    from provenance.settings import DedupSettings

    texts = [row["text"] for row in rows(corpus)]
    began = time.perf_counter()
    collector = TextCollector(DedupSettings(), compiled=True)
    for text in texts:
        collector.add(text)
    collector.finish().linked()
    return sum(map(len, texts)) / 1e6 / (time.perf_counter() - began)


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description="Measure deduplication.")
    parser.add_argument("--documents", type=int, default=20_000)
    parser.add_argument("--repeats", type=int, default=3)
    parser.add_argument("--keep", nargs="*", default=["first", "origin"])
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        write(folder, options.documents)
        size = (folder / CORPUS).stat().st_size / 1e6
        sys.stdout.write(f"{options.documents:,} documents, {size:,.0f} MB, {os.cpu_count()} processors\n")
        run(folder / CORPUS, folder / "once", "first")  # kernels are compiled, once
        for keep in options.keep:
            runs = [run(folder / CORPUS, folder / f"{keep}{number}", keep) for number in range(options.repeats)]
            pairs = judged(folder, folder / f"{keep}0")
            clock = median(each.clock for each in runs)
            sys.stdout.write(
                f"--keep {keep:8} {clock:6.2f} s ({size / clock:4.0f} MB/s), processors"
                f" {median(each.processor for each in runs):6.2f} s, peak {max(each.peak for each in runs):,.0f} MB;"
                f" pairs {pairs.found:,} of {pairs.there:,}, wrong {pairs.wrong:,} of {pairs.said:,},"
                f" F1 {pairs.f1:.4f}\n"
            )
        sys.stdout.write(f"kernels alone {max(kernels(folder / CORPUS) for _ in range(2)):,.0f} MB/s\n")


if __name__ == "__main__":
    main()
