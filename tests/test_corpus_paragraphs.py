"""Paragraphs that documents share which are no copies of each other."""

from __future__ import annotations

import json
from random import Random
from typing import TYPE_CHECKING, Any

import pytest

from provenance import dedup
from provenance.corpus.paragraphs import paragraphs_of
from provenance.model import Media, Page
from provenance.pipeline.analysis import analyse
from provenance.settings import DedupSettings, Keep, Level
from provenance.sources import load_registry

if TYPE_CHECKING:
    from pathlib import Path

SAID = (
    "Nobody was hurt, its master said, and the forty passengers were brought to the town in the boats of the pilots "
    "before the tide turned again."
)
FERRY = "The ferry ran aground off the point before dawn on Friday, and two tugs pulled it free while the town slept."
MILLS = "A council in the hills voted to close the last of its three mills, whose wheels have not turned since a flood."
SEALS = "Rangers on the dunes counted more seals this spring than in any year since the war, and say they are back."
OATS = "Farmers of the plain sold their oats for less than in the year before, and blame the rain that fell in August."
RIGHTS = (
    "Copyright 2031 Gull Media. All rights reserved. This material may not be published, broadcast, rewritten or "
    "redistributed without permission."
)
EDITED = SAID.replace("forty", "fifty")
ROWS = [
    {"id": "late", "text": f"{MILLS}\n\n{OATS}\n\n{EDITED}\n\n{RIGHTS}", "date": "2031-06-01"},
    {"id": "early", "text": f"{FERRY}\n\n{SAID}\n\n{SAID}\n\n{RIGHTS}", "date": "2031-05-01"},
    {"id": "other", "text": f"{SEALS}\n\n{SEALS}\n\n{RIGHTS}"},
    {
        "id": "page",
        "text": f"<html><body><article><p>{OATS}</p><p>All is well there, and all of it.</p></article></body></html>",
    },
    {"id": "copy", "text": f"{FERRY}\n\n{SAID}\n\n{SAID}\n\n{RIGHTS}", "date": "2031-05-09"},
]


def run(rows: list[dict[str, str]], folder: Path, keep: Keep = Keep.ORIGIN) -> list[dict[str, Any]]:
    folder.mkdir()
    (folder / "c.jsonl").write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")
    report = dedup([folder / "c.jsonl"], folder / "out", settings=DedupSettings(keep=keep, level=Level.PARAGRAPH))
    assert (report.kept, report.removed) == (4, 1)
    lines = (folder / "out" / "paragraphs.jsonl").read_text(encoding="utf-8").splitlines()
    found = [json.loads(line) for line in lines]
    groups = len({row["group"] for row in found})
    assert report.shared == groups == json.loads((folder / "out" / "report.json").read_text(encoding="utf-8"))["shared"]
    return found


@pytest.mark.parametrize("keep", [Keep.ORIGIN, Keep.FIRST])
def test_a_passage_of_two_stories_is_found_the_earlier_first(keep: Keep, tmp_path: Path) -> None:
    found = run(ROWS, tmp_path / "a", keep)
    assert [(row["group"], row["id"], row["position"], row["first"], row["first_id"]) for row in found] == [
        (1, "early", 1, True, "early"),
        (1, "late", 2, False, "early"),
        (2, "late", 1, True, "late"),
        (2, "page", 0, False, "late"),
    ]
    assert [row["relation"] for row in found] == ["original", "rewrite", "original", "verbatim"]
    assert (found[0]["text"], found[1]["text"], found[3]["text"]) == (SAID, EDITED, OATS)
    assert found[1]["jaccard"] == pytest.approx(21 / 27, abs=1e-4)


def test_the_order_of_the_input_changes_nothing(tmp_path: Path) -> None:
    known = run(ROWS, tmp_path / "known")
    for number in range(3):
        rows = Random(number).sample(ROWS, len(ROWS))
        assert run(rows, tmp_path / str(number)) == known


def test_unasked_no_paragraphs_are_listed(tmp_path: Path) -> None:
    (tmp_path / "c.jsonl").write_text(json.dumps(ROWS[0]) + "\n", encoding="utf-8")
    assert dedup([tmp_path / "c.jsonl"], tmp_path / "out").shared == 0
    assert not (tmp_path / "out" / "paragraphs.jsonl").exists()
    report = dedup([tmp_path / "c.jsonl"], None, settings=DedupSettings(level=Level.PARAGRAPH))
    assert (report.read, report.shared) == (1, 0)


def test_short_lines_and_furniture_are_no_paragraphs() -> None:
    registry = load_registry()

    def of(text: str, media: Media = Media.TEXT) -> list[str]:
        return paragraphs_of(Page("a", text, media), lambda page: analyse(page, registry))

    assert of(f"Short one.\r\n\r\n{FERRY}\r\n\r\n{RIGHTS}") == [FERRY]
    assert of("<html><body></body></html>", Media.HTML) == []
