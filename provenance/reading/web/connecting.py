"""Connections to addresses that were checked, and to no other.

Invariant: a name is resolved here, every address that it has is checked, and a connection goes to
exactly one of those; nothing that comes over it may take longer, or be more, than was granted. Over
a proxy that the user names the same is checked, and the connection goes to the proxy.
This module loads urllib3, so it is imported where a connection is needed.
"""

from __future__ import annotations

import queue
import socket
import threading
import time
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import certifi
import urllib3
from urllib3.exceptions import ConnectTimeoutError, HTTPError, NewConnectionError
from urllib3.util import parse_url

from provenance.errors import FetchError, FetchFailure
from provenance.reading.web.bodies import BrokenBodyError, TooLargeError, read_body
from provenance.reading.web.failures import (
    name_not_found,
    network_failure,
    proxy_failure,
    refused_by_proxy,
    too_large,
    unsafe_address,
)
from provenance.reading.web.guarding import Guard, Pool, SecurePool
from provenance.reading.web.networks import internal_name, networks, unsafe
from provenance.reading.web.proxies import is_inner_name, parse_proxy

if TYPE_CHECKING:
    import ssl
    from collections.abc import Callable, Mapping, Sequence

    from urllib3 import HTTPConnectionPool

    from provenance.reading.web.addresses import Address
    from provenance.reading.web.options import WebOptions
    from provenance.reading.web.pacing import Budget

__all__ = ["Connections", "Received", "system_addresses"]

# how long a checked address is used before its name is resolved again, in seconds
ROUTE_AGE = 300.0
ROUTES = 64
ADDRESSES = 4
# what headers and the framing of chunks may add to a body
FRAMING = 1 << 20
PIECE = 1 << 16
PROXY_ASKS = 407


@dataclass(frozen=True, slots=True)
class Received:
    """What came back for one request; header names are in lower case, repeated ones joined."""

    status: int
    headers: Mapping[str, str]
    body: bytes


def system_addresses(host: str, port: int) -> Sequence[str]:
    """The IP addresses that the system knows for a name, in its order of preference.

    Raises:
        OSError: the name is not known.
    """
    found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    return tuple(dict.fromkeys(str(entry[4][0]) for entry in found))


class _Route:
    """The checked addresses of one origin and the connection that is kept to one of them."""

    def __init__(self, addresses: Sequence[str], silence: float) -> None:
        self.addresses = addresses
        self.made = time.monotonic()
        self.guard = Guard(silence)
        self.pool: HTTPConnectionPool | None = None

    def close(self) -> None:
        if self.pool is not None:
            self.pool.close()
            self.pool = None


