"""How the web is read: limits, manners, and what may be reached."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

__all__ = ["WebOptions"]


@dataclass(frozen=True, slots=True)
class WebOptions:
    """How pages are fetched; times are in seconds, sizes in bytes.

    ``allow`` names addresses and networks ("127.0.0.1", "10.0.0.0/8") that may be reached
    although they are private. ``robots`` says whether robots.txt is honoured. ``pace`` is the
    least time between two requests to one site; a longer one that its robots.txt asks for
    holds, up to ``longest_wait``, which also bounds what ``Retry-After`` may ask for.
    ``connect`` and ``silence`` bound one step of the network, ``total`` a whole fetch with its
    redirects but without the waits. ``max_bytes`` is the largest body, as sent and uncompressed.
    ``cache`` is the folder of fetched pages, ``None`` for none; a page younger than ``max_age``
    is taken from there without asking its site, and processes with one folder keep one pace.
    ``archive`` keeps the raw body in ``Fetch``. ``proxy`` is the address of a proxy, ``None`` for
    none: what the environment says of proxies is not followed. A target is checked here as without
    one, where its name is known here; the proxy resolves it once more, and what it reaches is its own.
    """

    allow: tuple[str, ...] = ()
    robots: bool = True
    pace: float = 1.0
    connect: float = 10.0
    silence: float = 15.0
    total: float = 60.0
    longest_wait: float = 60.0
    attempts: int = 3
    redirects: int = 10
    max_bytes: int = 10_000_000
    cache: Path | None = None
    max_age: float = 3600.0
    user_agent: str | None = None
    archive: bool = False
    # it may hold a password
    proxy: str | None = field(default=None, repr=False)
