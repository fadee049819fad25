"""Negations and quantifiers: where a copy denies what its original says, or "few" became "some".

Invariant: a finding needs a witness on both sides: the same word negated in one text only, or two
quantifiers of different reach on the same thing. A denial said in other words ("failed to seal")
is none.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from provenance.model import Change, DamageKind, Severity
from provenance.tracing.damage.beside.part import Part
from provenance.tracing.damage.beside.reach import (
    DENY,
    NONE,
    anchors,
    class_of,
    classes,
    counted,
    denials,
    followers,
    scope,
)
from provenance.tracing.damage.words.lexicon import lexicon

if TYPE_CHECKING:
    from collections.abc import Sequence

    from provenance.tracing.damage.beside.align import Alignment, Edit
    from provenance.tracing.damage.beside.pairs import Clause, SentencePair
    from provenance.tracing.damage.words.tokens import Token

__all__ = ["exchanged_quantifiers", "turned_edit", "turned_words"]

_LONG = 4
_FEW = 2
# Share of content in common from which on a sentence's only quantifier stands for the other's.
_ALIKE = 0.4
_SURE = 0.5
_STRONG = frozenset(("all", "every", "most", "majority", "few", "some", "many", "half", "none"))
# What changes the sense where the other side has nothing; "all 23 counts" are 23 counts.
_TURN_ALONE = frozenset(("few", "most"))


@dataclass(frozen=True, slots=True)
class _Edited:
    """An edit and the words in it that deny or count, by their places; ``extra`` and ``lost`` are without a mate."""

    alignment: Alignment
    edit: Edit
    mine: dict[int, str]
    theirs: dict[int, str]
    extra: tuple[int, ...]
    lost: tuple[int, ...]

    @classmethod
    def of(cls, alignment: Alignment, edit: Edit) -> _Edited:
        """Look at an edit and the word behind it."""
        mine = _placed(alignment.copy, edit.c0, edit.c1)
        theirs = _placed(alignment.original, edit.o0, edit.o1)
        return cls(alignment, edit, mine, theirs, _surplus(mine, theirs), _surplus(theirs, mine))

    @property
    def kinds(self) -> tuple[set[str], set[str]]:
        """The classes that only the copy has, and those that only the original has."""
        return {self.mine[at] for at in self.extra}, {self.theirs[at] for at in self.lost}

    @property
    def denied(self) -> bool:
        """Whether one side denies and the other does not."""
        came, went = self.kinds
        return bool(came & DENY) != bool(went & DENY)

    @property
    def exchanged(self) -> bool:
        """Whether one quantity stands for another, of one thing."""
        if not self.extra or not self.lost:
            return False
        copy, original = self.alignment.copy, self.alignment.original
        at, other = self.extra[0], self.lost[0]
        open_it = at - self.edit.c0 <= 1 and other - self.edit.o0 <= 1
        same = copy[at].key == original[other].key or counted(copy, at) == counted(original, other) is not None
        return (open_it or same) and _counts(copy[at]) and _counts(original[other])

    @property
    def size(self) -> int:
        """The words of the longer side."""
        return max(self.edit.c1 - self.edit.c0, self.edit.o1 - self.edit.o0)

    def turns(self, pairs: Sequence[SentencePair]) -> bool:
        """Whether the edit turns the sense of its sentence."""
        came, went = self.kinds
        if came and went and came | went <= DENY:
            return False
        if self.exchanged:
            return True
        if self.denied:
            here, there = self._denials(pairs)
            half = "few" in came | went  # "few" is half a denial
            elsewhere = here == there or (min(here, there) > 0 and self.size > _FEW)
            return not (half or elsewhere or (went & DENY and not self.extra and self.size > _LONG))
        small = 0 < self.edit.c1 - self.edit.c0 <= _FEW and 0 < self.edit.o1 - self.edit.o0 <= _FEW
        # "little" before a thing is a size
        words = [self.alignment.copy[at] for at in self.extra] + [self.alignment.original[at] for at in self.lost]
        alone = len(came | went) > 1 or (came | went <= _TURN_ALONE and all(word.key != "little" for word in words))
        return small and bool(words) and alone

    def _denials(self, pairs: Sequence[SentencePair]) -> tuple[int, int]:
        """How many denials the sentence around the edit has, and how many those that it belongs to."""
        edit = self.edit
        pair = next((pair for pair in pairs if pair.copy.start <= edit.c0 < pair.copy.stop), None)
        if pair is not None and pair.original.start <= edit.o0 <= pair.original.stop:
            return denials(pair.copy.inside), denials(pair.original.inside)
        alignment = self.alignment
        return denials(_sentence(alignment.copy, edit.c0)), denials(_sentence(alignment.original, edit.o0))

    def part(self) -> Part:
        """The change, at the words that turn the sense, else at the whole edit."""
        copy, edit = self.alignment.copy, self.edit
        if self.extra:
            c0, c1 = _with_article(copy, self.extra[0]), self.extra[0] + 1
        elif edit.c0 < edit.c1:
            c0, c1 = edit.c0, edit.c1
        else:
            c0 = min(edit.c0, len(copy) - 1)
            c1 = c0 + 1
        o0, o1 = (self.lost[0], self.lost[-1] + 1) if self.lost else (edit.o0, edit.o1)
        came, went = self.kinds
        return _part(c0, c1, o0, o1, denied=bool((came | went) & DENY))


def turned_edit(alignment: Alignment, edit: Edit, pairs: Sequence[SentencePair]) -> list[Part]:
    """A negation that an edit brought or took, or a quantifier that it exchanged.

    Args:
        alignment: what the edit belongs to.
        edit: a run of words that stands for another.
        pairs: the alignment's sentences that belong together.
    """
    edited = _Edited.of(alignment, edit)
    return [edited.part()] if edited.turns(pairs) else []


def turned_words(pair: SentencePair) -> list[Part]:
    """Words that two sentences have once, negated or counted differently in them."""
    copy, original = pair.copy.inside, pair.original.inside
    near, their_near = followers(copy), followers(original)
    if not near and not their_near:
        return []
    theirs = anchors(original)
    turns: list[Part] = []
    for key, at in anchors(copy).items():
        other = theirs.get(key)
        if other is None or not (at in near or other in their_near):
            continue
        here, there = scope(copy, at), scope(original, other)
        if here is None or there is None or not _turned(pair, set(here.values()), set(there.values())):
            continue
        turn = _turn(copy, at, list(here), other, list(there), denied=_deny(here) != _deny(there))
        if not any(turn.c0 == known.c0 or turn.o0 == known.o0 for known in turns):
            turns.append(turn)
    return [pair.placed(turn) for turn in turns]


def exchanged_quantifiers(pair: SentencePair) -> list[Part]:
    """Another quantifier in the place of the only one: "all of the money" for "most of the revenue"."""
    mine, theirs = _strong(pair.copy), _strong(pair.original)
    if len(mine) != 1 or len(theirs) != 1 or pair.alike < _ALIKE:
        return []
    (at, kind), (other, was) = mine[0], theirs[0]
    if kind == was or denials(pair.copy.inside) != denials(pair.original.inside):
        return []
    return [replace(_part(at, at + 1, other, other + 1, denied=False), sure=pair.alike >= _SURE)]


def _turned(pair: SentencePair, here: set[str], there: set[str]) -> bool:
    """Whether what reaches a word on one side turns what reaches it on the other."""
    either = here | there
    if here == there or (here and there and either <= DENY):
        return False
    copy, original = pair.copy.inside, pair.original.inside
    if bool(here & DENY) != bool(there & DENY):
        return not min(denials(copy), denials(original))
    if here and there:
        return True
    # one side alone counts: only "few" turns the sense, and not where it stands elsewhere or something else denies
    return "few" in either and not either <= classes(copy) & classes(original) and not denials((*copy, *original))


def _deny(reached: dict[int, str]) -> bool:
    return not DENY.isdisjoint(reached.values())


def _turn(copy: Sequence[Token], at: int, mine: list[int], other: int, theirs: list[int], *, denied: bool) -> Part:
    """The words that turn an anchor's sense on each side; the anchor itself where a side has none."""
    c0, c1 = (_with_article(copy, mine[0]), mine[0] + 1) if mine else (at, at + 1)
    o0, o1 = (theirs[0], theirs[0] + 1 if mine else other + 1) if theirs else (other, other + 1)
    return _part(c0, c1, o0, o1, denied=denied)


