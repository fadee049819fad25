"""Matches as the whole answer sees them: which is a block's own, and whether a machine changed it.

Invariant: a match says "by machine" only where the article's damage does.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from provenance.model import Relation

if TYPE_CHECKING:
    from collections.abc import Sequence

    from provenance.model import ArticleMatch, BlockMatch, DamageSummary, Verdict
    from provenance.settings import OriginSettings
    from provenance.tracing.matched import Relative

__all__ = ["as_judged", "best_matches", "block_as_judged"]


def as_judged(match: ArticleMatch, damage: DamageSummary) -> ArticleMatch:
    """A match as the whole answer sees it: many replaced words are a rewrite unless a machine replaced them."""
    if damage.machine_paraphrase:
        return match
    blocks = tuple(block_as_judged(block, damage) for block in match.blocks)
    relation = Relation.REWRITE if match.relation is Relation.MACHINE_PARAPHRASE else match.relation
    return replace(match, relation=relation, blocks=blocks)


def block_as_judged(block: BlockMatch, damage: DamageSummary) -> BlockMatch:
    """A block's match, likewise."""
    if damage.machine_paraphrase or block.relation is not Relation.MACHINE_PARAPHRASE:
        return block
    return replace(block, relation=Relation.REWRITE)


def best_matches(relatives: Sequence[Relative], verdict: Verdict, settings: OriginSettings) -> dict[int, BlockMatch]:
    """For each block the match that is most alike; another copy is no better source than the origin's own text."""
    origin = verdict.origin.article if verdict.origin is not None else None
    best: dict[int, tuple[tuple[bool, float, bool], BlockMatch]] = {}
    for relative in relatives:
        for match in relative.match.blocks:
            alike = round(max(match.measures.char5, match.measures.word1) + match.measures.containment, 4)
            own = match.other == origin
            rank = (match.relation is not Relation.QUOTE_ONLY, alike * (settings.preferred if own else 1), own)
            if match.position not in best or rank > best[match.position][0]:
                best[match.position] = (rank, match)
    return {position: match for position, (_, match) in sorted(best.items())}
