"""From an address to its page: hop by hop, each asked politely, again where that may help.

Invariant: every hop, the first as well as each that a site sends on to, is parsed, checked against
robots.txt and paced before it is asked; credentials go to the origin that they were given for,
and nowhere else; no cookie is kept.
"""

from __future__ import annotations

from contextlib import suppress
from dataclasses import dataclass, replace
from threading import Lock
from typing import TYPE_CHECKING

from provenance.errors import FetchError, FetchFailure
from provenance.model import Redirect
from provenance.reading.web.addresses import Address, join
from provenance.reading.web.answers import Answer, charset_of, header_value, instant, media_type_of, never_stored
from provenance.reading.web.bodies import CODINGS
from provenance.reading.web.failures import (
    broken,
    redirected,
    robots_refuse,
    robots_unknown,
    status_failure,
    too_large,
    too_many_redirects,
)
from provenance.reading.web.pacing import Budget, Pace, backoff, retry_after
from provenance.reading.web.refresh import refresh_target
from provenance.reading.web.robots import MAX_BYTES as ROBOTS_BYTES
from provenance.reading.web.robots import REDIRECTS as ROBOTS_REDIRECTS
from provenance.reading.web.robots import Robots
from provenance.reading.web.sharing import Moments

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from provenance.reading.web.cache import Cache, Entry
    from provenance.reading.web.connecting import Connections, Received
    from provenance.reading.web.options import WebOptions

__all__ = ["Errand", "Validators", "Walker"]

ACCEPT = "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8"
REDIRECTED = frozenset({301, 302, 303, 307, 308})
NOT_MODIFIED = 304
OK = 200
RETRIED_STATUSES = frozenset({429, 500, 502, 503, 504})
RETRIED_FAILURES = frozenset({FetchFailure.NOT_REACHED, FetchFailure.TIMED_OUT, FetchFailure.BROKEN_ANSWER})
# what the page was sent with: ETag and Last-Modified
Validators = tuple[str | None, str | None]


@dataclass(frozen=True, slots=True)
class Errand:
    """What one fetch is held to.

    ``validators`` are the caller's, ``entry`` is what the cache holds. A robots.txt is fetched
    without asking one, at once, and cut where it is too large.
    """

    budget: Budget
    limit: int
    redirects: int
    validators: Validators = (None, None)
    entry: Entry | None = None
    for_robots: bool = False


