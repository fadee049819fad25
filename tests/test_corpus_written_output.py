"""The folder that appears whole or not at all, and rows as they are written."""

from __future__ import annotations

import errno
import json
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from provenance.corpus.written import output
from provenance.corpus.written.formats.rows import row_of
from provenance.corpus.written.output import FILES, LOCK, JsonLines, new_folder, write_json
from provenance.errors import OutputError
from provenance.model import Media, Page

if TYPE_CHECKING:
    from pathlib import Path

KEPT = "kept.jsonl"
JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(), inner, max_size=3),
    max_leaves=8,
)
PAGE = Page("gull-1", "Seals were counted.", Media.TEXT, url="https://gull.example/1", published="2031-05-04")


def test_a_folder_takes_its_name_at_the_end(tmp_path: Path) -> None:
    out = tmp_path / "clean"
    with new_folder(out) as (folder, note):
        write_json(folder / "report.json", {"read": 1})
        assert not out.exists()
    assert note is None
    assert [path.name for path in tmp_path.iterdir()] == ["clean"]


@pytest.mark.parametrize("error", [ValueError, KeyboardInterrupt])
def test_nothing_is_left_of_a_run_that_fails(tmp_path: Path, error: type[BaseException]) -> None:
    def fail(folder: Path) -> None:
        write_json(folder / "report.json", {})
        raise error

    with pytest.raises(error), new_folder(tmp_path / "clean") as (folder, _):
        fail(folder)
    assert list(tmp_path.iterdir()) == []


def test_an_error_that_leaves_something_to_go_on_with_says_so(tmp_path: Path) -> None:
    def fail(folder: Path) -> None:
        (folder / "work").mkdir()
        (folder / "work" / "all-000000-000000.segment").touch()
        message = "kept.jsonl: cannot be written"
        raise OutputError(message, "make room, then run it again")

    with pytest.raises(OutputError) as caught, new_folder(tmp_path / "clean") as (folder, _):
        fail(folder)
    assert caught.value.hint == "make room, then run it again; with --resume it goes on from there"
    assert (tmp_path / "clean.partial" / "work").is_dir()


def test_what_stands_there_is_not_touched(tmp_path: Path) -> None:
    (tmp_path / "clean").mkdir()
    (tmp_path / "clean" / "mine.txt").write_text("mine")
    with pytest.raises(OutputError, match="clean: exists already") as caught, new_folder(tmp_path / "clean"):
        pass
    assert caught.value.hint
    assert (tmp_path / "clean" / "mine.txt").read_text() == "mine"


def test_the_rest_of_a_killed_run_is_removed_and_named(tmp_path: Path) -> None:
    (tmp_path / "clean.partial").mkdir()
    (tmp_path / "clean.partial" / KEPT).write_text("half a row")
    (tmp_path / "clean.partial" / LOCK).touch()
    with new_folder(tmp_path / "clean") as (folder, note):
        assert [path.name for path in folder.iterdir()] == [LOCK]
    assert note
    assert "unfinished run" in note


@pytest.mark.parametrize("left", [["thesis.txt"], ["thesis.txt", LOCK], [KEPT], ["kept.jsonl/precious", LOCK]])
def test_a_strangers_folder_is_not_removed(tmp_path: Path, left: list[str]) -> None:
    for name in left:
        path = tmp_path / "clean.partial" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text("years")
    with pytest.raises(OutputError, match="in the way"), new_folder(tmp_path / "clean"):
        pass
    assert all((tmp_path / "clean.partial" / name).exists() for name in left)


def test_a_folder_that_was_made_and_nothing_more_is_taken(tmp_path: Path) -> None:
    (tmp_path / "clean.partial").mkdir()
    with new_folder(tmp_path / "clean") as (_, note):
        assert note is None
    assert [path.name for path in tmp_path.iterdir()] == ["clean"]


def test_a_folder_that_is_there_is_left(tmp_path: Path) -> None:
    with new_folder(tmp_path / "clean") as (folder, _):
        write_json(folder / "report.json", {"read": 1})
    for resume in (False, True):
        with pytest.raises(OutputError, match="exists already"), new_folder(tmp_path / "clean", resume=resume):
            pass


