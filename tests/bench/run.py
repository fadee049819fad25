"""Speed beside datasketch's in-memory MinHashLSH, on the same generated corpus, in the same run.

A ratio travels between machines where seconds do not. Both sides answer the same question: which
stored paragraphs are near this article's? The program stores on disk, verifies and judges; the
other side holds raw hits in memory. So a ratio above 1 is a price, and the line says for what.

usage: python tests/bench/run.py [--articles N]
"""

from __future__ import annotations

import argparse
import random
import sys
import tempfile
import time
from pathlib import Path
from typing import TYPE_CHECKING

from datasketch import MinHash, MinHashLSH

from provenance import ingest, open_database, trace
from provenance.settings import Scheme, Signing

if TYPE_CHECKING:
    from collections.abc import Sequence

SYLLABLES = ("ba", "do", "fen", "gul", "har", "kel", "lo", "mar", "nes", "or", "pim", "ras", "sul", "tev", "vik")
ASKED = 50


def stories(count: int) -> list[list[str]]:
    """Articles of 12 paragraphs; each tenth is an earlier one with one word in ten replaced."""
    chance = random.Random(2031)
    words = ["".join(chance.choices(SYLLABLES, k=3)) for _ in range(8000)]
    made: list[list[str]] = []
    for number in range(count):
        if number % 10 == 9:
            old = chance.choice(made)
            made.append(
                [" ".join(chance.choice(words) if chance.random() < 0.1 else w for w in p.split()) for p in old]
            )
        else:
            made.append([" ".join(chance.choices(words, k=40)) for _ in range(12)])
    return made


def program(folder: Path, corpus: Sequence[Sequence[str]]) -> tuple[float, float]:
    """Seconds to store the corpus, and to trace the asked articles."""
    pages = folder / "pages"
    pages.mkdir()
    for number, paragraphs in enumerate(corpus):
        (pages / f"{number:06}.txt").write_text("\n\n".join(p.capitalize() + "." for p in paragraphs), encoding="utf-8")
    with open_database(folder / "bench.db", write=True, create=True) as database:
        started = time.perf_counter()
        report = ingest([str(pages)], database)
        stored = time.perf_counter() - started
        if report.stored != len(corpus):
            sys.exit(f"{report.stored} of {len(corpus)} stored")
    with open_database(folder / "bench.db") as database:
        started = time.perf_counter()
        list(trace([str(pages / f"{number:06}.txt") for number in asked(corpus)], database))
        return stored, time.perf_counter() - started


def peer(corpus: Sequence[Sequence[str]]) -> tuple[float, float]:
    """The same with one MinHashLSH over paragraphs: the same shingles, 64 bands of 2 rows."""
    lsh = MinHashLSH(num_perm=Signing().permutations, params=(64, 2))
    started = time.perf_counter()
    for number, paragraphs in enumerate(corpus):
        for position, paragraph in enumerate(paragraphs):
            lsh.insert((number, position), minhash(paragraph))
    stored = time.perf_counter() - started
    started = time.perf_counter()
    for number in asked(corpus):
        for paragraph in corpus[number]:
            lsh.query(minhash(paragraph))
    return stored, time.perf_counter() - started


def minhash(paragraph: str) -> MinHash:
    """The paragraph's signature over word shingles."""
    words = paragraph.split()
    signing, size = Signing(), Scheme().shingle
    signature = MinHash(num_perm=signing.permutations, seed=signing.seed, scheme=signing.permutation_scheme)
    signature.update_batch(" ".join(words[i : i + size]).encode() for i in range(len(words) - size + 1))
    return signature


def asked(corpus: Sequence[object]) -> range:
    """The articles that are looked up: spread over the corpus, copies among them."""
    return range(9, len(corpus), max(10, len(corpus) // ASKED // 10 * 10))


def main() -> None:
    """Measure both and print rates and ratios."""
    parser = argparse.ArgumentParser(description="Measure beside datasketch.")
    parser.add_argument("--articles", type=int, default=2000)
    count = parser.parse_args().articles
    corpus = stories(count)
    other_stored, other_asked = peer(corpus)
    with tempfile.TemporaryDirectory() as folder:
        stored, asking = program(Path(folder), corpus)
    questions = len(asked(corpus))
    sys.stdout.write(
        f"{count} articles of 12 paragraphs, {questions} look-ups\n"
        f"ingest   provenance {count / stored:8.1f} articles/s   datasketch {count / other_stored:8.1f} articles/s"
        f"   ratio of times {stored / other_stored:.2f} (the program also reads, judges and stores)\n"
        f"look-up  provenance {1000 * asking / questions:8.1f} ms           datasketch"
        f" {1000 * other_asked / questions:8.1f} ms"
        f"           ratio of times {asking / other_asked:.2f} (the program also verifies and judges)\n"
    )


if __name__ == "__main__":
    main()
