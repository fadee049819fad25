"""``export``, ``import`` and ``merge`` as a user starts them."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest
from conftest import limited

if TYPE_CHECKING:
    from pathlib import Path

    from conftest import Run

TEXTS = {
    "ferry": "The ferry ran aground on a bank off Tarn Point before dawn on Friday, and two tugs pulled it free.",
    "bridge": "The old bridge over the Sill was closed to lorries after a survey found cracks in two piers.",
}


@pytest.fixture
def filled(tmp_path: Path, run: Run) -> Path:
    """A database of two articles."""
    for name, text in TEXTS.items():
        (tmp_path / f"{name}.txt").write_text(f"{name.title()}\n\n{text}\n", encoding="utf-8")
    done = run("ingest", "ferry.txt", "bridge.txt", "--db", "a.db")
    assert done.returncode == 0, done.stderr
    return tmp_path / "a.db"


def test_there_and_back_and_there_is_the_same(filled: Path, run: Run) -> None:
    first = run("export", "--db", filled.name, "-o", "a.jsonl.gz")
    assert (first.returncode, first.stdout) == (0, b"")
    assert b"2 articles, 2 verdicts" in first.stderr
    done = run("import", "a.jsonl.gz", "--db", "b.db")
    assert done.returncode == 0, done.stderr
    assert b"2 new, 0 updated, 0 known, 0 failed; 2 verdicts came along, 0 traced" in done.stdout
    one, other = run("export", "--db", "a.db", "-q"), run("export", "--db", "b.db", "-q")
    assert one.stderr == other.stderr == b""
    assert one.stdout == other.stdout
    lines = [json.loads(line) for line in one.stdout.splitlines()]
    assert lines[0]["provenance"]["format"] == 1
    assert lines[-1]["type"] == "end"
    shown = run("show", "ferry.txt", "--db", "b.db", "--format", "json")
    assert shown.returncode == 0
    assert json.loads(shown.stdout)["article"]["id"] == "ferry.txt"


@pytest.mark.parametrize("command", [("ingest", "--db", "b.db"), ("trace",), ("dedup", "-o", "out")])
def test_an_export_is_no_corpus_and_says_what_takes_it(filled: Path, run: Run, command: tuple[str, ...]) -> None:
    name, *more = command
    for out in ("a.jsonl", "a.jsonl.gz", "unnamed"):
        assert run("export", "--db", filled.name, "-o", out, "-q").returncode == 0
        done = run(name, out, *more)
        assert done.returncode == 1
        assert done.stderr.count(b"Error:") == 1, done.stderr
        assert b"an export of a database, and no corpus" in done.stderr
        assert f"`provenance import {out}`".encode() in done.stderr
    piped = run(name, "-", *more, stdin=(filled.parent / "a.jsonl").read_bytes())
    assert (piped.returncode, b"`provenance import -`" in piped.stderr) == (1, True)


def test_an_export_among_others_costs_one_line(filled: Path, run: Run) -> None:
    run("export", "--db", filled.name, "-o", "a.jsonl", "-q")
    done = run("ingest", "a.jsonl", "ferry.txt", "--db", "b.db")
    assert (done.returncode, done.stderr.count(b"Error:")) == (5, 1)
    assert b"2 read" in done.stdout


def test_a_database_among_the_inputs_says_what_takes_it(filled: Path, run: Run) -> None:
    done = run("ingest", filled.name, "--db", "b.db")
    assert done.returncode == 1
    assert b"`provenance merge a.db`" in done.stderr


def test_a_pipe_carries_a_database(filled: Path, run: Run) -> None:
    out = run("export", "--db", filled.name).stdout
    done = run("import", "-", "--db", "b.db", "--format", "json", stdin=out)
    assert done.returncode == 0, done.stderr
    assert json.loads(done.stdout)["stored"] == 2


def test_what_cannot_be_imported_is_named_and_the_rest_is_taken(filled: Path, tmp_path: Path, run: Run) -> None:
    out = run("export", "--db", filled.name).stdout
    (tmp_path / "cut.jsonl").write_bytes(out[: len(out) - 10])
    cut = run("import", "cut.jsonl", "--db", "b.db")
    assert cut.returncode == 5
    assert b"cut.jsonl: it breaks off after line" in cut.stderr
    assert b"2 new" in cut.stdout
    (tmp_path / "corpus.jsonl").write_text('{"id": 1, "text": "A row."}\n', encoding="utf-8")
    wrong = run("import", "corpus.jsonl", "absent.jsonl", "--db", "c.db")
    assert wrong.returncode == 1
    assert b"corpus.jsonl: not an export of provenance" in wrong.stderr
    assert b"absent.jsonl: no such file" in wrong.stderr
    assert b"Traceback" not in wrong.stderr + cut.stderr


def test_an_empty_database_comes_back_too(tmp_path: Path, run: Run) -> None:
    (tmp_path / "empty").mkdir()
    assert run("ingest", "empty", "--db", "a.db").returncode == 1
    run("export", "--db", "a.db", "-o", "a.jsonl")
    assert run("import", "a.jsonl", "--db", "b.db").returncode == 0


def test_merging_says_what_it_did(filled: Path, run: Run) -> None:
    assert run("ingest", "ferry.txt", "--db", "b.db").returncode == 0
    done = run("merge", filled.name, "--db", "b.db")
    assert done.returncode == 0, done.stderr
    assert b"1 new, 0 updated, 1 known; 1 traced" in done.stdout
    again = run("merge", filled.name, "--db", "b.db", "--format", "json")
    assert json.loads(again.stdout)["known"] == 2
    assert run("doctor", "--db", "b.db").returncode == 0
    assert run("merge", "a.db", "b.db", "--db", "new.db").returncode == 0


def test_what_cannot_be_merged_changes_nothing(filled: Path, tmp_path: Path, run: Run) -> None:
    before = filled.read_bytes()
    itself = run("merge", "a.db", "--db", "a.db")
    assert itself.returncode == 2
    assert b"cannot be merged with itself" in itself.stderr
    (tmp_path / "text.db").write_text("no database " * 20, encoding="utf-8")
    for other in ("text.db", "absent.db"):
        done = run("merge", "a.db", other, "--db", "new.db")
        assert done.returncode == 4
        assert other.encode() in done.stderr
    assert not (tmp_path / "new.db").exists()
    assert filled.read_bytes() == before


def test_an_export_does_not_write_over_the_database(filled: Path, run: Run) -> None:
    before = filled.read_bytes()
    done = run("export", "--db", "a.db", "-o", "a.db")
    assert done.returncode == 2
    assert filled.read_bytes() == before
    assert run("export", "--db", "absent.db").returncode == 4


def test_a_full_disk_leaves_no_half_export(filled: Path, tmp_path: Path, run: Run) -> None:
    done = run("export", "--db", filled.name, "-o", "out.jsonl", before=limited(20_000))
    assert done.returncode == 1
    assert b"cannot be written" in done.stderr
    assert not list(tmp_path.glob("out*"))


def test_an_export_is_not_replaced_unasked(filled: Path, tmp_path: Path, run: Run) -> None:
    (tmp_path / "out.jsonl").write_bytes(b"mine")
    done = run("export", "--db", filled, "-o", "out.jsonl")
    assert done.returncode == 1
    assert b"out.jsonl: is there already" in done.stderr
    assert b"--force" in done.stderr
    assert (tmp_path / "out.jsonl").read_bytes() == b"mine"
    assert run("export", "--db", filled, "-o", "out.jsonl", "--force").returncode == 0
    assert (tmp_path / "out.jsonl").read_bytes() != b"mine"


def test_an_import_of_nothing_leaves_no_database(filled: Path, tmp_path: Path, run: Run) -> None:
    (tmp_path / "bad.jsonl").write_bytes(b"no export\n")
    for given in ("bad.jsonl", "nowhere.jsonl"):
        assert run("import", given, "--db", "new.db").returncode == 1
        assert sorted(path.name for path in tmp_path.glob("new.db*")) == []
    assert run("export", "--db", filled, "-o", "out.jsonl").returncode == 0
    assert run("import", "bad.jsonl", "out.jsonl", "--db", "new.db").returncode == 5
    assert (tmp_path / "new.db").exists()
    assert run("import", "bad.jsonl", "--db", "new.db").returncode == 1
    assert (tmp_path / "new.db").exists(), "one that was there stays"
