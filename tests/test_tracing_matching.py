from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tracing_samples import HARBOUR, MARKET, paragraphs

from provenance.model import ArticleMatch, ArticleRef, Relation
from provenance.settings import TraceSettings
from provenance.tracing.matching import match_stories, story

OTHER = ArticleRef(1, "other", None, None)
SPUN = (
    "The ship Ellida ran aground on a sandbar off Tarn Point ahead of dawn on Friday with 214 persons on board.",
    "No person was injured, the coastguard stated, but the body was holed in two spots and the motor room was flooded.",
    HARBOUR[2],
    "Two towboats from the naval yard at Skerrin got to the ship at around seven and started to take off travellers.",
    "The firm, Lofthus Lines, has scrapped each crossing till Monday while frogmen look at the harm.",
    "A probe in 2019 had discovered that the float which marks the bank was over forty metres out of place.",
)


def match(left: tuple[str, ...], right: tuple[str, ...] = HARBOUR) -> ArticleMatch | None:
    return match_stories(story(paragraphs(left)), story(paragraphs(right)), OTHER, TraceSettings())


def relation(left: tuple[str, ...], right: tuple[str, ...] = HARBOUR) -> Relation | None:
    found = match(left, right)
    return found.relation if found is not None else None


@pytest.mark.parametrize(
    ("copy", "expected"),
    [
        (HARBOUR, Relation.VERBATIM),
        (HARBOUR[:3], Relation.EXCERPT),
        (SPUN, Relation.MACHINE_PARAPHRASE),
        ((*HARBOUR[:4], *MARKET), Relation.PARTIAL),
        (MARKET, None),
    ],
)
def test_relations(copy: tuple[str, ...], expected: Relation | None) -> None:
    assert relation(copy) is expected


TEMPLATE = (
    "The {0} {1} its {2} {3} and left the {4} beside the {5}. Records show {8} {2}s were moved to the {0} in {9}.",
    "Neither the {4} nor the {5} had been looked at since {7} {6} the {2} {3}. It was cheap, and nobody asked why.",
    "Another {2} stands in the yard, where rain has found it. The {4} will be painted when somebody pays for paint.",
)


def filled(*words: str) -> tuple[str, ...]:
    return tuple(paragraph.format(*words) for paragraph in TEMPLATE)


def test_one_template_filled_with_other_words_is_no_copy() -> None:
    nouns = ("ferry", "repaired", "boiler", "after a storm", "lantern", "gangway", "sold")
    first = filled(*nouns, "Oda Brekke", "412", "1974")
    others = ("museum", "insured", "organ", "after a storm", "staircase", "gangway", "audited")
    assert relation(first, filled(*others, "Per Lund", "97", "1988")) is None
    # who, how much and when stay what they were where a text is told again
    assert relation(first, filled(*others, "Oda Brekke", "412", "1974")) is not None


def test_light_editing_is_a_rewrite() -> None:
    edited = tuple(text.replace(" said", " reported").replace("Friday", "Friday morning") for text in HARBOUR)
    edited = (
        edited[0].replace("before dawn", "in darkness"),
        *edited[1:4],
        edited[4].replace("look at", "inspect"),
        edited[5],
    )
    assert relation(edited) in {Relation.VERBATIM, Relation.REWRITE}
    found = match(edited)
    assert found is not None
    assert found.substitutions_per_100 is not None
    assert found.substitutions_per_100 < TraceSettings().link.machine


def test_a_shared_quotation_alone_is_no_copy() -> None:
    quote = (
        "“We felt one long scrape and then the lights went out and a man beside me began to pray out loud for us all”"
    )
    one = (f"{quote}, said Oda Brekke, who was on board.", *HARBOUR[3:])
    other = (f"{quote}, the passenger Brekke told this paper on Saturday evening.", *MARKET)
    assert relation(one, other) is Relation.QUOTE_ONLY
    found = match(one, other)
    assert found is not None
    assert found.share == 0


def test_a_verbatim_copy_keeps_everything() -> None:
    found = match(HARBOUR)
    assert found is not None
    assert (found.share, found.containment, found.jaccard, found.substitutions_per_100) == (1, 1, 1, 0)
    assert {block.relation for block in found.blocks} == {Relation.VERBATIM}


@given(st.permutations(HARBOUR).map(tuple), st.permutations(MARKET).map(tuple))
def test_measures_of_whole_stories_are_symmetric(one: tuple[str, ...], other: tuple[str, ...]) -> None:
    left, right = match(one[:5] + other[:1], one), match(one, one[:5] + other[:1])
    assert left is not None
    assert right is not None
    assert left.jaccard == right.jaccard


def test_a_story_of_one_paragraph_can_be_linked() -> None:
    assert relation((HARBOUR[0],)) is Relation.EXCERPT


def test_a_roundup_has_a_part_of_each_report_that_it_has_nearly_whole() -> None:
    filler = tuple(
        f"The {thing} committee of {place} met again on Thursday and agreed, after {hours} hours, that its members "
        f"would look into the matter of the {thing} once the engineers have measured the {part} a second time."
        for thing, place, hours, part in zip(
            ("harbour", "library", "tramway", "orchard", "museum", "quarry", "theatre", "reservoir"),
            ("Olm", "Prast", "Quell", "Rund", "Sorvik", "Tamm", "Ulfred", "Vask"),
            range(2, 10),
            ("wall", "roof", "rails", "fence", "stairs", "slope", "stage", "dam"),
            strict=True,
        )
    )
    found = match(filler * 3 + MARKET, MARKET)
    assert found is not None
    assert found.relation is Relation.PARTIAL
    assert found.share < TraceSettings().link.partial
    assert match(filler * 3 + MARKET[:1], MARKET) is None
