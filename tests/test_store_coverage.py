"""What is held of each source, counted at reading."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest
from store_samples import analysis, put, ref, trace

from provenance.model import CreditType, SourceKind
from provenance.store import Database, StoredSource
from provenance.store.coverage import CoveredDay, CoveredSource
from provenance.tracing.library import Coverage

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from provenance.model import Analysis


@pytest.fixture
def database(tmp_path: Path) -> Iterator[Database]:
    with Database.open(tmp_path / "a.db", write=True, create=True) as database:
        database.put_sources(
            [StoredSource("ap", "AP", SourceKind.WIRE, None), StoredSource("tarn", "Tarn", SourceKind.OUTLET, None)]
        )
        yield database


def uncredited(key: str, text: str, **facts: str) -> Analysis:
    """An article that credits nobody."""
    return replace(analysis(key, [text], **facts), credits=())


def test_a_sources_own_articles_are_counted_in_all_and_near_a_day(database: Database) -> None:
    days = ["2031-03-01", "2031-03-04T23:59:59+00:00", "2031-03-08T01:00:00-05:00", "2031-04-01", None]
    own = [analysis(f"a{n}", [str(n)], source="ap") for n in range(len(days))]
    put(
        database,
        *(replace(each, article=replace(each.article, published=day)) for each, day in zip(own, days, strict=True)),
    )
    put(database, analysis("other", ["x"], source="tarn", published="2031-03-04"), analysis("none", ["y"]))
    assert database.coverage("ap", "2031-03-04T08:00:00Z") == Coverage("ap", 5, 2, 7, 3)
    assert database.coverage("ap", "2031-03-05") == Coverage("ap", 5, 2, 7, 3)
    assert database.coverage("ap", None) == Coverage("ap", 5, None, 7, None)
    assert database.coverage("ap", "last week") == Coverage("ap", 5, None, 7, None)
    assert database.coverage("ap", "9999-12-31") == Coverage("ap", 5, None, 7, None)
    assert database.coverage("afp", "2031-03-04") == Coverage("afp", 0, 0, 7, 3)
    assert database.coverage(None, "2031-03-04") == Coverage(None, 5, 2, 7, 3), "all agencies together"


def test_what_a_stored_verdict_says_of_coverage_is_never_old(database: Database) -> None:
    copy = uncredited("copy", "Few boats left.", published="2031-03-04")
    wire = uncredited("wire", "Few boats left the harbour.", published="2031-03-04", source="ap")
    number, held = put(database, copy, wire)
    run = database.start_run("test")
    database.settle(held, trace(wire), run)
    copied = trace(analysis("copy"), ref(held, wire))
    database.settle(number, copied, run)

    def said() -> str:
        found = database.verdict_of(number)
        assert found is not None
        return found.verdict.coverage

    assert said() == "the database holds 1 AP text for these days, among 1 article within three days of this one"
    put(database, uncredited("more", "And more.", published="2031-03-05", source="ap"))
    assert said() == "the database holds 2 AP texts for these days, among 2 articles within three days of this one"
    database.settle(number, replace(copied, likely="tarn"), run)
    assert said() == "no Tarn text in the database for these days, among 2 articles within three days of this one"


def test_an_article_credits_a_source_once_and_never_its_own(database: Database) -> None:
    twice = analysis("twice", ["GULLHAVEN (AP) — x"], published="2031-03-04")
    line = replace(twice.credits[0], type=CreditType.AGENCY_LINE)
    cites = replace(twice.credits[0], type=CreditType.CITATION)
    put(
        database,
        replace(twice, credits=(twice.credits[0], line, *twice.credits[1:])),
        replace(analysis("cites", ["y"], published="2031-03-04"), credits=(cites,)),
        analysis("own", ["z"], published="2031-03-04", source="ap"),
        analysis("undated", ["u"]),
    )
    assert database.covered_days("ap", None, None) == (
        CoveredDay("ap", "2031-03-04", 1, 1),
        CoveredDay("ap", None, 0, 1),
    )
    assert database.covered_days(None, "2031-03-05", None) == ()
    assert database.covered_days(None, None, "2031-03-04") == (CoveredDay("ap", "2031-03-04", 1, 1),)
    assert database.dated_days(None, None) == (("2031-03-04", 3), (None, 1))
    assert CoveredSource("ap", "AP", SourceKind.WIRE) in database.covered_sources()


def test_the_view_counts_by_week_from_monday(database: Database) -> None:
    put(
        database,
        analysis("sunday", ["a"], published="2031-03-09T23:00:00+00:00"),
        analysis("monday", ["b"], published="2031-03-10"),
        uncredited("own", "c", published="2031-03-10", source="ap"),
    )
    with closing(sqlite3.connect(database.path)) as connection:
        rows = connection.execute("SELECT * FROM coverage ORDER BY week").fetchall()
    assert rows == [("AP", "2031-03-03", 0, 1, "wire", "ap"), ("AP", "2031-03-10", 1, 1, "wire", "ap")]
