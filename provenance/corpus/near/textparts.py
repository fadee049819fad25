"""The fingerprints of a part of a corpus, and what is made of all parts: one number a text, one index.

Invariant: the same texts in the same order give the same numbers, sets and buckets, however they are
cut into parts, whatever is held in memory and whatever stays on the disk.
"""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import partial
from itertools import pairwise
from typing import TYPE_CHECKING, Any

from provenance.corpus.machine.processors import threads
from provenance.corpus.near.similarity import TEXT_BITS, Buckets, Index, Sets, fill_buckets, join_buckets

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    import numpy as np
    from numpy.typing import NDArray

    from provenance.corpus.machine.holding import Holding
    from provenance.corpus.near.fingerprints import Fingerprints
    from provenance.settings import DedupSettings

    # a part, the numbers of its texts, and which of them are in no part before it
    Owned = tuple["TextPart", NDArray[np.int64], NDArray[np.bool_]]
    Take = Callable[[Owned], NDArray[np.uint64]]

__all__ = ["CROWD", "TextPart", "join_parts", "make_part"]

# a run of nine words in more distinct texts than this is furniture
CROWD = 1024
DIGEST = 16  # bytes
_TEXTS = 4096


@dataclass(frozen=True, slots=True)
class TextPart:
    """The texts of a part of a corpus, of which ``n`` differ.

    ``numbers``: int64, which of the ``n`` each text is, in their order; -1 for one without a word.
    ``digests``: uint8[n, 16]. Sets: ``values`` (uint32) of ``lengths`` (int64[n]). ``bands``: uint64[n,
    bands], of which the rows hold where ``long`` (bool[n]). ``runs``: uint64 of ``run_lengths`` (int64[n]).
    """

    numbers: NDArray[np.int64]
    digests: NDArray[np.uint8]
    values: NDArray[np.uint32]
    lengths: NDArray[np.int64]
    bands: NDArray[np.uint64]
    long: NDArray[np.bool_]
    runs: NDArray[np.uint64]
    run_lengths: NDArray[np.int64]


def make_part(
    numbers: Sequence[int],
    digests: Sequence[bytes],
    made: Sequence[tuple[Fingerprints, NDArray[np.bool_]]],
    settings: DedupSettings,
) -> TextPart:
    """Put batches together.

    Args:
        numbers: of each text, the place of its digest; -1 where it has none.
        digests: all that differ, in the order in which they were met.
        made: batches, each with a mask of those of its texts that were not met before.
        settings: how many bands there are.
    """
    import numpy as np

    def whole(arrays: list[NDArray[Any]], empty: NDArray[Any]) -> NDArray[Any]:
        return np.concatenate([empty, *arrays]) if len(arrays) != 1 else arrays[0]

    keep = [(each, new, bool(new.all())) for each, new in made]
    return TextPart(
        np.array(numbers, dtype=np.int64),
        np.frombuffer(b"".join(digests), dtype=np.uint8).reshape(-1, DIGEST),
        whole(
            [each.values if full else each.values[np.repeat(new, np.diff(each.starts))] for each, new, full in keep],
            np.zeros(0, np.uint32),
        ),
        whole([np.diff(each.starts)[new] for each, new, _ in keep], np.zeros(0, np.int64)),
        whole([each.bands[new] for each, new, _ in keep], np.zeros((0, settings.bands), np.uint64)),
        whole([each.long[new] for each, new, _ in keep], np.zeros(0, np.bool_)),
        whole(
            [each.runs if full else each.runs[np.repeat(new, np.diff(each.run_starts))] for each, new, full in keep],
            np.zeros(0, np.uint64),
        ),
        whole([np.diff(each.run_starts)[new] for each, new, _ in keep], np.zeros(0, np.int64)),
    )


def join_parts(
    parts: Sequence[TextPart], *, compiled: bool, holding: Holding | None = None
) -> tuple[Sets, Index, list[NDArray[np.int64]]]:
    """Number the texts of all parts and build their index.

    Args:
        parts: in the order of the corpus.
        compiled: whether the kernels do it.
        holding: where large arrays go, and how much memory there is; all is held in memory without it.

    Returns:
        The sets of the distinct texts, by number; the index; and for each part the numbers of its texts, -1 for
        a text without a word.
    """
    import numpy as np

    digests = np.concatenate([np.zeros((0, DIGEST), np.uint8), *(part.digests for part in parts)])
    numbers, new = _numbered(digests)
    edges = np.cumsum([0, *(len(part.digests) for part in parts)]).tolist()
    shares = [slice(*edge) for edge in pairwise(edges)]
    owners = [(part, numbers[share], new[share]) for part, share in zip(parts, shares, strict=True)]
    lengths = np.concatenate([np.zeros(0, np.int64), *(part.lengths[mine] for part, _, mine in owners)])
    starts = np.concatenate((np.zeros(1, np.int64), np.cumsum(lengths)))
    values = _values(owners, int(starts[-1]), holding)
    sets = Sets(values, starts, holding)
    counts = np.concatenate([np.zeros(0, np.int64), *(part.run_lengths[mine] for part, _, mine in owners)])
    index = _index(owners, counts, compiled=compiled, holding=holding)
    there = [
        np.where(part.numbers >= 0, numbers[share][part.numbers], -1) if len(part.digests) else part.numbers
        for part, share in zip(parts, shares, strict=True)
    ]
    return sets, index, there


