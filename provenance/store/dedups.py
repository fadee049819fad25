"""Deduplications of corpora: what was read, the clusters, and why each document was kept or removed.

Invariant: a deduplication is known by the digest of all that it found, so that the same one is
there once, however often it was made, cut short or brought in. A row of a document stays when its
article is forgotten; nothing of the article's text or title is in it then. What ``dedup_cluster``
says follows from its members.
"""

from __future__ import annotations

import json
from dataclasses import astuple, dataclass
from hashlib import blake2b
from typing import TYPE_CHECKING, Final

from provenance.model import Membership

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterable, Iterator

__all__ = [
    "DedupMember",
    "DedupRun",
    "added_for",
    "begin",
    "complete",
    "dedup_digest",
    "dedup_run",
    "forget_members",
    "hand_on",
    "link",
    "members",
    "memberships",
    "put_member",
    "wrong_clusters",
]

_RUN: Final = (
    'title, "read", kept, removed, clusters, known, dropped, failed, inputs, against, settings, corpus, digest'
)
_MEMBERS: Final = (
    "SELECT m.number, c.number, m.document, m.kept, m.relation, m.jaccard, m.containment, m.reason, m.article, m.file, "
    "m.place, m.added FROM dedup_member AS m LEFT JOIN dedup_cluster AS c ON c.id = m.cluster "
    "WHERE m.dedup = ? ORDER BY m.number"
)
# what another writing of the same member leaves: the first article that it had, and what is newer of where it stood
_PUT: Final = """
INSERT INTO dedup_member
    (dedup, number, cluster, document, kept, relation, jaccard, containment, reason, article, file, place, added)
VALUES (?1, ?2, (SELECT id FROM dedup_cluster WHERE dedup = ?1 AND number = ?3), ?4, ?5, ?6, ?7, ?8, ?9,
    (SELECT id FROM article WHERE id = ?10), ?11, ?12, ?13)
ON CONFLICT (dedup, number) DO UPDATE SET
    article = coalesce(article, excluded.article),
    file = CASE ?14 WHEN 1 THEN coalesce(excluded.file, file) ELSE coalesce(file, excluded.file) END,
    place = CASE ?14 WHEN 1 THEN excluded.place ELSE place END,
    added = max(added, excluded.added)
"""
_TITLE: Final = """(
    SELECT coalesce(a.title, m.document) FROM dedup_member AS m LEFT JOIN article AS a ON a.id = m.article
    WHERE m.dedup = dedup_cluster.dedup AND m.number = dedup_cluster.head
)"""
_NAME_CLUSTER: Final = f"""
UPDATE dedup_cluster SET
    article = (SELECT m.article FROM dedup_member AS m WHERE m.dedup = dedup_cluster.dedup AND m.number = head),
    title = {_TITLE}
WHERE id = (SELECT cluster FROM dedup_member WHERE dedup = ?1 AND number = ?2) AND head = ?2
"""  # noqa: S608 (our own words)
_WRONG_CLUSTERS: Final = """
SELECT c.dedup, c.number FROM dedup_cluster AS c
LEFT JOIN dedup_member AS h ON h.dedup = c.dedup AND h.number = c.head
LEFT JOIN article AS a ON a.id = h.article
WHERE h.cluster IS NOT c.id OR c.article IS NOT h.article OR c.title IS NOT coalesce(a.title, h.document)
    OR (c.members, c.alike, c.head) IS NOT
        (SELECT count(*), min(max(m.jaccard, m.containment)), min(m.number) FROM dedup_member AS m
        WHERE m.cluster = c.id)
ORDER BY 1, 2
"""
_MEMBERSHIPS: Final = """
SELECT d.title, m.kept, m.reason, c.number, c.members
FROM dedup_member AS m
JOIN dedup_run AS d ON d.id = m.dedup
LEFT JOIN dedup_cluster AS c ON c.id = m.cluster
WHERE m.article = ? ORDER BY m.dedup, m.number
"""


