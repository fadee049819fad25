"""How well damage is found in our own labelled paraphrases, beside their originals and alone.

Invariant: the two halves are measured apart: on one everything was set, the other only reports.
Nothing of the program is imported, only its command line is used.

usage: python tests/gate/damage.py [--half tuned|measured] [--misses]
"""

from __future__ import annotations

import argparse
import json
import sys
import tempfile
from collections import Counter
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

sys.path.insert(0, str(Path(__file__).parents[1]))
sys.path.insert(0, str(Path(__file__).parent))
from paraphrase_corpus import Copy, Half, Mark, Story, stories
from samples import run

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

__all__ = ["MACHINES", "measure_halves"]

Answer = dict[str, Any]
Finding = dict[str, Any]

MACHINES = frozenset({"spun", "roundtrip", "fluent"})
HUMANS = frozenset({"rewrite", "edited", "witness", "distorted"})
GRAVE = frozenset(
    {"meaning_changed", "polarity", "number_changed", "name_changed", "attribution_changed", "quote_altered"}
)
# of grave kinds those that the published labels count as changed sense
CHANGED = GRAVE - {"attribution_changed", "quote_altered"}
COMMAND = [sys.executable, "-m", "provenance.cli"]
ROOT = Path(__file__).resolve().parents[2]


@dataclass(frozen=True)
class Held:
    """A copy and what the program said of it: beside the stored original, and by itself."""

    story: Story
    copy: Copy
    answer: Answer
    alone: Answer

    @property
    def shift(self) -> int:
        """Where the copy's text starts in what was asked: behind its headline."""
        return len(self.copy.title) + 2

    @property
    def marks(self) -> Iterator[tuple[int, int, Mark]]:
        """The marks with their offsets into what was asked."""
        yield from ((mark.start, mark.end, mark) for mark in self.copy.title_marks)
        yield from ((mark.start + self.shift, mark.end + self.shift, mark) for mark in self.copy.marks)

    @property
    def findings(self) -> list[Finding]:
        """All findings beside the original."""
        return [finding for block in self.answer["blocks"] for finding in block["damage"]]


def held(command: Sequence[str], root: Path, half: Half) -> list[Held]:
    """Store the originals of one half, and ask about every copy with and without them."""
    chosen = stories(half)
    asked = {f"{story.name}-{copy.kind}": (story, copy) for story in chosen for copy in story.copies}
    originals = [_row(f"{s.name}-original", s.publisher, s.published.isoformat(), s.title, s.text) for s in chosen]
    rows = [_row(id_, c.publisher, c.published.isoformat(), c.title, c.text) for id_, (_, c) in asked.items()]
    with tempfile.TemporaryDirectory() as scratch:
        folder = Path(scratch)
        _dump(folder / "originals.jsonl", originals)
        _dump(folder / "copies.jsonl", rows)
        _dump(folder / "other.jsonl", [_row("other", "Nobody", None, "A note", "A short note about nothing at all.")])
        for name in ("originals", "other"):
            run(command, root, "ingest", "-q", str(folder / f"{name}.jsonl"), "--db", str(folder / f"{name}.db"))
        answers, alone = (
            {
                answer["article"]["id"]: answer
                for line in run(
                    command, root, "trace", "-q", str(folder / "copies.jsonl"), "--db", str(folder / f"{name}.db"),
                    "-f", "jsonl",
                ).splitlines()
                if (answer := json.loads(line))
            }
            for name in ("originals", "other")
        )  # fmt: skip
    return [Held(story, copy, answers[id_], alone[id_]) for id_, (story, copy) in asked.items()]


def _row(id_: str, publisher: str, date: str | None, title: str, text: str) -> dict[str, str | None]:
    return {"id": id_, "publisher": publisher, "date": date, "title": title, "text": f"{title}\n\n{text}"}


def _dump(path: Path, rows: Sequence[dict[str, str | None]]) -> None:
    path.write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")


def measure_halves(command: Sequence[str], root: Path) -> dict[str, float]:
    """Every measure of either half; a name that ends in "-" must not grow."""
    return {f"{half}.{name}": value for half in Half for name, value in judge(held(command, root, half)).items()}


