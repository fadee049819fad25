"""Watching feeds: what is new is fetched, stored and traced, once or every so often.

Invariant: what is to be fetched stands in the database before it is fetched, and is done in the
transaction that stores the article; a killed watch goes on where it was, with nothing twice.
"""

from __future__ import annotations

import itertools
import time
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from provenance.errors import FetchError, UsageError
from provenance.model import Analysis, SourceKind, Unreadable
from provenance.pipeline.fetching import fetcher, in_turns
from provenance.pipeline.intake import Intake, Placed
from provenance.pipeline.progress import Progress, silent
from provenance.pipeline.storing import index_of, put_sources, running, settle
from provenance.pipeline.surveying import survey
from provenance.reading.web.addresses import tidy
from provenance.reading.web.options import WebOptions
from provenance.sources import load_registry
from provenance.store import Placement

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from provenance.errors import FetchFailure
    from provenance.index import Index
    from provenance.model import Page
    from provenance.pipeline.fetching import Fetcher
    from provenance.pipeline.intake import Taken
    from provenance.pipeline.progress import Report
    from provenance.pipeline.surveying import Survey
    from provenance.reading.web.client import Client
    from provenance.sources import Registry
    from provenance.store import Database, DueItem, StoredFeed

__all__ = ["Arrival", "FeedRound", "WatchOptions", "WatchRound", "feeds_of", "watch"]

_BATCH = 16
_KINDS = frozenset({SourceKind.WIRE, SourceKind.BROADCASTER})


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
    """What one feed listed in one round; ``failure`` where it could not be read, or not wholly."""

    url: str
    title: str | None
    listed: int
    new: int
    changed: int
    vanished: int
    failure: str | None


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
    """What one round brought; ``waiting`` items are to be fetched in a later round."""

    number: int
    run: int
    started: str
    feeds: tuple[FeedRound, ...]
    arrivals: tuple[Arrival, ...]
    known: int
    failed: int
    failures: tuple[Unreadable, ...]
    waiting: int
    traced: int
    seconds: float


def feeds_of(names: Iterable[str], registry: Registry, *, seeds: bool = False) -> tuple[tuple[str, str | None], ...]:
    """The addresses that names stand for, each with the source that it belongs to.

    Args:
        names: addresses of feeds, sitemaps and home pages, and ids of sources.
        registry: the known sources.
        seeds: add the feeds of all agencies and broadcasters that the registry knows.

    Raises:
        UsageError: a name is neither an address nor a source with feeds.
    """
    found: dict[str, str | None] = {}
    for name in names:
        if "://" in name:
            owner = registry.by_domain(urlsplit(name).hostname or "")
            found.setdefault(name, owner.id if owner is not None else None)
            continue
        source = registry.source(name)
        if source is None or not source.feeds:
            what = "this source has no feed in the registry" if source is not None else "no source has this id"
            message = f"{name}: {what}, and it is no address"
            raise UsageError(message, f"give the address with its scheme: https://{name}")
        found.update(dict.fromkeys(source.feeds, source.id))
    if seeds:
        found.update({url: source.id for source in registry if source.kind in _KINDS for url in source.feeds})
    return tuple(found.items())


def watch(
    feeds: Sequence[tuple[str, str | None]],
    database: Database,
    *,
    options: WatchOptions | None = None,
    registry: Registry | None = None,
    progress: Report | None = None,
    sleep: Callable[[float], None] = time.sleep,
) -> Iterator[WatchRound]:
    """Fetch what feeds list and the database does not hold yet.

    Args:
        feeds: addresses of feeds, sitemaps and home pages, each with the id of its source or
            ``None``, as ``feeds_of`` gives them; without any, the feeds that are watched already.
        database: open for writing.
        options: how often, how much, and the manners on the web.
        registry: the known sources; the shipped ones where none is given.
        progress: called now and then.
        sleep: waits between two rounds.

    Yields:
        A report after each round; what it names is stored and traced by then.

    Raises:
        UsageError: no feed is named, and none is watched yet.
        DatabaseError: the database cannot be written.
    """
    options, registry = options or WatchOptions(), registry or load_registry()
    put_sources(database, registry)
    for url, source in feeds:
        database.know_feed(tidy(url), None, None, source)
    wanted = {tidy(url) for url, _ in feeds}
    if not wanted and not database.feeds():
        message = "no feed is named, and this database watches none yet"
        raise UsageError(message, "name the address of a feed, a source's id, or --seeds")
    watched = _Watch(database, registry, options, progress or silent)
    with fetcher(options.web) as pages:
        for number in itertools.count(1):
            started = time.monotonic()
            chosen = [feed for feed in database.feeds() if not wanted or feed.url in wanted]
            yield watched.round(number, chosen, pages)
            if options.every is None or number == options.rounds:
                return
            sleep(max(0.0, options.every - (time.monotonic() - started)))


@dataclass(frozen=True, slots=True)
class _Fetched:
    """An item and what came of fetching it: to be written together."""

    item: DueItem
    result: Analysis | Unreadable | None
    failure: FetchFailure | None = None


