"""Compiled kernels over whole batches of texts: one byte buffer in, fingerprints out."""
