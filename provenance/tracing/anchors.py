"""What a text is about: its names and figures, which a copy keeps and a form is filled with anew.

Invariant: in a language that writes all nouns with a capital only figures are anchors. Months
and weekdays are none: every report of a kind has them.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from provenance.article.stamps import MONTHS, WEEKDAYS

if TYPE_CHECKING:
    from collections.abc import Sequence

    from provenance.tracing.paragraphs import Paragraph

__all__ = ["anchors", "names_of"]

_NOUN_CAPITALS = 0.2  # share of words with a capital within sentences: English has .05-.12, German .25 and more


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
