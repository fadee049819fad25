"""The database of very many articles is one as an ingest makes it: every hash, entry and span is right."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from typing import TYPE_CHECKING

import pytest
from multiplied import fill
from multiplied_words import Vocabulary

from provenance.pipeline import check, open_database

if TYPE_CHECKING:
    from pathlib import Path

TEXTS = (
    "DUNMOOR, April 9 (Reuters) - Farmers of Dunmoor repaired the bridge, Ida Marsh’s council said.",
    "Farmers of Dunmoor fixed the bridge. Read more at https://dunmoormail7.example/farmers",
)
SITES = ("Dunmoor Mail", "NewsTideDunmoor")


def test_a_wording_keeps_lengths_names_and_what_differs() -> None:
    vocabulary = Vocabulary.of(TEXTS, ["Copyright Reuters"], SITES)
    seen = set()
    for copy in range(1, 20):
        wording = vocabulary.wording(copy, copy // 8)
        said = [wording.text(text) for text in TEXTS]
        assert [len(text) for text in said] == [len(text) for text in TEXTS]
        place = wording.text("Dunmoor")
        assert said[0].startswith(f"{place.upper()}, April 9 (Reuters) - ")
        assert f"https://{place.lower()}mail7.example/" in said[1]
        assert wording.text("NewsTideDunmoor") == f"NewsTide{place}"
        assert wording.text("newstidedunmoor3.example") == f"newstide{place.lower()}3.example"
        assert (place == "Dunmoor") == (copy < 8)
        assert "Marsh’s" in said[0], "a word with an apostrophe stays, as its normal form could not be followed"
        assert wording.text("repaired") != wording.text("fixed")
        assert said == [vocabulary.wording(copy, copy // 8).text(text) for text in TEXTS]
        seen.add(place)
    assert len(seen) == 3


@pytest.mark.slow
def test_no_fault_is_found_and_spans_still_point_at_their_words(tmp_path: Path, begun: Path) -> None:
    path = tmp_path / "news.db"
    fill(path, 8000, begun)
    with open_database(path) as database:
        assert check(database) == ()
        credited = [
            (stored.article.text[credit.start : credit.end], credit.text)
            for stored in (database.stored(number) for number in range(4000, 4200))
            for credit in stored.credits
            if credit.block is not None
        ]
        assert len(credited) > 100
        assert [pair for pair in credited if pair[0] != pair[1]] == []
    with closing(sqlite3.connect(path)) as connection:

        def one(query: str) -> int:
            return int(connection.execute(query).fetchone()[0])

        assert 8000 <= one("SELECT count(*) FROM article") < 9000
        assert one("SELECT count(DISTINCT digest) FROM article") > 7000
        assert one("SELECT count(*) FROM site") > 100
        rows = connection.execute(
            "SELECT d.text, d.original, v.content, d.start - b.start FROM damage AS d JOIN block AS b "
            "ON b.article = d.article AND b.position = d.block JOIN text AS v ON v.id = b.text WHERE d.article > 4000"
        ).fetchall()
        assert len(rows) > 5000
        assert [text for text, _, content, at in rows if content[at : at + len(text)] != text] == []
        for table in ("match", "damage", "story", "item", "capture", "feed", "correction", "dedup_member", "furniture"):
            assert one(f'SELECT count(*) FROM "{table}"') > 0, table
