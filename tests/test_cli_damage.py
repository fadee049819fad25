"""``damage`` as a user starts it."""

from __future__ import annotations

import json
import sqlite3
from contextlib import closing
from typing import TYPE_CHECKING

import pytest
from damage_samples import FERRY, SOUND, corpus, page, spun

from provenance.tracing.damage.alone.detectors import DETECTORS
from provenance.tracing.damage.alone.style import SIGNS

if TYPE_CHECKING:
    from pathlib import Path

    from conftest import Run


def test_beside_its_original_the_text_stands_over_it(run: Run, tmp_path: Path) -> None:
    wire, copy = page(tmp_path / "wire.txt", FERRY), page(tmp_path / "copy.txt", spun(FERRY))
    done = run("damage", copy, "--original", wire)
    text = done.stdout.decode()
    assert (done.returncode, done.stderr) == (0, b"")
    assert "a machine paraphrase; " in text
    assert "0 of 2 quoted passages kept word for word" in text
    lines = [" ".join(line.split()) for line in text.splitlines()]
    at = next(number for number, line in enumerate(lines) if "[greatest boat partnership]" in line)
    assert any("[largest ferry company]" in line for line in lines[at : at + 5])
    assert max(map(len, text.splitlines())) <= 100


def test_the_same_for_programs_and_as_a_page(run: Run, tmp_path: Path) -> None:
    wire, copy = page(tmp_path / "wire.txt", FERRY), page(tmp_path / "copy.txt", spun(FERRY))
    answer = json.loads(run("damage", copy, "--original", wire, "--format", "json").stdout)
    assert answer["damage"]["machine_paraphrase"] is True
    assert answer["verdict"]["origin"]["article"]["id"] == str(wire)
    done = run("damage", copy, "--original", wire, "--format", "html", "-o", "report.html")
    assert done.returncode == 0
    assert "ferry company" in (tmp_path / "report.html").read_text(encoding="utf-8")
    both = run("damage", copy, wire, "--original", wire, "--format", "jsonl").stdout.decode().splitlines()
    assert [json.loads(line)["damage"]["machine_paraphrase"] for line in both] == [True, False]


def test_by_itself_each_finding_has_its_sentence_and_its_rate(run: Run, tmp_path: Path) -> None:
    broken = (*SOUND[:-1], SOUND[-1] + " It cost 7,5 million crowns. The end came soon.")
    copy = page(tmp_path / "copy.txt", broken)
    text = run("damage", copy).stdout.decode()
    assert "It cost [7,5] million crowns.\n" in text
    assert "foreign figure  seen on 0 of " in text
    assert "one sign alone is too little to say" in text
    answer = json.loads(run("damage", copy, "--format", "json").stdout)
    (finding,) = answer["findings"]
    assert (finding["detector"], finding["sentence"]) == ("foreign_figure", "It cost 7,5 million crowns.")
    assert answer["damage"]["machine_paraphrase"] is None


def test_exit_codes(run: Run, tmp_path: Path) -> None:
    sound, wire = page(tmp_path / "sound.txt", SOUND), page(tmp_path / "wire.txt", FERRY)
    assert run("damage", sound).returncode == 3
    assert run("damage", sound, "--original", wire).returncode == 3
    assert run("damage", tmp_path / "none.txt").returncode == 1
    assert run("damage", sound, tmp_path / "none.txt").returncode == 5
    assert run("damage", sound, "--original", tmp_path / "none.txt").returncode == 1
    assert run("damage", "--phrases", "--db", tmp_path / "none.db").returncode == 4
    assert run("damage", sound, "--db", tmp_path / "none.db").returncode == 4


@pytest.mark.parametrize(
    "arguments",
    [
        [],
        ["--original", "wire.txt"],
        ["copy.txt", "--detectors"],
        ["--detectors", "--phrases"],
        ["--detectors", "--format", "html"],
        ["-", "--original", "-"],
    ],
)
def test_what_cannot_be_asked_for_at_once(run: Run, arguments: list[str]) -> None:
    done = run("damage", *arguments)
    assert done.returncode == 2
    assert done.stderr.startswith(b"Error: ")


def test_the_table_of_detectors_has_all_of_them(run: Run) -> None:
    done = run("damage", "--detectors")
    text = done.stdout.decode()
    assert done.returncode == 0
    assert all(name.replace("_", " ") in text for name in (*DETECTORS, *SIGNS))
    rows = json.loads(run("damage", "--detectors", "--format", "json").stdout)
    assert [row["detector"] for row in rows] == [*DETECTORS, *SIGNS]
    assert all(row["pages"] <= row["of_pages"] for row in rows if "pages" in row)


def test_phrases_are_learned_listed_and_taken_elsewhere(run: Run, tmp_path: Path) -> None:
    corpus(tmp_path / "c.jsonl")
    assert run("ingest", "c.jsonl", "--db", "a.db").returncode == 0
    assert run("damage", "--phrases", "--db", "a.db").returncode == 3
    learned = run("damage", "--learn", "--db", "a.db")
    assert (learned.returncode, learned.stderr) == (0, b"")
    assert b"1 looked for from now on; 3 other articles searched" in learned.stdout
    listed = run("damage", "--phrases", "--db", "a.db").stdout.decode().splitlines()
    assert listed[1].split() == ["boat", "partnership", "ferry", "company", "2", "2", "2", "0", "yes"]
    rows = [json.loads(line) for line in run("damage", "--phrases", "--db", "a.db", "-f", "jsonl").stdout.splitlines()]
    assert [row["words"] for row in rows if row["used"]] == ["boat partnership"]
    with closing(sqlite3.connect(tmp_path / "a.db")) as connection:
        view = connection.execute("SELECT phrase, original FROM damaged_phrases WHERE looked_for").fetchall()
    assert view == [("boat partnership", "ferry company")]

    assert run("damage", "--phrases", "--db", "a.db", "-o", "list.toml").returncode == 0
    page(tmp_path / "sound.txt", SOUND)
    assert run("ingest", "sound.txt", "--db", "b.db").returncode == 0
    assert run("damage", "--take", "list.toml", "--db", "b.db").returncode == 0
    copy = page(tmp_path / "copy.txt", (*SOUND[:-1], SOUND[-1] + " A boat partnership paid for it."))
    done = run("damage", copy, "--db", "b.db")
    assert b"A [boat partnership] paid for it." in done.stdout
    assert b"such phrases stand in 0 of 1 other articles of this database" in done.stdout


def test_a_page_cannot_write_to_the_terminal(run: Run, tmp_path: Path) -> None:
    copy = page(tmp_path / "copy.txt", (*SOUND[:-1], SOUND[-1] + " It cost 7,5 million\x1b[31m crowns."))
    for arguments in ([copy], [copy, "--original", copy]):
        assert b"\x1b[31m" not in run("damage", *arguments).stdout
