from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from tracing_samples import HARBOUR, MARKET, analysis

from provenance.index import Hits
from provenance.settings import CandidateSettings
from provenance.tracing.candidates import Asked, candidates
from provenance.tracing.library import Holder, Place

SETTINGS = CandidateSettings(passages=2, shared=4, most=2, window=30, far=0.5)
DAY = "2031-03-10"
NEAR, FAR, UNKNOWN = "2031-03-31T08:00:00Z", "2032-03-10", None


class Look:
    """An index and a library in one, with fixed hits: (text, passage, bands)."""

    def __init__(self, hits: list[tuple[int, int, int]], held: dict[int, list[int]]) -> None:
        self.hits = hits
        self.held = held
        self.asked: list[str] = []
        self.published: dict[int, str | None] = {}
        self.wires: set[int] = set()
        self.digests: dict[bytes, int] = {}

    def look_up(self, texts: list[str]) -> Hits:
        self.asked = texts
        columns = np.array(self.hits, dtype=np.int64).reshape(-1, 3).T
        return Hits(*columns)

    def holders(self, passages: list[int]) -> tuple[Holder, ...]:
        return tuple(Holder(p, article, 0, 0) for p in passages for article in self.held.get(p, []))

    def places(self, articles: list[int]) -> dict[int, Place]:
        return {a: Place(self.published.get(a), a in self.wires, f"{9 - a}", "") for a in articles}

    def numbers_of(self, digests: list[bytes]) -> dict[bytes, int]:
        return {digest: self.digests[digest] for digest in digests if digest in self.digests}


def asked(look: Look, published: str | None = None, without: tuple[int, ...] = ()) -> tuple[int, ...]:
    return candidates([Asked(analysis(HARBOUR).passages, published, without)], look, look, SETTINGS)[0]  # type: ignore[arg-type]


def found(
    hits: list[tuple[int, int, int]], held: dict[int, list[int]], without: tuple[int, ...] = ()
) -> tuple[int, ...]:
    return asked(Look(hits, held), without=without)


def test_two_paragraphs_make_a_candidate_and_one_weak_hit_does_not() -> None:
    assert found([(0, 10, 1), (1, 11, 1), (2, 12, 1)], {10: [1], 11: [1], 12: [2]}) == (1,)


def test_one_strong_hit_is_enough() -> None:
    assert found([(0, 10, 4)], {10: [1]}) == (1,)


def test_the_same_paragraph_twice_counts_once() -> None:
    assert found([(0, 10, 1), (0, 11, 1)], {10: [1], 11: [1]}) == ()


def test_the_story_itself_is_no_candidate() -> None:
    assert found([(0, 10, 64)], {10: [1, 2]}, without=(1,)) == (2,)


def test_the_most_paragraphs_first_and_ties_by_identity() -> None:
    held = {10: [1, 2, 3], 11: [1, 2, 3], 12: [2]}
    assert found([(0, 10, 5), (1, 11, 5), (2, 12, 5)], held) == (2, 3)


def test_several_stories_in_one_look_up() -> None:
    look = Look([(0, 10, 9), (6, 11, 9)], {10: [1], 11: [2]})
    stories = [Asked(analysis(HARBOUR).passages), Asked(analysis(MARKET).passages)]
    assert candidates(stories, look, look, SETTINGS) == ((1,), (2,))  # type: ignore[arg-type]
    assert len(look.asked) == len(HARBOUR) + len(MARKET)


def test_a_story_without_passages_has_none() -> None:
    look = Look([], {})
    assert candidates([Asked(())], look, look, SETTINGS) == ((),)  # type: ignore[arg-type]


def test_what_is_stored_as_it_stands_is_found_were_its_keys_too_crowded() -> None:
    look = Look([], {10: [7], 11: [8]})
    look.digests = {analysis(HARBOUR).passages[0].digest: 10}
    assert asked(look) == (7,)


def alike(*articles: int) -> Look:
    """Articles that each share two paragraphs with the asked story."""
    return Look([(0, 10, 5), (1, 11, 5)], {10: list(articles), 11: list(articles)})


def test_among_many_those_published_near_come_first() -> None:
    look = alike(1, 2, 3)
    look.published = {1: NEAR, 2: DAY, 3: FAR}
    assert asked(look, DAY) == (2, 1)


def test_a_copy_of_another_year_is_kept_among_few() -> None:
    look = alike(1, 2)
    look.published = {1: FAR, 2: DAY}
    assert set(asked(look, DAY)) == {1, 2}


def test_far_ones_come_first_only_with_clearly_more() -> None:
    held = {10: [1, 2, 3], 11: [1, 2, 3], 12: [3], 13: [3], 14: [3]}
    look = Look([(0, 10, 5), (1, 11, 5), (2, 12, 5), (3, 13, 5), (4, 14, 5)], held)
    look.published = {1: DAY, 2: NEAR, 3: FAR}
    assert asked(look, DAY) == (3, 1)
    look.held[13], look.held[14] = [], []
    assert asked(look, DAY) == (1, 2)


@pytest.mark.parametrize("published", [None, "last spring", ""])
def test_what_has_no_date_is_not_far(published: str | None) -> None:
    look = alike(1, 2, 3)
    look.published = {1: published, 2: FAR, 3: FAR}
    assert asked(look, DAY) == (1, 3)


def test_among_equals_the_agency_s_own_page_comes_first() -> None:
    look = alike(1, 2, 3)
    look.published = dict.fromkeys((1, 2, 3), DAY)
    look.wires = {1}
    assert asked(look, DAY) == (1, 3)


@given(st.permutations([1, 2, 3, 4, 5]), st.lists(st.sampled_from([NEAR, FAR, UNKNOWN, DAY]), min_size=5, max_size=5))
def test_the_numbers_of_articles_do_not_count(numbers: list[int], dates: list[str | None]) -> None:
    """A law: whatever the order of ingest, the same articles are candidates."""

    def names(order: list[int]) -> list[str]:
        look = alike(*sorted(order))
        look.published = dict(zip(order, dates, strict=True))
        told = {number: f"story-{place}" for place, number in enumerate(order)}
        look.places = lambda articles: {a: Place(look.published[a], wire=False, id=told[a], url="") for a in articles}  # type: ignore[method-assign]
        return [told[number] for number in asked(look, DAY)]

    assert names(numbers) == names([1, 2, 3, 4, 5])
