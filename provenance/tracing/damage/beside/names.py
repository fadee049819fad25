"""Names: another one in a name's place, one spelled otherwise, a part of one replaced.

Invariant: a name that the passage's original has is never a finding, and neither is one that came
or went alone: a writer says "she" for a name and a name for "she".
"""

from __future__ import annotations

import unicodedata
from itertools import takewhile
from typing import TYPE_CHECKING

from provenance.model import Change, DamageKind, Severity
from provenance.tracing.damage.beside.part import Part
from provenance.tracing.damage.beside.quantities import is_number
from provenance.tracing.damage.words.lexicon import lexicon, stem

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from provenance.tracing.damage.beside.align import Alignment, Edit
    from provenance.tracing.damage.beside.pairs import Clause, SentencePair
    from provenance.tracing.damage.words.tokens import Token

__all__ = ["exchanged_names", "is_name", "replaced_names", "similar_names"]

_SMALL = 3
# "Russia" and "Russian" are one name.
_ROOT = 4
_SIMILAR = 70.0
_SHORT = 2
_ACRONYM = 6
_PEOPLE = frozenset(("", "n", "ns", "s", "se", "sh", "c", "cs", "r", "rs", "st", "sts", "m"))
# A country has several names, and a people is another word for it.
_ALIASES = (
    frozenset(("u.s", "us", "usa", "united", "states", "america", "american", "americans")),
    frozenset(("u.k", "uk", "united", "kingdom", "britain", "british", "britons", "britain's")),
)


def is_name(tokens: Sequence[Token], at: int) -> bool:
    """Whether a token is part of a name; a sentence's first word only where the next is one too."""
    token = tokens[at]
    words = lexicon()
    if not token.capital or token.key in words.function or token.key in words.calendar or is_number(token):
        return False
    if not token.initial:
        return True
    following = tokens[at + 1] if at + 1 < len(tokens) else None
    return following is not None and following.capital and following.start - token.end == 1 and not is_number(following)


def replaced_names(alignment: Alignment, edit: Edit) -> list[Part]:
    """A name, or the kind of thing that a name is of, in place of another."""
    copy, original = alignment.copy, alignment.original
    old = [at for at in range(edit.o0, edit.o1) if is_name(original, at)]
    new = [at for at in range(edit.c0, edit.c1) if is_name(copy, at)]
    small = max(edit.c1 - edit.c0, edit.o1 - edit.o0) <= _SMALL
    if not small:
        known, said = {token.key for token in original}, {token.key for token in copy}
        new = [at for at in new if copy[at].key not in known]
        old = [at for at in old if original[at].key not in said]
    if old and new:
        return _other_name(copy, new, original, old)
    if not small or edit.c0 == edit.c1 or edit.o0 == edit.o1:
        return []
    if any(original[at].key in lexicon().titles for at in range(edit.o0, edit.o1)):
        return []
    before = edit.o0 > 0 and is_name(original, edit.o0 - 1)
    after = edit.o1 < len(original) and is_name(original, edit.o1)
    of_a_name = (before and original[edit.o0].key in lexicon().geographic) or (after and len(old) == edit.o1 - edit.o0)
    stems = {stem(token.key) for token in copy[edit.c0 : edit.c1]}
    kept = any(stem(token.key) in stems for token in original[edit.o0 : edit.o1])
    if of_a_name and not kept and not all(token.key in lexicon().function for token in copy[edit.c0 : edit.c1]):
        return [Part(edit.c0, edit.c1, edit.o0, edit.o1, DamageKind.NAME_CHANGED, Severity.FACT, Change.NAME)]
    return []


def _other_name(copy: Sequence[Token], new: list[int], original: Sequence[Token], old: list[int]) -> list[Part]:
    """Words of names in the place of others, without those that both have and without titles."""
    roots, others = {_root(original[at]) for at in old}, {_root(copy[at]) for at in new}
    if _one_country((copy[at].key for at in new), (original[at].key for at in old)):
        return []
    new = [at for at in new if _root(copy[at]) not in roots]
    old = [at for at in old if _root(original[at]) not in others and original[at].key not in lexicon().titles]
    if not (new and old):
        return []
    return [_named(copy, (new[0], new[-1] + 1), original, (old[0], old[-1] + 1))]


def _one_country(mine: Iterable[str], theirs: Iterable[str]) -> bool:
    """Whether both sides have names of one country: "American", "U.S."."""
    here, there = set(mine), set(theirs)
    return any(here & names and there & names for names in _ALIASES)


def _named(copy: Sequence[Token], mine: tuple[int, int], original: Sequence[Token], theirs: tuple[int, int]) -> Part:
    """One name for another: a fact, and who said it where both speak."""
    if _speaks(copy, mine) and _speaks(original, theirs):
        return Part(*mine, *theirs, DamageKind.ATTRIBUTION_CHANGED, Severity.MEANING, Change.SPEAKER)
    return Part(*mine, *theirs, DamageKind.NAME_CHANGED, Severity.FACT, Change.NAME)


