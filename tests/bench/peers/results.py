"""What was measured, as it lies in a JSON file: one entry for each program, task and size, and the machine."""

from __future__ import annotations

import json
import os
import platform
from dataclasses import asdict, dataclass, field
from pathlib import Path
from statistics import median
from typing import TYPE_CHECKING, Any

from exact import Judged

if TYPE_CHECKING:
    from collections.abc import Iterable

__all__ = ["OURS", "Measured", "Task", "load", "machine", "merge", "save"]

# what the ratios are against
OURS = "provenance --keep first"


@dataclass(frozen=True, order=True)
class Task:
    """What is asked: words in a shingle, the threshold, and how many documents."""

    shingle: int
    threshold: float
    documents: int

    @property
    def title(self) -> str:
        """For a heading."""
        return f"{self.documents:,} documents, word-{self.shingle} at {self.threshold:g}"


@dataclass(frozen=True)
class Measured:
    """One program at one task: its runs, or why there are none.

    ``runs`` are triples of seconds by the clock, seconds of the processors and megabytes at the peak. ``pairs`` is
    how its clusters stand to the truth. ``load`` is the highest load of the machine before a run.
    """

    side: str
    task: Task
    version: str
    date: str
    megabytes: float
    runs: tuple[tuple[float, float, float], ...] = ()
    pairs: dict[str, int] = field(default_factory=dict)
    load: float = 0.0
    trouble: str = ""

    @property
    def judged(self) -> Judged:
        """How its clusters stand to the truth."""
        return Judged(**self.pairs)

    @property
    def clock(self) -> float:
        """The median of seconds."""
        return median(run[0] for run in self.runs)

    @property
    def processor(self) -> float:
        """The median of seconds of the processors."""
        return median(run[1] for run in self.runs)

    @property
    def peak(self) -> float:
        """The most memory of all runs, in megabytes."""
        return max(run[2] for run in self.runs)


def machine() -> dict[str, Any]:
    """What the figures hold for."""
    try:
        lines = Path("/proc/cpuinfo").read_text(encoding="utf-8").splitlines()
        name = next(line.partition(":")[2].strip() for line in lines if line.startswith("model name"))
    except (OSError, StopIteration):
        name = platform.processor() or platform.machine()
    return {
        "processor": name,
        "cores": os.cpu_count(),
        "system": f"{platform.system()} {platform.machine()}",
        "python": platform.python_version(),
    }


def load(path: Path) -> tuple[dict[str, Any], list[Measured]]:
    """The machine and what was measured on it; nothing where the file is not there."""
    if not path.exists():
        return {}, []
    told = json.loads(path.read_text(encoding="utf-8"))
    return told["machine"], [_measured(entry) for entry in told["measured"]]


def _measured(entry: dict[str, Any]) -> Measured:
    runs = tuple(tuple(run) for run in entry["runs"])
    return Measured(**{**entry, "task": Task(**entry["task"]), "runs": runs})


def merge(old: Iterable[Measured], new: Iterable[Measured]) -> list[Measured]:
    """Put new measurements in the place of old ones of the same program, task and size."""
    kept = {(each.task, each.side): each for each in old}
    kept.update({(each.task, each.side): each for each in new})
    return [kept[key] for key in sorted(kept)]


def save(path: Path, on: dict[str, Any], measured: Iterable[Measured]) -> None:
    """Write the file."""
    told = {"machine": on, "measured": [asdict(each) for each in measured]}
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(json.dumps(told, indent=1) + "\n", encoding="utf-8")
