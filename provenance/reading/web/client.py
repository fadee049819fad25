"""Fetching: pages by their addresses, from the cache where they are young, else from their sites.

Invariant: the addresses in an answer hold no credentials, and what was fetched with credentials
never comes from the cache or goes into it.
"""

from __future__ import annotations

import re
import time
from dataclasses import replace
from typing import TYPE_CHECKING, Self

from provenance.errors import FetchError, FetchFailure, UsageError
from provenance.reading.web.addresses import join, parse, tidy
from provenance.reading.web.answers import Answer
from provenance.reading.web.cache import Cache
from provenance.reading.web.failures import too_large
from provenance.reading.web.networks import networks
from provenance.reading.web.options import WebOptions
from provenance.reading.web.pacing import Budget
from provenance.reading.web.proxies import parse_proxy
from provenance.reading.web.walking import NOT_MODIFIED, Errand, Validators, Walker
from provenance.version import __version__

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from types import TracebackType

    from provenance.reading.web.cache import Entry

__all__ = ["USER_AGENT", "Answer", "Client"]

USER_AGENT = f"provenance/{__version__} (news provenance research; honours robots.txt)"
SENDABLE = re.compile(r"[\x20-\x7e]{1,500}")
VANISHED = frozenset({FetchFailure.GONE, FetchFailure.LEGAL, FetchFailure.NOT_FOUND})


class Client:
    """Fetches pages by their addresses; use it in a ``with`` block, from any number of threads."""

    def __init__(
        self,
        options: WebOptions = WebOptions(),  # noqa: B008 - frozen, so one instance serves every client
        *,
        clock: Callable[[], float] = time.time,
        sleep: Callable[[float], None] = time.sleep,
        resolve: Callable[[str, int], Sequence[str]] | None = None,
    ) -> None:
        """Nothing is connected to yet.

        Args:
            options: limits, manners, and what may be reached.
            clock: gives the seconds since 1970.
            sleep: waits for so many seconds.
            resolve: gives the IP addresses of a host and port, or raises ``OSError``; the
                system's name service where it is ``None``.

        Raises:
            UsageError: the user agent cannot be sent, or an allowed address or a proxy is none.
        """
        user_agent = options.user_agent or USER_AGENT
        if not SENDABLE.fullmatch(user_agent):
            message = f"{user_agent[:100]!r}: a user agent is up to 500 printable ASCII characters"
            raise UsageError(message)
        networks(tuple(options.allow))
        self._options = options
        self._clock = clock
        proxy = None if options.proxy is None else parse_proxy(options.proxy).netloc
        self._cache = None
        if options.cache is not None:
            self._cache = Cache(options.cache, user_agent, allow=options.allow, proxy=proxy)
        self._walker = Walker(options, user_agent, self._cache, clock=clock, sleep=sleep, resolve=resolve)

    def get(
        self,
        url: str,
        *,
        etag: str | None = None,
        last_modified: str | None = None,
        fresh: bool = False,
        max_bytes: int | None = None,
    ) -> Answer:
        """Fetch an address, following where it leads.

        Args:
            url: an absolute address of http or https.
            etag: what the caller's copy was sent with.
            last_modified: the same.
            fresh: ask the site even where the cache holds a young copy.
            max_bytes: the largest body, instead of that of the options.

        Returns:
            The answer; ``not_modified`` where the caller's copy still is the page.

        Raises:
            FetchError: there is no page, or it may not be fetched; why, and what to do.
        """
        address = parse(url)
        limit = self._options.max_bytes if max_bytes is None else max_bytes
        cache = self._cache if address.authorization is None else None
        key = tidy(address.url) if cache is not None else ""
        entry = cache.load(key) if cache is not None else None
        held = (etag, last_modified)
        if entry is not None and not fresh and 0 <= self._clock() - entry.checked < self._options.max_age:
            answer = _from_cache(replace(entry.answer, requested=address.url), held)
            if len(answer.body) > limit:
                raise too_large(address, limit)
            return answer
        errand = Errand(Budget(self._options.total), limit, self._options.redirects, held, entry)
        try:
            answer, storable = self._walker.walk(address, errand)
        except FetchError as error:
            if cache is not None and error.failure in VANISHED:
                cache.remove(key)
            raise
        if cache is not None:
            self._keep(cache, key, entry, answer, storable=storable)
        return answer

    def allowed(self, url: str) -> bool:
        """Whether the site's robots.txt lets a program fetch an address; not where that cannot be known.

        Raises:
            FetchError: ``BAD_ADDRESS``.
        """
        address = parse(url)
        if not self._options.robots:
            return True
        try:
            return self._walker.robots.rules(address).allow(address)
        except FetchError:
            return False

    def robots_sitemaps(self, url: str) -> tuple[str, ...]:
        """The sitemaps that the robots.txt of an address's site names; none where it cannot be read.

        Raises:
            FetchError: ``BAD_ADDRESS``.
        """
        address = parse(url)
        try:
            named = self._walker.robots.rules(address).sitemaps
        except FetchError:
            return ()
        found = []
        for sitemap in named:
            try:
                found.append(join(address, sitemap).url)
            except FetchError:
                continue
        return tuple(dict.fromkeys(found))

    def close(self) -> None:
        """Close every connection."""
        self._walker.close()

    def __enter__(self) -> Self:
        """Use the client in a ``with`` block."""
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Close every connection."""
        self.close()

    def _keep(self, cache: Cache, key: str, entry: Entry | None, answer: Answer, *, storable: bool) -> None:
        """Store what may be stored, and forget what may not."""
        if not answer.not_modified:
            if storable:
                cache.store(key, answer, self._clock())
            else:
                cache.remove(key)
        elif entry is not None and answer.etag is not None and answer.etag == entry.answer.etag:
            cache.store(key, replace(entry.answer, fetched=answer.fetched), self._clock())


def _from_cache(answer: Answer, held: Validators) -> Answer:
    """A stored answer, without its body where the caller holds the same."""
    etag, last_modified = held
    same = etag == answer.etag if etag else last_modified is not None and last_modified == answer.last_modified
    return replace(answer, status=NOT_MODIFIED, body=b"", not_modified=True) if same else answer
