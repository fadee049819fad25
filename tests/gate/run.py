"""The evaluation gate: measures the program from outside and holds it to its floors.

Invariant: a floor is never lowered by this program. ``floors.json`` keeps for each measure the
best value that was reached and when; ``--update`` writes better ones and refuses where one is worse.

usage: python tests/gate/run.py [--update] [--own]
--own measures on the shipped samples and on invented sites only; else also on the labelled data, where it lies beside
the repository.
"""

from __future__ import annotations

import argparse
import datetime as dt
import json
import os
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

sys.path.insert(0, str(Path(__file__).parent))
from damage import measure_halves
from holders import measure_holders
from lines import DATA, measure_lines
from samples import measure_samples
from sites import measure_sites
from verdicts import BENCH, measure_bench, measure_verdicts

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

ROOT = Path(__file__).resolve().parents[2]
FLOORS = Path(__file__).with_name("floors.json")
SCORER = ROOT.parent / "shared" / "eval" / "score.py"
NOTICES = ROOT.parent / "shared" / "data" / "copyright_footers.jsonl.gz"
COMMAND = [sys.executable, "-m", "provenance.cli"]
DIGITS = 4
# of a processor, about, where it is more than ten: the parts that take longest begin
SECONDS = {"paraphrase": 60, "extraction": 40}

# what is held of each of the scorer's measures; a name that ends in "-" must not grow
SHARED = {
    "seeds": ("roles", "body", "verdicts", "damage_without_reference"),
    "extraction": (
        "aeb.f1",
        "fundus.f1",
        "aeb.without_answer_or_broken-",
        "fundus.without_answer_or_broken-",
    ),
    "linking": ("near_recall", "contained_recall", "links_without_shared_text-", "self_links-"),
    "hidden-credit": ("right", "wrong-"),
    "false-links": ("linked-",),
    "wire-flags": ("found", "named_all_the_same-"),
    "paraphrase": (
        "damage_recall",
        "damage_precision_spun",
        "changed_meaning_found",
        "linked_falsely-",
        "human_called_machine_alone-",
        *(
            f"kinds.{kind}.{name}"
            for kind in ("excerpt", "fluent", "homoglyph", "licensed", "mosaic", "rewrite", "roundtrip", "spun")
            for name in ("origin_right", "paragraph_recall")
        ),
        "kinds.spun.machine_with_reference",
        "kinds.roundtrip.machine_with_reference",
        "kinds.fluent.machine_with_reference",
        "kinds.spun.machine_alone",
        "kinds.roundtrip.machine_alone",
        "kinds.independent.origin_wrong-",
    ),
}


@dataclass(frozen=True)
class Row:
    """One measure, now and at its best; ``grows`` says that more is better."""

    name: str
    value: float
    best: float | None
    grows: bool

    @property
    def holds(self) -> bool:
        """Whether the value is no worse than the floor."""
        return self.best is None or (self.value >= self.best if self.grows else self.value <= self.best)

    @property
    def better(self) -> bool:
        """Whether the floor can be raised."""
        return self.best is None or (self.holds and self.value != self.best)


def number(value: object) -> float:
    """A measure as a number; the scorer writes shares as ``24/24``."""
    if isinstance(value, str):
        part, _, whole = value.partition("/")
        return round(int(part) / max(1, int(whole)), DIGITS)
    if isinstance(value, int | float):
        return round(float(value), DIGITS)
    message = f"no number: {value!r}"
    raise TypeError(message)


def at(tree: dict[str, Any], path: str) -> float:
    """The number at a dotted path; of a kind of document the scorer leaves out what is 0."""
    *folders, name = path.removesuffix("-").split(".")
    for folder in folders:
        tree = tree[folder]
    return number(tree.get(name, 0) if "kinds" in folders else tree[name])


@dataclass(frozen=True)
class Part:
    """Something to measure, in which group it is, and about how many seconds of a processor it takes."""

    group: str
    seconds: int
    measure: Callable[[], dict[str, float]]


def own_parts() -> list[Part]:
    """What is measured on the shipped samples, invented webs and our own paraphrases."""
    return [
        Part("own", 5, lambda: measure_samples(COMMAND, ROOT)),
        Part("sites", 35, lambda: measure_sites(COMMAND, ROOT)),
        Part("verdicts", 80, lambda: measure_verdicts(COMMAND, ROOT)),
        Part("damage", 15, lambda: measure_halves(COMMAND, ROOT)),
    ]


