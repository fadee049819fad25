"""Names: replaced, misspelled, exchanged with another of the story; and what is none of these."""

from __future__ import annotations

import pytest

from provenance.model import Change, DamageKind
from provenance.tracing.damage.beside.names import exchanged_names, replaced_names, similar_names
from tests.damage_passages import aligned, only_pair, said, tokens


def replaced(original: str, copy: str) -> list[tuple[str, str]]:
    alignment = aligned(original, copy)
    return [what for edit in alignment.edits for what in said(original, copy, replaced_names(alignment, edit))]


def test_a_name_in_the_place_of_another() -> None:
    assert replaced("The letter went to Harlan Voss in Ostra.", "The letter went to Harlan Marl in Ostra.") == [
        ("Marl", "Voss")
    ]
    assert replaced("They met at the Port of Ostra.", "They met at the Harbour of Ostra.") == [("Harbour", "Port")]


def test_another_speaker_is_another_attribution() -> None:
    alignment = aligned("The pier is safe, said Voss on Monday.", "The pier is safe, said Marl on Monday.")
    (edit,) = alignment.edits
    (part,) = replaced_names(alignment, edit)
    assert (part.kind, part.change) == (DamageKind.ATTRIBUTION_CHANGED, Change.SPEAKER)


@pytest.mark.parametrize(
    ("original", "copy"),
    [
        ("The letter went to Governor Harlan Voss.", "The letter went to Representative Harlan Voss."),
        ("The talks in Russia ended.", "The talks of Russian envoys ended."),
        ("The letter went to Harlan Voss.", "The letter went to him."),
    ],
)
def test_titles_adjectives_and_pronouns_are_no_other_names(original: str, copy: str) -> None:
    assert replaced(original, copy) == []


@pytest.mark.parametrize(("name", "wrong"), [("Voskar", "Voskir"), ("IMF", "FMI"), ("Diner", "Dinner")])
def test_a_misspelled_name_is_found_beside_the_original(name: str, wrong: str) -> None:
    original = f"The mission of {name} leaves Ostra on Monday morning."
    copy = f"The mission of {wrong} leaves Ostra on Monday morning."
    known = frozenset(token.key for token in tokens(original))
    assert said(original, copy, similar_names(only_pair(original, copy), known)) == [(wrong, name)]


@pytest.mark.parametrize(("name", "other"), [("Canada", "Canadian"), ("Voss", "Voss"), ("Norway", "Norwegian")])
def test_a_people_is_no_misspelled_country(name: str, other: str) -> None:
    original = f"Ships from {name} wait in the bay of Ostra today."
    copy = f"Ships of {other} owners wait in the bay of Ostra today."
    known = frozenset(token.key for token in tokens(original))
    assert not similar_names(only_pair(original, copy), known)


def test_a_name_of_the_story_in_anothers_place_is_exchanged() -> None:
    original = "The new company will be run from offices in London after the summer."
    copy = "Offices of the new company will be run in Oslo once summer is over."
    assert said(original, copy, exchanged_names(only_pair(original, copy))) == [("Oslo", "London")]


def test_a_name_that_only_came_is_not_exchanged() -> None:
    original = "The new company will be run from offices in London after the summer."
    copy = "The new company will be run from offices in London after the summer, wrote Marl."
    assert not list(exchanged_names(only_pair(original, copy)))
