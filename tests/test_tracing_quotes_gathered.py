"""The same quotation across articles."""

from __future__ import annotations

import random
from typing import TYPE_CHECKING

from growth import assert_linear
from quote_samples import BRIDGE, WATER, said

from provenance.tracing.quotes.gathered import gather

if TYPE_CHECKING:
    from provenance.tracing.quotes.spoken import Spoken


def groups(
    *articles: tuple[str, ...], neighbours: dict[tuple[int, int], frozenset[tuple[int, int]]] | None = None
) -> set[frozenset[int]]:
    found = gather({number: said(*texts) for number, texts in enumerate(articles)}, neighbours or {})
    return {frozenset(each.article for each in one) for one in found}


def test_one_quotation_is_gathered_with_its_parts_and_its_altered_forms() -> None:
    part = "Nora Quill said “three of the cables were never tested” at all."
    altered = "“We shut the bridge because four of the ropes were never tested,” engineer Nora Quill said."
    assert groups((BRIDGE,), (part,), (altered,), (WATER,)) == {frozenset({0, 1, 2}), frozenset({3})}


def test_two_quotations_of_one_speaker_that_share_a_form_stay_apart() -> None:
    one = "“We will rebuild the bridge before the winter comes,” Nora Quill said."
    two = "“We will sell the ferry after the summer ends,” Nora Quill said."
    assert len(groups((one,), (two,))) == 2


def test_a_paragraph_that_is_a_copy_may_be_altered_more() -> None:
    spun = "“We locked the crossing since a trio of the ropes were never examined,” Nora Quall said."
    assert len(groups((BRIDGE,), (spun,))) == 2
    beside = {(0, 0): frozenset({(1, 0)}), (1, 0): frozenset({(0, 0)})}
    assert groups((BRIDGE,), (spun,), neighbours=beside) == {frozenset({0, 1})}


def test_a_term_that_many_use_joins_no_two_speakers() -> None:
    one = "“He calls us the enemies of the people,” Nora Quill said."
    two = "“the enemy of the people” is what Tom Ashby said."
    assert len(groups((one,), (two,))) == 2
    assert len(groups((one,), (two.replace("Tom Ashby", "Nora Quill"),))) == 1


def test_a_short_common_part_does_not_join_two_quotations() -> None:
    one = "“We have known for years that the wall leaks, and nobody in this town has ever lifted a finger,” Ashby said."
    two = "“The dam is a toy that my uncle drew on a napkin, and nobody in this town dares to say so,” Ashby said."
    short = "“nobody in this town” was what Ashby said."
    assert len(groups((one,), (two,), (short,))) == 2


def test_the_order_of_articles_changes_nothing() -> None:
    chance = random.Random(4)
    texts = [
        BRIDGE,
        WATER,
        BRIDGE.replace("three", "four"),
        BRIDGE.replace("cables", "ropes"),
        WATER.replace("well", "pump"),
    ]
    speeches = {number: said(text) for number, text in enumerate(texts)}

    def made(order: list[int]) -> set[frozenset[tuple[int, int]]]:
        found = gather({number: speeches[number] for number in order})
        return {frozenset((each.article, each.spoken.start) for each in one) for one in found}

    expected = made(list(speeches))
    for _ in range(5):
        assert made(chance.sample(list(speeches), len(speeches))) == expected


def test_thousands_of_quotations_are_gathered_in_linear_time() -> None:
    chance = random.Random(2)
    letters = "bdfgklmnprst"
    invented = ["".join(chance.choice(letters) + chance.choice("aeiou") for _ in range(4)) for _ in range(2000)]

    def spoken(count: int) -> tuple[Spoken, ...]:
        # a word is in as many of them, however many there are
        words = invented[: count // 5]
        return said(*(f"“{' '.join(chance.choices(words, k=12))},” he said." for _ in range(count)))

    def together(speech: tuple[Spoken, ...]) -> None:
        assert len(gather({1: speech})) > 0.9 * len(speech)

    assert_linear(together, spoken, 4_000)


def test_no_articles_and_no_quotations() -> None:
    assert gather({}) == gather({1: ()}) == ()
