"""Who stands behind a statement, and how firmly: sources, stands and hedges.

Invariant: one word of reporting for another ("said", "told") is no change; "claimed" or
"admitted" for "said" is, and so is a plan or a suspicion told as a fact.
"""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from provenance.model import Change, DamageKind, Severity
from provenance.tracing.damage.beside.actors import may_be_verb
from provenance.tracing.damage.beside.pairs import alike, clauses
from provenance.tracing.damage.beside.part import Part
from provenance.tracing.damage.beside.reach import anchors
from provenance.tracing.damage.words.lexicon import lexicon, stem

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from provenance.tracing.damage.beside.align import Alignment, Edit
    from provenance.tracing.damage.beside.pairs import SentencePair
    from provenance.tracing.damage.words.tokens import Token

__all__ = ["certainty", "claims_as_facts", "firmer_verbs", "hardened_words", "sources", "unattributed"]

_LONGEST_SOURCE = 12
_HEDGE_REACH = 2
_SMALL = 3
_MODAL_REACH = 4
_ALIKE = 0.4
_CLOSE = 0.75
_SAME = 0.9
_SAID = frozenset(("said", "says", "say", "according"))
_LEAST_CLAIM = 3
_COME = frozenset(("come", "comes", "came", "coming"))
_EXPECTED = frozenset(("expected", "likely", "due", "believed", "planned", "scheduled", "set", "hoped", "thought"))
# The longest run of words that is shown as one change.
_LONGEST = 8


def sources(alignment: Alignment, edit: Edit) -> list[Part]:
    """A verb that reports made one that takes a stand, or the speaker gone."""
    copy, original, words = alignment.copy, alignment.original, lexicon()
    verbs = words.reporting | words.standing
    mine = [at for at in range(edit.c0, edit.c1) if copy[at].key in verbs]
    theirs = [at for at in range(edit.o0, edit.o1) if original[at].key in verbs]
    for at in mine:
        for other in theirs:
            one, two = copy[at].key, original[other].key
            if stem(one) != stem(two) and (one in words.reporting) != (two in words.reporting):
                return [_changed(at, at + 1, other, other + 1, Change.STANCE)]
    lost = [at for at in range(edit.o0, edit.o1) if original[at].key in words.attributions]
    longer = 0 < edit.c1 - edit.c0 < edit.o1 - edit.o0 - 1 <= _LONGEST_SOURCE
    if not mine and lost and longer and not _attributed(alignment, edit.c0):
        return [_changed(edit.c0, min(edit.c1, edit.c0 + _LONGEST), edit.o0, edit.o1, Change.REMOVED)]
    return []


def _attributed(alignment: Alignment, at: int) -> bool:
    """Whether the sentence around a token, or the one before or after it, still names who says it."""
    words = lexicon()
    verbs = words.reporting | words.standing | words.attributions
    number = alignment.copy[at].sentence
    return any(token.key in verbs for token in alignment.copy if abs(token.sentence - number) <= 1)


def _changed(c0: int, c1: int, o0: int, o1: int, change: Change) -> Part:
    return Part(c0, c1, o0, o1, DamageKind.ATTRIBUTION_CHANGED, Severity.MEANING, change)


def certainty(alignment: Alignment, edit: Edit) -> list[Part]:
    """A plan, a suspicion or a possibility told as a fact, or the other way about."""
    copy, original, words = alignment.copy, alignment.original, lexicon()
    if edit.c0 == edit.c1:
        return []
    said = {token.key for token in copy}
    held = any(copy[at].key in words.hedges | words.future | words.possible for at in range(edit.c0, edit.c1))
    for at in range(edit.o0, edit.o1):
        if not held and _holds_back(original, at) and original[at].key not in said:
            return [_certain(edit.c0, min(edit.c1, edit.c0 + _LONGEST), edit)]
    classes = (words.future, words.possible, words.past)
    small = max(edit.c1 - edit.c0, edit.o1 - edit.o0) <= _SMALL
    # of a longer edit only the first words stand for each other
    stop, other_stop = (edit.c1, edit.o1) if small else (edit.c0 + 1, min(edit.o1, edit.o0 + 1))
    for at in range(edit.c0, stop):
        mine = [kind for kind in classes if copy[at].key in kind]
        theirs = [kind for place in range(edit.o0, other_stop) for kind in classes if original[place].key in kind]
        if mine and theirs and mine[0] not in theirs:
            change = Change.CERTAINTY if words.possible in (*mine, *theirs) else Change.TENSE
            return [_certain(at, at + 1, edit, change)]
    return []


def _holds_back(tokens: Sequence[Token], at: int) -> bool:
    """Whether a word holds a statement back: "alleged", "nearly", or "come close to"."""
    if tokens[at].key == "close":
        return at > 0 and tokens[at - 1].key in _COME
    return tokens[at].key in lexicon().hedges


def _certain(c0: int, c1: int, edit: Edit, change: Change = Change.CERTAINTY) -> Part:
    return Part(c0, c1, edit.o0, edit.o1, DamageKind.MEANING_CHANGED, Severity.MEANING, change)


