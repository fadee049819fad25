"""Counting a site's stored articles and keeping what follows: within bounds, and never stale."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest
from store_samples import STORY, analysis, put, ref, trace

from provenance import open_database
from provenance.model import Role, SiteVerdict, SourceKind
from provenance.sources.record import judge_record
from provenance.store import StoredSource, records

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from provenance.store import Database

COPIES, WIRE = "copies.example", "apnews.com"
ROLES = (Role.HEADLINE, Role.BODY, Role.BODY, Role.COPYRIGHT)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "records.db"


@pytest.fixture
def database(path: Path) -> Iterator[Database]:
    with open_database(path, write=True, create=True) as opened:
        yield opened


def settle(database: Database, copies: int = 6) -> int:
    """A wire's text and its copies on one site, all with their verdicts; the number of that site."""
    database.put_sources([StoredSource("ap", "The Associated Press", SourceKind.WIRE, WIRE)])
    first_seen = "2031-03-04T08:00:00+00:00"
    wire = analysis("wire.txt", STORY, roles=ROLES, domain=WIRE, published=first_seen, source="ap")
    original = replace(wire, home=WIRE)
    pages = [
        replace(
            analysis(f"c{n}.txt", (f"Title {n}", *STORY[1:]), roles=ROLES, domain=COPIES, published=when), home=COPIES
        )
        for n in range(copies)
        for when in [f"2031-03-04T1{n}:00:00+00:00"]
    ]
    first, *numbers = put(database, original, *pages)
    run = database.start_run("test")
    with database.transaction():
        for number, page in zip(numbers, pages, strict=True):
            database.settle(number, trace(page, ref(first, original)), run)
    site = database.site_number(COPIES)
    assert site is not None
    return site


def test_the_facts_are_counted_over_the_settled_articles(database: Database) -> None:
    facts = database.facts_of(settle(database))
    assert (facts.home, facts.articles, facts.taken, facts.damaged) == (COPIES, 6, 6, 6)
    assert (facts.origins, facts.outlets) == (1, 0)
    assert facts.credited == 6, "each has the agency's dateline"
    assert facts.words_elsewhere == pytest.approx(0.9)
    assert facts.hours_behind == pytest.approx(4.5)


def test_articles_without_a_verdict_are_left_out(database: Database) -> None:
    site = settle(database)
    put(database, replace(analysis("later.txt", domain=COPIES), home=COPIES))
    assert database.facts_of(site).articles == 6


def test_no_more_than_the_newest_are_looked_at(database: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    site = settle(database)
    monkeypatch.setattr(records, "_NEWEST", 2)
    facts = database.facts_of(site)
    assert facts.articles == 2
    assert facts.hours_behind == pytest.approx(6.5), "those of two and three hours before the last"


def test_a_record_is_given_back_as_it_was_put(database: Database) -> None:
    site = settle(database)
    facts = database.facts_of(site)
    verdict = SiteVerdict(COPIES, None, SourceKind.PORTAL, None, 0.25, ("„so“", "and so"))
    database.put_record(site, facts, verdict)
    assert database.record_of(COPIES) == verdict
    (row,) = [each for each in database.judged_sites() if each.site == COPIES]
    assert (row.kind, row.aggregator, row.articles, row.taken) == (SourceKind.PORTAL, None, 6, 6)
    assert (row.words_elsewhere, row.hours_behind) == (facts.words_elsewhere, facts.hours_behind)
    assert database.record_of("nobody.example") is None
    assert database.site_number("nobody.example") is None


def test_a_verdict_is_due_again_when_an_article_of_the_site_is_settled(database: Database) -> None:
    site = settle(database)
    facts = database.facts_of(site)
    assert site in database.sites_due()
    database.put_record(site, facts, judge_record(facts))
    assert site not in database.sites_due()
    page = replace(analysis("c0.txt", ("Title 0", *STORY[1:]), roles=ROLES, domain=COPIES), home=COPIES)
    (number,) = put(database, page)
    with database.transaction():
        database.settle(number, trace(page), database.start_run("test"))
    assert site in database.sites_due()


def test_whom_a_site_takes_from_is_told_without_the_site_itself(database: Database) -> None:
    assert database.taken_from(settle(database), 5) == (("The Associated Press", 6),)
    wire = database.site_number(WIRE)
    assert wire is not None
    assert database.taken_from(wire, 5) == ()


@pytest.mark.parametrize("query", ["_PAGES", "_OTHERS", "_CREDITS", "_LINES"])
def test_no_query_reads_a_whole_table(database: Database, path: Path, query: str) -> None:
    settle(database)
    database.checkpoint()
    values = (1, 1000) if query == "_PAGES" else ("[1, 2]",)
    with closing(sqlite3.connect(path)) as connection:
        plan = [row[3] for row in connection.execute(f"EXPLAIN QUERY PLAN {getattr(records, query)}", values)]
    assert any(step.startswith("SEARCH") for step in plan)
    assert not [step for step in plan if step.startswith("SCAN") and "VIRTUAL TABLE" not in step]
