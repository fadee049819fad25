"""Writing what people said of verdicts, and keeping it with the articles that it was said of.

Invariant: nothing that was said is changed or lost: an article that is updated hands it on, one
that is forgotten leaves it behind, and one that comes back finds it again. Whatever a new last
word touches is noted as due in the same transaction.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from provenance.model import CorrectionKind
from provenance.settings import OriginSettings
from provenance.store.corrections import NEWEST, correction_numbered
from provenance.store.sources import know_sources
from provenance.store.stored import stored
from provenance.store.values import array
from provenance.store.verdicts import mark_pending
from provenance.tracing.corrected import holds_for

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterator

    from provenance.model import Correction

__all__ = ["Place", "add", "attach", "drop", "hand_on", "last_words", "place_of", "placed", "put", "refresh"]

_PLACE: Final = '"key", location, url, canonical, domain, digest'
# as ``identity`` has it: one place, one row or document under one name, one web page under two addresses
_IS_ONE: Final = (
    '(n.location = a.location OR (n."key" = a."key" AND (n.url = a.url OR n.digest = a.digest)) '
    "OR (n.canonical = a.canonical AND n.domain = a.domain AND n.digest = a.digest "
    "AND (a.location GLOB 'http://*' OR a.location GLOB 'https://*')))"
)


@dataclass(frozen=True, slots=True)
class Place:
    """By what an article is known again that is not stored; the fields of ``Article``, and its text's digest."""

    key: str
    location: str | None
    url: str | None
    canonical: str | None
    domain: str | None
    digest: bytes


def add(connection: sqlite3.Connection, number: int, correction: Correction) -> None:
    """Write down what a person said of a stored article.

    Args:
        connection: inside a transaction.
        number: the article's number.
        correction: its origin's article, where it has one, is stored.
    """
    origin = None if correction.origin is None else correction.origin.article
    put(
        connection,
        _subject(connection, number),
        correction,
        None if origin is None else _subject(connection, origin.key),
    )


def put(connection: sqlite3.Connection, subject: int, correction: Correction, origin: int | None) -> bool:
    """Write down what a person said, unless it stands there already.

    Args:
        connection: inside a transaction.
        subject: the number of its article, as ``placed`` gives it.
        correction: what was said; the article of its origin is not looked at.
        origin: the number of the origin's article, as ``placed`` gives it.

    Returns:
        Whether it is new.
    """
    named, said = correction.origin, correction.said
    source, name = (None, None) if named is None else (named.source, named.name)
    row = (
        subject,
        correction.kind,
        correction.author,
        correction.time,
        correction.reason,
        source,
        name,
        origin,
        correction.relation,
        said.status,
        said.relation,
        said.source,
        said.name,
        said.confidence,
        correction.digest,
        correction.sketch,
    )
    same = (
        "SELECT 1 FROM correction WHERE subject = ? AND kind = ? AND author = ? AND time = ? AND reason IS ? "
        "AND origin_source IS ? AND origin_name IS ? AND origin_article IS ? AND relation IS ?"
    )
    if connection.execute(same, row[:9]).fetchone() is not None:
        return False
    know_sources(connection, [(source, name), (said.source, said.name)])
    connection.execute(
        "INSERT INTO correction (subject, kind, author, time, reason, origin_source, origin_name, origin_article, "
        "relation, said_status, said_relation, said_source, said_name, said_confidence, digest, sketch) "
        "VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        row,
    )
    _renew(connection, subject)
    return True


def attach(connection: sqlite3.Connection, number: int) -> None:
    """Give an article that comes what was said of it before it was forgotten.

    Args:
        connection: inside a transaction.
        number: the article's number; all of it is written.
    """
    lost = connection.execute(
        f"SELECT n.id FROM corrected_article AS n JOIN article AS a ON a.id = ? WHERE n.article IS NULL AND {_IS_ONE} "  # noqa: S608 (our own words)
        "ORDER BY n.id",
        (number,),
    ).fetchall()
    for (subject,) in lost:
        _move(connection, subject, number)


