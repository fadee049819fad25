"""Who did it to whom: sides that changed places, and a passive that says the same."""

from __future__ import annotations

import pytest

from provenance.model import Change
from provenance.tracing.damage.beside.actors import exchanged_actors, swapped
from tests.damage_passages import aligned, only_pair, said

ORIGINAL = "The harbour board sued the ferry company over the broken pier in March."


@pytest.mark.parametrize(
    "copy",
    [
        "The ferry company sued the harbour board over the broken pier in March.",
        "The harbour board was sued by the ferry company over the broken pier in March.",
    ],
)
def test_sides_that_changed_places_are_named_at_the_verb(copy: str) -> None:
    pair = only_pair(ORIGINAL, copy)
    parts = list(exchanged_actors(pair))
    assert said(ORIGINAL, copy, parts) == [("sued", "sued")]
    assert {part.change for part in parts} == {Change.ACTOR}


@pytest.mark.parametrize(
    "copy",
    [
        "The ferry company was sued by the harbour board over the broken pier in March.",
        "In March the harbour board sued the ferry company over the broken pier.",
        "Over the broken pier the harbour board sued the ferry company in March.",
    ],
)
def test_a_passive_and_another_order_say_the_same(copy: str) -> None:
    assert not list(exchanged_actors(only_pair(ORIGINAL, copy)))


def test_a_time_behind_by_is_no_doer() -> None:
    original = "Some 400 people had been moved from the valley by midday on Monday."
    copy = "By noon on Monday some 400 people moved from the valley."
    assert not list(exchanged_actors(only_pair(original, copy)))


def test_a_list_in_another_order_is_no_exchange() -> None:
    found = swapped(
        aligned("They spoke of wages and of cranes at the pier.", "They spoke of cranes and of wages at the pier.")
    )
    assert found == []
    both = swapped(aligned("The union invited the owners to Lanno.", "The owners invited the union to Lanno."))
    assert len(both) == 2
