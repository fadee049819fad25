"""The same quotation across articles.

Invariant: what belongs together depends on the wordings, who says them and which paragraphs are
one another's copies, never on the order of the articles. The longest wording comes first and
gathers its parts and its altered forms; two parts of one speech that share nothing stay apart, and
so do two quotations that have no more than a short part in common.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING

from provenance.tracing.damage.words.lexicon import lexicon
from provenance.tracing.quotes.names import surname
from provenance.tracing.quotes.wordings import agree, form_of, window

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from provenance.tracing.quotes.spoken import Spoken
    from provenance.tracing.quotes.wordings import Form

__all__ = ["NO_NEIGHBOURS", "Occurrence", "Place", "gather"]

Place = tuple[int, int]
"""A paragraph: an article's number and the position of a block."""
NO_NEIGHBOURS: Mapping[Place, frozenset[Place]] = {}

# Of the shorter wording's words so many stand in the other, in order and close together.
_SAME = 0.75
# Of its content words, where one speaker says both; and where one paragraph is the other's copy.
_SAME_SPEAKER = 0.5
_SAME_PLACE = 0.3
# or of all words so many: a spinner leaves those that are no content
_SAME_FRAME = 0.4
_LEAST_CONTENT = 3
# A shorter one is common to many ("the enemy of the people"): it has to be whole, or said by the same speaker.
_LONG = 8
# A word of more wordings than this leads to none of them, and so many are compared at most.
_CROWDED = 200
_COMPARED = 12
# What joins two longer wordings is itself nearly as long.
_JOINS = 0.6


@dataclass(frozen=True, slots=True)
class Occurrence:
    """A quotation and the number of the article that it stands in."""

    article: int
    spoken: Spoken


@dataclass(frozen=True, slots=True)
class _Wording:
    """A wording with all its occurrences; its ``form`` is broken wherever one of these is."""

    keys: tuple[str, ...]
    form: Form
    content: frozenset[str]
    speakers: frozenset[str]
    near: frozenset[tuple[str, ...]]
    occurrences: tuple[Occurrence, ...]


def gather(
    speeches: Mapping[int, Sequence[Spoken]], neighbours: Mapping[Place, frozenset[Place]] = NO_NEIGHBOURS
) -> tuple[tuple[Occurrence, ...], ...]:
    """Bring the quotations of some articles together.

    Args:
        speeches: the quotations of each article, by its number.
        neighbours: the paragraphs that a paragraph is matched with, in either direction.

    Returns:
        For each utterance its occurrences, by article and place; the utterances by their longest wording.
    """
    return _Gathering().of(_wordings(speeches, neighbours))


class _Gathering:
    """Utterances while wordings come to them, the longest first."""

    def __init__(self) -> None:
        self._holders: dict[str, list[int]] = defaultdict(list)
        self._heads: list[_Wording] = []
        self._members: dict[int, list[_Wording]] = {}
        self._home: dict[tuple[str, ...], int] = {}
        self._often: dict[int, _Wording] = {}
        self._known: dict[tuple[str, ...], _Wording] = {}

    def of(self, wordings: Sequence[_Wording]) -> tuple[tuple[Occurrence, ...], ...]:
        """All utterances of some wordings."""
        for wording in wordings:
            homes = self._homes(wording)
            if homes:
                self._join(wording, homes)
            else:
                self._found(wording)
        return tuple(_sorted(each for one in members for each in one.occurrences) for members in self._members.values())

    def _found(self, wording: _Wording) -> None:
        number = len(self._heads)
        self._heads.append(wording)
        self._members[number] = [wording]
        self._add(wording, number)
        for key in wording.content:
            self._holders[key].append(number)

    def _join(self, wording: _Wording, homes: Sequence[tuple[float, int]]) -> None:
        """Add a wording to the utterance most like it; others that it holds nearly whole are the same one."""
        same = {number for _, number in homes if len(wording.keys) >= _JOINS * len(self._heads[number].keys)}
        first, *others = sorted(same | {homes[0][1]})
        for other in others:
            self._members[first] += self._members[other]
            for moved in self._members.pop(other):
                self._home[moved.keys] = first
            self._often[first] = max(self._often[first], self._often.pop(other), key=_frequency)
        self._members[first].append(wording)
        self._add(wording, first)

    def _add(self, wording: _Wording, number: int) -> None:
        self._home[wording.keys] = number
        self._known[wording.keys] = wording
        self._often[number] = max(self._often.get(number, wording), wording, key=_frequency)

    def _homes(self, wording: _Wording) -> list[tuple[float, int]]:
        """The utterances that a wording may belong to, by how much alike, the most first."""
        near = {self._home[keys] for keys in wording.near if keys in self._home}
        shared = Counter(
            self._home[self._heads[head].keys]
            for key in wording.content
            if len(self._holders[key]) <= _CROWDED
            for head in self._holders[key]
        )
        most = sorted(shared, key=lambda number: (-shared[number], number))[:_COMPARED]
        found = [(self._likeness(wording, number, beside=number in near), number) for number in {*most, *near}]
        return sorted((each for each in found if each[0] > 0), key=lambda each: (-each[0], each[1]))

    def _likeness(self, wording: _Wording, number: int, *, beside: bool) -> float:
        """How much alike a wording is to the longest or most frequent one of an utterance, or to a neighbour there."""
        kin = [self._known[keys] for keys in sorted(wording.near) if self._home.get(keys) == number][:_COMPARED]
        others = {each.keys: each for each in (self._heads[number], self._often[number], *kin)}
        return max(_alike(wording, other, beside=beside) for other in others.values())


