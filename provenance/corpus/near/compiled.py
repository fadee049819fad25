"""The compiled way: what ``fingerprints``, ``fill_buckets`` and ``Texts`` do in Python, by the kernels.

Invariant: every function here gives the same as the plain one that its docstring names, and the same
with any number of threads. Nothing here loads numba before it is called.
"""

from __future__ import annotations

import sys
from dataclasses import dataclass
from itertools import pairwise, repeat
from multiprocessing import current_process
from typing import TYPE_CHECKING, Any

from provenance.corpus.machine.forks import fork
from provenance.corpus.machine.processors import threads
from provenance.corpus.near.crowds import find_crowds
from provenance.corpus.near.fingerprints import RUN, RUN_SHIFT, SAMPLED, Fingerprints
from provenance.corpus.near.similarity import SHARED_RUNS, TEXT_BITS, Buckets, Index
from provenance.settings import Signing

if TYPE_CHECKING:
    from collections.abc import Callable, Container, Iterable, Sequence
    from concurrent.futures import ThreadPoolExecutor

    import numpy as np
    from numpy.typing import NDArray

    from provenance.corpus.near.similarity import Sets
    from provenance.settings import DedupSettings

    _Arrays = tuple[
        NDArray[np.uint32], NDArray[np.int64], NDArray[np.int32], NDArray[np.int64], NDArray[np.int32],
        NDArray[np.int64], int, NDArray[np.int64], int, float, float,
    ]  # fmt: skip
    Flags = NDArray[np.uint8]
    I32 = NDArray[np.int32]
    U64 = NDArray[np.uint64]
    I64 = NDArray[np.int64]

__all__ = ["Neighbours", "compiled_fingerprints", "compiled_index", "prepare", "threads"]

_DIGEST = "V16"
_NO_LIMIT = 2**62
_RANGES = 64
# texts of a range at most, and texts whose neighbours are found, between two looks at the memory
_TEXTS, _OFTEN = 4096, 64
# pairs that are written down for each text of a range on average, and more, so that a small corpus has all
_PAIRS, _SPARE = 16, 1 << 16
# as long as it takes on two processors of 2024; on one it is twice that
_SECONDS = 10
# not empty where the kernels are loaded, which takes a second
_ready: list[bool] = []


def prepare(say: Callable[[str], None]) -> None:
    """Have every kernel ready in this process, and in those that are forked from it then: compiled now, or loaded.

    Args:
        say: told, before a long wait, that there is one.
    """
    if _ready:
        return
    from provenance.fingerprint.batch.compiled import is_kept, is_prepared, set_prepared

    if is_prepared():
        _prepare_hashing()
        _prepare_measuring()
        _ready.append(True)
        return
    say(f"preparing the kernels, once: about {_SECONDS} s")
    halves = _prepare_measuring, _prepare_hashing
    helped = is_kept() and threads() > 1 and sys.platform == "linux" and not current_process().daemon
    helper, connection = fork(lambda _: halves[0]()) if helped else (None, None)
    halves[1]()
    if helper is not None and connection is not None:
        helper.join()
        connection.close()
    halves[0]()  # loads what the other process kept, or compiles it
    set_prepared()
    _ready.append(True)


def _prepare_hashing() -> None:
    """Call the kernels that make fingerprints."""
    from provenance.settings import DedupSettings

    compiled_fingerprints(["one two three", "four\N{ETHIOPIC SYLLABLE HA}"], DedupSettings())


def _prepare_measuring() -> None:
    """Call those that join and measure."""
    import numpy as np

    from provenance.corpus.near.kernels.crowding import join_crowd, rest_keys
    from provenance.corpus.near.similarity import Sets
    from provenance.settings import DedupSettings

    settings, packed = DedupSettings(), np.zeros(2, dtype=np.uint64)
    index = compiled_index([[packed]], [[packed]], np.ones(2, dtype=np.int64), 1)
    sets = Sets(np.zeros(2, dtype=np.uint32), np.arange(3))
    near = Neighbours(sets, index, settings)
    near.looked_for(0, np.ones(len(sets), dtype=np.uint8))
    values, none = near.sets.values, np.zeros(2, dtype=np.int32)
    join_crowd(values, sets.starts, none[:0], sets.values, 1, none)
    rest_keys(values, sets.starts, sets.values, 1, none, packed, sets.starts)


