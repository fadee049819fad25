"""Which sentences of a copy tell what which sentences of its original tell.

Invariant: the pairs are disjoint on both sides and in the copy's order. A sentence without
enough in common with any other stands in no pair: nothing can be said of it.
"""

from __future__ import annotations

from bisect import bisect_right
from collections import Counter
from dataclasses import dataclass, replace
from functools import cached_property
from typing import TYPE_CHECKING

from provenance.tracing.damage.words.lexicon import lexicon, stem

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from provenance.tracing.damage.beside.part import Part
    from provenance.tracing.damage.words.tokens import Token

__all__ = ["Clause", "SentencePair", "alike", "clauses", "longest_rise", "sentence_pairs"]

# Share of the shorter side's content stems that the other has too, and how many they must be.
_ALIKE = 0.34
_MIN_SHARED = 2


@dataclass(frozen=True)
class Clause:
    """Some sentences in a row: tokens ``start:stop`` of one side's list."""

    tokens: tuple[Token, ...]
    start: int
    stop: int

    @cached_property
    def content(self) -> frozenset[str]:
        """The stems of its words that carry sense, figures among them."""
        function = lexicon().function
        return frozenset(stem(token.key) for token in self.inside if token.key not in function)

    @property
    def inside(self) -> tuple[Token, ...]:
        """Its own tokens."""
        return self.tokens[self.start : self.stop]


@dataclass(frozen=True, slots=True)
class SentencePair:
    """Sentences of a copy and the sentences of the original that tell the same."""

    copy: Clause
    original: Clause

    def placed(self, part: Part, *, sure: bool = True) -> Part:
        """A part whose places count from the pair's own start, in the whole passages."""
        mine, theirs = self.copy.start, self.original.start
        return replace(part, c0=part.c0 + mine, c1=part.c1 + mine, o0=part.o0 + theirs, o1=part.o1 + theirs, sure=sure)

    @property
    def alike(self) -> float:
        """Share of the shorter side's content stems that stand in both, in [0, 1]."""
        return alike(self.copy.content, self.original.content)


def sentence_pairs(copy: Sequence[Token], original: Sequence[Token]) -> tuple[SentencePair, ...]:
    """The sentences that belong together.

    Args:
        copy: tokens of a copied passage.
        original: tokens of the passage it was made from, in the copy's order of sentences.
    """
    mine, theirs = clauses(copy), clauses(original)
    links = sorted(_links(mine, theirs), key=lambda link: (-link[0], link[1], link[2]))
    groups: list[tuple[list[int], list[int]]] = []
    of_mine: dict[int, tuple[list[int], list[int]]] = {}
    of_theirs: dict[int, tuple[list[int], list[int]]] = {}
    for _, left, right in links:
        group = of_mine.get(left) or of_theirs.get(right)
        if group is None:
            group = ([left], [right])
            groups.append(group)
        elif left in of_mine and right not in of_theirs and _may_join(group, right, group[1]):
            group[1].append(right)
        elif right in of_theirs and left not in of_mine and _may_join(group, left, group[0]):
            group[0].append(left)
        else:
            continue
        of_mine[left] = of_theirs[right] = group
    return tuple(
        SentencePair(_joined(mine, lefts), _joined(theirs, rights))
        for lefts, rights in sorted(groups, key=lambda group: min(group[0]))
    )


def clauses(tokens: Sequence[Token]) -> list[Clause]:
    """The sentences of some tokens, one by one."""
    tokens = tuple(tokens)
    found: list[Clause] = []
    start = 0
    for at in range(1, len(tokens) + 1):
        if at == len(tokens) or tokens[at].sentence != tokens[start].sentence:
            found.append(Clause(tokens, start, at))
            start = at
    return found


def alike(one: frozenset[str], two: frozenset[str]) -> float:
    """Share of the shorter side's content stems that stand in both, in [0, 1]; 0 where only one does."""
    shared = len(one & two)
    return shared / min(len(one), len(two)) if shared >= _MIN_SHARED else 0.0


def _links(mine: Sequence[Clause], theirs: Sequence[Clause]) -> Iterator[tuple[float, int, int]]:
    """How alike the sentences of two sides are, those that share enough."""
    holders: dict[str, list[int]] = {}
    for right, other in enumerate(theirs):
        for word in other.content:
            holders.setdefault(word, []).append(right)
    for left, clause in enumerate(mine):
        shared = Counter(right for word in clause.content for right in holders.get(word, ()))
        for right, count in shared.items():
            if count >= _MIN_SHARED:
                score = _score(clause, theirs[right], left / len(mine), right / len(theirs))
                if score:
                    yield score, left, right


def _score(one: Clause, two: Clause, place: float, other_place: float) -> float:
    """How alike two sentences are; among equals the one at the same place."""
    found = alike(one.content, two.content)
    return found - 0.1 * abs(place - other_place) if found >= _ALIKE else 0.0


def _may_join(group: tuple[list[int], list[int]], number: int, side: list[int]) -> bool:
    """Whether a sentence stands beside the only one of its side: two may be told in one, a chain may not."""
    return len(group[0]) == len(group[1]) == 1 and abs(number - side[0]) == 1


def _joined(sentences: Sequence[Clause], numbers: Sequence[int]) -> Clause:
    return Clause(sentences[0].tokens, sentences[min(numbers)].start, sentences[max(numbers)].stop)


def longest_rise(places: Sequence[int]) -> int:
    """How many of some places stand in rising order, at most (Fredman 1975: the longest rising subsequence)."""
    ends: list[int] = []
    for place in places:
        at = bisect_right(ends, place)
        ends[at : at + 1] = [place]
    return len(ends)
