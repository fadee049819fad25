"""Which paragraph of one story comes from which paragraph of another.

Invariant: the pairs are a function of the two stories alone. In-order pairs form a monotone
alignment with gaps in which a paragraph may meet several neighbours (a split or a merge);
a paragraph left over by it may still have a strong pair out of order, marked as moved.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, replace
from itertools import groupby, pairwise
from operator import itemgetter
from typing import TYPE_CHECKING

import numpy as np

from provenance.model import BlockMeasures

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from numpy.typing import NDArray

    from provenance.settings import MatchSettings
    from provenance.tracing.paragraphs import Paragraph

__all__ = ["Pair", "accepted", "align", "measure"]

# Bounds that no news story reaches: of a paragraph that a text repeats so many are paired one by one, so many
# pairs are measured in all, of each paragraph so many at least, and so many cells are counted at a time.
_COPIES = 8
_MEASURED = 8000
_LEAST_PARTNERS = 4
_COMMON = 32
_CELLS = 1 << 20


@dataclass(frozen=True, slots=True)
class Pair:
    """Two paragraphs, by their places in the two stories, that share text.

    ``told``: they share it in other words, sentence by sentence.
    """

    left: int
    right: int
    measures: BlockMeasures
    moved: bool = False
    told: bool = False


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
    rows, columns = _first_copies(left), _first_copies(right)
    some, others = [left[i] for i in rows], [right[j] for j in columns]
    return {
        (rows[i], columns[j]): measure(some[i], others[j]) for i, near in _likely(some, others, settings) for j in near
    }


def _first_copies(paragraphs: Sequence[Paragraph]) -> list[int]:
    """The places of all paragraphs, but of those that say the same word for word the first few."""
    seen: Counter[str] = Counter()
    places = []
    for place, paragraph in enumerate(paragraphs):
        seen[paragraph.normal] += 1
        if seen[paragraph.normal] <= _COPIES:
            places.append(place)
    return places


def _likely(
    left: Sequence[Paragraph], right: Sequence[Paragraph], settings: MatchSettings
) -> Iterator[tuple[int, list[int]]]:
    """For each paragraph of the left those of the right whose words are so alike that they are worth measuring.

    The words are the cheapest measure, and rule most pairs out. Of long texts the most alike are enough.
    """
    ours, theirs = (np.array([len(each.word1) for each in side], dtype=np.float32) for side in (left, right))
    most = max(_LEAST_PARTNERS, _MEASURED // max(len(left), 1))
    for first, shared in _shared_words(left, right):
        mine = ours[first : first + len(shared), None]
        union, smaller = mine + theirs[None, :] - shared, np.minimum(mine, theirs[None, :])
        alike = (shared >= settings.floor_jaccard * union) | (shared >= settings.floor_containment * smaller)
        for row in np.flatnonzero(alike.any(axis=1)).tolist():
            near = np.flatnonzero(alike[row])
            if near.size > most:
                rank = shared[row, near] / union[row, near] + shared[row, near] / smaller[row, near]
                near = np.sort(near[np.argsort(-rank, kind="stable")[:most]])
            yield first + row, near.tolist()


def _shared_words(left: Sequence[Paragraph], right: Sequence[Paragraph]) -> Iterator[tuple[int, NDArray[np.float32]]]:
    """How many distinct words pairs of paragraphs share, whole numbers, some rows at a time.

    Yields:
        The first row, and float32[rows, len(right)].
    """
    if not left or not right:
        return
    places: dict[str, int] = {}
    ours = [[places.setdefault(word, len(places)) for word in each.word1] for each in left]
    theirs = [[places[word] for word in each.word1 if word in places] for each in right]
    words = np.array([word for each in theirs for word in each], dtype=np.int64)
    columns = np.repeat(np.arange(len(right)), [len(each) for each in theirs])
    counts = np.bincount(words, minlength=len(places))
    # words that stand in many paragraphs are multiplied as a table, the others are counted where they stand
    common = np.flatnonzero(counts > _COMMON)
    number = np.full(len(places), -1)
    number[common] = np.arange(common.size)
    table = np.zeros((common.size, len(right)), dtype=np.float32)
    often = number[words] >= 0
    table[number[words[often]], columns[often]] = 1
    order = np.argsort(words, kind="stable")
    columns, starts = columns[order], np.cumsum(counts) - counts
    step = max(1, _CELLS // len(right))
    for first in range(0, len(left), step):
        part = ours[first : first + step]
        mine = np.array([word for each in part for word in each], dtype=np.int64)
        rows = np.repeat(np.arange(len(part)), [len(each) for each in part])
        often = number[mine] >= 0
        own = np.zeros((len(part), common.size), dtype=np.float32)
        own[rows[often], number[mine[often]]] = 1
        mine, rows = mine[~often], rows[~often]
        repeats = counts[mine]
        within = np.arange(repeats.sum()) - np.repeat(np.cumsum(repeats) - repeats, repeats)
        cells = np.repeat(rows, repeats) * len(right) + columns[within + np.repeat(starts[mine], repeats)]
        counted = np.bincount(cells, minlength=len(part) * len(right)).reshape(len(part), len(right))
        yield first, counted.astype(np.float32) + own @ table


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
    pairs |= _further_copies(left, pairs)
    return tuple(pair for _, pair in sorted(pairs.items()))


def _further_copies(left: Sequence[Paragraph], pairs: Mapping[tuple[int, int], Pair]) -> dict[tuple[int, int], Pair]:
    """A paragraph that says word for word what ones before it say is from where they are from."""
    measured = set(_first_copies(left))
    if len(measured) == len(left):
        return {}
    known: dict[str, Pair] = {}
    for (i, _), pair in sorted(pairs.items()):
        known[left[i].normal] = pair
    further = [(i, each.normal) for i, each in enumerate(left) if i not in measured and each.normal in known]
    return {(i, known[normal].right): replace(known[normal], left=i, moved=True) for i, normal in further}


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


# what a chain reaches, and its last pair with the signs turned: the largest is the best, and of equals the earliest
Reached = tuple[float, int, int]
_NOTHING: Reached = (0.0, 1, 1)


class _Prefixes:
    """The best chain that ends before a place (Fenwick 1994)."""

    def __init__(self, size: int) -> None:
        self._best = [_NOTHING] * (size + 1)

    def add(self, place: int, reached: Reached) -> None:
        at = place + 1
        while at < len(self._best):
            self._best[at] = max(self._best[at], reached)
            at += at & -at

    def before(self, place: int) -> Reached:
        best, at = _NOTHING, place
        while at:
            best = max(best, self._best[at])
            at -= at & -at
        return best


def _monotone(
    sure: dict[tuple[int, int], BlockMeasures], left: Sequence[Paragraph], right: Sequence[Paragraph]
) -> list[tuple[int, int]]:
    """The heaviest chain of pairs in which both places never go back (dynamic programming).

    A pair follows one that is before it on both sides; or a split paragraph's part follows its
    part before, or a merged one's, where each is within the whole.
    """
    forward = _Prefixes(len(right))
    merges: dict[int, Reached] = {}
    before: dict[tuple[int, int], Reached] = {}
    last = _NOTHING
    for i, row in groupby(sorted(sure), key=itemgetter(0)):
        split, done = _NOTHING, []
        for _, j in row:
            part, whole = _within(right[j], left[i]), _within(left[i], right[j])
            best = forward.before(j)
            if part:
                best = max(best, split)
            if whole:
                best = max(best, merges.get(j, _NOTHING))
            before[i, j] = best
            reached = (best[0] + _strength(sure[i, j]), -i, -j)
            last = max(last, reached)
            done.append((j, reached))
            if part:
                split = max(split, reached)
            if whole:
                merges[j] = max(merges.get(j, _NOTHING), reached)
        for j, reached in done:
            forward.add(j, reached)
    chain: list[tuple[int, int]] = []
    while last != _NOTHING:
        at = (-last[1], -last[2])
        chain.append(at)
        last = before[at]
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
