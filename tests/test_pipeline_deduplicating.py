from __future__ import annotations

import io
import json
from typing import TYPE_CHECKING

import pytest

from provenance import dedup
from provenance.errors import InputError
from provenance.reading import ReadOptions
from provenance.settings import seeds_folder

if TYPE_CHECKING:
    from pathlib import Path

STORY = "The ferry ran aground on a bank off the point before dawn and was pulled free by two tugs from the yard."


def test_standard_input_is_read_as_often_as_it_takes(tmp_path: Path) -> None:
    rows = b"".join(json.dumps({"id": n, "text": STORY}).encode() + b"\n" for n in (3, 1, 2))
    report = dedup(["-"], tmp_path / "out", stdin=io.BytesIO(rows))
    assert (report.read, report.kept, report.removed) == (3, 1, 2)
    kept = json.loads((tmp_path / "out" / "kept.jsonl").read_text(encoding="utf-8"))
    assert kept["id"] == 1


def test_rows_of_standard_input_are_named_by_their_line(tmp_path: Path) -> None:
    dedup(["-"], tmp_path / "out", stdin=io.BytesIO(b'{"text": "Words that stand alone in a corpus of one."}\n'))
    assert "/" not in (tmp_path / "out" / "report.json").read_text(encoding="utf-8").split('"settings"')[0]
    page = io.BytesIO(b"<html><body><p>A page on standard input is one document, and no corpus.</p></body></html>")
    assert dedup(["-"], tmp_path / "page", stdin=page).read == 1


def test_what_a_reader_has_to_say_is_said_once(tmp_path: Path) -> None:
    corpus, told = tmp_path / "c.jsonl", []
    rows = [{"doc_id": n, "body": STORY, "topic": "sea", "date": f"{2030 + n}-03-04"} for n in range(3)]
    corpus.write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")
    report = dedup([corpus], tmp_path / "out", options=ReadOptions(since="2031-01-01", notice=told.append))
    assert report.read == 2
    assert told == [
        f"{corpus}: text = body, id = doc_id, date = date (guessed); not used: topic",
        f"{corpus}: passed over: 1 before 2031-01-01",
    ]


def test_a_row_without_text_is_not_lost(tmp_path: Path) -> None:
    corpus = tmp_path / "c.jsonl"
    corpus.write_text('{"id": 1, "text": ""}\n{"id": 2, "text": "Words that stand alone in this corpus of two."}\n')
    report = dedup([str(corpus)], tmp_path / "out")
    rows = (tmp_path / "out" / "kept.jsonl").read_text(encoding="utf-8").splitlines()
    assert (report.read, len(rows)) == (2, 2)


def test_a_corpus_that_cannot_be_read_makes_no_folder(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="nothing could be read"):
        dedup([str(tmp_path / "absent.jsonl")], tmp_path / "out")
    assert list(tmp_path.iterdir()) == []


def test_the_agencys_own_page_is_what_is_kept(tmp_path: Path) -> None:
    names = ("cable-station-own-footer.html", "cable-ap-original.html", "cable-station-ap-byline.html")
    files = [str(seeds_folder() / "articles" / name) for name in names]
    dedup(files, tmp_path / "out")
    kept = [json.loads(line) for line in (tmp_path / "out" / "kept.jsonl").read_text(encoding="utf-8").splitlines()]
    assert [row["id"] for row in kept] == [files[1]]


def test_a_corpus_without_a_column_of_text_names_those_that_it_has(tmp_path: Path) -> None:
    corpus, out = tmp_path / "c.jsonl", tmp_path / "out"
    corpus.write_text('{"id": 1, "quux": "ten ferries sailed"}\n{"id": 2, "grue": "two did not"}\n', encoding="utf-8")
    with pytest.raises(InputError, match="no column with text") as refused:
        dedup([corpus], out)
    assert refused.value.hint is not None
    assert refused.value.hint.endswith("there are: id, quux, grue")
    assert not out.exists()
    assert dedup([corpus], out, options=ReadOptions(text_field="quux")).read == 2