def hardened_words(copy: Sequence[Token], original: Sequence[Token]) -> list[Part]:
    """Words that the original holds back ("threatened to strike") and the copy does not; needs no alignment."""
    words = lexicon()
    doubts = words.hedges | words.future | words.possible | words.negations
    if not any(token.key in words.hedges for token in original):
        return []
    theirs = anchors(original)
    turns = []
    for key, at in anchors(copy).items():
        other = theirs.get(key)
        if other is None or not original[other].key.isalpha() or copy[at].capital:
            continue
        near = range(max(0, other - _HEDGE_REACH), other)
        hedge = next((place for place in near if original[place].key in words.hedges), None)
        if hedge is None or original[hedge].sentence != original[other].sentence:
            continue
        if not any(token.sentence == copy[at].sentence and token.key in doubts for token in copy):
            turns.append(
                Part(at, at + 1, hedge, other + 1, DamageKind.MEANING_CHANGED, Severity.MEANING, Change.CERTAINTY)
            )
    return turns


def firmer_verbs(pair: SentencePair) -> list[Part]:
    """Verbs that may happen in the original and will, or did, in the copy: "may testify", "will testify"."""
    words = lexicon()
    copy, original = pair.copy.tokens, pair.original.tokens
    held = words.possible | words.hedges | words.claims | _EXPECTED
    verbs = _once(pair.copy.inside)
    parts = []
    for other in range(pair.original.start, pair.original.stop):
        if original[other].key not in words.possible and not _expected(original, other):
            continue
        verb = _verb_behind(original, other, pair.original.stop)
        if verb is None or (at := verbs.get(stem(original[verb].key))) is None:
            continue
        at += pair.copy.start
        near = range(max(pair.copy.start, at - _MODAL_REACH), at)
        firm = next((place for place in near if copy[place].key in words.future or copy[place].key == "must"), None)
        if any(token.key in held for token in pair.copy.inside):
            continue
        if firm is None and pair.alike < _CLOSE:
            continue
        place = at if firm is None else firm
        possible = original[other].key in words.possible
        span = (place, place + 1, other, other + 1 if possible else verb)
        # what was expected may have happened since
        sure = firm is not None or (possible and may_be_verb(copy, at))
        parts.append(Part(*span, DamageKind.MEANING_CHANGED, Severity.MEANING, Change.CERTAINTY, sure))
    return parts


def unattributed(pair: SentencePair) -> list[Part]:
    """A statement whose source is gone from a sentence that is else the same: the fluid leaked, as officials said."""
    words = lexicon()
    verbs = words.reporting | words.standing | words.attributions | words.claims
    mine, theirs = pair.copy.inside, pair.original.inside
    if pair.alike < _SAME or any(token.key in verbs or token.quoted for token in mine):
        return []
    said = next((at for at, token in enumerate(theirs) if token.key in _SAID and not token.quoted), None)
    around = [token for token in pair.copy.tokens if token.block == mine[0].block]
    if said is None or any(token.key in verbs for token in around):
        return []
    part = Part(0, 1, said, said + 1, DamageKind.ATTRIBUTION_CHANGED, Severity.MEANING, Change.CLAIM)
    return [pair.placed(part, sure=False)]


def _once(tokens: Sequence[Token]) -> dict[str, int]:
    """The words that stand once, by their stems."""
    counts = Counter(stem(token.key) for token in tokens)
    return {key: at for at, token in enumerate(tokens) if counts[key := stem(token.key)] == 1}


def _expected(tokens: Sequence[Token], at: int) -> bool:
    """Whether "expected to" and the like stand there."""
    following = tokens[at + 1].key if at + 1 < len(tokens) else ""
    return tokens[at].key in _EXPECTED and following == "to"


def _verb_behind(tokens: Sequence[Token], at: int, stop: int) -> int | None:
    function = lexicon().function
    near = range(at + 1, min(stop, at + 1 + _MODAL_REACH))
    return next((place for place in near if tokens[place].key not in function), None)


def claims_as_facts(copy: Sequence[Token], original: Sequence[Token]) -> Iterator[Part]:
    """What the original holds at arm's length ("allegedly", "may have", "he denied"), told as a fact.

    A sentence that names who says it, or that is quoted, tells no fact.

    Args:
        copy: tokens of a copied passage.
        original: tokens of the passage it was made from.
    """
    words = lexicon()
    said = words.reporting | words.standing | words.attributions | words.claims | words.possible
    theirs = clauses(original)
    for clause in clauses(copy):
        if any(token.key in said or token.quoted for token in clause.inside):
            continue
        source = max(theirs, key=lambda other: (alike(clause.content, other.content), -other.start), default=None)
        if source is None or alike(clause.content, source.content) < _ALIKE:
            continue
        tokens = source.tokens
        places = range(source.start, source.stop)
        claim = next((at for at in places if _claims(tokens, at) and not tokens[at].quoted), None)
        shared = [at for at in range(clause.start, clause.stop) if stem(clause.tokens[at].key) in source.content]
        if claim is not None and len(shared) >= _LEAST_CLAIM:
            span = (shared[0], shared[-1] + 1, claim, source.stop)
            yield Part(*span, DamageKind.MEANING_CHANGED, Severity.MEANING, Change.CLAIM)


def _claims(tokens: Sequence[Token], at: int) -> bool:
    """Whether a word holds a claim at arm's length: "allegedly", "denied", or "may have"."""
    words = lexicon()
    following = tokens[at + 1].key if at + 1 < len(tokens) else ""
    return tokens[at].key in words.claims or (tokens[at].key in words.possible and following == "have")