@dataclass(frozen=True, slots=True)
class DedupRun:
    """A deduplication: what it read and what it counted, as its report has it.

    ``title`` names it for people. ``known`` counts the removed that the database ``against`` had,
    ``dropped`` those that are no copy. ``inputs`` and ``settings`` are JSON. ``corpus`` is the digest
    of the documents in any order, ``digest`` that of all that was found.
    """

    title: str
    read: int
    kept: int
    removed: int
    clusters: int
    known: int
    dropped: int
    failed: int
    inputs: str
    against: str | None
    settings: str
    corpus: bytes
    digest: bytes = b""


@dataclass(frozen=True, slots=True)
class DedupMember:
    """A document that has a copy or was removed, or the stored article that some are copies of.

    ``number`` is its place in the order of clusters, from 1; of a cluster the one that the others were
    held against comes first. ``cluster`` is ``None`` for what was removed and is no copy. The measures
    are against the first one. ``file`` and ``place`` say where it was read: the place among all
    documents of the corpus, from 1, ``None`` for a stored article. ``added``: the deduplication brought
    its article in.
    """

    number: int
    cluster: int | None
    document: str
    kept: bool
    relation: str
    jaccard: float | None
    containment: float | None
    reason: str
    article: int | None = None
    file: str | None = None
    place: int | None = None
    added: bool = False


def dedup_digest(found: DedupRun, members: Iterable[DedupMember]) -> bytes:
    """The digest of all that a deduplication found, whatever the order of its input and the name of its files.

    Args:
        found: its own digest is not looked at.
        members: in their order.
    """
    counts = (found.read, found.kept, found.removed, found.clusters, found.known, found.dropped, found.failed)
    hashed = blake2b(json.dumps([found.settings, found.corpus.hex(), *counts]).encode(), digest_size=16)
    for each in members:
        row = (each.number, each.cluster, each.document, each.kept, each.relation)
        hashed.update(json.dumps([*row, each.jaccard, each.containment, each.reason]).encode())
    return hashed.digest()


def begin(connection: sqlite3.Connection, found: DedupRun, run: int, number: int | None = None) -> int:
    """Write a deduplication down, or find the same one; its members follow.

    Args:
        connection: inside a transaction.
        found: with its digest.
        run: the run that writes.
        number: the one that it gets if it is new; the next one where none is given.

    Returns:
        Its number.
    """
    connection.execute(
        f"INSERT INTO dedup_run (id, {_RUN}, run) VALUES ({', '.join('?' * 15)}) ON CONFLICT (digest) DO UPDATE SET "  # noqa: S608 (our own columns)
        "title = excluded.title, inputs = excluded.inputs, against = excluded.against, "
        "run = CASE complete WHEN 1 THEN run ELSE excluded.run END",
        (number, *astuple(found), run),
    )
    (given,) = connection.execute("SELECT id FROM dedup_run WHERE digest = ?", (found.digest,)).fetchone()
    return int(given)


def complete(connection: sqlite3.Connection, number: int, run: int) -> None:
    """Note that all of a deduplication is written, by a run."""
    connection.execute("UPDATE dedup_run SET complete = 1, run = ? WHERE id = ?", (run, number))


def put_member(connection: sqlite3.Connection, dedup: int, member: DedupMember, *, newer: bool = True) -> None:
    """Write a member, with its cluster where that is new; one that is there keeps its article.

    Args:
        connection: inside a transaction.
        dedup: the deduplication's number.
        member: an article that is not stored is left out.
        newer: whether it was found later than what is there, so that it is where the document stands now.
    """
    cluster, alike = member.cluster, max(member.jaccard or 0.0, member.containment or 0.0)
    if cluster is not None:
        connection.execute(
            "INSERT OR IGNORE INTO dedup_cluster (title, dedup, number, members, alike, head) "
            "VALUES (?, ?, ?, 0, 1, ?)",
            (member.document, dedup, cluster, member.number),
        )
        is_new = connection.execute(
            "SELECT 1 FROM dedup_member WHERE dedup = ? AND number = ?", (dedup, member.number)
        ).fetchone()
        if is_new is None:
            connection.execute(
                "UPDATE dedup_cluster SET members = members + 1, alike = min(alike, ?), head = min(head, ?) "
                "WHERE dedup = ? AND number = ?",
                (alike, member.number, dedup, cluster),
            )
    connection.execute(_PUT, (dedup, *astuple(member), newer))
    connection.execute(_NAME_CLUSTER, (dedup, member.number))


