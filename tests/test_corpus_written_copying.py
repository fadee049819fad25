"""Rows copied by several processes, against one."""

from __future__ import annotations

import json
import os
import sys
from typing import TYPE_CHECKING

import pytest

from provenance import dedup
from provenance.corpus.gathering import lines
from provenance.corpus.written import copying
from provenance.errors import InputError
from provenance.settings import DedupSettings, Keep

if TYPE_CHECKING:
    from pathlib import Path
    from typing import BinaryIO

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="needs forks of a process")
SETTINGS = DedupSettings(keep=Keep.FIRST)
STORY = "The pilot boat left the quay at four and met the tanker off the bar, where the fog stood thick on day {}."


@pytest.fixture
def corpora(tmp_path: Path) -> list[Path]:
    """Three files of rows, some of them twice, some without text."""
    files = []
    for name in "abc":
        rows = [{"id": f"{name}{number}", "text": STORY.format(number // 2)} for number in range(40)]
        rows[7]["text"] = ""
        path = tmp_path / f"{name}.jsonl"
        path.write_text("".join(f"{json.dumps(row)}\n" for row in rows), encoding="utf-8")
        files.append(path)
    return files


def contents(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in folder.iterdir()}


@pytest.mark.parametrize("count", [2, 3, 7])
def test_the_number_of_processes_changes_no_byte(
    corpora: list[Path], tmp_path: Path, monkeypatch: pytest.MonkeyPatch, count: int
) -> None:
    dedup(corpora, tmp_path / "alone", settings=SETTINGS)
    monkeypatch.setattr(copying, "SHARED_OUT", 10)
    monkeypatch.setattr(copying, "threads", lambda: count)
    told: list[int] = []
    dedup(
        corpora,
        tmp_path / "several",
        settings=SETTINGS,
        progress=lambda progress: told.append(progress.done) if progress.stage == "writing" else None,
    )
    assert contents(tmp_path / "several") == contents(tmp_path / "alone")
    assert told == sorted(told)
    assert told[-1] == 120


def test_what_a_process_does_not_finish_is_done_here(
    corpora: list[Path], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    dedup(corpora, tmp_path / "alone", settings=SETTINGS)
    here, marked = os.getpid(), copying.Marks.marked

    def die(self: copying.Marks) -> frozenset[int]:
        if os.getpid() != here:
            os._exit(9)
        return marked(self)

    monkeypatch.setattr(copying.Marks, "marked", die)
    monkeypatch.setattr(copying, "SHARED_OUT", 10)
    monkeypatch.setattr(copying, "threads", lambda: 3)
    dedup(corpora, tmp_path / "several", settings=SETTINGS)
    assert contents(tmp_path / "several") == contents(tmp_path / "alone")


def test_a_change_that_another_process_sees_is_an_error(
    corpora: list[Path], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(copying, "SHARED_OUT", 10)
    monkeypatch.setattr(copying, "threads", lambda: 3)

    def change(progress: object) -> None:
        if getattr(progress, "stage", "") == "reading" and getattr(progress, "done", 0) == 120:
            corpora[2].write_bytes(corpora[2].read_bytes().replace(b"tanker", b"banker"))

    with pytest.raises(InputError, match="changed while it was read"):
        dedup(corpora, tmp_path / "out", settings=SETTINGS, progress=change)
    assert not (tmp_path / "out").exists()
    assert not (tmp_path / "out.partial").exists()


@pytest.mark.parametrize("able", [0, 100])
def test_where_the_system_appends_no_file_it_is_copied(
    corpora: list[Path], tmp_path: Path, monkeypatch: pytest.MonkeyPatch, able: int
) -> None:
    dedup(corpora, tmp_path / "alone", settings=SETTINGS)
    monkeypatch.setattr(copying, "SHARED_OUT", 10)
    monkeypatch.setattr(copying, "threads", lambda: 3)

    def send(target: int, source: int, at: int, _count: int) -> int:
        if not able or at:
            raise OSError
        return os.write(target, os.pread(source, able, at))

    monkeypatch.setattr(copying.os, "sendfile", send)
    dedup(corpora, tmp_path / "several", settings=SETTINGS)
    assert contents(tmp_path / "several") == contents(tmp_path / "alone")


def test_rows_with_gaps_between_them_are_read_many_at_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    rows = [json.dumps({"id": number, "text": STORY.format(number // 2)}) for number in range(200)]
    between = ["\n\n", "\nnot a row\n", " \n", "\r\n"]
    path = tmp_path / "a.jsonl"
    path.write_text("".join(row + between[number % 4] for number, row in enumerate(rows)), newline="")
    opened: list[str] = []
    open_ = lines._open  # noqa: SLF001 - how often it is called

    def counted(name: str) -> BinaryIO:
        opened.append(name)
        return open_(name)

    monkeypatch.setattr(lines, "_open", counted)
    dedup([path], tmp_path / "out", settings=SETTINGS)
    written = [(tmp_path / "out" / name).read_text().splitlines() for name in ("kept.jsonl", "removed.jsonl")]
    found = sorted((line.split(', "provenance"')[0] + "}" for each in written for line in each), key=rows.index)
    assert found == rows
    assert len(opened) <= 2
