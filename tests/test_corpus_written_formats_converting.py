"""Rows in another format than the input's: all there, and what is not as it was is named."""

from __future__ import annotations

import csv
import json
from typing import TYPE_CHECKING, Any

import pyarrow.feather
import pyarrow.parquet
import pytest

from provenance.pipeline import dedup
from provenance.settings import DedupSettings, Keep, OutputFormat

if TYPE_CHECKING:
    from pathlib import Path

    from provenance.corpus import DedupReport

STORY = (
    "The ferry Marit ran aground off Holm point on Tuesday with 84 passengers aboard, and two tugs were sent from the "
    "harbour of Vell to pull it free before the tide turned, the harbour master Ane Brask said in the evening."
)
ROWS: list[dict[str, Any]] = [
    {"id": "a", "text": STORY, "tags": ["sea", "tug"], "n": 1, "score": 1, "any": 7, "more": {"x": 1, "y": None}},
    {"id": "b", "text": STORY, "tags": [], "n": None, "score": 0.5, "any": "7", "more": {"x": 2}, "none": None},
    {"id": "c", "text": 'A lamp was sold, "dear" as it was;\nthe keeper kept the oil, \u00e9\u4e2d.',
     "any": {"deep": [1]}, "big": 2**70, "hollow": {}, "half": "\ud800 text", "provenance": {"by": "me"}},
]  # fmt: skip


def run(folder: Path, wanted: OutputFormat, rows: list[dict[str, Any]] = ROWS, name: str = "c.jsonl") -> DedupReport:
    lines = "".join(json.dumps(row) + "\n" for row in rows)
    (folder / name).write_text(lines, encoding="utf-8")
    return dedup([folder / name], folder / "out", settings=DedupSettings(keep=Keep.FIRST), output_format=wanted)


def as_text(value: object) -> str:
    if value is None or value == "":
        return ""
    return value.replace("\ud800", "\\ud800") if isinstance(value, str) else json.dumps(value, ensure_ascii=False)


@pytest.mark.parametrize(("wanted", "delimiter"), [(OutputFormat.CSV, ","), (OutputFormat.TSV, "\t")])
def test_a_table_has_every_value_and_what_is_json_in_it_is_named(
    wanted: OutputFormat, delimiter: str, tmp_path: Path
) -> None:
    report = run(tmp_path, wanted)
    assert report.files == (f"kept.{wanted}", f"removed.{wanted}")
    found: dict[str, dict[str, str]] = {}
    for name in report.files:
        with (tmp_path / "out" / name).open(encoding="utf-8", newline="") as file:
            found |= {row["id"]: row for row in csv.DictReader(file, delimiter=delimiter)}
    for row in ROWS:
        mark = json.loads(found[row["id"]].pop("provenance"))
        assert mark["kept"] is (row["id"] != "b")
        assert mark.get("input") == (as_text(row["provenance"]) if "provenance" in row else None)
        names = {name for each in ROWS for name in each} - {"provenance"}
        assert found[row["id"]] == {name: as_text(row.get(name)) for name in names}
    assert report.notes == (
        "lists and objects are written as JSON in any, hollow, more, provenance, tags",
        "text and values of other types are not told apart any more in any",
    )
    assert json.loads((tmp_path / "out" / "report.json").read_bytes())["notes"] == list(report.notes)


@pytest.mark.parametrize("wanted", [OutputFormat.PARQUET, OutputFormat.ARROW])
def test_columns_have_types_and_those_that_have_none_are_named(wanted: OutputFormat, tmp_path: Path) -> None:
    report = run(tmp_path, wanted)
    read = pyarrow.parquet.read_table if wanted is OutputFormat.PARQUET else pyarrow.feather.read_table
    tables = [read(tmp_path / "out" / name) for name in report.files]
    assert tables[0].schema.names == tables[1].schema.names
    found = {row["id"]: row for table in tables for row in table.to_pylist()}
    assert [found[each]["tags"] for each in "abc"] == [["sea", "tug"], [], None]
    assert [found[each]["score"] for each in "abc"] == [1.0, 0.5, None]
    assert [found[each]["any"] for each in "abc"] == ["7", "7", '{"deep": [1]}']
    assert [found[each]["more"] for each in "abc"] == [{"x": 1, "y": None}, {"x": 2, "y": None}, None]
    assert (found["c"]["big"], found["c"]["hollow"], found["c"]["half"]) == (str(2**70), "{}", "\\ud800 text")
    assert [found[each]["provenance"]["kept"] for each in "abc"] == [True, False, True]
    assert found["b"]["provenance"]["kept_id"] == "a"
    assert found["c"]["provenance"]["input"] == {"by": "me"}
    (note,) = report.notes
    assert note == (
        "no one type holds the values, which are written as text and as JSON where they are none, in any, big, half, "
        "hollow"
    )


def test_numbers_that_lose_nothing_stay_numbers(tmp_path: Path) -> None:
    rows = [
        {"id": str(at), "text": f"{STORY} {at}", "n": at, "m": 2**60 + at if at < 3000 else 0.5} for at in range(4001)
    ]
    report = run(tmp_path, OutputFormat.PARQUET, rows)
    tables = [pyarrow.parquet.read_table(tmp_path / "out" / name) for name in report.files]
    found = {row["id"]: row for table in tables for row in table.to_pylist()}
    assert [found[row["id"]]["n"] for row in rows] == [row["n"] for row in rows]
    assert [found[row["id"]]["m"] for row in rows] == [json.dumps(row["m"]) for row in rows]


def test_a_table_becomes_parquet_and_back(tmp_path: Path) -> None:
    (tmp_path / "c.csv").write_text(
        "id,text,n\na,some words of a keeper,1\nb,other words of a lamp,\n", encoding="utf-8"
    )
    dedup([tmp_path / "c.csv"], tmp_path / "one", output_format=OutputFormat.PARQUET)
    rows = pyarrow.parquet.read_table(tmp_path / "one" / "kept.parquet").to_pylist()
    assert [(row["id"], row["n"]) for row in rows] == [("a", "1"), ("b", "")]
    dedup([tmp_path / "one" / "kept.parquet"], tmp_path / "two", output_format=OutputFormat.CSV)
    lines = (tmp_path / "two" / "kept.csv").read_text(encoding="utf-8").splitlines()
    assert lines[0] == "id,text,n,provenance"
    assert lines[2].startswith("b,other words of a lamp,,")


def test_what_no_reader_would_take_is_json_and_half_a_letter_in_a_name_is_written_out(tmp_path: Path) -> None:
    deep: Any = 1
    for _ in range(98):
        deep = [deep]
    report = run(tmp_path, OutputFormat.PARQUET, [{"id": "a", "text": STORY, "deep": deep, "k\ud800": "v"}])
    (row,) = pyarrow.parquet.read_table(tmp_path / "out" / "kept.parquet").to_pylist()
    assert json.loads(row["deep"]) == deep
    assert row["k\\ud800"] == "v"
    assert report.notes[0].endswith(" in deep")
