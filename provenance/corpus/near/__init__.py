"""Which texts are near each other: fingerprints, candidates from two indexes, exact measures."""
