"""What the programs of all peers share: their arguments, the bands, reading, joining pairs, and the file they write.

It runs in each peer's environment, so it takes the standard library alone.
"""

from __future__ import annotations

import argparse
import json
import os
from itertools import islice
from multiprocessing import Pool
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple, TypeVar

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

Result = TypeVar("Result")

__all__ = ["BLANKS", "Job", "in_processes", "job", "runs", "words", "write_clusters", "write_pairs"]

# bands and rows by threshold and hashes: most pairs at the threshold are candidates, and the sketches sort out others
BANDS = {(0.5, 128): (32, 4), (0.5, 64): (16, 4), (0.7, 128): (21, 6), (0.7, 64): (10, 6)}
# where nothing sorts them out: as many wrong pairs as missed ones, which is what text-dedup and datasketch choose
UNSORTED = {(0.5, 128): (25, 5), (0.7, 128): (14, 9)}
# every character that is no letter or digit becomes a blank; for texts of ASCII
BLANKS = str.maketrans({chr(code): " " for code in range(128) if not chr(code).isalnum()})


class Job(NamedTuple):
    """What is asked: the corpus, the folder to write to, words in a shingle, threshold, bands and rows."""

    corpus: Path
    out: Path
    shingle: int
    threshold: float
    bands: int
    rows: int

    @property
    def hashes(self) -> int:
        """The hashes of a sketch."""
        return self.bands * self.rows


def job(*, unsorted: bool = False) -> Job:
    """Read the command line, and make the folder.

    Args:
        unsorted: candidates are joined as they are.
    """
    parser = argparse.ArgumentParser()
    parser.add_argument("corpus", type=Path)
    parser.add_argument("out", type=Path)
    parser.add_argument("--shingle", type=int, default=3)
    parser.add_argument("--threshold", type=float, default=0.5)
    parser.add_argument("--hashes", type=int, default=128)
    options = parser.parse_args()
    options.out.mkdir(parents=True, exist_ok=True)
    bands, rows = (UNSORTED if unsorted else BANDS)[options.threshold, options.hashes]
    return Job(options.corpus, options.out, options.shingle, options.threshold, bands, rows)


def words(text: str) -> list[str]:
    """The words of a text: runs of letters and digits in lower case."""
    return text.translate(BLANKS).lower().split()


def runs(found: Sequence[str], size: int) -> list[str]:
    """The shingles of a text, as text."""
    return list(map(" ".join, zip(*(found[start:] for start in range(size)), strict=False)))


def in_processes(work: Callable[[list[bytes]], Result], corpus: Path) -> Iterator[Result]:
    """Do some work on a corpus in one process a core, some hundred rows at a time; the results are in order."""
    with Pool(os.cpu_count()) as pool, corpus.open("rb") as file:
        yield from pool.imap(work, iter(lambda: list(islice(file, 500)), []))


def write_clusters(clusters: Iterable[Sequence[str]], out: Path) -> None:
    """Write every member of every cluster of two or more.

    Args:
        clusters: the ids of each.
        out: the folder.
    """
    with (out / "clusters.jsonl").open("w", encoding="utf-8") as file:
        for number, members in enumerate(clusters):
            if len(members) > 1:
                file.writelines(json.dumps({"id": member, "cluster": number}) + "\n" for member in members)


def write_pairs(pairs: Iterable[tuple[int, int]], ids: Sequence[str], out: Path) -> None:
    """Join pairs of documents, given by number, to clusters, and write these."""
    above = list(range(len(ids)))

    def top(number: int) -> int:
        while above[number] != number:
            above[number] = number = above[above[number]]
        return number

    for pair in pairs:
        left, right = map(top, pair)
        above[max(left, right)] = min(left, right)
    clusters: dict[int, list[str]] = {}
    for number, name in enumerate(ids):
        if (first := top(number)) != number:
            clusters.setdefault(first, [ids[first]]).append(name)
    write_clusters(clusters.values(), out)
