"""Stories: articles derived from each other, each story with its tree.

Invariant: stories follow from the set of stored verdicts and matches, by names that no ingest
changes; an article belongs to one story, that of the text it is mainly made from. What is not
known to be derived stands beside the others without a parent, never under a guessed one.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass
from enum import StrEnum
from hashlib import blake2b
from typing import TYPE_CHECKING

from provenance.fingerprint import normalise
from provenance.model import Relation
from provenance.tracing.stories.mosaics import bindings
from provenance.tracing.stories.settled import UNDATED, clock
from provenance.tracing.times import is_before

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from provenance.settings import StorySettings
    from provenance.tracing.stories.mosaics import BlocksOf, Shared
    from provenance.tracing.stories.settled import Settled

__all__ = ["StoryMember", "StoryPlace", "StoryTree", "stories_of"]

_ID_BYTES = 8


class StoryPlace(StrEnum):
    """How an article stands in its story."""

    ORIGIN = "origin"  # the text that the others are from
    COPY = "copy"  # made from its parent
    CREDITED = "credited"  # from an origin whose text is not held, or of whose text it shares too little
    UNORDERED = "unordered"  # shares text with others, and who had it first cannot be said


@dataclass(frozen=True, slots=True)
class StoryMember:
    """An article in its story's tree.

    ``parent`` is the article that it was made from; one without a parent has ``beside``, the
    article of the story that shares most of its text. ``relation`` and ``share`` say how it
    stands to that one. ``depth`` counts from the top of the tree.
    """

    number: int
    place: StoryPlace
    parent: int | None
    beside: int | None
    relation: Relation | None
    share: float | None
    depth: int


@dataclass(frozen=True, slots=True)
class StoryTree:
    """A story: its name, its origin, and its articles in the order of the tree.

    ``origin`` is the source that wrote it first, ``origin_name`` its name, ``None`` where that
    cannot be said; ``root`` is its text where that is held. ``first`` is the article that was
    surely published before all others that give a date. ``sites`` counts those that have a name.
    """

    id: str
    title: str
    origin: str | None
    origin_name: str | None
    root: int | None
    first: int | None
    since: str | None
    until: str | None
    sites: int
    members: tuple[StoryMember, ...]


def stories_of(
    articles: Mapping[int, Settled], shared: Sequence[Shared], blocks_of: BlocksOf, settings: StorySettings
) -> tuple[StoryTree, ...]:
    """Make the stories of some articles.

    Args:
        articles: by number; where one belongs to a story, all of its story.
        shared: what each shares with others, in both directions; others' are passed over.
        blocks_of: which of an article's blocks are matched by each other article.
        settings: when two tell one story.

    Returns:
        The stories of two and more articles, by id.
    """
    shares = {
        (each.article, each.other): each for each in shared if each.article in articles and each.other in articles
    }
    parents = _parents(articles)
    bound = bindings(articles, parents, shares, blocks_of, settings)
    groups: dict[int, int] = {number: number for number in articles}
    for one, other in [*bound, *parents.items()]:
        _join(groups, one, other)
    members: dict[int, list[Settled]] = defaultdict(list)
    for number, article in articles.items():
        members[_root(groups, number)].append(article)
    found = (_Story(each, parents, shares).tree() for each in members.values() if len(each) > 1)
    return tuple(sorted(found, key=lambda tree: tree.id))


def _parents(articles: Mapping[int, Settled]) -> dict[int, int]:
    """Whom each article was made from; where that goes in a circle, none of the circle has a parent."""
    parents = {
        number: article.taken_from
        for number, article in articles.items()
        if article.taken_from is not None and article.taken_from in articles and article.taken_from != number
    }
    seen: set[int] = set()
    for number in articles:
        way: list[int] = []
        at: int | None = number
        while at is not None and at not in seen:
            seen.add(at)
            way.append(at)
            at = parents.get(at)
        if at in way:
            for each in way[way.index(at) :]:
                del parents[each]
    return parents


def _root(groups: dict[int, int], number: int) -> int:
    while groups[number] != number:
        groups[number] = groups[groups[number]]
        number = groups[number]
    return number


def _join(groups: dict[int, int], one: int, other: int) -> None:
    groups[_root(groups, one)] = _root(groups, other)


class _Story:
    """One story while its tree is made."""

    def __init__(
        self, members: Iterable[Settled], parents: Mapping[int, int], shares: Mapping[tuple[int, int], Shared]
    ) -> None:
        self._members = {member.number: member for member in sorted(members, key=lambda member: member.order)}
        self._parents = {number: parents[number] for number in self._members if number in parents}
        self._shares = shares
        self._children: dict[int, list[int]] = defaultdict(list)
        for number, parent in self._parents.items():
            self._children[parent].append(number)
        self._tops = [number for number in self._members if number not in self._parents]

    def tree(self) -> StoryTree:
        """The story with its tree."""
        root, origin, name = self._origin()
        places = {top: self._place(top, root) for top in self._tops}
        rank = list(StoryPlace)
        tops = sorted(self._tops, key=lambda top: rank.index(places[top]))  # a stable sort: by time within
        ordered: list[StoryMember] = []
        for top in tops:
            waiting = [(top, 0)]
            while waiting:
                number, depth = waiting.pop()
                ordered.append(self._member(number, places.get(number, StoryPlace.COPY), depth))
                waiting += [(child, depth + 1) for child in reversed(self._children[number])]
        times = [m.published for m in self._members.values() if m.published and clock(m.published) != UNDATED]
        named = self._members[root] if root is not None else self._named(origin, name)
        return StoryTree(
            id=self._id(root),
            title=named.title or named.identity[1] or named.identity[0],
            origin=origin,
            origin_name=name,
            root=root,
            first=self._first(root),
            since=times[0] if times else None,
            until=times[-1] if times else None,
            sites=len({member.outlet for member in self._members.values()} - {None}),
            members=tuple(ordered),
        )

    def _origin(self) -> tuple[int | None, str | None, str | None]:
        """The story's origin: its text where held, its source and name. The one that most articles are from."""
        weights: Counter[tuple[int | None, str | None, str | None]] = Counter()
        for top in self._tops:
            article = self._members[top]
            if not article.is_original and article.origin_name is not None:
                weights[None, article.origin, article.origin_name if article.origin is None else None] += self._size(
                    top
                )
        for top in self._tops:
            article = self._members[top]
            if article.is_original or (article.origin_name is None and self._children[top]):
                credited = (None, article.source, None)
                weights[top, article.origin or article.source, article.origin_name or article.outlet] = self._size(
                    top
                ) + (weights[credited] if article.source is not None else 0)
        if not weights:
            return None, None, None
        place = {number: order for order, number in enumerate(self._members)}

        def rank(key: tuple[int | None, str | None, str | None]) -> tuple[int, bool, int, str, str]:
            root, source, name = key
            return -weights[key], root is None, place.get(root, 0) if root is not None else 0, source or "", name or ""

        root, source, name = min(weights, key=rank)
        if root is None and name is None:
            name = next(m.origin_name for m in self._members.values() if m.origin == source and not m.is_original)
        return root, source, name

    def _size(self, top: int) -> int:
        """How many articles stand in a tree."""
        number, waiting = 0, [top]
        while waiting:
            number += 1
            waiting += self._children[waiting.pop()]
        return number

    def _place(self, top: int, root: int | None) -> StoryPlace:
        if top == root:
            return StoryPlace.ORIGIN
        article = self._members[top]
        credited = article.origin_name is not None and not article.is_original
        return StoryPlace.CREDITED if credited else StoryPlace.UNORDERED

    def _member(self, number: int, place: StoryPlace, depth: int) -> StoryMember:
        parent = self._parents.get(number)
        beside = None if parent is not None or place is StoryPlace.ORIGIN else self._beside(number)
        near = beside if parent is None else parent
        shared = None if near is None else self._shares.get((number, near))
        relation = None if shared is None else shared.relation
        if parent is not None and self._members[number].relation is Relation.VERSION:
            relation = Relation.VERSION
        return StoryMember(number, place, parent, beside, relation, None if shared is None else shared.share, depth)

    def _beside(self, number: int) -> int | None:
        """The article of the story that shares most of an article's text."""
        best: tuple[float, float] = (0.0, 0.0)
        found = None
        for other in self._members:
            there, back = self._shares.get((number, other)), self._shares.get((other, number))
            alike = (round(there.share, 4) if there else 0.0, round(back.share, 4) if back else 0.0)
            if other != number and alike > best:
                best, found = alike, other
        return found

    def _named(self, origin: str | None, name: str | None) -> Settled:
        """The article that names a story whose origin is not held: the first under the title that most of them have."""
        articles = list(self._members.values())
        theirs = [each for each in articles if name is not None and (each.origin, each.origin_name) == (origin, name)]
        titled = [(each, normalise(each.title)) for each in theirs or articles if each.title]
        often = Counter(title for _, title in titled)
        # a stable maximum: among titles that are as frequent, the earliest
        return max(titled, key=lambda each: often[each[1]])[0] if titled else articles[0]

    def _first(self, root: int | None) -> int | None:
        """The article that is surely the earliest of those that give a date; the origin's where no other surely is."""
        dated = [(member.number, member.published) for member in self._members.values() if member.published]
        if len(dated) < 2:  # noqa: PLR2004 - first of two at least
            return None
        origin = dict(dated).get(root) if root is not None else None
        if origin is not None and not any(is_before(other, origin) for _, other in dated):
            return root
        number, time = dated[0]
        return number if all(is_before(time, other) for _, other in dated[1:]) else None

    def _id(self, root: int | None) -> str:
        """A name for the story that depends on its articles alone."""
        named = self._members[root].identity if root is not None else min(m.identity for m in self._members.values())
        _, url, digest = named
        named = ("", url, digest) if url else named  # a page on the web is the same from whatever file it was read
        return "s" + blake2b("\0".join(named).encode(errors="surrogatepass"), digest_size=_ID_BYTES).hexdigest()
