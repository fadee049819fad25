"""How often the program reads the holder out of a copyright line as people read it.

Invariant: the lines stay where they are; ``copyright_holders.json`` keeps, by the line's id, only
whom a reader holds for its holder: a name, the names of a stacked notice in order, or ``null``.
"""

from __future__ import annotations

import gzip
import hashlib
import json
import re
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, Any

from samples import run

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

__all__ = ["LABELS", "half", "holders_right", "judge_holders", "measure_holders"]

LABELS = Path(__file__).with_name("copyright_holders.json")
_LEGAL = {"inc", "llc", "ltd", "limited", "plc", "corp", "co", "lp", "the", "tv"}


def measure_holders(command: Sequence[str], root: Path, lines: Path) -> dict[str, float]:
    """Trace every labelled line as a page of its own, without a database.

    Args:
        command: starts the program.
        root: the repository.
        lines: the lines, a ``jsonl.gz`` with ``id`` and ``text``.

    Returns:
        The share of lines whose holder is right.
    """
    results = judge_holders(trace_lines(command, root, lines), json.loads(LABELS.read_text(encoding="utf-8")))
    return {"right": round(sum(results.values()) / len(results), 4)}


def trace_lines(command: Sequence[str], root: Path, lines: Path) -> dict[str, list[dict[str, Any]]]:
    """The credits that the program finds in each line."""
    with tempfile.TemporaryDirectory() as scratch:
        asked = Path(scratch) / "lines.jsonl"
        with gzip.open(lines, "rt", encoding="utf-8") as rows:
            picked = [{key: row[key] for key in ("id", "text")} for row in map(json.loads, rows)]
        asked.write_text("".join(json.dumps(row) + "\n" for row in picked), encoding="utf-8")
        answers = run(command, root, "trace", str(asked), "-f", "jsonl")
    return {answer["article"]["id"]: answer["credits"] for answer in map(json.loads, answers.splitlines())}


def judge_holders(found: Mapping[str, list[dict[str, Any]]], labels: Mapping[str, Any]) -> dict[str, bool]:
    """Whether each labelled line's credits name its holders and nobody else."""
    return {line: holders_right(found[line], label) for line, label in labels.items()}


def holders_right(credits_found: Iterable[dict[str, Any]], label: str | list[str] | None) -> bool:
    """Whether notices, or a picture's credits, name just the holders of a label, in its order."""
    named = [c for c in credits_found if c["type"] in ("copyright", "caption")]
    wanted = [label] if isinstance(label, str) else label or []
    return len(named) == len(wanted) and all(
        plain(want) in (plain(credit["text"]), plain(credit["name"]))
        for want, credit in zip(wanted, named, strict=True)
    )


def plain(name: str) -> str:
    """A holder's name without case, marks and legal form."""
    words = re.findall(r"\w+", name.replace(".", "").casefold())
    return " ".join(word for word in words if word not in _LEGAL)


def half(line: str) -> int:
    """Which half a line is in: rules were made on half 0 and tried on half 1."""
    return int(hashlib.sha256(line.encode()).hexdigest(), 16) % 2
