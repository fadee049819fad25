"""What is held of the likely origin, in words that stay."""

from __future__ import annotations

import pytest

from provenance.tracing.coverage import coverage_text
from provenance.tracing.library import Coverage

NEAR = "within three days of this one"
OTHERS = "; it holds 12 of other days"


@pytest.mark.parametrize(
    ("held", "name", "words"),
    [
        (
            Coverage("ap", 12, 3, 340, 40),
            "The Associated Press",
            "the database holds 3 Associated Press texts for these days, among 40 articles " + NEAR,
        ),
        (
            Coverage("ap", 12, 0, 340, 40),
            "The Associated News",
            f"no Associated News text in the database for these days, among 40 articles {NEAR}{OTHERS}",
        ),
        (
            Coverage("ap", 0, 0, 340, 1),
            "AP",
            "no AP text in the database for these days, among 1 article within three days of this one",
        ),
        (
            Coverage("ap", 0, 0, 340, 0),
            "AP",
            "no AP text in the database for these days, nor any other article within three days of this one",
        ),
        (Coverage("ap", 0, None, 340, None), "AP", "no AP text in the database, which holds 340 articles"),
        (Coverage("ap", 0, None, 0, None), "AP", "no AP text in the database, which holds no article"),
        (
            Coverage("ap", 1, None, 340, None),
            "AP",
            "the database holds 1 AP text among 340 articles; this one has no date",
        ),
        (
            Coverage(None, 12, 2, 340, 40),
            None,
            "the database holds 2 agency texts for these days, among 40 articles within three days of this one",
        ),
        (
            Coverage(None, 0, 0, 340, 40),
            None,
            "no agency text in the database for these days, among 40 articles within three days of this one",
        ),
    ],
)
def test_silence_is_told_from_not_theirs(held: Coverage, name: str | None, words: str) -> None:
    assert coverage_text(held, name) == words


def test_the_asked_article_is_not_counted() -> None:
    held = Coverage("ap", 2, 2, 9, 5)
    assert coverage_text(held, "AP", itself=1, its_own=True) == (
        "the database holds 1 other AP text for these days, among 4 articles within three days of this one"
    )
    assert coverage_text(held, "AP", itself=1) == (
        "the database holds 2 AP texts for these days, among 4 articles within three days of this one"
    )
    assert coverage_text(Coverage("ap", 1, 1, 1, 1), "AP", itself=1, its_own=True).startswith("no other AP text")
