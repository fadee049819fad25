"""Locality-sensitive hashing over a storage protocol: band keys, segments, look-up."""
