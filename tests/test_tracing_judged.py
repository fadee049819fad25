"""Matches as the whole answer sees them."""

from __future__ import annotations

from dataclasses import replace

import pytest
from test_tracing_matched import relative
from tracing_samples import BROKEN, SOUND, WIRE, site

from provenance.model import BlockMatch, BlockMeasures, Origin, Relation, Status, Verdict
from provenance.settings import OriginSettings
from provenance.tracing.judged import as_judged, best_matches

TARN = relative(1, site("Tarn Times"), relation=Relation.MACHINE_PARAPHRASE)
AGENCY = relative(2, WIRE, relation=Relation.MACHINE_PARAPHRASE)


def block(other: int, alike: float, relation: Relation = Relation.MACHINE_PARAPHRASE) -> BlockMatch:
    held = {1: TARN, 2: AGENCY}[other]
    return BlockMatch(0, held.match.other, 3, BlockMeasures(alike, alike, alike), relation, 0.0, moved=False)


def test_a_match_says_machine_only_where_the_damage_does() -> None:
    match = replace(TARN.match, blocks=(block(1, 0.5),))
    assert as_judged(match, BROKEN) == match
    judged = as_judged(match, SOUND)
    assert (judged.relation, judged.blocks[0].relation) == (Relation.REWRITE, Relation.REWRITE)


@pytest.mark.parametrize(("theirs", "best"), [(0.5, "a2"), (0.9, "a1")])
def test_a_paragraph_is_from_the_origins_text_unless_another_is_much_closer(theirs: float, best: str) -> None:
    verdict = Verdict(Status.DECIDED, Relation.UNKNOWN, Origin("ap", "AP", AGENCY.match.other), 0.9, (), None, "")
    relatives = (
        replace(TARN, match=replace(TARN.match, blocks=(block(1, theirs),))),
        replace(AGENCY, match=replace(AGENCY.match, blocks=(block(2, 0.4),))),
    )
    assert best_matches(relatives, verdict, OriginSettings())[0].other.id == best
