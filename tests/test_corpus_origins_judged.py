"""Standings kept in files."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from provenance.corpus.gathering.columns import Columns, DocumentPart, Documents, strings
from provenance.corpus.machine.holding import Holding
from provenance.corpus.origins.judged import load_standings, pack_anchors, save_standings, unpack_anchors
from provenance.corpus.origins.standing import Rank, Standing
from provenance.tracing.anchors import Anchors

if TYPE_CHECKING:
    from pathlib import Path

WORDS = st.frozensets(st.text(alphabet=st.characters(), max_size=5), max_size=6)
ANCHORS = st.builds(Anchors, WORDS, st.integers(0, 99), st.integers(0, 999), WORDS)
DOCUMENTS = Documents(
    [
        DocumentPart(
            Columns(
                strings(["a", "b", "c", "d"]),
                np.arange(64, dtype=np.uint8).reshape(4, 16),
                np.array([0, -1, 0, -1], dtype=np.int32),
                ("quay.example",),
                strings(["2031-05-01", "", "", ""]),
                {},
            ),
            np.array([0, 1, 2, 1], dtype=np.int64),
        )
    ]
)
STANDINGS = [
    Standing(DOCUMENTS[2], Rank.LICENSED, "it says whose text it is: AP", 0, "2031-05-01T00:00:00", 9, "src", ("ap",)),
    Standing(
        DOCUMENTS[0],
        Rank.DAMAGED,
        "spun",
        aggregator=1,
        paraphrased="“climate” for weather",
        story=np.array([3, 9], dtype=np.uint32),
        damage=4,
        anchors=pack_anchors(Anchors(frozenset({"lund"}), 2, 30, frozenset({"84"}))),
        dropped=True,
    ),
    Standing(DOCUMENTS[3], Rank.CLEAN, "it shows no damage", story=np.zeros(0, np.uint32)),
]


@given(ANCHORS)
def test_anchors_are_packed_and_unpacked(anchors: Anchors) -> None:
    assert unpack_anchors(pack_anchors(anchors)) == anchors
    assert unpack_anchors(np.frombuffer(pack_anchors(anchors), dtype=np.uint8)) == anchors


def test_standings_come_back(tmp_path: Path) -> None:
    path = tmp_path / "judged-0.segment"
    save_standings(path, STANDINGS)
    found = load_standings(path, DOCUMENTS, np.array([0, 2, 3]), Holding(tmp_path, 10**9))
    assert found is not None

    def plain(each: Standing) -> object:
        anchors = None if each.anchors is None else unpack_anchors(each.anchors)
        return replace(each, story=None, anchors=None), anchors, None if each.story is None else each.story.tolist()

    assert list(map(plain, found)) == list(map(plain, STANDINGS))


def test_standings_of_others_are_refused(tmp_path: Path) -> None:
    path = tmp_path / "judged-0.segment"
    save_standings(path, STANDINGS)
    held = Holding(tmp_path, 10**9)
    for asked in ([0, 1, 3], [0, 2], []):
        assert load_standings(path, DOCUMENTS, np.array(asked, dtype=np.int64), held) is None
    assert load_standings(path, DOCUMENTS, np.array([0, 2, 3, 9]), held) is not None, "the file may have the first ones"
