"""Sockets that are read for so long and so far as was granted, and no further.

Invariant: every single read from the network, of headers, chunk sizes and trailers as well, ends
within the time that its fetch has left and counts towards the bytes that it may take. Libraries
bound one read at a time; a server that sends a byte now and then passes all of those.
This module loads urllib3, so it is imported where a connection is needed.
"""

from __future__ import annotations

import io
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, cast

import urllib3.connection
from urllib3 import HTTPConnectionPool, HTTPSConnectionPool

from provenance.reading.web.bodies import TooLargeError

if TYPE_CHECKING:
    import socket

    from provenance.reading.web.pacing import Budget

__all__ = ["Guard", "Pool", "SecurePool"]

BUFFER = 1 << 16


@dataclass(slots=True)
class Guard:
    """What a request may still take: time of its fetch, bytes from the network."""

    silence: float
    budget: Budget | None = None
    room: int = 0

    def patience(self) -> float:
        """The seconds that the next read may wait; ``TimeoutError`` where there are none."""
        left = self.budget.left if self.budget is not None else 0.0
        if left <= 0:
            raise TimeoutError
        return min(self.silence, left)


class _GuardedFile(io.RawIOBase):
    """The incoming side of a socket, held to a guard in every single read."""

    def __init__(self, raw: socket.SocketIO, sock: socket.socket, guard: Guard) -> None:
        self._raw = raw
        self._sock = sock
        self._guard = guard

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: memoryview) -> int:  # type: ignore[override]
        self._sock.settimeout(self._guard.patience())
        count = self._raw.readinto(buffer) or 0
        self._guard.room -= count
        if self._guard.room < 0:
            raise TooLargeError
        return count

    def close(self) -> None:
        self._raw.close()
        super().close()


class _GuardedSocket:
    """A socket whose incoming side is guarded."""

    def __init__(self, sock: socket.socket, guard: Guard) -> None:
        self._sock = sock
        self._guard = guard

    def makefile(self, *_: object, **__: object) -> io.BufferedReader:
        raw = self._sock.makefile("rb", buffering=0)
        return io.BufferedReader(_GuardedFile(raw, self._sock, self._guard), BUFFER)

    def __getattr__(self, name: str) -> Any:  # noqa: ANN401 - whatever the socket has
        return getattr(self._sock, name)


class _Connection(urllib3.connection.HTTPConnection):
    """A connection that hands out guarded sockets."""

    def __init__(self, *arguments: Any, guard: Guard, **options: Any) -> None:  # noqa: ANN401 - urllib3's
        super().__init__(*arguments, **options)
        self._guard = guard

    def connect(self) -> None:
        super().connect()
        self.sock = cast("socket.socket", _GuardedSocket(self.sock, self._guard))


class _SecureConnection(urllib3.connection.HTTPSConnection):
    """The same over TLS."""

    def __init__(self, *arguments: Any, guard: Guard, **options: Any) -> None:  # noqa: ANN401 - urllib3's
        super().__init__(*arguments, **options)
        self._guard = guard

    def connect(self) -> None:
        super().connect()
        self.sock = cast("socket.socket", _GuardedSocket(self.sock, self._guard))


class Pool(HTTPConnectionPool):
    """A place for guarded connections to one address."""

    ConnectionCls = _Connection


class SecurePool(HTTPSConnectionPool):
    """The same over TLS."""

    ConnectionCls = _SecureConnection