def hand_on(connection: sqlite3.Connection, old: int, new: int) -> None:
    """Give what was said of an article, and what names it as an origin, to the one that replaces it.

    Args:
        connection: inside a transaction.
        old: the article that will be removed.
        new: the one in its place; all of it is written.
    """
    row = connection.execute("SELECT id FROM corrected_article WHERE article = ?", (old,)).fetchone()
    if row is not None:
        _move(connection, row[0], new)


def refresh(connection: sqlite3.Connection, number: int) -> None:
    """See anew whether what was said of an article holds for the text that it has."""
    row = connection.execute("SELECT id FROM corrected_article WHERE article = ?", (number,)).fetchone()
    if row is not None:
        _renew(connection, row[0])


def drop(connection: sqlite3.Connection, what: str) -> int:
    """Delete all that was said of some articles, given by number as a JSON list; how much that was.

    What was said of others and names them as the origin stays, with the name alone.
    """
    subjects = array(
        number
        for (number,) in connection.execute(
            "SELECT id FROM corrected_article WHERE article IN (SELECT value FROM json_each(?))", (what,)
        )
    )
    gone = "(SELECT value FROM json_each(?))"
    connection.execute(f"UPDATE corrected_article SET correction = NULL WHERE id IN {gone}", (subjects,))  # noqa: S608 (our own words)
    deleted = connection.execute(f"DELETE FROM correction WHERE subject IN {gone}", (subjects,)).rowcount  # noqa: S608 (our own words)
    connection.execute(f"UPDATE correction SET origin_article = NULL WHERE origin_article IN {gone}", (subjects,))  # noqa: S608 (our own words)
    connection.execute(f"DELETE FROM corrected_article WHERE id IN {gone}", (subjects,))  # noqa: S608 (our own words)
    return deleted


def place_of(connection: sqlite3.Connection, subject: int) -> tuple[int | None, Place]:
    """The number of an article, where it is stored, and its place."""
    article, *place = connection.execute(
        f"SELECT article, {_PLACE} FROM corrected_article WHERE id = ?",  # noqa: S608 (our own columns)
        (subject,),
    ).fetchone()
    return article, Place(*place)


def placed(connection: sqlite3.Connection, article: int | None, place: Place) -> int:
    """The number under which an article's corrections are kept; a new one where there is none.

    Args:
        connection: inside a transaction.
        article: its number where it is stored.
        place: by what it is known again where it is not.
    """
    if article is not None:
        return _subject(connection, article)
    values = (place.key, place.location, place.url, place.canonical, place.domain, place.digest)
    row = connection.execute(
        'SELECT id FROM corrected_article WHERE article IS NULL AND "key" = ? AND location IS ? AND url IS ? '
        "AND canonical IS ? AND domain IS ? AND digest = ?",
        values,
    ).fetchone()
    if row is not None:
        return int(row[0])
    cursor = connection.execute(
        f"INSERT INTO corrected_article ({_PLACE}) VALUES (?, ?, ?, ?, ?, ?)",  # noqa: S608 (our own columns)
        values,
    )
    subject = cursor.lastrowid or 0
    here = connection.execute(
        f"SELECT a.id FROM article AS a JOIN corrected_article AS n ON n.id = ? WHERE {_IS_ONE} ORDER BY a.id LIMIT 1",  # noqa: S608 (our own words)
        (subject,),
    ).fetchone()
    return subject if here is None else _move(connection, subject, here[0])


def _subject(connection: sqlite3.Connection, article: int) -> int:
    """The number under which a stored article's corrections are kept."""
    row = connection.execute("SELECT id FROM corrected_article WHERE article = ?", (article,)).fetchone()
    if row is not None:
        return int(row[0])
    cursor = connection.execute(
        f"INSERT INTO corrected_article (article, {_PLACE}) SELECT id, {_PLACE} FROM article WHERE id = ?",  # noqa: S608 (our own columns)
        (article,),
    )
    return cursor.lastrowid or 0