def shared_parts() -> list[Part]:
    """Every measure of the scorer that is held, the lines of the labelled pages, the notices and the bench."""
    parts = [Part("shared", SECONDS.get(name, 10), partial(score, name, paths)) for name, paths in SHARED.items()]
    parts.append(Part("shared", 20, lambda: named("lines", measure_lines(COMMAND, DATA))))
    parts.append(Part("shared", 1, lambda: named("copyright", measure_holders(COMMAND, ROOT, NOTICES))))
    if BENCH.is_file():
        parts.append(Part("shared", 15, lambda: named("verdicts", measure_bench(COMMAND, ROOT))))
    return parts


def named(name: str, measured: dict[str, float]) -> dict[str, float]:
    """Measures under the name of what they are of."""
    return {f"{name}.{measure}": value for measure, value in measured.items()}


def score(name: str, paths: Sequence[str]) -> dict[str, float]:
    """What is held of one measure of the scorer."""
    done = subprocess.run(
        [sys.executable, str(SCORER), *COMMAND, "--", name],
        capture_output=True,
        check=False,
        cwd=ROOT,
        text=True,
        timeout=1800,
    )
    if done.returncode:
        sys.exit(f"{name}: the scorer ended with {done.returncode}\n{done.stderr[-2000:]}")
    result: dict[str, Any] = json.loads(done.stdout)[name]
    return {f"{name}.{path}": at(result, path) for path in paths}


def measure(parts: Sequence[Part], workers: int | None = None) -> dict[str, dict[str, float]]:
    """Measure all parts, as many at a time as there are processors; those that take longest begin.

    Args:
        parts: what is measured.
        workers: how many at a time.

    Returns:
        The measures by group; groups and measures in the order of the parts.
    """
    with ThreadPoolExecutor(workers or os.cpu_count()) as pool:
        longest = sorted(range(len(parts)), key=lambda place: -parts[place].seconds)
        running = {place: pool.submit(parts[place].measure) for place in longest}
    groups: dict[str, dict[str, float]] = {}
    for place, part in enumerate(parts):
        groups.setdefault(part.group, {}).update(running[place].result())
    return groups


def compare(measured: dict[str, float], floors: dict[str, dict[str, Any]]) -> list[Row]:
    """Each measure beside its floor; a floor that was not measured is a fault."""
    gone = sorted(set(floors) - set(measured))
    if gone:
        sys.exit(f"no longer measured: {', '.join(gone)}")
    return [
        Row(name, value, floors[name]["best"] if name in floors else None, grows=not name.endswith("-"))
        for name, value in measured.items()
    ]


def update(group: dict[str, dict[str, Any]], rows: list[Row], today: str) -> dict[str, dict[str, Any]]:
    """The floors with every better value in place."""
    raised = {row.name: {"best": row.value, "since": today} for row in rows if row.better}
    return dict(sorted({**group, **raised}.items()))


def report(group: str, rows: list[Row]) -> None:
    """One line for each measure."""
    for row in rows:
        state = "new" if row.best is None else "ok" if row.value == row.best else "better" if row.holds else "WORSE"
        held = "" if row.best is None else f"{'floor' if row.grows else 'ceiling'} {row.best:g}"
        sys.stdout.write(f"{state:7}{group}.{row.name.removesuffix('-'):55}{row.value:<10g}{held}\n")
    sys.stdout.flush()


def main() -> int:
    """Measure, compare, and update where that was asked for."""
    parser = argparse.ArgumentParser(description="Hold the program to its floors.")
    parser.add_argument("--update", action="store_true", help="write better values to floors.json")
    parser.add_argument("--own", action="store_true", help="measure on the shipped samples and invented sites only")
    options = parser.parse_args()
    floors = json.loads(FLOORS.read_text(encoding="utf-8")) if FLOORS.is_file() else {}
    parts = own_parts()
    if options.own or not SCORER.is_file():
        sys.stdout.write("the labelled data is not measured on\n")
    else:
        parts += shared_parts()
    groups = measure(parts)
    worse = 0
    today = dt.datetime.now(tz=dt.UTC).date().isoformat()
    for group, measured in groups.items():
        rows = compare(measured, floors.get(group, {}))
        report(group, rows)
        worse += sum(not row.holds for row in rows)
        floors[group] = update(floors.get(group, {}), rows, today)
    if worse:
        sys.stdout.write(
            f"{worse} measures are worse than their floors{'; nothing written' if options.update else ''}\n"
        )
        return 1
    if options.update:
        FLOORS.write_text(json.dumps(floors, indent=2) + "\n", encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
