"""Deduplication beside its peers: the same files, the same task, whole processes, in turns.

Every program reads the corpus as JSON Lines and writes which documents are copies of each other. ``peers.toml`` says
what each needs and does; it gets an environment of its own in the user's cache on first use, and is left out with the
reason where it cannot be installed. Corpora and their exact truth are kept in the cache too.

Without options it is a small run that prints a table. ``--full`` measures all that ``docs/bench/dedup.md`` shows and
writes it anew; with ``--write`` what is measured takes its place among what is there.

usage: python tests/bench/peers/run.py [--full] [--documents N…] [--only NAME…] [--repeats N] [--write] [--render]
"""

from __future__ import annotations

import argparse
import json
import os
import shutil
import signal
import sys
import tempfile
from collections import defaultdict
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

ROOT = Path(__file__).resolve().parents[3]
sys.path[:0] = [str(ROOT), str(ROOT / "tests" / "bench"), str(Path(__file__).parent)]

import corpus as generator  # noqa: E402 - after the path is set
import exact  # noqa: E402
import plot  # noqa: E402
import results  # noqa: E402
import table  # noqa: E402
from environments import Missing, peers, prepare  # noqa: E402
from platformdirs import user_cache_path  # noqa: E402
from results import OURS, Measured, Task  # noqa: E402
from running import Cut, Failed, Run, run  # noqa: E402

from provenance.version import __version__  # noqa: E402

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

BENCH = ROOT / "docs" / "bench"
SEED = 2031
ORIGIN, FAST = "provenance --keep origin", "provenance --keep first --fast"
OUR_OWN = {OURS, ORIGIN, FAST}
# (words in a shingle, threshold) -> sizes that all programs get
FULL = {(3, 0.5): (20_000, 100_000, 1_000_000), (5, 0.7): (20_000,)}
# ours alone, for the plot
SCALE = (10_000, 50_000, 200_000, 500_000)
SMALL = 5_000
# F1 of the program's own pairs
FLOOR = 0.99
# the kernels are compiled before anything is measured; fewer documents do without them
WARM = 3_000
# what takes longer than so many seconds is run once
PATIENCE = 60
# a larger corpus is measured once, and may take three times as long
LARGE = 100_000


class Side(NamedTuple):
    """A program that is measured, and how it is started; ``missing`` says why it cannot be."""

    name: str
    version: str
    command: tuple[str, ...]
    largest: int
    missing: str = ""


def ours() -> Iterator[Side]:
    """The program itself: with the quick rule, with one permutation, and with the rule that looks into pages."""
    python = (sys.executable, "-m", "provenance.cli", "dedup", "--quiet")
    for name, largest in ((OURS, 1_000_000), (FAST, LARGE), (ORIGIN, LARGE)):
        yield Side(name, __version__, (*python, *name.split()[1:]), largest)


def others(cache: Path, only: Sequence[str] | None) -> Iterator[Side]:
    """The peers, or those of these names."""
    programs = Path(__file__).parent / "programs"
    for peer in (each for each in peers().values() if only is None or each.name in only):
        ready = prepare(peer, cache / "environments", say)
        if isinstance(ready, Missing):
            yield Side(peer.name, "", (), peer.largest, ready.reason)
        else:
            command = (str(ready.python), str(programs / peer.program[0]), *peer.program[1:])
            yield Side(peer.name, ready.version, command, peer.largest)


def start(side: Side, corpus: Path, out: Path, task: Task, limit: float) -> Run | Cut | Failed:
    """Run a program once."""
    asked = ["--shingle", str(task.shingle), "--threshold", str(task.threshold)]
    place = ["-o", str(out)] if side.name in OUR_OWN else [str(out)]
    environment = {**os.environ, "PYTHONPATH": str(ROOT) if side.name in OUR_OWN else ""}
    return run([*side.command, str(corpus), *place, *asked], environment, limit)


def measure(sides: Sequence[Side], task: Task, cache: Path, repeats: int, limit: float) -> list[Measured]:
    """Measure programs at one task, in turns, every second turn the other way round."""
    folder = corpus_of(task.documents, cache)
    corpus = folder / generator.CORPUS
    repeats, limit = (1, 3 * limit) if task.documents > LARGE else (repeats, limit)
    say(f"{task.title}: the truth")
    truth = exact.truth(corpus, task.shingle, task.threshold, folder)
    runs: dict[str, list[Run]] = defaultdict(list)
    pairs: dict[str, dict[str, int]] = {}
    trouble = {side.name: side.missing for side in sides if side.missing}
    load = 0.0
    for turn in range(repeats):
        for side in sides if turn % 2 == 0 else reversed(sides):
            if side.name in trouble or any(each.clock > PATIENCE for each in runs[side.name]):
                continue
            say(f"{task.title}: {side.name}, {turn + 1} of {repeats}")
            load = max(load, os.getloadavg()[0])
            with tempfile.TemporaryDirectory(dir=cache) as name:
                out = Path(name) / "out"
                done = start(side, corpus, out, task, limit)
                if isinstance(done, Cut):
                    trouble[side.name] = done.limit
                elif isinstance(done, Failed):
                    trouble[side.name] = f"failed: {done.reason}"
                else:
                    runs[side.name].append(done)
                    if side.name not in pairs:
                        pairs[side.name] = exact.judge(truth, clusters(out))._asdict()
    today = datetime.now(UTC).date().isoformat()
    size = round(corpus.stat().st_size / 1e6, 1)
    return [
        Measured(
            side.name,
            task,
            side.version,
            today,
            size,
            tuple((round(each.clock, 3), round(each.processor, 3), round(each.peak, 1)) for each in runs[side.name]),
            pairs.get(side.name, {}),
            round(load, 1),
            trouble.get(side.name, ""),
        )
        for side in sides
    ]


