"""Rows written where they belong, with their clean story where it is asked for."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

from provenance import clean, dedup
from provenance.corpus.machine import sharing
from provenance.pipeline import CleanArticle

if TYPE_CHECKING:
    from pathlib import Path

STORY = (
    "The ferry ran aground off the point before dawn on day {}, and two tugs from the yard pulled it free.\n\n"
    "Nobody was hurt, its master said, and the {} passengers were brought to the town by the boats of the pilots."
)
FOOTER = "Copyright 2031 Gull Media. All rights reserved. This material may not be published, broadcast or rewritten."


def corpus_of(folder: Path, rows: list[dict[str, object]]) -> Path:
    corpus = folder / "c.jsonl"
    corpus.write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")
    return corpus


def read(path: Path) -> list[dict[str, object]]:
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]


@pytest.mark.parametrize("processes", [1, 3])
def test_kept_rows_get_the_story_that_cleaning_gives(
    processes: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sharing, "threads", lambda: processes)
    monkeypatch.setattr(sharing, "CHUNK", 70)
    lamps = [" ".join(f"lamp{n}{k}" for k in range(40)) for n in range(150)]
    rows: list[dict[str, object]] = [
        {"id": f"r{n:03}", "text": f"Menu\n\n{STORY.format(n, n)} {lamps[n]}.\n\n{FOOTER}", "rank": n}
        for n in range(150)
    ]
    rows[5] |= {"provenance": {"old": True}}
    rows += [{"id": "empty", "text": ""}, {"id": "copy", "text": rows[7]["text"]}]
    rows += [
        {
            "id": "page",
            "text": f"<html><body><article><p>{lamps[0].replace('lamp', 'gate')}.</p></article></body></html>",
        }
    ]
    corpus = corpus_of(tmp_path, rows)
    report = dedup([corpus], tmp_path / "out", clean=True)
    kept, removed = read(tmp_path / "out" / "kept.jsonl"), read(tmp_path / "out" / "removed.jsonl")
    assert (report.kept, report.removed, [row["id"] for row in removed]) == (152, 1, ["r007"])
    assert "clean" not in removed[0]["provenance"]  # type: ignore[operator]
    stories = {item.id: item.text for item in clean([corpus]) if isinstance(item, CleanArticle)}
    assert FOOTER not in stories["r001"]
    assert [row["id"] for row in kept] == [row["id"] for row in rows if row["id"] != "r007"]
    for row in kept:
        mark = row.pop("provenance")
        assert mark["clean"] == stories.get(str(row["id"]))  # type: ignore[index]
        assert row == {name: value for name, value in rows_by_id(rows)[str(row["id"])].items() if name != "provenance"}
    assert "empty" not in stories
    assert json.loads((tmp_path / "out" / "report.json").read_text(encoding="utf-8"))["clean"] is True


def rows_by_id(rows: list[dict[str, object]]) -> dict[str, dict[str, object]]:
    return {str(row["id"]): row for row in rows}


def test_unasked_no_story_is_added(tmp_path: Path) -> None:
    dedup([corpus_of(tmp_path, [{"id": "a", "text": STORY}])], tmp_path / "out")
    assert read(tmp_path / "out" / "kept.jsonl")[0]["provenance"] == {"kept": True, "cluster": None}
