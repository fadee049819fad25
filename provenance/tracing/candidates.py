"""Which stored articles are worth an exact comparison.

Invariant: the candidates depend on the set of stored articles, not on their numbers. How an
article ranks follows from it and the asked one alone: by how many of the asked paragraphs share a
sampled shingle with it, for less where the two were published far apart; ties by who published
it, by how near in time, by id and URL.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from datetime import date
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from provenance.index import Index
    from provenance.model import Passage
    from provenance.settings import CandidateSettings
    from provenance.tracing.library import Library, Place

__all__ = ["Asked", "candidates"]


@dataclass(frozen=True, slots=True)
class Asked:
    """A story that is looked up: its passages, when it was published, the articles that are itself."""

    passages: Sequence[Passage]
    published: str | None = None
    itself: Sequence[int] = ()


def candidates(
    stories: Sequence[Asked], index: Index, library: Library, settings: CandidateSettings
) -> tuple[tuple[int, ...], ...]:
    """Find the articles that may share text with each of some stories, in one look-up.

    Args:
        stories: what is asked; a story is never a candidate of its own.
        index: where to look them up.
        library: knows which articles hold a passage.
        settings: how many hits make a candidate.

    Returns:
        For each story article numbers, the most promising first, at most ``settings.most``.
    """
    owner = [number for number, story in enumerate(stories) for _ in story.passages]
    passages = [passage for story in stories for passage in story.passages]
    shared = _shared(passages, index, library, settings)
    holders: dict[int, list[int]] = defaultdict(list)
    for holder in library.holders(sorted({passage for _, passage in shared})):
        holders[holder.passage].append(holder.article)
    best: list[dict[int, _Shares]] = [defaultdict(_Shares) for _ in stories]
    for (text, passage), keys in shared.items():
        story = owner[text]
        for article in holders[passage]:
            if article not in stories[story].itself:
                best[story][article].add(text, passage, keys)
    return tuple(_ranked(found, story.published, library, settings) for found, story in zip(best, stories, strict=True))


def _shared(
    passages: Sequence[Passage], index: Index, library: Library, settings: CandidateSettings
) -> dict[tuple[int, int], int]:
    """How many keys each asked passage, by its place, shares with stored ones, by their numbers.

    A passage that is stored as it stands is found by its digest, were all its keys too crowded.
    """
    hits = index.look_up([passage.text for passage in passages])
    pairs = zip(hits.texts.tolist(), hits.passages.tolist(), strict=True)
    shared = dict(zip(pairs, hits.shared.tolist(), strict=True))
    stored = library.numbers_of([passage.digest for passage in passages])
    for text, passage in enumerate(passages):
        if (number := stored.get(passage.digest)) is not None:
            shared.setdefault((text, number), settings.shared)
    return shared


@dataclass(slots=True)
class _Shares:
    """What a stored article shares with an asked one: the most that each paragraph of either side does."""

    asked: dict[int, int] = field(default_factory=dict)
    stored: set[int] = field(default_factory=set)

    def add(self, text: int, passage: int, shared: int) -> None:
        self.asked[text] = max(shared, self.asked.get(text, 0))
        self.stored.add(passage)

    @property
    def paragraphs(self) -> int:
        """How many paragraphs share something, on the side where fewer do: the same from either side."""
        return min(len(self.asked), len(self.stored))


def _ranked(
    best: Mapping[int, _Shares], published: str | None, library: Library, settings: CandidateSettings
) -> tuple[int, ...]:
    """The articles with enough hits, given what each shares."""
    enough = [
        article
        for article, found in best.items()
        if found.paragraphs >= settings.passages or max(found.asked.values()) >= settings.shared
    ]
    if len(enough) <= settings.most:
        return tuple(sorted(enough, key=lambda article: _strength(best[article]), reverse=True))
    day, places = _day(published), library.places(sorted(enough))
    return tuple(
        sorted(enough, key=lambda article: _rank(best[article], day, places[article], settings))[: settings.most]
    )


def _strength(found: _Shares) -> tuple[int, int]:
    """How many of the asked paragraphs share something, and how much together."""
    return len(found.asked), sum(found.asked.values())


def _rank(
    found: _Shares, day: date | None, place: Place, settings: CandidateSettings
) -> tuple[float, bool, float, int, str, str]:
    """The order of one candidate among many, the smallest first."""
    other = _day(place.published)
    apart = abs(day - other).days if day is not None and other is not None else settings.window
    paragraphs, shared = (-value * (1 if apart <= settings.window else settings.far) for value in _strength(found))
    return paragraphs, not place.wire, shared, apart, place.id, place.url


def _day(published: str | None) -> date | None:
    """The calendar day, as the page gives it; ``None`` where it says none that can be read."""
    try:
        return date.fromisoformat((published or "")[:10])
    except ValueError:
        return None