class Connections:
    """Every connection of one client; one origin is asked by one request at a time."""

    def __init__(self, options: WebOptions, resolve: Callable[[str, int], Sequence[str]]) -> None:
        """Keep the limits and how names are resolved."""
        networks(tuple(options.allow))
        self._options = options
        self._resolve = resolve
        self._routes: dict[tuple[str, str, int], _Route] = {}
        self._lock = threading.Lock()
        self._context: ssl.SSLContext | None = None
        self._proxy = None if options.proxy is None else parse_proxy(options.proxy)

    def fetch(
        self, address: Address, headers: Mapping[str, str], budget: Budget, limit: int, *, cut: bool = False
    ) -> Received:
        """Send one GET and read what comes back.

        Args:
            address: what to ask for.
            headers: sent beside ``Host``.
            budget: the time that may still be taken.
            limit: the largest body in bytes; that of an answer other than 200 is not kept.
            cut: keep the first ``limit`` bytes of a larger body.

        Raises:
            FetchError: it is not safe, not reached, too slow, too large or broken.
        """
        route = self._route(address, budget)
        try:
            return self._try_addresses(route, address, headers, budget, (limit, cut))
        except BaseException:
            self._forget(address, route)
            raise

    def close(self) -> None:
        """Close every connection."""
        with self._lock:
            routes, self._routes = list(self._routes.values()), {}
        for route in routes:
            route.close()

    def _try_addresses(
        self, route: _Route, address: Address, headers: Mapping[str, str], budget: Budget, size: tuple[int, bool]
    ) -> Received:
        """Ask the address that answered last, else one after the other."""
        failure: Exception = OSError("no address")
        for ip in route.addresses[:ADDRESSES] if route.pool is None else route.addresses[:1]:
            pool = route.pool or self._pool(address, ip, route.guard)
            try:
                received = self._exchange(pool, route.guard, address, headers, budget, size)
            except (NewConnectionError, ConnectTimeoutError) as error:
                pool.close()
                failure = error
                continue
            except (HTTPError, OSError, ValueError, TooLargeError, BrokenBodyError) as error:
                pool.close()
                if isinstance(error, TooLargeError):
                    raise too_large(address, size[0]) from error
                raise self._failure(address, error, budget) from error
            except BaseException:
                pool.close()
                raise
            route.pool, route.addresses = pool, (ip,)
            return received
        raise self._failure(address, failure, budget) from failure

    def _failure(self, address: Address, error: Exception, budget: Budget) -> FetchError:
        """What went wrong on the way, or at the proxy."""
        why = None if self._proxy is None else refused_by_proxy(error)
        if self._proxy is not None and why is not None:
            return proxy_failure(address, self._proxy.netloc, why)
        return network_failure(address, error, budget, self._options)

    def _exchange(
        self,
        pool: HTTPConnectionPool,
        guard: Guard,
        address: Address,
        headers: Mapping[str, str],
        budget: Budget,
        size: tuple[int, bool],
    ) -> Received:
        """Send the request over a pool and read the answer."""
        limit, cut = size
        guard.budget, guard.room = budget, 2 * limit + FRAMING
        patience = guard.patience()
        forwarded = self._proxy is not None and address.scheme == "http"
        told = self._proxy.headers if self._proxy is not None and forwarded else {}
        response = pool.urlopen(
            "GET",
            address.url if forwarded else address.target,
            headers={"Host": address.netloc, **headers, **told},
            retries=False,
            redirect=False,
            assert_same_host=False,
            timeout=urllib3.Timeout(connect=min(self._options.connect, patience), read=patience),
            preload_content=False,
            decode_content=False,
        )
        try:
            body = b""
            if response.status == PROXY_ASKS and self._proxy is not None:
                raise proxy_failure(address, self._proxy.netloc, "asks for a name and a password (407)")
            if response.status == 200:  # noqa: PLR2004 - OK
                declared = getattr(response, "length_remaining", None)
                if declared is not None and declared > limit and not cut:
                    raise TooLargeError
                body = read_body(_Wire(response), response.headers.get("content-encoding"), limit, cut=cut)
            else:
                _drain(response)
            return Received(response.status, {name.lower(): value for name, value in response.headers.items()}, body)
        finally:
            if not response.closed:
                response.close()
            response.release_conn()

    def _pool(self, address: Address, ip: str, guard: Guard) -> HTTPConnectionPool:
        """A place for one connection to a checked address, or to the proxy."""
        proxy = self._proxy
        if address.scheme == "http":
            host, port = (ip, address.port) if proxy is None else (proxy.host, proxy.port)
            return Pool(host, port, maxsize=1, guard=guard)
        if self._context is None:
            self._context = urllib3.util.create_urllib3_context()
            self._context.load_default_certs()
            self._context.load_verify_locations(certifi.where())
        over: dict[str, Any] = {}
        if proxy is not None:
            over = {"_proxy": parse_url(f"http://{proxy.netloc}"), "_proxy_headers": proxy.headers}
        return SecurePool(
            ip, address.port, maxsize=1, ssl_context=self._context, server_hostname=address.host, guard=guard, **over
        )

    def _route(self, address: Address, budget: Budget) -> _Route:
        """The checked addresses of an origin, known for a few minutes."""
        with self._lock:
            route = self._routes.get(address.origin)
        if route is not None and time.monotonic() - route.made < ROUTE_AGE:
            return route
        if route is not None:
            self._forget(address, route)
        route = _Route(self._addresses(address, budget), self._options.silence)
        with self._lock:
            self._routes[address.origin] = route
            oldest = next(iter(self._routes)) if len(self._routes) > ROUTES else None
            dropped = self._routes.pop(oldest) if oldest is not None else None
        if dropped is not None:
            dropped.close()
        return route

    def _forget(self, address: Address, route: _Route) -> None:
        """Close a route; the next request resolves and checks anew."""
        with self._lock:
            if self._routes.get(address.origin) is route:
                del self._routes[address.origin]
        route.close()

    def _addresses(self, address: Address, budget: Budget) -> Sequence[str]:
        """Resolve a host and check everything it resolves to."""
        allow = self._options.allow
        if internal_name(address.host) and not allow:
            raise unsafe_address(address, address.host, "a name of this machine or of a cloud's own service")
        literal = ":" in address.host or address.host.rpartition(".")[2].isdigit()
        try:
            found = (address.host,) if literal else self._resolved(address, budget)
        except FetchError as error:
            if self._proxy is None or error.failure is not FetchFailure.NAME_NOT_FOUND:
                raise
            found = ()
        if not found and self._proxy is None:
            raise name_not_found(address, None)
        if not found and is_inner_name(address.host) and not allow:
            raise unsafe_address(address, address.host, "a name of the proxy's own network")
        for ip in found:
            try:
                why = unsafe(ip, allow)
            except ValueError as error:
                raise unsafe_address(address, ip, "no IP address") from error
            if why is not None:
                raise unsafe_address(address, ip, why)
        # the proxy resolves the name by itself
        return found if self._proxy is None else (address.host,)

    def _resolved(self, address: Address, budget: Budget) -> Sequence[str]:
        """Ask the name system, which knows no time-out of its own."""
        answer: queue.SimpleQueue[Sequence[str] | Exception] = queue.SimpleQueue()

        def ask() -> None:
            try:
                answer.put(tuple(self._resolve(address.host, address.port)))
            except Exception as error:  # noqa: BLE001 - it is raised where it was asked for
                answer.put(error)

        threading.Thread(target=ask, daemon=True).start()
        try:
            found = answer.get(timeout=min(budget.left, self._options.connect + self._options.silence))
        except queue.Empty as error:
            raise name_not_found(address, TimeoutError()) from error
        if isinstance(found, OSError | UnicodeError):
            raise name_not_found(address, found) from found
        if isinstance(found, Exception):
            raise found
        return found


class _Wire:
    """A response as a source of the bytes that are sent."""

    def __init__(self, response: urllib3.BaseHTTPResponse) -> None:
        self._response = response

    def read(self, size: int, /) -> bytes:
        return self._response.read1(size, decode_content=False)


def _drain(response: urllib3.BaseHTTPResponse) -> None:
    """Read the short body of an answer that is not kept, so that its connection can be used again."""
    try:
        for _ in range(4):
            if not response.read1(PIECE >> 2, decode_content=False):
                return
    except (HTTPError, OSError, TooLargeError):
        pass