class Walker:
    """Goes from addresses to pages for one client."""

    def __init__(
        self,
        options: WebOptions,
        user_agent: str,
        cache: Cache | None,
        *,
        clock: Callable[[], float],
        sleep: Callable[[float], None],
        resolve: Callable[[str, int], Sequence[str]] | None,
    ) -> None:
        """Nothing is connected to yet; the arguments are the client's."""
        self._options = options
        self._user_agent = user_agent
        self._clock = clock
        self._sleep = sleep
        self._resolve = resolve
        self._pace = Pace(clock, sleep, Moments(options.cache) if options.cache is not None else None)
        self._connections: Connections | None = None
        self._lock = Lock()
        self.robots = Robots(self._fetch_robots, cache, clock)

    def close(self) -> None:
        """Close every connection."""
        with self._lock:
            connections, self._connections = self._connections, None
        if connections is not None:
            connections.close()

    def walk(self, address: Address, errand: Errand) -> tuple[Answer, bool]:
        """Go from an address to its page.

        Args:
            address: where to begin.
            errand: what the fetch is held to.

        Returns:
            The answer, and whether it may be stored.

        Raises:
            FetchError: there is no page, or it may not be fetched.
        """
        hop = address
        redirects: list[Redirect] = []
        visited = {address.url}
        while True:
            try:
                received = self._visit(hop, errand)
                answer = self._answer(address, hop, tuple(redirects), received)
                target = self._target(hop, answer, received)
            except FetchError as error:
                if hop is address:
                    raise
                raise redirected(error, address) from error
            if target is None:
                break
            redirects.append(Redirect(hop.url, received.status))
            if len(redirects) > errand.redirects or target.url in visited:
                raise too_many_redirects(address, errand.redirects, loop=target.url in visited)
            visited.add(target.url)
            hop = target
        if received.status == NOT_MODIFIED:
            answer = self._unchanged(hop, answer, errand)
        return answer, not never_stored(received.headers)

    def _visit(self, hop: Address, errand: Errand) -> Received:
        """Ask for one address, if its site lets us."""
        if errand.for_robots or not self._options.robots:
            return self._ask(hop, errand)
        with errand.budget.paused():
            try:
                rules = self.robots.rules(hop)
            except FetchError as error:
                raise robots_unknown(hop, error) from error
        if not rules.allow(hop):
            raise robots_refuse(hop)
        return self._ask(hop, errand, rules.delay)

    def _fetch_robots(self, address: Address) -> Answer:
        """Fetch a robots.txt."""
        errand = Errand(Budget(self._options.total), ROBOTS_BYTES, ROBOTS_REDIRECTS, for_robots=True)
        return self.walk(address, errand)[0]

    def _target(self, hop: Address, answer: Answer, received: Received) -> Address | None:
        """Where an answer sends on to, or ``None`` where it is the page; an error where it is neither."""
        if received.status == NOT_MODIFIED:
            return None
        if received.status in REDIRECTED:
            location = received.headers.get("location", "")
            if not location:
                raise broken(hop, f"{received.status}, a redirect that does not say where to")
            with suppress(UnicodeError):
                location = location.encode("latin-1").decode("utf-8")
            return _onward(hop, location)
        if received.status == OK:
            named = refresh_target(answer)
            target = None if named is None else _onward(hop, named)
            return None if target is None or target.url == hop.url else target
        now = self._clock()
        raise status_failure(hop, received.status, retry_after(received.headers.get("retry-after"), now), now)

    def _answer(self, requested: Address, hop: Address, redirects: tuple[Redirect, ...], received: Received) -> Answer:
        """An answer from what was received."""
        headers = received.headers
        return Answer(
            requested=requested.url,
            final=hop.url,
            redirects=redirects,
            status=received.status,
            media_type=media_type_of(headers),
            charset=charset_of(headers),
            etag=header_value(headers, "etag"),
            last_modified=header_value(headers, "last-modified"),
            body=received.body,
            fetched=instant(self._clock()),
        )

    def _unchanged(self, hop: Address, answer: Answer, errand: Errand) -> Answer:
        """What 304 means: the caller's copy, or the cache's, still is the page."""
        if errand.validators != (None, None):
            return replace(answer, not_modified=True)
        if errand.entry is None:
            raise broken(hop, "304, not modified, though nobody asked whether it was")
        kept = errand.entry.answer
        if len(kept.body) > errand.limit:
            raise too_large(hop, errand.limit)
        return replace(
            answer,
            status=kept.status,
            media_type=kept.media_type,
            charset=kept.charset,
            etag=answer.etag or kept.etag,
            last_modified=answer.last_modified or kept.last_modified,
            body=kept.body,
            cached=True,
        )

    def _ask(self, hop: Address, errand: Errand, delay: float = 0.0) -> Received:
        """Ask for one address, again where that may help."""
        attempt = 1
        while True:
            wait = backoff(attempt)
            last = attempt >= self._options.attempts
            try:
                received = self._ask_once(hop, errand, delay)
            except FetchError as error:
                if last or error.failure not in RETRIED_FAILURES or errand.budget.left <= 0:
                    raise
            else:
                if received.status not in RETRIED_STATUSES:
                    return received
                now = self._clock()
                asked = retry_after(received.headers.get("retry-after"), now)
                if last or (asked or 0.0) > self._options.longest_wait or errand.budget.left <= 0:
                    raise status_failure(hop, received.status, asked, now)
                wait = max(wait, asked or 0.0)
            with errand.budget.paused():
                self._sleep(min(wait, self._options.longest_wait))
            attempt += 1

    def _ask_once(self, hop: Address, errand: Errand, delay: float) -> Received:
        """Send one request when it is the site's turn."""
        gap = max(self._options.pace, min(delay, self._options.longest_wait))
        headers = self._headers(hop, errand)
        with self._pace.turn(hop.site, None if errand.for_robots else gap, errand.budget):
            return self._connected().fetch(hop, headers, errand.budget, errand.limit, cut=errand.for_robots)

    def _connected(self) -> Connections:
        """The connections, made when the first is needed."""
        from provenance.reading.web.connecting import Connections, system_addresses

        with self._lock:
            if self._connections is None:
                self._connections = Connections(self._options, self._resolve or system_addresses)
            return self._connections

    def _headers(self, hop: Address, errand: Errand) -> dict[str, str]:
        """The headers of a request."""
        etag, last_modified = errand.validators
        if errand.validators == (None, None) and errand.entry is not None and errand.entry.answer.final == hop.url:
            etag, last_modified = errand.entry.answer.etag, errand.entry.answer.last_modified
        fields = {
            "User-Agent": self._user_agent,
            "Accept": ACCEPT,
            "Accept-Encoding": CODINGS,
            "Authorization": hop.authorization,
            "If-None-Match": etag,
            "If-Modified-Since": last_modified,
        }
        return {name: value for name, value in fields.items() if value and value.isascii() and value.isprintable()}


def _onward(hop: Address, location: str) -> Address:
    """The address that a hop sends on to."""
    try:
        return join(hop, location)
    except FetchError as error:
        message = f"{hop.url}: sends on to {error}"
        raise FetchError(message, error.failure, None) from error
