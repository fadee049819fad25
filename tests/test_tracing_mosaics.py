"""What must not be glued together: mosaics, stubs, twins of mosaics; and what must be."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from story_samples import article, both, told

from provenance.model import Relation

if TYPE_CHECKING:
    from provenance.tracing.stories import StoryTree


def stories(*trees: StoryTree) -> set[frozenset[int]]:
    return {frozenset(member.number for member in tree.members) for tree in trees}


def blocks(of: int, **taken: range) -> dict[int, dict[int, frozenset[int]]]:
    """Which blocks of an article others match, by ``a2=range(4)``."""
    return {of: {int(other[1:]): frozenset(positions) for other, positions in taken.items()}}


TWO = (both(1, 2), both(3, 4))  # two stories of two articles each
FIVE = [article(number) for number in range(1, 6)]


def test_a_mosaic_stays_with_its_main_source() -> None:
    half = [both(5, 1, 0.6), both(5, 2, 0.6), both(5, 3, 0.4, 0.9), both(5, 4, 0.4, 0.9)]
    parts = blocks(5, a1=range(6), a2=range(6), a3=range(6, 10), a4=range(6, 10))
    assert stories(*told(FIVE, *TWO, *half, blocks=parts)) == {frozenset({1, 2, 5}), frozenset({3, 4})}


def test_a_mosaic_of_equal_halves_stays_with_one_of_them_and_always_the_same() -> None:
    half = [both(5, 1, 0.5), both(5, 3, 0.5)]
    parts = blocks(5, a1=range(5), a3=range(5, 10))
    assert stories(*told(FIVE, *TWO, *half, blocks=parts)) == {frozenset({1, 2, 5}), frozenset({3, 4})}
    assert stories(*told(reversed(FIVE), *reversed(half), *reversed(TWO), blocks=parts)) == {
        frozenset({1, 2, 5}),
        frozenset({3, 4}),
    }


def test_a_mosaic_with_a_parent_stays_with_it_although_more_of_it_is_from_elsewhere() -> None:
    some = [*FIVE[:4], article(5, origin="ap", taken_from=3)]
    parts = blocks(5, a1=range(6), a3=range(6, 10))
    found = stories(*told(some, *TWO, both(5, 1, 0.6), both(5, 3, 0.5), blocks=parts))
    assert found == {frozenset({1, 2}), frozenset({3, 4, 5})}


def test_a_roundup_glues_nothing_that_stands_in_it_as_a_whole() -> None:
    parts = blocks(5, a1=range(3), a2=range(3), a3=range(3, 6), a4=range(3, 6))
    short = [both(5, number, 0.3, 1.0) for number in (1, 2, 3, 4)]
    assert stories(*told(FIVE, *TWO, *short, blocks=parts)) == {frozenset({1, 2, 5}), frozenset({3, 4})}


def test_a_roundup_that_is_published_twice_glues_nothing_either() -> None:
    some = [*FIVE, article(6)]
    parts = {number: blocks(5, a1=range(3), a3=range(3, 6))[5] for number in (5, 6)}
    short = [both(of, number, 0.5, 1.0) for of in (5, 6) for number in (1, 3)]
    assert stories(*told(some, *TWO, both(5, 6), *short, blocks=parts)) == {
        frozenset({1, 2, 5, 6}),
        frozenset({3, 4}),
    }


def test_a_stub_of_background_glues_nothing() -> None:
    """One paragraph that stands in two stories, on the same place of the stub."""
    parts = blocks(5, a1=range(2), a3=range(2))
    assert stories(*told(FIVE, *TWO, both(5, 1, 1.0, 0.1), both(5, 3, 1.0, 0.05), blocks=parts)) == {
        frozenset({1, 2, 5}),
        frozenset({3, 4}),
    }


def test_two_rewrites_of_one_text_that_do_not_match_each_other_are_one_story() -> None:
    parts = blocks(1, a2=range(8), a3=range(9))
    found = told([article(n) for n in (1, 2, 3)], both(1, 2, 0.7), both(1, 3, 0.7), blocks=parts)
    assert stories(*found) == {frozenset({1, 2, 3})}


def test_children_of_one_text_stay_its_children_although_they_share_nothing() -> None:
    wire = article(1, origin="ap", relation=Relation.ORIGINAL, source="ap")
    some = [wire, article(2, origin="ap", taken_from=1), article(3, origin="ap", taken_from=1)]
    parts = blocks(1, a2=range(4), a3=range(4, 9))
    assert stories(*told(some, both(2, 1, 1.0, 0.4), both(3, 1, 1.0, 0.5), blocks=parts)) == {frozenset({1, 2, 3})}


def test_many_copies_of_one_text_are_one_story() -> None:
    some = [article(number) for number in range(30)]
    pairs = [both(one, other) for one in range(30) for other in range(one + 1, min(one + 4, 30))]
    assert [len(tree.members) for tree in told(some, *pairs)] == [30]


def test_two_reports_of_one_house_are_two_stories_where_the_later_is_no_version_of_the_other() -> None:
    bonds = [
        article(number, origin="ap", relation=Relation.ORIGINAL, source="ap", published=f"2031-05-0{number}")
        for number in (1, 2)
    ]
    assert told(bonds, both(1, 2, 0.9)) == ()
    update = replace(bonds[1], relation=Relation.VERSION, taken_from=1)
    assert stories(*told([bonds[0], update], both(1, 2, 0.9))) == {frozenset({1, 2})}
    assert len(told([bonds[0], replace(bonds[1], published="2031-05-01")], both(1, 2, 0.9))) == 1, "no order is sure"
    assert len(told([bonds[0], replace(bonds[1], origin="afp", origin_name="AFP")], both(1, 2, 0.9))) == 1