def compiled_fingerprints(texts: Sequence[str], settings: DedupSettings, known: Container[bytes] = ()) -> Fingerprints:
    """The same as ``fingerprints``, but for the bits of the digests; its kernels run without the lock."""
    import numpy as np

    from provenance.fingerprint.batch.buffers import Banding, hash_buffer, sign_hashed

    if all(map(str.isascii, texts)):
        data, lengths = "".join(texts).encode(), map(len, texts)
    else:
        encoded = [text.encode(errors="replace") for text in texts]
        data, lengths = b"".join(encoded), map(len, encoded)
    offsets = np.zeros(len(texts) + 1, dtype=np.int64)
    np.cumsum(list(lengths), out=offsets[1:])
    hashed = hash_buffer(np.frombuffer(data, dtype=np.uint8), offsets)
    names: list[bytes | None] = hashed.digests.view(_DIGEST).ravel().tolist()
    for place in np.flatnonzero(hashed.counts == 0).tolist():
        names[place] = None
    places = [place for place, name in enumerate(names) if name is not None and name not in known]
    banding = Banding(
        settings.shingle, settings.bands, settings.rows, RUN, SAMPLED, RUN_SHIFT, one_permutation=settings.fast
    )
    signed = np.array(places, dtype=np.int64)
    made = sign_hashed(hashed, signed, banding, Signing())
    return Fingerprints(names, signed, made.values, made.starts, made.bands, made.long, made.runs, made.run_starts)


def compiled_index(
    bands: Iterable[Sequence[NDArray[np.uint64]]],
    runs: Iterable[Sequence[NDArray[np.uint64]]],
    counts: NDArray[np.int64],
    crowd: int,
) -> Index:
    """The index of bands and runs, as ``fill_buckets`` and ``join_buckets`` make it.

    Args:
        bands: keys packed with their texts, in slices of which each has larger keys than the one before; one
            is held at a time. A slice is some arrays uint64[n], in the order of their texts.
        runs: the same.
        counts: int64[texts], how many runs each text has; lowered by the crowded ones.
        crowd: a bucket of runs with more texts is left out.
    """
    import numpy as np

    from provenance.corpus.near.kernels.joining import index_texts

    members, sizes, full, first = [np.zeros(0, np.int32)], [np.zeros(1, np.int64)], 0, 0
    with _pool() as pool:
        for slices, limit in ((bands, _NO_LIMIT), (runs, crowd)):
            first = sum(map(len, sizes)) - 1
            for pieces in slices:
                texts, own, crowded, left_out = _joined(pieces, limit, pool)
                members.append(texts)
                sizes.append(own)
                np.subtract.at(counts, crowded, 1)
                full += left_out
    texts, starts = np.concatenate(members), np.cumsum(np.concatenate(sizes))
    buckets, places = index_texts(texts, starts, len(counts))
    return Index(Buckets(texts, starts, buckets, places, full, np.zeros(0, np.int64)), first, counts)


