from __future__ import annotations

import io
import json
from typing import TYPE_CHECKING, Any

import pytest
import zstandard

from provenance.model import Unreadable
from provenance.reading import ReadOptions, Record, read, total_bytes

if TYPE_CHECKING:
    from pathlib import Path

ROWS: list[dict[str, Any]] = [
    {"id": "a", "text": "Water rose at Harrow Lake.", "meta": {"url": "https://harrow.example/a"}},
    {"id": 7, "body": "Two gates were shut.", "published": 1930000000},
    {"content": "Café «Ünter»."},
]


def write(path: Path, text: str | bytes) -> str:
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    return str(path)


@pytest.mark.parametrize(
    "text",
    [
        json.dumps(ROWS),
        json.dumps(ROWS, indent=2),
        "\ufeff" + json.dumps(ROWS, ensure_ascii=False),
        "\n".join(map(json.dumps, ROWS)),
        "\n".join(json.dumps(row, indent=1) for row in ROWS),
    ],
    ids=["list", "indented", "marked", "lines", "objects"],
)
@pytest.mark.parametrize("pack", [bytes, zstandard.compress])
def test_a_json_file_in_every_shape(tmp_path: Path, text: str, pack: Any) -> None:
    file = write(tmp_path / "a.json", pack(text.encode()))
    found = list(read([file], ReadOptions(url_field="meta.url")))
    assert [each.row for each in found if isinstance(each, Record)] == ROWS
    assert [each.page.content for each in found if isinstance(each, Record)][2] == "Café «Ünter»."
    assert found[0].page.url == "https://harrow.example/a"  # type: ignore[union-attr]
    assert found[1].page.published == "2031-02-27T23:06:40+00:00"  # type: ignore[union-attr]
    assert sum(each.bytes_read for each in found if isinstance(each, Record)) == total_bytes([file])


def test_one_object_and_jsonl_that_is_a_list(tmp_path: Path) -> None:
    (one,) = read([write(tmp_path / "a.json", json.dumps(ROWS[0], indent=1))])
    assert isinstance(one, Record)
    assert one.page.id == "a"
    told: list[str] = []
    file = write(tmp_path / "a.jsonl", json.dumps(ROWS))
    assert len(list(read([file], ReadOptions(notice=told.append)))) == 3
    assert told[0] == f"{file}: read as json, whatever its name says"


def test_standard_input_may_be_a_list_or_an_object() -> None:
    for text in (json.dumps(ROWS), json.dumps(ROWS[0], indent=3)):
        found = list(read(["-"], stdin=io.BytesIO(text.encode())))
        assert isinstance(found[0], Record)
        assert found[0].page.id == "a"


def test_items_that_are_no_documents_cost_themselves(tmp_path: Path) -> None:
    file = write(tmp_path / "a.json", '[{"text": "one"}, 7, {"id": 5}, [], {"text": "two"}]')
    found = list(read([file]))
    assert [each.page.content for each in found if isinstance(each, Record)] == ["one", "two"]
    assert [(each.id.rsplit(":", 1)[1], each.reason) for each in found if isinstance(each, Unreadable)] == [
        ("item 2", "item is not a JSON object"),
        ("item 3", "row without text"),
        ("item 4", "item is not a JSON object"),
    ]


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        (json.dumps(ROWS)[:-50], "truncated after item 2"),
        (json.dumps(ROWS).replace('"id": 7', '"id" 7'), "not valid JSON after item 1"),
        ('[{"text": "one"}, ' + "[" * 300_000, "nested too deeply"),
        (b'[{"text": "one"}, {"text": "\xff"}]', "not valid JSON after item 1"),
    ],
)
def test_a_list_that_breaks_off_gives_what_stands_before(tmp_path: Path, text: str | bytes, reason: str) -> None:
    found = list(read([write(tmp_path / "a.json", text)]))
    assert isinstance(found[0], Record)
    assert isinstance(found[-1], Unreadable)
    assert reason in found[-1].reason
    assert sum(isinstance(each, Unreadable) for each in found) == 1


def test_an_item_beyond_the_limit_is_never_held(tmp_path: Path) -> None:
    file = write(tmp_path / "a.json", json.dumps([{"text": "one"}, {"text": "x" * 900_000}]))
    found = list(read([file], ReadOptions(max_bytes=100_000)))
    assert [isinstance(each, Record) for each in found] == [True, False]
    assert found[1] == Unreadable(f"{file}:item 2", "larger than 100,000 bytes", "the rest is not read")


def test_a_broken_first_row_does_not_make_rows_one_document(tmp_path: Path) -> None:
    file = write(tmp_path / "a.json", '{"text": }\n{"text": "one"}\n{"text": "two"}\n')
    found = list(read([file]))
    assert [isinstance(each, Record) for each in found] == [False, True, True]


def test_in_a_folder_only_what_holds_text_is_a_corpus(tmp_path: Path) -> None:
    write(tmp_path / "a.txt", "Water rose.")
    write(tmp_path / "manifest.json", '{\n "version": 1,\n "files": []\n}')
    write(tmp_path / "settings.json", '{"colour": "blue"}')
    write(tmp_path / "scores.csv", "label,score\na,1\n")
    write(tmp_path / "stories.json", json.dumps(ROWS))
    told: list[str] = []
    for keep in (False, True):
        found = list(read([str(tmp_path)], ReadOptions(keep_empty=keep, notice=told.append)))
        assert len([each for each in found if isinstance(each, Record)]) == 4 == len(found)
    names = "manifest.json, scores.csv, settings.json"
    assert told[-1] == f"{tmp_path}: passed over: 3 files without a column of text ({names})"
    (problem,) = read([str(tmp_path / "scores.csv")])  # named by the user, it is a problem
    assert isinstance(problem, Unreadable)
