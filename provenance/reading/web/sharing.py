"""One rate for a site, however many processes ask it.

Invariant: of all processes that share a cache folder, no two take the same moment to ask a site,
and two moments lie the later one's gap apart. A process takes its moment before it waits for it,
so none holds a lock while it waits, and one that is killed costs the others a gap at most.
"""

from __future__ import annotations

import contextlib
import os
from hashlib import blake2b
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

__all__ = ["Moments"]

_FOLDER = "pace"
_LOCK = ".lock"
# seconds to wait for another process that is taking its moment; it needs less than a thousandth of one
_PATIENCE = 2.0
# a moment that is further ahead than so many gaps was taken by a clock that went wrong
_QUEUE = 30
# seconds after which a moment means nothing to anybody
_DAY = 86_400.0


class Moments:
    """The moments at which sites were asked last, or are to be, in files below a cache folder."""

    def __init__(self, cache: Path) -> None:
        """Keep them below a folder, which the first one makes; only its user may read it."""
        self._folder = cache / _FOLDER

    def take(self, site: tuple[str, int], gap: float, earliest: float) -> float:
        """Take the next free moment for a site.

        Args:
            site: host and port.
            gap: seconds since the moment before.
            earliest: seconds since 1970.

        Returns:
            The moment, in seconds since 1970; ``earliest`` where the folder cannot be used.
        """
        from filelock import FileLock, Timeout

        path = self._folder / blake2b(f"{site[0]}:{site[1]}".encode(), digest_size=16).hexdigest()
        try:
            self._folder.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
            self._folder.mkdir(mode=0o700, exist_ok=True)
            with FileLock(self._folder / _LOCK, timeout=_PATIENCE):
                last = _read(path)
                moment = earliest
                if last is None:
                    self._sweep(earliest)
                elif last - earliest <= _QUEUE * gap:
                    moment = max(earliest, last + gap)
                path.write_text(repr(moment), encoding="ascii")
                os.utime(path, (moment, moment))
        except (OSError, Timeout, NotImplementedError, OverflowError):
            return earliest
        return moment

    def _sweep(self, now: float) -> None:
        """Remove what is too old to mean anything."""
        with os.scandir(self._folder) as entries:
            for entry in entries:
                with contextlib.suppress(OSError):
                    if entry.name != _LOCK and entry.stat().st_mtime < now - _DAY:
                        os.unlink(entry.path)  # noqa: PTH108 - an entry is no path


def _read(path: Path) -> float | None:
    """The last moment; ``None`` where there is none, or none that can be read."""
    try:
        return float(path.read_text(encoding="ascii"))
    except (OSError, ValueError):
        return None
