"""Formulaic reports of different events stay apart, and their copies are found."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from formulaic_corpus import KINDS, Report, reports

from provenance.pipeline import dedup

if TYPE_CHECKING:
    from pathlib import Path


def removed(rows: list[Report], folder: Path) -> dict[str, str]:
    """What is removed, each with what is kept of it."""
    folder.mkdir()
    lines = [json.dumps({"id": row.id, "text": row.text, "publisher": "Norby Courier"}) + "\n" for row in rows]
    (folder / "c.jsonl").write_text("".join(lines), encoding="utf-8")
    dedup([folder / "c.jsonl"], folder / "out")
    found = [json.loads(line)["provenance"] | {"id": json.loads(line)["id"]} for line in
             (folder / "out" / "removed.jsonl").read_text(encoding="utf-8").splitlines()]  # fmt: skip
    return {each["id"]: each["kept_id"] for each in found}


def test_a_seed_makes_the_same_reports() -> None:
    rows = reports(7)
    assert rows == reports(7) != reports(8)
    assert len(rows) == len(KINDS) * (15 + 3)
    assert len({row.id for row in rows}) == len(rows)
    assert sum(row.is_copy for row in rows) == len({row.event for row in rows if row.is_copy}) == len(KINDS) * 3


def test_reports_of_different_events_stay_apart(tmp_path: Path) -> None:
    missed = copies = 0
    for seed in range(3):
        for told in (1, 2):
            rows = reports(seed, told=told)
            event = {row.id: row.event for row in rows}
            gone = removed(rows, tmp_path / f"{seed}-{told}")
            assert all(event[one] == event[kept] for one, kept in gone.items())
            copies += sum(row.is_copy for row in rows)
            missed += sum(row.is_copy and not {row.id, row.event} & gone.keys() for row in rows)
    assert copies == 90
    assert missed <= 6
