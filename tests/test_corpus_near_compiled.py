"""The compiled way gives what the plain one does, whatever the texts."""

from __future__ import annotations

from random import Random

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

pytest.importorskip("numba")

from provenance.corpus.near import compiled, textparts, texts
from provenance.corpus.near.fingerprints import fingerprints
from provenance.corpus.near.texts import TextCollector, Texts
from provenance.settings import DedupSettings

WORDS = ["the", "Ferry", "ran", "aground", "off", "“point”", "a’s", "two", "tugs", "Łódź", "漢字", "в", "море", "yard"]
PIECES = st.lists(st.sampled_from(WORDS), max_size=40).map(" ".join)
SETTINGS = st.builds(
    DedupSettings,
    threshold=st.sampled_from([0.0, 0.3, 0.5, 1.0]),
    shingle=st.integers(1, 5),
    containment=st.sampled_from([0.5, 0.8, 1.0]),
    fast=st.booleans(),
)


@st.composite
def families(draw: st.DrawFn) -> list[str]:
    """Texts of which many share a piece with another."""
    pieces = draw(st.lists(PIECES, min_size=1, max_size=4))
    picks = st.lists(st.sampled_from(pieces), max_size=3).map(" ".join)
    return draw(st.lists(picks | st.text(), max_size=12))


def collected(raw: list[str], chosen: DedupSettings, *, way: bool) -> Texts:
    collector = TextCollector(chosen, compiled=way)
    for text in raw:
        collector.add(text)
    return collector.finish()


def assert_equal(one: Texts, other: Texts) -> None:
    assert one.numbers == other.numbers
    assert np.array_equal(one.sets.values, other.sets.values)
    assert np.array_equal(one.sets.starts, other.sets.starts)
    assert one.index.buckets.full == other.index.buckets.full
    assert one.linked() == other.linked()
    wanted = np.ones(len(one.sets), np.uint8)
    wanted[::3] = 0
    for text in range(len(one.sets)):
        assert one.beside(text) == other.beside(text)
        assert one.near_among(text, wanted) == other.near_among(text, wanted)


@settings(max_examples=150, deadline=None)
@given(families(), SETTINGS)
def test_both_ways_find_the_same(raw: list[str], chosen: DedupSettings) -> None:
    assert_equal(collected(raw, chosen, way=True), collected(raw, chosen, way=False))


def many(count: int) -> list[str]:
    random = Random(5)
    vocabulary = ["".join(random.choices("aeioubdfglmnprst", k=random.randint(3, 8))) for _ in range(900)]
    footer = " ".join(random.choices(vocabulary, k=30))
    made: list[str] = []
    for number in range(count):
        if number % 4 == 3:
            old = random.choice(made).split()
            made.append(" ".join(random.choice(vocabulary) if random.random() < 0.08 else word for word in old))
        else:
            made.append(" ".join(random.choices(vocabulary, k=random.randint(4, 90))) + f" {footer}" * (number % 2))
    return made


def test_many_texts_with_a_crowded_footer(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(textparts, "CROWD", 50)
    monkeypatch.setattr(texts, "BATCH", 5000)
    one, other = (collected(many(600), DedupSettings(), way=way) for way in (True, False))
    assert one.index.buckets.full > 0
    assert len(one.linked()) > 200
    assert_equal(one, other)


@pytest.mark.parametrize("count", [1, 5])
def test_the_number_of_threads_changes_nothing(count: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(texts, "BATCH", 3000)
    expected = collected(many(400), DedupSettings(), way=True)
    monkeypatch.setattr(compiled, "threads", lambda: count)
    assert_equal(collected(many(400), DedupSettings(), way=True), expected)


@pytest.mark.parametrize("least", [-1, 0, 3])
def test_pairs_that_are_given_up_are_found_when_they_are_asked_for(least: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(textparts, "CROWD", 50)
    expected = collected(many(400), DedupSettings(), way=False)
    monkeypatch.setattr(compiled, "_PAIRS", 0)
    monkeypatch.setattr(compiled, "_SPARE", least)
    given_up = collected(many(400), DedupSettings(), way=True)
    assert_equal(given_up, expected)
    assert given_up._neighbours().doubtful.sum() > 0  # noqa: SLF001 - what is tested


def test_most_pairs_are_found_at_once() -> None:
    found = collected(many(400), DedupSettings(), way=True)
    assert len(found.linked()) > 100
    assert not found._neighbours().doubtful.any()  # noqa: SLF001 - what is tested


def test_a_known_text_is_not_signed_again() -> None:
    chosen = DedupSettings()
    for make in (fingerprints, compiled.compiled_fingerprints):
        first = make(["one text", "", "another text"], chosen)
        assert first.signed.tolist() == [0, 2]
        again = make(["another text", "a third"], chosen, {digest for digest in first.digests if digest})
        assert again.signed.tolist() == [1]
        assert again.digests[0] == first.digests[2]


def test_many_texts_are_hashed_by_the_kernels_and_few_are_not(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(texts, "COMPILED_FROM", 20)
    for count, way in ((19, False), (20, True)):
        collector = TextCollector(DedupSettings())
        for text in many(count):
            collector.add(text)
        assert collector.finish().compiled is way


def test_a_wait_is_said_once(monkeypatch: pytest.MonkeyPatch) -> None:
    from provenance.fingerprint.batch import compiled as keeping

    said: list[str] = []
    left: list[bool] = []
    monkeypatch.setattr(keeping, "is_prepared", lambda: bool(left))
    monkeypatch.setattr(keeping, "set_prepared", lambda: left.append(True))
    monkeypatch.setattr(compiled, "_ready", [])
    compiled.prepare(said.append)
    compiled.prepare(said.append)
    assert said == ["preparing the kernels, once: about 10 s"]
