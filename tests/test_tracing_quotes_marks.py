"""Quotation marks of all kinds, balanced or not."""

from __future__ import annotations

from itertools import pairwise

import pytest
from growth import assert_linear, repeated
from hypothesis import given
from hypothesis import strategies as st

from provenance.tracing.quotes.marks import opens_with_mark, passages


def inside(text: str) -> list[str]:
    return [text[each.start : each.end] for each in passages(text)]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("“We left,” she said. “We ran.”", ["We left,", "We ran."]),
        ('"We left," she said. "We ran."', ["We left,", "We ran."]),
        ("„Wir gehen“, sagte er. »Nein«, sagte sie.", ["Wir gehen", "Nein"]),
        ("« Nous partons », a-t-il dit.", [" Nous partons "]),
        ("”Vi går”, sade hon.", ["Vi går"]),
        ("市長は「橋は閉鎖」と話した。", ["橋は閉鎖"]),
        ("市長は「彼は『行く』と言った」と話した。", ["彼は『行く』と言った"]),
        ("‘We are going home tonight,’ she said. ‘It is over’, he said.", ["We are going home tonight,"]),
        ("‘It is over for all of us’, he said.", ["It is over for all of us"]),
        ("'We won't be going back there,' she said.", ["We won't be going back there,"]),
        ("No marks at all, and the islanders’ boats, the crews’ pay.", []),
        ("the '90s and 'em, the boys' boats are home.", []),
        ('A plank of 6\'2" was enough, and one of 3" too.', []),
        ("", []),
        ("“”", []),
    ],
)
def test_what_stands_in_marks(text: str, found: list[str]) -> None:
    assert inside(text) == found


def test_a_quotation_inside_a_quotation_is_a_part_of_it() -> None:
    assert inside("“She told me ‘we are not going home,’ and left,” he said.") == [
        "She told me ‘we are not going home,’ and left,"
    ]
    assert inside("“It was “the end of it” for us,” he said.") == ["It was “the end of it” for us,"]


def test_what_is_not_closed_ends_where_the_next_opens_or_with_the_text() -> None:
    first, second = passages("“We left, she said. “We ran.”")
    assert (first.closed, second.closed) == (False, True)
    (last,) = passages("He said: “We left and ran")
    assert not last.closed
    assert last.end == len("He said: “We left and ran")


def test_a_closing_mark_alone_is_none() -> None:
    assert inside('We left,” she said. They ran" away.') == []


def test_whether_a_paragraph_goes_on_with_a_quotation() -> None:
    assert opens_with_mark("  “And")
    assert not opens_with_mark("And “so”")
    assert not opens_with_mark("")


@given(st.text(alphabet="ab ,.“”\"„«»「」『』‘’'\n", max_size=60))
def test_any_marks_give_disjoint_passages_in_order(text: str) -> None:
    found = passages(text)
    assert all(0 <= each.start < each.end <= len(text) for each in found)
    assert all(one.end <= other.start for one, other in pairwise(found))


def test_ten_thousand_marks_take_no_time() -> None:
    for unit in ("“", '" ', " ‘a", "“a” "):
        assert_linear(passages, repeated(unit), 40_000)
