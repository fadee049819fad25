"""A real HTTP server on loopback whose paths play situations, and which remembers every request.

with Loopback() as site:
    site.play("/a", Reply("<html>…"), Reply(status=404))   # first, then from the second on
    client.get(site.url("/a"))                             # with WebOptions(allow=LOOPBACK)
    assert site.seen("/a")[0].headers["user-agent"]
"""

from __future__ import annotations

import socket
import socketserver
import ssl
import threading
import time
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler
from typing import TYPE_CHECKING, Self

if TYPE_CHECKING:
    from types import TracebackType

LOOPBACK = ("127.0.0.1", "::1")


@dataclass(frozen=True)
class Seen:
    """A request as it came in; header names are in lower case, ``at`` is in monotonic seconds."""

    path: str
    headers: Mapping[str, str]
    at: float
    connection: int


@dataclass(frozen=True)
class Reply:
    """An answer with its length; with an ``etag`` or ``modified`` a request that names it gets 304."""

    body: bytes | str = b""
    status: int = 200
    media: str | None = "text/html; charset=utf-8"
    headers: Iterable[tuple[str, str]] = ()
    etag: str | None = None
    modified: str | None = None


@dataclass(frozen=True)
class Raw:
    """Bytes from the status line on, piece by piece; the connection is closed after them."""

    pieces: Callable[[], Iterable[bytes]]


def redirect(location: str, status: int = 302) -> Reply:
    return Reply(status=status, media=None, headers=(("Location", location),))


Situation = Reply | Raw | Callable[[Seen], Reply | Raw]


class FakeTime:
    """A clock that only its own sleep moves; give it as ``clock`` and ``sleep``."""

    def __init__(self, now: float = 1_900_000_000.0) -> None:
        self.now = now
        self.waits: list[float] = []

    def clock(self) -> float:
        return self.now

    def sleep(self, seconds: float) -> None:
        self.waits.append(round(seconds, 6))
        self.now += seconds


@dataclass
class _State:
    situations: dict[str, list[Situation]] = field(default_factory=dict)
    played: dict[str, int] = field(default_factory=lambda: defaultdict(int))
    requests: list[Seen] = field(default_factory=list)
    errors: list[BaseException] = field(default_factory=list)
    connections: dict[int, socket.socket] = field(default_factory=dict)
    lock: threading.Lock = field(default_factory=threading.Lock)
    stopping: threading.Event = field(default_factory=threading.Event)


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True  # headers and body go out in two writes
    server: _Server

    def setup(self) -> None:
        if self.server.tls is not None:
            self.request.settimeout(5)
            self.request = self.server.tls.wrap_socket(self.request, server_side=True)
        super().setup()
        self.server.register(self.request)

    def finish(self) -> None:
        super().finish()
        if isinstance(self.request, ssl.SSLSocket):
            self.request.close()

    def do_GET(self) -> None:
        state = self.server.state
        headers = {name.lower(): value for name, value in self.headers.items()}
        seen = Seen(self.path, headers, time.monotonic(), self.client_address[1])
        with state.lock:
            state.requests.append(seen)
            path = self.path if self.path in state.situations else self.path.partition("?")[0]
            situations = state.situations.get(path, [Reply("<html><body>Nothing here.</body></html>", 404)])
            situation = situations[min(state.played[path], len(situations) - 1)]
            state.played[path] += 1
        if not isinstance(situation, Reply | Raw):
            situation = situation(seen)
        if isinstance(situation, Raw):
            self._send_raw(situation)
        else:
            self._send(situation, seen)

    def _send(self, reply: Reply, seen: Seen) -> None:
        body = reply.body.encode() if isinstance(reply.body, str) else reply.body
        same_tag = reply.etag is not None and seen.headers.get("if-none-match") == reply.etag
        same_date = reply.modified is not None and seen.headers.get("if-modified-since") == reply.modified
        unchanged = reply.status == 200 and (same_tag or same_date)
        self.send_response(304 if unchanged else reply.status)
        named = {name.lower() for name, _ in reply.headers}
        if reply.media is not None and not unchanged and "content-type" not in named:
            self.send_header("Content-Type", reply.media)
        for name, value in (("ETag", reply.etag), ("Last-Modified", reply.modified), *reply.headers):
            if value is not None:
                self.send_header(name, value)
        if not unchanged and not named & {"content-length", "transfer-encoding"}:
            self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        if not unchanged:
            self.wfile.write(body)

    def _send_raw(self, raw: Raw) -> None:
        self.close_connection = True
        for piece in raw.pieces():
            if self.server.state.stopping.is_set():
                return
            self.wfile.write(piece)

    def log_message(self, *_arguments: object) -> None:
        pass


