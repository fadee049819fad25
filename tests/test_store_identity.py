"""Whether an article is stored already."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest
from store_samples import analysis, page, put

from provenance.store import Database, Placement

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


@pytest.fixture
def database(tmp_path: Path) -> Iterator[Database]:
    with Database.open(tmp_path / "a.db", write=True, create=True) as database:
        yield database


def test_one_place_read_twice_is_one_article(database: Database) -> None:
    put(database, analysis("a.txt", location="/x/a.txt"))
    again = analysis("./a.txt", location="/x/a.txt").article
    assert database.find(again) == (Placement.KNOWN, 1)
    changed = analysis("./a.txt", ["other"], location="/x/a.txt").article
    assert database.find(changed) == (Placement.UPDATED, 1)


def test_a_fact_that_changed_is_an_update(database: Database) -> None:
    put(database, analysis("a"))
    assert database.find(analysis("a", title="A headline").article) == (Placement.UPDATED, 1)


def test_one_row_of_a_corpus_is_one_article_wherever_the_corpus_lies(database: Database) -> None:
    put(database, analysis("17", location="/x/c.jsonl#17", url="https://a.example/17"))
    moved = analysis("17", ["new"], location="/y/c.jsonl#17", url="https://a.example/17").article
    assert database.find(moved) == (Placement.UPDATED, 1)
    another = analysis("17", ["new"], location="/y/d.jsonl#17", url="https://b.example/17").article
    assert database.find(another) == (Placement.NEW, None)


def test_two_texts_from_standard_input_are_two_articles(database: Database) -> None:
    one = replace(analysis("-", ["one"]).article, location=None)
    put(database, replace(analysis("-", ["one"]), article=one))
    other = replace(analysis("-", ["two"]).article, location=None)
    assert database.same(other) == ()
    assert database.same(one) == (1,)


def test_the_same_text_elsewhere_is_another_article(database: Database) -> None:
    put(database, analysis("a"))
    assert database.same(analysis("b").article) == ()


HOME, STORY, SHARED = "https://tarn.example/", "https://tarn.example/ferry", "https://tarn.example/ferry?from=mail"


def test_one_page_under_two_addresses_is_one_article(database: Database) -> None:
    put(database, page(STORY, canonical=STORY, title="Ferry runs"))
    assert database.find(page(SHARED, canonical=STORY, title="Ferry runs").article) == (Placement.KNOWN, 1)
    assert database.find(page(SHARED, ["more"], canonical=STORY, title="Ferry runs").article) == (Placement.UPDATED, 1)
    assert database.find(page(SHARED, canonical=STORY, title="Ferry sails").article) == (Placement.UPDATED, 1)
    other = page(SHARED, ["other"], canonical=STORY, title="Harbour closed").article
    assert database.find(other) == (Placement.NEW, None)


def test_pages_that_all_name_the_home_page_are_many(database: Database) -> None:
    put(database, page(STORY, canonical=HOME, title="The Tarn Times"))
    for canonical in (HOME, HOME.rstrip("/"), f"{HOME}?x", "https://[tarn"):
        other = page("https://tarn.example/2", ["other"], canonical=canonical, title="The Tarn Times").article
        assert database.find(other) == (Placement.NEW, None)
    again = page(SHARED, canonical=HOME, title="The Tarn Times").article
    assert database.find(again) == (Placement.KNOWN, 1)


def test_the_same_text_at_another_site_is_another_article(database: Database) -> None:
    put(database, page(STORY, canonical=STORY, title="Ferry runs"))
    copy = page("https://copies.example/f", canonical=STORY, title="Ferry runs", domain="copies.example").article
    assert database.same(copy) == ()


def test_a_saved_file_is_not_the_page_that_it_was_saved_from(database: Database) -> None:
    put(database, analysis("a.html", canonical=STORY, title="Ferry runs", domain="tarn.example"))
    assert database.same(page(STORY, canonical=STORY, title="Ferry runs").article) == ()
    put(database, page(STORY, canonical=STORY, title="Ferry runs"))
    saved = analysis("b.html", canonical=STORY, title="Ferry runs", domain="tarn.example").article
    assert database.same(saved) == ()


def test_a_row_is_not_the_file_that_names_the_same_address(database: Database) -> None:
    facts = {"url": STORY, "canonical": STORY}
    put(database, analysis("pages/ferry.html", location="/x/pages/ferry.html", **facts))
    assert database.same(analysis("r1", location="/x/c.jsonl#r1", **facts).article) == ()
    assert database.same(analysis("c.jsonl:1", location="/x/c.jsonl#c.jsonl:1", **facts).article) == ()
