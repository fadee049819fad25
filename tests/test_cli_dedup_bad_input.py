"""Corpora as they are: with holes, cut short, damaged, and a disk that is full."""

from __future__ import annotations

import gzip
import json
import os
import random
from typing import TYPE_CHECKING, Any

import pytest
from conftest import limited
from format_samples import (
    STORIES,
    WARC_DATE,
    arrow_from,
    arrow_of,
    crawl_of,
    lines_of,
    packed,
    record,
    records_of,
    rows_of_table,
    table_of,
    unpacked,
)

if TYPE_CHECKING:
    import subprocess
    from collections.abc import Callable
    from pathlib import Path

    Run = Callable[..., subprocess.CompletedProcess[bytes]]

pa = pytest.importorskip("pyarrow")
parquet = pytest.importorskip("pyarrow.parquet")

Rows = list[dict[str, Any]]
ROWS: Rows = [{"id": f"r{number}", "text": f"{STORIES[number % 5]} Day {number}."} for number in range(60)]
POSIX_ONLY = pytest.mark.skipif(os.name != "posix", reason="limits are of POSIX")


def done(run: Run, tmp_path: Path, *inputs: str, code: int, **more: Any) -> tuple[dict[str, Any], str]:
    """The report of a run that ends so, and what it said of errors."""
    ran = run("dedup", *inputs, "-o", "out", "--keep", "first", **more)
    said = ran.stderr.decode()
    assert ran.returncode == code, said
    assert "Traceback" not in said
    assert "this is a bug" not in said
    out = tmp_path / "out"
    assert out.exists() == (code in {0, 5})
    report = json.loads((out / "report.json").read_bytes()) if out.exists() else {}
    return report, said


def rows_in(out: Path, report: dict[str, Any]) -> Rows:
    """All rows that were written."""
    found: Rows = []
    for name in report["files"].values():
        if report["format"] == "jsonl":
            found += [json.loads(line) for line in unpacked(out / name).splitlines()]
        elif report["format"] == "csv":
            found += rows_of_table(unpacked(out / name))
        else:
            found += arrow_from(out / name).to_pylist()
    return found


WRITE: dict[str, Callable[[Rows], bytes]] = {
    "c.jsonl": lines_of,
    "c.jsonl.gz": lambda rows: packed(lines_of(rows), ".gz"),
    "c.csv": lambda rows: table_of(rows, ["id", "text"]),
    "c.parquet": lambda rows: arrow_of(pa.Table.from_pylist(rows), ".parquet", rows=20),
    "c.feather": lambda rows: arrow_of(pa.Table.from_pylist(rows), ".feather", rows=20),
}
EVERY = pytest.mark.parametrize("name", list(WRITE))


@EVERY
def test_rows_without_text_are_named_and_kept(run: Run, tmp_path: Path, name: str) -> None:
    (tmp_path / name).write_bytes(WRITE[name]([*ROWS[:3], {"id": "hole", "text": ""}, {"id": "gap", "text": "  "}]))
    report, said = done(run, tmp_path, name, code=5)
    assert (report["read"], report["failed"]) == (5, 2)
    assert [(each["id"], each["reason"]) for each in report["failures"]] == [
        ("hole", "no text in it"),
        ("gap", "no text in it"),
    ]
    assert "hole: no text in it" in said
    assert "2 could not be read" in said
    assert [row["id"] for row in rows_in(tmp_path / "out", report)] == ["r0", "r1", "r2", "hole", "gap"]


@EVERY
def test_ids_that_several_rows_have_are_counted_and_no_error(run: Run, tmp_path: Path, name: str) -> None:
    rows = [{"id": "same", "text": row["text"]} for row in ROWS[:3]] + [ROWS[4], {"id": "r4", "text": "Gulls."}]
    (tmp_path / name).write_bytes(WRITE[name](rows))
    report, _ = done(run, tmp_path, name, code=0)
    assert "5 documents share 2 ids: r4, same" in report["notes"]
    assert sorted(row["text"] for row in rows_in(tmp_path / "out", report)) == sorted(row["text"] for row in rows)


