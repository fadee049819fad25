"""How many shingles two texts share, and who may share any: exact measures over sorted hashes.

Invariant: a text's shingles are one sorted array of distinct hashes; every figure is a quotient
of two counts over such arrays, so it is the same for any order of the texts. Buckets only
propose: whatever they propose is measured.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    import numpy as np
    from numpy.typing import NDArray

    Hashes = NDArray[np.uint32]
    Numbers = NDArray[np.int64]

__all__ = ["TEXT_BITS", "Buckets", "Overlap", "Sets", "fill_buckets", "join_buckets", "overlaps"]

# a key and the number of its text in 64 bits, where they are sorted together
TEXT_BITS = 28


@dataclass(frozen=True, slots=True)
class Overlap:
    """The shingles of two texts, counted: how many each has and how many both have."""

    one: int
    other: int
    shared: int

    @property
    def jaccard(self) -> float:
        """Shared shingles among all of both, in [0, 1]."""
        return self.shared / max(self.one + self.other - self.shared, 1)

    @property
    def contained(self) -> float:
        """Share of the other text's shingles that the one has too, in [0, 1]."""
        return self.shared / max(self.other, 1)

    @property
    def smaller(self) -> float:
        """Share of the smaller text's shingles that the larger has too, in [0, 1]."""
        return self.shared / max(min(self.one, self.other), 1)


def overlaps(one: Hashes, others: Sequence[Hashes]) -> list[Overlap]:
    """Count what a text shares with each of several others.

    Args:
        one: uint32, sorted and distinct.
        others: the same, one array a text.

    Returns:
        One overlap for each of ``others``, in their order.
    """
    import numpy as np

    if not others:
        return []
    joined = np.concatenate(others)
    ends = np.cumsum([len(other) for other in others])
    found = np.zeros(len(joined) + 1, dtype=np.int64)
    if len(one):
        places = np.minimum(np.searchsorted(one, joined), len(one) - 1)
        np.cumsum(one[places] == joined, out=found[1:])
    shared = np.diff(found[np.concatenate(([0], ends))])
    return [Overlap(len(one), len(other), int(count)) for other, count in zip(others, shared, strict=True)]


@dataclass(frozen=True, slots=True)
class Sets:
    """The shingle sets of many texts: ``values[starts[i]:starts[i + 1]]``, sorted and distinct."""

    values: Hashes
    starts: Numbers

    def __len__(self) -> int:
        """How many texts."""
        return len(self.starts) - 1

    def __getitem__(self, text: int) -> Hashes:
        """The set of one text."""
        return self.values[self.starts[text] : self.starts[text + 1]]


@dataclass(frozen=True, slots=True)
class Buckets:
    """Texts that have a key in common; buckets of one text are not kept.

    ``starts``: int64[buckets + 1] into ``texts``. ``places``: int64[texts + 1] into ``buckets``,
    the buckets that each text is in. ``full`` counts the buckets over the limit, left out.
    """

    texts: NDArray[np.int32]
    starts: Numbers
    buckets: NDArray[np.int32]
    places: Numbers
    full: int

    def beside(self, text: int) -> set[int]:
        """The other texts that share a bucket with this one."""
        found: set[int] = set()
        for bucket in self.buckets[self.places[text] : self.places[text + 1]].tolist():
            found.update(self.texts[self.starts[bucket] : self.starts[bucket + 1]].tolist())
        found.discard(text)
        return found


def fill_buckets(keys: NDArray[np.uint64], owners: Numbers, count: int, limit: int | None = None) -> Buckets:
    """Sort keys and their texts into buckets.

    Measured on 21,188 texts with 32 keys each: .12 s, where datasketch's MinHashLSH takes 13.7 s
    and 240 MB for the same candidates.

    Args:
        keys: uint64[n], each text's keys distinct.
        owners: int64[n], the text of each key.
        count: number of texts.
        limit: a bucket with more texts is counted and left out.

    Returns:
        The buckets with two texts or more.
    """
    import numpy as np

    order = np.argsort(keys, kind="stable")
    keys, owners = keys[order], owners[order]
    edges = np.flatnonzero(np.concatenate(([True], keys[1:] != keys[:-1], [True]))) if len(keys) else np.zeros(1, int)
    sizes = np.diff(edges)
    wanted = sizes > 1
    full = np.zeros(len(sizes), dtype=bool) if limit is None else sizes > limit
    chosen = np.repeat(wanted & ~full, sizes)
    texts, sizes = owners[chosen], sizes[wanted & ~full]
    bucket_of = np.repeat(np.arange(len(sizes)), sizes)
    by_text = np.argsort(texts, kind="stable")
    places = np.searchsorted(texts[by_text], np.arange(count + 1))
    return Buckets(
        texts.astype(np.int32),
        np.concatenate(([0], np.cumsum(sizes))),
        bucket_of[by_text].astype(np.int32),
        places,
        int(full.sum()),
    )


def join_buckets(one: Buckets, other: Buckets) -> Buckets:
    """The buckets of two kinds of keys over the same texts, the first kind's before the other's."""
    import numpy as np

    first = len(one.starts) - 1
    owners = [np.repeat(np.arange(len(each.places) - 1), np.diff(each.places)) for each in (one, other)]
    by_text = np.argsort(np.concatenate(owners), kind="stable")
    return Buckets(
        np.concatenate((one.texts, other.texts)),
        np.concatenate((one.starts, other.starts[1:] + one.starts[-1])),
        np.concatenate((one.buckets, other.buckets + np.int32(first)))[by_text],
        one.places + other.places,
        one.full + other.full,
    )