def _frequency(wording: _Wording) -> tuple[int, tuple[str, ...]]:
    return len(wording.occurrences), wording.keys


def _sorted(occurrences: Iterable[Occurrence]) -> tuple[Occurrence, ...]:
    return tuple(sorted(occurrences, key=lambda each: (each.article, each.spoken.start)))


def _wordings(speeches: Mapping[int, Sequence[Spoken]], neighbours: Mapping[Place, frozenset[Place]]) -> list[_Wording]:
    """The different wordings, the longest first."""
    function = lexicon().function
    found: dict[tuple[str, ...], list[Occurrence]] = defaultdict(list)
    at: dict[Place, list[tuple[str, ...]]] = defaultdict(list)
    for article, speech in speeches.items():
        for spoken in speech:
            if spoken.words:
                found[spoken.keys].append(Occurrence(article, spoken))
                at[article, spoken.block].append(spoken.keys)
    made = []
    for keys, occurrences in found.items():
        places = {(each.article, each.spoken.block) for each in occurrences}
        near = {
            other
            for place in places
            for neighbour in neighbours.get(place, ())
            if len(at.get(neighbour, ())) == 1 == len(at[place])
            for other in at[neighbour]
        }
        speakers = {surname(each.spoken.speaker) for each in occurrences if each.spoken.speaker is not None}
        content = frozenset(keys) - function or frozenset(keys)
        broken = [any(marks) for marks in zip(*([w.broken for w in o.spoken.words] for o in occurrences), strict=True)]
        form = form_of(
            [word._replace(broken=mark) for word, mark in zip(occurrences[0].spoken.words, broken, strict=True)]
        )
        made.append(_Wording(keys, form, content, frozenset(speakers), frozenset(near), _sorted(occurrences)))
    return sorted(made, key=lambda wording: (-len(wording.keys), wording.keys))


def _alike(one: _Wording, other: _Wording, *, beside: bool) -> float:
    """How alike two wordings are, in (0, 1]; 0 where they are not of one utterance."""
    from rapidfuzz.distance import LCSseq

    short, long = sorted((one.keys, other.keys), key=len)
    start, end = window(short, long)
    common = LCSseq.similarity(short, long[start:end]) / len(short)
    speaks = bool(one.speakers & other.speakers)
    if agree(one.form, other.form) or (common >= _SAME and (speaks or beside or len(short) >= _LONG)):
        return max(common, _SAME)
    if beside and common >= _SAME_FRAME:
        return common
    function = lexicon().function
    mine = [key for key in short if key not in function]
    if len(mine) < _LEAST_CONTENT:
        return 0.0
    content = LCSseq.similarity(mine, [key for key in long[start:end] if key not in function]) / len(mine)
    least = _SAME_PLACE if beside else _SAME_SPEAKER if speaks else _SAME
    return content if content >= least else 0.0
