"""What the index needs of storage, and nothing of how storage does it.

Invariant: an entry is one 64-bit integer, the key in its high 36 bits and the passage's
number in its low 28; a segment is a sorted run of entries, written once and never changed;
chunks are consecutive pieces of a segment.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    import numpy as np
    from numpy.typing import NDArray

__all__ = ["Segment", "SegmentStore"]


@dataclass(frozen=True, slots=True)
class Segment:
    """One sorted run of entries. ``level`` grows by one with each merge."""

    number: int
    level: int
    entries: int


class SegmentStore(Protocol):
    """Keeps segments of entries; the store implements it over SQLite."""

    def segments(self) -> tuple[Segment, ...]:
        """All segments, by number."""
        ...

    def directory(self, number: int) -> NDArray[np.uint64]:
        """The first entry of each chunk of a segment, in order: uint64[chunks]."""
        ...

    def chunks(self, number: int, wanted: Sequence[int]) -> NDArray[np.uint64]:
        """The entries of a segment's chunks with these positions, in ascending order: uint64[entries]."""
        ...

    def add_segment(self, level: int, chunks: Iterable[NDArray[np.uint64]]) -> int:
        """Write one segment from its chunks, which are read once, and return its number, larger than any before."""
        ...

    def drop_segments(self, numbers: Sequence[int]) -> None:
        """Delete segments."""
        ...

    def live(self, passages: NDArray[np.int64]) -> NDArray[np.bool_]:
        """Which of these passages some stored article still holds: bool[len(passages)]."""
        ...
