"""``furniture`` as a user starts it."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest
from furniture_samples import BIO, PROMPT, fill, templated

if TYPE_CHECKING:
    from pathlib import Path

    from conftest import Run


@pytest.fixture(scope="module")
def path(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return fill(tmp_path_factory.mktemp("cli") / "a.db", templated("tarn.example", 20))


def test_a_table_of_the_lines(path: Path, run: Run) -> None:
    done = run("furniture", "tarn.example", "--db", path)
    assert (done.returncode, done.stderr) == (0, b"")
    lines = done.stdout.decode().splitlines()
    assert max(map(len, lines)) <= 100
    assert lines[0].split() == ["articles", "stories", "on", "pages", "it", "is", "line"]
    assert any(line.split()[:2] == ["20", "16+"] for line in lines)
    assert "Ada Lund has covered shipping" in done.stdout.decode()


def test_json_is_the_same_every_time(path: Path, run: Run) -> None:
    done = run("furniture", "--db", path, "--format", "json")
    assert done.stdout == run("furniture", "--db", path, "--format", "json").stdout
    found = json.loads(done.stdout)
    assert found == {"site": None, "lines": [], "sites": [{"site": "tarn.example", "articles": 20, "lines": 5}]}
    lines = json.loads(run("furniture", "tarn.example", "--db", path, "--format", "json").stdout)["lines"]
    assert {line["text"] for line in lines} > {PROMPT, BIO}


def test_why(path: Path, run: Run) -> None:
    done = run("furniture", "tarn.example", "--explain", BIO, "--db", path)
    assert done.returncode == 0
    assert done.stdout.decode().startswith("furniture: ada lund has covered shipping for this paper since #")
    assert b"  - tarn.example: 20 articles carry it; the 16 that were compared tell 16 stories\n" in done.stdout
    told = json.loads(run("furniture", "--explain", "unheard of", "--db", path, "--format", "json").stdout)
    assert (told["furniture"], told["sites"]) == (False, [])


def test_nothing_known(path: Path, run: Run, tmp_path: Path) -> None:
    unknown = run("furniture", "tarn", "--db", path)
    assert unknown.returncode == 3
    assert b"tarn: no article of this site is stored" in unknown.stderr
    assert b"near it: tarn.example" in unknown.stderr
    (tmp_path / "one.txt").write_text("A title\n\nThe one story in this database is a short one.\n", encoding="utf-8")
    assert run("ingest", "one.txt", "--db", "one.db").returncode == 0
    empty = run("furniture", "--db", "one.db")
    assert (empty.returncode, empty.stdout) == (3, b"")
    assert b"no line is known that repeats on unrelated pages" in empty.stderr
    assert run("furniture", "--db", "absent.db").returncode == 4
    assert run("furniture", "--explain", " ", "--db", path).returncode == 2