def _joined(packed: Sequence[NDArray[np.uint64]], limit: int, pool: ThreadPoolExecutor) -> tuple[I32, I64, I32, int]:
    """What ``read_parts`` gives, of all parts."""
    import numpy as np

    from provenance.corpus.near.kernels.joining import PARTS, count_parts, fill_parts, read_parts

    pieces = [part for piece in packed for part in np.array_split(piece, threads())]
    counts = np.zeros((len(pieces), PARTS), dtype=np.int64)
    list(pool.map(count_parts, pieces, counts))
    starts = np.concatenate((np.zeros(1, np.int64), np.cumsum(counts.sum(axis=0))))
    ahead = starts[:-1] + np.cumsum(counts, axis=0) - counts
    target = np.empty(starts[-1], dtype=np.uint64)
    list(pool.map(fill_parts, pieces, repeat(target), ahead))
    even = np.searchsorted(starts, np.linspace(0, len(target), _RANGES + 1))
    edges = np.unique(np.concatenate(([0], even, [PARTS]))).tolist()
    ranges = [starts[first : beyond + 1] for first, beyond in pairwise(edges)]
    read = list(pool.map(read_parts, repeat(target), ranges, repeat(TEXT_BITS), repeat(limit)))
    texts, sizes, crowded = (np.concatenate([each[place] for each in read]) for place in range(3))
    return texts, sizes, crowded, sum(int(each[3]) for each in read)


