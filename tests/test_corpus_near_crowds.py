"""Crowds change no neighbour."""

from __future__ import annotations

from random import Random
from typing import TYPE_CHECKING

import numpy as np
import pytest

pytest.importorskip("numba")

from provenance.corpus.machine.holding import Holding
from provenance.corpus.near import compiled, crowds
from provenance.corpus.near.crowds import find_crowds
from provenance.corpus.near.similarity import Sets
from provenance.corpus.near.texts import TextCollector, Texts
from provenance.settings import DedupSettings

if TYPE_CHECKING:
    from pathlib import Path


def pages(count: int) -> list[str]:
    """Short pages over one of two long footers, some of which are copies of another."""
    random = Random(3)
    words = ["".join(random.choices("aeioubdfglmnprst", k=6)) for _ in range(3000)]
    footers = [" ".join(random.choices(words, k=60)) for _ in range(2)]
    stories: list[str] = []
    for number in range(count):
        story = random.choices(words, k=random.randint(12, 70))
        if number % 5 == 4:
            story = [random.choice(words) if random.random() < 0.1 else word for word in random.choice(stories).split()]
        stories.append(" ".join(story))
    return [f"{story} {footers[number % 3 == 0]}" for number, story in enumerate(stories)]


def texts_of(raw: list[str], *, way: bool) -> Texts:
    collector = TextCollector(DedupSettings(), compiled=way)
    collector.extend(raw)
    return collector.finish()


def neighbours(texts: Texts) -> list[list[tuple[int, object]]]:
    wanted = np.ones(len(texts.sets), np.uint8)
    wanted[::7] = 0
    return [list(texts.near_among(text, wanted)) for text in range(len(texts.sets))]


@pytest.mark.parametrize("given_up", [False, True])
def test_a_crowd_has_the_neighbours_that_are_measured_one_by_one(
    given_up: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(crowds, "CROWDED", 20)
    if given_up:
        monkeypatch.setattr(compiled, "_PAIRS", 0)
        monkeypatch.setattr(compiled, "_SPARE", 0)
    plain, found = (texts_of(pages(300), way=way) for way in (False, True))
    in_crowds, cores, *_ = find_crowds(found.sets, found.index)
    assert (np.bincount(in_crowds)[1:] > 20).sum() == len(cores) - 1 == 2
    assert found.linked() == plain.linked()
    assert neighbours(found) == neighbours(plain)
    assert 20 < len(plain.linked()) < 300
    assert bool(found._neighbours().doubtful.any()) is given_up  # noqa: SLF001 - what is tested


def test_few_texts_are_no_crowd() -> None:
    texts = texts_of(pages(300), way=True)
    in_crowds, cores, *buckets = find_crowds(texts.sets, texts.index)
    assert not in_crowds.any()
    assert cores.tolist() == [0]
    assert [np.size(each) for each in buckets] == [0, 1, 0, len(texts.sets) + 1]


def test_a_crowd_for_which_there_is_no_room_is_none(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(crowds, "CROWDED", 20)
    texts = texts_of(pages(300), way=True)
    little = Sets(texts.sets.values, texts.sets.starts, Holding(tmp_path, 100_000))
    in_crowds, cores, *_ = find_crowds(little, texts.index)
    assert not in_crowds.any()
    assert cores.tolist() == [0]
