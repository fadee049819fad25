"""Sorted runs of entries: cutting them into chunks, and merging several into one.

Invariant: merging holds a bounded piece of the runs at a time, whatever their length, and
gives each entry once, in order, unless its passage is gone.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from provenance.index.keys import PASSAGE_MASK

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from numpy.typing import NDArray

    from provenance.index.protocol import SegmentStore

__all__ = ["CHUNK", "PIECE", "chunked", "distinct", "merged"]

CHUNK = 504  # entries whose blob fits one page of SQLite with its header
PIECE = 2048  # chunks that are worked on at once: 8 MB of entries
_BLOCK_BITS = 20  # passages of which it is looked up at once whether they live: 1 MB of answers


def distinct(packed: NDArray[np.uint64]) -> NDArray[np.uint64]:
    """The distinct entries, sorted; ``np.unique`` took fifty times as long on those of one merge."""
    ordered = np.sort(packed)
    first = np.ones(ordered.size, dtype=np.bool_)
    np.not_equal(ordered[1:], ordered[:-1], out=first[1:])
    return ordered[first]


def chunked(pieces: Iterable[NDArray[np.uint64]]) -> Iterator[NDArray[np.uint64]]:
    """Sorted entries that come piece by piece, in chunks of which only the last may be short."""
    rest = np.zeros(0, dtype=np.uint64)
    for piece in pieces:
        packed = np.concatenate([rest, piece]) if rest.size else piece
        whole = packed.size - packed.size % CHUNK
        yield from (packed[start : start + CHUNK] for start in range(0, whole, CHUNK))
        rest = packed[whole:]
    if rest.size:
        yield rest


def merged(
    store: SegmentStore, numbers: Sequence[int], directories: Sequence[NDArray[np.uint64]]
) -> Iterator[NDArray[np.uint64]]:
    """The live entries of several segments, sorted, piece by piece; no piece is empty.

    Args:
        store: holds the segments.
        numbers: of the segments.
        directories: the first entry of each chunk, of each segment.
    """
    firsts = np.sort(np.concatenate(directories))
    inner = distinct(firsts[PIECE::PIECE])
    alive = _Alive(store) if inner.size else store
    for low, high in zip([np.uint64(0), *inner], [*inner, None], strict=True):
        parts = []
        for number, directory in zip(numbers, directories, strict=True):
            begin = max(int(np.searchsorted(directory, low, side="right")) - 1, 0)
            end = directory.size if high is None else int(np.searchsorted(directory, high, side="left"))
            part = store.chunks(number, range(begin, end))
            parts.append(part[(part >= low) & (True if high is None else part < high)])
        piece = distinct(np.concatenate(parts))
        piece = piece[alive.live((piece & PASSAGE_MASK).astype(np.int64))]
        if piece.size:
            yield piece


class _Alive:
    """Which passages live, looked up block by block and kept: each piece of a long merge names about all."""

    def __init__(self, store: SegmentStore) -> None:
        self._store = store
        self._blocks: dict[int, NDArray[np.bool_]] = {}

    def live(self, passages: NDArray[np.int64]) -> NDArray[np.bool_]:
        blocks = passages >> _BLOCK_BITS
        found = np.zeros(passages.size, dtype=np.bool_)
        for block in range(int(blocks.min()), int(blocks.max()) + 1) if passages.size else ():
            inside = blocks == block
            if not inside.any():
                continue
            start = block << _BLOCK_BITS
            if block not in self._blocks:
                self._blocks[block] = self._store.live(np.arange(start, start + (1 << _BLOCK_BITS)))
            found[inside] = self._blocks[block][passages[inside] - start]
        return found
