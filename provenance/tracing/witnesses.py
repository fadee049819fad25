"""What third reports say on the articles that share text with the asked one: whose quotations they have.

Invariant: a witness has no more than quotations in common with the asked article and with the
other one; an article without quotations costs nothing.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from provenance.model import Relation
from provenance.tracing.matched import LINKS
from provenance.tracing.matching import linked_stories
from provenance.tracing.quotes.third import quote_signs

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from provenance.settings import TraceSettings
    from provenance.tracing.matched import Relative
    from provenance.tracing.matching import Story
    from provenance.tracing.quotes.spoken import Spoken

__all__ = ["Quoting", "with_witnesses"]


@dataclass(frozen=True, slots=True)
class Quoting:
    """A stored article's story, and its quotations."""

    story: Story
    quotations: tuple[Spoken, ...]


def with_witnesses(
    asked: Callable[[], Sequence[Spoken]],
    relatives: Sequence[Relative],
    quoting: Callable[[int], Quoting],
    settings: TraceSettings,
) -> tuple[Relative, ...]:
    """Add to the relatives of an article what third reports say on each.

    Args:
        asked: gives the article's quotations.
        relatives: all stored articles that share text or quotations with it, the closest first.
        quoting: gives a relative's story and quotations by its number.
        settings: when two stories share more than quotations.

    Returns:
        The relatives in their order.
    """
    linked = [r.match.other.key for r in relatives if r.match.relation in LINKS]
    third = [r.match.other.key for r in relatives if r.match.relation is Relation.QUOTE_ONLY]
    mine = asked() if linked and third else ()
    if not mine:
        return tuple(relatives)
    known = {number: quoting(number) for number in (*linked, *third)}

    def apart(one: int, other: int) -> bool:
        return not linked_stories(known[one].story, known[other].story, settings)

    theirs = {number: known[number].quotations for number in linked}
    signs = quote_signs(mine, theirs, {number: known[number].quotations for number in third}, apart)
    return tuple(replace(r, quoted=signs.get(r.match.other.key, r.quoted)) for r in relatives)
