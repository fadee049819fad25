"""Reading what people said of verdicts.

Invariant: it only reads; of all that was said of an article the newest is its last word, by the
time that stands with it and, within a second, by an order of what it says.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from provenance.model import (
    ArticleRef,
    Correction,
    CorrectionKind,
    Origin,
    ProgramVerdict,
    Relation,
    Status,
)
from provenance.store.values import array

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterator, Sequence

    from provenance.store.values import Row

__all__ = ["NEWEST", "StoredCorrection", "correction_numbered", "correction_of", "corrections", "corrections_seen"]

NEWEST: Final = (
    "c.time DESC, c.kind DESC, c.author DESC, coalesce(c.origin_source, '') DESC, coalesce(c.origin_name, '') DESC, "
    "coalesce(c.relation, '') DESC, coalesce(c.reason, '') DESC, c.id DESC"
)
"""The order of what was said of one article, the last word first."""

_JOINED: Final = """
LEFT JOIN corrected_article AS m ON m.id = c.origin_article
LEFT JOIN article AS o ON o.id = m.article
"""
_SAID: Final = """
    c.kind, c.author, c.time, c.reason, c.origin_source, c.origin_name, c.relation, c.said_status, c.said_relation,
    c.said_source, c.said_name, c.said_confidence, c.digest, c.sketch
"""
_COLUMNS: Final = f'{_SAID}, o.id, o."key", o.url, o.title'
_ONE: Final = f"SELECT {_SAID} FROM correction AS c WHERE c.id = ?"  # noqa: S608 (our own columns)
_LAST: Final = f"""
SELECT {_COLUMNS} FROM corrected_article AS n JOIN correction AS c ON c.id = n.correction {_JOINED}
WHERE n.article IN (SELECT value FROM json_each(?)) ORDER BY {NEWEST} LIMIT 1
"""  # noqa: S608 (our own columns)
_ALL: Final = f"""
SELECT n.id, c.id, n.correction, n.applies, n."key", n.url, n.article, a."key", a.url, a.title, {_COLUMNS}
FROM correction AS c JOIN corrected_article AS n ON n.id = c.subject
LEFT JOIN article AS a ON a.id = n.article {_JOINED}
WHERE ?1 IS NULL OR n.article = ?1 ORDER BY c.time DESC, n."key", coalesce(n.url, ''), {NEWEST}
"""  # noqa: S608 (our own columns)


@dataclass(frozen=True, slots=True)
class StoredCorrection:
    """Something that a person said, and of which article.

    ``article`` is ``None`` for one that is not stored now; ``id`` and ``url`` are known all the
    same. ``subject`` is one number for all that was said of one article. ``newest`` says that it
    is the last word and was not taken back; ``in_force`` that it decides the article's verdict.
    """

    subject: int
    id: str
    url: str | None
    article: ArticleRef | None
    correction: Correction
    newest: bool
    in_force: bool


def _correction_from(row: Row) -> Correction:
    """The correction of a row."""
    kind, author, time, reason, source, name, relation, *said, digest, sketch, number, key, url, title = row
    status, said_relation, said_source, said_name, confidence = said
    article = None if number is None else ArticleRef(number, key, url, title)
    return Correction(
        CorrectionKind(kind),
        author,
        time,
        reason,
        None if name is None else Origin(source, name, article),
        None if relation is None else Relation(relation),
        ProgramVerdict(Status(status), Relation(said_relation), said_source, said_name, confidence),
        digest,
        sketch,
    )


def correction_of(connection: sqlite3.Connection, numbers: Sequence[int]) -> Correction | None:
    """The last word on some articles that are one, unless it was taken back."""
    row = connection.execute(_LAST, (array(numbers),)).fetchone()
    return None if row is None else _correction_from(row)


def correction_numbered(connection: sqlite3.Connection, number: int) -> Correction:
    """One correction by its number; its origin without the article."""
    row = connection.execute(_ONE, (number,)).fetchone()
    return _correction_from((*row, None, None, None, None))


def corrections(connection: sqlite3.Connection, article: int | None = None) -> Iterator[StoredCorrection]:
    """All that was ever said, the newest first.

    Args:
        connection: any.
        article: where given, of this stored article alone.
    """
    for subject, number, last, applies, key, url, stored, *row in connection.execute(_ALL, (article,)):
        ref = None if stored is None else ArticleRef(stored, *row[:3])
        newest = last == number
        in_force = newest and bool(applies) and stored is not None
        yield StoredCorrection(subject, key, url, ref, _correction_from(tuple(row[3:])), newest, in_force)


def corrections_seen(connection: sqlite3.Connection) -> int:
    """The number of the newest row."""
    (number,) = connection.execute("SELECT coalesce(max(id), 0) FROM correction").fetchone()
    return int(number)
