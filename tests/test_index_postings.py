from __future__ import annotations

import random
from typing import TYPE_CHECKING

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from provenance.index import Crowding, Index, Segment, position_of, postings, runs
from provenance.index.keys import PASSAGE_BITS, entries, keys_of, reference_entries
from provenance.settings import Scheme

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from numpy.typing import NDArray

SCHEME = Scheme()


class Memory:
    """A segment store in memory: the smallest thing that fulfils the protocol."""

    def __init__(self) -> None:
        self.made = 0
        self.kept: dict[int, tuple[int, list[NDArray[np.uint64]]]] = {}
        self.dead: set[int] = set()

    def segments(self) -> tuple[Segment, ...]:
        return tuple(Segment(n, level, sum(map(len, chunks))) for n, (level, chunks) in sorted(self.kept.items()))

    def directory(self, number: int) -> NDArray[np.uint64]:
        return np.array([chunk[0] for chunk in self.kept[number][1]], dtype=np.uint64)

    def chunks(self, number: int, wanted: Sequence[int]) -> NDArray[np.uint64]:
        return np.concatenate([np.zeros(0, dtype=np.uint64), *(self.kept[number][1][position] for position in wanted)])

    def add_segment(self, level: int, chunks: Iterable[NDArray[np.uint64]]) -> int:
        self.made += 1
        self.kept[self.made] = (level, list(chunks))
        return self.made

    def drop_segments(self, numbers: Sequence[int]) -> None:
        for number in numbers:
            del self.kept[number]

    def live(self, passages: NDArray[np.int64]) -> NDArray[np.bool_]:
        return ~np.isin(passages, sorted(self.dead))


def story(number: int, words: int = 30) -> str:
    chosen = random.Random(number)
    return " ".join(f"w{chosen.randrange(5000)}" for _ in range(words))


def pairs(index: Index, texts: list[str]) -> list[tuple[int, int, int]]:
    hits = index.look_up(texts)
    return list(zip(hits.texts.tolist(), hits.passages.tolist(), hits.shared.tolist(), strict=True))


def keys(text: str) -> set[int]:
    return set(keys_of([text], SCHEME)[0].tolist())


def by_comparison(texts: list[str], stored: dict[int, str]) -> list[tuple[int, int, int]]:
    """The same answer without an index: compare every text's keys with every other's."""
    found = []
    for number, text in enumerate(texts):
        for passage, other in sorted(stored.items()):
            if shared := len(keys(text) & keys(other)):
                found.append((number, passage, shared))
    return found


@settings(deadline=None)
@given(st.sets(st.integers(0, 19), min_size=1), st.randoms(use_true_random=False))
def test_a_look_up_finds_what_comparing_all_keys_finds(numbers: set[int], order: random.Random) -> None:
    stored = {number + 1: story(number) for number in sorted(numbers)}
    queue = list(stored.items())
    order.shuffle(queue)
    index = Index(Memory(), SCHEME)
    while queue:
        batch = [queue.pop() for _ in range(min(len(queue), order.randint(1, 5)))]
        index.add([text for _, text in batch], [passage for passage, _ in batch])
    queries = [story(3), story(3) + " more words here", story(99)]
    assert pairs(index, queries) == by_comparison(queries, stored)
    assert index.missing(list(stored.values()), list(stored)) == ()


@pytest.mark.parametrize("piece", [1, 3, 8192])
def test_many_small_appends_are_merged(monkeypatch: pytest.MonkeyPatch, piece: int) -> None:
    monkeypatch.setattr(runs, "PIECE", piece)
    monkeypatch.setattr(runs, "_BLOCK_BITS", 4)
    store = Memory()
    index = Index(store, SCHEME)
    for number in range(1, 101):
        index.add([story(number)], [number])
    assert len(store.kept) < 24
    assert [passage for _, passage, shared in pairs(index, [story(42)]) if shared == len(keys(story(42)))] == [42]


def test_the_dead_are_not_found_and_leave_at_the_merge() -> None:
    store = Memory()
    index = Index(store, SCHEME)
    index.add([story(1)], [1])
    store.dead.add(1)
    assert pairs(index, [story(1)]) == []
    for number in range(2, 10):
        index.add([story(number)], [number])
    assert index.missing([story(1), story(2)], [1, 2]) == (1,)


