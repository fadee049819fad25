"""Original paragraphs that the matching paired with none, given to the copy's paragraph that tells them.

Invariant: a paragraph that is paired already stays where it is. Machine copies run three and more
paragraphs together, and a short one in the middle shares too little with the whole to be matched.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from provenance.model import Role
from provenance.tracing.damage.beside.pairs import clauses

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from provenance.model import Block
    from provenance.tracing.damage.words.tokens import Token

    Pair = tuple[tuple[int, ...], tuple[int, ...]]

__all__ = ["with_adopted"]

# Share of the content stems of a sentence that a sentence of the copy must have, and how many.
_TOLD = 0.4
_MIN_TOLD = 3


def with_adopted(
    pairs: Sequence[Pair],
    original: Sequence[Block],
    mine: Mapping[int, Sequence[Token]],
    theirs: Mapping[int, Sequence[Token]],
) -> list[Pair]:
    """The pairs, with the original's unpaired body paragraphs added where they are told.

    Args:
        pairs: groups of positions that belong together: (copy positions, original positions).
        original: all blocks of the original.
        mine: the copy's tokens by block.
        theirs: the original's tokens by block.
    """
    claimed = {position for _, right in pairs for position in right}
    adopted: dict[int, list[int]] = {}
    told = [_contents([token for position in left for token in mine.get(position, ())]) for left, _ in pairs]
    for block in original:
        if block.position in claimed or block.role is not Role.BODY:
            continue
        sentences = _contents(theirs.get(block.position, ()))
        shared = [max((_shared(one, two) for one in sentences for two in group), default=0) for group in told]
        best = max(range(len(shared)), key=lambda at: (shared[at], -at), default=None)
        if best is not None and shared[best]:
            adopted.setdefault(best, []).append(block.position)
    return [(left, tuple(sorted((*right, *adopted.get(number, ()))))) for number, (left, right) in enumerate(pairs)]


def _contents(tokens: Sequence[Token]) -> list[frozenset[str]]:
    """The content stems of each sentence."""
    return [clause.content for clause in clauses(tokens)]


def _shared(one: frozenset[str], two: frozenset[str]) -> int:
    """How many content stems two sentences share; 0 where that is too little of the shorter one."""
    shared = len(one & two)
    return shared if shared >= max(_MIN_TOLD, _TOLD * min(len(one), len(two))) else 0
