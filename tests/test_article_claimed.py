"""A claimed body is believed only where it can be seen."""

from __future__ import annotations

from provenance.article.claimed import believed, is_inside

PARAGRAPHS = [
    f"Paragraph {n}: the keepers of the lake said that the water had risen by {n} feet since the gates were shut"
    for n in range(2, 9)
]


def test_the_body_that_is_seen_is_believed() -> None:
    claimed = believed("\n".join(PARAGRAPHS), PARAGRAPHS)
    assert all(is_inside(paragraph, claimed) for paragraph in PARAGRAPHS)
    assert not is_inside("Sign up for the letter of the lake and read it on Friday", claimed)
    assert not is_inside("Lake", claimed)


def test_a_body_that_is_not_seen_is_not() -> None:
    assert believed(None, PARAGRAPHS) == frozenset()
    assert believed("Short and seen: " + PARAGRAPHS[0], PARAGRAPHS) == frozenset()
    other = " ".join(f"word{n}" for n in range(200))
    assert believed(f"{PARAGRAPHS[0]} {other}", PARAGRAPHS) == frozenset()


def test_a_teaser_of_the_body_is_not() -> None:
    rest = [f"And then, in chapter {n}, " + " ".join(f"w{n}x{k}" for k in range(60)) for n in range(9)]
    assert believed("\n".join(PARAGRAPHS), [*PARAGRAPHS, *rest]) == frozenset()
