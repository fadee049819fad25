"""Feeds and what they list: what is to be fetched, what was, and when each was first listed.

Invariant: an item is never forgotten once it was listed, ``first_seen`` never changes, and each
address is fetched once however many feeds list it. An item whose article the user had forgotten
has no digest, title or date any more and is left alone for good.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Final, Protocol

from provenance.store.sources import know_sources
from provenance.store.values import array, escaped, now

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Sequence

    from provenance.store.values import Row

__all__ = [
    "FORGOTTEN",
    "DueItem",
    "ListedItem",
    "Seen",
    "StoredFeed",
    "due",
    "feed",
    "feeds",
    "forget_items",
    "item_failed",
    "item_stored",
    "know_feed",
    "note_answer",
    "note_feed_failure",
    "see",
    "settled_elsewhere",
]

FORGOTTEN: Final = "its article was forgotten"
"""The reason of an item that is not to be fetched again."""

_WAITS: Final = (timedelta(minutes=15), timedelta(hours=1), timedelta(hours=4), timedelta(hours=24))
_FEED: Final = (
    "SELECT id, url, kind, title, source, etag, last_modified, added, checked, answered, failures, failure, stopped "
    "FROM feed"
)
_BATCH: Final = 500


class ListedItem(Protocol):
    """What a feed says of one article; dates are ISO 8601 in UTC, ``digest`` is of all that it says."""

    @property
    def url(self) -> str:
        """The address, in one form."""
        ...

    @property
    def title(self) -> str | None:
        """The headline."""
        ...

    @property
    def published(self) -> str | None:
        """When the feed says that it was published."""
        ...

    @property
    def updated(self) -> str | None:
        """When the feed says that it was changed."""
        ...

    @property
    def digest(self) -> bytes:
        """Changes when the listing does; 16 bytes."""
        ...


@dataclass(frozen=True, slots=True)
class StoredFeed:
    """A feed that is watched, or was.

    ``checked`` is when it was last asked, ``answered`` when it last answered; ``failures`` counts
    those since, and ``failure`` is the last of them. ``stopped`` is since when it is not watched
    any more.
    """

    id: int
    url: str
    kind: str | None
    title: str | None
    source: str | None
    etag: str | None
    last_modified: str | None
    added: str
    checked: str | None
    answered: str | None
    failures: int
    failure: str | None
    stopped: str | None = None


@dataclass(frozen=True, slots=True)
class Seen:
    """How a listing differs from the one before, in items."""

    new: int
    changed: int
    vanished: int
    back: int


@dataclass(frozen=True, slots=True)
class DueItem:
    """An item that is to be fetched; ``article`` is the one that it led to before it changed."""

    feed: int
    url: str
    title: str | None
    published: str | None
    updated: str | None
    first_seen: str
    attempts: int
    article: int | None


def know_feed(connection: sqlite3.Connection, url: str, kind: str | None, title: str | None, source: str | None) -> int:
    """The number of a feed, which is written where it is new; what is ``None`` stays as it was."""
    know_sources(connection, [(source, None)])
    title = None if title is None else escaped(title)
    connection.execute(
        "INSERT INTO feed (url, kind, title, source, added) VALUES (?, ?, ?, ?, ?) ON CONFLICT (url) DO UPDATE SET "
        "kind = coalesce(excluded.kind, kind), title = coalesce(excluded.title, title), "
        "source = coalesce(excluded.source, source)",
        (url, kind, title, source, now()),
    )
    (number,) = connection.execute("SELECT id FROM feed WHERE url = ?", (url,)).fetchone()
    return int(number)


def feed(connection: sqlite3.Connection, url: str) -> StoredFeed | None:
    """The feed at an address; ``None`` where it never was watched."""
    row = connection.execute(f"{_FEED} WHERE url = ?", (url,)).fetchone()
    return None if row is None else StoredFeed(*row)


def feeds(connection: sqlite3.Connection) -> tuple[StoredFeed, ...]:
    """All feeds that are watched or were, by number."""
    return tuple(StoredFeed(*row) for row in connection.execute(f"{_FEED} ORDER BY id"))


def note_answer(
    connection: sqlite3.Connection, number: int, etag: str | None, last_modified: str | None, when: str
) -> None:
    """Write down that a feed answered, and what to ask it with the next time."""
    connection.execute(
        "UPDATE feed SET etag = ?, last_modified = ?, checked = ?, answered = ?, failures = 0, failure = NULL "
        "WHERE id = ?",
        (etag, last_modified, when, when, number),
    )


def note_feed_failure(connection: sqlite3.Connection, number: int, reason: str, when: str) -> None:
    """Write down that a feed did not answer."""
    connection.execute(
        "UPDATE feed SET checked = ?, failures = failures + 1, failure = ? WHERE id = ?",
        (when, escaped(reason), number),
    )


def see(
    connection: sqlite3.Connection, number: int, listed: Sequence[ListedItem], when: str, *, complete: bool
) -> Seen:
    """Take over what a feed lists now.

    Args:
        connection: inside a transaction.
        number: the feed's number.
        listed: of two items with one address the first counts.
        when: the time of the answer, ISO 8601 in UTC.
        complete: whether the listing was read whole; else nothing is taken for vanished.

    Returns:
        How many are new, changed (these are due), listed no more, and listed again.
    """
    distinct: dict[str, ListedItem] = {}
    for item in listed:
        distinct.setdefault(item.url, item)
    new = changed = back = 0
    urls = sorted(distinct)
    for start in range(0, len(urls), _BATCH):
        known = _known(connection, number, urls[start : start + _BATCH])
        for url in urls[start : start + _BATCH]:
            if url not in known:
                _list_new(connection, number, distinct[url], when)
                new += 1
                continue
            digest, gone = known[url]
            back += gone is not None
            if digest is not None and digest != distinct[url].digest:
                _list_changed(connection, number, distinct[url])
                changed += 1
        connection.execute(
            "UPDATE item SET last_seen = ?, gone = NULL WHERE feed = ? AND url IN (SELECT value FROM json_each(?))",
            (when, number, array(urls[start : start + _BATCH])),
        )
    return Seen(new, changed, _vanish(connection, number, urls, when) if complete else 0, back)


def due(connection: sqlite3.Connection, number: int, when: str, limit: int | None) -> tuple[DueItem, ...]:
    """What is to be fetched of a feed at a time: the oldest first, undated ones last."""
    rows = connection.execute(
        "SELECT feed, url, title, published, updated, first_seen, attempts, article FROM item "
        "WHERE feed = ?1 AND (state = 'due' OR state = 'failed' AND next_try <= ?2) "
        "ORDER BY published IS NULL, published, url LIMIT ?3",
        (number, when, -1 if limit is None else limit),
    )
    return tuple(DueItem(*row) for row in rows)


def item_stored(connection: sqlite3.Connection, number: int, url: str, article: int) -> None:
    """Write down that an item led to an article; whatever other feed waits for the address is served too."""
    connection.execute(
        "UPDATE item SET state = 'stored', article = ?1, attempts = 0, next_try = NULL, reason = NULL "
        "WHERE url = ?2 AND digest IS NOT NULL AND (feed = ?3 OR state <> 'stored')",
        (article, url, number),
    )


def item_failed(
    connection: sqlite3.Connection, number: int, url: str, reason: str, when: str, *, passing: bool
) -> None:
    """Write down that an address could not be fetched, for every feed that waits for it.

    Args:
        connection: inside a transaction.
        number: the feed's number; its item counts whatever its state is.
        url: the item's address.
        reason: why.
        when: the time of the attempt, ISO 8601 in UTC.
        passing: whether it may succeed later: it is tried again after 15 minutes, 1, 4 and 24
            hours and then given up; else it is given up at once. A changed listing makes it due.
    """
    rows = connection.execute(
        "SELECT feed, attempts FROM item "
        "WHERE url = ? AND digest IS NOT NULL AND (feed = ? OR state IN ('due', 'failed')) ORDER BY feed",
        (url, number),
    ).fetchall()
    changes: list[Row] = []
    for waiting, before in rows:
        wait = _WAITS[before] if passing and before < len(_WAITS) else None
        again = None if wait is None else _later(when, wait)
        changes.append(("given_up" if again is None else "failed", before + 1, again, escaped(reason), waiting, url))
    connection.executemany(
        "UPDATE item SET state = ?, attempts = ?, next_try = ?, reason = ? WHERE feed = ? AND url = ?", changes
    )


def settled_elsewhere(connection: sqlite3.Connection, url: str) -> int | None:
    """Serve items that are new in one feed by the article that another feed's item led to.

    Returns:
        The article's number where the address need not be fetched; ``None`` where it must be,
        because no item led to an article yet, or because a listing changed since.
    """
    row = connection.execute(
        "SELECT article FROM item WHERE url = ? AND state = 'stored' AND article IS NOT NULL ORDER BY feed", (url,)
    ).fetchone()
    if row is None:
        return None
    connection.execute(
        "UPDATE item SET state = 'stored', article = ?, attempts = 0, next_try = NULL, reason = NULL "
        "WHERE url = ? AND state IN ('due', 'failed') AND article IS NULL",
        (row[0], url),
    )
    waiting = connection.execute("SELECT 1 FROM item WHERE url = ? AND state IN ('due', 'failed')", (url,)).fetchone()
    return int(row[0]) if waiting is None else None


def forget_items(connection: sqlite3.Connection, articles: str) -> None:
    """Take what feeds said of some articles out; their addresses stay, so that none is fetched again.

    Args:
        connection: inside a transaction.
        articles: their numbers, as a JSON list.
    """
    connection.execute(
        "UPDATE item SET title = NULL, published = NULL, updated = NULL, digest = NULL, state = 'given_up', "
        "next_try = NULL, reason = ?, article = NULL WHERE article IN (SELECT value FROM json_each(?))",
        (FORGOTTEN, articles),
    )


def _known(
    connection: sqlite3.Connection, number: int, urls: Sequence[str]
) -> dict[str, tuple[bytes | None, str | None]]:
    """Digest, and when it vanished, of those addresses that the feed listed before."""
    rows = connection.execute(
        "SELECT url, digest, gone FROM item WHERE feed = ? AND url IN (SELECT value FROM json_each(?))",
        (number, array(urls)),
    )
    return {url: (digest, gone) for url, digest, gone in rows}


def _list_new(connection: sqlite3.Connection, number: int, item: ListedItem, when: str) -> None:
    """Write an item that was never listed; it is due, unless its article was forgotten."""
    forgotten = connection.execute("SELECT 1 FROM item WHERE url = ? AND digest IS NULL", (item.url,)).fetchone()
    if forgotten is not None:
        connection.execute(
            "INSERT INTO item (feed, url, first_seen, last_seen, state, reason) VALUES (?, ?, ?, ?, 'given_up', ?)",
            (number, item.url, when, when, FORGOTTEN),
        )
        return
    connection.execute(
        "INSERT INTO item (feed, url, title, published, updated, digest, first_seen, last_seen) "
        "VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
        (number, item.url, _plain(item.title), item.published, item.updated, item.digest, when, when),
    )


def _list_changed(connection: sqlite3.Connection, number: int, item: ListedItem) -> None:
    """Take over a listing that says something else than before; the item is due again."""
    connection.execute(
        "UPDATE item SET title = ?, published = ?, updated = ?, digest = ?, state = 'due', attempts = 0, "
        "next_try = NULL, reason = NULL WHERE feed = ? AND url = ?",
        (_plain(item.title), item.published, item.updated, item.digest, number, item.url),
    )


def _vanish(connection: sqlite3.Connection, number: int, urls: Sequence[str], when: str) -> int:
    """Mark what is listed no more; return how many that are."""
    cursor = connection.execute(
        "UPDATE item SET gone = ? WHERE feed = ? AND gone IS NULL AND url NOT IN (SELECT value FROM json_each(?))",
        (when, number, array(urls)),
    )
    return cursor.rowcount


def _plain(text: str | None) -> str | None:
    """A text as it can be stored."""
    return None if text is None else escaped(text)


def _later(when: str, wait: timedelta) -> str:
    """A time so much later, in the same form."""
    return (datetime.fromisoformat(when).astimezone(UTC) + wait).isoformat(timespec="seconds")
