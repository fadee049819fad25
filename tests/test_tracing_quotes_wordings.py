"""Two wordings: whether they agree, and where they do not."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from quote_samples import words

from provenance.tracing.quotes.wordings import Change, agree, differences, form_of, window

WHOLE = "We shut the bridge because three of the cables were never tested by anybody."


def agreeing(one: str, other: str) -> bool:
    mine, theirs = words(one), words(other)
    both = agree(form_of(mine), form_of(theirs))
    assert both == agree(form_of(theirs), form_of(mine))
    assert not both or differences(mine, theirs) == ()
    return both


@pytest.mark.parametrize(
    "other",
    [
        WHOLE,
        "we shut the bridge because 3 of the cables were never tested by anybody",
        "three of the cables were never tested",
        "We shut the bridge … three of the cables were never tested",
        "We shut the bridge because [some] of the cables were never tested",
        "cables were never tested by anybody. And there is no money for that.",
    ],
)
def test_less_of_it_is_no_other_wording(other: str) -> None:
    assert agreeing(WHOLE, other)


def test_spelling_is_no_other_wording() -> None:
    assert agreeing("We don’t recognise the colour of it", "We do not recognize the color of it")


@pytest.mark.parametrize(
    ("other", "change", "here", "there"),
    [
        ("We shut the bridge because four of the cables were never tested by anybody.", Change.NUMBER, "four", "three"),
        ("We shut the bridge because three of the cables were tested by anybody.", Change.NEGATION, "", "never"),
        ("We closed the bridge because three of the cables were never tested.", Change.WORDS, "closed", "shut"),
        ("We shut the bridge because the cables were never tested by anybody.", Change.NUMBER, "", "three of"),
        ("We shut the bridge because three cables were never tested by anybody.", Change.CUT, "", "of the"),
    ],
)
def test_other_words_are_found(other: str, change: Change, here: str, there: str) -> None:
    mine, whole = words(other), words(WHOLE)
    assert not agreeing(other, WHOLE)
    (found,) = differences(mine, whole)
    assert found.change is change
    assert " ".join(word.text for word in mine[found.c0 : found.c1]) == here
    assert " ".join(word.text for word in whole[found.o0 : found.o1]) == there


def test_an_altered_part_of_a_long_quotation_is_held_against_its_place() -> None:
    long = f"The weather has been kind to the town all week. {WHOLE} The weather will not stay kind to the town."
    (found,) = differences(words("because three of the ropes were never tested"), words(long))
    assert words(long)[found.o0].text == "cables"


def test_another_part_of_the_speech_is_no_change() -> None:
    assert not agreeing("Nobody drank from the well after Tuesday, I can tell you.", WHOLE)
    assert differences(words("Nobody drank from the well after Tuesday, I can tell you."), words(WHOLE)) == ()
    mixed = "My father laid the first stone himself … three of the cables were never examined by anybody"
    (found,) = differences(words(mixed), words(WHOLE))
    assert words(mixed)[found.c0].text == "examined"


def test_an_article_before_a_part_is_no_change() -> None:
    assert differences(words("the cables were never tested by anybody"), words(f"Some {WHOLE}"[:-1])) == ()
    assert (
        differences(
            words("The bridge because three of the cables"), words("Shut that bridge because three of the cables")
        )
        == ()
    )


def test_the_window_has_most_of_the_words() -> None:
    assert window(("c", "d"), tuple("abababababcdab")) == (8, 12)
    assert window((), ("a",)) == (0, 1)


KNOWN = ("we", "shut", "the", "bridge", "never", "3", "cables", "…", "[it]", "for", "good")
VOCABULARY = st.lists(st.sampled_from(KNOWN), min_size=4, max_size=14)


@given(VOCABULARY, VOCABULARY)
def test_agreeing_is_symmetric_and_leaves_no_difference(one: list[str], other: list[str]) -> None:
    agreeing(f"start of it here {' '.join(one)}", f"start of it here {' '.join(other)}")


@given(VOCABULARY, st.integers(0, 30), st.integers(4, 12))
def test_a_part_agrees_with_its_whole(whole: list[str], start: int, size: int) -> None:
    text = words(f"we had to go {' '.join(whole)}")
    start = min(start, len(text) - 4)
    assert agree(form_of(text[start : start + size]), form_of(text))
