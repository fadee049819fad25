"""How articles came from the web: when each was fetched, from where, and what the site said.

Invariant: of each text of a page the first fetch, the last one and the last archived one are
kept, however often the page was looked at; a row stands for all fetches of one body, from
``fetched`` to ``last_seen``, so when a text was first and last seen is always known.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from provenance.digests import text_digest
from provenance.model import Fetch, Redirect
from provenance.store.values import escaped

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterable

    from provenance.store.values import Row

__all__ = ["Capture", "captures", "inherit", "keep", "last_seen", "latest", "note", "raw_page", "unpacked"]

_COLUMNS: Final = (
    "text, requested, final, redirects, fetched, last_seen, status, media_type, charset, etag, last_modified, "
    "digest, size"
)
_INSERT: Final = f"INSERT INTO capture (article, {_COLUMNS}, body, run) VALUES ({', '.join('?' * 16)})"  # noqa: S608 (our own columns)
_LEVEL: Final = 10  # of compression: pages are written once
_LARGEST: Final = 1 << 30  # bytes of a page; what is larger was not written here


@dataclass(frozen=True, slots=True)
class Capture:
    """All fetches that brought one body: the first as it was, and when it was seen last.

    ``text`` is the digest of the article's text that it brought; ``packed`` the archived body,
    compressed with Zstandard (the body of ``fetch`` is not filled); ``run`` the run that wrote it.
    """

    fetch: Fetch
    last_seen: str
    text: bytes
    run: int
    packed: bytes | None = None


def note(connection: sqlite3.Connection, number: int, fetch: Fetch, run: int, *, text: str | None = None) -> None:
    """Write down a fetch of an article.

    Args:
        connection: inside a transaction.
        number: the article's number; an unknown one is passed over.
        fetch: how it came; its body is archived where it has one.
        run: the run that fetched.
        text: what it brought, where that is not the text that the article has now.
    """
    row = connection.execute("SELECT digest FROM article WHERE id = ?", (number,)).fetchone()
    if row is not None:
        packed = None if fetch.body is None else _packed(fetch.body)
        brought = row[0] if text is None else text_digest(text)
        keep(connection, number, [Capture(fetch, fetch.fetched, brought, run, packed)])


def keep(connection: sqlite3.Connection, number: int, added: Iterable[Capture]) -> None:
    """Add captures to those of an article; ones of equal text and body become one.

    Args:
        connection: inside a transaction.
        number: the article's number.
        added: in any order.
    """
    for capture in added:
        key = (number, capture.text, capture.fetch.digest)
        rows = connection.execute(
            f"SELECT {_COLUMNS}, body, run, id FROM capture WHERE article = ? AND text = ? AND digest = ? ORDER BY id",  # noqa: S608 (our own columns)
            key,
        ).fetchall()
        united = capture
        for row in rows:
            united = _united(_capture(row), united)
        connection.executemany("DELETE FROM capture WHERE id = ?", [(row[-1],) for row in rows])
        connection.execute(_INSERT, _row(number, united))
        _thin(connection, number, capture.text)


def inherit(connection: sqlite3.Connection, old: int, new: int) -> None:
    """Give an article's captures, and the feed items that led to it, to the article that replaces it.

    Args:
        connection: inside a transaction.
        old: the article that will be removed.
        new: the one in its place.
    """
    moved = captures(connection, old, packed=True)
    connection.execute("DELETE FROM capture WHERE article = ?", (old,))
    keep(connection, new, moved)
    connection.execute("UPDATE item SET article = ? WHERE article = ?", (new, old))


def captures(connection: sqlite3.Connection, number: int, *, packed: bool = False) -> tuple[Capture, ...]:
    """The captures of an article, the first seen first; with their archived bodies where wanted."""
    body = "body" if packed else "NULL"
    rows = connection.execute(
        f"SELECT {_COLUMNS}, {body}, run FROM capture WHERE article = ? ORDER BY fetched, last_seen, text, digest",  # noqa: S608 (our own columns)
        (number,),
    )
    return tuple(_capture(row) for row in rows)


def latest(connection: sqlite3.Connection, number: int) -> Fetch | None:
    """The fetch that was seen last of all of an article, without its body."""
    row = connection.execute(
        f"SELECT {_COLUMNS}, NULL, run FROM capture WHERE article = ? "  # noqa: S608 (our own columns)
        "ORDER BY last_seen DESC, fetched DESC, digest LIMIT 1",
        (number,),
    ).fetchone()
    return None if row is None else _capture(row).fetch


def last_seen(connection: sqlite3.Connection, number: int) -> str | None:
    """When an article was fetched last, whatever it brought; ``None`` where it never was."""
    (when,) = connection.execute("SELECT max(last_seen) FROM capture WHERE article = ?", (number,)).fetchone()
    return None if when is None else str(when)


def raw_page(connection: sqlite3.Connection, number: int) -> bytes | None:
    """The page as it came, of the last fetch that was archived; ``None`` where none was."""
    row = connection.execute(
        "SELECT body FROM capture WHERE article = ? AND body IS NOT NULL "
        "ORDER BY last_seen DESC, fetched DESC, digest LIMIT 1",
        (number,),
    ).fetchone()
    return None if row is None else unpacked(row[0])


def unpacked(packed: bytes) -> bytes:
    """An archived body as it came.

    Raises:
        ValueError: it is no archived body.
    """
    import zstandard

    try:
        if zstandard.frame_content_size(packed) > _LARGEST:
            message = "the archived page is larger than any that is fetched"
            raise ValueError(message)
        return zstandard.ZstdDecompressor().decompress(packed, max_output_size=_LARGEST)
    except zstandard.ZstdError as error:
        raise ValueError(str(error)) from error


def _packed(body: bytes) -> bytes:
    """A body as it is archived; equal bodies come out equal."""
    import zstandard

    return zstandard.ZstdCompressor(level=_LEVEL).compress(body)


def _united(one: Capture, other: Capture) -> Capture:
    """One capture for two of equal text and body, whichever comes first."""
    first, second = sorted((one, other), key=lambda capture: (capture.fetch.fetched, capture.fetch.requested))
    packed = second.packed if first.packed is None else first.packed
    return Capture(first.fetch, max(first.last_seen, second.last_seen), first.text, first.run, packed)


def _thin(connection: sqlite3.Connection, number: int, text: bytes) -> None:
    """Of one text keep the first capture, the last one and the last archived one."""
    connection.execute(
        "WITH own AS (SELECT id, fetched, last_seen, digest, body IS NOT NULL AS archived FROM capture "
        "WHERE article = ?1 AND text = ?2) "
        "DELETE FROM capture WHERE article = ?1 AND text = ?2 AND id NOT IN ("
        "SELECT * FROM (SELECT id FROM own ORDER BY fetched, digest LIMIT 1) "
        "UNION SELECT * FROM (SELECT id FROM own ORDER BY last_seen DESC, digest LIMIT 1) "
        "UNION SELECT * FROM (SELECT id FROM own WHERE archived ORDER BY last_seen DESC, digest LIMIT 1))",
        (number, text),
    )


def _row(number: int, capture: Capture) -> Row:
    """A capture as the columns of ``_INSERT``."""
    fetch = capture.fetch
    row = (
        number,
        capture.text,
        fetch.requested,
        fetch.final,
        json.dumps([[redirect.url, redirect.status] for redirect in fetch.redirects], ensure_ascii=False),
        fetch.fetched,
        capture.last_seen,
        fetch.status,
        fetch.media_type,
        fetch.charset,
        fetch.etag,
        fetch.last_modified,
        fetch.digest,
        fetch.size,
        capture.packed,
        capture.run,
    )
    return tuple(escaped(value) if isinstance(value, str) else value for value in row)


def _capture(row: Row) -> Capture:
    """The capture of a row of ``_COLUMNS``, body and run."""
    text, requested, final, redirects, fetched, last_seen, status, media_type, charset, etag, modified, *rest = row
    digest, size, packed, run, *_ = rest
    fetch = Fetch(
        requested,
        final,
        tuple(Redirect(*redirect) for redirect in json.loads(redirects)),
        fetched,
        status,
        media_type,
        charset,
        etag,
        modified,
        digest,
        size,
    )
    return Capture(fetch, last_seen, text, run, packed)