def link(
    connection: sqlite3.Connection, dedup: int, number: int, *, article: int | None, file: str | None, added: bool
) -> None:
    """Name the article that a member is.

    Args:
        connection: inside a transaction.
        dedup: the deduplication's number.
        number: the member's.
        article: the article's number; ``None`` where the document could not be understood.
        file: where the document was read.
        added: whether the article is new; what was noted of the same article before stays.
    """
    connection.execute(
        "UPDATE dedup_member SET article = ?1, file = ?2, "
        "added = CASE WHEN article IS ?1 THEN max(added, ?3) ELSE ?3 END WHERE dedup = ?4 AND number = ?5",
        (article, file, added, dedup, number),
    )
    connection.execute(_NAME_CLUSTER, (dedup, number))


def hand_on(connection: sqlite3.Connection, old: int, new: int) -> None:
    """Let the members that an article is be the one that replaces it.

    Args:
        connection: inside a transaction.
        old: the article that will be removed.
        new: the one in its place; its row is written.
    """
    connection.execute("UPDATE dedup_member SET article = ? WHERE article = ?", (new, old))
    connection.execute(f"UPDATE dedup_cluster SET article = ?, title = {_TITLE} WHERE article = ?", (new, old))  # noqa: S608 (our own words)


def forget_members(connection: sqlite3.Connection, articles: str) -> None:
    """Take what members have of some articles out; the documents' ids and what was said of them stay.

    Args:
        connection: inside a transaction.
        articles: their numbers, as a JSON list.
    """
    gone = "article IN (SELECT value FROM json_each(?))"
    connection.execute(f"UPDATE dedup_member SET article = NULL, added = 0 WHERE {gone}", (articles,))  # noqa: S608 (our own words)
    connection.execute(f"UPDATE dedup_cluster SET article = NULL, title = {_TITLE} WHERE {gone}", (articles,))  # noqa: S608 (our own words)


def added_for(connection: sqlite3.Connection, corpus: bytes) -> frozenset[int]:
    """The articles that are stored only because this very corpus was deduplicated before.

    Args:
        connection: any.
        corpus: the digest of its documents.
    """
    rows = connection.execute(
        "SELECT m.article FROM dedup_run AS d JOIN dedup_member AS m ON m.dedup = d.id "
        "JOIN article AS a ON a.id = m.article JOIN run AS r ON r.id = a.run "
        "WHERE d.corpus = ? AND m.added = 1 AND r.command = 'dedup'",
        (corpus,),
    )
    return frozenset(article for (article,) in rows)


def dedup_run(connection: sqlite3.Connection, number: int) -> DedupRun:
    """One deduplication by its number, which there is."""
    return DedupRun(*connection.execute(f"SELECT {_RUN} FROM dedup_run WHERE id = ?", (number,)).fetchone())  # noqa: S608 (our own columns)


def members(connection: sqlite3.Connection, dedup: int) -> Iterator[DedupMember]:
    """The members of a deduplication, in their order."""
    for row in connection.execute(_MEMBERS, (dedup,)):
        number, cluster, document, kept, relation, jaccard, containment, reason, article, file, place, added = row
        found = (relation, jaccard, containment, reason)
        yield DedupMember(number, cluster, document, bool(kept), *found, article, file, place, bool(added))


def memberships(connection: sqlite3.Connection, article: int) -> tuple[Membership, ...]:
    """What deduplications made of a stored article, the first one first."""
    rows = connection.execute(_MEMBERSHIPS, (article,))
    return tuple(Membership(dedup, bool(kept), *rest) for dedup, kept, *rest in rows)


def wrong_clusters(connection: sqlite3.Connection) -> tuple[tuple[int, int], ...]:
    """Clusters that their members do not bear out: the number of the deduplication and its own."""
    return tuple(connection.execute(_WRONG_CLUSTERS).fetchall())
