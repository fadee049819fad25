"""Locality-sensitive hashing over a storage protocol: band keys, segments, look-up."""

from __future__ import annotations

from provenance.index.postings import Crowd, Crowding, Hits, Index
from provenance.index.protocol import Segment, SegmentStore

__all__ = ["Crowd", "Crowding", "Hits", "Index", "Segment", "SegmentStore"]
