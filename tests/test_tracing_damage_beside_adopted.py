"""Original paragraphs that nobody paired go to the paragraph of the copy that tells them."""

from __future__ import annotations

from provenance.model import Block, Role
from provenance.tracing.damage.beside.adopted import with_adopted
from provenance.tracing.damage.words.tokens import by_block, tokenise


def page(*texts: str) -> list[Block]:
    made, at = [], 0
    for position, text in enumerate(texts):
        made.append(Block(position, Role.BODY, at, at + len(text), text))
        at += len(text) + 2
    return made


COPY = page(
    "Rescuers searched the flooded mine for a second day. The pumps came by train from Ostra on Sunday evening.",
    "The mayor opened the school hall to families.",
)
ORIGINAL = page(
    "Crews searched the flooded mine for a second day.",
    "Four big pumps arrived from Ostra by train on Sunday evening.",
    "The mayor opened the hall of the school to the families.",
    "Nobody knows yet why the gallery gave way.",
)


def groups(pairs: list[tuple[tuple[int, ...], tuple[int, ...]]]) -> list[tuple[tuple[int, ...], tuple[int, ...]]]:
    return with_adopted(pairs, ORIGINAL, by_block(tokenise(COPY)), by_block(tokenise(ORIGINAL)))


def test_a_told_paragraph_joins_the_one_that_tells_it() -> None:
    assert groups([((0,), (0,)), ((1,), (2,))]) == [((0,), (0, 1)), ((1,), (2,))]


def test_a_paired_paragraph_stays_and_an_untold_one_is_left() -> None:
    assert groups([((0,), (0,)), ((1,), (1, 2))]) == [((0,), (0,)), ((1,), (1, 2))]
    assert groups([]) == []
