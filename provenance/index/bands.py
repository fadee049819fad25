"""From passages to index entries.

Invariant: an entry is ``key << PASSAGE_BITS | passage``; sorting entries sorts them by band key,
so one range of a segment holds everything that one key leads to.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

import numpy as np

from provenance.fingerprint import Shingles, band_keys, shingle_hashes, signatures
from provenance.fingerprint.minhash import KEY_BITS
from provenance.settings import Scheme

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

__all__ = ["KEY_BITS", "PASSAGE_BITS", "PASSAGE_MASK", "entries", "keys_of"]

Signer = Callable[[Shingles, Scheme], "NDArray[np.uint32]"]
"""Makes the signatures of a batch: uint32[n, permutations]."""

PASSAGE_BITS = 64 - KEY_BITS
PASSAGE_MASK = np.uint64((1 << PASSAGE_BITS) - 1)


def keys_of(texts: Sequence[str], scheme: Scheme, sign: Signer = signatures) -> NDArray[np.uint64]:
    """The band keys of normalised texts: uint64[len(texts), bands]."""
    signed = sign(shingle_hashes(texts, scheme.shingle), scheme)
    return band_keys(signed, scheme.bands, scheme.rows)


def entries(keys: NDArray[np.uint64], passages: NDArray[np.int64]) -> NDArray[np.uint64]:
    """Pack band keys and the passages they belong to.

    Args:
        keys: uint64[n, bands].
        passages: int64[n], each below ``2 ** PASSAGE_BITS``.

    Returns:
        uint64[n * bands], sorted.

    Raises:
        OverflowError: a passage number does not fit; the database is full.
    """
    if passages.size and int(passages.max()) >> PASSAGE_BITS:
        message = f"passage number {int(passages.max())} does not fit into {PASSAGE_BITS} bits"
        raise OverflowError(message)
    packed = (keys << np.uint64(PASSAGE_BITS)) | passages.astype(np.uint64)[:, None]
    return np.sort(packed.ravel())
