"""The crowds among the texts of a corpus: texts that share much with very many others.

Invariant: what is near what does not depend on crowds; they make it quicker to see. Thirty thousand short
pages over one long footer are candidates for each other, and most of them are nearly near: what the
footer adds to each pair is counted once for all of them, and the rest through the few hashes that two share.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

    import numpy as np
    from numpy.typing import NDArray

    from provenance.corpus.near.kernels.crowding import Crowds
    from provenance.corpus.near.similarity import Index, Sets

    I32 = NDArray[np.int32]
    I64 = NDArray[np.int64]

__all__ = ["CROWDED", "find_crowds"]

# so many texts that share a band are looked through for a core
CROWDED = 512
# the hashes that such shares of a sample of them have; a smaller core saves nothing
_SAMPLE, _SHARES, _CORE = 64, (0.5, 0.95), 16
# bytes that a hash beside a core takes while they are sorted; a share of the memory; and most of all
_HASH, _SHARE, _MOST = 64, 8, 1 << 24


def find_crowds(sets: Sets, index: Index) -> Crowds:
    """Find the crowds, from the largest bucket of the bands on, as far as the memory goes.

    Args:
        sets: of all texts.
        index: who has a band in common.
    """
    import numpy as np

    from provenance.corpus.near.kernels.crowding import join_crowd, rest_keys
    from provenance.corpus.near.similarity import fill_buckets

    texts, starts, count = index.buckets.texts, index.buckets.starts, len(sets)
    sizes = np.diff(starts[: index.bands + 1])
    large = np.flatnonzero(sizes >= CROWDED)
    crowds, cores, keys, owners = np.zeros(count, np.int32), [0], [np.zeros(0, np.uint64)], [np.zeros(0, np.int64)]
    room = _MOST if sets.holding is None else min(_MOST, sets.holding.memory // _SHARE // _HASH)
    several = _members(texts, starts, large, count)
    for bucket in large[np.argsort(-sizes[large], kind="stable")].tolist():
        members = texts[starts[bucket] : starts[bucket + 1]]
        for share in _SHARES:
            free = members[crowds[members] == 0]
            if len(free) < CROWDED:
                break
            core = _core(sets, free[np.linspace(0, len(free) - 1, _SAMPLE).astype(np.int64)].tolist(), share)
            if len(core) < _CORE:
                continue
            number = len(cores)
            asked = several[crowds[several] == 0]  # of other buckets too: one footer, one crowd
            rest = join_crowd(sets.values, sets.starts, asked, core, number, crowds)
            if rest > room:
                crowds[crowds == number] = -1  # in none, and not asked again
                continue
            room -= rest
            cores.append(len(core))
            keys.append(np.empty(rest, np.uint64))
            owners.append(np.empty(rest, np.int64))
            rest_keys(sets.values, sets.starts, core, number, crowds, keys[-1], owners[-1])
            sets.let_go()
    rests = fill_buckets(np.concatenate(keys), np.concatenate(owners), count)
    crowds = np.maximum(crowds, 0)
    return crowds, np.array(cores, np.int64), rests.texts, rests.starts, rests.buckets, rests.places


def _members(texts: I32, starts: I64, buckets: I64, count: int) -> I32:
    """The texts of some buckets, each once."""
    import numpy as np

    there = np.zeros(count, dtype=np.bool_)
    for bucket in buckets.tolist():
        there[texts[starts[bucket] : starts[bucket + 1]]] = True
    return np.flatnonzero(there).astype(np.int32)


def _core(sets: Sets, sample: Iterable[int], share: float) -> NDArray[np.uint32]:
    """The hashes that such a share of some texts has: sorted."""
    import numpy as np

    found, counts = np.unique(np.concatenate([sets[text] for text in sample]), return_counts=True)
    return found[counts >= share * _SAMPLE]
