"""Which shingles of a text stand for it in the index: a sample that their hashes choose.

Invariant: whether a shingle is in the sample depends on its own hash, but for the few smallest
of each text, which are always in; so texts that share many shingles share keys in proportion,
however long they are, and equal texts have equal keys. Method: FracMinHash, as used to find one
genome inside another (Irber et al. 2022, "Lightweight compositional analysis of metagenomes with
FracMinHash"), joined with the bottom sketch of Broder 1997.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from provenance.fingerprint.shingle import Shingles
    from provenance.settings import Scheme

__all__ = ["KEY_BITS", "sampled_keys", "sampled_keys_one_by_one"]

KEY_BITS = 36
_SHIFT = np.uint64(64 - KEY_BITS)
_NONE = np.uint64(2**64 - 1)  # above every key


def sampled_keys(shingles: Shingles, scheme: Scheme) -> tuple[NDArray[np.uint64], NDArray[np.int64]]:
    """The index keys of each text of a batch.

    Args:
        shingles: the hashes of ``n`` texts.
        scheme: one shingle in ``sample`` is kept, and the ``least`` smallest of each text.

    Returns:
        uint64[k], each below ``2 ** KEY_BITS``, and int64[k], the text that each belongs to. By
        text, then ascending; a text has each key once.
    """
    lengths = np.diff(shingles.offsets)
    owners = np.repeat(np.arange(lengths.size), lengths)
    keys = shingles.wide >> _SHIFT
    chosen = shingles.wide % np.uint64(scheme.sample) == 0
    filled = lengths[lengths > 0]
    starts = np.cumsum(filled) - filled
    rest = keys.copy()
    for _ in range(scheme.least if keys.size else 0):
        smallest = rest == np.repeat(np.minimum.reduceat(rest, starts), filled)
        chosen |= smallest & (rest != _NONE)
        rest[smallest] = _NONE
    keys, owners = keys[chosen], owners[chosen]
    order = np.lexsort((keys, owners))
    keys, owners = keys[order], owners[order]
    new = np.ones(keys.size, dtype=np.bool_)
    new[1:] = (keys[1:] != keys[:-1]) | (owners[1:] != owners[:-1])
    return keys[new], owners[new]


def sampled_keys_one_by_one(values: list[int], scheme: Scheme) -> list[int]:
    """The keys of one text, from the wide hashes of its shingles, in plain Python: the reference."""
    least = sorted({value >> (64 - KEY_BITS) for value in values})[: scheme.least]
    return sorted({value >> (64 - KEY_BITS) for value in values if value % scheme.sample == 0}.union(least))