def _numbered(digests: NDArray[np.uint8]) -> tuple[NDArray[np.int64], NDArray[np.bool_]]:
    """A number for each digest, by the order in which they are first met, and where that is."""
    import numpy as np

    count = len(digests)
    halves = np.ascontiguousarray(digests).view(np.uint64).reshape(count, 2)
    order = np.lexsort((halves[:, 1], halves[:, 0]))
    ordered = halves[order]
    begins = np.ones(count, dtype=np.bool_)
    begins[1:] = (ordered[1:] != ordered[:-1]).any(axis=1)
    first = np.empty(count, dtype=np.int64)
    first[order] = order[np.flatnonzero(begins)][np.cumsum(begins) - 1]
    new = first == np.arange(count)
    return (np.cumsum(new) - 1)[first], new


def _values(owners: Sequence[Owned], total: int, holding: Holding | None) -> NDArray[np.uint32]:
    """The sets of the texts that are new in their part, one after the other."""
    import numpy as np

    pieces = (piece for part, _, mine in owners for piece in _chosen(part.values, part.lengths, mine))
    if holding is not None:
        return holding.joined("sets", pieces, total, np.dtype(np.uint32))
    found = list(pieces)
    return found[0] if len(found) == 1 else np.concatenate([np.zeros(0, np.uint32), *found])


def _chosen(values: NDArray[Any], lengths: NDArray[np.int64], mine: NDArray[np.bool_]) -> Iterator[NDArray[Any]]:
    """The values of those texts that are chosen, as stretches of texts that follow each other."""
    import numpy as np

    starts = np.concatenate((np.zeros(1, np.int64), np.cumsum(lengths)))
    edges = np.flatnonzero(np.diff(np.concatenate(([False], mine, [False])).astype(np.int8)))
    for first, beyond in starts[edges].reshape(-1, 2).tolist():
        yield values[first:beyond]


def _index(owners: Sequence[Owned], counts: NDArray[np.int64], *, compiled: bool, holding: Holding | None) -> Index:
    import numpy as np

    if not compiled:
        bands, runs = (np.concatenate([np.zeros(0, np.uint64), *map(take, owners)]) for take in (_bands, _runs))
        run_buckets = _buckets(runs, len(counts), CROWD)
        counts = counts - np.bincount(run_buckets.crowded, minlength=len(counts))
        return join_buckets(_buckets(bands, len(counts)), run_buckets, counts)
    from provenance.corpus.near.compiled import compiled_index

    size = sum(part.bands.nbytes + part.runs.nbytes for part, _, _ in owners)
    slices = 1 if holding is None else holding.slices(size)
    release = None if holding is None else holding.release
    band_slices, run_slices = (_slices(owners, take, slices, release) for take in (_bands, _runs))
    return compiled_index(band_slices, run_slices, counts.copy(), CROWD)


def _slices(
    owners: Sequence[Owned], take: Take, slices: int, release: Callable[[], None] | None
) -> Iterator[list[NDArray[np.uint64]]]:
    """The packed keys of every part, as many of the smallest keys at a time as there is room for."""
    import numpy as np

    edges = [(at << 64) // slices for at in range(slices + 1)]

    def keys(first: int, beyond: int, owner: Owned) -> NDArray[np.uint64]:
        packed = take(owner)
        if slices > 1:
            packed = packed[(packed >= np.uint64(first)) & (packed <= np.uint64(beyond - 1))]
        if release is not None:
            release()
        return packed

    with ThreadPoolExecutor(threads()) as pool:
        for first, beyond in pairwise(edges):
            yield list(pool.map(partial(keys, first, beyond), owners))


def _bands(owner: Owned) -> NDArray[np.uint64]:
    """The band keys of the texts that are new in a part, packed with their numbers."""
    import numpy as np

    part, numbers, mine = owner
    wanted = mine & part.long
    keys = part.bands if wanted.all() else part.bands[wanted]
    packed = keys << np.uint64(TEXT_BITS)
    packed |= numbers[wanted].astype(np.uint64)[:, None]
    return packed.ravel()


def _runs(owner: Owned) -> NDArray[np.uint64]:
    """The same of the runs."""
    import numpy as np

    part, numbers, mine = owner
    packed = np.concatenate([np.zeros(0, np.uint64), *_chosen(part.runs, part.run_lengths, mine)])
    packed <<= np.uint64(TEXT_BITS)
    own, lengths, at = numbers[mine].astype(np.uint64), part.run_lengths[mine], 0
    for first in range(0, len(own), _TEXTS):  # some at a time, for which no large array is made
        owners = np.repeat(own[first : first + _TEXTS], lengths[first : first + _TEXTS])
        packed[at : at + len(owners)] |= owners
        at += len(owners)
    return packed


def _buckets(packed: NDArray[np.uint64], count: int, limit: int | None = None) -> Buckets:
    import numpy as np

    shift = np.uint64(TEXT_BITS)
    owners = (packed & ((np.uint64(1) << shift) - np.uint64(1))).astype(np.int64)
    return fill_buckets(packed >> shift, owners, count, limit)
