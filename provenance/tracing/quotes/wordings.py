"""Two wordings of one quotation: whether they agree, and in which words they differ.

Invariant: agreeing is symmetric. Less of a quotation is no other wording: a part of it, the end of
one with the beginning of the other, or parts with a mark between them where words were left out.
Spelling, numbers as words and style make no difference, because words are compared by their keys.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from enum import StrEnum
from itertools import pairwise
from typing import TYPE_CHECKING

from provenance.tracing.damage.words.lexicon import lexicon

if TYPE_CHECKING:
    from collections.abc import Sequence

    from provenance.tracing.quotes.spoken import Word

__all__ = ["Change", "Differing", "Form", "agree", "differences", "form_of", "window"]

# The end of one quotation is the beginning of another from so many words on.
_OVERLAP = 4
# Where an altered part of a longer quotation is looked for: in so much more than its length.
_SLACK = 1.2
# Of the shorter one so many words stand in the other, and of each part; else these are different parts of a speech.
_KEPT = 0.35
# longer ones are compared by their beginnings
_LONGEST = 1500


class Change(StrEnum):
    """In what two wordings differ; the gravest first."""

    NEGATION = "negation_changed"
    NUMBER = "numbers_changed"
    WORDS = "words_changed"
    CUT = "cut_without_mark"


@dataclass(frozen=True, slots=True)
class Differing:
    """Words ``copy[c0:c1]`` stand where the other wording has ``other[o0:o1]``; one may be empty."""

    change: Change
    c0: int
    c1: int
    o0: int
    o1: int


@dataclass(frozen=True, slots=True)
class Form:
    """A wording ready to be held against many others: its keys, and its unbroken parts."""

    keys: list[str]
    flat: str
    parts: list[list[str]]
    flat_parts: list[str]


def form_of(words: Sequence[Word]) -> Form:
    """The form of a wording."""
    parts: list[list[str]] = []
    for word in words:
        if word.broken or not parts:
            parts.append([])
        parts[-1].append(word.key)
    keys = [word.key for word in words]
    return Form(keys, _flat(keys), parts, [_flat(part) for part in parts])


def agree(one: Form, other: Form) -> bool:
    """Whether two wordings may be of one utterance, word for word."""
    return _stands_in(one, other) or _stands_in(other, one)


def _stands_in(one: Form, other: Form) -> bool:
    """Whether all unbroken parts of one wording stand in the other in their order, or run over its ends."""
    at = 0
    last = len(one.parts) - 1
    for number, part in enumerate(one.flat_parts):
        found = other.flat.find(part, at)
        if found < 0 and number == 0 and (run := _run(one.parts[number], other.keys)):
            at = len(_flat(other.keys[:run])) - 1
        elif found < 0 and number == last and _run(other.keys, one.parts[number]):
            return True
        elif found < 0:
            return False
        else:
            at = found + len(part) - 1
    return bool(one.parts)


def _flat(keys: Sequence[str]) -> str:
    return f" {' '.join(keys)} "


def _run(one: list[str], other: list[str]) -> int:
    """How many words, four and more, end the one and begin the other; 0 where none do."""
    if not other or other[0] not in one:
        return 0
    longest = min(len(one), len(other)) - 1
    return next((n for n in range(longest, _OVERLAP - 1, -1) if one[-n] == other[0] and one[-n:] == other[:n]), 0)


def window(keys: Sequence[str], whole: Sequence[str]) -> tuple[int, int]:
    """Where in a longer wording a shorter one may stand: the stretch that has most of its words."""
    size = int(len(keys) * _SLACK) + 2
    if len(whole) <= size:
        return 0, len(whole)
    wanted = Counter(keys)
    held: Counter[str] = Counter()
    count = best = start = 0
    for at, key in enumerate(whole):
        held[key] += 1
        count += held[key] <= wanted[key]
        if at >= size:
            gone = whole[at - size]
            count -= held[gone] <= wanted[gone]
            held[gone] -= 1
        if count > best:
            best, start = count, max(0, at - size + 1)
    return start, start + size


def differences(copy: Sequence[Word], other: Sequence[Word]) -> tuple[Differing, ...]:
    """In which words a wording differs from another one, in the order of the copy.

    Args:
        copy: the words of a quotation.
        other: the words that it should have.

    Returns:
        None for wordings that agree, or that have next to nothing in common.
    """
    from rapidfuzz.distance import Levenshtein

    if agree(form_of(copy), form_of(other)):
        return ()
    copy, other = copy[:_LONGEST], other[:_LONGEST]
    mine, theirs = [word.key for word in copy], [word.key for word in other]
    m0, m1 = window(theirs, mine) if len(mine) > len(theirs) else (0, len(mine))
    t0, t1 = window(mine, theirs) if len(theirs) > len(mine) else (0, len(theirs))
    edits: list[list[int]] = []
    kept = [False] * len(mine)
    for code in Levenshtein.opcodes(mine[m0:m1], theirs[t0:t1]):
        edit = [m0 + code.src_start, m0 + code.src_end, t0 + code.dest_start, t0 + code.dest_end]
        if code.tag == "equal":
            kept[m0 + code.src_start : m0 + code.src_end] = [True] * (code.src_end - code.src_start)
            continue
        if edits and (edits[-1][1], edits[-1][3]) == (edit[0], edit[2]):
            edits[-1][1], edits[-1][3] = edit[1], edit[3]
        else:
            edits.append(edit)
    if sum(kept) < _KEPT * min(len(mine), len(theirs)):
        return ()
    parts = [part for a, b, c, d in edits for part in _parted(copy, other, (a, b), (c, d))]
    found = [Differing(_change(copy[a:b], other[c:d]), a, b, c, d) for a, b, c, d in parts]
    foreign = _foreign(copy, kept)
    return tuple(
        each
        for each in found
        if not _is_excused(each, copy, other, (m0, m1), (t0, t1))
        and not (each.c0 < each.c1 and foreign.issuperset(range(each.c0, each.c1)))
    )


def _foreign(copy: Sequence[Word], kept: Sequence[bool]) -> frozenset[int]:
    """The words of a quotation's parts that the other one does not have: another part of the speech."""
    starts = [at for at, word in enumerate(copy) if word.broken or not at]
    parts = [range(start, end) for start, end in pairwise((*starts, len(copy)))]
    return frozenset(at for part in parts if sum(kept[at] for at in part) < _KEPT * len(part) for at in part)


