"""Stories told again sentence by sentence: found in other words, and not where only the event is the same."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from provenance.fingerprint import normalise
from provenance.model import ArticleRef, Relation
from provenance.settings import RetoldSettings, TraceSettings
from provenance.tracing.matching import match_stories, may_match, story
from provenance.tracing.paragraphs import Paragraph
from provenance.tracing.retold import Retold, Sentences, retold
from tests.paraphrase_corpus import Story, stories

SETTINGS = RetoldSettings()
LANGUAGES = ("fluent", "spun", "roundtrip")


def paragraphs(text: str) -> list[Paragraph]:
    return [Paragraph(place, part, normalise(part)) for place, part in enumerate(text.split("\n\n")) if part.strip()]


def sentences(text: str) -> Sentences:
    return Sentences.of(paragraphs(text))


def told(copy: str, original: str) -> Retold:
    found = retold(sentences(copy), sentences(original), SETTINGS)
    return found if found is not None else Retold(0, 0, 0, 0, 0, ())


@pytest.mark.parametrize("each", stories(), ids=lambda each: each.name)
@pytest.mark.parametrize("kind", LANGUAGES)
def test_what_a_machine_made_of_a_story_is_that_story_told_again(each: Story, kind: str) -> None:
    found = told(each.copy(kind).text, each.text)
    assert found.holds(SETTINGS)
    assert found.given > 0.6


@pytest.mark.parametrize("each", stories(), ids=lambda each: each.name)
def test_another_report_on_the_event_is_not(each: Story) -> None:
    assert not told(each.copy("witness").text, each.text).holds(SETTINGS)
    assert not may_match_retold(each.copy("witness").text, each.text)


def may_match_retold(copy: str, original: str) -> bool:
    """Whether two texts are linked by more than their quotations."""
    match = match_stories(
        story(paragraphs(copy)), story(paragraphs(original)), ArticleRef(1, "a", None, None), TraceSettings()
    )
    return match is not None and match.relation is not Relation.QUOTE_ONLY


@pytest.mark.parametrize("each", stories(), ids=lambda each: each.name)
def test_a_fluent_copy_is_linked_from_either_side(each: Story) -> None:
    copy, original = story(paragraphs(each.copy("fluent").text)), story(paragraphs(each.text))
    match = match_stories(copy, original, ArticleRef(1, "a", None, None), TraceSettings())
    assert match is not None
    assert match.relation in {Relation.REWRITE, Relation.MACHINE_PARAPHRASE}
    assert match.share > 0.5
    assert may_match(copy, original, TraceSettings())
    assert may_match(original, copy, TraceSettings())


WORDS = ("pumps", "mine", "crews", "mayor", "hall", "Ostra", "train", "searched", "flooded", "opened")
words = st.lists(st.sampled_from(WORDS), max_size=12)
texts = st.lists(words.map(lambda some: " ".join(some) + "."), max_size=8).map("\n\n".join)


@given(texts, texts)
def test_the_measures_are_shares(copy: str, original: str) -> None:
    found = told(copy, original)
    for share in (found.share, found.given, found.order, found.alike):
        assert 0 <= share <= 1
    assert found == told(copy, original)


@given(texts)
def test_a_story_is_told_whole_and_in_order_by_itself(text: str) -> None:
    own = sentences(text)
    if len(set(own.contents)) == len(own.contents) and len(own.contents) > SETTINGS.rare:
        found = told(text, text)
        assert found.order <= 1
        assert found.sentences <= len(own.contents)
