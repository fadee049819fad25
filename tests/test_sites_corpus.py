"""The invented web: made alike by the same seed, true to what it says of itself."""

from __future__ import annotations

from collections import Counter
from datetime import datetime

import pytest
from sites_corpus import PLANS, Web, web
from sites_pages import Copying
from sites_words import spin


@pytest.fixture(scope="module")
def made() -> Web:
    return Web(3)


def test_a_seed_makes_one_web_and_another_seed_another() -> None:
    assert web(3) == web(3)
    assert {row["text"] for row in web(3)[0]}.isdisjoint(row["text"] for row in web(4)[0])


def test_there_are_sixty_sites_and_each_has_its_pages(made: Web) -> None:
    assert len(made.sites) == len({site.domain for site in made.sites}) == 60
    assert sum(plan.count for plan in PLANS.values()) + 3 == 60
    rows = Counter(row["url"].split("/")[2] for row in made.rows())
    assert rows == {entry["site"]: entry["pages"] for entry in made.truth()}


def test_ids_are_unique_and_dates_have_a_clock_and_a_zone(made: Web) -> None:
    rows = made.rows()
    assert len({row["id"] for row in rows}) == len(rows)
    assert all(datetime.fromisoformat(row["date"]).tzinfo is not None for row in rows)


def test_a_copy_is_later_than_its_original(made: Web) -> None:
    copies = [(page, site) for site in made.sites for page in site.pages if page.story.site is not site]
    assert len(copies) > 200
    assert all(page.published > page.story.published for page, _ in copies)


def test_small_papers_carry_a_third_to_two_thirds_of_others_texts(made: Web) -> None:
    for entry in made.truth():
        if entry["kind"] == "small paper":
            assert 0.3 <= entry["taken"] / entry["pages"] <= 0.7


def test_unrelated_stories_share_no_sentence(made: Web) -> None:
    often = Counter(paragraph for site in made.sites for story in site.stories for paragraph in set(story.paragraphs))
    assert set(often.values()) == {1}


def test_a_spinner_changes_words_and_keeps_their_number(made: Web) -> None:
    pages = [
        page
        for site in made.sites
        if PLANS.get(site.kind, PLANS["outlet"]).copying is Copying.SPUN
        for page in site.pages
    ]
    taken = [page for page in pages if page.story.site.kind != "spinner"]
    kept = [set(" ".join(page.body).split()) & set(" ".join(page.story.paragraphs).split()) for page in taken]
    whole = [set(" ".join(page.story.paragraphs).split()) for page in taken]
    shares = [len(one) / len(other) for one, other in zip(kept, whole, strict=True)]
    assert 0.4 < sum(shares) / len(shares) < 0.95


def test_nothing_is_spun_where_no_word_is_to_give_way(made: Web) -> None:
    text = made.sites[0].stories[0].paragraphs[0]
    assert spin(text, made.chance, 0.0) == text