def _parted(
    copy: Sequence[Word], other: Sequence[Word], mine: tuple[int, int], theirs: tuple[int, int]
) -> list[tuple[int, int, int, int]]:
    """Differing words, parted where both quotations are interrupted."""
    at = next((place for place in range(mine[0] + 1, mine[1]) if copy[place].broken), None)
    there = next((place for place in range(theirs[0] + 1, theirs[1]) if other[place].broken), None)
    if at is None or there is None:
        return [(*mine, *theirs)]
    return [(mine[0], at, theirs[0], there), *_parted(copy, other, (at, mine[1]), (there, theirs[1]))]


def _is_excused(
    each: Differing, copy: Sequence[Word], other: Sequence[Word], mine: tuple[int, int], theirs: tuple[int, int]
) -> bool:
    """Whether words that only one side has may be missing: at an end, or where a mark says so."""
    first = each.c0 <= mine[0] and each.o0 <= theirs[0]
    if each.c0 < each.c1 and each.o0 < each.o1:
        # “the enemy of all” for “he calls us enemy of all”
        return first and all(word.key in lexicon().function for word in copy[each.c0 : each.c1])
    last = each.c1 >= mine[1] and each.o1 >= theirs[1]
    if first or last:
        return True
    side, at = (copy, each.c0) if each.c0 == each.c1 else (other, each.o0)
    return at < len(side) and side[at].broken


def _change(mine: Sequence[Word], theirs: Sequence[Word]) -> Change:
    negations = lexicon().negations
    if sum(word.key in negations for word in mine) != sum(word.key in negations for word in theirs):
        return Change.NEGATION
    if _figures(mine) != _figures(theirs):
        return Change.NUMBER
    return Change.WORDS if mine else Change.CUT


def _figures(words: Sequence[Word]) -> list[str]:
    """The figures and number words; "one" is too common to count."""
    return sorted(word.key for word in words if word.key[:1].isdigit() and word.text.casefold() != "one")
