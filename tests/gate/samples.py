"""How far the program's answers on the shipped samples agree with their manifest.

Invariant: a measure is a share in [0, 1] of what the manifest says, so it can be held to a floor
while samples are added; nothing of the program is imported, only its command line is used.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

__all__ = ["judge", "measure_samples", "run"]

Answer = dict[str, Any]
Truth = dict[str, Any]


def measure_samples(command: Sequence[str], root: Path) -> dict[str, float]:
    """Store all samples, trace each of them, and compare with the manifest.

    Args:
        command: starts the program.
        root: the repository.

    Returns:
        A share in [0, 1] for each measure.
    """
    folder = root / "seeds" / "articles"
    whole = json.loads((folder / "manifest.json").read_text(encoding="utf-8"))
    manifest = [{**entry, "outlets": whole["outlets"]} for entry in whole["articles"]]
    names = [entry["file"] for entry in manifest]
    with tempfile.TemporaryDirectory() as scratch:
        database = str(Path(scratch) / "samples.db")
        run(command, root, "ingest", *(str(folder / name) for name in names), "--db", database)
        lines = run(command, root, "trace", *(str(folder / name) for name in names), "--db", database, "-f", "jsonl")
    answers = {Path(answer["article"]["id"]).name: answer for answer in map(json.loads, lines.splitlines())}
    return judge([(answers[entry["file"]], entry) for entry in manifest])


def run(command: Sequence[str], root: Path, *arguments: str) -> str:
    """One call of the program as a user would make it."""
    done = subprocess.run(
        [*command, *arguments],
        capture_output=True,
        check=False,
        cwd=root,
        encoding="utf-8",
        env={**os.environ, "PYTHONPATH": str(root)},
        timeout=600,
    )
    if done.returncode:
        sys.exit(f"{arguments[0]}: exit {done.returncode}\n{done.stderr[-2000:]}")
    return done.stdout


def judge(pairs: Sequence[tuple[Answer, Truth]]) -> dict[str, float]:
    """Every measure over pairs of an answer and what the manifest says of its article."""
    whole: dict[str, Callable[[Answer, Truth], bool]] = {
        "origin": origin_right,
        "origin_article": origin_article_right,
        "relation": lambda a, t: a["verdict"]["relation"] in (t["relation"], *t["relation_also"]),
        "chain": chain_right,
        "cited": lambda a, t: set(t["cited"]) <= {cited["source"] for cited in a["cited"]},
        "machine_paraphrase": machine_right,
        "aggregator": lambda a, t: (a["site"]["aggregator"] is True) == (t["aggregator"] is True),
    }
    parts: dict[str, Callable[[Answer, Truth], Iterator[bool]]] = {
        "credit_recall": credits_found,
        "role_recall": roles_found,
        "role_precision": roles_right,
        "damage_recall": damage_found,
        "sound_left_alone": unharmed,
    }
    shares = {name: share(test(a, t) for a, t in pairs) for name, test in whole.items()}
    return shares | {name: share(ok for a, t in pairs for ok in test(a, t)) for name, test in parts.items()}


def share(results: Iterator[bool]) -> float:
    """How many are true, to four digits; nothing asked is all right."""
    values = list(results)
    return round(sum(values) / len(values), 4) if values else 1.0


def origin_right(answer: Answer, truth: Truth) -> bool:
    verdict = answer["verdict"]
    named = verdict["origin"]["source"] if verdict["status"] == "decided" and verdict["origin"] else None
    return named in (truth["origin"], *truth["origin_also"])


def origin_article_right(answer: Answer, truth: Truth) -> bool:
    article = (answer["verdict"]["origin"] or {}).get("article") if answer["verdict"]["status"] == "decided" else None
    name = Path(article["id"]).name if article else None
    return name in (truth["origin_article"], *([truth["file"]] if truth["origin_article"] is None else []))


def chain_right(answer: Answer, truth: Truth) -> bool:
    """The same hops in the same order; the manifest's ``null`` stands for a page without a name.

    A page may know an invented outlet by its name, its domain or its owner.
    """
    hops = answer["chain"]
    wanted = truth["chain"]
    if len(wanted) == 1 and not hops:
        return True
    return len(hops) == len(wanted) and all(
        name is None or {hop["name"].rstrip("."), hop.get("domain")} & known_as(name, truth)
        for name, hop in zip(wanted, hops, strict=True)
    )


def known_as(name: str, truth: Truth) -> set[str | None]:
    """What a page may call an outlet."""
    outlet = truth.get("outlets", {}).get(name, {})
    return {name.rstrip("."), (outlet.get("owner") or name).rstrip("."), outlet.get("domain") or name}


def machine_right(answer: Answer, truth: Truth) -> bool:
    """Said of machine paraphrases and of nothing else; elsewhere "cannot be said" is as right as "no"."""
    return (answer["damage"]["machine_paraphrase"] is True) == (truth["machine_paraphrase"] is True)


def credits_found(answer: Answer, truth: Truth) -> Iterator[bool]:
    for wanted in truth["credits"]:
        yield any(
            (found["type"], found["source"]) == (wanted["type"], wanted["source"])
            and (plain(wanted["text"]) in plain(found["text"]) or plain(found["text"]) in plain(wanted["text"]))
            for found in answer["credits"]
        )


def roles_found(answer: Answer, truth: Truth) -> Iterator[bool]:
    free = list(answer["blocks"])
    for wanted in truth["roles"]:
        hit = next((block for block in free if is_role(block, wanted)), None)
        if hit:
            free.remove(hit)
        yield hit is not None


def roles_right(answer: Answer, truth: Truth) -> Iterator[bool]:
    for block in answer["blocks"]:
        if block["role"] != "body":
            yield any(is_role(block, wanted) for wanted in truth["roles"])


def is_role(block: Answer, wanted: Truth) -> bool:
    return block["role"] == wanted["role"] and plain(block["text"]).startswith(plain(wanted["starts"]))


def damage_found(answer: Answer, truth: Truth) -> Iterator[bool]:
    """A finding that overlaps the damaged words and is no more than four times as long."""
    found = [finding for block in answer["blocks"] for finding in block["damage"]]
    for wanted in truth["damage"]:
        spans = list(occurrences(answer["article"]["text"], wanted["copy"]))
        longest = 4 * len(wanted["copy"]) + 12
        yield any(
            min(finding["end"], end) > max(finding["start"], start) and finding["end"] - finding["start"] <= longest
            for finding in found
            for start, end in spans
        )


def unharmed(answer: Answer, truth: Truth) -> Iterator[bool]:
    """No finding in an article that the manifest knows to be sound; of the others it may not list all."""
    if not truth["damage"]:
        yield not any(block["damage"] for block in answer["blocks"])


def occurrences(text: str, words: str) -> Iterator[tuple[int, int]]:
    start = text.find(words)
    while start >= 0:
        yield start, start + len(words)
        start = text.find(words, start + 1)


def plain(text: str) -> str:
    """White space does not count."""
    return " ".join(text.split())
