"""How much of a text stood in an earlier one that is not kept."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st
from store_samples import STORY

from provenance.fingerprint import share_held, sketch_of

WORDS = [f"{first}{second}" for first in ("ka", "lo", "mi", "ne", "ru") for second in ("bar", "den", "fos", "gil")]
TEXTS = st.lists(st.sampled_from(WORDS), max_size=60).map(" ".join)


@given(TEXTS, TEXTS)
def test_a_text_is_all_held_by_one_that_begins_with_it(text: str, more: str) -> None:
    assert share_held(sketch_of(text), sketch_of(text)) == 1.0
    whole = sketch_of(f"{text} {more}")
    assert 0.0 <= share_held(sketch_of(more), whole) <= 1.0


def test_an_update_is_told_from_another_story() -> None:
    before = " ".join(f"word{number}" for number in range(400))
    update = f"{before} " + " ".join(f"new{number}" for number in range(100))
    other = " ".join(f"other{number}" for number in range(400))
    assert 0.7 < share_held(sketch_of(update), sketch_of(before)) < 0.9
    assert share_held(sketch_of(before), sketch_of(update)) == 1.0
    assert share_held(sketch_of(other), sketch_of(before)) == 0.0


def test_nothing_holds_nothing_alone() -> None:
    assert share_held(sketch_of(""), sketch_of("")) == 1.0
    assert share_held(sketch_of(""), sketch_of("a word or two")) == 0.0


def test_case_and_marks_do_not_count() -> None:
    text = "\n".join(STORY)
    assert sketch_of(text) == sketch_of(text.upper())


def test_no_word_can_be_read_from_it() -> None:
    assert b"harbour" not in sketch_of("\n".join(STORY))
