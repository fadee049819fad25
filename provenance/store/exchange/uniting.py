"""What two databases know of one feed or one of its items, as one.

Invariant: uniting does not depend on which of the two comes first; whatever was seen first
stays seen first, and nothing that is still to be fetched is taken for done.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from provenance.store.exchange.records import ItemRecord
    from provenance.store.feeds import StoredFeed

__all__ = ["united_feed", "united_item"]

# of two states under one listing the one that knows more
_KNOWING: Final = {"due": 0, "failed": 1, "given_up": 2, "stored": 3}


def united_feed(ours: StoredFeed, theirs: StoredFeed) -> StoredFeed:
    """One feed: as the one that was asked last knows it, what that one does not know from the other.

    It is watched where one of the two was asked after the other had stopped watching.

    Args:
        ours: gives the number.
        theirs: the same address.
    """
    older, newer = sorted((ours, theirs), key=_asked)
    return replace(
        newer,
        id=ours.id,
        kind=newer.kind or older.kind,
        title=newer.title or older.title,
        source=newer.source or older.source,
        added=min(ours.added, theirs.added),
        answered=max(filter(None, (ours.answered, theirs.answered)), default=None),
        stopped=_stopped(ours, theirs),
    )


def united_item(ours: ItemRecord, theirs: ItemRecord) -> ItemRecord:
    """One item: as the feed listed it last, with the state that fits that listing.

    A listing that both know was dealt with if either dealt with it. One whose article was
    forgotten stays forgotten, unless the other holds the article.

    Args:
        ours: with the numbers of this database.
        theirs: the same feed and address, with the numbers of this database too.
    """
    older, newer = sorted((ours, theirs), key=_listed)
    first, last = min(ours.first_seen, theirs.first_seen), max(ours.last_seen, theirs.last_seen)
    if older.digest is None or newer.digest is None:
        stored = [item for item in (older, newer) if item.state == "stored"]
        forgotten = [item for item in (older, newer) if item.digest is None]
        return replace((stored or forgotten)[-1], first_seen=first, last_seen=last)
    knowing = newer if older.digest != newer.digest else max((older, newer), key=_known)
    other = older if knowing is newer else newer
    return replace(
        newer,
        first_seen=first,
        last_seen=last,
        state=knowing.state,
        attempts=knowing.attempts,
        next_try=knowing.next_try,
        reason=knowing.reason,
        article=other.article if knowing.article is None else knowing.article,
    )


def _stopped(*feeds: StoredFeed) -> str | None:
    """Since when neither watches, or both are to stop watching."""
    last = max((feed.stopped for feed in feeds if feed.stopped is not None), default=None)
    if last is None or any(feed.stopped is None and (feed.checked or "") > last for feed in feeds):
        return None
    return last


def _asked(feed: StoredFeed) -> tuple[str, ...]:
    """An order of what is known of a feed: the later asked is the greater."""
    values = (feed.checked, feed.etag, feed.last_modified, feed.failures, feed.failure)
    return _strings(*values, feed.kind, feed.title, feed.source)


def _listed(item: ItemRecord) -> tuple[str, ...]:
    """An order of what is known of an item: the later looked for is the greater."""
    looked = max(item.last_seen, item.gone or "")
    values = (item.digest is None, item.digest, item.title, item.published, item.updated, item.gone)
    return (looked, *_strings(*values), *map(str, _known(item)))


def _known(item: ItemRecord) -> tuple[int, int, bool, tuple[str, ...]]:
    """An order of how far an item was dealt with."""
    rest = _strings(item.article, item.next_try, item.reason)
    return _KNOWING[item.state], item.attempts, item.article is not None, rest


def _strings(*values: object) -> tuple[str, ...]:
    """Values that are compared with each other; nothing is the smallest."""
    return tuple("" if value is None else str(value) for value in values)
