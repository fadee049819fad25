"""Feeds and what they listed, brought from another database.

Invariant: a feed is one by its address and an item by its feed and address, whatever their
numbers; what either database knows of one is united.
"""

from __future__ import annotations

from dataclasses import astuple, replace
from typing import TYPE_CHECKING, Final

from provenance.store.exchange.records import ItemRecord
from provenance.store.exchange.uniting import united_feed, united_item
from provenance.store.feeds import feed
from provenance.store.sources import know_sources

if TYPE_CHECKING:
    import sqlite3

    from provenance.store.exchange.numbers import Numbers
    from provenance.store.feeds import StoredFeed

__all__ = ["take_feed", "take_item"]

_ITEM_COLUMNS: Final = (
    "url, title, published, updated, digest, first_seen, last_seen, gone, state, attempts, next_try, reason, article"
)


def take_feed(connection: sqlite3.Connection, theirs: StoredFeed, free: int | None, numbers: Numbers) -> None:
    """Take a feed, or unite it with the one of its address.

    Args:
        connection: inside a transaction.
        theirs: with the numbers of the other database.
        free: the number that it gets if it is new; the next one where none is given.
        numbers: is told its number here.
    """
    know_sources(connection, [(theirs.source, None)])
    ours = feed(connection, theirs.url)
    row = astuple(replace(theirs, id=free or 0) if ours is None else united_feed(ours, theirs))
    cursor = connection.execute(
        "INSERT INTO feed (id, url, kind, title, source, etag, last_modified, added, checked, answered, failures, "
        "failure, stopped) VALUES (nullif(?, 0), ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) "
        "ON CONFLICT (id) DO UPDATE SET kind = excluded.kind, title = excluded.title, source = excluded.source, "
        "etag = excluded.etag, last_modified = excluded.last_modified, added = excluded.added, "
        "checked = excluded.checked, answered = excluded.answered, failures = excluded.failures, "
        "failure = excluded.failure, stopped = excluded.stopped",
        row,
    )
    numbers.set("feed", theirs.id, (cursor.lastrowid or 0) if ours is None else ours.id)


def take_item(connection: sqlite3.Connection, record: ItemRecord, numbers: Numbers) -> None:
    """Take what a feed listed, or unite it with what it listed here.

    Args:
        connection: inside a transaction.
        record: with the numbers of the other database.
        numbers: knows its feed and its article.

    Raises:
        ValueError: its feed did not come.
    """
    number = numbers.of("feed", record.feed)
    if number is None:
        message = f"feed {record.feed} did not come"
        raise ValueError(message)
    united = replace(record, feed=number)
    if record.article is not None:
        united = _led_to(united, numbers.of("article", record.article))
    row = connection.execute(
        f"SELECT feed, {_ITEM_COLUMNS} FROM item WHERE feed = ? AND url = ?",  # noqa: S608 (our own columns)
        (number, record.url),
    ).fetchone()
    if row is not None:
        united = united_item(ItemRecord(*row), united)
    connection.execute(
        f"INSERT OR REPLACE INTO item (feed, {_ITEM_COLUMNS}) VALUES ({', '.join('?' * 14)})",  # noqa: S608 (our own columns)
        astuple(united),
    )


def _led_to(item: ItemRecord, article: int | None) -> ItemRecord:
    """An item with the article that it led to; it is due again where that did not come."""
    if article is None and item.state == "stored":
        return replace(item, article=None, state="due")
    return replace(item, article=article)
