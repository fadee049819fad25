"""Which shingles stand for a text in the index."""

from __future__ import annotations

import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from provenance.fingerprint import sampled_keys, sampled_keys_one_by_one, shingle_hashes
from provenance.fingerprint.sampled import KEY_BITS
from provenance.settings import Scheme

SCHEME = Scheme()
texts = st.lists(st.text(alphabet="ab é日 ", max_size=60).map(lambda text: " ".join(text.split())), max_size=6)


def keys(text: str, scheme: Scheme = SCHEME) -> set[int]:
    return set(sampled_keys(shingle_hashes([text], scheme.shingle), scheme)[0].tolist())


def words(count: int, seed: int = 1) -> list[str]:
    chance = random.Random(seed)
    return [f"w{chance.randrange(10**6)}" for _ in range(count)]


@given(texts)
def test_a_text_has_the_same_keys_alone_and_in_a_batch(batch: list[str]) -> None:
    found, owners = sampled_keys(shingle_hashes(batch, SCHEME.shingle), SCHEME)
    for number, text in enumerate(batch):
        assert set(found[owners == number].tolist()) == keys(text)


@given(texts)
def test_the_fast_way_is_the_plain_way(batch: list[str]) -> None:
    for text in batch:
        wide = shingle_hashes([text], SCHEME.shingle).wide.tolist()
        assert sorted(keys(text)) == sampled_keys_one_by_one(wide, SCHEME)


@pytest.mark.parametrize("count", [1, 2, 3, 8, 9])
def test_the_shortest_text_has_a_key(count: int) -> None:
    text = " ".join(words(count))
    assert 1 <= len(keys(text)) <= max(1, count - 2)
    assert len(keys(text)) >= min(SCHEME.least, max(1, count - 2))


def test_a_text_without_words_has_none() -> None:
    assert keys("") == set()


def test_about_one_shingle_in_eight_is_kept() -> None:
    kept = len(keys(" ".join(words(40_000))))
    assert 0.9 * 40_000 / SCHEME.sample < kept < 1.1 * 40_000 / SCHEME.sample


def test_an_excerpt_shares_its_keys_with_the_whole() -> None:
    whole = words(4_000)
    part = keys(" ".join(whole[1_000:2_000]))
    assert len(part - keys(" ".join(whole))) <= SCHEME.least


@given(st.integers(0, 50))
def test_keys_fit_their_bits(seed: int) -> None:
    assert max(keys(" ".join(words(50, seed)))) < 2**KEY_BITS
