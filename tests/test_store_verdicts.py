"""Verdicts: due, settled, read back, and what the views show of them."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from dataclasses import fields, replace
from typing import TYPE_CHECKING

import pytest
from store_samples import STORY, analysis, put, ref, trace

from provenance.model import Reference, Role, SourceKind
from provenance.store import Database, StoredSource

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


@pytest.fixture
def database(tmp_path: Path) -> Iterator[Database]:
    with Database.open(tmp_path / "a.db", write=True, create=True) as database:
        yield database


def view(database: Database, query: str) -> list[dict[str, object]]:
    with closing(sqlite3.connect(database.path)) as connection:
        cursor = connection.execute(query)
        names = [column for column, *_ in cursor.description]
        return [dict(zip(names, row, strict=True)) for row in cursor]


def test_what_was_settled_comes_back_equal(database: Database) -> None:
    wire, copy = analysis("wire"), analysis("copy")
    first, second = put(database, wire, copy)
    run = database.start_run("test")
    for number, answer in ((second, trace(copy, ref(first, wire))), (first, trace(wire))):
        database.settle(number, answer, run)
        back = database.verdict_of(number)
        assert back is not None
        assert back.run == run
        assert back.verdict.coverage != answer.verdict.coverage  # counted at reading
        back = replace(back, verdict=replace(back.verdict, coverage=answer.verdict.coverage))
        for field in fields(back):
            if field.name != "run":
                assert getattr(back, field.name) == getattr(answer, field.name), field.name


def test_settling_again_replaces(database: Database) -> None:
    wire, copy = analysis("wire"), analysis("copy")
    first, second = put(database, wire, copy)
    run = database.start_run("test")
    database.settle(second, trace(copy, ref(first, wire)), run)
    database.settle(second, trace(copy), run + 0)
    back = database.verdict_of(second)
    assert back is not None
    assert (back.matches, back.findings, back.origins) == ((), (), {})
    for table in ('"match"', "block_match", "damage", "evidence"):
        assert view(database, f"SELECT count(*) AS n FROM {table}") == [{"n": 0}], table


def test_an_article_waits_until_it_is_settled(database: Database) -> None:
    numbers = put(database, *(analysis(str(number)) for number in range(3)))
    assert database.pending() == numbers
    assert database.pending(2) == numbers[:2]
    database.settle(numbers[1], trace(analysis("1")), database.start_run("test"))
    assert database.pending() == (numbers[0], numbers[2])
    database.mark_pending([numbers[1], numbers[1], 99])
    assert database.pending() == numbers
    assert database.verdict_of(numbers[0]) is None


def test_a_reference_means_the_blocks_own_match_where_names_are_shared(database: Database) -> None:
    first, second, copy = analysis("17", location="/a#17"), analysis("17", ["x"], location="/b#17"), analysis("copy")
    one, two, number = put(database, first, second, copy)
    answer = trace(copy, ref(two, second))
    decoy = replace(answer.matches[0], other=ref(one, first), blocks=())
    database.settle(number, replace(answer, matches=(decoy, *answer.matches)), database.start_run("test"))
    assert view(database, "SELECT reference_article FROM damage ORDER BY number")[0] == {"reference_article": two}


def test_a_reference_to_no_match_is_a_bug(database: Database) -> None:
    copy = analysis("copy")
    (number,) = put(database, copy)
    answer = trace(copy, ref(number, copy))
    finding = replace(answer.findings[0], reference=Reference("nowhere", 0, 1))
    with pytest.raises(ValueError, match="nowhere"):
        database.settle(number, replace(answer, findings=(finding,)), database.start_run("test"))
    assert database.verdict_of(number) is None
    assert database.pending() == (number,)


def test_the_registry_has_the_word_on_a_source(database: Database) -> None:
    put(database, analysis())
    assert view(database, "SELECT * FROM source") == [
        {"id": "ap", "name": "The Associated Press", "kind": "unknown", "domain": None}
    ]
    wire = StoredSource("ap", "The Associated Press", SourceKind.WIRE, "apnews.com")
    database.put_sources([wire, StoredSource("zz", "Zz", SourceKind.OUTLET)])
    put(database, analysis("b"))
    assert view(database, "SELECT id, kind, domain FROM source ORDER BY id") == [
        {"id": "ap", "kind": "wire", "domain": "apnews.com"},
        {"id": "zz", "kind": "outlet", "domain": None},
    ]


def test_the_views_say_it_in_plain_words(database: Database) -> None:
    database.put_sources([StoredSource("ap", "The Associated Press", SourceKind.WIRE, "apnews.com")])
    roles = [Role.HEADLINE, Role.BODY, Role.BODY, Role.COPYRIGHT]
    wire = analysis("wire", title="Few boats", url="https://apnews.com/1", domain="apnews.com", source="ap")
    copy = analysis("copy", domain="copies.example", roles=roles, title="Some boats")
    other = analysis("other", [*STORY[:1], STORY[3]], domain="other.example", roles=[Role.HEADLINE, Role.COPYRIGHT])
    first, second, _ = put(database, wire, copy, other)
    database.settle(second, trace(copy, ref(first, wire)), database.start_run("test"))
    (origin,) = view(database, "SELECT * FROM origins")
    assert origin["title"] == "Some boats"
    assert (origin["origin"], origin["origin_title"]) == ("The Associated Press", "Few boats")
    (chain,) = view(database, "SELECT title, chain, hops FROM chains")
    assert chain == {"title": "Some boats", "chain": "Copies > The Associated Press", "hops": 2}
    (found,) = view(database, "SELECT title, relation, of_title, share FROM copies")
    assert found == {"title": "Some boats", "relation": "rewrite", "of_title": "Few boats", "share": 0.9}
    (line,) = view(database, "SELECT * FROM boilerplate")
    assert line == {"line": STORY[3], "role": "copyright", "articles": 2, "sites": 2}
    damage = view(database, "SELECT kind, text, original, original_title FROM damage_report ORDER BY kind")
    assert damage[1] == {"kind": "polarity", "text": "Few", "original": "Some", "original_title": "Few boats"}
    outlets = view(database, "SELECT outlet, articles, own, from_wires, undecided, damaged FROM outlets ORDER BY 1")
    assert outlets[1] == {
        "outlet": "copies.example",
        "articles": 1,
        "own": 0,
        "from_wires": 1,
        "undecided": 0,
        "damaged": 1,
    }