def test_ids_of_other_types_name_their_rows_by_place(run: Run, tmp_path: Path) -> None:
    ids: list[Any] = [7, 7.5, "7", None, True, ["a"], {"a": 1}, 10**30]
    rows = [{"id": name, "text": f"{STORIES[at % 5]} {at}"} for at, name in enumerate(ids)]
    (tmp_path / "c.jsonl").write_bytes(lines_of(rows))
    report, _ = done(run, tmp_path, "c.jsonl", code=0)
    assert report["notes"] == ["2 documents share 1 id: 7"]
    assert "c.jsonl: 3 rows have no text or number as id and go by their place" in report["reading"]
    written = rows_in(tmp_path / "out", report)
    assert sorted(json.dumps(row["id"]) for row in written) == sorted(json.dumps(name) for name in ids)
    clusters = [json.loads(line) for line in (tmp_path / "out" / "clusters.jsonl").read_text().splitlines()]
    assert (
        {"c.jsonl:5", "c.jsonl:6", "c.jsonl:7"} >= {row["id"] for row in clusters if row["id"].startswith("c.")} > set()
    )


def test_mixed_columns_are_no_matter_where_a_row_has_its_own(run: Run, tmp_path: Path) -> None:
    rows = [ROWS[0], {"doc_id": "b", "content": ROWS[1]["text"], "n": [1]}, {"text": ROWS[2]["text"]}, {"id": "x"}, {}]
    (tmp_path / "c.jsonl").write_bytes(lines_of(rows))
    report, _ = done(run, tmp_path, "c.jsonl", code=5)
    assert [each["id"] for each in report["failures"]] == ["x", "c.jsonl:5"]
    assert [{k: v for k, v in row.items() if k != "provenance"} for row in rows_in(tmp_path / "out", report)] == rows


def test_mixed_columns_of_a_table_cost_the_rows_that_are_too_wide(run: Run, tmp_path: Path) -> None:
    text = STORIES[0].replace(",", "")
    (tmp_path / "c.csv").write_text(f"id,text\n1,{text}\n2,{text},more\n3\n4,{STORIES[1].replace(',', '')}\n")
    report, _ = done(run, tmp_path, "c.csv", code=5)
    assert [(each["id"], each["reason"]) for each in report["failures"]] == [
        ("c.csv:line 3", "row has 3 values for 2 columns"),
        ("3", "no text in it"),
    ]
    assert sorted(row["id"] for row in rows_in(tmp_path / "out", report)) == ["1", "3", "4"]


