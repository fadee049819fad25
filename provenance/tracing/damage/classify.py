"""What an edit did to the sense: numbers, negations, quantities, names, sources, wording.

Invariant: the parts that an edit is cut into are disjoint and each holds at least one token of
the copy; a fact is named by the tokens that carry it and by no more.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from provenance.characters import signs_a_word
from provenance.model import DamageKind, Severity
from provenance.tracing.damage.lexicon import lexicon, stem
from provenance.tracing.damage.opposites import in_set_phrase
from provenance.tracing.damage.polarity import opposites, turned_edit
from provenance.tracing.damage.quantities import is_number, unit

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from provenance.tracing.damage.align import Alignment, Edit
    from provenance.tracing.damage.words import Token

__all__ = ["Part", "classify", "similar_names", "swapped", "without_overlaps"]

# The longest run of words that is shown as one change.
_LONGEST = 8
_SMALL = 3
# "Russia" and "Russian" are one name.
_ROOT = 4
_LONGEST_SOURCE = 12
_SIMILAR_NAME = 70.0


@dataclass(frozen=True, slots=True)
class Part:
    """Copy tokens ``c0:c1``, what became of them, and the original tokens ``o0:o1``."""

    c0: int
    c1: int
    o0: int
    o1: int
    kind: DamageKind
    severity: Severity


def without_overlaps(parts: Iterable[Part], taken: Sequence[Part] = ()) -> list[Part]:
    """The parts that claim no word of an earlier one."""
    kept: list[Part] = []
    for part in parts:
        if not any(part.c0 < other.c1 and other.c0 < part.c1 for other in (*taken, *kept)):
            kept.append(part)
    return kept


def classify(alignment: Alignment, edit: Edit, taken: Sequence[Part]) -> list[Part]:
    """Cut an edit into changes, the gravest first to claim its words.

    Args:
        alignment: what the edit belongs to.
        edit: a run of words that stands for another.
        taken: changes that claimed their words before.
    """
    graver = (
        _dates(alignment, edit),
        _polarity(alignment, edit),
        _names(alignment, edit),
        _sources(alignment, edit),
        _certainty(alignment, edit),
    )
    parts = without_overlaps((part for group in graver for part in group), taken)
    if _wording_changed(alignment, edit):
        parts.extend(_rest(alignment, edit, (*taken, *parts)))
    return parts


def _dates(alignment: Alignment, edit: Edit) -> list[Part]:
    """Weekdays, months and units in place of others, and "to 17" made "by 17"."""
    copy, original, calendar = alignment.copy, alignment.original, lexicon().calendar
    days = {original[at].key: at for at in range(edit.o0, edit.o1) if original[at].key in calendar}
    units = {name: at for at in range(edit.o0, edit.o1) if (name := unit(original[at]))}
    parts = []
    for at in range(edit.c0, edit.c1):
        name = unit(copy[at])
        if copy[at].key in calendar and days and copy[at].key not in days:
            other = next(iter(days.values()))
        elif name and units and name not in units and name not in {unit(token) for token in original}:
            other = next(iter(units.values()))
        else:
            continue
        parts.append(Part(at, at + 1, other, other + 1, DamageKind.NUMBER_CHANGED, Severity.FACT))
    dated = edit.c1 < len(copy) and (is_number(copy[edit.c1]) or copy[edit.c1].key in calendar)
    before_number = dated and edit.c1 - edit.c0 == 1 == edit.o1 - edit.o0
    if before_number and {copy[edit.c0].key, original[edit.o0].key} in ({"by", "to"}, {"from", "to"}, {"until", "on"}):
        parts.append(Part(edit.c0, edit.c1, edit.o0, edit.o1, DamageKind.NUMBER_CHANGED, Severity.FACT))
    return parts


def _polarity(alignment: Alignment, edit: Edit) -> list[Part]:
    """A negation or quantity that came, went or turned, or a word in place of its opposite."""
    turns = turned_edit(alignment, edit) or opposites(alignment, edit)
    return [Part(t.c0, t.c1, t.o0, t.o1, DamageKind.POLARITY, Severity.MEANING) for t in turns]


def _is_name(tokens: Sequence[Token], at: int) -> bool:
    """Whether a token is part of a name; a sentence's first word only where the next is one too."""
    token = tokens[at]
    words = lexicon()
    if not token.capital or token.key in words.function or token.key in words.calendar or is_number(token):
        return False
    if not token.initial:
        return True
    following = tokens[at + 1] if at + 1 < len(tokens) else None
    return following is not None and following.capital and following.start - token.end == 1 and not is_number(following)


def _names(alignment: Alignment, edit: Edit) -> list[Part]:
    """A name, or the kind of thing that a name is of, in place of another."""
    copy, original = alignment.copy, alignment.original
    old = [at for at in range(edit.o0, edit.o1) if _is_name(original, at)]
    new = [at for at in range(edit.c0, edit.c1) if _is_name(copy, at)]
    small = max(edit.c1 - edit.c0, edit.o1 - edit.o0) <= _SMALL
    if not small:
        known = {token.key for token in original}
        new = [at for at in new if copy[at].key not in known]
    if old and new:
        roots = {original[at].key[:_ROOT] for at in old}
        if any(copy[at].key[:_ROOT] in roots for at in new):
            return []
        span = (new[0], new[-1] + 1, old[0], old[-1] + 1)
        if _speaks(copy, span[:2]) and _speaks(original, span[2:]):
            return [Part(*span, DamageKind.ATTRIBUTION_CHANGED, Severity.MEANING)]
        return [Part(*span, DamageKind.NAME_CHANGED, Severity.FACT)]
    if not small or edit.c0 == edit.c1 or edit.o0 == edit.o1:
        return []
    before = edit.o0 > 0 and _is_name(original, edit.o0 - 1)
    after = edit.o1 < len(original) and _is_name(original, edit.o1)
    of_a_name = (before and original[edit.o0].key in lexicon().geographic) or (after and len(old) == edit.o1 - edit.o0)
    if of_a_name and not all(token.key in lexicon().function for token in copy[edit.c0 : edit.c1]):
        return [Part(edit.c0, edit.c1, edit.o0, edit.o1, DamageKind.NAME_CHANGED, Severity.FACT)]
    return []


