"""Which stored articles are worth an exact comparison.

Invariant: the candidates depend on the set of stored articles, not on their numbers: articles
are ranked by how many of the asked paragraphs they share a band with, ties by id and URL.
"""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

    from provenance.index import Index
    from provenance.model import Passage
    from provenance.settings import CandidateSettings
    from provenance.tracing.library import Library

__all__ = ["candidates"]


def candidates(
    passages: Sequence[Passage],
    index: Index,
    library: Library,
    settings: CandidateSettings,
    without: Collection[int] = (),
) -> tuple[int, ...]:
    """Find the articles that may share text with a story.

    Args:
        passages: the story's passages.
        index: where to look them up.
        library: knows which articles hold a passage.
        settings: how many hits make a candidate.
        without: numbers of articles that are never candidates (the story itself).

    Returns:
        Article numbers, the most promising first, at most ``settings.most``.
    """
    if not passages:
        return ()
    hits = index.look_up([passage.text for passage in passages])
    holders: dict[int, list[int]] = defaultdict(list)
    for holder in library.holders(sorted(set(hits.passages.tolist()))):
        if holder.article not in without:
            holders[holder.passage].append(holder.article)
    best: dict[int, dict[int, int]] = defaultdict(dict)
    for text, passage, bands in zip(hits.texts.tolist(), hits.passages.tolist(), hits.bands.tolist(), strict=True):
        for article in holders[passage]:
            best[article][text] = max(bands, best[article].get(text, 0))
    enough = {
        article: (len(found), sum(found.values()))
        for article, found in best.items()
        if len(found) >= settings.passages or max(found.values()) >= settings.bands
    }
    ranked = sorted(enough, key=lambda article: enough[article], reverse=True)
    if len(ranked) <= settings.most:
        return tuple(ranked)
    return tuple(sorted(ranked, key=lambda a: (*(-n for n in enough[a]), library.identity(a)))[: settings.most])
