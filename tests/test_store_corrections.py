"""What people said of verdicts, from one database to another, and what doctor finds."""

from __future__ import annotations

import json
import shutil
import sqlite3
from contextlib import closing
from typing import TYPE_CHECKING

import pytest
from correction_samples import FERRY, place, row, rows, store

from provenance import (
    TrueOrigin,
    confirm,
    correct,
    corrections,
    export,
    forget,
    import_,
    merge,
    open_database,
    show,
    withdraw,
)
from provenance.pipeline import correcting

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from provenance.store import Database

WHY = "the print edition credits it"


@pytest.fixture(scope="module")
def filled(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The rows in a database."""
    folder = tmp_path_factory.mktemp("filled")
    with place(folder) as database:
        store(database, folder, rows())
    return folder / "news.db"


@pytest.fixture
def database(filled: Path, tmp_path: Path) -> Iterator[Database]:
    shutil.copy(filled, tmp_path / "news.db")
    with open_database(tmp_path / "news.db", write=True) as database:
        yield database


@pytest.fixture
def other(filled: Path, tmp_path: Path) -> Iterator[Database]:
    shutil.copy(filled, tmp_path / "other.db")
    with open_database(tmp_path / "other.db", write=True) as database:
        yield database


def said(database: Database) -> list[tuple[object, ...]]:
    """All that was said, without the numbers that differ between databases."""
    return [(each.id, each.url, each.in_force, *_plain(each.correction)) for each in corrections(database)]


def _plain(correction: object) -> tuple[object, ...]:
    origin = correction.origin  # type: ignore[attr-defined]
    text = None if origin is None or origin.article is None else origin.article.id
    fields = ("kind", "author", "time", "reason", "relation", "said", "digest", "sketch")
    named = None if origin is None else (origin.source, origin.name, text)
    return (*(getattr(correction, field) for field in fields), named)


def test_an_export_brings_everything_back(database: Database, tmp_path: Path) -> None:
    correct(database, "tarn", TrueOrigin("ap"), reason=WHY, author="Oda")
    confirm(database, "wire", author="Kari")
    correct(database, "pepper", TrueOrigin("Skerrin Post", "skerrin"), reason=WHY, author="Oda")
    withdraw(database, "pepper", reason="wrong page", author="Oda")
    correct(database, "lofthus", TrueOrigin("Skerrin Post", "skerrin"), reason=WHY, author="Oda")
    forget(database, "lofthus")
    first, second = tmp_path / "first.jsonl", tmp_path / "second.jsonl"
    export(database, first)
    with place(tmp_path, "copy.db") as copy:
        report = import_([first], copy)
        assert (report.failed, report.traced) == (0, 0)
        export(copy, second)
        assert first.read_bytes() == second.read_bytes()
        assert said(copy) == said(database)
        assert copy.check() == ()
        assert show(copy, "tarn").verdict == show(database, "tarn").verdict
        store(copy, tmp_path, [row("lofthus", FERRY[:5], day=7)])
        found = show(copy, "lofthus").verdict.origin
        assert found is not None
        assert found.name == "Skerrin Post"


def test_two_databases_are_united_whichever_comes_first(
    database: Database, other: Database, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for when, where, source in (("09", database, "ap"), ("11", other, "afp"), ("10", database, "dpa")):
        monkeypatch.setattr(correcting, "now", lambda when=when: f"2025-04-01T{when}:00:00+00:00")
        correct(where, "tarn", TrueOrigin(source), reason=WHY, author="Oda")
    outcomes = []
    for name, order in (("one.db", [database, other]), ("two.db", [other, database, other])):
        with place(tmp_path, name) as united:
            merge([each.path for each in order], united)
            outcomes.append(said(united))
            found = show(united, "tarn").verdict.origin
            assert found is not None
            assert found.source == "afp", "the newest word is in force"
            assert united.check() == ()
    assert outcomes[0] == outcomes[1]
    assert [each[2] for each in outcomes[0]] == [True, False, False]


def test_what_waits_for_an_article_finds_it_in_another_database(
    database: Database, other: Database, tmp_path: Path
) -> None:
    correct(database, "tarn", TrueOrigin("ap"), reason=WHY, author="Oda")
    forget(database, "tarn")
    for name, order in (("one.db", [database, other]), ("two.db", [other, database])):
        with place(tmp_path, name) as united:
            merge([each.path for each in order], united)
            found = show(united, "tarn").verdict.origin
            assert found is not None
            assert found.source == "ap"
            (ref,) = united.find_articles("tarn")
            settled = united.verdict_of(ref.key)
            assert settled is not None
            assert settled.verdict.origin == found


def test_a_merge_that_makes_a_circle_is_found(database: Database, other: Database) -> None:
    correct(database, "tarn", TrueOrigin("Skerrin Post", "skerrin"), reason=WHY)
    correct(other, "skerrin", TrueOrigin("Tarn Times", "tarn"), reason=WHY)
    merge([other.path], database)
    (finding,) = database.check()
    assert "come from each other" in finding.what
    assert "--withdraw" in finding.hint
    assert show(database, "tarn").verdict.origin is not None, "and nothing hangs"


def test_doctor_finds_a_last_word_that_is_none(database: Database) -> None:
    correct(database, "tarn", TrueOrigin("ap"), reason=WHY)
    assert database.check() == ()
    with closing(sqlite3.connect(database.path)) as connection, connection:
        connection.execute("UPDATE corrected_article SET applies = 0")
    (finding,) = database.check()
    assert "last correction is not the one in force" in finding.what


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("kind", "guessed"),
        ("time", "yesterday"),
        ("time", "2031-04-01T09:00:00+02:00"),
        ("author", ""),
        ("author", "x" * 300),
        ("reason", "x" * 5000),
        ("relation", "cousin"),
        ("digest", "00"),
        ("sketch", "0011"),
        ("said", None),
        ("page", 7),
        ("origin", {"source": None, "name": "", "article": None, "page": None}),
    ],
)
def test_a_line_that_means_nothing_costs_that_line(
    database: Database, tmp_path: Path, field: str, value: object
) -> None:
    correct(database, "tarn", TrueOrigin("ap"), reason=WHY)
    path = tmp_path / "out.jsonl"
    export(database, path)
    lines = path.read_text(encoding="utf-8").splitlines()
    spoilt = [json.loads(line) for line in lines]
    for line in spoilt:
        if line.get("type") == "correction":
            line[field] = value
    path.write_text("".join(json.dumps(line) + "\n" for line in spoilt), encoding="utf-8")
    with place(tmp_path, "copy.db") as copy:
        report = import_([path], copy)
        assert report.failed == 1
        assert corrections(copy) == ()
        assert copy.articles() == 5


def test_an_export_from_before_has_none(database: Database, tmp_path: Path) -> None:
    path = tmp_path / "out.jsonl"
    export(database, path)
    lines = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]
    for line in lines:
        if line.get("type") == "verdict":
            del line["correction"]
    del lines[-1]["correction"]
    path.write_text("".join(json.dumps(line) + "\n" for line in lines), encoding="utf-8")
    with place(tmp_path, "copy.db") as copy:
        assert import_([path], copy).failed == 0


def test_the_view_has_each_word_and_which_is_in_force(database: Database) -> None:
    correct(database, "tarn", TrueOrigin("ap"), reason=WHY, author="Oda")
    correct(database, "tarn", TrueOrigin(), reason="nobody knows", author="Kari")
    with closing(sqlite3.connect(database.path)) as connection:
        seen = connection.execute(
            "SELECT title, site, kind, origin, author, reason, program_said, in_force FROM corrections ORDER BY time"
        ).fetchall()
    assert [each[3:] for each in seen] == [
        ("The Associated Press", "Oda", WHY, "Reuters", 0),
        (None, "Kari", "nobody knows", "Reuters", 1),
    ]
    assert (database.stats().corrections, database.stats().corrected) == (2, 1)
