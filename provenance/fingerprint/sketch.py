"""How much of a text stood in an earlier one that is not kept: by samples of their word triples.

Invariant: equal texts have equal sketches; a sketch gives back no word of its text.
"""

from __future__ import annotations

import numpy as np

from provenance.fingerprint.normalise import normalise
from provenance.fingerprint.sampled import sampled_keys
from provenance.fingerprint.shingle import shingle_hashes
from provenance.fingerprint.units import units_of
from provenance.settings import Scheme

__all__ = ["share_held", "sketch_of"]

# the smallest of a text need not be in the sample of a longer one: only a text that has no other keeps one
_SAMPLING = Scheme(sample=4, least=0)
_TINY = Scheme(sample=4, least=1)
_ENTRY = "<u8"


def sketch_of(text: str) -> bytes:
    """A sample of the hashes of a text's word triples, one in four, eight bytes each."""
    shingles = shingle_hashes([units_of(normalise(text))], _SAMPLING.shingle)
    keys, _ = sampled_keys(shingles, _SAMPLING)
    if not keys.size:
        keys, _ = sampled_keys(shingles, _TINY)
    return keys.astype(_ENTRY).tobytes()


def share_held(now: bytes, before: bytes) -> float:
    """The share of one text's word triples that stood in another, in [0, 1], by their sketches.

    Args:
        now: of the text that is asked about.
        before: of the text that it may have been.

    Returns:
        1 where all of it stood there already, however much more did; of a text without a word
        1 where the other one has none either.
    """
    ours, theirs = (np.frombuffer(sketch, _ENTRY) for sketch in (now, before))
    return float(np.isin(ours, theirs).mean()) if ours.size else float(not theirs.size)
