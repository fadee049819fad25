"""The database: schema, migrations, and the only writer of SQL."""

from __future__ import annotations

from provenance.store.articles import Stored
from provenance.store.captures import Capture
from provenance.store.corrections import StoredCorrection
from provenance.store.database import Database
from provenance.store.dedups import DedupMember, DedupRun, dedup_digest
from provenance.store.doctor import DoctorFinding
from provenance.store.evidence import StoredVerdict
from provenance.store.feeds import DueItem, Seen, StoredFeed
from provenance.store.identity import Placement
from provenance.store.runs import RunCounts, RunStatus
from provenance.store.sources import StoredSource
from provenance.store.stats import Count, Stats

__all__ = [
    "Capture",
    "Count",
    "Database",
    "DedupMember",
    "DedupRun",
    "DoctorFinding",
    "DueItem",
    "Placement",
    "RunCounts",
    "RunStatus",
    "Seen",
    "Stats",
    "Stored",
    "StoredCorrection",
    "StoredFeed",
    "StoredSource",
    "StoredVerdict",
    "dedup_digest",
]
