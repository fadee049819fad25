from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from provenance.article.plain import plain_lines

WIRE = """Two gates at the harbour were shut on Tuesday
when the water rose by a metre in an hour, and the port
said that it would open them again in the morning.
    The keeper of the gates said that he had seen
worse in twenty years, but not at this season,
and not twice in a week.
    Boats were moved to the old pier.
"""


def texts(text: str) -> list[str]:
    return [" ".join(text[line.start : line.end].split()) for line in plain_lines(text)]


def test_hard_wrapped_text_is_joined_and_cut_at_indents() -> None:
    assert texts(WIRE) == [
        (
            "Two gates at the harbour were shut on Tuesday when the water rose by a metre in an hour, "
            "and the port said that it would open them again in the morning."
        ),
        (
            "The keeper of the gates said that he had seen worse in twenty years, but not at this season, "
            "and not twice in a week."
        ),
        "Boats were moved to the old pier.",
    ]


def test_wrapped_paragraphs_between_blank_lines() -> None:
    wrapped = WIRE.replace("\n    ", "\n\n")
    assert texts(wrapped) == texts(WIRE)


def test_lines_of_unwrapped_text_stay_apart() -> None:
    text = "Gates shut at Harrow Lake\nSource: Harrow TV\n\nTwo gates were shut on Tuesday, the port said.\nBy Ana Ruhl"
    assert texts(text) == text.replace("\n\n", "\n").split("\n")


def test_white_space_around_lines_is_left_out() -> None:
    assert texts(" \t\n\n  a  \n\u00a0\n b\n") == ["a", "b"]
    assert plain_lines("") == ()


@settings(deadline=None)
@given(
    st.one_of(st.text(max_size=300), st.lists(st.text(alphabet="ab .\n\t A", max_size=90), max_size=8).map("\n".join))
)
def test_lines_cover_every_visible_character_once(text: str) -> None:
    at = 0
    for line in plain_lines(text):
        assert line.start >= at
        assert text[line.start : line.end].strip() == text[line.start : line.end] != ""
        assert not text[at : line.start].strip()
        at = line.end
    assert not text[at:].strip()
