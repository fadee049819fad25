"""The same articles give the same answer in every process, whatever the order in which its sets lie in memory."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
SAMPLES = ROOT / "seeds" / "articles"


def run(seed: int, *arguments: str) -> str:
    done = subprocess.run(
        [sys.executable, "-m", "provenance.cli", *arguments],
        capture_output=True,
        check=True,
        cwd=ROOT,
        encoding="utf-8",
        env={**os.environ, "PYTHONHASHSEED": str(seed)},
        timeout=300,
    )
    return done.stdout


def test_answers_do_not_depend_on_how_words_are_hashed(tmp_path: Path) -> None:
    database = str(tmp_path / "samples.db")
    run(1, "ingest", str(SAMPLES), "--db", database)
    pages = sorted(map(str, SAMPLES.glob("*.html")))
    one, two = (run(seed, "trace", *pages, "--db", database, "--format", "jsonl") for seed in (1, 2))
    assert one.count("\n") == len(pages)
    assert one == two
