"""Watching feeds: what is new is fetched, stored and traced, once or every so often.

Invariant: what is to be fetched stands in the database before it is fetched, and is done in the
transaction that stores the article; a killed watch goes on where it was, with nothing twice. No
address stays watched that lists nothing: a page gives way to the feeds that it names.
"""

from __future__ import annotations

import itertools
import time
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

from provenance.errors import FetchError, FetchFailure, UsageError
from provenance.model import Analysis, Unreadable
from provenance.pipeline.fetching import fetcher, in_turns
from provenance.pipeline.intake import Intake, Placed
from provenance.pipeline.progress import Progress, silent
from provenance.pipeline.rounds import Arrival, FeedRound, WatchOptions, WatchRound
from provenance.pipeline.storing import index_of, put_sources, running, settle
from provenance.pipeline.surveying import Survey, survey
from provenance.reading.web.addresses import tidy
from provenance.reading.web.listings import ListingKind
from provenance.sources import load_registry
from provenance.store import Placement, StoredFeed

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence

    from provenance.index import Index
    from provenance.model import Page
    from provenance.pipeline.fetching import Fetcher
    from provenance.pipeline.intake import Taken
    from provenance.pipeline.progress import Report
    from provenance.reading.web.client import Client
    from provenance.sources import Registry
    from provenance.store import Database, DueItem

__all__ = ["watch"]

_BATCH = 16


