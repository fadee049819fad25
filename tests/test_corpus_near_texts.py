"""Candidates and near neighbours among texts of invented words."""

from __future__ import annotations

from importlib.util import find_spec
from itertools import combinations
from random import Random
from typing import TYPE_CHECKING

import numpy as np
import pytest

from provenance.corpus.near.fingerprints import shingle_sets
from provenance.corpus.near.texts import TextCollector, Texts
from provenance.fingerprint import normalise, signatures
from provenance.fingerprint.shingle import shingle_hashes
from provenance.settings import DedupSettings, Signing

if TYPE_CHECKING:
    from collections.abc import Sequence

needs_numba = pytest.mark.skipif(find_spec("numba") is None, reason="needs numba")
SETTINGS = DedupSettings()


def words(seed: int, count: int) -> list[str]:
    random = Random(seed)
    return ["".join(random.choice("aeioubdfglmnprst") for _ in range(random.randint(3, 8))) for _ in range(count)]


def edited(text: list[str], seed: int, share: float) -> list[str]:
    random = Random(seed)
    spare = words(seed + 1, len(text))
    return [spare[place] if random.random() < share else word for place, word in enumerate(text)]


@pytest.fixture(params=[False, pytest.param(True, marks=needs_numba)], ids=["plain", "compiled"])
def way(request: pytest.FixtureRequest) -> bool:
    return bool(request.param)


def collected(texts: Sequence[str], *, way: bool) -> Texts:
    collector = TextCollector(SETTINGS, compiled=way)
    for text in texts:
        collector.add(text)
    return collector.finish()


def collect(*texts: list[str], way: bool) -> Texts:
    found = collected([" ".join(text) for text in texts], way=way)
    assert found.numbers == list(range(len(texts)))
    return found


def test_the_same_words_are_one_text(way: bool) -> None:
    texts = collected(["A b, c", "a b d", "“a B c”", "", "«»…", "æ œ ß"], way=way)
    assert texts.numbers == [0, 1, 0, None, None, 2]
    assert len(texts.sets) == 3


def test_a_set_does_not_depend_on_its_batch(way: bool) -> None:
    many = [" ".join(words(seed, 5 + seed % 90)) for seed in range(1100)]
    texts = collected(many, way=way)
    for text, number in zip(many, range(len(many)), strict=True):
        assert np.array_equal(texts.sets[number], np.unique(shingle_hashes([text], SETTINGS.shingle).values))


def test_an_edited_copy_is_near(way: bool) -> None:
    story = words(1, 200)
    texts = collect(story, edited(story, 2, 0.1), words(3, 200), way=way)
    assert texts.near(0, texts.beside(0)) == [1]
    assert texts.linked() == {0, 1}


@pytest.mark.parametrize("start", [0, 57, 270])
def test_an_excerpt_is_near_the_long_text_it_was_cut_from(start: int, way: bool) -> None:
    story = words(4, 300)
    texts = collect(story, story[start : start + 30], words(5, 300), way=way)
    assert texts.near(0, texts.beside(0)) == [1]
    assert texts.near(1, texts.beside(1)) == [0]


def test_a_text_that_repeats_a_sentence_is_not_near(way: bool) -> None:
    story, other = words(6, 200), words(7, 200)
    assert collect(story, [*other[:100], *story[:25], *other[100:]], way=way).linked() == set()


def test_a_short_text_has_no_neighbour(way: bool) -> None:
    story = words(8, 60)
    texts = collect(story, story[:7], way=way)
    assert texts.beside(0) == texts.beside(1) == []


def test_every_near_pair_of_a_family_is_a_candidate(way: bool) -> None:
    family = [edited(words(9, 150), seed, 0.05) for seed in range(100, 140)]
    texts = collect(*family, way=way)
    sets = shingle_sets([" ".join(text) for text in family], SETTINGS)
    missed = 0
    for one, other in combinations(range(len(family)), 2):
        shared = np.intersect1d(sets[one], sets[other]).size
        near = shared / (sets[one].size + sets[other].size - shared) >= SETTINGS.threshold
        missed += near and other not in texts.beside(one)
    assert missed == 0


def test_no_text_at_all(way: bool) -> None:
    texts = collected([], way=way)
    assert len(texts.sets) == 0
    assert texts.linked() == set()


def test_bands_fit_the_signature() -> None:
    signing = Signing()
    assert SETTINGS.bands * SETTINGS.rows <= signing.permutations
    signed = signatures(shingle_hashes([normalise("One ferry, two ferries.")], SETTINGS.shingle), signing)
    assert signed.shape == (1, signing.permutations)
