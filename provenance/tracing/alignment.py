"""Which paragraph of one story comes from which paragraph of another.

Invariant: the pairs are a function of the two stories alone. In-order pairs form a monotone
alignment with gaps in which a paragraph may meet several neighbours (a split or a merge);
a paragraph left over by it may still have a strong pair out of order, marked as moved.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING

import numpy as np

from provenance.model import BlockMeasures

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from provenance.settings import MatchSettings
    from provenance.tracing.paragraphs import Paragraph

__all__ = ["Pair", "accepted", "align", "measure"]


@dataclass(frozen=True, slots=True)
class Pair:
    """Two paragraphs, by their places in the two stories, that share text."""

    left: int
    right: int
    measures: BlockMeasures
    moved: bool = False


def _jaccard(left: frozenset[str], right: frozenset[str]) -> float:
    shared = len(left & right)
    return shared / (len(left) + len(right) - shared) if shared else 0.0


def measure(left: Paragraph, right: Paragraph) -> BlockMeasures:
    """How alike two paragraphs are; symmetric, and 1 throughout for equal normal forms."""
    smaller = min(len(left.word2), len(right.word2))
    containment = len(left.word2 & right.word2) / smaller if smaller else float(left.normal == right.normal)
    return BlockMeasures(_jaccard(left.char5, right.char5), _jaccard(left.word1, right.word1), containment)


def accepted(found: BlockMeasures, settings: MatchSettings) -> bool:
    """Whether two paragraphs share text: one of the three measures is enough."""
    return found.char5 > settings.char5 or found.word1 > settings.word1 or found.containment > settings.containment


def _strength(found: BlockMeasures) -> float:
    return max(found.char5, found.word1) + found.containment


def _all_pairs(
    left: Sequence[Paragraph], right: Sequence[Paragraph], settings: MatchSettings
) -> dict[tuple[int, int], BlockMeasures]:
    """The measures of every pair that could be accepted or fill a gap."""
    # the words are the cheapest measure, and rule most pairs out; all at once they take a tenth of the time
    shared = _shared_words(left, right)
    ours, theirs = (np.array([len(each.word1) for each in side], dtype=np.float32) for side in (left, right))
    union = ours[:, None] + theirs[None, :] - shared
    smaller = np.minimum(ours[:, None], theirs[None, :])
    likely = (shared >= settings.floor_jaccard * union) | (shared >= settings.floor_containment * smaller)
    return {(i, j): measure(left[i], right[j]) for i, j in np.argwhere(likely).tolist()}


def _shared_words(left: Sequence[Paragraph], right: Sequence[Paragraph]) -> NDArray[np.float32]:
    """How many distinct words each pair of paragraphs shares: float32[len(left), len(right)], whole numbers."""
    places: dict[str, int] = {}
    ours = [[places.setdefault(word, len(places)) for word in each.word1] for each in left]
    theirs = [[places[word] for word in each.word1 if word in places] for each in right]
    tables = []
    for side in (ours, theirs):
        table = np.zeros((len(side), len(places)), dtype=np.float32)
        for row, words in zip(table, side, strict=True):
            row[words] = 1
        tables.append(table)
    product: NDArray[np.float32] = tables[0] @ tables[1].T
    return product


def align(left: Sequence[Paragraph], right: Sequence[Paragraph], settings: MatchSettings) -> tuple[Pair, ...]:
    """Pair the paragraphs of two stories.

    Args:
        left: the story that is asked about.
        right: the story that it is held against.
        settings: when two paragraphs share text.

    Returns:
        The pairs by left and then right place.
    """
    measured = _all_pairs(left, right, settings)
    sure = {pair: found for pair, found in measured.items() if _long_enough(left, right, pair, found, settings)}
    in_order = _monotone(sure, left, right)
    pairs = {pair: Pair(*pair, sure[pair]) for pair in in_order}
    pairs |= _gaps(in_order, measured, settings)
    taken = {i for i, _ in pairs}
    for (i, j), found in sorted(sure.items(), key=lambda item: (-_strength(item[1]), item[0])):
        if i not in taken and _strength(found) >= settings.moved:
            taken.add(i)
            pairs[i, j] = Pair(i, j, found, moved=True)
    return tuple(pair for _, pair in sorted(pairs.items()))


def _long_enough(
    left: Sequence[Paragraph],
    right: Sequence[Paragraph],
    pair: tuple[int, int],
    found: BlockMeasures,
    settings: MatchSettings,
) -> bool:
    """Accepted, and not by a handful of words: "he said on Tuesday" stands in every story."""
    shortest = min(left[pair[0]].words, right[pair[1]].words)
    if shortest < settings.short_words:
        return found.char5 > settings.short_char5
    return accepted(found, settings)


def _within(part: Paragraph, whole: Paragraph) -> bool:
    return part.words < whole.words and 2 * len(part.word2 & whole.word2) >= len(part.word2) > 0


def _monotone(
    sure: dict[tuple[int, int], BlockMeasures], left: Sequence[Paragraph], right: Sequence[Paragraph]
) -> list[tuple[int, int]]:
    """The heaviest chain of pairs in which both places never go back (dynamic programming)."""
    best: dict[tuple[int, int], tuple[float, tuple[int, int] | None]] = {}
    for i, j in sorted(sure):
        score, before = 0.0, None
        for (a, b), (reached, _) in best.items():
            forward = a < i and b < j
            split = a == i and b < j and _within(right[b], left[i]) and _within(right[j], left[i])
            merge = b == j and a < i and _within(left[a], right[j]) and _within(left[i], right[j])
            if (forward or split or merge) and reached > score:
                score, before = reached, (a, b)
        best[i, j] = (score + _strength(sure[i, j]), before)
    chain: list[tuple[int, int]] = []
    at = max(best, key=lambda pair: (best[pair][0], (-pair[0], -pair[1]))) if best else None
    while at is not None:
        chain.append(at)
        at = best[at][1]
    return chain[::-1]


def _gaps(
    in_order: list[tuple[int, int]], measured: dict[tuple[int, int], BlockMeasures], settings: MatchSettings
) -> dict[tuple[int, int], Pair]:
    """A paragraph between two that match has matched more often than not: a lower bar for it."""
    filled = {}
    for (a, b), (c, d) in pairwise(in_order):
        if c - a == d - b == 2:  # noqa: PLR2004 - exactly one paragraph between on each side
            found = measured.get((a + 1, b + 1))
            if found is not None and (found.char5 > settings.gap_char5 or found.word1 > settings.gap_word1):
                filled[a + 1, b + 1] = Pair(a + 1, b + 1, found)
    return filled
