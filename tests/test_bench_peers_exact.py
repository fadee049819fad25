"""The truth that programs are judged by is the one that counting out every pair gives."""

from __future__ import annotations

import importlib
import json
import random
import sys
from itertools import combinations
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

if TYPE_CHECKING:
    from collections.abc import Sequence

sys.path.append(str(Path(__file__).parent / "bench" / "peers"))
exact = importlib.import_module("exact")


def write(folder: Path, texts: Sequence[str]) -> Path:
    corpus = folder / "corpus.jsonl"
    corpus.write_text("".join(json.dumps({"text": text}) + "\n" for text in texts), encoding="utf-8")
    return corpus


def counted(texts: Sequence[str], size: int, threshold: float) -> tuple[set[tuple[int, int]], set[tuple[int, int]]]:
    sets = []
    for text in texts:
        words = "".join(letter if letter.isalnum() else " " for letter in text.lower()).split()
        sets.append(set(zip(*(words[start:] for start in range(size)), strict=False)))
    near, contained = set(), set()
    for (left, one), (right, other) in combinations(enumerate(sets), 2):
        shared = len(one & other)
        if one and other and shared >= threshold * len(one | other):
            near.add((left, right))
        elif one and other and shared >= exact.CONTAINED * min(len(one), len(other)):
            contained.add((left, right))
    return near, contained


def stories(seed: int, count: int) -> list[str]:
    """Texts from a small vocabulary, many of them made from an earlier one, some with a footer."""
    chance = random.Random(seed)
    made: list[list[str]] = []
    for _ in range(count):
        words = [f"w{chance.randrange(40)}" for _ in range(chance.randrange(3, 60))]
        if made and chance.random() < 0.6:
            old = chance.choice(made)
            words = [chance.choice(words) if chance.random() < 0.1 else word for word in old]
            if chance.random() < 0.4:
                words = words[len(words) // 3 : -len(words) // 4 or None]
        made.append(words)
    return [" ".join(words) + chance.choice(["", " All rights of this paper are kept, it says."]) for words in made]


@pytest.fixture
def small_parts(monkeypatch: pytest.MonkeyPatch) -> None:
    for name, value in {"PART": 100, "JOINED": 7, "BLOCK": 11}.items():
        monkeypatch.setattr(exact, name, value)


@pytest.mark.parametrize(("size", "threshold"), [(3, 0.5), (5, 0.7), (1, 0.9)])
@pytest.mark.parametrize("seed", range(4))
@pytest.mark.usefixtures("small_parts")
def test_the_truth_is_that_of_every_pair(tmp_path: Path, seed: int, size: int, threshold: float) -> None:
    texts = stories(seed, 60)
    near, contained = counted(texts, size, threshold)
    found = exact.truth(write(tmp_path, texts), size, threshold, tmp_path)
    assert near
    assert set(map(tuple, found.near.tolist())) == near
    assert set(map(tuple, found.contained.tolist())) == contained


def test_a_truth_is_counted_once(tmp_path: Path) -> None:
    corpus = write(tmp_path, stories(1, 20))
    first = exact.truth(corpus, 3, 0.5, tmp_path)
    corpus.write_text("")
    again = exact.truth(corpus, 3, 0.5, tmp_path)
    assert all((one == other).all() for one, other in zip(first[1:], again[1:], strict=True))


def test_words_are_letters_and_digits_of_either_case() -> None:
    one = exact.shingles("The Tarn, 1907-built: rose.", 2, exact.Words())
    other = exact.shingles("the tarn\n\n1907 built ROSE", 2, exact.Words())
    assert len(one) == 4
    assert one.tolist() == other.tolist()


@given(st.lists(st.tuples(st.integers(0, 30), st.integers(0, 30)), max_size=40))
@settings(max_examples=50, deadline=None)
def test_families_are_what_chains_of_pairs_join(pairs: list[tuple[int, int]]) -> None:
    names = list(range(31))
    for _ in names:
        for left, right in pairs:
            names[left] = names[right] = min(names[left], names[right])
    joined = exact.joined(31, exact.np.array(pairs, dtype=exact.np.int64).reshape(-1, 2))
    assert joined.tolist() == names


def test_clusters_are_judged_by_their_pairs() -> None:
    # 0-1 and 1-2 are near, 0-2 is akin only; 3 is contained in 4; 5 is alone
    pairs = exact.np.array
    truth = exact.Truth(6, pairs([[0, 1], [1, 2]]), pairs([[3, 4]]), pairs([0, 0, 0, 3, 3, 5]))
    whole = exact.judge(truth, [[0, 1, 2], [3, 4]])
    assert whole == exact.Judged(near=2, found=2, wrong=0, contained=1, contained_found=1)
    assert whole.f1 == pytest.approx(1)
    mixed = exact.judge(truth, [[0, 1, 5]])
    assert mixed == exact.Judged(near=2, found=1, wrong=2, contained=1, contained_found=0)
    assert (mixed.precision, mixed.recall) == (pytest.approx(1 / 3), pytest.approx(1 / 2))
    assert exact.judge(truth, []).f1 == 0
