"""Negations, quantities and opposites: where a copy says the contrary of its original.

Invariant: a finding needs a witness on both sides: the same word negated in one text only, two
quantifiers of different reach on the same word, or a word in place of its opposite.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

from provenance.tracing.damage.lexicon import lexicon, stem
from provenance.tracing.damage.opposites import in_place, opposed, other_sense

if TYPE_CHECKING:
    from collections.abc import Sequence

    from provenance.tracing.damage.align import Alignment, Edit
    from provenance.tracing.damage.words import Token

__all__ = ["Turn", "hardened_words", "opposed_words", "opposites", "turned_edit", "turned_words"]

_REACH = 4
_MIN_ANCHOR = 4
_FEW = 2
_HEDGE_REACH = 2


@dataclass(frozen=True, slots=True)
class Turn:
    """Copy tokens ``c0:c1`` turn the sense of original tokens ``o0:o1``."""

    c0: int
    c1: int
    o0: int
    o1: int


def _class(tokens: Sequence[Token], at: int) -> str:
    """What a token does to the words after it: "not", a quantifier's class, or nothing."""
    words, key = lexicon(), tokens[at].key
    if key in words.negations:
        return "not"
    # "few voters" and "a few voters" are opposites
    if key in ("few", "little") and at and tokens[at - 1].key in ("a", "some", "the"):
        return "some"
    if key == "some" and at + 1 < len(tokens) and tokens[at + 1].key[0].isdigit():
        return ""
    return words.quantifiers.get(key, "")


def turned_edit(alignment: Alignment, edit: Edit) -> list[Turn]:
    """A negation that an edit brought or took, or a quantifier that it exchanged."""
    copy, original = alignment.copy, alignment.original
    mine = {at: kind for at in range(edit.c0, min(len(copy), edit.c1 + 1)) if (kind := _class(copy, at))}
    theirs = {at: kind for at in range(edit.o0, min(len(original), edit.o1 + 1)) if (kind := _class(original, at))}
    if not mine and not theirs:
        return []
    extra, lost = _surplus(mine, theirs), _surplus(theirs, mine)
    denies = [at for at in extra if mine[at] == "not"]
    denied = [at for at in lost if theirs[at] == "not"]
    if bool(denies) != bool(denied):
        if _denials(copy, edit.c0) == _denials(original, edit.o0) or (denied and not extra and _long(edit)):
            return []
    elif not (extra and lost) and not ((extra or lost) and _replaces_few(edit)):
        return []
    if extra:
        c0, c1 = extra[0], extra[0] + 1
        c0 -= c0 > 0 and copy[c0].key in ("few", "little") and copy[c0 - 1].key == "a"
    else:
        c0, c1 = (edit.c0, edit.c1) if edit.c0 < edit.c1 else _neighbour(copy, edit.c0)
    o0, o1 = (lost[0], lost[-1] + 1) if lost else (edit.o0, edit.o1)
    return [Turn(c0, c1, o0, o1)]


def _replaces_few(edit: Edit) -> bool:
    """Whether a word or two stand for a word or two: then a quantifier more or less is meant."""
    return 0 < edit.c1 - edit.c0 <= _FEW and 0 < edit.o1 - edit.o0 <= _FEW


def _long(edit: Edit) -> bool:
    return max(edit.c1 - edit.c0, edit.o1 - edit.o0) > _REACH


def _denials(tokens: Sequence[Token], at: int) -> int:
    """How many negations the sentence around a token has."""
    if not tokens:
        return 0
    sentence = tokens[min(at, len(tokens) - 1)].sentence
    return sum(token.sentence == sentence and token.key in lexicon().negations for token in tokens)


def _neighbour(tokens: Sequence[Token], at: int) -> tuple[int, int]:
    at = min(at, len(tokens) - 1)
    return at, at + 1


def _surplus(mine: dict[int, str], theirs: dict[int, str]) -> list[int]:
    """The tokens of one side whose class the other side lacks."""
    left = Counter(theirs.values())
    surplus = []
    for at, kind in mine.items():
        if left[kind]:
            left[kind] -= 1
        else:
            surplus.append(at)
    return surplus


def opposites(alignment: Alignment, edit: Edit) -> list[Turn]:
    """Words that stand in place of their opposites."""
    copy, original = alignment.copy, alignment.original
    turns = []
    for at in range(edit.c0, edit.c1):
        for other in range(edit.o0, edit.o1):
            found = in_place(copy, at, original, other, opposed) or in_place(copy, at, original, other, other_sense)
            if found is not None:
                turns.append(Turn(at, at + found[0], other, other + found[1]))
                break
    return turns