def _part(c0: int, c1: int, o0: int, o1: int, *, denied: bool) -> Part:
    change = Change.NEGATION if denied else Change.QUANTIFIER
    return Part(c0, c1, o0, o1, DamageKind.POLARITY, Severity.MEANING, change)


def _with_article(tokens: Sequence[Token], at: int) -> int:
    """Where "a few" starts."""
    return at - (at > 0 and tokens[at].key in ("few", "little") and tokens[at - 1].key == "a")


def _placed(tokens: Sequence[Token], start: int, stop: int) -> dict[int, str]:
    return {at: kind for at in range(start, min(len(tokens), stop + 1)) if (kind := class_of(tokens, at))}


def _surplus(mine: dict[int, str], theirs: dict[int, str]) -> tuple[int, ...]:
    """The tokens of one side whose class the other side lacks."""
    left = Counter(theirs.values())
    surplus = []
    for at, kind in mine.items():
        if left[kind]:
            left[kind] -= 1
        else:
            surplus.append(at)
    return tuple(surplus)


def _sentence(tokens: Sequence[Token], at: int) -> list[Token]:
    if not tokens:
        return []
    number = tokens[min(at, len(tokens) - 1)].sentence
    return [token for token in tokens if token.sentence == number]


def _counts(token: Token) -> bool:
    """Whether a word says how many: "few", "most", "none"."""
    return token.key in lexicon().quantifiers or token.key in NONE


def _strong(clause: Clause) -> list[tuple[int, str]]:
    """The words of some sentences that say of how many something holds."""
    tokens = clause.tokens
    return [
        (at, kind)
        for at in range(clause.start, clause.stop)
        if tokens[at].key in _STRONG and (kind := class_of(tokens, at))
    ]
