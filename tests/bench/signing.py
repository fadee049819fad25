"""One permutation against 128: which near pairs the bands find, and what verifying makes of it.

Of a corpus all pairs are asked that share a band or enough runs; near is what the exact measures say. Known
pairs are those of a generated corpus whose copies are known, or of a list, as far as they are near.

usage: python tests/bench/signing.py [--documents N] [--corpus FILE --pairs FILE]
"""

from __future__ import annotations

import argparse
import gzip
import json
import sys
import tempfile
import time
from itertools import combinations
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from provenance.corpus.near.texts import Texts

ROOT = Path(__file__).resolve().parents[2]
sys.path[:0] = [str(ROOT), str(Path(__file__).parent)]

from corpus import CORPUS, TRUTH, write  # noqa: E402 - after the path is set

from provenance.corpus.near.similarity import overlaps  # noqa: E402
from provenance.corpus.near.texts import TextCollector  # noqa: E402
from provenance.settings import DedupSettings  # noqa: E402

Pair = tuple[int, int]


class Found(NamedTuple):
    """Of one way of signing: the pairs that share a band, those that are asked, those that are near, and seconds."""

    by_band: set[Pair]
    asked: set[Pair]
    near: set[Pair]
    seconds: float


def rows(path: Path) -> Iterator[dict[str, Any]]:
    """The rows of a file of JSON Lines."""
    with gzip.open(path, "rt", encoding="utf-8") if path.suffix == ".gz" else path.open(encoding="utf-8") as file:
        yield from map(json.loads, file)


def collected(texts: Sequence[str], *, fast: bool) -> tuple[Texts, float]:
    """The texts as sets with their index, and how long that and finding the linked ones takes."""
    best, found = float("inf"), None
    for _ in range(3):
        began = time.perf_counter()
        collector = TextCollector(DedupSettings(fast=fast), compiled=True)
        for text in texts:
            collector.add(text)
        found = collector.finish()
        found.linked()
        best = min(best, time.perf_counter() - began)
    assert found is not None
    return found, best


def pairs_found(texts: Texts, seconds: float) -> Found:
    """All pairs that the index proposes, measured."""
    buckets = texts.index.buckets
    by_band: set[Pair] = set()
    for bucket in range(texts.index.bands):
        members = buckets.texts[buckets.starts[bucket] : buckets.starts[bucket + 1]].tolist()
        by_band.update(combinations(sorted(members), 2))
    asked: set[Pair] = set()
    near: set[Pair] = set()
    for text in range(len(texts.sets)):
        after = [other for other in texts.beside(text) if other > text]
        asked.update((text, other) for other in after)
        near.update((text, other) for other in texts.near(text, after))
    return Found(by_band, asked, near, seconds)


def known_pairs(texts: Texts, named: Sequence[tuple[int, int]]) -> dict[Pair, float]:
    """The known pairs of different texts that are near, with their Jaccard."""
    found: dict[Pair, float] = {}
    for one, other in named:
        left, right = texts.numbers[one], texts.numbers[other]
        if left is None or right is None or left == right:
            continue
        overlap = overlaps(texts.sets[left], [texts.sets[right]])[0]
        if texts.is_near(overlap):
            found[min(left, right), max(left, right)] = overlap.jaccard
    return found


def compare(texts: Sequence[str], named: Sequence[tuple[int, int]]) -> None:
    """Print both ways side by side."""
    both: dict[bool, Found] = {}
    for fast in (False, True):
        collected_texts, seconds = collected(texts, fast=fast)
        both[fast] = pairs_found(collected_texts, seconds)
        known = known_pairs(collected_texts, named)
        alike = {pair for pair, jaccard in known.items() if jaccard >= DedupSettings().threshold}
        found = both[fast]
        sys.stdout.write(
            f"{'one permutation' if fast else '128 permutations':17}"
            f" of {len(alike):,} known pairs at Jaccard .5 the bands find {len(found.by_band & alike):,}"
            f" ({len(found.by_band & alike) / len(alike):.4f}), of {len(known):,} near ones"
            f" {len(found.by_band & known.keys()):,}, with the runs {len(found.asked & known.keys()):,};"
            f" {len(found.by_band):,} pairs share a band, {len(found.by_band & found.near) / len(found.by_band):.3f}"
            f" of them near; {len(found.asked):,} asked, {len(found.near):,} near; {seconds:.2f} s\n"
        )
    lost, won = both[False].near - both[True].near, both[True].near - both[False].near
    sys.stdout.write(f"near pairs that only 128 permutations find: {len(lost):,}; only one: {len(won):,}\n")


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description="Compare two ways of signing.")
    parser.add_argument("--documents", type=int, default=20_000)
    parser.add_argument("--corpus", type=Path)
    parser.add_argument("--pairs", type=Path)
    options = parser.parse_args()
    if options.corpus and options.pairs:
        documents = list(rows(options.corpus))
        pairs = [(one, other) for one, other, *_ in json.loads(options.pairs.read_text(encoding="utf-8"))]
    else:
        with tempfile.TemporaryDirectory() as name:
            write(Path(name), options.documents)
            documents = list(rows(Path(name) / CORPUS))
            pairs = [(row["id"], row["origin"]) for row in rows(Path(name) / TRUTH)]
    places = {row["id"]: place for place, row in enumerate(documents)}
    compare([row["text"] or "" for row in documents], [(places[one], places[other]) for one, other in pairs])


if __name__ == "__main__":
    main()
