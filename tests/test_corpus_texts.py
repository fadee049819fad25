"""Candidates and near neighbours among texts of invented words."""

from __future__ import annotations

from itertools import combinations
from random import Random

import numpy as np
import pytest

from provenance.corpus.texts import TextCollector, Texts, shingle_sets
from provenance.fingerprint import normalise, signatures
from provenance.fingerprint.shingle import shingle_hashes
from provenance.settings import DedupSettings, Signing

SETTINGS = DedupSettings()


def words(seed: int, count: int) -> list[str]:
    random = Random(seed)
    return ["".join(random.choice("aeioubdfglmnprst") for _ in range(random.randint(3, 8))) for _ in range(count)]


def edited(text: list[str], seed: int, share: float) -> list[str]:
    random = Random(seed)
    spare = words(seed + 1, len(text))
    return [spare[place] if random.random() < share else word for place, word in enumerate(text)]


def collect(*texts: list[str]) -> Texts:
    collector = TextCollector(SETTINGS)
    assert [collector.add(" ".join(text)) for text in texts] == list(range(len(texts)))
    return collector.finish()


def test_the_same_words_are_one_text() -> None:
    collector = TextCollector(SETTINGS)
    assert [collector.add(text) for text in ("a b c", "a b d", "a b c")] == [0, 1, 0]
    assert len(collector.finish().sets) == 2


def test_a_set_does_not_depend_on_its_batch() -> None:
    many = [" ".join(words(seed, 5 + seed % 90)) for seed in range(1100)]
    collector = TextCollector(SETTINGS)
    for text in many:
        collector.add(text)
    for text, hashes in zip(many, collector.finish().sets, strict=True):
        assert np.array_equal(hashes, np.unique(shingle_hashes([text], SETTINGS.shingle).values))


def test_an_edited_copy_is_near() -> None:
    story = words(1, 200)
    texts = collect(story, edited(story, 2, 0.1), words(3, 200))
    assert texts.near(0, texts.beside(0)) == [1]
    assert texts.linked() == {0, 1}


@pytest.mark.parametrize("start", [0, 57, 270])
def test_an_excerpt_is_near_the_long_text_it_was_cut_from(start: int) -> None:
    story = words(4, 300)
    texts = collect(story, story[start : start + 30], words(5, 300))
    assert texts.near(0, texts.beside(0)) == [1]
    assert texts.near(1, texts.beside(1)) == [0]


def test_a_text_that_repeats_a_sentence_is_not_near() -> None:
    story, other = words(6, 200), words(7, 200)
    assert collect(story, [*other[:100], *story[:25], *other[100:]]).linked() == set()


def test_a_short_text_has_no_neighbour() -> None:
    story = words(8, 60)
    texts = collect(story, story[:7])
    assert texts.beside(0) == texts.beside(1) == []


def test_every_near_pair_of_a_family_is_a_candidate() -> None:
    family = [edited(words(9, 150), seed, 0.05) for seed in range(100, 140)]
    texts = collect(*family)
    sets = shingle_sets([" ".join(text) for text in family], SETTINGS)
    missed = 0
    for one, other in combinations(range(len(family)), 2):
        shared = np.intersect1d(sets[one], sets[other]).size
        near = shared / (sets[one].size + sets[other].size - shared) >= SETTINGS.threshold
        missed += near and other not in texts.beside(one)
    assert missed == 0


def test_no_text_at_all() -> None:
    texts = TextCollector(SETTINGS).finish()
    assert texts.sets == []
    assert texts.linked() == set()


def test_bands_fit_the_signature() -> None:
    signing = Signing()
    assert SETTINGS.bands * SETTINGS.rows <= signing.permutations
    signed = signatures(shingle_hashes([normalise("One ferry, two ferries.")], SETTINGS.shingle), signing)
    assert signed.shape == (1, signing.permutations)
