"""What is stored of an answer is the answer."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest
from browsing import fill

from provenance.errors import DatabaseError
from provenance.model import Relation
from provenance.pipeline import open_database, show
from provenance.pipeline.recalling import beside, recall

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from provenance.store import Database


@pytest.fixture(scope="module")
def database(samples: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Database]:
    with open_database(fill(tmp_path_factory.mktemp("recalled") / "a.db", samples)) as found:
        yield found


def test_what_is_read_back_is_what_tracing_says(database: Database) -> None:
    for number in range(1, database.articles() + 1):
        traced = show(database, str(number))
        assert recall(database, number) == replace(traced, near=())


def test_a_match_is_the_stored_one(database: Database) -> None:
    matched = [
        (number, match) for number in range(1, database.articles() + 1) for match in recall(database, number).matches
    ]
    assert matched
    number, match = matched[0]
    answer, found = beside(database, number, match.other.key)
    assert found == match
    assert list(answer.others) == [match.other.key]


def test_two_that_share_nothing_are_held_against_each_other_all_the_same(database: Database) -> None:
    numbers = range(1, database.articles() + 1)
    linked = {number: {match.other.key for match in recall(database, number).matches} for number in numbers}
    here, there = next((a, b) for a in numbers for b in numbers if a != b and b not in linked[a] | {a})
    answer, found = beside(database, here, there)
    assert (found.relation, found.share, found.blocks) == (Relation.UNKNOWN, 0.0, ())
    assert found.other.key == there
    assert there in answer.others


def test_an_article_that_is_not_there_is_named(database: Database) -> None:
    with pytest.raises(DatabaseError, match="999"):
        recall(database, 999)