def clusters(out: Path) -> Iterable[list[int]]:
    """The clusters that a program wrote, each the numbers of its documents."""
    found: dict[object, list[int]] = defaultdict(list)
    with (out / "clusters.jsonl").open(encoding="utf-8") as file:
        for row in map(json.loads, file):
            found[row["cluster"]].append(int(row["id"][1:]))
    return found.values()


def corpus_of(documents: int, cache: Path) -> Path:
    """The folder of a generated corpus, made where it is not there."""
    folder = cache / "corpora" / f"{SEED}-{documents}"
    if not folder.exists():
        say(f"{documents:,} documents are made")
        making = folder.with_name(f"{folder.name}.making")
        shutil.rmtree(making, ignore_errors=True)
        generator.write(making, documents, SEED)
        making.rename(folder)
    return folder


def warm(sides: Sequence[Side], cache: Path) -> None:
    """Run every program once, unmeasured: kernels are compiled and modules are read from the disk."""
    task = Task(3, 0.5, WARM)
    corpus = corpus_of(WARM, cache) / generator.CORPUS
    for side in sides:
        if not side.missing:
            say(f"{side.name} is warmed up")
            with tempfile.TemporaryDirectory(dir=cache) as name:
                start(side, corpus, Path(name) / "out", task, 600)


def plan(options: argparse.Namespace) -> list[tuple[Task, bool]]:
    """The tasks, and whether ours alone is measured at it."""
    if not options.full:
        tasks = [Task(options.shingle, options.threshold, size) for size in options.documents or (SMALL,)]
        return [(task, False) for task in tasks]
    tasks = [Task(*asked, size) for asked, sizes in FULL.items() for size in sizes]
    return [(task, False) for task in tasks] + [(Task(3, 0.5, size), True) for size in SCALE]


def render() -> None:
    """Write the page and the plot from what was measured."""
    on, measured = results.load(BENCH / "dedup.json")
    (BENCH / "dedup.svg").write_text(plot.draw(measured), encoding="utf-8")
    does = {name: peer.does for name, peer in peers().items()}
    (BENCH / "dedup.md").write_text(table.page(on, measured, does), encoding="utf-8")


def say(line: str) -> None:
    """Say what is being done."""
    sys.stderr.write(line + "\n")


def arguments() -> argparse.Namespace:
    """Read the command line."""
    names = [OURS, FAST, ORIGIN, *peers()]
    parser = argparse.ArgumentParser(description="Measure deduplication beside its peers.")
    parser.add_argument("--full", action="store_true", help="all that the page shows; takes hours; implies --write")
    parser.add_argument("--documents", type=int, nargs="+", help=f"sizes of the corpus; {SMALL} where none is given")
    parser.add_argument("--only", nargs="+", metavar="NAME", help="programs: " + ", ".join(map(repr, names)))
    parser.add_argument("--shingle", type=int, default=3, help="words in a shingle")
    parser.add_argument("--threshold", type=float, default=0.5, help="the Jaccard measure of copies")
    parser.add_argument("--repeats", type=int, help=f"runs of each up to {LARGE:,} documents; 1, and 3 with --full")
    parser.add_argument("--limit", type=float, default=600, help="seconds for a run, three times as many for more")
    parser.add_argument("--cache", type=Path, default=user_cache_path("provenance-bench"), help="environments, corpora")
    parser.add_argument("--write", action="store_true", help=f"put what is measured into {BENCH.relative_to(ROOT)}")
    parser.add_argument("--render", action="store_true", help="measure nothing, make the page and the plot")
    options = parser.parse_args()
    if unknown := set(options.only or ()) - set(names):
        parser.error(f"no such program: {', '.join(sorted(unknown))}")
    return options


def main() -> int:
    """Measure and print, or write; a failure where the program's own pairs are not right enough."""
    options = arguments()
    if options.render:
        render()
        return 0
    # what runs is ended too
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(128 + signal.SIGTERM))
    options.cache.mkdir(parents=True, exist_ok=True)
    sides = (*ours(), *others(options.cache, options.only))
    wanted = [side for side in sides if not options.only or side.name in options.only]
    warm(wanted, options.cache)
    repeats, worst = options.repeats or (3 if options.full else 1), 1.0
    for task, alone in plan(options):
        fit = [side for side in wanted if not options.full or task.documents <= side.largest]
        chosen = [side for side in fit if not alone or side.name == OURS]
        found = measure(chosen, task, options.cache, repeats, options.limit)
        sys.stdout.write(table.plain(found) + "\n")
        sys.stdout.flush()
        worst = min([worst, *(each.judged.f1 for each in found if each.side in OUR_OWN and each.runs)])
        if options.full or options.write:
            keep(found)
    return int(worst < FLOOR)


def keep(found: Sequence[Measured]) -> None:
    """Put measurements into the file and make the page anew; those of another machine go."""
    path, here = BENCH / "dedup.json", results.machine()
    on, old = results.load(path)
    results.save(path, here, results.merge(old if on == here else [], found))
    render()


if __name__ == "__main__":
    sys.exit(main())
