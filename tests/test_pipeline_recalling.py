"""A stored answer is the one that tracing gives, and costs no tracing."""

from __future__ import annotations

from dataclasses import fields
from typing import TYPE_CHECKING

import pytest
from store_samples import analysis, put

from provenance.errors import DatabaseError
from provenance.model import Status
from provenance.pipeline import ingest, open_database, recall, show

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from provenance.store import Database


@pytest.fixture(scope="module")
def database(tmp_path_factory: pytest.TempPathFactory, samples: Path) -> Iterator[Database]:
    with open_database(tmp_path_factory.mktemp("recall") / "a.db", write=True, create=True) as opened:
        ingest([samples], opened)
        yield opened


def test_what_is_recalled_is_what_is_shown(database: Database) -> None:
    for number in database.article_numbers():
        shown, recalled = show(database, str(number)), recall(database, number)
        for field in fields(shown):
            if field.name not in {"near", "sources_of"}:  # the first is not stored, the second where it is known
                assert getattr(recalled, field.name) == getattr(shown, field.name), field.name
        known = {key: source for key, source in shown.sources_of.items() if source is not None}
        assert {key: source for key, source in recalled.sources_of.items() if source is not None} == known


def test_a_verdict_that_is_due_is_not_made_up(tmp_path: Path) -> None:
    with open_database(tmp_path / "a.db", write=True, create=True) as database:
        (number,) = put(database, analysis())
        answer = recall(database, number)
        assert answer.verdict.status is Status.ABSTAINED
        assert answer.verdict.reasons == ("its verdict is not made yet",)
        assert answer.blocks


def test_an_article_that_is_not_stored_is_none(database: Database) -> None:
    with pytest.raises(DatabaseError, match="no article of this number"):
        recall(database, 4711)
