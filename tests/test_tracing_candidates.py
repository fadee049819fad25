from __future__ import annotations

import numpy as np
from tracing_samples import HARBOUR, MARKET, analysis

from provenance.index import Hits
from provenance.settings import CandidateSettings
from provenance.tracing.candidates import candidates
from provenance.tracing.library import Holder

SETTINGS = CandidateSettings(passages=2, shared=4, most=2)


class Look:
    """An index and a library in one, with fixed hits: (text, passage, bands)."""

    def __init__(self, hits: list[tuple[int, int, int]], held: dict[int, list[int]]) -> None:
        self.hits = hits
        self.held = held
        self.asked: list[str] = []

    def look_up(self, texts: list[str]) -> Hits:
        self.asked = texts
        columns = np.array(self.hits, dtype=np.int64).reshape(-1, 3).T
        return Hits(*columns)

    def holders(self, passages: list[int]) -> tuple[Holder, ...]:
        return tuple(Holder(p, article, 0, 0) for p in passages for article in self.held.get(p, []))

    def identity(self, article: int) -> tuple[str, str]:
        return (f"{9 - article}", "")


def found(
    hits: list[tuple[int, int, int]], held: dict[int, list[int]], without: tuple[int, ...] = ()
) -> tuple[int, ...]:
    look = Look(hits, held)
    return candidates([analysis(HARBOUR).passages], look, look, SETTINGS, without=[without])[0]  # type: ignore[arg-type]


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
    stories = [analysis(HARBOUR).passages, analysis(MARKET).passages]
    assert candidates(stories, look, look, SETTINGS) == ((1,), (2,))  # type: ignore[arg-type]
    assert len(look.asked) == len(HARBOUR) + len(MARKET)


def test_a_story_without_passages_has_none() -> None:
    look = Look([], {})
    assert candidates([()], look, look, SETTINGS) == ((),)  # type: ignore[arg-type]
