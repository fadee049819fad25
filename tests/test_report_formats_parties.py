"""Who an answer speaks of, and the texts that its article came through."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest
from export_samples import STATION, decided, undecided

from provenance.model import ArticleRef, Relation
from provenance.report.formats.parties import (
    by_line,
    copyright_holder,
    copyright_notice,
    headline,
    is_copy,
    origin_party,
    own_text,
    party_of,
    stations,
    story_text,
)
from provenance.report.formats.parties import undecided as beside

if TYPE_CHECKING:
    from provenance.model import Trace


def test_a_party_is_known_by_the_best_that_there_is() -> None:
    uris = [
        party.uri if (party := party_of(*known, "unknown")) else None
        for known in (
            ("ap", "apnews.com", "AP"),
            (None, "a.example", "The A"),
            (None, None, "The A & B"),
            (None, None, "this page"),
            (None, None, None),
            ("", "", ""),
        )
    ]
    assert uris == [
        "urn:news-provenance:source:ap",
        "urn:news-provenance:site:a.example",
        "urn:news-provenance:name:The%20A%20%26%20B",
        None,
        None,
        None,
    ]


def test_the_way_has_every_text_and_the_origins_last(example: Trace) -> None:
    way = stations(example)
    assert [(each.hop.name, each.held and each.held.id, each.is_origin) for each in way] == [
        ("Gullhaven Media Co.", None, False),
        ("The Associated Press", "wire.html", True),
    ]


def test_the_text_that_it_was_made_from_stands_at_its_hop(example: Trace) -> None:
    hops = (example.chain[0], replace(example.chain[1], domain="gullhaven.example"), example.chain[2])
    made = replace(example, chain=hops, taken_from=STATION)
    assert [each.held and each.held.id for each in stations(made)] == ["station.html", "wire.html"]
    for url in (None, "https://[broken", "https://evil-gullhaven.example/", "https://gullhaven.example.evil.example/"):
        elsewhere = replace(made, taken_from=ArticleRef(9, "station.html", url, None))
        assert stations(elsewhere)[0].held is None


@pytest.mark.parametrize("relation", [Relation.ORIGINAL, Relation.VERSION, Relation.REWRITE])
def test_a_copy_is_no_original_and_an_update_is_its_own_houses(example: Trace, relation: Relation) -> None:
    trace = decided(example, relation)
    assert is_copy(trace) is (relation is not Relation.ORIGINAL)
    assert own_text(trace) is (relation is not Relation.REWRITE)
    assert bool(stations(trace)) is is_copy(trace)


def test_where_nothing_is_decided_nobody_is_the_origin(example: Trace) -> None:
    trace = undecided(example)
    assert origin_party(trace) is None
    assert stations(trace) == ()
    assert [match.other.id for match in beside(trace)] == ["wire.html"]
    assert beside(example) == ()
    few = replace(trace, matches=tuple(replace(match, relation=Relation.PARTIAL) for match in trace.matches))
    assert beside(few) == (), "a part in common is no other form of the same"


def test_an_origin_without_a_chain_is_one_all_the_same(example: Trace) -> None:
    (station,) = stations(replace(example, chain=()))
    assert (station.hop.name, station.is_origin) == ("The Associated Press", True)


def test_the_parts_of_the_page_are_found(example: Trace) -> None:
    assert headline(example) == "Ferries sail again"
    assert story_text(example) == "GULLHAVEN (AP) — Some ferries sailed. on Friday."
    assert copyright_holder(example) == "Gullhaven Media Co."
    assert copyright_notice(example) == "Copyright 2031 Gullhaven Media Co."
    assert by_line(example) is None
    assert headline(replace(example, blocks=())) == "Ferries"
