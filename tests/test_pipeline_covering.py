"""Coverage of each source over days, weeks and months."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

from provenance import By, coverage, ingest, open_database
from provenance.errors import NotFoundError

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from provenance.store import Database

ROWS = [
    ("https://apnews.com/article/one", "AP", "2031-03-03", "TARN POINT (AP) — A ferry ran aground before dawn here."),
    ("https://apnews.com/article/two", "AP", "2031-03-09", "TARN POINT (AP) — Two tugs pulled the ferry off a bank."),
    ("https://echo.example/a", "Echo", "2031-03-10", "SKERRIN (AP) — The naval yard opens its gates to all visitors."),
    ("https://echo.example/b", "Echo", "2031-04-02", "The spring fair opened on the green with two brass bands."),
    ("https://echo.example/c", "Echo", None, "BRACKWATER (Reuters) - The library is closed for repair until May."),
]


@pytest.fixture(scope="module")
def filled(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("coverage")
    rows = [
        {"id": url, "url": url, "publisher": publisher, "date": day, "title": text[-20:], "text": text}
        for url, publisher, day, text in ROWS
    ]
    (folder / "c.jsonl").write_text("".join(f"{json.dumps(row)}\n" for row in rows), encoding="utf-8")
    with open_database(folder / "c.db", write=True, create=True) as opened:
        ingest([folder / "c.jsonl"], opened)
    return folder / "c.db"


@pytest.fixture
def database(filled: Path) -> Iterator[Database]:
    with open_database(filled) as opened:
        yield opened


def periods(database: Database, by: By, **days: str) -> list[tuple[str | None, int, int, int]]:
    (found,) = coverage(database, "ap", by=by, **days).sources  # type: ignore[arg-type]
    return [(each.start, each.own, each.crediting, each.articles) for each in found.periods]


def test_a_week_without_the_source_is_shown_where_others_have_articles(database: Database) -> None:
    assert periods(database, By.WEEK) == [
        ("2031-03-03", 2, 0, 2),
        ("2031-03-10", 0, 1, 1),
        ("2031-03-31", 0, 0, 1),
        (None, 0, 0, 1),
    ]


def test_periods_are_days_or_months_too(database: Database) -> None:
    assert [start for start, *_ in periods(database, By.DAY)] == [
        "2031-03-03",
        "2031-03-09",
        "2031-03-10",
        "2031-04-02",
        None,
    ]
    assert periods(database, By.MONTH) == [("2031-03-01", 2, 1, 3), ("2031-04-01", 0, 0, 1), (None, 0, 0, 1)]


def test_days_can_be_cut_out_and_leave_what_has_no_date(database: Database) -> None:
    assert periods(database, By.WEEK, since="2031-03-09", until="2031-03-31") == [
        ("2031-03-03", 1, 0, 1),
        ("2031-03-10", 0, 1, 1),
    ]


def test_every_source_comes_once_the_fullest_first(database: Database) -> None:
    found = coverage(database).sources
    assert [(each.source, each.own, each.crediting, each.since, each.until) for each in found] == [
        ("ap", 2, 1, "2031-03-03", "2031-03-09"),
        ("reuters", 0, 1, None, None),
    ]


@pytest.mark.parametrize("name", ["ap", "apnews.com", "www.apnews.com", "Associated Press"])
def test_a_source_is_known_by_id_domain_and_name(database: Database, name: str) -> None:
    assert coverage(database, name).sources[0].source == "ap"


def test_a_source_of_which_nothing_is_held_says_so_and_an_unknown_one_is_none(database: Database) -> None:
    (afp,) = coverage(database, "afp").sources
    assert (afp.own, afp.crediting) == (0, 0)
    assert [each.articles for each in afp.periods] == [2, 1, 1, 1]
    with pytest.raises(NotFoundError, match="no such source"):
        coverage(database, "nobody at all")
