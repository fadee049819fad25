"""Looking one article of 20 paragraphs up among a million paragraphs or more, beside datasketch's MinHashLSH.

A real database is filled with invented articles (newswire.py), without verdicts: a look-up needs
none. Asked are new copies of stored originals, near and paraphrased, so that the truth is known.
Measured are the building of the index, its size, the look-up inside the process and the whole
process of ``provenance trace``, beside one that only imports numpy and sqlite3, its memory, and
recall. The other side holds 64 bands of 2 rows in memory, some 10 kB a paragraph: it gets the first
articles only, and the program is asked for the same ones there; a ratio travels between machines
where seconds do not.

usage: python tests/bench/lookup.py [--articles N] [--db FILE] [--json FILE]
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
from collections import defaultdict
from dataclasses import asdict, dataclass
from pathlib import Path
from statistics import median
from typing import TYPE_CHECKING

from newswire import PARAGRAPHS, Copy, Newswire
from run import minhash

from provenance import open_database
from provenance.fingerprint import normalise, passages_of
from provenance.model import Analysis, Article, Block, Line, Role, SiteVerdict, SourceKind
from provenance.pipeline.storing import index_of
from provenance.settings import Scheme, TraceSettings
from provenance.tracing.candidates import Asked, candidates

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from provenance.store import Database

WIRE = Newswire()
BATCH = 2000  # articles
ASKED = 50  # of each kind of copy
PART = 1000  # articles that the other side gets
WHOLE = 7  # runs of the whole process
TRACE = """
import atexit, sys
def peak():
    lines = open("/proc/self/status", encoding="ascii").read().splitlines()
    print(next(line.split()[1] for line in lines if line.startswith("VmHWM")), file=sys.stderr)
atexit.register(peak)
from provenance.cli import main
main()
"""
LIMITS = {"index_bytes": 700, "peak_mb": 300}  # what does not depend on the machine


@dataclass(frozen=True, slots=True)
class Question:
    """A new copy of a stored original."""

    original: int
    kind: Copy
    paragraphs: list[str]

    @property
    def texts(self) -> list[str]:
        return [normalise(paragraph) for paragraph in self.paragraphs]


@dataclass(frozen=True, slots=True)
class Found:
    """What one side finds, by kind of copy as shares; seconds a look-up, ``processor`` those of the processor."""

    seconds: float
    slowest: float
    processor: float
    paragraphs: dict[str, float]
    articles: dict[str, float]


def analysis(number: int) -> Analysis:
    """An article of the generator as the program has it after reading."""
    blocks, start = [], 0
    for position, paragraph in enumerate(WIRE.article(number)):
        blocks.append(Block(position, Role.BODY, start, start + len(paragraph), paragraph))
        start += len(paragraph) + 2
    site = f"site{number % 997}.example"
    article = Article(
        id=str(number),
        text="\n\n".join(block.text for block in blocks),
        lines=tuple(Line(block.start, block.end) for block in blocks),
        url=f"https://{site}/{number}",
        domain=site,
        title=f"Story {number}",
        published=f"{2020 + number % 4}-{number // 4 % 12 + 1:02}-{number // 48 % 28 + 1:02}",
    )
    verdict = SiteVerdict(site, None, SourceKind.UNKNOWN, aggregator=None, confidence=0.0)
    return Analysis(article, tuple(blocks), (), verdict, passages_of(blocks, (), Scheme().min_words), home=site)


class Clock:
    """Adds up what some work takes, by the clock and of the processor."""

    def __init__(self) -> None:
        self.taken: list[tuple[float, float]] = []

    def __enter__(self) -> None:
        self._started = time.perf_counter(), time.process_time()

    def __exit__(self, *_: object) -> None:
        now = time.perf_counter(), time.process_time()
        self.taken.append((now[0] - self._started[0], now[1] - self._started[1]))

    @property
    def total(self) -> tuple[float, float]:
        return sum(clock for clock, _ in self.taken), sum(processor for _, processor in self.taken)


def fill(path: Path, articles: int) -> tuple[float, float]:
    """Make a database of so many articles; the paragraphs indexed a second, by the clock and of the processor."""
    indexed, clock = 0, Clock()
    with open_database(path, write=True, create=True) as database:
        run, index = database.start_run("ingest"), index_of(database)
        for first in range(0, articles, BATCH):
            with database.transaction():
                stored = [database.put(analysis(n), run) for n in range(first, min(first + BATCH, articles))]
                passages = [passage for each in stored for passage in each.passages]
                with clock:
                    index.add([passage.text for _, passage in passages], [number for number, _ in passages])
            indexed += len(passages)
    return indexed / clock.total[0], indexed / clock.total[1]


def questions(articles: int) -> list[Question]:
    """Copies that are not stored, of originals all over the corpus."""
    originals = [WIRE.original(place * articles // ASKED) for place in range(ASKED)]
    return [
        Question(original, kind, WIRE.copy(original, kind, 10**9 + original)) for original in originals for kind in Copy
    ]


def rates(asked: Iterable[Question], right: Iterable[float]) -> dict[str, float]:
    """The mean of each kind of copy."""
    by_kind: dict[str, list[float]] = {kind.name.lower(): [] for kind in Copy}
    for question, value in zip(asked, right, strict=True):
        by_kind[question.kind.name.lower()].append(value)
    return {kind: sum(values) / len(values) for kind, values in by_kind.items()}


def measure(asked: Sequence[Question], look_up: Callable[[Question], object]) -> tuple[float, float, float]:
    """The median and the most that a warm look-up takes, and the median of the processor's time."""
    for question in asked:
        look_up(question)
    clock = Clock()
    for question in asked:
        with clock:
            look_up(question)
    seconds, processor = zip(*clock.taken, strict=True)
    return median(seconds), max(seconds), median(processor)


