"""What an element says of itself, and what that means inside another."""

from __future__ import annotations

import pytest

from provenance.article.regions import own_region, region_in


@pytest.mark.parametrize(
    ("tag", "role", "names", "region"),
    [
        ("div", "", "", None),
        ("div", "", "story-text", None),
        ("nav", "", "", "nav"),
        ("div", "navigation", "", "nav"),
        ("div", "", "Article_Related box", "related"),
        ("section", "", "newsletter-box", "promotion"),
        ("article", "", "most-read", "related"),
        ("figure", "", "share", "figure"),
        ("div", "", "story paywall", "promotion"),
        ("p", "", "paywall", None),
        ("li", "", "newsletter", "promotion"),
        ("div", "", "author", "author"),
        ("p", "", "Story_Author", "author"),
        ("div", "", "author-bio", None),
        ("aside", "", "author", "aside"),
        ("body", "", "archive author", None),
    ],
)
def test_an_element_opens_a_landmark(tag: str, role: str, names: str, region: str | None) -> None:
    assert own_region(tag, role, names) == region


@pytest.mark.parametrize(
    ("own", "outer", "region"),
    [
        (None, "aside", "aside"),
        ("related", "article", "related"),
        ("article", "aside", "aside"),
        ("header", "article", "header"),
        ("figure", "aside", "figure"),
    ],
)
def test_a_landmark_of_the_story_does_not_hide_furniture_around_it(
    own: str | None, outer: str | None, region: str | None
) -> None:
    assert region_in(own, outer) == region
