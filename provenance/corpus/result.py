"""What a deduplication finds: documents, clusters with their reasons, and the counts.

Invariant: a cluster has a kept copy, of the corpus or stored, and at least one other member, no document is in two
clusters, and a member's measures are against the kept copy of its own cluster.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

    from provenance.model import Relation, Unreadable

__all__ = ["Cluster", "ClustersStored", "DedupReport", "Document", "Member"]


@dataclass(frozen=True, slots=True)
class Document:
    """One document of the corpus, without its text.

    ``number`` is its place in the input, from 0. ``text`` is the number of its normalised text,
    which documents with the same words share; ``None`` where it has none, and ``failed`` says why.
    ``identity`` is a digest of all that the input says of it. ``published`` is the time as it says it.
    ``stored`` is the number of an article of the database, which is no document of the corpus.
    """

    number: int
    id: str
    identity: bytes
    outlet: str | None
    text: int | None
    failed: str | None = None
    published: str | None = None
    stored: int | None = None


@dataclass(frozen=True, slots=True)
class Member:
    """A document of a cluster, held against the kept copy.

    ``jaccard``: of the shingles of both stories. ``containment``: share of this document's
    shingles that the kept copy has too. Both in [0, 1]. ``reason`` is a sentence for people.
    """

    document: Document
    relation: Relation
    jaccard: float
    containment: float
    reason: str


@dataclass(frozen=True, slots=True)
class Cluster:
    """A kept copy (it is ``kept``) and its other ``members``, by id. ``number`` counts from 1.

    What is kept may be an article of the database; members are documents of the corpus. Where all
    of them are dropped, what is ``kept`` is only the one that the others are held against.
    """

    number: int
    kept: Member
    members: tuple[Member, ...]


@dataclass(frozen=True, slots=True)
class ClustersStored:
    """What came into a database by a run: the clusters as its deduplication ``dedup``, their documents as articles.

    ``new``, ``updated`` and ``known`` count documents by what their articles were to the database,
    ``failed`` those that could not be understood as articles, ``traced`` the verdicts that were made.
    """

    run: int
    dedup: int
    new: int
    updated: int
    known: int
    failed: int
    traced: int


@dataclass(frozen=True, slots=True)
class DedupReport:
    """What a run did.

    Every document that was ``read`` is in the file of what is kept or in that of what is removed, so ``read``
    is ``kept`` plus ``removed``. ``failed`` counts ``failures``: what could not be read at all, and
    documents without a text to compare, which are kept. ``reasons`` counts the removed by relation.
    ``stored`` counts those of the removed that the database has, ``dropped`` those that are no copy of
    anything kept, but reworded by a machine. ``shared`` counts the groups of paragraphs that kept
    documents have in common, where they were looked for. ``notes`` say what else the user should know.
    ``format`` is what the rows are written as, ``files`` the names of both files of rows.
    ``database``: what was stored, where the clusters go into one. ``was_complete``: another run had made all this, and
    nothing was done.
    """

    read: int
    kept: int
    removed: int
    clusters: int
    failed: int
    failures: tuple[Unreadable, ...]
    seconds: float
    reasons: Mapping[str, int] = field(default_factory=dict)
    notes: tuple[str, ...] = ()
    stored: int = 0
    dropped: int = 0
    shared: int = 0
    format: str = "jsonl"
    files: tuple[str, str] = ("kept.jsonl", "removed.jsonl")
    database: ClustersStored | None = None
    was_complete: bool = False
