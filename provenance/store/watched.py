"""The part of a database that keeps feeds, and how articles came from the web.

Invariant: as of the database: it answers in plain types, and every method is one transaction
or a part of the one that is open.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from provenance.store import captures, correcting, dedups, feeds, following, standings
from provenance.store.opened import Opened

if TYPE_CHECKING:
    from collections.abc import Sequence

    from provenance.model import Fetch
    from provenance.store.captures import Capture
    from provenance.store.feeds import DueItem, ListedItem, Seen, StoredFeed
    from provenance.store.standings import FeedStanding

__all__ = ["Watched"]


class Watched(Opened):
    """Captures, feeds and what they list. Times are ISO 8601 in UTC, to the second."""

    def note_capture(self, number: int, fetch: Fetch, run: int, *, text: str | None = None) -> None:
        """Write down a fetch of an article.

        Args:
            number: the article's number.
            fetch: how it came; its body is archived where it has one.
            run: the run that fetched.
            text: what it brought, where that is not the text that the article has now.
        """
        with self.transaction():
            captures.note(self._handle, number, fetch, run, text=text)

    def last_seen(self, number: int) -> str | None:
        """When an article was fetched last; ``None`` where it never was."""
        with self._translated:
            return captures.last_seen(self._handle, number)

    def inherit(self, old: int, new: int) -> None:
        """Give what an article has beside its page, and what names it, to the one that replaces it, before it goes."""
        with self.transaction():
            captures.inherit(self._handle, old, new)
            correcting.hand_on(self._handle, old, new)
            dedups.hand_on(self._handle, old, new)

    def captures(self, number: int) -> tuple[Capture, ...]:
        """How an article came from the web, the first seen first, without archived bodies."""
        with self._translated:
            return captures.captures(self._handle, number)

    def raw_page(self, number: int) -> bytes | None:
        """An article's page as it came, of the last fetch that was archived; ``None`` where none was."""
        with self._translated:
            return captures.raw_page(self._handle, number)

    def know_feed(self, url: str, kind: str | None, title: str | None, source: str | None) -> int:
        """The number of the feed at an address, which is written where it is new.

        Args:
            url: in the one form that all its visits have.
            kind: what kind of listing it is; here and below ``None`` leaves what is known.
            title: what it calls itself.
            source: the registry's id of whose it is.
        """
        with self.transaction():
            return feeds.know_feed(self._handle, url, kind, title, source)

    def feed(self, url: str) -> StoredFeed | None:
        """The feed at an address; ``None`` where it never was watched."""
        with self._translated:
            return feeds.feed(self._handle, url)

    def feeds(self) -> tuple[StoredFeed, ...]:
        """All feeds that are watched or were, by number."""
        with self._translated:
            return feeds.feeds(self._handle)

    def stop_feed(self, feed: int, when: str) -> int:
        """Watch a feed no longer; returns how many items it keeps, and one without any is gone."""
        with self.transaction():
            return following.stop_feed(self._handle, feed, when)

    def resume_feed(self, feed: int) -> None:
        """Watch a feed again."""
        with self.transaction():
            following.resume_feed(self._handle, feed)

    def feed_standings(self) -> tuple[FeedStanding, ...]:
        """How each feed stands: its items by what became of them, its last answer and failure."""
        with self._translated:
            return standings.standings(self._handle)

    def note_answer(self, feed: int, etag: str | None, last_modified: str | None, when: str) -> None:
        """Write down that a feed answered, and what to ask it with the next time."""
        with self.transaction():
            feeds.note_answer(self._handle, feed, etag, last_modified, when)

    def note_feed_failure(self, feed: int, reason: str, when: str) -> None:
        """Write down that a feed did not answer."""
        with self.transaction():
            feeds.note_feed_failure(self._handle, feed, reason, when)

    def see(self, feed: int, listed: Sequence[ListedItem], when: str, *, complete: bool = True) -> Seen:
        """Take over what a feed lists now: new and changed items are due.

        Args:
            feed: the feed's number.
            listed: of two items with one address the first counts.
            when: the time of the answer.
            complete: whether the listing was read whole; else nothing is taken for vanished.
        """
        with self.transaction():
            return feeds.see(self._handle, feed, listed, when, complete=complete)

    def due(self, feed: int, when: str, limit: int | None = None) -> tuple[DueItem, ...]:
        """What is to be fetched of a feed at a time: the oldest first, undated ones last, then by address."""
        with self._translated:
            return feeds.due(self._handle, feed, when, limit)

    def item_stored(self, feed: int, url: str, article: int) -> None:
        """Write down that an item led to an article; items of other feeds that wait for the address did too."""
        with self.transaction():
            feeds.item_stored(self._handle, feed, url, article)

    def item_failed(self, feed: int, url: str, reason: str, when: str, *, passing: bool) -> None:
        """Write down that an item could not be fetched, for every feed that waits for the address.

        Args:
            feed: the feed's number.
            url: the item's address.
            reason: why.
            when: the time of the attempt.
            passing: whether it may succeed later: it is tried again after 15 minutes, 1, 4 and 24
                hours and then given up; else it is given up at once.
        """
        with self.transaction():
            feeds.item_failed(self._handle, feed, url, reason, when, passing=passing)

    def settled_elsewhere(self, url: str) -> int | None:
        """The article that another feed's item of this address led to, where that serves all that wait for it."""
        with self.transaction():
            return feeds.settled_elsewhere(self._handle, url)
