from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from provenance.fingerprint import normalise, passages_of
from provenance.model import Block, Credit, CreditType, Role

lengths = st.lists(st.integers(0, 12), max_size=10)


def blocks(counts: list[int], role: Role = Role.BODY) -> list[Block]:
    made, at = [], 0
    for position, count in enumerate(counts):
        text = " ".join(f"w{position}n{i}" for i in range(count)) or "—"
        made.append(Block(position, role, at, at + len(text), text))
        at += len(text) + 2
    return made


@given(lengths)
def test_every_word_of_the_story_is_in_exactly_one_passage(counts: list[int]) -> None:
    story = blocks(counts)
    found = " ".join(passage.text for passage in passages_of(story, ())).split()
    words = normalise(" ".join(block.text for block in story)).split()
    assert found == (words if len(words) >= 8 else [])


@given(lengths)
def test_no_passage_is_short(counts: list[int]) -> None:
    assert all(passage.words >= 8 for passage in passages_of(blocks(counts), ()))


def test_furniture_has_no_passage() -> None:
    assert passages_of(blocks([20], Role.NAVIGATION), ()) == ()


def test_a_dateline_is_left_out() -> None:
    text = "PORT ELLERY, Maine (AP) — The ferry ran aground off the point on Friday"
    block = Block(0, Role.BODY, 10, 10 + len(text), text)
    dateline = Credit(CreditType.DATELINE, "ap", "AP", 0, 10, 34, text[:24], 0.9, "dateline")
    (passage,) = passages_of([block], [dateline])
    assert passage.text == "the ferry ran aground off the point on friday"
