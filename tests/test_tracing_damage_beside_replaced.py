"""Which phrases a replaced span breaks."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from provenance.tracing.damage.beside.replaced import phrases_in, replaced_phrases


def broken(text: str, here: str, original: str, there: str) -> list[tuple[str, str]]:
    at, other = text.index(here), original.index(there)
    return list(replaced_phrases(text, (at, at + len(here)), original, (other, other + len(there))))


@pytest.mark.parametrize(
    ("text", "here", "original", "there", "found"),
    [
        (
            "the boat partnership left",
            "boat partnership",
            "the ferry company left",
            "ferry company",
            [("boat partnership", "ferry company")],
        ),
        (
            "The prime clergyman, who left",
            "clergyman",
            "The prime minister, who left",
            "minister",
            [("prime clergyman", "prime minister")],
        ),
        (
            "A harbor lord said",
            "harbor lord",
            "A harbour master said",
            "harbour master",
            [("harbor lord", "harbour master")],
        ),
        ("the lord, master of it", "lord", "the king, master of it", "king", []),
        ("He was upset", "upset", "He was angry", "angry", []),
        ("the ferries company", "ferries company", "the ferry companies", "ferry companies", []),
        ("some 40 boats", "boats", "some 40 ships", "ships", []),
        ("a boat partnership", "at partner", "a ferry company", "ferry company", []),
    ],
    ids=[
        "two words",
        "one with its neighbour",
        "a name",
        "a comma parts",
        "small words",
        "same stems",
        "figures",
        "in mid-word",
    ],
)
def test_what_a_span_breaks(text: str, here: str, original: str, there: str, found: list[tuple[str, str]]) -> None:
    assert broken(text, here, original, there) == found


def test_phrases_are_found_in_one_run_of_words() -> None:
    wanted = frozenset({"boat partnership", "iron pony show"})
    starts = frozenset({("boat", "partnership"), ("iron", "pony")})
    assert list(phrases_in("A Boat-Partnership, an iron pony. Show! Iron pony show", wanted, starts)) == [
        "boat partnership",
        "iron pony show",
    ]


@given(st.text(alphabet="ab c.-'", max_size=40), st.integers(0, 40), st.integers(0, 40))
def test_any_span_gives_phrases_of_two_to_five_words(text: str, start: int, end: int) -> None:
    for damaged, meant in replaced_phrases(text, (start, end), "one other text", (4, 9)):
        assert 2 <= len(damaged.split()) <= 5
        assert damaged != meant
