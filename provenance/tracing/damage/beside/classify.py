"""What an edit did to the sense, the gravest first: figures, negations, names, sources, wording.

Invariant: the parts that an edit is cut into are disjoint and each holds at least one token of
the copy; a fact is named by the tokens that carry it and by no more.
"""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise
from typing import TYPE_CHECKING

from provenance.characters import signs_a_word
from provenance.model import Change, DamageKind, Severity
from provenance.tracing.damage.beside.figures import dates
from provenance.tracing.damage.beside.names import replaced_names
from provenance.tracing.damage.beside.part import Part, without_overlaps
from provenance.tracing.damage.beside.polarity import turned_edit
from provenance.tracing.damage.beside.senses import opposites, other_senses
from provenance.tracing.damage.beside.stated import certainty, sources
from provenance.tracing.damage.words.lexicon import lexicon, stem
from provenance.tracing.damage.words.opposites import in_set_phrase

if TYPE_CHECKING:
    from collections.abc import Sequence

    from provenance.tracing.damage.beside.align import Alignment, Edit
    from provenance.tracing.damage.beside.pairs import SentencePair
    from provenance.tracing.damage.words.tokens import Token

__all__ = ["classify"]

# The longest run of words that is shown as one change.
_LONGEST = 8
_SMALL = 3


def classify(
    alignment: Alignment, edit: Edit, pairs: Sequence[SentencePair], taken: Sequence[Part], *, close: bool
) -> list[Part]:
    """Cut an edit into changes, the gravest first to claim its words.

    Args:
        alignment: what the edit belongs to.
        edit: a run of words that stands for another.
        pairs: the alignment's sentences that belong together.
        taken: changes that claimed their words before.
        close: whether the sentence around it kept most of its words; else what stands in the place of
            what is a guess, and only a word or two for a word or two is judged.
    """
    parts: list[Part] = []
    if close or max(edit.c1 - edit.c0, edit.o1 - edit.o0) <= _SMALL:
        graver = (
            dates(alignment, edit),
            turned_edit(alignment, edit, pairs) or opposites(alignment, edit),
            other_senses(alignment, edit),
            replaced_names(alignment, edit),
            sources(alignment, edit),
            certainty(alignment, edit),
        )
        parts = without_overlaps((part for group in graver for part in group), taken)
    if _wording_changed(alignment, edit):
        claimed = (*taken, *parts)
        parts.extend(part for piece in _by_sentence(alignment, edit) for part in _rest(alignment, piece, claimed))
    return parts


def _by_sentence(alignment: Alignment, edit: Edit) -> list[Edit]:
    """An edit over as many sentences on both sides, spoken or not alike, sentence for sentence; else whole."""
    copy, original = alignment.copy, alignment.original
    starts = [at for at in range(edit.c0 + 1, edit.c1) if copy[at].sentence != copy[at - 1].sentence]
    others = [at for at in range(edit.o0 + 1, edit.o1) if original[at].sentence != original[at - 1].sentence]
    if len(starts) != len(others):
        return [edit]
    mine, theirs = [edit.c0, *starts, edit.c1], [edit.o0, *others, edit.o1]
    pieces = [
        replace(edit, c0=c0, c1=c1, o0=o0, o1=o1)
        for (c0, c1), (o0, o1) in zip(pairwise(mine), pairwise(theirs), strict=True)
    ]
    alike = all(_is_spoken(copy[each.c0 : each.c1]) == _is_spoken(original[each.o0 : each.o1]) for each in pieces)
    return pieces if alike else [edit]


def _is_spoken(tokens: Sequence[Token]) -> bool:
    return any(token.quoted for token in tokens)


def _wording_changed(alignment: Alignment, edit: Edit) -> bool:
    """Whether the edit is more than an article, a possessive or one side's silence."""
    mine = alignment.copy[edit.c0 : edit.c1]
    if all(token.key in lexicon().function for token in mine):
        return False
    if edit.o0 < edit.o1:
        return True
    around = alignment.copy[max(0, edit.c0 - 1) : edit.c1 + 1]
    # A longer quotation than the original's adds to it; a word or two inside alter it.
    return len(mine) <= _SMALL and len(around) == len(mine) + 2 and all(token.quoted for token in around)


def _rest(alignment: Alignment, edit: Edit, taken: Sequence[Part]) -> list[Part]:
    """The words of an edit that no fact claimed, in runs short enough to show."""
    copy = alignment.copy
    claimed = {at for part in taken for at in range(part.c0, part.c1)}
    left = _unclaimed(edit, taken)
    parts: list[Part] = []
    at = edit.c0
    while at < edit.c1:
        end = at
        while end < edit.c1 and end - at < _LONGEST and end not in claimed and _same_place(copy[at], copy[end]):
            end += 1
        if any(token.key not in lexicon().function for token in copy[at:end]):
            parts.append(_wording(alignment, left, at, end))
        at = max(end, at + 1)
    return parts


def _unclaimed(edit: Edit, taken: Sequence[Part]) -> Edit:
    """An edit without the original's words at its ends that other changes claimed; whole where that leaves none."""
    claimed = {at for part in taken for at in range(part.o0, part.o1)}
    o0, o1 = edit.o0, edit.o1
    while o0 < o1 and o0 in claimed:
        o0 += 1
    while o0 < o1 and o1 - 1 in claimed:
        o1 -= 1
    return edit if o0 == o1 else replace(edit, o0=o0, o1=o1)


def _same_place(one: Token, two: Token) -> bool:
    return one.sentence == two.sentence and one.quoted == two.quoted


def _wording(alignment: Alignment, edit: Edit, c0: int, c1: int) -> Part:
    theirs = alignment.original[edit.o0 : edit.o1]
    if alignment.copy[c0].quoted and (not theirs or any(token.quoted for token in theirs)):
        kind, severity = DamageKind.QUOTE_ALTERED, Severity.FACT
    elif _tortured(alignment, edit, c0, c1):
        kind, severity = DamageKind.TORTURED_PHRASE, Severity.WORDING
    else:
        kind, severity = DamageKind.SUBSTITUTION, Severity.WORDING
    return Part(c0, c1, edit.o0, edit.o1, kind, severity, Change.WORDING)


def _size(tokens: Sequence[Token]) -> float:
    """How many words some tokens are: in scripts without spaces a token is one sign of a word."""
    return sum(1 / signs_a_word(token.text[0]) for token in tokens)


def _tortured(alignment: Alignment, edit: Edit, c0: int, c1: int) -> bool:
    """A known set phrase replaced, or two words and more by others without a common stem."""
    original = alignment.original
    if in_set_phrase(original, edit.o0, edit.o1):
        return True
    mine = {stem(token.key) for token in alignment.copy[c0:c1]}
    theirs = {stem(token.key) for token in original[edit.o0 : edit.o1]}
    sizes = _size(alignment.copy[c0:c1]), _size(original[edit.o0 : edit.o1])
    return min(sizes) > 1 and not mine & theirs