def watch(
    feeds: Sequence[tuple[str, str | None]],
    database: Database,
    *,
    options: WatchOptions | None = None,
    registry: Registry | None = None,
    progress: Report | None = None,
    sleep: Callable[[float], None] = time.sleep,
    clock: Callable[[], datetime] = lambda: datetime.now(UTC),
) -> Iterator[WatchRound]:
    """Fetch what feeds list and the database does not hold yet.

    Args:
        feeds: addresses of feeds, sitemaps and home pages, each with the id of its source or
            ``None``, as ``feeds_of`` gives them, which are watched from now on; without any, the
            feeds that are watched already.
        database: open for writing.
        options: how often, how much, and the manners on the web.
        registry: the known sources; the shipped ones where none is given.
        progress: called now and then.
        sleep: waits for so many seconds between two rounds.
        clock: gives the time that reports carry and the database keeps.

    Yields:
        A report after each round; what it names is stored and traced by then.

    Raises:
        UsageError: no feed is named, and none is watched yet.
        DatabaseError: the database cannot be written.
    """
    options, registry = options or WatchOptions(), registry or load_registry()
    put_sources(database, registry)
    for url, source in feeds:
        database.resume_feed(database.know_feed(tidy(url), None, None, source))
    watched = _Watch(database, registry, options, progress or silent, clock)
    watched.wanted = {tidy(url) for url, _ in feeds} or None
    if not watched.feeds():
        message = "no feed is named, and this database watches none yet"
        raise UsageError(message, "name the address of a feed, a source's id, or --seeds")
    with fetcher(options.web) as pages:
        for number in itertools.count(1):
            started = time.monotonic()
            yield watched.round(number, pages)
            if options.every is None or number == options.rounds or not watched.feeds():
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

    def __init__(
        self,
        database: Database,
        registry: Registry,
        options: WatchOptions,
        progress: Report,
        clock: Callable[[], datetime],
    ) -> None:
        self._database = database
        self._registry = registry
        self._options = options
        self._progress = progress
        self._clock = clock
        self._index: Index = index_of(database)
        self.wanted: set[str] | None = None  # addresses; all that are watched where it is ``None``

    def feeds(self) -> list[StoredFeed]:
        """The feeds that the next round looks at."""
        watched = (feed for feed in self._database.feeds() if feed.stopped is None)
        return [feed for feed in watched if self.wanted is None or feed.url in self.wanted]

    def round(self, number: int, fetcher: Fetcher) -> WatchRound:
        """Look at every feed, fetch what is due, trace it."""
        started, begun = time.monotonic(), self._clock()
        now, options = _second(begun), self._options
        with running(self._database, "watch") as run:
            run.intake = intake = Intake(self._database, self._registry, self._index, run.number)
            seen = self._look_at(self.feeds(), fetcher, now)
            looked = [feed.id for feed in self.feeds()]
            arrivals = self._fetch(looked, fetcher, intake, now)
            traced = settle(self._database, self._registry, self._index, run.number, self._progress)
        following = None
        if options.every is not None and number != options.rounds:
            following = _second(begun + timedelta(seconds=options.every))
        return WatchRound(
            number=number,
            run=run.number,
            started=now,
            ended=_second(self._clock()),
            next_round=following,
            feeds=tuple(seen),
            arrivals=tuple(arrivals),
            known=intake.counts.known,
            failed=intake.counts.failed,
            failures=intake.failures,
            waiting=len({item.url for item in self._due(looked, now)}),
            traced=traced,
            seconds=time.monotonic() - started,
        )

    def _look_at(self, feeds: Sequence[StoredFeed], fetcher: Fetcher, now: str) -> list[FeedRound]:
        """Write down what feeds list now, then what those list that a page among them names."""
        seen: list[FeedRound] = []
        pages: list[tuple[StoredFeed, Survey]] = []
        surveys = fetcher.each(lambda feed: _survey(fetcher.client, feed), feeds)
        for done, (feed, found) in enumerate(zip(feeds, surveys, strict=True), start=1):
            if isinstance(found, Survey) and found.leads_to:
                pages.append((feed, found))
            else:
                seen.append(self._look(feed, found, now))
            self._progress(Progress("looking", done, len(feeds)))
        if pages:
            looked = {feed.url for feed in feeds}
            named = list(dict.fromkeys(tidy(url) for _, page in pages for url in page.leads_to))
            asked = [self._database.feed(url) or _unknown(url) for url in named if url not in looked]
            asked = [feed for feed in asked if feed.stopped is None]
            below = dict(zip(asked, fetcher.each(lambda feed: _survey(fetcher.client, feed), asked), strict=True))
            for page, found in pages:
                seen += self._follow(page, found, {feed.url: (feed, each) for feed, each in below.items()}, looked, now)
        return seen

    def _follow(
        self,
        page: StoredFeed,
        found: Survey,
        below: Mapping[str, tuple[StoredFeed, Survey | FetchError]],
        looked: set[str],
        now: str,
    ) -> list[FeedRound]:
        """Watch the feeds that a page names in its place, or its links where none of them answers."""
        seen: list[FeedRound] = []
        named = list(dict.fromkeys(map(tidy, found.leads_to)))
        with self._database.transaction():
            for url in named:
                feed, answer = below.get(url, (None, None))
                if url in looked or not isinstance(answer, Survey) or feed is None or answer.kind is ListingKind.PAGE:
                    continue
                looked.add(url)
                self._database.know_feed(url, answer.kind, answer.title, feed.source or page.source)
                seen.append(self._look(self._database.feed(url) or feed, answer, now))
            leads_to = tuple(url for url in named if url in looked)
            removed = [url for url in named if url not in below and url not in looked]
            if not leads_to and not removed:
                return [self._look(page, _own(page, found, below[named[0]][1]), now)]
            if self.wanted is not None:
                self.wanted = self.wanted.union(leads_to) - {page.url}
            self._database.stop_feed(page.id, now)
        failure = None if leads_to else f"its feed is not watched any more: {removed[0]}"
        hint = None if leads_to else "name the feed itself to watch it again"
        return [FeedRound(page.url, found.title or page.title, failure=failure, hint=hint, leads_to=leads_to), *seen]

    def _look(self, feed: StoredFeed, found: Survey | FetchError, now: str) -> FeedRound:
        """Write down what a feed lists now."""
        if isinstance(found, FetchError):
            reason = str(found).removeprefix(f"{feed.url}: ")
            self._database.note_feed_failure(feed.id, reason, now)
            if found.failure is FetchFailure.NOT_A_PAGE and feed.answered is None:
                self._database.stop_feed(feed.id, now)
                reason += "; it is not watched"
            return FeedRound(feed.url, feed.title, failure=reason, hint=found.hint)
        with self._database.transaction():
            if found.unchanged:
                self._database.note_answer(feed.id, found.etag, found.last_modified, now)
                return FeedRound(feed.url, feed.title)
            since = self._options.since
            listed = [item for item in found.listed if since is None or (item.published or since) >= since]
            undated = 0 if since is None else sum(item.published is None for item in listed)
            # what was left out has not vanished
            complete = found.complete and len(listed) == len(found.listed)
            self._database.know_feed(feed.url, found.kind, found.title, feed.source)
            seen = self._database.see(feed.id, listed, now, complete=complete)
            # an answer that was not read whole is asked for again
            validators = (found.etag, found.last_modified) if found.complete else (None, None)
            self._database.note_answer(feed.id, *validators, now)
        title = found.title or feed.title
        counts = (len(listed), seen.new, seen.changed, seen.vanished, undated)
        return FeedRound(feed.url, title, *counts, failure=found.complaint)

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


def _unknown(url: str) -> StoredFeed:
    """A feed that the database does not know yet."""
    return StoredFeed(0, url, None, None, None, None, None, "", None, None, 0, None)


def _own(page: StoredFeed, found: Survey, below: Survey | FetchError) -> Survey | FetchError:
    """What a page lists of which no feed can be read: its links, if there are any."""
    why = f"no feed that it names answers: {below}" if isinstance(below, FetchError) else "what it names is no feed"
    if found.listed:
        return replace(found, complaint=why, complete=False)
    is_passing = isinstance(below, FetchError) and below.failure.passing
    failure = below.failure if isinstance(below, FetchError) and is_passing else FetchFailure.NOT_A_PAGE
    return FetchError(f"{page.url}: {why}", failure, "give the address of a feed, a sitemap or a home page")


def _second(time_: datetime) -> str:
    """A time in UTC, to the second."""
    return time_.astimezone(UTC).isoformat(timespec="seconds")