def program(database: Database, asked: Sequence[Question]) -> Found:
    """The index inside the process, from texts to hits, and what the candidates are then."""
    index, settings = index_of(database), TraceSettings().candidates
    times = measure(asked, lambda question: index.look_up(question.texts))
    paragraphs, articles = [], []
    for question in asked:
        hits = index.look_up(question.texts)
        number = question.original + 1  # the articles were put in their order
        holders = database.holders(hits.passages.tolist())
        held = {holder.passage: holder.first for holder in holders if holder.article == number}
        pairs = zip(hits.texts.tolist(), hits.passages.tolist(), strict=True)
        paragraphs.append(sum(held.get(passage) == text for text, passage in pairs) / PARAGRAPHS)
        blocks = [Block(place, Role.BODY, 0, len(text), text) for place, text in enumerate(question.paragraphs)]
        story = Asked(passages_of(blocks, (), Scheme().min_words), "2024-01-01")
        articles.append(float(number in candidates([story], index, database, settings)[0]))
    return Found(*times, rates(asked, paragraphs), rates(asked, articles))


def peer(articles: int, asked: Sequence[Question]) -> tuple[Found, tuple[float, float]]:
    """The same with datasketch in memory, and the paragraphs that it takes a second, as ``fill`` has them."""
    from datasketch import MinHashLSH

    lsh = MinHashLSH(num_perm=128, params=(64, 2))
    clock = Clock()
    for number in range(articles):
        texts = [normalise(paragraph) for paragraph in WIRE.article(number)]
        with clock:
            for position, text in enumerate(texts):
                lsh.insert((number, position), minhash(text))
    times = measure(asked, lambda question: [lsh.query(minhash(text)) for text in question.texts])
    paragraphs, found = [], []
    for question in asked:
        hits = [lsh.query(minhash(text)) for text in question.texts]
        paragraphs.append(sum((question.original, place) in each for place, each in enumerate(hits)) / PARAGRAPHS)
        found.append(float(sum(any(number == question.original for number, _ in each) for each in hits) >= 2))
    return Found(*times, rates(asked, paragraphs), rates(asked, found)), (
        articles * PARAGRAPHS / clock.total[0],
        articles * PARAGRAPHS / clock.total[1],
    )


def whole(path: Path, folder: Path, asked: Sequence[Question]) -> dict[str, float]:
    """Seconds of the whole process, of one that only imports, and the peak memory in megabytes."""
    taken: dict[str, list[float]] = defaultdict(list)
    named = 0
    for number, question in enumerate(asked[:WHOLE]):
        page = folder / f"asked-{number}.txt"
        page.write_text("\n\n".join(["Story that is asked for", *question.paragraphs]), encoding="utf-8")
        trace = ["-c", TRACE, "trace", str(page), "--db", str(path), "--format", "json"]
        for name, arguments in (("trace", trace), ("imports", ["-c", "import numpy, sqlite3"])):
            before, started = resource.getrusage(resource.RUSAGE_CHILDREN), time.perf_counter()
            done = subprocess.run([sys.executable, *arguments], capture_output=True, check=True, text=True)
            taken[f"{name}_s"].append(time.perf_counter() - started)
            after = resource.getrusage(resource.RUSAGE_CHILDREN)
            taken[f"{name}_processor"].append(after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime)
            if arguments is trace:
                taken["peak_mb"].append(int(done.stderr.split()[-1]) / 1024)
                matches = json.loads(done.stdout)["matches"]
                named += any(match["article"]["id"] == str(question.original) for match in matches)
    if named < len(taken["peak_mb"]):
        sys.exit(f"trace found the originals of {named} in {len(taken['peak_mb'])} copies")
    return {name: median(values) for name, values in taken.items()}


