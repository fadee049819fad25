"""From text to MinHash: normalise, shingle, sign."""
