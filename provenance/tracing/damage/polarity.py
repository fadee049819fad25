"""Negations and quantifiers: where a copy denies what its original says, or "few" became "some".

Invariant: a finding needs a witness on both sides: the same word negated in one text only, or two
quantifiers of different reach on the same word.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from typing import TYPE_CHECKING

from provenance.model import Change, DamageKind, Severity
from provenance.tracing.damage.lexicon import lexicon, stem
from provenance.tracing.damage.part import Part

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from provenance.tracing.damage.align import Alignment, Edit
    from provenance.tracing.damage.pairs import SentencePair
    from provenance.tracing.damage.words import Token

__all__ = ["anchors", "turned_edit", "turned_words"]

_REACH = 4
_MIN_ANCHOR = 4
_FEW = 2
_NONE = frozenset(("none", "neither", "no", "nobody", "nothing", "no-one"))


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


def turned_edit(alignment: Alignment, edit: Edit, pairs: Sequence[SentencePair]) -> list[Part]:
    """A negation that an edit brought or took, or a quantifier that it exchanged.

    Args:
        alignment: what the edit belongs to.
        edit: a run of words that stands for another.
        pairs: the alignment's sentences that belong together.
    """
    copy, original = alignment.copy, alignment.original
    mine = {at: kind for at in range(edit.c0, min(len(copy), edit.c1 + 1)) if (kind := _class(copy, at))}
    theirs = {at: kind for at in range(edit.o0, min(len(original), edit.o1 + 1)) if (kind := _class(original, at))}
    if not mine and not theirs:
        return []
    extra, lost = _surplus(mine, theirs), _surplus(theirs, mine)
    denies = [at for at in extra if mine[at] == "not"]
    denied = [at for at in lost if theirs[at] == "not"]
    exchanged = bool(extra and lost) and _of_one_thing(alignment, edit, extra[0], lost[0])
    if exchanged and _counts(copy[extra[0]]) and _counts(original[lost[0]]):
        pass
    elif bool(denies) != bool(denied):
        here, there = _denials_around(alignment, edit, pairs)
        if here == there or (min(here, there) and not _tiny(edit)) or (denied and not extra and _long(edit)):
            return []
    elif not (extra or lost) or not (_replaces_few(edit) or exchanged):
        return []
    if extra:
        c0, c1 = extra[0], extra[0] + 1
        c0 -= c0 > 0 and copy[c0].key in ("few", "little") and copy[c0 - 1].key == "a"
    else:
        c0, c1 = (edit.c0, edit.c1) if edit.c0 < edit.c1 else _neighbour(copy, edit.c0)
    o0, o1 = (lost[0], lost[-1] + 1) if lost else (edit.o0, edit.o1)
    return [_part(c0, c1, o0, o1, denied=bool(denies or denied))]


def _part(c0: int, c1: int, o0: int, o1: int, *, denied: bool) -> Part:
    change = Change.NEGATION if denied else Change.QUANTIFIER
    return Part(c0, c1, o0, o1, DamageKind.POLARITY, Severity.MEANING, change)


def _replaces_few(edit: Edit) -> bool:
    """Whether a word or two stand for a word or two: then a quantifier more or less is meant."""
    return 0 < edit.c1 - edit.c0 <= _FEW and 0 < edit.o1 - edit.o0 <= _FEW


def _tiny(edit: Edit) -> bool:
    return max(edit.c1 - edit.c0, edit.o1 - edit.o0) <= _FEW


def _long(edit: Edit) -> bool:
    return max(edit.c1 - edit.c0, edit.o1 - edit.o0) > _REACH


def _denials_around(alignment: Alignment, edit: Edit, pairs: Sequence[SentencePair]) -> tuple[int, int]:
    """How many denials the sentence around an edit has, and how many those that it belongs to."""
    pair = next((pair for pair in pairs if pair.copy.start <= edit.c0 < pair.copy.stop), None)
    if pair is not None and pair.original.start <= edit.o0 <= pair.original.stop:
        return _denials(pair.copy.inside), _denials(pair.original.inside)
    return _denials(_sentence(alignment.copy, edit.c0)), _denials(_sentence(alignment.original, edit.o0))


def _sentence(tokens: Sequence[Token], at: int) -> list[Token]:
    if not tokens:
        return []
    number = tokens[min(at, len(tokens) - 1)].sentence
    return [token for token in tokens if token.sentence == number]


def _denials(tokens: Iterable[Token]) -> int:
    """How many words deny, be it with "not" or by themselves ("failed", "unable")."""
    words = lexicon()
    return sum(token.key in words.negations or stem(token.key) in words.denying for token in tokens)


def _of_one_thing(alignment: Alignment, edit: Edit, at: int, other: int) -> bool:
    """Whether two quantifiers count one thing: the same word follows, or both open the edit, or "a" came before one."""
    copy, original = alignment.copy, alignment.original
    if copy[at].key == original[other].key or (at - edit.c0 <= 1 and other - edit.o0 <= 1):
        return True
    return _counted(copy, at) == _counted(original, other) is not None


def _counts(token: Token) -> bool:
    """Whether a word says how many: "few", "most", "none"."""
    return token.key in lexicon().quantifiers or token.key in _NONE


def _counted(tokens: Sequence[Token], at: int) -> str | None:
    function = lexicon().function
    for token in tokens[at + 1 : at + _REACH + 1]:
        if token.key not in function:
            return stem(token.key)
    return None


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


def turned_words(pair: SentencePair) -> list[Part]:
    """Words that two sentences have once, negated or counted differently in them."""
    copy, original = pair.copy.inside, pair.original.inside
    near, their_near = _followers(copy), _followers(original)
    if not near and not their_near:
        return []
    theirs = anchors(original)
    turns: list[Part] = []
    for key, at in anchors(copy).items():
        other = theirs.get(key)
        if other is None or not (at in near or other in their_near):
            continue
        mine_scope, their_scope = _scope(copy, at), _scope(original, other)
        if mine_scope is None or their_scope is None:
            continue
        kinds, their_kinds = set(mine_scope.values()), set(their_scope.values())
        if kinds == their_kinds or not ((kinds and their_kinds) or {"not", "few"} & (kinds | their_kinds)):
            continue
        denied = ("not" in kinds) != ("not" in their_kinds)
        if denied and min(_denials(copy), _denials(original)):
            continue
        turn = _turn(copy, at, list(mine_scope), other, list(their_scope), denied=denied)
        if not any(turn.c0 == known.c0 or turn.o0 == known.o0 for known in turns):
            turns.append(turn)
    return [
        replace(
            turn,
            c0=turn.c0 + pair.copy.start,
            c1=turn.c1 + pair.copy.start,
            o0=turn.o0 + pair.original.start,
            o1=turn.o1 + pair.original.start,
        )
        for turn in turns
    ]


def _turn(copy: Sequence[Token], at: int, mine: list[int], other: int, theirs: list[int], *, denied: bool) -> Part:
    """The words that turn an anchor's sense on each side; the anchor itself where a side has none."""
    c0, c1 = (mine[0], mine[0] + 1) if mine else (at, at + 1)
    c0 -= c0 > 0 and copy[c0].key in ("few", "little") and copy[c0 - 1].key == "a"
    o0, o1 = (theirs[0], theirs[0] + 1 if mine else other + 1) if theirs else (other, other + 1)
    return _part(c0, c1, o0, o1, denied=denied)


def _followers(tokens: Sequence[Token]) -> set[int]:
    """The tokens that stand just after a negation or quantifier."""
    words = lexicon()
    return {
        place
        for at, token in enumerate(tokens)
        if token.key in words.negations or token.key in words.quantifiers
        for place in range(at + 1, at + _REACH + 1)
    }


def anchors(tokens: Sequence[Token]) -> dict[str, int]:
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
        if place < at and (kind := _class(tokens, place)) and _reaches(tokens, place, at):
            found[place] = kind
    return found


def _reaches(tokens: Sequence[Token], place: int, at: int) -> bool:
    """Whether a negation or quantifier reaches a word: nothing but small words and short adverbs between them."""
    function = lexicon().function
    return sum(tokens[between].key not in function for between in range(place + 1, at)) <= 1
