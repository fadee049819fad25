"""Fetching much at once, in an order that does not depend on the network.

Invariant: results come in the order of what was asked for; a site that is down is asked once; each site
is asked at its own pace, by one request at a time, which is the client's to see to.
"""

from __future__ import annotations

import itertools
import threading
from collections import deque
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, TypeVar
from urllib.parse import urlsplit

from provenance.errors import FetchError, FetchFailure
from provenance.reading.web.client import Client
from provenance.reading.web.pages import fetch_page

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence
    from concurrent.futures import Future

    from provenance.model import Page
    from provenance.reading.web.options import WebOptions

__all__ = ["Fetcher", "fetcher", "in_turns"]

Item = TypeVar("Item")
Result = TypeVar("Result")

_WORKERS = 8
_AHEAD = 32  # pages that may be held in memory before they are taken
# such a failure is the site's and not the page's
_DOWN = frozenset({FetchFailure.NAME_NOT_FOUND, FetchFailure.NOT_REACHED, FetchFailure.TIMED_OUT})


@dataclass(slots=True)
class _Site:
    """One site among those that are asked: whose turn it is, and whether it was found to be down."""

    turn: threading.Lock = field(default_factory=threading.Lock)
    is_down: bool = False


class Fetcher:
    """Fetches pages by several threads over one client."""

    def __init__(self, client: Client, pool: ThreadPoolExecutor, *, archive: bool) -> None:
        """Take over an open client; use ``fetcher``."""
        self.client = client
        self._pool = pool
        self._archive = archive

    def pages(self, urls: Sequence[str]) -> Iterator[Page | FetchError | None]:
        """The page at each address, or why there is none, in the order given.

        Args:
            urls: absolute addresses.

        Yields:
            A page, an error, or ``None`` where the site was found to be down by an earlier one.
        """
        sites = {_site(url): _Site() for url in urls}
        return self.each(lambda url: self._page(url, sites[_site(url)]), urls)

    def each(self, work: Callable[[Item], Result], items: Iterable[Item]) -> Iterator[Result]:
        """What ``work`` makes of each item, in order; several are at work at once."""
        waiting: deque[Future[Result]] = deque()
        try:
            for item in items:
                waiting.append(self._pool.submit(work, item))
                if len(waiting) >= _AHEAD:
                    yield waiting.popleft().result()
            while waiting:
                yield waiting.popleft().result()
        finally:
            for future in waiting:
                future.cancel()

    def _page(self, url: str, site: _Site) -> Page | FetchError | None:
        with site.turn:
            if site.is_down:
                return None
            try:
                return fetch_page(self.client, url, archive=self._archive, fresh=True)
            except FetchError as error:
                site.is_down = error.failure in _DOWN
                return error


@contextmanager
def fetcher(options: WebOptions) -> Iterator[Fetcher]:
    """A fetcher with a client of its own; at the end, also after an interrupt, nothing is waited for."""
    stopping = threading.Event()
    with ThreadPoolExecutor(_WORKERS, thread_name_prefix="fetch") as pool:
        client = Client(options, sleep=lambda seconds: _wait(stopping, seconds))
        try:
            yield Fetcher(client, pool, archive=options.archive)
        finally:
            stopping.set()
            pool.shutdown(wait=False, cancel_futures=True)
            client.close()


def in_turns(urls: Sequence[str]) -> Iterator[str]:
    """Addresses so ordered that each site has its turn, and each address once."""
    sites: dict[str, dict[str, None]] = {}
    for url in urls:
        sites.setdefault(_site(url), {})[url] = None
    for turn in itertools.zip_longest(*sites.values()):
        yield from (url for url in turn if url is not None)


def _wait(stopping: threading.Event, seconds: float) -> None:
    """Wait, but not beyond the end of the fetcher."""
    stopping.wait(seconds)


def _site(url: str) -> str:
    """The host and port that an address is fetched from."""
    return urlsplit(url).netloc
