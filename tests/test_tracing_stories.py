"""Trees of articles: parents, unheld origins, what has no order, and names that no order changes."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st
from story_samples import SETTINGS, article, both, told

from provenance.model import Relation
from provenance.tracing.stories import Settled, Shared, StoryPlace, StoryTree, stories_of

if TYPE_CHECKING:
    import random


def test_a_held_original_is_the_root_of_its_copies() -> None:
    wire = article(1, origin="ap", relation=Relation.ORIGINAL, source="ap", title="Ferry runs aground")
    copy, spun = article(2, origin="ap", taken_from=1), article(3, origin="ap", taken_from=2)
    (story,) = told([spun, copy, wire], both(2, 1), both(3, 1), both(3, 2, 0.9))
    assert (story.root, story.origin, story.origin_name, story.title) == (1, "ap", "AP", "Ferry runs aground")
    assert [(m.number, m.place, m.parent, m.depth) for m in story.members] == [
        (1, StoryPlace.ORIGIN, None, 0),
        (2, StoryPlace.COPY, 1, 1),
        (3, StoryPlace.COPY, 2, 2),
    ]
    assert (story.members[2].relation, story.members[2].share) == (Relation.REWRITE, 0.9)


def test_an_origin_that_is_not_held_is_the_root_with_its_copies_beside_each_other() -> None:
    (story,) = told([article(n, origin="ap") for n in (1, 2, 3)], both(1, 2), both(2, 3), both(1, 3))
    assert (story.root, story.origin, story.origin_name) == (None, "ap", "AP")
    assert {(m.place, m.parent) for m in story.members} == {(StoryPlace.CREDITED, None)}


def test_what_has_no_direction_is_never_put_under_a_guessed_parent() -> None:
    (story,) = told([article(1), article(2)], both(1, 2, 0.8, 0.9))
    assert (story.root, story.origin_name) == (None, None)
    assert [(m.place, m.parent, m.beside) for m in story.members] == [
        (StoryPlace.UNORDERED, None, 2),
        (StoryPlace.UNORDERED, None, 1),
    ]


def test_a_version_is_a_version_in_the_tree() -> None:
    first = article(1, origin="ap", relation=Relation.ORIGINAL, source="ap")
    update = article(2, origin="ap", relation=Relation.VERSION, source="ap", taken_from=1)
    copy = article(3, origin="ap", taken_from=2)
    (story,) = told([copy, update, first], both(2, 1, 0.6), both(3, 2))
    assert [(m.number, m.relation, m.depth) for m in story.members] == [
        (1, None, 0),
        (2, Relation.VERSION, 1),
        (3, Relation.REWRITE, 2),
    ]


def test_articles_without_a_whole_link_tell_no_story() -> None:
    assert told([article(1), article(2)], both(1, 2, 0.49)) == ()
    assert told([article(1), article(2)]) == ()
    quoted = Shared(1, 2, Relation.QUOTE_ONLY, 1.0)
    assert told([article(1), article(2)], (quoted, replace(quoted, article=2, other=1))) == ()


def test_one_side_that_stands_in_the_other_as_a_whole_is_enough() -> None:
    (story,) = told([article(1), article(2)], both(1, 2, 1.0, 0.1))
    assert len(story.members) == 2


def test_whom_each_says_to_be_from_the_other_have_no_parent() -> None:
    (story,) = told([article(1, origin="ap", taken_from=2), article(2, origin="ap", taken_from=1)], both(1, 2))
    assert {m.parent for m in story.members} == {None}


def test_what_hangs_on_a_circle_keeps_its_parent() -> None:
    round_ = [article(1, taken_from=2), article(2, taken_from=3), article(3, taken_from=1), article(4, taken_from=1)]
    (story,) = told(round_, both(1, 2), both(2, 3), both(3, 1), both(4, 1))
    assert {m.number: m.parent for m in story.members} == {1: None, 2: None, 3: None, 4: 1}


def test_a_parent_that_is_not_there_is_none() -> None:
    (story,) = told([article(1, taken_from=9), article(2)], both(1, 2))
    assert {m.parent for m in story.members} == {None}


def test_the_origin_that_most_articles_are_from_is_the_storys() -> None:
    some = [article(n, origin="ap") for n in (1, 2, 3)] + [article(4, origin="reuters")]
    pairs = [both(one, other) for one in (1, 2, 3, 4) for other in range(one + 1, 5)]
    (story,) = told(some, *pairs)
    assert story.origin == "ap"
    assert {m.number for m in story.members if m.place is StoryPlace.CREDITED} == {1, 2, 3, 4}


def test_an_outlet_without_an_id_can_be_the_origin() -> None:
    house = article(1)
    (story,) = told([house, article(2, taken_from=1)], both(2, 1))
    assert (story.root, story.origin, story.origin_name) == (1, None, "Paper 1")


def test_a_story_without_a_text_of_its_origin_has_the_title_that_most_of_them_have() -> None:
    titles = ["Five-day forecast", "Ferry aground", "Ferry Aground", None]
    some = [article(n, origin="ap", title=title) for n, title in enumerate(titles, 1)]
    (story,) = told(some, both(1, 2), both(2, 3), both(1, 3), both(3, 4), both(1, 4), both(2, 4))
    assert story.title == "Ferry aground"


@pytest.mark.parametrize(
    ("times", "first"),
    [
        (("2031-05-02T08:00:00Z", "2031-05-02T10:30:00+02:00", "2031-05-03"), 1),
        (("2031-05-02", "2031-05-02T10:30:00+02:00", "2031-05-03"), None),
        (("2031-05-02T08:00:00Z", None, None), None),
        (("2031-05-02T08:00:00Z", None, "2031-05-02T07:59:00Z"), 3),
        (("last week", "2031-05-02", "2031-05-03"), None),
    ],
)
def test_who_was_first_is_said_where_it_is_sure(times: tuple[str | None, ...], first: int | None) -> None:
    some = [article(n, published=time) for n, time in enumerate(times, 1)]
    (story,) = told(some, both(1, 2), both(2, 3), both(1, 3))
    assert story.first == first


def test_the_span_is_of_what_has_a_date() -> None:
    some = [article(n, published=time) for n, time in enumerate(("2031-05-03", "2031-05-02T08:00:00Z", "soon"), 1)]
    (story,) = told(some, both(1, 2), both(2, 3), both(1, 3))
    assert (story.since, story.until, story.sites) == ("2031-05-02T08:00:00Z", "2031-05-03", 3)


_SHARES = st.sampled_from([0.0, 0.2, 0.5, 0.55, 0.9, 1.0])


@st.composite
def _corpora(draw: st.DrawFn) -> tuple[list[Settled], list[Shared], dict[int, dict[int, frozenset[int]]]]:
    numbers = range(1, draw(st.integers(2, 7)) + 1)
    some = [
        article(
            number,
            origin=draw(st.sampled_from([None, "ap", "reuters"])),
            taken_from=draw(st.none() | st.sampled_from(numbers)),
            relation=draw(st.sampled_from([Relation.UNKNOWN, Relation.ORIGINAL, Relation.VERSION])),
            source=draw(st.sampled_from([None, "ap"])),
            published=draw(st.sampled_from([None, "2031-05-02", "2031-05-02T08:00:00Z", "2031-05-03"])),
        )
        for number in numbers
    ]
    pairs = [(one, other) for one in numbers for other in numbers if one != other]
    shared = [
        Shared(one, other, draw(st.sampled_from([Relation.REWRITE, Relation.PARTIAL, Relation.QUOTE_ONLY])), share)
        for one, other in pairs
        if (share := draw(_SHARES))
    ]
    blocks = {
        number: {other: frozenset(draw(st.lists(st.integers(0, 4), max_size=3))) for other in numbers}
        for number in numbers
    }
    return some, shared, blocks


def _named(tree: StoryTree, name: dict[int, str]) -> tuple[object, ...]:
    """A story by the names of its articles, which no renumbering changes."""

    def of(number: int | None) -> str | None:
        return None if number is None else name[number]

    members = [replace(m, number=0, parent=None, beside=None) for m in tree.members]
    pointers = [(of(m.number), of(m.parent), of(m.beside)) for m in tree.members]
    return replace(tree, root=None, first=None, members=()), of(tree.root), of(tree.first), members, pointers


@given(_corpora(), st.randoms(use_true_random=False))
def test_numbers_and_order_change_no_story(
    corpus: tuple[list[Settled], list[Shared], dict[int, dict[int, frozenset[int]]]], chance: random.Random
) -> None:
    """A law: the same articles under other numbers and in another order make the same stories."""
    some, shared, blocks = corpus
    numbers = [each.number for each in some]
    renamed = dict(zip(numbers, chance.sample(range(100), len(numbers)), strict=True))
    others = [
        replace(e, number=renamed[e.number], taken_from=renamed[e.taken_from] if e.taken_from else None) for e in some
    ]
    again = [replace(e, article=renamed[e.article], other=renamed[e.other]) for e in shared]
    chance.shuffle(others)
    chance.shuffle(again)
    placed = {renamed[n]: {renamed[o]: b for o, b in of.items()} for n, of in blocks.items()}
    first = stories_of({e.number: e for e in some}, shared, lambda number: blocks[number], SETTINGS)
    second = stories_of({e.number: e for e in others}, again, lambda number: placed[number], SETTINGS)
    assert [_named(tree, {e.number: e.identity[0] for e in some}) for tree in first] == [
        _named(tree, {e.number: e.identity[0] for e in others}) for tree in second
    ]


@given(_corpora())
def test_every_story_is_a_forest_of_its_articles(
    corpus: tuple[list[Settled], list[Shared], dict[int, dict[int, frozenset[int]]]],
) -> None:
    """Laws: nobody is in two stories; each comes after its parent, one deeper; a parent is whom the verdict says."""
    some, shared, blocks = corpus
    known = {each.number: each for each in some}
    stories = stories_of(known, shared, lambda number: blocks[number], SETTINGS)
    placed = [member.number for story in stories for member in story.members]
    assert len(placed) == len(set(placed))
    for story in stories:
        assert len(story.members) > 1
        seen: dict[int, int] = {}
        for member in story.members:
            if member.parent is not None:
                assert member.place is StoryPlace.COPY
                assert seen[member.parent] == member.depth - 1
                assert known[member.number].taken_from == member.parent
            else:
                assert member.depth == 0
            assert (member.place is StoryPlace.ORIGIN) == (member.number == story.root)
            seen[member.number] = member.depth