def _speaks(tokens: Sequence[Token], name: tuple[int, int]) -> bool:
    """Whether a reporting verb stands right before or after a name: the name is a speaker's."""
    beside = [tokens[at].key for at in (name[0] - 1, name[1]) if 0 <= at < len(tokens)]
    return any(key in lexicon().reporting for key in beside)


def similar_names(pair: SentencePair, known: frozenset[str]) -> list[Part]:
    """Names that are spelled a little differently from a name of the original's sentence.

    Args:
        pair: sentences that tell the same.
        known: all words of the original article.
    """
    from rapidfuzz import fuzz

    copy, original = pair.copy.tokens, pair.original.tokens

    theirs = [
        at
        for at in range(pair.original.start, pair.original.stop)
        if len(original[at].key) > _SHORT and (is_name(original, at) or _opens(original[at]))
    ]
    mine = {token.key for token in pair.copy.inside}
    parts = []
    for at in range(pair.copy.start, pair.copy.stop):
        token = copy[at]
        if token.key in known or len(token.key) <= _SHORT or not (is_name(copy, at) or _opens(token)):
            continue
        for other in theirs:
            key = original[other].key
            if {key, token.key} & lexicon().titles:
                continue
            if key in mine or key.rstrip("s") == token.key.rstrip("s") or _of_one_place(key, token.key):
                continue
            if _turned_acronym(token, original[other]) or (
                min(len(key), len(token.key)) > _SMALL and fuzz.ratio(key, token.key) >= _SIMILAR
            ):
                parts.append(Part(at, at + 1, other, other + 1, DamageKind.NAME_CHANGED, Severity.FACT, Change.NAME))
                break
    return parts


def _opens(token: Token) -> bool:
    """Whether a token is a sentence's first word and may be a name: that shows beside the original's."""
    return token.capital and token.initial and token.key not in lexicon().function


def _of_one_place(one: str, two: str) -> bool:
    """Whether one is the adjective or the people of the other: "Canada", "Canadian"; or spelled without its accents."""
    if _plain(one) == _plain(two):
        return True
    shared = sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1], zip(one, two, strict=False)))
    root = one[:shared].rstrip("aeiouy")
    ends = {one[len(root) :].lstrip("aeiouy"), two[len(root) :].lstrip("aeiouy")}
    return len(root) > _SHORT and len(ends) > 1 and ends <= _PEOPLE


def _plain(word: str) -> str:
    """A word without accents."""
    return "".join(sign for sign in unicodedata.normalize("NFKD", word) if not unicodedata.combining(sign))


def _turned_acronym(one: Token, two: Token) -> bool:
    """Whether two short forms have the same letters: a translator turns "IMF" into "FMI"."""
    both = one.text.isupper() and two.text.isupper() and len(one.key) == len(two.key) <= _ACRONYM
    return both and one.key != two.key and sorted(one.key) == sorted(two.key)


def exchanged_names(pair: SentencePair) -> Iterator[Part]:
    """One name of the story in the place of another, in sentences that tell the same.

    Each side must have just one name that the other lacks, and these must stand alike: behind the
    same preposition, or before the same word.
    """
    mine, theirs = _runs(pair.copy), _runs(pair.original)
    said, meant = _roots(pair.copy), _roots(pair.original)
    new = [run for run in mine if not any(_root(pair.copy.tokens[at]) in meant for at in run)]
    gone = [run for run in theirs if not any(_root(pair.original.tokens[at]) in said for at in run)]
    titles = lexicon().titles
    titled = any(pair.original.tokens[at].key in titles for run in gone for at in run[:1] if len(run) == 1)
    if len(new) == 1 == len(gone) and not titled and _stand_alike(pair, new[0], gone[0]):
        keys = (
            [clause.tokens[at].key for at in run] for clause, run in ((pair.copy, new[0]), (pair.original, gone[0]))
        )
        if _one_country(*keys):
            return
        span, was = new[0], gone[0]
        yield _named(pair.copy.tokens, (span.start, span.stop), pair.original.tokens, (was.start, was.stop))


def _root(token: Token) -> str:
    return token.key[:_ROOT]


def _roots(clause: Clause) -> set[str]:
    return {_root(token) for token in clause.inside}


def _runs(clause: Clause) -> list[range]:
    """The names of some sentences, each as the places of its words."""
    found: list[range] = []
    for at in range(clause.start, clause.stop):
        if is_name(clause.tokens, at) and clause.tokens[at].key != "'s":
            if found and found[-1].stop == at:
                found[-1] = range(found[-1].start, at + 1)
            else:
                found.append(range(at, at + 1))
    return found


def _stand_alike(pair: SentencePair, one: range, two: range) -> bool:
    """Whether two names have the same word before or after them, a title or a verb, or the same preposition."""
    copy, original = pair.copy, pair.original
    for mine, theirs in ((one.start - 1, two.start - 1), (one.stop, two.stop)):
        if copy.start <= mine < copy.stop and original.start <= theirs < original.stop:
            key, other = copy.tokens[mine].key, original.tokens[theirs].key
            if stem(key) == stem(other) and key not in ("the", "a", "and", "of", "'s"):
                return True
    return False
