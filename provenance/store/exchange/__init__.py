"""From one database to another: reading all of one, taking it into another, and lines of JSON between."""

from __future__ import annotations

from provenance.store.exchange.dump import Dump
from provenance.store.exchange.fields import Fields
from provenance.store.exchange.lines import KINDS, kind_of, line_of, read_record
from provenance.store.exchange.records import (
    ArticleRecord,
    CorrectionRecord,
    DedupRecord,
    FailureRecord,
    ItemRecord,
    MemberRecord,
    PendingRecord,
    Record,
    RunRecord,
    VerdictRecord,
)
from provenance.store.exchange.taking import Taker, Took

__all__ = [
    "KINDS",
    "ArticleRecord",
    "CorrectionRecord",
    "DedupRecord",
    "Dump",
    "FailureRecord",
    "Fields",
    "ItemRecord",
    "MemberRecord",
    "PendingRecord",
    "Record",
    "RunRecord",
    "Taker",
    "Took",
    "VerdictRecord",
    "kind_of",
    "line_of",
    "read_record",
]
