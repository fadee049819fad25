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
from provenance.index.runs import CHUNK, PIECE, chunked, distinct, merged

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from provenance.index.protocol import SegmentStore
    from provenance.settings import Scheme

__all__ = ["FANOUT", "Crowd", "CrowdedKey", "Crowding", "Hits", "Index"]

FANOUT = 8
_APPENDED = 1 << 16  # entries of a small append


@dataclass(frozen=True, slots=True)
class Crowding:
    """When a key has too many passages to follow each.

    A key with more than ``single`` passages, a stock phrase or a text with hundreds of copies, leads
    only to those that share ``joint`` keys with the text; one with more than ``most`` leads nowhere.
    """

    single: int = 200
    joint: int = 4
    most: int = 2000


@dataclass(frozen=True, slots=True)
class Crowd:
    """A key of a text with more than ``Crowding.single`` passages, which are counted to one beyond ``most``."""

    text: int
    passages: int


@dataclass(frozen=True, slots=True)
class CrowdedKey:
    """A key of the index with too many passages, how many they are, and the first of them."""

    key: int
    passages: int
    example: int


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

    def hits(
        self,
        slots: NDArray[np.int64],
        passages: NDArray[np.int64],
        alone: NDArray[np.bool_],
        joint: int,
        crowds: tuple[Crowd, ...],
    ) -> Hits:
        """Count shared keys for each pair of text and passage; a key can belong to several texts.

        Args:
            slots: int64[n], the key of each entry that was found.
            passages: int64[n], the passage that it leads to.
            alone: bool[n], whether the entry is a hit by itself.
            joint: so many entries are a hit together.
            crowds: the keys with too many passages.
        """
        repeats = self.counts[slots]
        within = np.arange(repeats.sum()) - np.repeat(np.cumsum(repeats) - repeats, repeats)
        texts = self.owners[np.repeat(self.first[slots], repeats) + within].astype(np.uint64)
        pairs = (texts << np.uint64(PASSAGE_BITS)) | np.repeat(passages, repeats).astype(np.uint64)
        order = np.argsort(pairs, kind="stable")
        starts = np.flatnonzero(_is_new(pairs[order]))
        shared = np.diff(np.append(starts, order.size))
        singly = np.add.reduceat(np.repeat(alone, repeats)[order], starts, dtype=np.int64) if starts.size else shared
        hit = (singly > 0) | (shared >= joint)
        found = pairs[order][starts][hit]
        return Hits(
            (found >> np.uint64(PASSAGE_BITS)).astype(np.int64),
            (found & PASSAGE_MASK).astype(np.int64),
            shared[hit].astype(np.int64),
            crowds,
        )