@settings(deadline=None)
@given(
    st.lists(st.sets(st.integers(0, 4000), min_size=1), min_size=1, max_size=5),
    st.sets(st.integers(0, 40)),
    st.integers(1, 5),
)
def test_merging_in_pieces_is_sorting_all(contents: list[set[int]], dead: set[int], piece: int) -> None:
    """A law: whatever the runs are and however small the pieces."""
    store = Memory()
    store.dead = dead
    entry = [np.array(sorted((n << PASSAGE_BITS) | n % 41 for n in each), dtype=np.uint64) for each in contents]
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(runs, "PIECE", piece)
        patched.setattr(runs, "CHUNK", 7)
        patched.setattr(runs, "_BLOCK_BITS", 3)
        numbers = [store.add_segment(0, runs.chunked([each])) for each in entry]
        pieces = list(runs.merged(store, numbers, [store.directory(number) for number in numbers]))
        chunks = list(runs.chunked(pieces))
    expected = sorted({(n << PASSAGE_BITS) | n % 41 for each in contents for n in each if n % 41 not in dead})
    assert [value for each in pieces for value in each.tolist()] == expected
    assert [value for each in chunks for value in each.tolist()] == expected
    assert all(len(chunk) == 7 for chunk in chunks[:-1])


def test_a_key_with_far_too_many_passages_is_reported_and_not_followed() -> None:
    index = Index(Memory(), SCHEME, Crowding(5, 4, 8))
    index.add([story(7)] * 9, list(range(1, 10)))
    hits = index.look_up([story(8), story(7)])
    assert hits.passages.size == 0
    assert {(crowd.text, crowd.passages) for crowd in hits.crowds} == {(1, 9)}


def near_copies(count: int) -> list[str]:
    """One text, each time with another word in the middle."""
    words = story(7).split()
    return [" ".join([*words[:15], f"copy{number}", *words[15:]]) for number in range(count)]


def test_a_text_with_hundreds_of_near_copies_still_finds_them() -> None:
    index = Index(Memory(), SCHEME, Crowding(5, 4, 100))
    index.add(near_copies(60), list(range(1, 61)))
    hits = index.look_up([near_copies(61)[-1]])
    assert hits.passages.tolist() == list(range(1, 61))
    assert max(crowd.passages for crowd in hits.crowds) == 60


def test_a_stock_phrase_alone_leads_nowhere() -> None:
    index = Index(Memory(), SCHEME, Crowding(5, 4, 100))
    phrases = (f"phrase{number} of stock" for number in range(99))
    phrase = next(each for each in phrases if keys(each) <= keys(f"{each} {story(99)}"))
    index.add([f"{phrase} {story(number)}" for number in range(40)], list(range(1, 41)))
    hits = index.look_up([f"{phrase} {story(99)}"])
    assert hits.passages.size == 0
    assert [crowd.passages for crowd in hits.crowds] == [40]


@settings(deadline=None, max_examples=50)
@given(st.integers(1, 30), st.sets(st.integers(1, 30)), st.integers(1, 12), st.integers(0, 12), st.integers(1, 9))
def test_crowds_depend_on_the_live_alone(count: int, dead: set[int], single: int, more: int, batch: int) -> None:
    """A law: whatever the segments and the dead in them, a key has as many passages as live."""
    crowding = Crowding(single, 4, single + more)
    texts = near_copies(count)
    spread, whole = Memory(), Memory()
    spread.dead = dead
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(runs, "CHUNK", 3)
        patched.setattr(postings, "CHUNK", 3)
        index = Index(spread, SCHEME, crowding)
        for first in range(0, count, batch):
            index.add(texts[first : first + batch], range(first + 1, min(first + batch, count) + 1))
        alive = [number for number in range(1, count + 1) if number not in dead]
        Index(whole, SCHEME, crowding).add([texts[number - 1] for number in alive], alive)
        queries = [story(7), near_copies(31)[-1], texts[0]]
        assert pairs(index, queries) == pairs(Index(whole, SCHEME, crowding), queries)
        assert index.look_up(queries).crowds == Index(whole, SCHEME, crowding).look_up(queries).crowds


@settings(deadline=None, max_examples=50)
@given(
    st.lists(st.tuples(st.integers(0, 5), st.integers(1, 30)), min_size=1, max_size=60),
    st.sets(st.integers(1, 30)),
    st.integers(1, 3),
    st.integers(1, 4),
)
def test_the_crowded_keys_are_those_that_counting_finds(
    held: list[tuple[int, int]], dead: set[int], single: int, piece: int
) -> None:
    """A law: however the entries are spread over segments, chunks and pieces."""
    store = Memory()
    store.dead = dead
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(runs, "CHUNK", 2)
        patched.setattr(runs, "PIECE", piece)
        patched.setattr(runs, "_BLOCK_BITS", 3)
        for first in range(0, len(held), 7):
            packed = [(key << PASSAGE_BITS) | passage for key, passage in held[first : first + 7]]
            store.add_segment(0, runs.chunked([np.array(sorted(set(packed)), dtype=np.uint64)]))
        found = Index(store, SCHEME, Crowding(single, 4, 10)).crowded()
    by_key = {key: sorted({p for k, p in held if k == key and p not in dead}) for key, _ in held}
    expected = [(key, len(p), p[0]) for key, p in by_key.items() if len(p) > single]
    assert [(each.key, each.passages, each.example) for each in found] == sorted(expected, key=lambda e: (-e[1], e[0]))


