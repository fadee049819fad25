"""Batch deduplication that keeps the origin of each cluster."""

from __future__ import annotations

from provenance.corpus.dedup import Reading, dedup
from provenance.corpus.result import DedupReport

__all__ = ["DedupReport", "Reading", "dedup"]
