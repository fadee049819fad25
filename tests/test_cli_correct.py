"""The command by which a person confirms or corrects a verdict."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import jsonschema
import pytest
from conftest import REPOSITORY
from correction_samples import rows

if TYPE_CHECKING:
    from pathlib import Path

    from conftest import Run

WHY = ("--reason", "the print edition credits it")


@pytest.fixture
def news(run: Run, tmp_path: Path) -> Run:
    (tmp_path / "rows.jsonl").write_text("".join(json.dumps(each) + "\n" for each in rows()), encoding="utf-8")
    assert run("ingest", "rows.jsonl", "--db", "n.db").returncode == 0

    def ask(*arguments: object, **more: Any) -> Any:
        return run(*arguments, "--db", "n.db", **more)

    return ask


def test_a_verdict_is_corrected_shown_listed_and_taken_back(news: Run) -> None:
    done = news("correct", "tarn", "--origin", "ap", *WHY, environment={"PROVENANCE_AUTHOR": "Oda Brekke"})
    assert (done.returncode, done.stderr) == (0, b"")
    assert b"(Title of tarn): corrected by Oda Brekke: The Associated Press" in done.stdout
    shown = news("show", "tarn").stdout.decode()
    assert "By a person  corrected by Oda Brekke on " in shown
    assert "the program had said Reuters" in " ".join(shown.split())
    answer = json.loads(news("show", "tarn", "--format", "json").stdout)
    jsonschema.validate(answer, json.loads((REPOSITORY / "tests" / "contract.schema.json").read_text("utf-8")))
    assert answer["verdict"]["correction"]["author"] == "Oda Brekke"
    assert answer["verdict"]["correction"]["applied"] is True
    assert news("correct", "wire", "--confirm", "--author", "Kari").returncode == 0
    listed = news("correct", "--list").stdout.decode()
    assert "Oda Brekke" in listed
    assert "corrected: The Associated Press" in listed
    assert "confirmed: Reuters, original" in listed
    assert listed.splitlines()[-1].split() == ["90%", "to", "100%", "2", "1", "50%"]
    taken = news("correct", "tarn", "--withdraw", "--reason", "wrong page", "--author", "Oda Brekke")
    assert b"withdrawn by Oda Brekke: Reuters" in taken.stdout
    assert json.loads(news("show", "tarn", "--format", "json").stdout)["verdict"]["correction"] is None


def test_programs_read_it_as_json(news: Run) -> None:
    report = json.loads(news("correct", "tarn", "--unknown", *WHY, "--author", "Oda", "-f", "json").stdout)
    assert report["verdict"]["status"] == "abstained"
    assert report["correction"]["said"]["source"] == "reuters"
    listed = json.loads(news("correct", "--list", "-f", "json").stdout)
    assert [each["state"] for each in listed["corrections"]] == ["in force"]
    (row,) = listed["reliability"]
    assert (row["low"], row["high"], row["verdicts"], row["right"]) == (0.9, 1.0, 1, 0)
    (line,) = news("correct", "tarn", "--list", "-f", "jsonl").stdout.splitlines()
    assert json.loads(line)["article"]["id"] == "tarn"


def test_nothing_said_yet_is_said(news: Run) -> None:
    done = news("correct", "--list")
    assert done.returncode == 3
    assert b"nobody has confirmed or corrected" in done.stderr


@pytest.mark.parametrize(
    ("arguments", "code", "message"),
    [
        (("correct", "tarn"), 2, "say what is right"),
        (("correct", "--confirm"), 2, "name the article"),
        (("correct", "tarn", "--origin", "ap"), 2, "a reason is missing"),
        (("correct", "tarn", "--origin", "ap", "--reason", " "), 2, "the reason is empty"),
        (("correct", "tarn", "--withdraw"), 2, "a reason is missing"),
        (("correct", "tarn", "--confirm", "--unknown"), 2, "cannot be said at once"),
        (("correct", "tarn", "--confirm", "--relation", "rewrite"), 2, "--relation cannot be said with --confirm"),
        (("correct", "tarn", "--origin", "ap", "--relation", "cousin", *WHY), 2, "cousin"),
        (("correct", "tarn", "--origin", "reuterz", *WHY), 2, "near it are reuters (Reuters)"),
        (("correct", "tarn", "--withdraw", *WHY), 2, "nothing was said of its verdict"),
        (("correct", "nowhere", "--confirm"), 3, "no stored article"),
    ],
    ids=lambda value: None if isinstance(value, int) else "_".join(value) if isinstance(value, tuple) else value,
)
def test_a_call_that_means_nothing_says_what_to_do(
    news: Run, arguments: tuple[str, ...], code: int, message: str
) -> None:
    done = news(*arguments)
    assert done.returncode == code
    assert message in done.stderr.decode()
    assert b"Traceback" not in done.stderr


def test_without_a_database_there_is_nothing_to_correct(run: Run, tmp_path: Path) -> None:
    done = run("correct", "tarn", "--confirm", "--db", "none.db")
    assert done.returncode == 4
    assert list(tmp_path.iterdir()) == []