class _Watch:
    """The rounds of one watch over one database."""

    def __init__(self, database: Database, registry: Registry, options: WatchOptions, progress: Report) -> None:
        self._database = database
        self._registry = registry
        self._options = options
        self._progress = progress
        self._index: Index = index_of(database)

    def round(self, number: int, feeds: Sequence[StoredFeed], fetcher: Fetcher) -> WatchRound:
        started, now = time.monotonic(), _now()
        with running(self._database, "watch") as run:
            run.intake = intake = Intake(self._database, self._registry, self._index, run.number)
            seen = []
            surveys = fetcher.each(lambda feed: _survey(fetcher.client, feed), feeds)
            for done, (feed, found) in enumerate(zip(feeds, surveys, strict=True), start=1):
                seen.append(self._look(feed, found, now))
                self._progress(Progress("looking", done, len(feeds)))
            arrivals = self._fetch([feed.id for feed in feeds], fetcher, intake, now)
            traced = settle(self._database, self._registry, self._index, run.number, self._progress)
        waiting = len({item.url for item in self._due([feed.id for feed in feeds], now)})
        return WatchRound(
            number,
            run.number,
            now,
            tuple(seen),
            tuple(arrivals),
            intake.counts.known,
            intake.counts.failed,
            intake.failures,
            waiting,
            traced,
            time.monotonic() - started,
        )

    def _look(self, feed: StoredFeed, found: Survey | FetchError, now: str) -> FeedRound:
        """Write down what a feed lists now."""
        if isinstance(found, FetchError):
            reason = str(found).removeprefix(f"{feed.url}: ")
            self._database.note_feed_failure(feed.id, reason, now)
            return FeedRound(feed.url, feed.title, 0, 0, 0, 0, reason)
        with self._database.transaction():
            if found.unchanged:
                self._database.note_answer(feed.id, found.etag, found.last_modified, now)
                return FeedRound(feed.url, feed.title, 0, 0, 0, 0, None)
            since = self._options.since
            listed = [item for item in found.listed if since is None or (item.published or since) >= since]
            self._database.know_feed(feed.url, found.kind, found.title, feed.source)
            seen = self._database.see(feed.id, listed, now, complete=found.complete)
            # an answer that was not read whole is asked for again
            validators = (found.etag, found.last_modified) if found.complete else (None, None)
            self._database.note_answer(feed.id, *validators, now)
        title = found.title or feed.title
        return FeedRound(feed.url, title, len(listed), seen.new, seen.changed, seen.vanished, found.complaint)

    def _fetch(self, feeds: Sequence[int], fetcher: Fetcher, intake: Intake, now: str) -> list[Arrival]:
        """Fetch what is due, in turns over the sites so that the waits of one serve the others."""
        with self._database.transaction():
            for item in self._due(feeds, now):
                self._database.settled_elsewhere(item.url)
        due: dict[str, DueItem] = {}
        for item in self._due(feeds, now):
            due.setdefault(item.url, item)
        chosen = list(itertools.islice(in_turns(list(due)), self._options.limit))
        arrivals: list[Arrival] = []
        batch: list[_Fetched] = []
        for done, (url, page) in enumerate(zip(chosen, fetcher.pages(chosen), strict=True), start=1):
            if page is not None:
                batch.append(_understood(due[url], page, intake))
            if len(batch) >= _BATCH or done == len(chosen):
                arrivals += self._write(batch, intake, now)
                batch = []
            self._progress(Progress("fetching", done, len(chosen)))
        return arrivals

    def _due(self, feeds: Sequence[int], now: str) -> list[DueItem]:
        """What is to be fetched: the newest first, for who asks today asks about today; undated ones last."""
        due = [item for feed in feeds for item in self._database.due(feed, now, None)]
        due.sort(key=lambda item: item.published or "", reverse=True)
        return due

    def _write(self, batch: Sequence[_Fetched], intake: Intake, now: str) -> list[Arrival]:
        """Store a batch; each item is done in the transaction that stores its article."""

        def noted(order: int, taken: Taken) -> None:
            fetched = batch[order]
            if isinstance(taken, Placed):
                self._database.item_stored(fetched.item.feed, fetched.item.url, taken.number)
            elif taken is not None:
                item, failure = fetched.item, fetched.failure
                passing = failure is not None and failure.passing
                self._database.item_failed(item.feed, item.url, taken.reason, now, passing=passing)

        taken = intake.write([fetched.result for fetched in batch], noted)
        return [
            Arrival(
                outcome.number,
                fetched.item.url,
                fetched.result.article.title,
                fetched.result.article.published,
                outcome.placement is Placement.UPDATED,
            )
            for fetched, outcome in zip(batch, taken, strict=True)
            if isinstance(outcome, Placed) and isinstance(fetched.result, Analysis)
            if outcome.placement is not Placement.KNOWN
        ]


def _survey(client: Client, feed: StoredFeed) -> Survey | FetchError:
    """What a feed lists, or why that cannot be known."""
    try:
        return survey(client, feed.url, etag=feed.etag, last_modified=feed.last_modified)
    except FetchError as error:
        return error


def _understood(item: DueItem, page: Page | FetchError, intake: Intake) -> _Fetched:
    """What an item led to; a page that gives no date has the feed's."""
    if isinstance(page, FetchError):
        return _Fetched(item, Unreadable.because(item.url, page), page.failure)
    result = intake.understand(page)
    if isinstance(result, Analysis) and result.article.published is None:
        result = replace(result, article=replace(result.article, published=item.published))
    return _Fetched(item, result)


def _now() -> str:
    """The time in UTC, to the second."""
    return datetime.now(UTC).isoformat(timespec="seconds")