class Index:
    """Finds the stored passages that share a sampled shingle with a text."""

    def __init__(self, store: SegmentStore, scheme: Scheme, crowding: Crowding | None = None) -> None:
        """Look into ``store``; ``crowding`` says which keys are too common to be followed."""
        self._store = store
        self._scheme = scheme
        self._crowding = crowding or Crowding()
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
        limits = self._crowding
        slots, passages = self._found(query)
        sizes = np.minimum(np.bincount(slots, minlength=query.keys.size), limits.most + 1)
        scanned = sizes[slots] <= limits.most
        slots, passages = slots[scanned], passages[scanned]
        crowds = tuple(
            Crowd(int(query.owners[query.first[slot]]), int(sizes[slot]))
            for slot in np.flatnonzero(sizes > limits.single)
        )
        return query.hits(slots, passages, sizes[slots] <= limits.single, limits.joint, crowds)

    def _found(self, query: _Query) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
        """The live passages of a query's keys: the place of the key, and the passage; int64[n] each.

        Of a key with more than ``most`` passages only some, but more than ``most``.
        """
        enough = self._crowding.most // CHUNK + 3  # chunks; the first and the last may hold little of a key
        slots, passages, cut = self._live_under(query.keys, enough)
        few = cut[np.bincount(slots, minlength=query.keys.size)[cut] <= self._crowding.most]
        if few.size:  # the dead stood in the way: they are counted out over all chunks
            again, more, _ = self._live_under(query.keys[few], None)
            kept = ~np.isin(slots, few)
            slots, passages = np.append(slots[kept], few[again]), np.append(passages[kept], more)
        return slots, passages

    def _live_under(
        self, keys: NDArray[np.uint64], most: int | None
    ) -> tuple[NDArray[np.int64], NDArray[np.int64], NDArray[np.int64]]:
        """The live passages under sorted keys, as places and passages, and the places of which not all were read."""
        found, cut = self._entries_of(keys, most)
        slots = np.searchsorted(keys, found >> np.uint64(PASSAGE_BITS))
        passages = (found & PASSAGE_MASK).astype(np.int64)
        alive = self._store.live(passages)
        return slots[alive], passages[alive], cut

    def crowded(self) -> tuple[CrowdedKey, ...]:
        """The keys with more passages than each is followed to, the fullest first; one pass over the index."""
        numbers = [segment.number for segment in self._store.segments()]
        if not numbers:
            return ()
        found: list[CrowdedKey] = []
        rest = np.zeros(0, dtype=np.uint64)
        for piece in merged(self._store, numbers, [self._directory(number) for number in numbers]):
            packed = np.concatenate([rest, piece])
            last = np.searchsorted(packed, packed[-1] & ~PASSAGE_MASK)
            found += self._crowded_among(packed[:last])
            rest = packed[last:]
        found += self._crowded_among(rest)
        return tuple(sorted(found, key=lambda each: (-each.passages, each.key)))

    def _crowded_among(self, packed: NDArray[np.uint64]) -> list[CrowdedKey]:
        """Those of some sorted entries, of which each key has all its own here."""
        keys = packed >> np.uint64(PASSAGE_BITS)
        starts = np.flatnonzero(_is_new(keys))
        sizes = np.diff(np.append(starts, keys.size))
        full = sizes > self._crowding.single
        return [
            CrowdedKey(int(keys[start]), int(size), int(packed[start] & PASSAGE_MASK))
            for start, size in zip(starts[full], sizes[full], strict=True)
        ]

    def missing(self, texts: Sequence[str], passages: Sequence[int]) -> tuple[int, ...]:
        """Of these normalised texts, the passage numbers under which a key is not indexed.

        The keys are made one by one in plain Python, so that a fault of the fast way shows.
        """
        wanted = [reference_entries(text, number, self._scheme) for text, number in zip(texts, passages, strict=True)]
        packed = np.array(sorted(entry for each in wanted for entry in each), dtype=np.uint64)
        if not packed.size:
            return ()
        held = set(self._entries_of(np.unique(packed >> np.uint64(PASSAGE_BITS)))[0].tolist())
        return tuple(number for number, each in zip(passages, wanted, strict=True) if not held.issuperset(each))

    def _entries_of(
        self, wanted: NDArray[np.uint64], most: int | None = None
    ) -> tuple[NDArray[np.uint64], NDArray[np.int64]]:
        """The entries under these keys (sorted, distinct) from all segments, sorted.

        Args:
            wanted: uint64[k].
            most: so many chunks are read for a key of a segment; all where none is given.

        Returns:
            The entries, and the places of the keys of which chunks were left out.
        """
        low = wanted << np.uint64(PASSAGE_BITS)
        high = low | PASSAGE_MASK
        parts = [np.zeros(0, dtype=np.uint64)]
        cut = np.zeros(wanted.size, dtype=np.bool_)
        for segment in self._store.segments():
            directory = self._directory(segment.number)
            begin = np.maximum(np.searchsorted(directory, low, side="right"), 1) - 1
            end = np.maximum(np.searchsorted(directory, high, side="right"), begin + 1)
            if most is not None:
                cut |= end - begin > most
                end = np.minimum(end, begin + most)
            chunk = self._store.chunks(segment.number, _ranges(begin, end).tolist())
            slot = np.searchsorted(high, chunk)
            inside = slot < high.size
            inside[inside] = chunk[inside] >= low[slot[inside]]
            parts.append(chunk[inside])
        return distinct(np.concatenate(parts)), np.flatnonzero(cut)

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


def _is_new(ordered: NDArray[np.uint64]) -> NDArray[np.bool_]:
    """Where a sorted array has another value than before."""
    new = np.ones(ordered.size, dtype=np.bool_)
    np.not_equal(ordered[1:], ordered[:-1], out=new[1:])
    return new


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
