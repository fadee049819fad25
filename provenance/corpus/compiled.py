"""The compiled way: what ``fingerprints``, ``fill_buckets`` and ``Texts`` do in Python, by the kernels.

Invariant: every function here gives the same as the plain one that its docstring names, and the same
with any number of threads. Nothing here loads numba before it is called.
"""

from __future__ import annotations

import os
from itertools import pairwise
from typing import TYPE_CHECKING

from provenance.corpus.fingerprints import RUN, RUN_SHIFT, SAMPLED, Fingerprints
from provenance.corpus.similarity import SHARED_RUNS, TEXT_BITS, Buckets, Index
from provenance.settings import Scheme, Signing

if TYPE_CHECKING:
    from collections.abc import Callable, Container, Iterable, Sequence
    from concurrent.futures import ThreadPoolExecutor

    import numpy as np
    from numpy.typing import NDArray

    from provenance.corpus.similarity import Sets
    from provenance.settings import DedupSettings

    _Arrays = tuple[
        NDArray[np.uint32], NDArray[np.int64], NDArray[np.int32], NDArray[np.int64], NDArray[np.int32],
        NDArray[np.int64], int, NDArray[np.int64], int, float, float,
    ]  # fmt: skip
    Words = tuple[NDArray[np.uint64], NDArray[np.int64], NDArray[np.uint64], NDArray[np.bool_]]

__all__ = ["compiled_fingerprints", "compiled_index", "linked_texts", "near_finder", "prepare", "threads"]

_NO_LIMIT = 2**62
_RANGES = 64


def threads() -> int:
    """How many kernels may run at once: the processors that this process may use."""
    try:
        return len(os.sched_getaffinity(0))
    except AttributeError:  # not on every system
        return os.cpu_count() or 1


def prepare(say: Callable[[str], None]) -> None:
    """Have every kernel ready: compiled now, or loaded from where it was kept.

    Args:
        say: told, before a long wait, that there is one.
    """
    import numpy as np

    from provenance.corpus.similarity import Sets
    from provenance.fingerprint.batch.compiled import is_prepared, set_prepared
    from provenance.settings import DedupSettings

    if is_prepared():
        return
    say("preparing the kernels, once: about 15 s")
    settings = DedupSettings()
    made = compiled_fingerprints(["one two three", "four\N{ETHIOPIC SYLLABLE HA}"], settings)
    packed = np.zeros(2, dtype=np.uint64)
    index = compiled_index([packed], [packed.copy()], np.diff(made.run_starts), 1)
    sets = Sets(made.values, made.starts)
    linked_texts(sets, index, settings)
    near_finder(sets, index, settings)(0, np.ones(len(sets), dtype=np.uint8))
    set_prepared()


def compiled_fingerprints(texts: Sequence[str], settings: DedupSettings, known: Container[bytes] = ()) -> Fingerprints:
    """The same as ``fingerprints``, but for the bits of the digests; its kernels run without the lock."""
    import numpy as np

    from provenance.fingerprint import normalise, units_of, words_of
    from provenance.fingerprint.batch.signing import sign_texts
    from provenance.fingerprint.minhash import permutations

    encoded = [text.encode(errors="replace") for text in texts]
    words, bounds, digests, good = _hashed(encoded, normal=False)
    spans = np.stack((bounds[:-1], bounds[1:]), axis=1)
    counts = spans[:, 1] - spans[:, 0]
    odd = np.flatnonzero(~good)
    if odd.size:
        normals = [normalise(texts[place]) for place in odd.tolist()]
        more, bounds, digests[odd], _ = _hashed([units_of(normal).encode() for normal in normals], normal=True)
        spans[odd, 0], spans[odd, 1] = bounds[:-1] + words.size, bounds[1:] + words.size
        counts[odd] = list(map(words_of, normals))
        words = np.concatenate((words, more))
    raw = digests.tobytes()
    names = [raw[16 * place : 16 * place + 16] if full else None for place, full in enumerate((counts > 0).tolist())]
    signed = np.array([place for place, name in enumerate(names) if name is not None and name not in known], np.int64)
    long = counts[signed] >= Scheme().min_words
    signing = Signing()
    values, starts, _, bands, runs, run_starts = sign_texts(
        words,
        spans[signed],
        settings.shingle,
        long,
        np.array(permutations(signing.permutations, signing.seed)),
        settings.bands,
        settings.rows,
        RUN,
        np.uint64(SAMPLED),
        np.uint64(RUN_SHIFT),
    )
    return Fingerprints(names, signed, values, starts, bands, long, runs, run_starts)


