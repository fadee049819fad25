"""Candidates from a matrix of sketches, in numpy, for libraries that make sketches and no pairs."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

if TYPE_CHECKING:
    from common import Job
    from numpy.typing import NDArray

__all__ = ["near_pairs"]

FACTOR = np.uint64(0x9E3779B97F4A7C15)


def near_pairs(sketches: NDArray[Any], given: Job) -> list[tuple[int, int]]:
    """Neighbours in the order of a band's keys of which enough hashes agree.

    Args:
        sketches: unsigned integers, shape (documents, hashes).
        given: the bands and the threshold.
    """
    keys = np.zeros((len(sketches), given.bands), dtype=np.uint64)
    banded = sketches[:, : given.bands * given.rows].reshape(len(sketches), given.bands, given.rows)
    for row in range(given.rows):
        keys = (keys ^ banded[:, :, row]) * FACTOR
        keys ^= keys >> np.uint64(29)
    codes = []
    for band in range(given.bands):
        order = np.argsort(keys[:, band], kind="stable")
        same = np.flatnonzero(keys[order[1:], band] == keys[order[:-1], band])
        codes.append(order[same] * len(sketches) + order[same + 1])
    left, right = np.divmod(np.unique(np.concatenate(codes)), len(sketches))
    near = np.concatenate(
        [
            (sketches[left[at : at + 65_536]] == sketches[right[at : at + 65_536]]).mean(axis=1) >= given.threshold
            for at in range(0, len(left), 65_536)
        ]
        or [np.zeros(0, dtype=bool)]
    )
    return list(zip(left[near].tolist(), right[near].tolist(), strict=True))
