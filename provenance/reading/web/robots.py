"""What a site asks of programs in its robots.txt (RFC 9309).

Invariant: a site that does not answer the question forbids, one that has no such file allows,
and each is asked once a day.
"""

from __future__ import annotations

import threading
from typing import TYPE_CHECKING

from provenance.errors import FetchError, FetchFailure
from provenance.reading.web.addresses import Address

if TYPE_CHECKING:
    from collections.abc import Callable

    from protego import Protego

    from provenance.reading.web.answers import Answer
    from provenance.reading.web.cache import Cache

__all__ = ["MAX_BYTES", "PRODUCT", "REDIRECTS", "Robots", "Rules"]

# the name that a robots.txt speaks to us by
PRODUCT = "provenance"
MAX_BYTES = 500_000
REDIRECTS = 5
# seconds for which a site's answer, and its not answering, are taken as known
DAY = 86_400.0
UNKNOWN = 300.0
KIND = "robots"
# the site has no robots.txt, or one that cannot be reached by following where it leads
ABSENT = frozenset(
    {
        FetchFailure.CLIENT_ERROR,
        FetchFailure.FORBIDDEN,
        FetchFailure.GONE,
        FetchFailure.LEGAL,
        FetchFailure.NOT_FOUND,
        FetchFailure.REDIRECTS,
    }
)


class Rules:
    """What one site asks."""

    def __init__(self, body: bytes) -> None:
        """Read a robots.txt; anything that is none asks nothing."""
        from protego import Protego

        self._parsed: Protego = Protego.parse(body.decode("utf-8-sig", errors="replace"))

    def allow(self, address: Address) -> bool:
        """Whether an address may be fetched."""
        return self._parsed.can_fetch(address.url, PRODUCT)

    @property
    def delay(self) -> float:
        """The seconds that are to pass between two requests; 0 where nothing is said."""
        return self._parsed.crawl_delay(PRODUCT) or 0.0

    @property
    def sitemaps(self) -> tuple[str, ...]:
        """The sitemaps it names, as they stand there."""
        return tuple(dict.fromkeys(self._parsed.sitemaps))


class Robots:
    """The rules of every site that a client asks."""

    def __init__(self, fetch: Callable[[Address], Answer], cache: Cache | None, clock: Callable[[], float]) -> None:
        """Keep how a robots.txt is fetched, where it is stored, and how time is read."""
        self._fetch = fetch
        self._cache = cache
        self._clock = clock
        self._known: dict[tuple[str, str, int], tuple[float, Rules | FetchError]] = {}
        self._lock = threading.Lock()

    def rules(self, address: Address) -> Rules:
        """What the site of an address asks.

        Raises:
            FetchError: the site did not say; why it did not.
        """
        now = self._clock()
        with self._lock:
            until, known = self._known.get(address.origin, (0.0, None))
        if known is None or now >= until or now < until - DAY:
            until, known = self._ask(Address(address.scheme, address.host, address.port, "/robots.txt"), now)
            with self._lock:
                self._known[address.origin] = until, known
        if isinstance(known, FetchError):
            raise known
        return known

    def _ask(self, address: Address, now: float) -> tuple[float, Rules | FetchError]:
        """Rules from the disk or the site, and until when they hold."""
        entry = self._cache.load(address.url, KIND) if self._cache is not None else None
        if entry is not None and 0 <= now - entry.checked < DAY:
            return entry.checked + DAY, Rules(entry.answer.body)
        try:
            answer = self._fetch(address)
        except FetchError as error:
            if error.failure not in ABSENT:
                return now + UNKNOWN, error
            return now + DAY, Rules(b"")
        if self._cache is not None:
            self._cache.store(address.url, answer, now, KIND)
        return now + DAY, Rules(answer.body)
