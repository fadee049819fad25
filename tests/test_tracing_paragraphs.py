from __future__ import annotations

import pytest
from tracing_samples import HARBOUR, analysis, paragraphs

from provenance.tracing.paragraphs import paragraphs_of, word_shingles


@pytest.mark.parametrize(
    ("text", "rest"),
    [
        ("He said “we never saw it” and left.", "he said and left"),
        ('She said "not here" on Monday.', "she said on monday"),
        ("“It began in one paragraph", ""),
        ("Er sagte „nie wieder“ und ging.", "er sagte und ging"),
        ("Elle a dit « jamais » hier.", "elle a dit hier"),
        ("Nothing is quoted here.", "nothing is quoted here"),
    ],
)
def test_the_unquoted_rest(text: str, rest: str) -> None:
    (paragraph,) = paragraphs((text,))
    assert paragraph.unquoted.normal == rest


def test_the_share_of_quoted_words() -> None:
    quote, plain = paragraphs((HARBOUR[2], HARBOUR[0]))
    assert 0.3 < quote.quoted < 0.6
    assert plain.quoted == 0


def test_shingles_do_not_run_across_paragraphs() -> None:
    assert word_shingles(paragraphs(("one two three", "four five six"))) == {"one two three", "four five six"}


def test_only_story_blocks_with_words_are_paragraphs() -> None:
    page = analysis(("The first paragraph.", "* * *", "The second."))
    assert [paragraph.position for paragraph in paragraphs_of(page.blocks, page.credits)] == [0, 2]
