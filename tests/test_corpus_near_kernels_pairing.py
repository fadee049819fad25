"""All near pairs at once, against every pair measured by itself."""

from __future__ import annotations

from itertools import combinations
from random import Random

import numpy as np
import pytest

pytest.importorskip("numba")

from provenance.corpus.near.compiled import Neighbours
from provenance.corpus.near.kernels import pairing
from provenance.corpus.near.similarity import overlaps
from provenance.corpus.near.texts import TextCollector, Texts
from provenance.settings import DedupSettings


def family(count: int, seed: int) -> list[str]:
    """Texts of which each is another one with some words replaced, or a piece of it."""
    random = Random(seed)
    vocabulary = ["".join(random.choices("aeioubdfglmnprst", k=6)) for _ in range(2000)]
    made = [random.choices(vocabulary, k=120)]
    while len(made) < count:
        words = list(random.choice(made))
        if random.random() < 0.2:
            made.append(words[: max(40, len(words) // 2)])
        elif random.random() < 0.3:
            made.append(random.choices(vocabulary, k=120))
        else:
            made.append([random.choice(vocabulary) if random.random() < 0.06 else word for word in words])
    return [" ".join(words) for words in made]


def texts_of(raw: list[str]) -> Texts:
    collector = TextCollector(DedupSettings(), compiled=True)
    for text in raw:
        collector.add(text)
    return collector.finish()


@pytest.mark.parametrize("seed", range(4))
def test_the_pairs_are_those_of_the_candidates_that_are_near(seed: int) -> None:
    texts = texts_of(family(60, seed))
    near = Neighbours(texts.sets, texts.index, texts.settings)
    assert not near.doubtful.any()
    everyone = np.ones(len(texts.sets), dtype=np.uint8)
    found = {(text, other): shared for text in range(len(texts.sets)) for other, shared in near.among(text, everyone)}
    expected = {}
    for one, other in combinations(range(len(texts.sets)), 2):
        overlap = overlaps(texts.sets[one], [texts.sets[other]])[0]
        if other in texts.beside(one) and texts.is_near(overlap):
            expected[one, other] = expected[other, one] = overlap.shared
    assert found == expected
    assert len(expected) > 50
    assert near.linked.nonzero()[0].tolist() == sorted({one for one, _ in expected})


def test_where_there_is_too_much_to_look_through_the_neighbours_are_the_same(monkeypatch: pytest.MonkeyPatch) -> None:
    base = family(1, 7)[0].split()
    crowd = [" ".join([*base[:place], "other", *base[place + 1 :]]) for place in range(len(base))]
    texts = texts_of(crowd + family(60, 8))
    everyone = np.ones(len(texts.sets), dtype=np.uint8)

    def found() -> tuple[list[list[tuple[int, int]]], list[int], int]:
        near = Neighbours(texts.sets, texts.index, texts.settings)
        pairs = [list(near.among(text, everyone)) for text in range(len(texts.sets))]
        return pairs, near.linked.tolist(), int(near.doubtful.sum())

    *expected, none = found()
    assert none == 0
    for name in ("_LOOKS", "_USUAL"):
        monkeypatch.setattr(pairing, name, 40)
    monkeypatch.setattr(pairing, "_SPARE", 0)
    for name in ("find_pairs", "_met", "_shared"):  # as they are before they are compiled, which fixes the limits
        monkeypatch.setattr(pairing, name, getattr(pairing, name).py_func)
    *same, some = found()
    assert same == expected
    assert 0 < some < len(texts.sets)


def test_a_text_with_too_much_to_look_through_is_in_doubt_with_all_that_stand_beside_it() -> None:
    doubt, doubtful = np.array([0, 1, 0], dtype=np.uint8), np.zeros(3, dtype=np.uint8)
    pairing.in_doubt(np.array([0, 1, 2, 2], dtype=np.int32), np.array([0, 2, 3, 4]), doubt, doubtful)
    assert doubtful.tolist() == [1, 0, 0]