class Neighbours:
    """What is near each text.

    ``linked``: uint8[texts], 1 for those that have a near neighbour. ``doubtful``: uint8[texts], 1 for those that
    may have others than the pairs that were written down.
    """

    def __init__(self, sets: Sets, index: Index, settings: DedupSettings) -> None:
        """Find all pairs, but for those of texts that have very many; these are looked for when they are asked for."""
        import numpy as np

        from provenance.corpus.near.similarity import Sets

        self._arrays = _arrays(sets, index, settings)
        self.sets = Sets(self._arrays[0], sets.starts, sets.holding)
        self._crowd, self._counts = find_crowds(self.sets, index), np.zeros(len(sets), dtype=np.int32)
        with _pool() as pool:
            sketches = self._sketch(pool)
            self._pairs, linked, self.doubtful = self._find_pairs(sketches, pool)
            self.linked = self._find_linked(linked, sketches, pool) if self.doubtful.any() else linked
        self._seen = np.zeros(0, dtype=np.int64)
        self._turn = 0

    def _ranges(self) -> list[tuple[int, int]]:
        import numpy as np

        some = max(_RANGES, len(self.sets) // _TEXTS)
        return list(pairwise(np.linspace(0, len(self.sets), some + 1).astype(int).tolist()))

    def _sketch(self, pool: ThreadPoolExecutor) -> U64:
        """The sketches of all texts: uint64[texts, SKETCH_WORDS]."""
        import numpy as np

        from provenance.corpus.near.kernels.sketching import SKETCH_WORDS, sketch_sets

        arrays, sets = self._arrays, self.sets
        held, kind = sets.holding, np.dtype(np.uint64)
        shape = (len(sets), SKETCH_WORDS)
        sketches: U64 = np.zeros(shape, kind) if held is None else held.zeros("sketches", shape, kind)
        calls = [(*arrays[:2], arrays[5], *some, sketches) for some in self._ranges()]
        list(pool.map(lambda call: _released(sketch_sets(*call), sets), calls))
        return sketches

    def _find_linked(self, linked: Flags, sketches: U64, pool: ThreadPoolExecutor) -> Flags:
        """Which texts have a near neighbour, where not all pairs are known: uint8[texts].

        Args:
            linked: those that are known to have one.
            sketches: of all texts.
            pool: runs the kernels.
        """
        import numpy as np

        from provenance.corpus.near.kernels.joining import find_open
        from provenance.corpus.near.kernels.measuring import find_linked

        arrays, sets = self._arrays, self.sets
        texts, starts = arrays[2], arrays[3]
        edges = np.linspace(0, len(starts) - 1, _RANGES + 1).astype(int).tolist()
        pieces = [starts[first : beyond + 1] for first, beyond in pairwise(edges)]
        for turn in (1, 2):
            before = linked.copy()
            is_open = np.concatenate(list(pool.map(find_open, repeat(texts), pieces, repeat(before))))
            calls = [(*arrays, *some, linked, before, is_open, turn, sketches, self._crowd) for some in self._ranges()]
            list(pool.map(lambda call: _released(find_linked(*call), sets), calls))
        return linked

    def _find_pairs(self, sketches: U64, pool: ThreadPoolExecutor) -> tuple[_Pairs, Flags, Flags]:
        """The pairs of texts that have no others; which texts have any for sure; which may have more: uint8[texts]."""
        import numpy as np

        from provenance.corpus.near.kernels.pairing import find_pairs, in_doubt

        arrays, sets = self._arrays, self.sets
        doubt, doubtful = np.zeros(len(arrays[3]) - 1, dtype=np.uint8), np.zeros(len(sets), dtype=np.uint8)
        calls: list[tuple[Any, ...]] = [
            (*arrays, *some, doubt, _PAIRS * (some[1] - some[0]) + _SPARE, sketches, self._crowd)
            for some in self._ranges()
        ]

        def find(call: tuple[Any, ...]) -> tuple[I32, I32, I32]:
            found: tuple[I32, I32, I32] = find_pairs(*call)
            _released(None, sets)
            return found

        found = list(pool.map(find, calls))
        in_doubt(arrays[4], arrays[5], doubt, doubtful)
        ones, others, shared = (np.concatenate([each[place] for each in found]) for place in range(3))
        found.clear()
        linked = np.zeros(len(sets), dtype=np.uint8)
        linked[ones] = linked[others] = 1
        # those of a text in doubt are looked for again, and may be very many
        here, there = doubtful[ones] == 0, doubtful[others] == 0
        shared = np.concatenate((shared[here], shared[there]))
        ones, others = np.concatenate((ones[here], others[there])), np.concatenate((others[here], ones[there]))
        order = np.lexsort((others, ones))
        starts = np.searchsorted(ones[order], np.arange(len(sets) + 1))
        return _Pairs(others[order], shared[order], starts), linked, doubtful

    def among(self, text: int, wanted: Flags) -> Iterable[tuple[int, int]]:
        """The near neighbours of a text, by number, each with how many shingles they share.

        Args:
            text: its number.
            wanted: uint8[texts], 0 for those that are not asked for.
        """
        if not self.linked[text]:
            return []
        if self.doubtful[text]:
            return self.looked_for(text, wanted)
        there = slice(self._pairs.starts[text], self._pairs.starts[text + 1])
        others, shared = self._pairs.others[there].tolist(), self._pairs.shared[there].tolist()
        return [(other, share) for other, share in zip(others, shared, strict=True) if wanted[other]]

    def looked_for(self, text: int, wanted: Flags) -> Iterable[tuple[int, int]]:
        """The same of a text that was given up when the others were found."""
        import numpy as np

        from provenance.corpus.near.kernels.measuring import find_near

        if not self._seen.size:
            self._seen = np.zeros(len(self.sets), dtype=np.int64)
        self._turn += 1
        if self._turn % _OFTEN == 0:
            _released(None, self.sets)
        others, shared = find_near(*self._arrays, text, wanted, self._seen, self._turn, self._crowd, self._counts)
        return sorted(zip(others.tolist(), shared.tolist(), strict=True))


@dataclass(frozen=True, slots=True)
class _Pairs:
    """Of each text its near neighbours: ``others`` by number, and the shingles ``shared``, by ``starts``."""

    others: I32
    shared: I32
    starts: I64


def _released(_done: object, sets: Sets) -> None:
    """Let go of what a kernel read from the disk, after it."""
    sets.let_go()


def _arrays(sets: Sets, index: Index, settings: DedupSettings) -> _Arrays:
    """What the kernels that measure take first."""
    buckets, values = index.buckets, sets.values.view()
    values.flags.writeable = False  # as it is where it lies in a file: one form of the kernels for both
    return (
        values, sets.starts, buckets.texts, buckets.starts, buckets.buckets, buckets.places,
        index.bands, index.runs, SHARED_RUNS, settings.threshold, settings.containment,
    )  # fmt: skip


def _pool() -> ThreadPoolExecutor:
    from concurrent.futures import ThreadPoolExecutor

    return ThreadPoolExecutor(threads(), "kernel")