def judge(copies: Sequence[Held]) -> dict[str, float]:
    """The measures over copies and their answers."""
    count: Counter[str] = Counter()
    for each in copies:
        kind = each.copy.kind
        count[f"{kind}"] += 1
        count[f"{kind}.flagged"] += each.answer["damage"]["machine_paraphrase"] is True
        count[f"{kind}.alone"] += each.alone["damage"]["machine_paraphrase"] is True
        findings = each.findings
        if kind in HUMANS:
            grave = [f for f in findings if f["severity"] != "wording" and f["kind"] != "human_distortion"]
            count["human"] += 1
            count["accused"] += len([f for f in grave if not _marked(f, each)])
            bodies = [block for block in each.alone["blocks"] if block["role"] == "body"]
            count["paragraphs"] += len(bodies)
            count["paragraphs.found"] += sum(bool(block["damage"]) for block in bodies)
        if kind == "distorted":
            for start, end, _ in each.marks:
                count["distorted.marks"] += 1
                count["distorted.found"] += any(
                    f["kind"] == "human_distortion" and _meet(f, start, end) for f in findings
                )
        if kind in MACHINES:
            _count_machine(count, each, findings)
    return {
        **{f"{kind}.flagged": _share(count[f"{kind}.flagged"], count[kind]) for kind in sorted(MACHINES)},
        **{f"{kind}.alone": _share(count[f"{kind}.alone"], count[kind]) for kind in ("roundtrip", "spun")},
        "human.flagged-": sum(count[f"{kind}.flagged"] for kind in HUMANS),
        "human.alone-": sum(count[f"{kind}.alone"] for kind in HUMANS),
        "human.paragraphs-": _share(count["paragraphs.found"], count["paragraphs"]),
        "human.accused-": _share(count["accused"], count["human"]),
        "recall": _share(count["found"], count["marks"]),
        "changed_meaning": _share(count["changed.found"], count["changed"]),
        "precision_spun": _share(count["spun.true"], count["spun.findings"]),
        "precision_grave": _share(count["grave.true"], count["grave"]),
        "distortion_recall": _share(count["distorted.found"], count["distorted.marks"]),
    }


def _count_machine(count: Counter[str], each: Held, findings: Sequence[Finding]) -> None:
    for start, end, mark in each.marks:
        near = [f for f in findings if _meet(f, start, end) and f["end"] - f["start"] <= 4 * (end - start) + 12]
        count["marks"] += 1
        count["found"] += bool(near)
        if mark.kind in CHANGED:
            count["changed"] += 1
            count["changed.found"] += any(_meet(f, start, end) and f["severity"] != "wording" for f in findings)
    for finding in findings:
        if each.copy.kind == "spun":
            count["spun.findings"] += 1
            count["spun.true"] += bool(_marked(finding, each))
        if finding["severity"] != "wording":
            count["grave"] += 1
            count["grave.true"] += any(mark.kind in GRAVE | {"dropped"} for mark in _marked(finding, each))


def _marked(finding: Finding, each: Held) -> list[Mark]:
    return [mark for start, end, mark in each.marks if _meet(finding, start, end)]


def _meet(finding: Finding, start: int, end: int) -> bool:
    return bool(finding["start"] < end and start < finding["end"])


def _share(part: int, whole: int) -> float:
    return round(part / whole, 4) if whole else 0.0


def misses(copies: Sequence[Held]) -> Iterator[str]:
    """What was marked and not found, and what was found gravely where nothing grave is marked."""
    for each in copies:
        name = f"{each.story.name}-{each.copy.kind}"
        for start, end, mark in each.marks:
            met = [f for f in each.findings if _meet(f, start, end)]
            if mark.kind in CHANGED | {"human_distortion"} and not any(f["severity"] != "wording" for f in met):
                said = [(f["kind"], f["text"]) for f in met]
                yield f"miss  {name}: {mark.kind} {mark.change}: {mark.text!r} <- {mark.original!r} {said}"
        for finding in each.findings:
            marks = _marked(finding, each)
            if finding["severity"] != "wording" and not any(
                m.kind in GRAVE | {"dropped", "human_distortion"} for m in marks
            ):
                text = each.answer["article"]["text"]
                before = text[max(0, finding["start"] - 40) : finding["start"]].replace("\n", " ")
                after = text[finding["end"] : finding["end"] + 30].replace("\n", " ")
                yield (
                    f"false {name}: {finding['kind']} {finding['change']}: {before}[{finding['text']}]{after} <- "
                    f"{finding['original']!r} {[m.kind.value for m in marks]}"
                )


def main() -> None:
    """Print the measures of both halves, or what was missed."""
    parser = argparse.ArgumentParser(description="Measure damage on our own paraphrases.")
    parser.add_argument("--half", choices=[half.value for half in Half], help="only this half")
    parser.add_argument("--misses", action="store_true", help="list what was missed and what was found falsely")
    options = parser.parse_args()
    for half in [Half(options.half)] if options.half else list(Half):
        copies = held(COMMAND, ROOT, half)
        for name, value in judge(copies).items():
            sys.stdout.write(f"{half:10}{name.removesuffix('-'):20}{value:g}\n")
        if options.misses:
            sys.stdout.writelines(line + "\n" for line in misses(copies))


if __name__ == "__main__":
    main()
