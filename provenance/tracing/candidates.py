"""Which stored articles are worth an exact comparison.

Invariant: the candidates depend on the set of stored articles, not on their numbers: articles
are ranked by how many of the asked paragraphs they share a sampled shingle with, ties by id and URL.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

    from provenance.index import Index
    from provenance.model import Passage
    from provenance.settings import CandidateSettings
    from provenance.tracing.library import Library

__all__ = ["candidates"]


def candidates(
    stories: Sequence[Sequence[Passage]],
    index: Index,
    library: Library,
    settings: CandidateSettings,
    without: Sequence[Collection[int]] = (),
) -> tuple[tuple[int, ...], ...]:
    """Find the articles that may share text with each of some stories, in one look-up.

    Args:
        stories: the passages of each story.
        index: where to look them up.
        library: knows which articles hold a passage.
        settings: how many hits make a candidate.
        without: for each story the articles that are never its candidates (itself).

    Returns:
        For each story article numbers, the most promising first, at most ``settings.most``.
    """
    owner = [number for number, passages in enumerate(stories) for _ in passages]
    hits = index.look_up([passage.text for passages in stories for passage in passages])
    holders: dict[int, list[int]] = defaultdict(list)
    for holder in library.holders(sorted(set(hits.passages.tolist()))):
        holders[holder.passage].append(holder.article)
    best: list[dict[int, _Shares]] = [defaultdict(_Shares) for _ in stories]
    for text, passage, shared in zip(hits.texts.tolist(), hits.passages.tolist(), hits.shared.tolist(), strict=True):
        story = owner[text]
        excluded = without[story] if without else ()
        for article in holders[passage]:
            if article not in excluded:
                best[story][article].add(text, passage, shared)
    return tuple(_ranked(found, library, settings) for found in best)


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


def _ranked(best: dict[int, _Shares], library: Library, settings: CandidateSettings) -> tuple[int, ...]:
    """The articles with enough hits, given what each shares."""
    enough = {
        article: (len(found.asked), sum(found.asked.values()))
        for article, found in best.items()
        if found.paragraphs >= settings.passages or max(found.asked.values()) >= settings.shared
    }
    ranked = sorted(enough, key=lambda article: enough[article], reverse=True)
    if len(ranked) <= settings.most:
        return tuple(ranked)
    border = enough[ranked[settings.most - 1]]
    sure = [article for article in ranked if enough[article] > border]
    tied = sorted((article for article in ranked if enough[article] == border), key=library.identity)
    return (*sure, *tied[: settings.most - len(sure)])