def turned_words(copy: Sequence[Token], original: Sequence[Token]) -> list[Turn]:
    """Words that both texts have once, negated or counted differently; needs no alignment."""
    near, their_near = _followers(copy), _followers(original)
    if not near and not their_near:
        return []
    theirs = _anchors(original)
    turns: list[Turn] = []
    for key, at in _anchors(copy).items():
        other = theirs.get(key)
        if other is None or not (at in near or other in their_near):
            continue
        mine_scope, their_scope = _scope(copy, at), _scope(original, other)
        if mine_scope is None or their_scope is None:
            continue
        kinds, their_kinds = set(mine_scope.values()), set(their_scope.values())
        if kinds == their_kinds or not ((kinds and their_kinds) or {"not", "few"} & (kinds | their_kinds)):
            continue
        if ("not" in kinds) != ("not" in their_kinds) and min(_denials(copy, at), _denials(original, other)):
            continue
        turn = _turn(copy, at, list(mine_scope), other, list(their_scope))
        if not any(turn.c0 == known.c0 or turn.o0 == known.o0 for known in turns):
            turns.append(turn)
    return turns


def hardened_words(copy: Sequence[Token], original: Sequence[Token]) -> list[Turn]:
    """Words that the original holds back ("threatened to strike") and the copy does not; needs no alignment."""
    words = lexicon()
    doubts = words.hedges | words.future | words.possible | words.negations
    if not any(token.key in words.hedges for token in original):
        return []
    theirs = _anchors(original)
    turns = []
    for key, at in _anchors(copy).items():
        other = theirs.get(key)
        if other is None or not original[other].key.isalpha() or copy[at].capital:
            continue
        near = range(max(0, other - _HEDGE_REACH), other)
        hedge = next((place for place in near if original[place].key in words.hedges), None)
        if hedge is None or original[hedge].sentence != original[other].sentence:
            continue
        if not any(token.sentence == copy[at].sentence and token.key in doubts for token in copy):
            turns.append(Turn(at, at + 1, hedge, other + 1))
    return turns


def opposed_words(copy: Sequence[Token], original: Sequence[Token]) -> list[Turn]:
    """Words beside the same word as their opposites ("before the vote"); needs no alignment."""
    mine = {token.key for token in copy}
    theirs = {token.key for token in original}
    rivals: dict[str, list[int]] = {}
    for at, token in enumerate(original):
        if token.key not in mine:
            rivals.setdefault(token.key, []).append(at)
    turns = []
    for at, token in enumerate(copy):
        if token.key in theirs:
            continue
        for rival, places in rivals.items():
            if not (opposed(rival, token.key) or other_sense(rival, token.key)):
                continue
            other = next((place for place in places if _same_company(copy, at, original, place)), None)
            if other is not None:
                turns.append(Turn(at, at + 1, other, other + 1))
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


def _turn(copy: Sequence[Token], at: int, mine: list[int], other: int, theirs: list[int]) -> Turn:
    """The words that turn an anchor's sense on each side; the anchor itself where a side has none."""
    c0, c1 = (mine[0], mine[0] + 1) if mine else (at, at + 1)
    c0 -= c0 > 0 and copy[c0].key in ("few", "little") and copy[c0 - 1].key == "a"
    if not theirs:
        return Turn(c0, c1, other, other + 1)
    return Turn(c0, c1, theirs[0], theirs[0] + 1 if mine else other + 1)


def _followers(tokens: Sequence[Token]) -> set[int]:
    """The tokens that stand just after a negation or quantifier."""
    words = lexicon()
    return {
        place
        for at, token in enumerate(tokens)
        if token.key in words.negations or token.key in words.quantifiers
        for place in range(at + 1, at + _REACH + 1)
    }


def _anchors(tokens: Sequence[Token]) -> dict[str, int]:
    """Content words that stand exactly once, by their stems."""
    found: dict[str, list[int]] = {}
    words = lexicon()
    for at, token in enumerate(tokens):
        content = len(token.key) >= _MIN_ANCHOR and token.key.isalpha() and token.key not in words.function
        if content and not _class(tokens, at):
            found.setdefault(stem(token.key), []).append(at)
    return {key: places[0] for key, places in found.items() if len(places) == 1}


def _scope(tokens: Sequence[Token], at: int) -> dict[int, str] | None:
    """Negations and quantifiers just before a word; ``None`` where "failed to" and the like blur it."""
    words = lexicon()
    found: dict[int, str] = {}
    for place in range(max(0, at - _REACH), min(len(tokens), at + 2)):
        if tokens[place].sentence != tokens[at].sentence or place == at:
            continue
        if stem(tokens[place].key) in words.implicit:
            return None
        if place < at and (kind := _class(tokens, place)):
            found[place] = kind
    return found
