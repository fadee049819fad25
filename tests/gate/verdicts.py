"""How often a verdict is right, by how sure the program is of it: a reliability table.

Invariant: nothing of the program is imported, only its command line is used. Pages of invented
webs (tests/sites_traps.py) say who wrote them; the seeds named "tuned" set the confidences, the
others only report. Where the labelled bench lies beside the repository its copies are asked
too, once with their originals stored and once without.

usage: python tests/gate/verdicts.py
prints the table.
"""

from __future__ import annotations

import json
import subprocess
import sys
import tempfile
from bisect import bisect_right
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from samples import run

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

__all__ = ["Answer", "Band", "measure_bench", "measure_verdicts", "measures", "reliability"]

ROOT = Path(__file__).resolve().parents[2]
SEEDS = {"tuned": (31, 32), "unseen": (41, 42)}
MAKER = ROOT / "tests" / "sites_traps.py"
BENCH = ROOT.parent / "shared" / "bench" / "paraphrase.jsonl"
EDGES = (0.5, 0.6, 0.7, 0.8, 0.9, 0.95)
# a band with fewer answers says nothing of how sure the program is
FEW = 20
FIELDS = ("id", "url", "publisher", "date", "title", "text")


@dataclass(frozen=True)
class Answer:
    """A decided verdict; ``confidence`` is ``None`` where the program abstained."""

    confidence: float | None
    right: bool


@dataclass(frozen=True)
class Band:
    """The verdicts of one band of confidence: how many, how sure on average, and what share is right."""

    low: float
    answers: int
    confidence: float
    right: float


def reliability(answers: Iterable[Answer]) -> list[Band]:
    """The bands that have answers, from the least sure to the surest."""
    bands: dict[int, list[tuple[float, bool]]] = {}
    for answer in answers:
        if answer.confidence is not None:
            place = bisect_right(EDGES, answer.confidence + 1e-9) - 1
            bands.setdefault(max(0, place), []).append((answer.confidence, answer.right))
    return [
        Band(
            EDGES[place],
            len(group),
            round(sum(confidence for confidence, _ in group) / len(group), 4),
            round(sum(right for _, right in group) / len(group), 4),
        )
        for place, group in sorted(bands.items())
    ]


def measures(answers: Sequence[Answer]) -> dict[str, float]:
    """What is held of a set of answers.

    Returns:
        ``decided`` of all, ``right`` of the decided, ``right_when_sure`` of those at .9 and more,
        ``calibration_error-`` (the mean distance of confidence and share right over the bands,
        weighted by their answers) and ``overconfident-`` (the most that a band of some size
        promises beyond what it keeps).
    """
    bands = reliability(answers)
    decided = [answer for answer in answers if answer.confidence is not None]
    sure = [answer.right for answer in decided if (answer.confidence or 0) >= 0.9]
    error = sum(band.answers * abs(band.confidence - band.right) for band in bands)
    over = [band.confidence - band.right for band in bands if band.answers >= FEW]
    return {
        "decided": round(len(decided) / max(1, len(answers)), 4),
        "right": _share([answer.right for answer in decided]),
        "right_when_sure": _share(sure),
        "calibration_error-": round(error / max(1, len(decided)), 4),
        "overconfident-": round(max([0.0, *over]), 4),
    }


def measure_verdicts(command: Sequence[str], root: Path) -> dict[str, float]:
    """The measures of the tuned webs and of the others."""
    return _named({name: web_answers(command, root, seeds) for name, seeds in SEEDS.items()})


def measure_bench(command: Sequence[str], root: Path, bench: Path = BENCH) -> dict[str, float]:
    """The measures of the labelled bench, with the originals and without."""
    return _named(
        {name: bench_answers(command, root, bench, held=held) for name, held in (("held", True), ("missing", False))}
    )


def web_answers(command: Sequence[str], root: Path, seeds: Sequence[int]) -> list[Answer]:
    """What the program says of every page of these webs."""
    with ThreadPoolExecutor(max_workers=2) as pool:
        return [answer for answers in pool.map(lambda seed: _web(command, root, seed), seeds) for answer in answers]


