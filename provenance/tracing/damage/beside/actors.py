"""Who did it to whom: doers and done-to that changed places.

Invariant: a sentence turned into the passive, its doer behind "by", says the same and is no finding.
Method: around a verb that both sides have once, the nearest word on its left and on its right
that both sides have once are held against each other, and whether the verb is in the passive.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from provenance.model import Change, DamageKind, Severity
from provenance.tracing.damage.beside.part import Part
from provenance.tracing.damage.words.lexicon import lexicon, stem

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from provenance.tracing.damage.beside.align import Alignment
    from provenance.tracing.damage.beside.pairs import Clause, SentencePair
    from provenance.tracing.damage.words.tokens import Token

__all__ = ["exchanged_actors", "may_be_verb", "swapped"]

_REACH = 7
_BE = frozenset(("is", "are", "was", "were", "be", "been", "being", "got", "gets"))
_BETWEEN = frozenset(("not", "also", "once", "already", "then", "now"))
_MIN_VERB = 4
_SAY = frozenset(("said", "says", "say", "told", "tells", "tell", "added", "adds", "according"))
_TIMES = frozenset(
    ("noon", "midday", "midnight", "then", "now", "dawn", "morning", "evening", "end", "early", "late", "a", "half")
)
_RELATIVE = frozenset(("whom", "which", "that", "who"))
_NOUNS = ("er", "or", "ers", "ors", "ion", "ions", "ment", "ments", "ance", "ing")


def swapped(alignment: Alignment) -> list[Part]:
    """Words that changed places with those of another edit in the sentence."""
    copy, original = alignment.copy, alignment.original
    words = lexicon().function | lexicon().calendar | lexicon().reporting

    def content(tokens: Sequence[Token]) -> set[str]:
        return {stem(token.key) for token in tokens if token.key not in words}

    sides = [
        (edit, copy[edit.c0].sentence, mine, theirs)
        for edit in alignment.edits
        if 0 < edit.c1 - edit.c0 <= _REACH and 0 < edit.o1 - edit.o0 <= _REACH
        if (mine := content(copy[edit.c0 : edit.c1])) and (theirs := content(original[edit.o0 : edit.o1]))
    ]
    parts = []
    for edit, sentence, mine, theirs in sides:
        for other, there, others_mine, others_theirs in sides:
            if (
                there != sentence
                or other == edit
                or mine & theirs
                or not (theirs <= others_mine and mine & others_theirs)
            ):
                continue
            between = copy[min(edit.c1, other.c1) : max(edit.c0, other.c0)]
            if all(token.key != "by" for token in between) and any(token.key not in words for token in between):
                parts.append(_part(edit.c0, edit.c1, edit.o0, edit.o1))
    return parts


@dataclass(frozen=True, slots=True)
class _Verb:
    """A word at a place, the shared words that stand near it on both sides, and its voice.

    ``nearest`` is the first of them on its right; ``by`` says that a "by" stands there too.
    """

    at: int
    left: frozenset[str]
    right: frozenset[str]
    nearest: str | None
    passive: bool
    by: bool


def exchanged_actors(pair: SentencePair) -> Iterator[Part]:
    """Verbs whose doer and done-to changed places between two sentences that tell the same."""
    mine, theirs = _once(pair.copy), _once(pair.original)
    shared = frozenset(mine.keys() & theirs.keys())
    for key in sorted(shared, key=lambda key: mine[key]):
        at, other = mine[key], theirs[key]
        if not may_be_verb(pair.copy.tokens, at) or not may_be_verb(pair.original.tokens, other):
            continue
        here, there = _verb(pair.copy, at, shared - {key}), _verb(pair.original, other, shared - {key})
        if _turned(here, there):
            yield _part(here.at, here.at + 1, there.at, there.at + 1)


def _turned(here: _Verb, there: _Verb) -> bool:
    """Whether the sides of a verb were exchanged in one voice, or the voice changed and the sides did not."""
    before, behind = here.left & there.left, here.right & there.right
    if here.passive != there.passive:
        return bool(behind) and here.by != there.by and not (here.left & there.right)
    return here.nearest in there.left and there.nearest in here.left and not before


def _once(clause: Clause) -> dict[str, int]:
    """Words that carry sense and stand once, by their stems."""
    function = lexicon().function
    found: dict[str, list[int]] = {}
    for at in range(clause.start, clause.stop):
        key = clause.tokens[at].key
        if key not in function and key[0].isalpha():
            found.setdefault(stem(key), []).append(at)
    return {key: places[0] for key, places in found.items() if len(places) == 1}


def may_be_verb(tokens: Sequence[Token], at: int) -> bool:
    """Whether a word may be a verb that does something to something: no name, no "said", no noun behind "the"."""
    token = tokens[at]
    words = lexicon()
    if token.capital or (len(token.key) < _MIN_VERB and token.key not in words.participles):
        return False
    if token.key in _SAY | words.calendar:
        return False
    if token.key.endswith(_NOUNS) and token.key not in words.participles:
        return False
    if any(other.key in _RELATIVE for other in tokens[max(0, at - 3) : at]):
        return False
    before = tokens[at - 1].key if at else ""
    return before not in ("the", "a", "an", "of", "'s", "its", "his", "her", "their", "this", "that", "in", "on")


def _verb(clause: Clause, at: int, shared: frozenset[str]) -> _Verb:
    tokens = clause.tokens
    left = {stem(token.key) for token in tokens[max(clause.start, at - _REACH) : at]}
    stop = min(clause.stop, at + _REACH + 1)
    right = [key for token in tokens[at + 1 : stop] if (key := stem(token.key)) in shared]
    by = any(tokens[place].key == "by" and not _timed(tokens, place + 1) for place in range(at + 1, stop))
    place = at - 1
    while place > clause.start and tokens[place].key in _BETWEEN:
        place -= 1
    helped = place >= clause.start and tokens[place].key in _BE
    participle = tokens[at].key.endswith(("ed", "en")) or tokens[at].key in lexicon().participles
    followed = at + 1 < stop and tokens[at + 1].key == "by"
    nearest = right[0] if right else None
    return _Verb(at, shared & left, frozenset(right), nearest, participle and (helped or followed), by)


def _timed(tokens: Sequence[Token], at: int) -> bool:
    """Whether a figure or a time stands there: "by noon" and "by 12 percent" name no doer."""
    if at >= len(tokens):
        return True
    key = tokens[at].key
    return key[0].isdigit() or key in lexicon().calendar or key in _TIMES


def _part(c0: int, c1: int, o0: int, o1: int) -> Part:
    return Part(c0, c1, o0, o1, DamageKind.MEANING_CHANGED, Severity.MEANING, Change.ACTOR)