def report(path: Path, folder: Path, articles: int, rate: tuple[float, float] | None) -> dict[str, object]:
    """Ask a filled database, and the other side about a part."""
    part, load = min(articles, PART), os.getloadavg()[0]
    asked, asked_of_part = questions(articles), questions(part)
    with open_database(path) as database:
        counted = database.stats()
        found = program(database, asked)
    processes = whole(path, folder, asked)
    small = folder / "part.db"
    part_rate = fill(small, part)
    with open_database(small) as database:
        found_in_part = program(database, asked_of_part)
    other, other_rate = peer(part, asked_of_part)
    return {
        "articles": articles,
        "paragraphs": articles * PARAGRAPHS,
        "load": load,
        "segments": counted.index_segments,
        "keys": counted.index_entries / counted.passages,
        "index_bytes": counted.index_bytes / counted.passages,
        "file_bytes": counted.file_bytes / counted.passages,
        "built": rate,
        **processes,
        "program": asdict(found),
        "part": {
            "articles": part,
            "built": part_rate,
            "peer_built": other_rate,
            "program": asdict(found_in_part),
            "peer": asdict(other),
        },
    }


def text(result: dict[str, object]) -> str:
    """The measurements for people; what stands in brackets is the processor's time."""
    flat = json.loads(json.dumps(result))
    here, part = flat["program"], flat["part"]
    ours, theirs = part["program"], part["peer"]
    built = "{:,.0f} ({:,.0f}) paragraphs/s".format(*flat["built"]) if flat["built"] else "built before"
    ratio = flat["trace_processor"] / flat["imports_processor"]
    lines = {
        "corpus": f"{flat['articles']:,} articles, {flat['paragraphs']:,} paragraphs; load {flat['load']:.1f}",
        "index": f"{flat['index_bytes']:.0f} bytes a paragraph (at most {LIMITS['index_bytes']}),"
        f" {flat['keys']:.1f} keys, {flat['segments']} segments; {built}",
        "database": f"{flat['file_bytes']:.0f} bytes a paragraph in all",
        "look-up": f"{milliseconds(here)} inside the process, warm; slowest {1000 * here['slowest']:.1f} ms",
        "trace": f"{flat['trace_s']:.2f} ({flat['trace_processor']:.2f}) s as a whole process, ({ratio:.1f}) times one"
        f" that imports numpy and sqlite3; peak {flat['peak_mb']:.0f} MB (at most {LIMITS['peak_mb']})",
        "recall": recall(here),
        "part": f"of both sides: the first {part['articles'] * PARAGRAPHS:,} paragraphs",
        "build": f"{part['built'][1]:,.0f} and {part['peer_built'][1]:,.0f} paragraphs a second of the processor,"
        f" ratio of times {part['peer_built'][1] / part['built'][1]:.3f}",
        "look-ups": f"{milliseconds(ours)} and {milliseconds(theirs)},"
        f" ratio of times {ours['processor'] / theirs['processor']:.2f}",
        "ours": recall(ours),
        "datasketch": recall(theirs),
    }
    return "".join(f"{name:12}{line}\n" for name, line in lines.items())


def milliseconds(found: dict[str, float]) -> str:
    """How long a look-up takes."""
    return f"{1000 * found['seconds']:.1f} ({1000 * found['processor']:.1f}) ms"


def recall(found: dict[str, dict[str, float]]) -> str:
    """What one side finds, in a line."""
    shares = (
        f"{kind} copies {share:.3f} ({found['articles'][kind]:.2f})" for kind, share in found["paragraphs"].items()
    )
    return f"of paragraphs (articles), copies: {', '.join(shares)}"


def main() -> int:
    """Fill, ask, print; what does not depend on the machine is held to its limit."""
    parser = argparse.ArgumentParser(description="Measure look-up among many paragraphs.")
    parser.add_argument("--articles", type=int, default=50_000, help="of 20 paragraphs each")
    parser.add_argument("--db", type=Path, help="filled where it is absent, else asked as it is; kept")
    parser.add_argument("--json", type=Path, help="where the figures are written too")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as temporary:
        folder = Path(temporary)
        path = options.db or folder / "lookup.db"
        rate = None if path.exists() else fill(path, options.articles)
        result = report(path, folder, options.articles, rate)
    sys.stdout.write(text(result))
    if options.json:
        options.json.write_text(json.dumps(result, indent=1) + "\n", encoding="utf-8")
    return int(any(float(str(result[name])) > limit for name, limit in LIMITS.items()))


if __name__ == "__main__":
    sys.exit(main())
