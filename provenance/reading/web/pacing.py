"""Time: how long a fetch may take, how often a site is asked, how long a retry waits.

Invariant: a site is asked by one request at a time, two of them begin at least its pace apart,
those of other processes included where these are known of, and no wait for a turn of one's own is
longer than the pace.
"""

from __future__ import annotations

import threading
import time
from contextlib import contextmanager
from email.utils import parsedate_to_datetime
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from provenance.reading.web.sharing import Moments

__all__ = ["Budget", "Pace", "backoff", "retry_after"]

FIRST_BACKOFF = 1.0
LONGEST_SECONDS = 10**9


class Budget:
    """The time that one fetch may take on the network; waits do not count."""

    def __init__(self, seconds: float) -> None:
        """Begin now, with so many seconds."""
        self.seconds = seconds
        self._end = time.monotonic() + seconds

    @property
    def left(self) -> float:
        """The seconds that are left, at least 0."""
        return max(0.0, self._end - time.monotonic())

    @contextmanager
    def paused(self) -> Iterator[None]:
        """Let the time inside pass without being counted."""
        began = time.monotonic()
        try:
            yield
        finally:
            self._end += time.monotonic() - began


class Pace:
    """When each site may be asked again."""

    def __init__(
        self, clock: Callable[[], float], sleep: Callable[[float], None], moments: Moments | None = None
    ) -> None:
        """Keep how time is read, in seconds, how it is waited for, and what other processes know of."""
        self._moments = moments
        self._clock = clock
        self._sleep = sleep
        self._lock = threading.Lock()
        self._turns: dict[tuple[str, int], threading.Lock] = {}
        self._began: dict[tuple[str, int], float] = {}

    @contextmanager
    def turn(self, site: tuple[str, int], gap: float | None, budget: Budget) -> Iterator[None]:
        """Wait for the site's turn, and keep everybody else from it until the end.

        Args:
            site: host and port.
            gap: seconds since the last turn began; ``None`` for a request that does not count.
            budget: of the fetch; the wait does not count.
        """
        with self._lock:
            turn = self._turns.setdefault(site, threading.Lock())
        with budget.paused():
            turn.acquire()
        try:
            if gap is not None:
                with budget.paused():
                    self._wait(site, gap)
            yield
        finally:
            turn.release()

    def _wait(self, site: tuple[str, int], gap: float) -> None:
        """Wait until the gap has passed; a clock that was set back does not make it longer."""
        now = self._clock()
        rest = max(0.0, min(gap, self._began.get(site, now - gap) + gap - now))
        if self._moments is not None and gap > 0:
            rest = self._moments.take(site, gap, now + rest) - now
        if rest > 0:
            self._sleep(rest)
        self._began[site] = max(self._clock(), now + rest)


def backoff(attempt: int) -> float:
    """Seconds to wait after the failed attempt of this number, counted from 1."""
    return FIRST_BACKOFF * 2.0 ** (attempt - 1)


def retry_after(header: str | None, now: float) -> float | None:
    """The seconds that a server asks to be left alone.

    Args:
        header: ``Retry-After``: seconds, or a date.
        now: seconds since 1970.

    Returns:
        At least 0, or ``None`` where the header says nothing.
    """
    if header is None:
        return None
    header = header.strip()
    if header.isascii() and header.isdigit():
        return float(min(int(header[:12]), LONGEST_SECONDS))
    try:
        when = parsedate_to_datetime(header[:100]).timestamp()
    except (ValueError, OverflowError, OSError):
        return None
    return min(max(0.0, when - now), float(LONGEST_SECONDS))
