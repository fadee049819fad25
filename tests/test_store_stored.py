"""What tracing asks of the stored articles, beyond giving them back."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest
from store_samples import analysis, put

from provenance.errors import DatabaseError
from provenance.model import SourceKind
from provenance.store import Database, stored
from provenance.tracing.library import Place

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from provenance.index.protocol import SegmentStore
    from provenance.tracing.library import Library


@pytest.fixture
def database(tmp_path: Path) -> Iterator[Database]:
    with Database.open(tmp_path / "a.db", write=True, create=True) as database:
        yield database


def test_a_database_is_a_library_and_a_segment_store(database: Database) -> None:
    library: Library = database
    store: SegmentStore = database
    assert library.holders([]) == ()
    assert store.segments() == ()


def test_an_article_that_is_not_there_is_named(database: Database) -> None:
    with pytest.raises(DatabaseError, match="7: no article"):
        database.stored(7)


def test_a_place_is_date_agency_id_and_url(database: Database) -> None:
    wire = analysis("a", url="https://a.example/", published="2031-03-01")
    wire = replace(wire, site=replace(wire.site, kind=SourceKind.WIRE))
    put(database, wire, analysis("b", ["x"]))
    assert database.places([2, 1, 7]) == {
        1: Place("2031-03-01", wire=True, id="a", url="https://a.example/"),
        2: Place(None, wire=False, id="b", url=""),
    }


def test_passages_are_found_by_their_digests(database: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(stored, "_BOUND", 2)
    sample = analysis("a")
    put(database, sample)
    numbers = {passage.digest: number for number, passage in enumerate(sample.passages, 1)}
    assert len(numbers) > 1
    assert database.numbers_of([*numbers, *numbers, bytes(16)]) == numbers
    assert database.numbers_of([]) == {}


def test_what_an_article_costs_does_not_depend_on_how_many_there_are(database: Database, tmp_path: Path) -> None:
    def more(first: int, count: int) -> None:
        texts = ([f"{n} {p} " + "word " * 35 for p in range(20)] for n in range(first, first + count))
        put(database, *(analysis(str(first + at), each) for at, each in enumerate(texts)))

    def steps() -> int:
        taken = 0

        def step() -> int:
            nonlocal taken
            taken += 1
            return 0

        with closing(sqlite3.connect(tmp_path / "a.db")) as connection:
            connection.set_progress_handler(step, 1)
            stored.stored(connection, 3)
        return taken

    more(0, 5)
    few = steps()
    more(5, 95)
    assert 100 < steps() < 1.1 * few, "a table is read through"


def test_an_article_is_found_by_the_end_of_its_path(database: Database) -> None:
    names = ("may/ferry.html", "may/car-ferry.html", "may/pier.html", "june/pier.html")
    ferry, _, *piers = put(database, *map(analysis, names))
    for named in ("ferry.html", "./ferry.html", "may/ferry.html", "news/may/ferry.html"):
        assert [ref.key for ref in database.find_by_end(named)] == [ferry]
    assert [ref.key for ref in database.find_by_end("pier.html")] == piers
    for none in ("erry.html", "", "/", ".", "\ud800", "%.html", "june/ferry.html"):
        assert database.find_by_end(none) == ()
    assert database.article_names() == names
