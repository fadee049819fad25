"""MinHash signatures and LSH band keys of whole batches, the same bits as datasketch.

Invariant: ``signatures`` equals ``datasketch.MinHash(scheme="affine32")`` updated with the same
hashes, bit for bit; a test holds it, and ``doctor`` compares the two on this machine.
Deduplication does without it because whole batches are signed at once. Method: Broder 1997;
banding: Leskovec, Rajaraman and Ullman, "Mining of Massive Datasets", chapter 3.
"""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

import numpy as np

from provenance.fingerprint.sampled import KEY_BITS

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from provenance.fingerprint.shingle import Shingles
    from provenance.settings import Signing

__all__ = ["EMPTY", "band_keys", "datasketch_signatures", "permutations", "signatures"]

EMPTY = 0xFFFFFFFF
_CHUNK = 1 << 15


@lru_cache(maxsize=4)
def permutations(count: int, seed: int) -> tuple[NDArray[np.uint32], NDArray[np.uint32]]:
    """Multipliers (odd) and increments as datasketch 2.0 draws them for affine32."""
    generator = np.random.RandomState(seed)
    multipliers = generator.randint(0, 1 << 31, count, dtype=np.uint32) * np.uint32(2) + np.uint32(1)
    increments = generator.randint(0, 1 << 32, count, dtype=np.uint32)
    return multipliers, increments


def _premix(values: NDArray[np.uint32]) -> NDArray[np.uint32]:
    """The 32-bit finaliser of MurmurHash3, which affine32 applies before its permutations."""
    values = (values ^ (values >> np.uint32(16))) * np.uint32(0x85EBCA6B)
    values = (values ^ (values >> np.uint32(13))) * np.uint32(0xC2B2AE35)
    return values ^ (values >> np.uint32(16))


def signatures(shingles: Shingles, signing: Signing) -> NDArray[np.uint32]:
    """Sign each text of a batch.

    Args:
        shingles: the hashes of ``n`` texts.
        signing: permutations and their seed.

    Returns:
        uint32[n, permutations]; a text without shingles has ``EMPTY`` everywhere.
    """
    multipliers, increments = permutations(signing.permutations, signing.seed)
    count = shingles.offsets.size - 1
    signed = np.full((count, signing.permutations), EMPTY, dtype=np.uint32)
    lengths = np.diff(shingles.offsets)
    mixed = _premix(shingles.values)
    first = 0
    while first < count:  # as many texts at a time as stay inside the processor's cache
        last = int(np.searchsorted(shingles.offsets, shingles.offsets[first] + _CHUNK, side="right")) - 1
        last = min(max(last, first + 1), count)
        filled = first + np.flatnonzero(lengths[first:last])
        if filled.size:
            values = mixed[shingles.offsets[first] : shingles.offsets[last], None]
            permuted = values * multipliers + increments
            signed[filled] = np.minimum.reduceat(permuted, shingles.offsets[filled] - shingles.offsets[first], axis=0)
        first = last
    return signed


def datasketch_signatures(shingles: Shingles, signing: Signing) -> NDArray[np.uint32]:
    """The same as ``signatures``, made by datasketch one text at a time: slow, and the reference."""
    from datasketch import MinHash

    blank = MinHash(signing.permutations, seed=signing.seed, hashfunc=int, scheme=signing.permutation_scheme)
    count = shingles.offsets.size - 1
    signed = np.empty((count, signing.permutations), dtype=np.uint32)
    for text in range(count):
        sketch = blank.copy()
        sketch.update_batch(shingles.of(text).tolist())
        signed[text] = sketch.hashvalues
    return signed


def band_keys(signed: NDArray[np.uint32], bands: int, rows: int) -> NDArray[np.uint64]:
    """Hash each band of each signature into one key.

    Args:
        signed: uint32[n, permutations], of which the first ``bands * rows`` columns are used.
        bands: number of bands.
        rows: signature columns in a band.

    Returns:
        uint64[n, bands], each below ``2 ** KEY_BITS``; the band's number is part of the key.
    """
    grouped = signed[:, : bands * rows].reshape(len(signed), bands, rows).astype(np.uint64)
    keys = np.broadcast_to(np.arange(1, bands + 1, dtype=np.uint64), grouped.shape[:2]).copy()
    for row in range(rows):
        keys = (keys ^ grouped[:, :, row]) * np.uint64(0xBF58476D1CE4E5B9)
        keys ^= keys >> np.uint64(29)
    return keys >> np.uint64(64 - KEY_BITS)
