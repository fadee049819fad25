"""Words in place of their opposites, and of words that mean something else.

Invariant: a word that the passage of the original has itself is never a finding.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from provenance.model import Change, DamageKind, Severity
from provenance.tracing.damage.lexicon import lexicon, stem
from provenance.tracing.damage.part import Part

if TYPE_CHECKING:
    from collections.abc import Sequence

    from provenance.tracing.damage.align import Alignment, Edit
    from provenance.tracing.damage.words import Token

__all__ = ["opposed_words", "opposites", "other_senses"]

_HARDLY = frozenset(("hardly", "scarcely", "barely"))
_BE = frozenset(("be", "been", "being", "was", "were", "is", "are"))


def opposites(alignment: Alignment, edit: Edit) -> list[Part]:
    """Words that stand in place of their opposites."""
    copy, original = alignment.copy, alignment.original
    turns = []
    for at in range(edit.c0, edit.c1):
        for other in range(edit.o0, edit.o1):
            pair = frozenset((stem(copy[at].key), stem(original[other].key)))
            if len(pair) < 2 or pair not in lexicon().opposites:  # noqa: PLR2004 - two words
                continue
            # "from 9 to 8" and "to 8 from 9" say the same: small words count by what follows them
            if _turned(copy, at, original, other):
                continue
            if not {copy[at].key, original[other].key} & lexicon().function or _followed_alike(
                copy, at, original, other
            ):
                turns.append(_opposite(at, other))
                break
    return turns


def _turned(copy: Sequence[Token], at: int, original: Sequence[Token], other: int) -> bool:
    """Whether one of two opposites is turned itself: denied ("hardly likely"), or in the passive ("was charged")."""
    before = copy[max(0, at - 2) : at], original[max(0, other - 2) : other]
    denied, passive = (
        [any(token.key in words for token in near) for near in before] for words in (lexicon().negations | _HARDLY, _BE)
    )
    return denied[0] != denied[1] or passive[0] != passive[1]


def _followed_alike(copy: Sequence[Token], at: int, original: Sequence[Token], other: int) -> bool:
    """Whether the word behind both is the same."""
    return at + 1 < len(copy) and other + 1 < len(original) and copy[at + 1].key == original[other + 1].key


def other_senses(alignment: Alignment, edit: Edit) -> list[Part]:
    """Words that a dictionary gives for another sense of the original's: "marriage" for a trade union."""
    copy, original, senses = alignment.copy, alignment.original, lexicon().senses
    parts = []
    for at in range(edit.c0, edit.c1):
        for other in range(edit.o0, edit.o1):
            pair = frozenset((stem(copy[at].key), stem(original[other].key)))
            if len(pair) > 1 and pair in senses:
                kind, severity = DamageKind.MEANING_CHANGED, Severity.MEANING
                parts.append(Part(at, at + 1, other, other + 1, kind, severity, Change.SENSE))
                break
    return parts


def _opposite(at: int, other: int) -> Part:
    return Part(at, at + 1, other, other + 1, DamageKind.POLARITY, Severity.MEANING, Change.OPPOSITE)


def opposed_words(copy: Sequence[Token], original: Sequence[Token]) -> list[Part]:
    """Words beside the same word as their opposites ("before the vote"); needs no alignment."""
    words = lexicon()
    mine = {token.key for token in copy}
    theirs = {token.key for token in original}
    rivals: dict[str, list[int]] = {}
    for at, token in enumerate(original):
        if token.key not in mine:
            rivals.setdefault(stem(token.key), []).append(at)
    turns = []
    for at, token in enumerate(copy):
        if token.key in theirs:
            continue
        root = stem(token.key)
        for rival, places in rivals.items():
            if rival == root or frozenset((rival, root)) not in words.opposites:
                continue
            other = next((place for place in places if _same_company(copy, at, original, place)), None)
            if other is not None:
                turns.append(_opposite(at, other))
                break
    return turns


def _same_company(copy: Sequence[Token], at: int, original: Sequence[Token], other: int) -> bool:
    """Whether two words stand before, or after, the same content word."""
    function = lexicon().function
    for step in (1, -1):
        if 0 <= at + step < len(copy) and 0 <= other + step < len(original):
            key = copy[at + step].key
            if key not in function and stem(key) == stem(original[other + step].key):
                return True
    return False
