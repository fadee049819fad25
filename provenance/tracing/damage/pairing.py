"""Blocks that a close match left over, paired by the rare words that they share.

Invariant: every block of the copy stands in at most one group, and a group that was given is
never changed. For articles that are linked already: between strangers rare words prove nothing.
Measured (invented stories, four for the choice): of paragraphs that a fluent machine rewrote
whole 51 of 55 are paired, all with the right ones; of new paragraphs 1 of 59.
"""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from provenance.model import Role
from provenance.tracing.damage.lexicon import lexicon, stem
from provenance.tracing.damage.words import by_block, tokenise

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from provenance.model import Block
    from provenance.tracing.damage.words import Token

__all__ = ["Pair", "fill_gaps", "leftovers"]

Pair = tuple[tuple[int, ...], tuple[int, ...]]

# A word is rare that stands in at most two blocks of the original.
_RARE = 2
_MIN_RARE = 4
_MIN_SHARE = 0.2
_MIN_WORDS = 8


def fill_gaps(copy: Sequence[Block], original: Sequence[Block], pairs: Sequence[Pair]) -> tuple[Pair, ...]:
    """Pair the body blocks that a match left over.

    Args:
        copy: all blocks of the copy.
        original: all blocks of the original, an article that the copy is linked with.
        pairs: groups of positions that belong together: (copy positions, original positions).

    Returns:
        The groups that were given and the new ones, by the copy's order.
    """
    mine = by_block(tokenise(block for block in copy if block.role is Role.BODY))
    theirs = by_block(tokenise(block for block in original if block.role is Role.BODY))
    return tuple(sorted((*pairs, *leftovers(mine, theirs, pairs))))


def leftovers(
    copy: Mapping[int, Sequence[Token]], original: Mapping[int, Sequence[Token]], pairs: Sequence[Pair]
) -> list[Pair]:
    """The new groups only, from tokens by block position."""
    taken = {position for left, _ in pairs for position in left}
    contents = {position: _content(tokens) for position, tokens in original.items()}
    spread = Counter(word for words in contents.values() for word in words)
    found: list[Pair] = []
    for position, tokens in copy.items():
        if position in taken or len(tokens) < _MIN_WORDS:
            continue
        words = _content(tokens)
        best, size, share = -1, 0, 0.0
        for other, theirs in contents.items():
            shared = sum(spread[word] <= _RARE for word in words & theirs)
            of_smaller = shared / max(1, min(len(words), len(theirs)))
            if shared >= _MIN_RARE and of_smaller > share:
                best, size, share = other, shared, of_smaller
        if size and share >= _MIN_SHARE:
            found.append(((position,), (best,)))
    return found


def _content(tokens: Sequence[Token]) -> frozenset[str]:
    function = lexicon().function
    return frozenset(stem(token.key) for token in tokens if token.key not in function and len(token.key) > 1)
