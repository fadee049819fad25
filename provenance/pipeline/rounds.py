"""How feeds are watched, and what a round of it brought.

Invariant: a time is ISO 8601 in UTC, to the second, by the clock that the watch was given; a
report names what is stored and nothing else.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from provenance.reading.web.options import WebOptions

if TYPE_CHECKING:
    from provenance.model import Unreadable

__all__ = ["Arrival", "FeedRound", "WatchOptions", "WatchRound"]


@dataclass(frozen=True, slots=True)
class WatchOptions:
    """How feeds are watched.

    ``every`` is the time from the start of one round to the next, in seconds, ``None`` for one
    round only; ``rounds`` ends the watch after so many. ``limit`` bounds the pages fetched in a
    round. Items that a feed dates before ``since`` (an ISO date) are left out.
    """

    every: float | None = None
    rounds: int | None = None
    limit: int | None = None
    since: str | None = None
    web: WebOptions = field(default_factory=WebOptions)


@dataclass(frozen=True, slots=True)
class FeedRound:
    """What one feed listed in one round; ``failure`` where it could not be read, or not wholly.

    ``undated`` items were taken although nothing says whether they are older than was asked for.
    ``leads_to`` are the feeds that a page named: they are watched in its place.
    """

    url: str
    title: str | None
    listed: int = 0
    new: int = 0
    changed: int = 0
    vanished: int = 0
    undated: int = 0
    failure: str | None = None
    hint: str | None = None
    leads_to: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Arrival:
    """An article that came in, or came in changed."""

    number: int
    url: str
    title: str | None
    published: str | None
    updated: bool


@dataclass(frozen=True, slots=True)
class WatchRound:
    """What one round brought; ``waiting`` items are to be fetched in a later round.

    ``started`` and ``ended`` are clock times, and ``next_round`` is when the next one begins,
    ``None`` after the last.
    """

    number: int
    run: int
    started: str
    ended: str
    next_round: str | None
    feeds: tuple[FeedRound, ...]
    arrivals: tuple[Arrival, ...]
    known: int
    failed: int
    failures: tuple[Unreadable, ...]
    waiting: int
    traced: int
    seconds: float

    @property
    def broken(self) -> int:
        """How many feeds could not be read, or not wholly."""
        return sum(feed.failure is not None for feed in self.feeds)
