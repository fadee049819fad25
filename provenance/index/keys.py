"""From passages to index entries.

Invariant: an entry is ``key << PASSAGE_BITS | passage``; sorting entries sorts them by key,
so one range of a segment holds everything that one key leads to.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from provenance.fingerprint import sampled_keys, sampled_keys_one_by_one, shingle_hashes
from provenance.fingerprint.sampled import KEY_BITS

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from provenance.settings import Scheme

__all__ = ["KEY_BITS", "PASSAGE_BITS", "PASSAGE_MASK", "entries", "keys_of", "position_of", "reference_entries"]

PASSAGE_BITS = 64 - KEY_BITS
PASSAGE_MASK = np.uint64((1 << PASSAGE_BITS) - 1)
_AT_ONCE = 500  # texts; 250 to 1,000 were the fastest, 20,000 took half as long again


def keys_of(texts: Sequence[str], scheme: Scheme) -> tuple[NDArray[np.uint64], NDArray[np.int64]]:
    """The keys of normalised texts, and the text that each belongs to: uint64[k], int64[k]."""
    found, owners = [np.zeros(0, dtype=np.uint64)], [np.zeros(0, dtype=np.int64)]
    for first in range(0, len(texts), _AT_ONCE):
        keys, own = sampled_keys(shingle_hashes(texts[first : first + _AT_ONCE], scheme.shingle), scheme)
        found.append(keys)
        owners.append(own + first)
    return np.concatenate(found), np.concatenate(owners)


def entries(keys: NDArray[np.uint64], passages: NDArray[np.int64]) -> NDArray[np.uint64]:
    """Pack keys and the passages that they lead to.

    Args:
        keys: uint64[k].
        passages: int64[k], each below ``2 ** PASSAGE_BITS``.

    Returns:
        uint64[k], sorted.

    Raises:
        OverflowError: a passage number does not fit; the database is full.
    """
    if passages.size and int(passages.max()) >> PASSAGE_BITS:
        message = f"passage number {int(passages.max())} does not fit into {PASSAGE_BITS} bits"
        raise OverflowError(message)
    return np.sort((keys << np.uint64(PASSAGE_BITS)) | passages.astype(np.uint64))


def reference_entries(text: str, passage: int, scheme: Scheme) -> list[int]:
    """The entries of one normalised text, sampled in plain Python; slow, to find a fault of the fast way."""
    keys = sampled_keys_one_by_one(shingle_hashes([text], scheme.shingle).wide.tolist(), scheme)
    return [key << PASSAGE_BITS | passage for key in keys]


def position_of(key: int, text: str, scheme: Scheme) -> int | None:
    """The first word of the shingle of a normalised text that a key stands for; ``None`` where it has none."""
    at = np.flatnonzero(shingle_hashes([text], scheme.shingle).wide >> np.uint64(64 - KEY_BITS) == key)
    return int(at[0]) if at.size else None