def _speaks(tokens: Sequence[Token], name: tuple[int, int]) -> bool:
    """Whether a reporting verb stands right before or after a name: the name is a speaker's."""
    beside = [tokens[at].key for at in (name[0] - 1, name[1]) if 0 <= at < len(tokens)]
    return any(key in lexicon().reporting for key in beside)


def similar_names(copy: Sequence[Token], original: Sequence[Token], known: frozenset[str]) -> list[Part]:
    """Names that are spelled a little differently from a name of the original.

    Args:
        copy: tokens of the copied passage.
        original: tokens of the passage it was made from.
        known: all words of the original article.
    """
    from rapidfuzz import fuzz

    theirs = [at for at, token in enumerate(original) if _is_name(original, at) and len(token.key) > _SMALL]
    mine = {token.key for token in copy}
    parts = []
    for at, token in enumerate(copy):
        if not _is_name(copy, at) or token.key in known or len(token.key) <= _SMALL:
            continue
        for other in theirs:
            key = original[other].key
            if key not in mine and stem(key) != stem(token.key) and fuzz.ratio(key, token.key) >= _SIMILAR_NAME:
                parts.append(Part(at, at + 1, other, other + 1, DamageKind.NAME_CHANGED, Severity.FACT))
                break
    return parts


def _sources(alignment: Alignment, edit: Edit) -> list[Part]:
    """A verb that reports made one that takes a stand, or the speaker gone."""
    copy, original, words = alignment.copy, alignment.original, lexicon()
    verbs = words.reporting | words.standing
    mine = [at for at in range(edit.c0, edit.c1) if copy[at].key in verbs]
    theirs = [at for at in range(edit.o0, edit.o1) if original[at].key in verbs]
    for at in mine:
        for other in theirs:
            one, two = copy[at].key, original[other].key
            if stem(one) != stem(two) and not (one in words.reporting and two in words.reporting):
                return [Part(at, at + 1, other, other + 1, DamageKind.ATTRIBUTION_CHANGED, Severity.MEANING)]
    lost = [at for at in range(edit.o0, edit.o1) if original[at].key in words.attributions]
    longer = 0 < edit.c1 - edit.c0 < edit.o1 - edit.o0 - 1 <= _LONGEST_SOURCE
    if not mine and lost and longer:
        stop = min(edit.c1, edit.c0 + _LONGEST)
        return [Part(edit.c0, stop, edit.o0, edit.o1, DamageKind.ATTRIBUTION_CHANGED, Severity.MEANING)]
    return []


def _certainty(alignment: Alignment, edit: Edit) -> list[Part]:
    """A plan, a suspicion or a possibility told as a fact, or the other way about."""
    copy, original, words = alignment.copy, alignment.original, lexicon()
    if edit.c0 == edit.c1:
        return []
    said = {token.key for token in copy}
    held = any(copy[at].key in words.hedges | words.future | words.possible for at in range(edit.c0, edit.c1))
    for at in range(edit.o0, edit.o1):
        if not held and original[at].key in words.hedges and original[at].key not in said:
            stop = min(edit.c1, edit.c0 + _LONGEST)
            return [Part(edit.c0, stop, edit.o0, edit.o1, DamageKind.MEANING_CHANGED, Severity.MEANING)]
    classes = (words.future, words.possible, words.past)
    for at in range(edit.c0, edit.c1):
        mine = [kind for kind in classes if copy[at].key in kind]
        theirs = [kind for place in range(edit.o0, edit.o1) for kind in classes if original[place].key in kind]
        if mine and theirs and mine[0] not in theirs:
            return [Part(at, at + 1, edit.o0, edit.o1, DamageKind.MEANING_CHANGED, Severity.MEANING)]
    return []


def swapped(alignment: Alignment) -> list[Part]:
    """Who did it to whom: words that changed places with those of another edit in the sentence."""
    copy, original, words, calendar = alignment.copy, alignment.original, lexicon().function, lexicon().calendar

    def content(tokens: Sequence[Token]) -> set[str]:
        return {stem(token.key) for token in tokens if token.key not in words and token.key not in calendar}

    sides = [
        (edit, copy[edit.c0].sentence, mine, theirs)
        for edit in alignment.edits
        if edit.c0 < edit.c1 and edit.o0 < edit.o1
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
            between = copy[min(edit.c0, other.c0) : max(edit.c1, other.c1)]
            if all(token.key != "by" for token in between):
                parts.append(Part(edit.c0, edit.c1, edit.o0, edit.o1, DamageKind.MEANING_CHANGED, Severity.MEANING))
    return parts


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
    parts: list[Part] = []
    at = edit.c0
    while at < edit.c1:
        end = at
        while end < edit.c1 and end - at < _LONGEST and end not in claimed and _same_place(copy[at], copy[end]):
            end += 1
        if any(token.key not in lexicon().function for token in copy[at:end]):
            parts.append(_wording(alignment, edit, at, end))
        at = max(end, at + 1)
    return parts


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
    return Part(c0, c1, edit.o0, edit.o1, kind, severity)


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