def test_a_key_s_shingle_is_found_in_its_text() -> None:
    text = story(5)
    for key in keys(text):
        at = position_of(key, text, SCHEME)
        assert at is not None
        shingle = " ".join(text.split()[at : at + 3])
        assert keys_of([shingle], SCHEME)[0].tolist() == [key]
    assert position_of(max(keys(text)), story(6), SCHEME) is None


def test_an_empty_index_and_an_empty_query_find_nothing() -> None:
    index = Index(Memory(), SCHEME)
    assert pairs(index, [story(1)]) == []
    assert index.crowded() == ()
    index.add([], [])
    index.add([story(1)], [1])
    assert pairs(index, []) == []


def test_a_passage_number_that_does_not_fit_is_refused() -> None:
    with pytest.raises(OverflowError, match="bits"):
        entries(np.ones(1, dtype=np.uint64), np.array([1 << PASSAGE_BITS]))


@settings(deadline=None)
@given(
    st.sets(st.integers(0, 19)),
    st.dictionaries(st.integers(0, 29), st.integers(100, 200), min_size=1),
    st.integers(1, 4),
)
def test_adopted_passages_are_found_as_if_they_were_added(own: set[int], taken: dict[int, int], piece: int) -> None:
    """A law: entries of another index under new numbers are those that signing the texts anew gives."""
    there, here, anew = Memory(), Memory(), Memory()
    for number in range(30):
        Index(there, SCHEME).add([story(number)], [number + 1])
    before = {number: [chunk.tolist() for chunk in chunks] for number, (_, chunks) in there.kept.items()}
    distinct = {number: place * 30 + number for number, place in taken.items()}
    numbers = np.zeros(31, dtype=np.int32)
    for number, place in distinct.items():
        numbers[number + 1] = place
    for store in (here, anew):
        for number in sorted(own):
            Index(store, SCHEME).add([story(number, 31)], [number + 1])
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(postings, "PIECE", piece)
        patched.setattr(runs, "PIECE", piece)
        Index(here, SCHEME).adopt(there, numbers)
    Index(anew, SCHEME).add([story(number) for number in distinct], list(distinct.values()))
    queries = [story(number) for number in range(30)]
    assert pairs(Index(here, SCHEME), queries) == pairs(Index(anew, SCHEME), queries)
    assert Index(here, SCHEME).missing([story(number) for number in distinct], list(distinct.values())) == ()
    assert {number: [chunk.tolist() for chunk in chunks] for number, (_, chunks) in there.kept.items()} == before


def test_adopting_leaves_out_the_dead_and_what_has_no_number() -> None:
    there, here = Memory(), Memory()
    Index(there, SCHEME).add([story(1), story(2), story(3)], [1, 2, 9])
    index = Index(here, SCHEME)
    index.adopt(there, np.array([0, 0, 5], dtype=np.int32))
    found = [(passage, shared) for _, passage, shared in pairs(index, [story(1), story(2), story(3)])]
    assert found == [(5, len(keys(story(2))))]
    assert sum(segment.entries for segment in here.segments()) == len(keys(story(2)))


def test_a_large_take_over_is_filed_as_a_large_segment() -> None:
    level = postings._level  # noqa: SLF001 - how segments are filed shows nowhere else
    assert [level(entries) for entries in (1, 1 << 19, (1 << 19) + 1, 1 << 22, (1 << 22) + 1)] == [0, 0, 1, 1, 2]


@given(st.lists(st.text(alphabet="ab c", max_size=40).map(lambda text: " ".join(text.split())), max_size=6))
def test_the_fast_way_samples_as_the_plain_one_does(texts: list[str]) -> None:
    found, owners = keys_of(texts, SCHEME)
    packed = entries(found, np.arange(1, len(texts) + 1, dtype=np.int64)[owners])
    expected = [entry for number, text in enumerate(texts, 1) for entry in reference_entries(text, number, SCHEME)]
    assert packed.tolist() == sorted(expected)
