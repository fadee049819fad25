"""The index: sampled shingles and the passages that have them; append, look up, merge, over any ``SegmentStore``.

Invariant: what a look-up finds depends on the live passages only, never on how they were
spread over segments. Segments are immutable and merged when ``FANOUT`` of one level have
gathered (the log-structured merge tree of O'Neil et al. 1996), so an append costs
logarithmically many rewrites and a look-up reads logarithmically many segments. Entries of
deleted passages stay until the next merge and are filtered out before that.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import chain
from typing import TYPE_CHECKING

import numpy as np

from provenance.index.keys import PASSAGE_BITS, PASSAGE_MASK, entries, keys_of, reference_entries
from provenance.index.runs import PIECE, chunked, distinct, merged

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from provenance.index.protocol import SegmentStore
    from provenance.settings import Scheme

__all__ = ["FANOUT", "Crowd", "Hits", "Index"]

FANOUT = 8
_APPENDED = 1 << 16  # entries of a small append


@dataclass(frozen=True, slots=True)
class Crowd:
    """A key with more passages than a look-up scans: a stock phrase, or furniture."""

    text: int
    passages: int


@dataclass(frozen=True, slots=True)
class Hits:
    """What a look-up found, by text and then by passage.

    ``texts``, ``passages`` and ``shared`` are int64[n]: text ``texts[i]`` of the query shares
    ``shared[i]`` sampled shingles with passage ``passages[i]``.
    """

    texts: NDArray[np.int64]
    passages: NDArray[np.int64]
    shared: NDArray[np.int64]
    crowds: tuple[Crowd, ...] = ()


@dataclass(frozen=True, slots=True)
class _Query:
    """The distinct keys of several texts, and which texts have each.

    ``keys``: uint64[k], sorted. Key ``keys[i]`` belongs to the texts
    ``owners[first[i]:first[i] + counts[i]]``.
    """

    keys: NDArray[np.uint64]
    owners: NDArray[np.int64]
    first: NDArray[np.int64]
    counts: NDArray[np.int64]

    @classmethod
    def of(cls, keys: NDArray[np.uint64], texts: NDArray[np.int64]) -> _Query:
        order = np.argsort(keys, kind="stable")
        distinct, first, counts = np.unique(keys[order], return_index=True, return_counts=True)
        return cls(distinct, texts[order], first, counts)

    def hits(self, slots: NDArray[np.int64], passages: NDArray[np.int64], crowds: tuple[Crowd, ...]) -> Hits:
        """Count shared keys for each pair of text and passage; a key can belong to several texts."""
        repeats = self.counts[slots]
        within = np.arange(repeats.sum()) - np.repeat(np.cumsum(repeats) - repeats, repeats)
        texts = self.owners[np.repeat(self.first[slots], repeats) + within].astype(np.uint64)
        pairs = (texts << np.uint64(PASSAGE_BITS)) | np.repeat(passages, repeats).astype(np.uint64)
        distinct, shared = np.unique(pairs, return_counts=True)
        return Hits(
            (distinct >> np.uint64(PASSAGE_BITS)).astype(np.int64),
            (distinct & PASSAGE_MASK).astype(np.int64),
            shared.astype(np.int64),
            crowds,
        )


class Index:
    """Finds the stored passages that share a sampled shingle with a text."""

    def __init__(self, store: SegmentStore, scheme: Scheme, crowded: int = 200) -> None:
        """Look into ``store``; a key with more than ``crowded`` passages is not scanned."""
        self._store = store
        self._scheme = scheme
        self._crowded = crowded
        self._directories: dict[int, NDArray[np.uint64]] = {}

    def add(self, texts: Sequence[str], passages: Sequence[int]) -> None:
        """Index normalised texts under their passage numbers, then merge what has gathered."""
        if not texts:
            return
        keys, owners = keys_of(texts, self._scheme)
        packed = entries(keys, np.array(passages, dtype=np.int64)[owners])
        self._store.add_segment(0, chunked([packed]))
        self._merge()

    def adopt(self, other: SegmentStore, numbers: NDArray[np.int32]) -> None:
        """Index passages under the entries that they have in another index of the same scheme.

        Nothing is hashed anew: an entry keeps its key and gets another number.

        Args:
            other: where the entries are taken from; it is only read.
            numbers: int32[n]; ``numbers[p]`` is the number here of its passage ``p``, 0 for a
                passage that is not taken over.
        """
        for segment in other.segments():
            chunks = len(other.directory(segment.number))
            for first in range(0, chunks, PIECE):
                packed = _renumbered(other.chunks(segment.number, range(first, min(first + PIECE, chunks))), numbers)
                if packed.size:
                    self._store.add_segment(_level(packed.size), chunked([packed]))
                    self._merge()

    def look_up(self, texts: Sequence[str]) -> Hits:
        """Find the live passages that share at least one sampled shingle with each text.

        Args:
            texts: normalised texts.

        Returns:
            The hits; identical input gives identical hits whatever the segments are.
        """
        query = _Query.of(*keys_of(texts, self._scheme))
        found = self._entries_of(query.keys)
        slots = np.searchsorted(query.keys, found >> np.uint64(PASSAGE_BITS))
        passages = (found & PASSAGE_MASK).astype(np.int64)
        alive = self._store.live(passages)
        slots, passages = slots[alive], passages[alive]
        sizes = np.bincount(slots, minlength=query.keys.size)
        scanned = sizes[slots] <= self._crowded
        crowds = tuple(
            Crowd(int(query.owners[query.first[slot]]), int(sizes[slot]))
            for slot in np.flatnonzero(sizes > self._crowded)
        )
        return query.hits(slots[scanned], passages[scanned], crowds)

    def missing(self, texts: Sequence[str], passages: Sequence[int]) -> tuple[int, ...]:
        """Of these normalised texts, the passage numbers under which a key is not indexed.

        The keys are made one by one in plain Python, so that a fault of the fast way shows.
        """
        wanted = [reference_entries(text, number, self._scheme) for text, number in zip(texts, passages, strict=True)]
        packed = np.array(sorted(entry for each in wanted for entry in each), dtype=np.uint64)
        if not packed.size:
            return ()
        held = set(self._entries_of(np.unique(packed >> np.uint64(PASSAGE_BITS))).tolist())
        return tuple(number for number, each in zip(passages, wanted, strict=True) if not held.issuperset(each))

    def _entries_of(self, wanted: NDArray[np.uint64]) -> NDArray[np.uint64]:
        """All entries under these keys (sorted, distinct), from all segments, sorted."""
        low = wanted << np.uint64(PASSAGE_BITS)
        high = low | PASSAGE_MASK
        parts = [np.zeros(0, dtype=np.uint64)]
        for segment in self._store.segments():
            directory = self._directory(segment.number)
            begin = np.maximum(np.searchsorted(directory, low, side="right"), 1) - 1
            end = np.maximum(np.searchsorted(directory, high, side="right"), begin + 1)
            chunk = self._store.chunks(segment.number, _ranges(begin, end).tolist())
            slot = np.searchsorted(high, chunk)
            inside = slot < high.size
            inside[inside] = chunk[inside] >= low[slot[inside]]
            parts.append(chunk[inside])
        return distinct(np.concatenate(parts))

    def _directory(self, number: int) -> NDArray[np.uint64]:
        if number not in self._directories:
            self._directories[number] = self._store.directory(number)
        return self._directories[number]

    def _merge(self) -> None:
        segments = self._store.segments()
        for level in range(max((segment.level for segment in segments), default=0) + 1):
            group = [segment for segment in segments if segment.level == level]
            if len(group) < FANOUT:
                continue
            numbers = [segment.number for segment in group]
            pieces = merged(self._store, numbers, [self._directory(number) for number in numbers])
            first = next(pieces, None)
            if first is not None:
                self._store.add_segment(level + 1, chunked(chain([first], pieces)))
            self._store.drop_segments(numbers)
            for number in numbers:
                self._directories.pop(number, None)
            segments = self._store.segments()


def _renumbered(packed: NDArray[np.uint64], numbers: NDArray[np.int32]) -> NDArray[np.uint64]:
    """The entries of the passages that have a number here, under that number, sorted."""
    passages = (packed & PASSAGE_MASK).astype(np.int64)
    inside = passages < numbers.size
    here = np.zeros(passages.size, dtype=np.uint64)
    here[inside] = numbers[passages[inside]]
    taken = here > 0
    return distinct((packed[taken] & ~PASSAGE_MASK) | here[taken])


def _level(entries: int) -> int:
    """The level of segments of this size, as appending and merging would have made them."""
    level = 0
    while entries > _APPENDED * FANOUT ** (level + 1):
        level += 1
    return level


def _ranges(begin: NDArray[np.int64], end: NDArray[np.int64]) -> NDArray[np.int64]:
    """The distinct numbers of the half-open ranges, none of them empty, sorted."""
    long = np.flatnonzero(end - begin > 1)
    rest = [np.arange(begin[at] + 1, end[at]) for at in long]
    return np.unique(np.concatenate([begin, *rest]))
