"""Which undirected matches make two articles one story, and which would glue two stories together.

Invariant: an article made of two texts never joins their stories. The articles around each one
are parted by whether they share text with each other, or take the same part of it; it stays with
one of these parts, and all its other matches count for nothing here. What comes out is symmetric
and depends on no order.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from provenance.model import Relation
from provenance.tracing.times import is_before

if TYPE_CHECKING:
    from provenance.settings import StorySettings
    from provenance.tracing.stories.settled import Settled

__all__ = ["NO_LINKS", "BlocksOf", "Shared", "bindings"]

NO_LINKS = frozenset({Relation.QUOTE_ONLY, Relation.ORIGINAL, Relation.UNKNOWN})
"""Relations of a match that do not make one article another one's copy."""

BlocksOf = Callable[[int], Mapping[int, frozenset[int]]]
"""Gives, for an article's number, which of its blocks each other article matches."""


@dataclass(frozen=True, slots=True)
class Shared:
    """How much of an article's words stand in another one: one direction of a match."""

    article: int
    other: int
    relation: Relation
    share: float


def bindings(
    articles: Mapping[int, Settled],
    parents: Mapping[int, int],
    shares: Mapping[tuple[int, int], Shared],
    blocks_of: BlocksOf,
    settings: StorySettings,
) -> tuple[tuple[int, int], ...]:
    """The pairs of articles that tell one story although neither is known to be made from the other.

    Args:
        articles: by number.
        parents: whom each was made from, where that is known.
        shares: what each shares with others, by the two numbers.
        blocks_of: which of an article's blocks are matched by each other article.
        settings: from which shares on.

    Returns:
        The pairs.
    """
    return _Bindings(articles, parents, shares, blocks_of, settings).pairs()


class _Bindings:
    """The articles as classes of twins, and what joins these."""

    def __init__(
        self,
        articles: Mapping[int, Settled],
        parents: Mapping[int, int],
        shares: Mapping[tuple[int, int], Shared],
        blocks_of: BlocksOf,
        settings: StorySettings,
    ) -> None:
        self._articles = articles
        self._shares = {
            (one, other): each
            for (one, other), each in shares.items()
            if each.relation not in NO_LINKS and not _judged_apart(articles[one], articles[other])
        }
        self._blocks_of = blocks_of
        self._settings = settings
        self._class = self._twins()
        self._members: dict[int, list[int]] = defaultdict(list)
        for number in sorted(articles, key=lambda number: articles[number].identity):
            self._members[self._class[number]].append(number)
        self._bound: dict[int, set[int]] = defaultdict(set)
        for (one, other), each in self._shares.items():
            if each.share >= settings.whole:
                self._add(self._bound, one, other)
        self._parents: dict[int, set[int]] = defaultdict(set)
        self._children: dict[int, set[int]] = defaultdict(set)
        for child, parent in parents.items():
            self._parents[self._class[child]].add(self._class[parent])
            self._children[self._class[parent]].add(self._class[child])

    def pairs(self) -> tuple[tuple[int, int], ...]:
        """All pairs that hold after each class has let go of what it does not belong to."""
        kept = {key: self._kept(key) for key in self._members}
        found = [(key, other) for key, others in kept.items() for other in others if key < other and key in kept[other]]
        twins = [(members[0], other) for members in self._members.values() for other in members[1:]]
        return (*twins, *found)

    def _twins(self) -> dict[int, int]:
        """A number for each article that it has in common with all that are the same text."""
        alike: dict[int, list[int]] = defaultdict(list)
        for (one, other), each in self._shares.items():
            back = self._shares.get((other, one))
            if back is not None and min(each.share, back.share) >= self._settings.twin:
                alike[one].append(other)
        found: dict[int, int] = {}
        for number in self._articles:
            waiting = [number]
            while waiting:
                at = waiting.pop()
                if at not in found:
                    found[at] = number
                    waiting += alike[at]
        return found

    def _add(self, edges: dict[int, set[int]], one: int, other: int) -> None:
        left, right = self._class[one], self._class[other]
        if left != right:
            edges[left].add(right)
            edges[right].add(left)

    def _kept(self, key: int) -> set[int]:
        """The classes that a class stays bound to."""
        bound = self._bound[key]
        around = (bound | self._parents[key] | self._children[key]) - {key}
        parts = self._parts(key, around)
        if len(parts) < 2:  # noqa: PLR2004 - nothing to be parted
            return bound
        homes = [part for part in parts if part & self._parents[key]] or [min(parts, key=lambda p: self._claim(key, p))]
        return bound & set().union(*homes)

    def _parts(self, key: int, around: set[int]) -> list[set[int]]:
        """The classes around a class, parted by whether they have to do with each other without it."""
        parts: list[set[int]] = []
        left = set(around)
        while left:
            part: set[int] = set()
            waiting = {left.pop()}
            while waiting:
                at = waiting.pop()
                part.add(at)
                near = (self._bound[at] | self._parents[at] | self._children[at]) & left
                left -= near
                waiting |= near
            parts.append(part)
        return parts if len(parts) < 2 else self._same_places(key, parts)  # noqa: PLR2004

    def _same_places(self, key: int, parts: Sequence[set[int]]) -> list[set[int]]:
        """Parts joined that are mainly made of the same paragraphs of a class.

        Longer texts that only hold it are not: a paragraph of background stands in many stories.
        """
        taken = self._taken(key, parts)
        joined: list[set[int]] = []
        left = set(range(len(parts)))
        while left:
            waiting, part = [left.pop()], set[int]()
            while waiting:
                at = waiting.pop()
                part |= parts[at]
                near = {other for other in left if self._overlap(taken[at], taken[other])}
                left -= near
                waiting += near
            joined.append(part)
        return joined

    def _taken(self, key: int, parts: Sequence[set[int]]) -> list[frozenset[int]]:
        """Which paragraphs of a class each part has, by that article of the class which is matched most often."""
        mine, others = self._members[key], [{n for each in part for n in self._members[each]} for part in parts]
        every = set().union(*others)
        spread = {one: sum((one, other) in self._shares for other in every) for one in mine}
        matched = self._blocks_of(max(mine, key=lambda one: spread[one]))
        made = {other for other in matched if any(self._share(other, one) >= self._settings.whole for one in mine)}
        return [frozenset[int]().union(*(matched[other] for other in part & made)) for part in others]

    def _share(self, one: int, other: int) -> float:
        each = self._shares.get((one, other))
        return 0.0 if each is None else each.share

    def _overlap(self, one: frozenset[int], other: frozenset[int]) -> bool:
        return len(one & other) >= max(1, self._settings.same_part * min(len(one), len(other)))

    def _claim(self, key: int, part: Collection[int]) -> tuple[float, float, tuple[str, str, str]]:
        """The less, the more of a class stands in a part, and the more of that in the class; then by name."""
        others = [number for each in part for number in self._members[each]]
        pairs = [(one, other) for one in self._members[key] for other in others]
        there = max(round(self._share(one, other), 2) for one, other in pairs)
        back = max(round(self._share(other, one), 2) for one, other in pairs)
        return -there, -back, min(self._articles[number].identity for number in others)


def _judged_apart(one: Settled, other: Settled) -> bool:
    """Whether both are their own house's, and the later one's verdict could have called it a version of the other.

    Reports by one house on like matters, a bond issue and the next, share most of their words.
    """
    both = one.is_original and other.is_original
    if not both or (one.origin, one.origin_name) != (other.origin, other.origin_name):
        return False
    return is_before(one.published, other.published) or is_before(other.published, one.published)
