"""What goes from one database to another, record by record.

Invariant: a record holds the numbers of the database that it comes from; whoever takes it
gives every one of them a number of its own.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from provenance.store.feeds import StoredFeed
from provenance.store.sources import StoredSource

if TYPE_CHECKING:
    from provenance.model import Analysis, Correction
    from provenance.store.captures import Capture
    from provenance.store.correcting import Place
    from provenance.store.dedups import DedupMember, DedupRun
    from provenance.store.runs import RunCounts
    from provenance.store.values import Row

__all__ = [
    "VERDICT_TABLES",
    "ArticleRecord",
    "CorrectionRecord",
    "DedupRecord",
    "FailureRecord",
    "ItemRecord",
    "MemberRecord",
    "PendingRecord",
    "Record",
    "RunRecord",
    "VerdictRecord",
]

VERDICT_TABLES: Final[dict[str, tuple[str, ...]]] = {
    "verdict": (
        "status",
        "relation",
        "origin_source",
        "origin_name",
        "origin_article",
        "confidence",
        "reasons",
        "runner_up",
        "machine_paraphrase",
        "substitutions_per_100",
        "findings",
        "per_1000_words",
        "damage_reasons",
        "run",
        "likely",
        "taken_from",
        "correction",
        "quotes",
        "quotes_kept",
        "facts_changed",
    ),
    "hop": ("step", "source", "name", "kind", "domain"),
    "evidence": (
        "step",
        "number",
        "type",
        "source",
        "name",
        "domain",
        "block",
        "start",
        "end",
        "text",
        "weight",
        "rule",
    ),
    "match": (
        "number",
        "other",
        "source",
        "relation",
        "share",
        "containment",
        "jaccard",
        "substitutions_per_100",
    ),
    "block_match": (
        "number",
        "position",
        "other",
        "other_position",
        "source",
        "relation",
        "char5",
        "word1",
        "containment",
        "quoted",
        "moved",
        "match",
        "best",
    ),
    "damage": (
        "number",
        "block",
        "kind",
        "severity",
        "text",
        "original",
        "start",
        "end",
        "reference_article",
        "reference_start",
        "reference_end",
        "change",
    ),
}
"""The columns of a verdict's tables, but for ``article``; the tables in the order of writing."""


@dataclass(frozen=True, slots=True)
class RunRecord:
    """A run; ``status`` as its column has it."""

    number: int
    command: str
    version: str
    started: str
    finished: str | None
    status: str
    counts: RunCounts


@dataclass(frozen=True, slots=True)
class FailureRecord:
    """What a run could not read."""

    run: int
    input: str
    reason: str
    hint: str | None


@dataclass(frozen=True, slots=True)
class ArticleRecord:
    """An article with all that belongs to it; the fetch of its article is not filled, ``captures`` is.

    ``passages`` are the numbers of ``analysis.passages``; empty where these are to be made anew.
    """

    number: int
    run: int
    analysis: Analysis
    captures: tuple[Capture, ...]
    passages: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class CorrectionRecord:
    """What a person said of an article's verdict.

    ``article`` is the article's number where it is stored, ``place`` how it is known again where
    it is not; ``origin_article`` and ``origin_place`` are those of the origin's text, where the
    person named one. The origin of ``correction`` has no article.
    """

    article: int | None
    place: Place
    correction: Correction
    origin_article: int | None
    origin_place: Place | None


@dataclass(frozen=True, slots=True)
class DedupRecord:
    """A deduplication of a corpus by a run; ``complete`` where all of its members were written."""

    number: int
    run: int
    complete: bool
    found: DedupRun


@dataclass(frozen=True, slots=True)
class MemberRecord:
    """A document of a deduplication; its article is one of the database that it comes from."""

    dedup: int
    member: DedupMember


@dataclass(frozen=True, slots=True)
class VerdictRecord:
    """An article's verdict, as rows of ``VERDICT_TABLES``: of the table ``verdict`` there is one."""

    article: int
    rows: dict[str, tuple[Row, ...]]


@dataclass(frozen=True, slots=True)
class ItemRecord:
    """What a feed listed, and what became of it."""

    feed: int
    url: str
    title: str | None
    published: str | None
    updated: str | None
    digest: bytes | None
    first_seen: str
    last_seen: str
    gone: str | None
    state: str
    attempts: int
    next_try: str | None
    reason: str | None
    article: int | None


@dataclass(frozen=True, slots=True)
class PendingRecord:
    """An article whose verdict is due."""

    article: int


Record = (
    StoredSource
    | RunRecord
    | FailureRecord
    | ArticleRecord
    | CorrectionRecord
    | DedupRecord
    | MemberRecord
    | VerdictRecord
    | StoredFeed
    | ItemRecord
    | PendingRecord
)
"""Anything that goes from one database to another."""
