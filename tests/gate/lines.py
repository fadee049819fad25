"""How well the program tells a page's lines from its story, line by line, on the labelled pages.

A line is a block of the program's answer. It is in the marked body when its words stand in the
marked text, in their order and without a gap, or when eight in ten of its runs of three words do.
Not told, and left out, are lines of fewer than five words, which stand in a text by chance, and
lines half of which are in it. Of lines that say the same, as many are in the body as the text has
of them, and those that the program keeps count first. The program keeps body and subheadings.

Invariant: a measure is a share in [0, 1] over the lines of all pages together; nothing of the
program is imported, only its command line is used.

usage: python tests/gate/lines.py [DATA]
"""

from __future__ import annotations

import gzip
import json
import os
import re
import subprocess
import sys
import tempfile
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

__all__ = ["judge_lines", "measure_lines", "shares"]

ROOT = Path(__file__).resolve().parents[2]
DATA = ROOT.parent / "shared" / "data"
KEPT = ("body", "subheading")
LEAST_WORDS = 5
INSIDE, OUTSIDE = 0.8, 0.5
WORD = re.compile(r"\w+")

Words = tuple[str, ...]


def measure_lines(command: Sequence[str], data: Path) -> dict[str, float]:
    """Trace every labelled page and judge the lines of all answers.

    Args:
        command: starts the program.
        data: the folder of the labelled data.

    Returns:
        ``boilerplate_f1``, and ``body_lost-``, the share of the body's lines that were not kept.
    """
    with gzip.open(data / "html_extraction.jsonl.gz", "rt", encoding="utf-8") as file:
        rows = [row for row in map(json.loads, file) if row.get("text")]
    with tempfile.TemporaryDirectory() as scratch:
        pages = {str(Path(scratch) / f"{number:04}.html"): row for number, row in enumerate(rows)}
        for name, row in pages.items():
            Path(name).write_bytes(gzip.decompress((data / row["html_path"]).read_bytes()))
        answers = traced(command, list(pages), Path(scratch) / "none.db")
    counts = [judge_lines(answers.get(name, []), row["text"]) for name, row in pages.items()]
    return shares(sum(counts, Counter()))


def traced(command: Sequence[str], pages: Sequence[str], database: Path) -> dict[str, list[dict[str, Any]]]:
    """The blocks of every page, by its name."""
    arguments = [*command, "trace", *pages, "--db", str(database), "--format", "jsonl"]
    run([*command, "ingest", pages[0], "--db", str(database)])
    answers = map(json.loads, run(arguments).splitlines())
    return {answer["article"]["id"]: answer["blocks"] for answer in answers}


def run(arguments: Sequence[str]) -> str:
    """One call of the program as a user would make it; a page that is no match of another is no failure."""
    done = subprocess.run(
        arguments,
        capture_output=True,
        check=False,
        cwd=ROOT,
        encoding="utf-8",
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        timeout=1800,
    )
    if done.returncode not in (0, 3, 5):
        sys.exit(f"exit {done.returncode}\n{done.stderr[-2000:]}")
    return done.stdout


def judge_lines(blocks: Sequence[dict[str, Any]], marked: str) -> Counter[str]:
    """Count the lines of a page: kept and lost of the body, kept and found of the boilerplate."""
    words = tuple(WORD.findall(marked.casefold()))
    text, runs = f" {' '.join(words)} ", set(triples(words))
    kept: Counter[Words] = Counter()
    seen: Counter[Words] = Counter()
    for block in blocks:
        line = tuple(WORD.findall(block["text"].casefold()))
        if len(line) >= LEAST_WORDS:
            seen[line] += 1
            kept[line] += block["role"] in KEPT
    counts: Counter[str] = Counter()
    for line, number in seen.items():
        times = occurrences(text, f" {' '.join(line)} ")
        if not times:
            inside = sum(each in runs for each in triples(line)) / (len(line) - 2)
            if OUTSIDE <= inside < INSIDE:
                continue
            times = int(inside >= INSIDE)
        body = min(times, number)
        right = min(body, kept[line])
        counts.update(
            body_kept=right,
            body_lost=body - right,
            boilerplate_kept=kept[line] - right,
            boilerplate_found=number - body - (kept[line] - right),
        )
    return counts


def triples(words: Words) -> Iterator[Words]:
    """The runs of three words."""
    return zip(words, words[1:], words[2:], strict=False)


def occurrences(text: str, line: str) -> int:
    """How often a line stands in a text; both have a space at either end, which two may share."""
    count = 0
    at = text.find(line)
    while at >= 0:
        count += 1
        at = text.find(line, at + len(line) - 1)
    return count


def shares(counts: Counter[str]) -> dict[str, float]:
    """The measures over counted lines."""
    found = counts["boilerplate_found"]
    wrong = counts["boilerplate_kept"] + counts["body_lost"]
    body = counts["body_kept"] + counts["body_lost"]
    return {
        "boilerplate_f1": round(2 * found / max(1, 2 * found + wrong), 4),
        "body_lost-": round(counts["body_lost"] / max(1, body), 4),
    }


if __name__ == "__main__":
    folder = Path(sys.argv[1]) if len(sys.argv) > 1 else DATA
    measured = measure_lines([sys.executable, "-m", "provenance.cli"], folder)
    sys.stdout.write(json.dumps(measured) + "\n")
