"""What a text is about: its names and figures, which a copy keeps and a form is filled with anew.

Invariant: in a language that writes all nouns with a capital only figures are anchors. Months
and weekdays are none: every report of a kind has them.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from provenance.article.stamps import WEEKDAYS
from provenance.months import MONTHS

if TYPE_CHECKING:
    from collections.abc import Sequence

    from provenance.settings import LinkSettings
    from provenance.tracing.paragraphs import Paragraph

__all__ = ["Anchors", "anchors", "anchors_of", "differ", "is_form", "names_of"]

_NOUN_CAPITALS = 0.2  # share of words with a capital within sentences: English has .05-.12, German .25 and more


@dataclass(frozen=True, slots=True)
class Anchors:
    """What is left of a story to tell whether another is the same form, filled anew.

    ``capitals``: its words with a capital within sentences, case folded; ``count`` of them with repeats,
    among ``words`` words. ``figures``: its numbers.
    """

    capitals: frozenset[str]
    count: int
    words: int
    figures: frozenset[str]


def anchors_of(paragraphs: Sequence[Paragraph]) -> Anchors:
    """The anchors of a story, without its text."""
    found = [name for each in paragraphs for name in each.capitals]
    figures = frozenset[str]().union(*(each.figures for each in paragraphs))
    return Anchors(frozenset(found) - MONTHS - WEEKDAYS, len(found), sum(each.words for each in paragraphs), figures)


def is_form(one: Anchors, other: Anchors, linking: LinkSettings) -> bool:
    """Whether two stories are one form filled with different names and figures: two earnings reports."""
    names = one.count + other.count < _NOUN_CAPITALS * (one.words + other.words)
    ours, theirs = ((each.capitals | each.figures) if names else each.figures for each in (one, other))
    return differ(ours, theirs, linking.anchors, linking.anchored) or differ(
        one.figures, other.figures, linking.figures, linking.figured
    )


def differ(ours: frozenset[str], theirs: frozenset[str], least: int, share: float) -> bool:
    """Whether two sides have so many each and less than such a share in common."""
    fewer = min(len(ours), len(theirs))
    return fewer >= least and len(ours & theirs) < share * fewer


def names_of(paragraphs: Sequence[Paragraph]) -> frozenset[str]:
    """Words that stand with a capital within sentences, case folded; none in a language that gives nouns one."""
    found = [name for each in paragraphs for name in each.capitals]
    return frozenset(found) if len(found) < _NOUN_CAPITALS * sum(each.words for each in paragraphs) else frozenset()


def anchors(paragraphs: Sequence[Paragraph], names: frozenset[str] = frozenset()) -> frozenset[str]:
    """The names and figures of some paragraphs.

    Args:
        paragraphs: of one story.
        names: what counts as a name in the two stories that are held against each other;
            figures alone where none are given.
    """
    found = names.intersection(name for each in paragraphs for name in each.capitals)
    return (found - MONTHS - WEEKDAYS).union(*(each.figures for each in paragraphs))
