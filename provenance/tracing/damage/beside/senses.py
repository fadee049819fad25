"""Words in place of their opposites, and of words that mean something else.

Invariant: a word that the passage of the original has itself is never a finding.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from provenance.model import Change, DamageKind, Severity
from provenance.tracing.damage.beside.part import Part, without_overlaps
from provenance.tracing.damage.words.lexicon import lexicon, stem
from provenance.tracing.damage.words.opposites import in_place, opposed, other_sense

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from provenance.tracing.damage.beside.align import Alignment, Edit
    from provenance.tracing.damage.words.tokens import Token

__all__ = ["opposed_words", "opposites", "other_senses"]

_HARDLY = frozenset(("hardly", "scarcely", "barely"))
_BE = frozenset(("be", "been", "being", "was", "were", "is", "are"))


def opposites(alignment: Alignment, edit: Edit) -> list[Part]:
    """Words and two-word phrases that stand in place of their opposites."""
    copy, original = alignment.copy, alignment.original
    function = lexicon().function
    parts: list[Part] = []
    for at, other, (mine, theirs) in _wrong(alignment, edit, opposed):
        if _turned(copy, at, original, other):
            continue
        # "from 9 to 8" and "to 8 from 9" say the same: small words count by what follows them
        if not {copy[at].key, original[other].key} & function or _followed_alike(copy, at, original, other):
            parts.append(_opposite(at, other, mine, theirs))
    return without_overlaps(parts)


def other_senses(alignment: Alignment, edit: Edit) -> list[Part]:
    """Words that a dictionary gives for another sense of the original's: "marriage" for a trade union."""
    kind, severity = DamageKind.MEANING_CHANGED, Severity.MEANING
    return without_overlaps(
        Part(at, at + mine, other, other + theirs, kind, severity, Change.SENSE)
        for at, other, (mine, theirs) in _wrong(alignment, edit, other_sense)
    )


def _wrong(
    alignment: Alignment, edit: Edit, wrong: Callable[[str, str], bool]
) -> Iterator[tuple[int, int, tuple[int, int]]]:
    """The places of words of an edit that stand for each other wrongly, with their lengths."""
    for at in range(edit.c0, edit.c1):
        for other in range(edit.o0, edit.o1):
            found = in_place(alignment.copy, at, alignment.original, other, wrong)
            if found is not None and at + found[0] <= edit.c1 and other + found[1] <= edit.o1:
                yield at, other, found
                break


def _turned(copy: Sequence[Token], at: int, original: Sequence[Token], other: int) -> bool:
    """Whether one of two opposites is turned itself: denied ("hardly likely"), or in the passive ("was charged")."""
    before = copy[max(0, at - 2) : at], original[max(0, other - 2) : other]
    denied, passive = (
        [any(token.key in words for token in near) for near in before] for words in (lexicon().negations | _HARDLY, _BE)
    )
    if _participle(copy[at]) == _participle(original[other]):
        passive = [False, False]  # "was sealed" and a bare "unsealed" are of one voice
    return denied[0] != denied[1] or passive[0] != passive[1]


def _participle(token: Token) -> bool:
    return token.key.endswith(("ed", "en")) or token.key in lexicon().participles


def _followed_alike(copy: Sequence[Token], at: int, original: Sequence[Token], other: int) -> bool:
    """Whether the word behind both is the same."""
    return at + 1 < len(copy) and other + 1 < len(original) and copy[at + 1].key == original[other + 1].key


def _opposite(at: int, other: int, mine: int = 1, theirs: int = 1) -> Part:
    return Part(at, at + mine, other, other + theirs, DamageKind.POLARITY, Severity.MEANING, Change.OPPOSITE)


def opposed_words(copy: Sequence[Token], original: Sequence[Token]) -> list[Part]:
    """Words beside the same word as their opposites ("before the vote"); needs no alignment."""
    mine = {token.key for token in copy}
    theirs = {token.key for token in original}
    rivals: dict[str, list[int]] = {}
    for at, token in enumerate(original):
        if token.key not in mine:
            rivals.setdefault(token.key, []).append(at)
    parts = []
    for at, token in enumerate(copy):
        if token.key in theirs:
            continue
        for rival, places in rivals.items():
            if not opposed(rival, token.key):
                continue
            other = next((place for place in places if _same_company(copy, at, original, place)), None)
            if other is not None:
                parts.append(_opposite(at, other))
                break
    return parts


def _same_company(copy: Sequence[Token], at: int, original: Sequence[Token], other: int) -> bool:
    """Whether two words stand before, or after, the same content word."""
    function = lexicon().function
    for step in (1, -1):
        if 0 <= at + step < len(copy) and 0 <= other + step < len(original):
            key = copy[at + step].key
            if key not in function and stem(key) == stem(original[other + step].key):
                return True
    return False
