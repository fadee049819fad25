"""Articles and matches as flat rows: what is stored, one row each, in a known order."""

from __future__ import annotations

from dataclasses import fields, replace
from typing import TYPE_CHECKING

import pytest
from store_samples import analysis, put, ref, trace

from provenance.model import ArticleRow, MatchRow
from provenance.store import Database

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


@pytest.fixture
def database(tmp_path: Path) -> Iterator[Database]:
    """A wire story, a copy of it, and one whose verdict is due."""
    with Database.open(tmp_path / "a.db", write=True, create=True) as opened:
        wire = analysis("wire", title="Few boats", source="ap", url="https://apnews.com/1", domain="apnews.com")
        copy = analysis("copy", title="Some boats", published="2031-04-02", language="en")
        first, second, _ = put(opened, wire, copy, analysis("due"))
        run = opened.start_run("test")
        opened.settle(first, trace(wire), run)
        opened.settle(second, trace(copy, ref(first, wire)), run)
        yield opened


def test_an_article_comes_with_its_verdict(database: Database) -> None:
    wire, copy, due = database.article_rows()
    assert (wire.article, wire.id, wire.url, wire.title, wire.domain) == (
        1,
        "wire",
        "https://apnews.com/1",
        "Few boats",
        "apnews.com",
    )
    assert (wire.status, wire.relation, wire.origin, wire.confidence) == ("abstained", "unknown", None, 0.1)
    assert (copy.origin, copy.origin_source, copy.origin_article, copy.origin_url) == (
        "The Associated Press",
        "ap",
        1,
        "https://apnews.com/1",
    )
    assert (copy.made_from, copy.relation, copy.confidence) == (1, "machine_paraphrase", 0.75)
    assert copy.chain == ("Copies", "The Associated Press")
    assert copy.reasons == ("the dateline names it", "„so“ — 2")
    assert (copy.machine_paraphrase, copy.substitutions_per_100, copy.findings) == (True, 7.5, 2)
    assert (copy.published, copy.language, copy.corrected) == ("2031-04-02", "en", False)
    assert copy.words == 28
    assert (due.status, due.chain, due.reasons, due.findings, due.machine_paraphrase) == (None, (), (), None, None)


def test_every_field_has_its_type(database: Database) -> None:
    kinds = {"int": int, "str": str, "float": float, "bool": bool, "tuple": tuple}
    for row in (*database.article_rows(), *database.match_rows()):
        for field in fields(row):
            value = getattr(row, field.name)
            bare, *lacks = str(field.type).split(" | ")
            assert value is None or type(value) is kinds[bare.partition("[")[0]], field.name
            assert value is not None or lacks == ["None"], field.name


def test_a_match_says_whether_an_order_is_known(database: Database) -> None:
    (match,) = database.match_rows()
    assert match == MatchRow(
        2, "copy", None, 0, 1, "wire", "https://apnews.com/1", "Few boats", match.other_site, "ap", "rewrite",
        0.9, 0.4, 0.3, 11.5, 2, is_origin=True, made_from=True,
    )  # fmt: skip
    assert database.match_count() == 1


def test_the_articles_of_a_site_come_newest_first(tmp_path: Path) -> None:
    with Database.open(tmp_path / "a.db", write=True, create=True) as database:
        dated = [("a", "2031-04-01"), ("b", "2031-04-03"), ("c", None), ("d", "2031-04-02")]
        pages = [
            replace(analysis(key, **({} if day is None else {"published": day})), home="tarn.example")
            for key, day in dated
        ]
        put(database, *pages, replace(analysis("elsewhere"), home="sill.example"))
        site = database.site_number("tarn.example")
        assert site is not None
        rows = list(database.article_rows(site))
        assert [row.id for row in rows] == ["b", "d", "a", "c"]
        assert [row.id for row in database.article_rows(site, 2)] == ["b", "d"]
        assert (database.article_count(site), database.article_count()) == (4, 5)
        assert list(database.article_numbers()) == [1, 2, 3, 4, 5]


def test_an_empty_database_has_no_rows(tmp_path: Path) -> None:
    with Database.open(tmp_path / "a.db", write=True, create=True) as database:
        assert list(database.article_rows()) == list(database.match_rows()) == []
        assert ArticleRow.__slots__[0] == MatchRow.__slots__[0] == "article"