@pytest.mark.parametrize("name", ["c.jsonl.gz", "c.jsonl.zst", "c.csv.gz"])
def test_of_a_file_that_is_cut_short_the_whole_rows_are_written(run: Run, tmp_path: Path, name: str) -> None:
    chance = random.Random(3)
    rows = [{"id": f"r{at}", "text": " ".join(str(chance.random()) for _ in range(30))} for at in range(400)]
    plain = lines_of(rows) if "jsonl" in name else table_of(rows, ["id", "text"])
    data = packed(plain, name)
    (tmp_path / name).write_bytes(data[: len(data) * 2 // 3])
    report, said = done(run, tmp_path, name, code=5)
    (failure,) = report["failures"]
    assert failure["id"] == name
    assert failure["reason"].startswith("truncated after line ")
    assert f"{name}: truncated" in said
    written = rows_in(tmp_path / "out", report)
    assert len(written) == report["read"] > 100
    assert [row["text"] for row in written] == [row["text"] for row in rows[: len(written)]]
    assert report["files"]["kept"] == f"kept.{name.removeprefix('c.')}"


def test_of_parquet_that_is_cut_short_nothing_can_be_read(run: Run, tmp_path: Path) -> None:
    data = WRITE["c.parquet"](ROWS)
    (tmp_path / "cut.parquet").write_bytes(data[: len(data) // 2])
    (tmp_path / "good.parquet").write_bytes(data)
    _, said = done(run, tmp_path, "cut.parquet", code=1)
    assert "cut.parquet: truncated" in said
    report, said = done(run, tmp_path, "cut.parquet", "good.parquet", code=5)
    assert "cut.parquet: truncated: the end of the file is missing" in said
    assert (report["format"], report["read"], len(report["failures"])) == ("parquet", 60, 1)
    assert len(rows_in(tmp_path / "out", report)) == 60


def test_a_damaged_row_group_costs_its_rows(run: Run, tmp_path: Path) -> None:
    rows = [{"id": f"r{at}", "text": f"{at} {STORIES[at % 5]} " * 30} for at in range(50)]
    data = bytearray(arrow_of(pa.Table.from_pylist(rows), ".parquet", rows=10))
    (tmp_path / "c.parquet").write_bytes(data)
    start = parquet.ParquetFile(tmp_path / "c.parquet").metadata.row_group(2).column(1).dictionary_page_offset
    data[start : start + 40] = b"\xff" * 40
    (tmp_path / "c.parquet").write_bytes(data)
    report, _ = done(run, tmp_path, "c.parquet", code=5)
    (failure,) = report["failures"]
    assert failure["id"] == "c.parquet:rows 21 to 30"
    written = {row["id"] for row in rows_in(tmp_path / "out", report)}
    assert written == {f"r{at}" for at in range(50) if not 20 <= at < 30}


@pytest.mark.parametrize("name", ["c.warc", "c.warc.gz"])
def test_a_corrupt_record_costs_itself(run: Run, tmp_path: Path, name: str) -> None:
    page = "HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n<html><body><article><p>{}</p></article></html>"
    records = [
        record("response", f"p{at}", f"https://g{at}.example/", page.format(STORIES[at]).encode()) for at in range(5)
    ]
    parts = [packed(each + b"\r\n\r\n", name) for each in records]
    if name.endswith(".gz"):
        damaged = bytearray(parts[2])
        damaged[len(damaged) // 2 :] = bytes(len(damaged) - len(damaged) // 2)
        parts[2] = bytes(damaged)
    else:
        parts[2] = parts[2].replace(b"Content-Length: ", b"Content-Length: 9")
    (tmp_path / name).write_bytes(b"".join(parts))
    report, said = done(run, tmp_path, name, code=5)
    assert f"{name}:after record 2" in said
    assert [each["id"] for each in report["failures"]] == [f"{name}:after record 2"]
    written = [each for file in report["files"].values() for each in records_of(tmp_path / "out" / file)]
    assert [each for each in records if each in written] == records[:2] + records[3:]


def test_a_truncated_crawl_gives_its_whole_records(run: Run, tmp_path: Path) -> None:
    page = "HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n<html><body><article><p>{}</p></article></html>"
    records = [
        record("response", f"p{at}", f"https://g{at}.example/", page.format(STORIES[at]).encode()) for at in range(5)
    ]
    (tmp_path / "c.warc.gz").write_bytes(crawl_of(records, ".gz")[:-50])
    report, said = done(run, tmp_path, "c.warc.gz", code=5)
    assert "truncated" in said
    written = [each for file in report["files"].values() for each in records_of(tmp_path / "out" / file)]
    assert [each for each in records if each in written] == records[:4]
    assert WARC_DATE.encode() in written[0]


@EVERY
def test_a_folder_that_stands_there_is_not_touched(run: Run, tmp_path: Path, name: str) -> None:
    (tmp_path / name).write_bytes(WRITE[name](ROWS))
    (tmp_path / "out").mkdir()
    (tmp_path / "out" / "mine.txt").write_text("mine")
    ran = run("dedup", name, "-o", "out")
    assert ran.returncode == 1
    assert b"out: exists already" in ran.stderr
    assert sorted(path.name for path in tmp_path.iterdir() if path.name != ".cache") == sorted([name, "out"])
    assert [path.name for path in (tmp_path / "out").iterdir()] == ["mine.txt"]


@POSIX_ONLY
@pytest.mark.parametrize("name", ["c.jsonl", "c.jsonl.gz", "c.json", "c.csv", "c.parquet", "c.feather", "c.warc.gz"])
def test_no_space_left_makes_no_folder(run: Run, tmp_path: Path, name: str) -> None:
    chance = random.Random(5)
    words = ["".join(chance.choices("bdfgklmnprst", k=9)) for _ in range(4000)]
    rows = [{"id": f"r{at}", "text": " ".join(chance.choices(words, k=120))} for at in range(400)]
    write: dict[str, Callable[[Rows], bytes]] = WRITE | {
        "c.json": lambda rows: json.dumps(rows).encode(),
        "c.warc.gz": lambda rows: crawl_of(
            (record("conversion", row["id"], "https://a.example/", row["text"].encode()) for row in rows), ".gz"
        ),
    }
    (tmp_path / name).write_bytes(write[name](rows))
    _, said = done(run, tmp_path, name, code=1, before=limited(60_000))
    assert "kept." in said
    assert "cannot be written" in said
    assert "make room" in said
    report, _ = done(run, tmp_path, name, code=0)
    assert report["read"] == 400


def test_a_wish_that_cannot_be_granted_says_what_to_do(run: Run, tmp_path: Path) -> None:
    (tmp_path / "c.jsonl").write_bytes(lines_of(ROWS))
    ran = run("dedup", "c.jsonl", "-o", "out", "--output-format", "warc")
    assert ran.returncode == 2
    assert b"c.jsonl: jsonl cannot be written as warc" in ran.stderr
    assert b"--output-format jsonl" in ran.stderr
    assert not (tmp_path / "out").exists()


def test_what_is_written_otherwise_than_it_came_is_said(run: Run, tmp_path: Path) -> None:
    (tmp_path / "a.jsonl").write_bytes(lines_of(ROWS[:30]))
    (tmp_path / "b.csv.gz").write_bytes(gzip.compress(table_of(ROWS[30:], ["id", "text"])))
    report, said = done(run, tmp_path, "a.jsonl", "b.csv.gz", code=0)
    note = "inputs of several formats (jsonl, csv): their rows are written as JSON Lines"
    assert note in said
    assert note in report["notes"]
    assert len(rows_in(tmp_path / "out", report)) == 60


@pytest.mark.parametrize("more", [["blank.jsonl"], ["c.jsonl", "--since", "2099-01-01"]], ids=["blank", "passed over"])
def test_a_corpus_without_a_document_is_an_error_and_makes_no_folder(run: Run, tmp_path: Path, more: list[str]) -> None:
    (tmp_path / "blank.jsonl").write_bytes(b"\n\n  \r\n")
    (tmp_path / "c.jsonl").write_bytes(lines_of([{"date": "2031-03-04", **row} for row in ROWS[:3]]))
    _, said = done(run, tmp_path, *more, code=1)
    assert ": there is no document in it" in said
    assert "see that the files have rows" in said
    assert not (tmp_path / "out.partial").exists()


@POSIX_ONLY
def test_a_pipe_is_refused_before_anything_is_read_of_it(run: Run, tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")  # nobody writes to it, so that reading would wait for ever
    _, said = done(run, tmp_path, "pipe", code=2)
    assert "pipe: a pipe, which can be read once only" in said
    assert "give it as -" in said


def test_what_can_be_read_once_comes_in_by_standard_input(run: Run, tmp_path: Path) -> None:
    report, _ = done(run, tmp_path, "-", code=0, stdin=lines_of(ROWS))
    assert report["read"] == 60