def _hashed(encoded: Sequence[bytes], *, normal: bool) -> Words:
    import numpy as np

    from provenance.fingerprint.batch.words import byte_table, character_table, hash_words

    offsets = np.zeros(len(encoded) + 1, dtype=np.int64)
    np.cumsum(list(map(len, encoded)), out=offsets[1:])
    data = np.frombuffer(b"".join(encoded), dtype=np.uint8)
    return hash_words(data, offsets, byte_table(normal=normal), character_table())


def compiled_index(
    bands: Iterable[NDArray[np.uint64]], runs: Iterable[NDArray[np.uint64]], counts: NDArray[np.int64], crowd: int
) -> Index:
    """The index of bands and runs, as ``fill_buckets`` and ``join_buckets`` make it.

    Args:
        bands: keys packed with their texts, as arrays uint64[n] of which each has larger keys than the one
            before; one is held at a time.
        runs: the same.
        counts: int64[texts], how many runs each text has; lowered by the crowded ones.
        crowd: a bucket of runs with more texts is left out.
    """
    import numpy as np

    from provenance.corpus.kernels.joining import index_texts, read_buckets

    members, starts, total, full, first = [np.zeros(0, np.int32)], [np.zeros(1, np.int64)], 0, 0, 0
    with _pool() as pool:
        for slices, limit in ((bands, _NO_LIMIT), (runs, crowd)):
            first = sum(map(len, starts)) - 1
            for packed in slices:
                texts, begins, left_out = read_buckets(_sorted(packed, pool), TEXT_BITS, limit, counts)
                members.append(texts)
                starts.append(begins[1:] + total)
                total += len(texts)
                full += int(left_out)
    texts, begins = np.concatenate(members), np.concatenate(starts)
    buckets, places = index_texts(texts, begins, len(counts))
    return Index(Buckets(texts, begins, buckets, places, full, np.zeros(0, np.int64)), first, counts)


def _sorted(packed: NDArray[np.uint64], pool: ThreadPoolExecutor) -> NDArray[np.uint64]:
    """Packed keys in the order of their keys, each key's texts in theirs; ``packed`` is overwritten."""
    import numpy as np

    from provenance.corpus.kernels.joining import part_keys, sort_parts

    target = np.empty_like(packed)
    starts = part_keys(packed, target)
    edges = np.linspace(0, len(starts) - 1, _RANGES + 1).astype(int)
    list(
        pool.map(
            lambda edge: sort_parts(target, packed, starts[edge[0] : edge[1] + 1], TEXT_BITS),
            pairwise(edges.tolist()),
        )
    )
    return target


def linked_texts(sets: Sets, index: Index, settings: DedupSettings) -> set[int]:
    """The texts that have a near neighbour, as ``Texts.linked`` finds them."""
    import numpy as np

    from provenance.corpus.kernels.measuring import find_linked

    linked = np.zeros(len(sets), dtype=np.uint8)
    edges = np.linspace(0, len(sets), _RANGES + 1).astype(int).tolist()
    arrays, buckets = _arrays(sets, index, settings), index.buckets
    with _pool() as pool:
        for turn in (1, 2):
            before = linked.copy()
            free = np.concatenate((np.zeros(1, np.int64), np.cumsum(before[buckets.texts] == 0)))
            more = (linked, before, np.diff(free[buckets.starts]) > 0, turn)
            calls = [(*arrays, first, beyond, *more) for first, beyond in pairwise(edges)]
            list(pool.map(lambda call: find_linked(*call), calls))
    return set(np.flatnonzero(linked).tolist())


def near_finder(
    sets: Sets, index: Index, settings: DedupSettings
) -> Callable[[int, NDArray[np.uint8]], Iterable[tuple[int, int]]]:
    """A function that finds the near neighbours of a text among those wanted, as ``Texts.near_among`` does."""
    import numpy as np

    from provenance.corpus.kernels.measuring import find_near

    arrays = _arrays(sets, index, settings)
    seen = np.zeros(len(sets), dtype=np.int64)
    turn = 0

    def find(text: int, wanted: NDArray[np.uint8]) -> Iterable[tuple[int, int]]:
        nonlocal turn
        turn += 1
        others, shared = find_near(*arrays, text, wanted, seen, turn)
        return sorted(zip(others.tolist(), shared.tolist(), strict=True))

    return find


def _arrays(sets: Sets, index: Index, settings: DedupSettings) -> _Arrays:
    """What the kernels that measure take first."""
    buckets = index.buckets
    return (
        sets.values, sets.starts, buckets.texts, buckets.starts, buckets.buckets, buckets.places,
        index.bands, index.runs, SHARED_RUNS, settings.threshold, settings.containment,
    )  # fmt: skip


def _pool() -> ThreadPoolExecutor:
    from concurrent.futures import ThreadPoolExecutor

    return ThreadPoolExecutor(threads(), "kernel")
