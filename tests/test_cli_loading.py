"""Each command loads all that it needs by itself; the other tests start a program that has loaded everything."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest
from conftest import start
from typer.main import get_command

from provenance.cli import command_line
from provenance.cli.reference import commands

if TYPE_CHECKING:
    from pathlib import Path

DB = ("--db", "a.db")
COPY = "cable-aggregator.txt"
ASKED: dict[str, tuple[str, ...]] = {
    "trace": (COPY, *DB, "-f", "html"),
    "ingest": (COPY, "--db", "new.db"),
    "watch": ("--list", *DB),
    "show": (COPY, *DB),
    "correct": ("--list", *DB),
    "story": (COPY, *DB),
    "quotes": (COPY, *DB),
    "damage": (COPY, "--original", "cable-ap-original.html"),
    "clean": (COPY,),
    "dedup": ("rows.jsonl", "-o", "out"),
    "merge": ("a.db", "--db", "merged.db"),
    "export": (*DB, "-f", "csv"),
    "import": ("a.jsonl", "--db", "imported.db"),
    "site": ("apnews.com", *DB),
    "coverage": ("ap", *DB),
    "furniture": DB,
    "forget": (COPY, "--db", "copy.db", "--yes"),
    "stats": DB,
    "doctor": DB,
    "sources list": (),
    "sources show": ("ap",),
    "sources check": (),
}
NOTHING = {"watch", "correct", "furniture"}  # of these the database holds nothing, and that is said


@pytest.fixture(scope="module")
def folder(samples: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Two articles, a database of them and a copy of it, its export, a corpus."""
    from provenance.pipeline import export, ingest, open_database

    folder = tmp_path_factory.mktemp("loading")
    names = (COPY, "cable-ap-original.html")
    for name in names:
        (folder / name).write_bytes((samples / name).read_bytes())
    with pytest.MonkeyPatch.context() as patch:
        patch.chdir(folder)
        with open_database(folder / "a.db", write=True, create=True) as database:
            ingest(names, database)
            with (folder / "a.jsonl").open("wb") as file:
                export(database, file)
    (folder / "copy.db").write_bytes((folder / "a.db").read_bytes())
    rows = [{"id": number, "text": f"The ferry ran aground off point {number} before dawn."} for number in range(3)]
    (folder / "rows.jsonl").write_text("\n".join(map(json.dumps, rows)) + "\n", encoding="utf-8")
    return folder


def test_every_command_is_asked() -> None:
    groups = {"provenance", "provenance sources"}
    known = {
        name.removeprefix("provenance ") for name, _ in commands(get_command(command_line())) if name not in groups
    }
    assert known == {*ASKED, "browse"}, "`browse` is started in test_cli_browse.py"


@pytest.mark.parametrize("command", ASKED)
def test_a_command_that_is_started_alone_does_its_work(folder: Path, command: str) -> None:
    done = start(folder, *command.split(), *ASKED[command])
    assert done.returncode == 0 or (done.returncode == 3 and command in NOTHING), done.stderr
    assert b"Traceback" not in done.stderr
    assert done.stdout or command in NOTHING
