"""The commands ``story`` and ``coverage`` as a user calls them, and every way they can end."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

from provenance import ingest, open_database
from provenance.settings import seeds_folder

if TYPE_CHECKING:
    import subprocess
    from collections.abc import Callable
    from pathlib import Path

    Run = Callable[..., subprocess.CompletedProcess[bytes]]

FOLDER = seeds_folder() / "articles"
SPUN = str(FOLDER / "cable-spun.txt")


@pytest.fixture(scope="module")
def database(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("story") / "s.db"
    with open_database(path, write=True, create=True) as opened:
        ingest(sorted(FOLDER.glob("cable-*")), opened)
    return path


def test_a_story_is_shown_as_a_tree(run: Run, database: Path) -> None:
    done = run("story", SPUN, "--db", database)
    assert (done.returncode, done.stderr) == (0, b"")
    shown = done.stdout.decode()
    assert "  Origin    The Associated Press" in shown
    assert "  First     The Associated Press, 2023-11-08 15:04Z; 1 article without a date" in shown
    lines = {line.partition("  ")[2].split()[0]: line for line in shown.splitlines() if "├ " in line or "└ " in line}
    assert {"├", "└", "│"} >= set(lines)
    assert "│ └ NewsBeamToday" in shown
    assert "quotes" in shown
    assert "Share text with it, and belong elsewhere:" in shown
    assert max(map(len, shown.splitlines())) <= 100


def test_json_has_the_tree_with_each_parent(run: Run, database: Path) -> None:
    one = json.loads(run("story", SPUN, "-f", "json", "--db", database).stdout)
    assert one["articles"] == len(one["tree"])
    assert one["tree"][0]["depth"] == 0
    for each in one["tree"]:
        assert (each["parent"] is None) == (each["place"] != "copy")
    (line,) = run("story", one["id"], "-f", "jsonl", "--db", database).stdout.splitlines()
    assert json.loads(line) == one
    assert one["guests"][0]["story"] is None


def test_stories_are_listed(run: Run, database: Path) -> None:
    shown = run("story", "--db", database).stdout.decode()
    assert shown.split()[:2] == ["story", "articles"]
    (listed,) = json.loads(run("story", "--list", "-f", "json", "--source", "ap", "--db", database).stdout)
    assert listed["id"] in shown
    assert (listed["origin"]["source"], "tree" in listed) == ("ap", False)


@pytest.mark.parametrize(
    ("arguments", "code", "said"),
    [
        (["story", str(FOLDER / "cable-independent.txt")], 3, "stands alone"),
        (["story", "nothing"], 3, "no stored article"),
        (["story", "--min", "50"], 3, "no such story"),
        (["story", "--source", "nobody at all"], 3, "no such source"),
        (["story", SPUN, "--newest"], 2, "one of the two"),
        (["story", "--since", "soon"], 2, "not a date"),
        (["coverage", "nobody at all"], 3, "no such source"),
        (["coverage", "afp"], 3, "nothing is held of it"),
        (["coverage", "--since", "2100-01-01"], 3, "no article"),
        (["coverage", "--until", "soon"], 2, "not a date"),
    ],
)
def test_each_end_has_its_exit_code(run: Run, database: Path, arguments: list[str], code: int, said: str) -> None:
    done = run(*arguments, "--db", database)
    assert done.returncode == code
    assert said in done.stderr.decode()


@pytest.mark.parametrize("command", ["story", "coverage"])
def test_no_database_is_an_error(run: Run, tmp_path: Path, command: str) -> None:
    assert run(command, "--db", tmp_path / "none.db").returncode == 4
    assert list(tmp_path.glob("*.db")) == []


def test_coverage_is_a_table_of_sources_and_of_weeks(run: Run, database: Path) -> None:
    everybody = run("coverage", "--db", database).stdout.decode()
    assert "Reuters" in everybody
    ap = run("coverage", "ap", "--by", "day", "--db", database).stdout.decode()
    assert ap.startswith("The Associated Press (ap, wire)\n2 of its own, 2023-11-08 to 2023-11-09; ")
    assert "none held" in ap
    report = json.loads(run("coverage", "ap", "-f", "json", "--db", database).stdout)
    assert report["sources"][0]["periods"][0]["start"] == "2023-11-06"
    (line,) = run("coverage", "ap", "-f", "jsonl", "--db", database).stdout.splitlines()
    assert json.loads(line) == report["sources"][0]


def test_trace_names_the_story(run: Run, database: Path) -> None:
    done = run("trace", SPUN, "--db", database)
    assert "  Story " in done.stdout.decode()
    answer = json.loads(run("trace", SPUN, "-f", "json", "--db", database).stdout)
    assert set(answer["story"]) == {"id", "title", "articles"}