def _web(command: Sequence[str], root: Path, seed: int) -> list[Answer]:
    with tempfile.TemporaryDirectory() as scratch:
        subprocess.run([sys.executable, str(MAKER), str(seed), scratch], check=True, timeout=120)
        verdicts = _verdicts(command, root, Path(scratch) / "pages.jsonl")
        truth = json.loads((Path(scratch) / "writers.json").read_text(encoding="utf-8"))
    return [_answer(verdicts[page["page"]], _is_writer(verdicts[page["page"]], page)) for page in truth]


def bench_answers(command: Sequence[str], root: Path, bench: Path, *, held: bool) -> list[Answer]:
    """What the program says of every copy and every independent report of the bench."""
    documents = [json.loads(line) for line in bench.read_text(encoding="utf-8").splitlines() if line.strip()]
    asked = [each for each in documents if each["label"]["kind"] != "original"]
    with tempfile.TemporaryDirectory() as scratch:
        corpus = Path(scratch) / "pages.jsonl"
        rows = [{field: each.get(field) for field in FIELDS} for each in (documents if held else asked)]
        corpus.write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")
        verdicts = _verdicts(command, root, corpus)
    return [_answer(verdicts[each["id"]], _is_origin(verdicts[each["id"]], each)) for each in asked]


def _verdicts(command: Sequence[str], root: Path, corpus: Path) -> dict[str, dict[str, Any]]:
    """The verdicts on a corpus, by the ids of its rows."""
    database = str(corpus.with_suffix(".db"))
    run(command, root, "ingest", str(corpus), "--db", database, "--quiet")
    lines = [json.loads(line) for line in run(command, root, "export", "--db", database, "--quiet").splitlines()]
    ids = {line["number"]: line["id"] for line in lines if line.get("type") == "article"}
    return {ids[line["article"]]: line for line in lines if line.get("type") == "verdict"}


def _answer(verdict: dict[str, Any], right: bool) -> Answer:
    decided = verdict["status"] == "decided"
    return Answer(verdict["confidence"] if decided else None, decided and right)


def _is_writer(verdict: dict[str, Any], page: dict[str, Any]) -> bool:
    if page["source"] is not None:
        return bool(verdict["origin_source"] == page["source"])
    return verdict["origin_name"] in (page["name"], page["domain"])


def _is_origin(verdict: dict[str, Any], document: dict[str, Any]) -> bool:
    """A copy is by the original's source; a report of its own is by nobody else."""
    if document["label"]["kind"] != "independent":
        return bool(verdict["origin_source"] == document["label"]["origin"])
    return bool(verdict["relation"] in ("original", "version") or verdict["origin_name"] == document["publisher"])


def _named(groups: dict[str, list[Answer]]) -> dict[str, float]:
    return {f"{name}.{each}": value for name, answers in groups.items() for each, value in measures(answers).items()}


def _share(results: Sequence[bool]) -> float:
    return round(sum(results) / len(results), 4) if results else 1.0


def main() -> None:
    """Print the table of every set."""
    command = [sys.executable, "-m", "provenance.cli"]
    sets = {name: web_answers(command, ROOT, seeds) for name, seeds in SEEDS.items()}
    if BENCH.is_file():
        sets |= {f"bench, originals {name}": bench_answers(command, ROOT, BENCH, held=held)
                 for name, held in (("held", True), ("missing", False))}  # fmt: skip
    for name, answers in sets.items():
        decided = sum(answer.confidence is not None for answer in answers)
        sys.stdout.write(f"\n{name}: {decided} of {len(answers)} decided\nfrom   answers   mean confidence   right\n")
        for band in reliability(answers):
            sys.stdout.write(f"{band.low:<7.2f}{band.answers:<10}{band.confidence:<18.3f}{band.right:.3f}\n")


if __name__ == "__main__":
    main()