def _move(connection: sqlite3.Connection, subject: int, article: int) -> int:
    """Keep what was said under a number for a stored article, with what is kept for it already; its number then."""
    row = connection.execute("SELECT id FROM corrected_article WHERE article = ?", (article,)).fetchone()
    kept = subject if row is None else int(row[0])
    if kept != subject:
        connection.execute("UPDATE correction SET subject = ? WHERE subject = ?", (kept, subject))
        connection.execute("UPDATE correction SET origin_article = ? WHERE origin_article = ?", (kept, subject))
        connection.execute("DELETE FROM corrected_article WHERE id = ?", (subject,))
        _drop_repeated(connection, kept)
    connection.execute(
        f"UPDATE corrected_article SET article = ?1, ({_PLACE}) = (SELECT {_PLACE} FROM article WHERE id = ?1) "  # noqa: S608 (our own columns)
        "WHERE id = ?2",
        (article, kept),
    )
    _renew(connection, kept)
    naming = connection.execute(
        "SELECT n.article FROM correction AS c JOIN corrected_article AS n ON n.correction = c.id "
        "WHERE c.origin_article = ? AND n.article IS NOT NULL",
        (kept,),
    )
    mark_pending(connection, [number for (number,) in naming])
    return kept


def _drop_repeated(connection: sqlite3.Connection, subject: int) -> None:
    """Keep once what came to an article on two ways."""
    connection.execute("UPDATE corrected_article SET correction = NULL WHERE id = ?", (subject,))
    connection.execute(
        "DELETE FROM correction WHERE subject = ?1 AND id NOT IN (SELECT min(id) FROM correction WHERE subject = ?1 "
        "GROUP BY kind, author, time, reason, origin_source, origin_name, origin_article, relation)",
        (subject,),
    )


def last_words(connection: sqlite3.Connection) -> Iterator[tuple[int | None, int | None, bool, int | None, bool]]:
    """Of every article of which anything was said: its number, its last word and whether that applies.

    The last two stand there twice: as they are kept, and as they come out today.
    """
    rows = connection.execute("SELECT id, article, correction, applies FROM corrected_article ORDER BY id").fetchall()
    for subject, article, known, applies in rows:
        last, holds = _last(connection, subject, article)
        yield article, known, bool(applies), last, bool(applies) if article is None else holds


def _last(connection: sqlite3.Connection, subject: int, article: int | None) -> tuple[int | None, bool]:
    """The number of the last word on an article, unless it was taken back, and whether it holds for its text."""
    row = connection.execute(
        f"SELECT c.id, c.kind FROM correction AS c WHERE c.subject = ? ORDER BY {NEWEST} LIMIT 1",  # noqa: S608 (our own order)
        (subject,),
    ).fetchone()
    if row is None or row[1] == CorrectionKind.WITHDRAWN:
        return None, False
    if article is None:
        return row[0], False
    correction = correction_numbered(connection, row[0])
    return row[0], holds_for(correction, stored(connection, article), OriginSettings())


def _renew(connection: sqlite3.Connection, subject: int) -> None:
    """Find the last word again, and note what is due where it is another one."""
    article, *before = connection.execute(
        "SELECT article, correction, applies FROM corrected_article WHERE id = ?", (subject,)
    ).fetchone()
    last, applies = _last(connection, subject, article)
    connection.execute(
        "UPDATE corrected_article SET correction = ?, applies = ? WHERE id = ?", (last, applies, subject)
    )
    if article is not None and before != [last, int(applies)]:
        mark_pending(connection, [article])
        connection.execute("INSERT OR IGNORE INTO _person_due SELECT person FROM byline WHERE article = ?", (article,))
