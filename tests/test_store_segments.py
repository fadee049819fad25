"""Segments of the index as blobs."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from store_samples import analysis, put

from provenance.index import Index, Segment, runs
from provenance.settings import Scheme
from provenance.store import Database
from provenance.store import segments as segments_module

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path


@pytest.fixture(scope="module")
def shared(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Database]:
    with Database.open(tmp_path_factory.mktemp("store") / "a.db", write=True, create=True) as database:
        put(database, *(analysis(str(number), [f"text {number}"]) for number in range(20)))
        database.remove([3, 7])
        yield database


_entries = st.lists(st.integers(0, 2**64 - 1), min_size=1, max_size=8)


@given(pieces=st.lists(_entries, max_size=6), level=st.integers(0, 5), data=st.data())
@settings(max_examples=60, deadline=None)
def test_chunks_come_back_in_order(
    shared: Database, pieces: Sequence[Sequence[int]], level: int, data: st.DataObject
) -> None:
    chunks = [np.array(sorted(piece), dtype=np.uint64) for piece in pieces]
    number = shared.add_segment(level, chunks)
    assert shared.segments()[-1] == Segment(number, level, sum(map(len, chunks)))
    assert shared.directory(number).tolist() == [chunk[0] for chunk in chunks]
    wanted = data.draw(st.lists(st.integers(0, len(chunks) + 1), max_size=6))
    found = shared.chunks(number, wanted)
    expected = [chunks[position].tolist() for position in sorted(set(wanted)) if position < len(chunks)]
    assert found.tolist() == [entry for chunk in expected for entry in chunk]
    assert found.dtype == np.uint64


def test_a_number_is_never_given_again(shared: Database) -> None:
    first = shared.add_segment(0, [np.array([1], dtype=np.uint64)])
    shared.drop_segments([first])
    assert first not in [segment.number for segment in shared.segments()]
    assert shared.chunks(first, [0]).tolist() == []
    assert shared.directory(first).tolist() == []
    assert shared.add_segment(0, [np.array([1], dtype=np.uint64)]) > first


@pytest.mark.parametrize("dense", [0, 2000])
def test_passages_of_removed_articles_are_not_live(
    shared: Database, dense: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(segments_module, "_DENSE", dense)
    asked = np.array([7, 3, 1, 20, 21, 3], dtype=np.int64)
    assert shared.live(asked).tolist() == [False, False, True, True, False, False]
    assert shared.live(np.zeros(0, dtype=np.int64)).tolist() == []


def test_numpy_numbers_are_taken_too(shared: Database) -> None:
    number = shared.add_segment(1, [np.array([4], dtype=np.uint64), np.array([9], dtype=np.uint64)])
    assert shared.chunks(number, np.array([1])).tolist() == [9]  # type: ignore[arg-type]


def test_an_index_in_a_database_is_merged_piece_by_piece(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(runs, "PIECE", 2)
    texts = [f"{number} boats of the {number} harbour left on day {number}" for number in range(1, 20)]
    with Database.open(tmp_path / "a.db", write=True, create=True) as database:
        put(database, *(analysis(text, [text]) for text in texts))
        index = Index(database, Scheme())
        for number, text in enumerate(texts, start=1):
            with database.transaction():
                index.add([text], [number])
        assert len(database.segments()) == 5
        assert index.missing(texts, range(1, 20)) == ()
