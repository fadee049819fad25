"""How far the verdicts on the sites of two invented webs agree with how the sites were made.

Invariant: nothing of the program is imported, only its command line is used; one seed is there
to tune on, the other only to be reported.
"""

from __future__ import annotations

import json
import subprocess
import sys
import tempfile
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import TYPE_CHECKING, Any

from samples import run

if TYPE_CHECKING:
    from collections.abc import Sequence

__all__ = ["SEEDS", "compare_sites", "measure_sites"]

SEEDS = {"tuned": 1, "unseen": 12}
MAKER = Path(__file__).resolve().parents[1] / "sites_corpus.py"


def measure_sites(command: Sequence[str], root: Path) -> dict[str, float]:
    """Make both webs, store them, rank their sites, and compare with how they were made.

    Args:
        command: starts the program.
        root: the repository.

    Returns:
        For each seed precision and recall of "aggregator", and what must not be said; one whose
        name ends in ``-`` must not grow.
    """
    with ThreadPoolExecutor(max_workers=2) as pool:
        found = dict(zip(SEEDS, pool.map(lambda seed: _measure(command, root, seed), SEEDS.values()), strict=True))
    return {f"{name}.{measure}": value for name, measures in found.items() for measure, value in measures.items()}


def _measure(command: Sequence[str], root: Path, seed: int) -> dict[str, float]:
    with tempfile.TemporaryDirectory() as scratch:
        subprocess.run([sys.executable, str(MAKER), str(seed), scratch], check=True, timeout=120)
        database = str(Path(scratch) / "sites.db")
        run(command, root, "ingest", str(Path(scratch) / "pages.jsonl"), "--db", database)
        ranked = json.loads(
            run(command, root, "site", "--rank", "--format", "json", "--limit", "1000", "--db", database)
        )
        truth = json.loads((Path(scratch) / "truth.json").read_text(encoding="utf-8"))
    return compare_sites(ranked, truth)


def compare_sites(ranked: Sequence[dict[str, Any]], truth: Sequence[dict[str, Any]]) -> dict[str, float]:
    """The measures of one web.

    Args:
        ranked: what the program says of the sites.
        truth: how they were made; ``aggregator`` is ``None`` where nobody could tell.
    """
    said = {each["site"]: each for each in ranked}
    called = [each for each in truth if said[each["site"]]["aggregator"] is True]
    right = sum(each["aggregator"] is True for each in called)
    aggregators = sum(each["aggregator"] is True for each in truth)
    papers = [said[each["site"]] for each in truth if each["kind"] == "small paper"]
    open_ones = [said[each["site"]] for each in truth if each["aggregator"] is None]
    others = [said[each["site"]] for each in truth if each["aggregator"] is False]
    return {
        "precision": round(right / max(1, len(called)), 4),
        "recall": round(right / max(1, aggregators), 4),
        "credited_papers_cleared": _share([paper["aggregator"] is False for paper in papers]),
        "left_open": _share([site["aggregator"] is None for site in open_ones]),
        "others_cleared": _share([site["aggregator"] is False for site in others]),
    }


def _share(results: Sequence[bool]) -> float:
    return round(sum(results) / len(results), 4) if results else 1.0
