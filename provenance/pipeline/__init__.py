"""The one place where the stages are joined: what the command line and other programs call."""

from __future__ import annotations

from provenance.pipeline.analysis import analyse
from provenance.pipeline.asking import show, trace
from provenance.pipeline.deduplicating import dedup
from provenance.pipeline.progress import Progress
from provenance.pipeline.storing import IngestReport, ingest
from provenance.pipeline.upkeep import ForgetReport, check, forget, open_database

__all__ = [
    "ForgetReport",
    "IngestReport",
    "Progress",
    "analyse",
    "check",
    "dedup",
    "forget",
    "ingest",
    "open_database",
    "show",
    "trace",
]