def test_a_link_in_the_place_of_what_is_kept_is_not_followed(tmp_path: Path) -> None:
    (tmp_path / "thesis").mkdir()
    (tmp_path / "thesis" / "one.segment").write_text("years")
    (tmp_path / "clean.partial").mkdir()
    (tmp_path / "clean.partial" / LOCK).touch()
    (tmp_path / "clean.partial" / "work").symlink_to(tmp_path / "thesis")
    for resume in (False, True):
        with pytest.raises(OutputError, match="in the way"), new_folder(tmp_path / "clean", resume=resume):
            pass
    assert (tmp_path / "thesis" / "one.segment").read_text() == "years"


def test_a_run_holds_its_lock_until_the_folder_has_its_name(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    rename, seen = type(tmp_path).rename, []

    def late(path: Path, out: Path) -> Path:
        with pytest.raises(OutputError, match="another run"), new_folder(tmp_path / "clean"):
            pass
        seen.append(sorted(each.name for each in path.iterdir()))
        return rename(path, out)

    monkeypatch.setattr(type(tmp_path), "rename", late)
    with new_folder(tmp_path / "clean") as (folder, _):
        (folder / KEPT).write_text("row")
    assert seen == [[KEPT, LOCK]]
    assert [path.name for path in (tmp_path / "clean").iterdir()] == [KEPT]


def test_two_runs_do_not_share_a_folder(tmp_path: Path) -> None:
    with new_folder(tmp_path / "clean") as (folder, _):
        (folder / KEPT).write_text("row")
        with pytest.raises(OutputError, match="another run"), new_folder(tmp_path / "clean"):
            pass
    assert [path.name for path in (tmp_path / "clean").iterdir()] == [KEPT]


@pytest.mark.parametrize("place", ["absent/clean", "file/clean"])
def test_a_folder_that_cannot_be_made_is_an_error_of_the_family(tmp_path: Path, place: str) -> None:
    (tmp_path / "file").write_text("no folder")
    with pytest.raises(OutputError, match="clean") as caught, new_folder(tmp_path / place):
        pass
    assert caught.value.hint


def test_no_space_left_is_an_error_of_the_family(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(_: int) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(output.os, "fsync", full)
    with (
        pytest.raises(OutputError, match="No space left"),
        new_folder(tmp_path / "clean") as (folder, _),
        JsonLines(folder / KEPT) as file,
    ):
        file.write({"id": 1})
    assert list(tmp_path.iterdir()) == []


@given(row=st.dictionaries(st.text(), JSON, max_size=4))
def test_a_row_is_unchanged_but_for_what_is_added(
    row: dict[str, Any], tmp_path_factory: pytest.TempPathFactory
) -> None:
    path = tmp_path_factory.mktemp("rows") / "rows.jsonl"
    with JsonLines(path) as file:
        file.write(row_of(PAGE, row, {"kept": True}))
    lines = path.read_text(encoding="utf-8").split("\n")
    assert lines[1:] == [""]
    written = json.loads(lines[0])
    mark = written.pop("provenance")
    assert written == {name: value for name, value in row.items() if name != "provenance"}
    assert mark["kept"] is True
    assert mark.get("input") == row.get("provenance")


def test_half_a_surrogate_pair_is_written_as_it_was_read(tmp_path: Path) -> None:
    row = json.loads('{"text": "gull \\ud83d"}')
    with JsonLines(tmp_path / KEPT) as file:
        file.write(row)
    assert json.loads((tmp_path / KEPT).read_text(encoding="utf-8")) == row


def test_text_stays_readable(tmp_path: Path) -> None:
    with JsonLines(tmp_path / KEPT) as file:
        file.write({"text": "Ørsted’s café"})
    assert (tmp_path / KEPT).read_bytes() == '{"text": "Ørsted’s café"}\n'.encode()


def test_the_files_are_those_of_the_contract() -> None:
    sides = {name for name in FILES if name.startswith(("kept.", "removed."))}
    assert sorted(FILES - sides) == ["clusters.jsonl", "paragraphs.jsonl", "report.html", "report.json"]
    assert {"kept.jsonl", "removed.jsonl", "kept.jsonl.gz", "removed.csv.zst", "kept.parquet", "kept.warc.gz"} < sides
