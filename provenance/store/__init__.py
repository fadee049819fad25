"""The database: schema, migrations, and the only writer of SQL."""

from __future__ import annotations

from provenance.store.articles import Placement, Stored
from provenance.store.database import Database
from provenance.store.doctor import DoctorFinding
from provenance.store.evidence import StoredVerdict
from provenance.store.runs import RunCounts, RunStatus
from provenance.store.sources import StoredSource
from provenance.store.stats import Count, Stats

__all__ = [
    "Count",
    "Database",
    "DoctorFinding",
    "Placement",
    "RunCounts",
    "RunStatus",
    "Stats",
    "Stored",
    "StoredSource",
    "StoredVerdict",
]
