"""Compiled kernels that join the fingerprints of a corpus and measure what they propose."""