class _Server(socketserver.ThreadingTCPServer):
    allow_reuse_address = True
    daemon_threads = False
    block_on_close = True
    request_queue_size = 64

    def __init__(self, address: tuple[str, int], family: int, tls: ssl.SSLContext | None) -> None:
        self.address_family = family
        self.tls = tls
        self.state = _State()
        super().__init__(address, _Handler)

    def register(self, connection: socket.socket) -> None:
        with self.state.lock:
            self.state.connections[connection.fileno()] = connection

    def shutdown_request(self, request: socket.socket | tuple[bytes, socket.socket]) -> None:
        if isinstance(request, socket.socket):
            with self.state.lock:
                self.state.connections.pop(request.fileno(), None)
        super().shutdown_request(request)

    def handle_error(self, _request: object, _address: object) -> None:
        import sys

        error = sys.exception()
        if error is not None and not isinstance(error, OSError):  # the other side may go away
            self.state.errors.append(error)


class Loopback:
    """The server; ``with`` starts it, and its end waits for every thread."""

    def __init__(self, host: str = "127.0.0.1", tls: ssl.SSLContext | None = None) -> None:
        self.host = host
        self._tls = tls
        family = socket.AF_INET6 if ":" in host else socket.AF_INET
        self._server = _Server((host, 0), family, tls)
        self.port: int = self._server.server_address[1]
        self._thread = threading.Thread(target=self._server.serve_forever, kwargs={"poll_interval": 0.02})

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()
        if kind is None:
            assert self._server.state.errors == []

    def url(self, path: str = "/", *, host: str | None = None, credentials: str | None = None) -> str:
        """The address of a path; ``host`` is another name for the server (resolve it with ``resolve``)."""
        scheme = "http" if self._tls is None else "https"
        host = host or (f"[{self.host}]" if ":" in self.host else self.host)
        return f"{scheme}://{credentials + '@' if credentials else ''}{host}:{self.port}{path}"

    def play(self, path: str, *situations: Situation) -> None:
        """What a path does from now on: each situation once, the last one for ever."""
        with self._server.state.lock:
            self._server.state.situations[path] = list(situations)
            self._server.state.played.pop(path, None)

    def seen(self, path: str | None = None) -> list[Seen]:
        """The requests so far, all or those for a path (with or without its query)."""
        with self._server.state.lock:
            requests = list(self._server.state.requests)
        return [seen for seen in requests if path in {None, seen.path, seen.path.partition("?")[0]}]

    def pages(self) -> list[str]:
        """The paths asked for so far, robots.txt left out."""
        return [seen.path for seen in self.seen() if seen.path != "/robots.txt"]

    def pause(self, seconds: float) -> None:
        """Wait inside a situation; the end of the server ends the wait."""
        self._server.state.stopping.wait(seconds)

    def resolve(self, _host: str, _port: int) -> tuple[str, ...]:
        """Every name is this server's; for the client's ``resolve``."""
        return (self.host,)

    def close(self) -> None:
        """Stop: no new connections, every open one shut, every thread joined."""
        state = self._server.state
        state.stopping.set()
        if self._thread.is_alive():
            self._server.shutdown()
            self._thread.join()
        with state.lock:
            for connection in state.connections.values():
                with suppress(OSError):
                    socket.socket.shutdown(connection, socket.SHUT_RDWR)
        self._server.server_close()
