"""Words that very many paragraphs share, and stories with hundreds of copies."""

from __future__ import annotations

import json
import random
from typing import TYPE_CHECKING

from provenance.index import Crowding, Index
from provenance.pipeline import crowded, crowding, ingest, open_database, trace
from provenance.settings import Scheme

if TYPE_CHECKING:
    from pathlib import Path

    import pytest

    from provenance.store import Database

STORY = (
    "The ferry to the outer islands ran aground on a sandbank before dawn and forty people were taken off by boat.",
    "Nobody was hurt, the harbour master said, and the hull was sound as far as the divers could tell by noon.",
    "A tug from the mainland will try to pull the ship free at the next high water, which comes late in the evening.",
)


def copies(count: int) -> list[list[str]]:
    """The story on so many sites, in each paragraph another word put in."""
    made = []
    for number in range(count):
        chance = random.Random(number)
        paragraphs = [paragraph.split() for paragraph in STORY]
        for words in paragraphs:
            words.insert(chance.randrange(2, len(words)), f"local{number}")
        made.append([" ".join(words) for words in paragraphs])
    return made


def stored(folder: Path, count: int) -> Path:
    corpus = folder / "copies.jsonl"
    rows = [
        {"id": str(n), "url": f"https://paper{n}.example/ferry", "title": "Ferry", "text": "\n\n".join(paragraphs)}
        for n, paragraphs in enumerate(copies(count))
    ]
    corpus.write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")
    path = folder / "copies.db"
    with open_database(path, write=True, create=True) as database:
        assert ingest([corpus], database).stored == count
    return path


def small(database: Database) -> Index:
    return Index(database, Scheme(), Crowding(8, 4, 100))


def test_a_story_with_more_copies_than_a_key_is_followed_to_finds_them(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = stored(tmp_path, 30)
    monkeypatch.setattr("provenance.pipeline.asking.index_of", small)
    page = tmp_path / "asked.txt"
    page.write_text("\n\n".join(copies(31)[-1]), encoding="utf-8")
    with open_database(path) as database:
        answer = next(trace([page], database))
    assert len(answer.matches) == 30  # type: ignore[union-attr]


def test_a_crowded_paragraph_is_shown_once_with_its_words(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = stored(tmp_path, 12)
    with open_database(path) as database:
        assert crowded(database).keys == 0
        monkeypatch.setattr(crowding, "index_of", small)
        found = crowded(database, most=2)
    assert found.keys > 2
    assert 1 <= len(found.texts) <= 2
    assert all(8 < text.paragraphs <= 12 and text.article == "Ferry" for text in found.texts)
    words = found.texts[0].text.replace("…", "").split()
    whole = " ".join(STORY).lower().replace(".", "").replace(",", "")
    assert " ".join(words[3:6]) in whole or " ".join(words[:3]) in whole
