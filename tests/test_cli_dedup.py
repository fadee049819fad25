"""``dedup --store`` as a user starts it, and what other commands say of it then."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest
from conftest import REPOSITORY
from dedup_samples import ask, write

if TYPE_CHECKING:
    from pathlib import Path

    from conftest import Run


@pytest.fixture
def corpus(tmp_path: Path) -> str:
    return write(tmp_path / "corpus.jsonl").name


def test_the_summary_says_what_was_stored(corpus: str, run: Run, tmp_path: Path) -> None:
    done = run("dedup", corpus, "-o", "out", "--store", "a.db")
    assert done.returncode == 0, done.stderr
    first, second = done.stdout.decode().splitlines()
    assert first.startswith("out: 7 read in ")
    assert second == "a.db: clusters as deduplication 1: 5 articles new, 0 updated, 0 known; 5 traced"
    again = run("dedup", corpus, "-o", "again", "--store", "a.db", "--against", "a.db", "--format", "json")
    assert again.returncode == 0, again.stderr
    assert json.loads(again.stdout)["database"] == {
        "run": 2, "dedup": 1, "new": 0, "updated": 0, "known": 5, "failed": 0, "traced": 0,
    }  # fmt: skip
    assert (tmp_path / "again" / "kept.jsonl").read_bytes() == (tmp_path / "out" / "kept.jsonl").read_bytes()


def test_a_dry_run_stores_nothing(corpus: str, run: Run, tmp_path: Path) -> None:
    done = run("dedup", corpus, "-o", "out", "--store", "a.db", "--dry-run")
    assert done.returncode == 0, done.stderr
    assert done.stdout.startswith(b"nothing was written: 7 read")
    assert [path.name for path in tmp_path.iterdir()] == [corpus]


def test_a_run_that_fails_leaves_no_empty_database(corpus: str, run: Run, tmp_path: Path) -> None:
    (tmp_path / "out").mkdir()
    done = run("dedup", corpus, "-o", "out", "--store", "a.db")
    assert (done.returncode, b"exists already" in done.stderr) == (1, True)
    assert sorted(path.name for path in tmp_path.iterdir()) == [corpus, "out"]


def test_a_file_that_is_no_database_is_left_as_it_is(corpus: str, run: Run, tmp_path: Path) -> None:
    (tmp_path / "a.db").write_text("a list of shopping", encoding="utf-8")
    done = run("dedup", corpus, "-o", "out", "--store", "a.db")
    assert (done.returncode, b"not a provenance database" in done.stderr) == (4, True)
    assert (tmp_path / "a.db").read_text(encoding="utf-8") == "a list of shopping"
    assert not (tmp_path / "out").exists()


def test_other_commands_know_it(corpus: str, run: Run, tmp_path: Path) -> None:
    assert run("dedup", corpus, "-o", "out", "--store", "a.db", "-q").stdout == b""
    shown = " ".join(run("show", "b1", "--db", "a.db").stdout.decode().split())
    assert "Dedup - corpus.jsonl (4 of 7 kept): removed, cluster 1 with 3 documents: nearly the same words" in shown
    counts = json.loads(run("stats", "--db", "a.db", "-f", "json").stdout)
    assert (counts["dedups"], counts["dedup_clusters"], counts["dedup_members"]) == (1, 2, 5)
    assert run("doctor", "--db", "a.db").stdout == b"no fault found\n"
    exported = run("export", "--db", "a.db", "-o", "a.jsonl")
    assert b"1 deduplication" in exported.stderr
    assert b"1 deduplication\n" in run("import", "a.jsonl", "--db", "b.db").stdout
    assert b"1 deduplication\n" in run("merge", "a.db", "--db", "b.db").stdout
    assert ask(tmp_path / "b.db", "SELECT count(*) FROM dedup_member") == [(5,)]
    assert run("forget", "a1", "--yes", "--db", "a.db").returncode == 0
    assert ask(tmp_path / "a.db", "SELECT title, article FROM dedup_members WHERE document = 'a1'") == [("a1", None)]
    assert run("doctor", "--db", "a.db").stdout == b"no fault found\n"


@pytest.mark.skipif(sys.platform != "linux", reason="signals and limits are of POSIX")
def test_a_run_that_is_told_to_end_leaves_nothing_temporary(corpus: str, tmp_path: Path) -> None:
    (tmp_path / "temporary").mkdir()
    # sent when its folder is there, as the first thing that it makes in it
    told = (
        "import os, runpy, signal, sys\nfrom provenance.corpus.machine import holding\n"
        "begin = holding.Holding.__init__\n"
        "def late(self, folder, memory): begin(self, folder, memory); os.kill(os.getpid(), signal.SIGTERM)\n"
        "holding.Holding.__init__ = late; sys.argv[1:] = sys.argv[2:]\n"
        "runpy.run_module('provenance.cli', run_name='__main__')"
    )
    done = subprocess.run(
        [sys.executable, "-c", told, "-", "dedup", corpus, "-o", "out", "--dry-run"],
        cwd=tmp_path,
        env={**os.environ, "PYTHONPATH": str(REPOSITORY), "TMPDIR": str(tmp_path / "temporary")},
        capture_output=True,
        check=False,
        timeout=300,
    )
    assert (done.returncode, done.stderr.splitlines()[-2]) == (130, b"Interrupted: nothing was found out")
    assert list((tmp_path / "temporary").iterdir()) == []


@pytest.mark.skipif(sys.platform != "linux", reason="signals and limits are of POSIX")
def test_a_database_that_cannot_be_made_is_told_with_a_way_out(corpus: str, run: Run) -> None:
    done = run("dedup", corpus, "-o", "out", "--store", "/proc/a.db")
    assert done.returncode == 4
    assert b"cannot be opened" in done.stderr
    assert b"name another one" in done.stderr
