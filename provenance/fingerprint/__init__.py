"""From text to fingerprint: normalise, shingle, sample or sign."""

from __future__ import annotations

from provenance.fingerprint.confusables import fold_confusables
from provenance.fingerprint.minhash import band_keys, datasketch_signatures, signatures
from provenance.fingerprint.normalise import normalise
from provenance.fingerprint.passages import passages_of, story_texts
from provenance.fingerprint.sampled import sampled_keys, sampled_keys_one_by_one
from provenance.fingerprint.shingle import Shingles, shingle_hashes
from provenance.fingerprint.sketch import share_held, sketch_of
from provenance.fingerprint.units import units_of, words_of

__all__ = [
    "Shingles",
    "band_keys",
    "datasketch_signatures",
    "fold_confusables",
    "normalise",
    "passages_of",
    "sampled_keys",
    "sampled_keys_one_by_one",
    "share_held",
    "shingle_hashes",
    "signatures",
    "sketch_of",
    "story_texts",
    "units_of",
    "words_of",
]
