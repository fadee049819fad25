"""From text to MinHash: normalise, shingle, sign."""

from __future__ import annotations

from provenance.fingerprint.minhash import band_keys, datasketch_signatures, signatures
from provenance.fingerprint.normalise import normalise
from provenance.fingerprint.passages import passages_of, story_texts
from provenance.fingerprint.shingle import Shingles, shingle_hashes

__all__ = [
    "Shingles",
    "band_keys",
    "datasketch_signatures",
    "normalise",
    "passages_of",
    "shingle_hashes",
    "signatures",
    "story_texts",
]
