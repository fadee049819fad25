"""Locality-sensitive hashing over a storage protocol: band keys, segments, look-up."""

from __future__ import annotations

from provenance.index.keys import position_of
from provenance.index.postings import Crowd, CrowdedKey, Crowding, Hits, Index
from provenance.index.protocol import Segment, SegmentStore

__all__ = ["Crowd", "CrowdedKey", "Crowding", "Hits", "Index", "Segment", "SegmentStore", "position_of"]
