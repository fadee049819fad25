from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from provenance.model import DamageSummary, Relation, Severity, SiteVerdict, SourceKind
from provenance.report.wording import (
    CONFIDENCE_MEANS,
    GRAVITY,
    RELATIONS,
    by_articles,
    damage_words,
    kind_words,
    moment,
    percent,
    site_words,
    source_names,
    words,
)

if TYPE_CHECKING:
    from provenance.model import Trace


@pytest.mark.parametrize(
    ("value", "said"), [(0, "0%"), (0.004, "0%"), (0.5123, "51%"), (0.996, "99%"), (0.99999, "99%"), (1.0, "100%")]
)
def test_only_the_whole_is_a_hundred_per_cent(value: float, said: str) -> None:
    assert percent(value) == said


@pytest.mark.parametrize(
    ("published", "said"),
    [
        ("2031-04-02", "2031-04-02"),
        ("2031-04-02T15:04:00+00:00", "2031-04-02 15:04 UTC"),
        ("2031-04-02T15:04:00.123+05:30", "2031-04-02 15:04 +05:30"),
        ("2031-04-02T15:04", "2031-04-02 15:04"),
        ("last Tuesday", "last Tuesday"),
    ],
)
def test_times_are_told_to_the_minute(published: str, said: str) -> None:
    assert moment(published) == said


def test_every_word_of_the_vocabularies_is_told() -> None:
    assert set(RELATIONS) == set(Relation)
    assert set(GRAVITY) == set(Severity)
    assert words("source_link") == "source link"
    assert "97%" in CONFIDENCE_MEANS


@pytest.mark.parametrize(
    ("site", "said"),
    [
        (
            SiteVerdict("a.example", "A", SourceKind.OUTLET, aggregator=False, confidence=0.8),
            "A (a.example): outlet, not an aggregator, confidence 80% by this page and what is known of its site",
        ),
        (
            SiteVerdict("a.example", "a.example", SourceKind.AGGREGATOR, aggregator=True, confidence=0.9),
            "a.example: aggregator, confidence 90% by this page and what is known of its site",
        ),
        (
            SiteVerdict(None, None, SourceKind.UNKNOWN, aggregator=None, confidence=0.0),
            "a page without a name: what kind of site cannot be said",
        ),
        (
            SiteVerdict(None, "A", SourceKind.PORTAL, aggregator=True, confidence=0.7),
            "A: portal, an aggregator, confidence 70% by this page and what is known of its site",
        ),
    ],
)
def test_what_kind_of_site(site: SiteVerdict, said: str) -> None:
    assert site_words(site) == said


def test_a_sites_own_confidence_says_that_it_is_no_articles() -> None:
    site = SiteVerdict("a.example", None, SourceKind.AGGREGATOR, aggregator=True, confidence=0.75)
    assert kind_words(site, by_articles(site, 1)) == "aggregator, confidence 75% by its 1 stored article"
    assert by_articles(site, 12) == "by its 12 stored articles together"
    assert by_articles(replace(site, source="ap"), 12) == "by the registry of sources"


def test_sources_have_their_names(example: Trace) -> None:
    assert source_names(example) == {"ap": "The Associated Press", "reuters": "Reuters"}


def test_where_nothing_points_at_a_machine_none_is_spoken_of() -> None:
    clean = DamageSummary(None, None, 0, 0.0)
    assert damage_words(clean) == "no sign of a machine; no damaged span found"
    for unsure in (
        replace(clean, reasons=("article: seen on 2 of 635 pages that people wrote",)),
        replace(clean, findings=1, per_1000_words=2.0),
        replace(clean, substitutions_per_100=5.5),
    ):
        assert damage_words(unsure).startswith("whether by machine cannot be said; ")
