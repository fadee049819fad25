"""One run of a program as a whole process: time, memory of all its processes together, a limit for either."""

from __future__ import annotations

import os
import re
import signal
import subprocess
import tempfile
import threading
import time
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

__all__ = ["Cut", "Failed", "Run", "run"]

PROC = Path("/proc")
# a run that wants more is ended, before the system ends something else
MEMORY = 0.8 * os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES")
# seconds between two looks
PAUSE = 0.05


class Run(NamedTuple):
    """Seconds by the clock and of the processors, and the most memory in megabytes."""

    clock: float
    processor: float
    peak: float


class Cut(NamedTuple):
    """A run that was ended, and at which limit."""

    limit: str


class Failed(NamedTuple):
    """A run that failed: its last words."""

    reason: str


def run(command: Sequence[str], environment: Mapping[str, str], limit: float) -> Run | Cut | Failed:
    """Start a program and wait for it, and for no longer than its limit.

    Args:
        command: the program and its arguments.
        environment: its variables.
        limit: seconds.

    Returns:
        What it took; of its memory that of all its processes at one moment, pages that two share counted twice.
    """
    with tempfile.TemporaryFile() as said:
        began = time.perf_counter()
        process = subprocess.Popen(command, env=environment, stdout=said, stderr=said, start_new_session=True)
        watch = Watch(process.pid, limit)
        watch.start()
        try:
            _, status, used = os.wait4(process.pid, 0)
            clock = time.perf_counter() - began
            process.returncode = os.waitstatus_to_exitcode(status)
        finally:
            watch.stop()
            # what it may have left running; all of it, where this bench is interrupted
            end(process.pid)
        if watch.over:
            return Cut(watch.over)
        if process.returncode:
            said.seek(0)
            words = said.read().decode(errors="replace").strip().splitlines()
            return Failed(words[-1][:160] if words else f"exit code {process.returncode}")
    # the system's own record counts what the process was before it became the program, so it is the last resort
    return Run(clock, used.ru_utime + used.ru_stime, (watch.peak or used.ru_maxrss * 1024) / 1e6)


class Watch(threading.Thread):
    """Looks at a session of processes until it is stopped, and ends them all at a limit of time or memory."""

    def __init__(self, session: int, limit: float) -> None:
        """Take the number of the session, which is that of its first process."""
        super().__init__(daemon=True)
        self.peak, self.over = 0, ""
        self._session, self._limit = session, limit
        self._strangers: set[Path] = set()
        self._done = threading.Event()

    def run(self) -> None:
        """Look now and then."""
        last = time.monotonic() + self._limit
        while not self._done.wait(PAUSE):
            self.peak = max(self.peak, self._resident())
            if self.peak > MEMORY:
                self.over = f"> {MEMORY / 1e9:.0f} GB"
            elif time.monotonic() > last:
                self.over = f"> {self._limit:.0f} s"
            if self.over:
                end(self._session)
                return

    def stop(self) -> None:
        """Look no more."""
        self._done.set()
        self.join()

    def _resident(self) -> int:
        """The memory of the session in bytes, or the most that one of it ever had; 0 where the system does not tell."""
        total = most = 0
        for place in set(PROC.iterdir()) - self._strangers if PROC.is_dir() else ():
            try:
                # after the name, which may hold anything: state, parent, group, session
                fields = (place / "stat").read_text().rpartition(")")[2].split()
                if int(fields[3]) == self._session:
                    told = dict(re.findall(r"(?m)^(VmRSS|VmHWM):\s*(\d+) kB$", (place / "status").read_text()))
                    total += int(told["VmRSS"]) * 1024
                    most = max(most, int(told["VmHWM"]) * 1024)
                    continue
            except (OSError, ValueError, LookupError):
                pass
            self._strangers.add(place)
        return max(total, most)


def end(session: int) -> None:
    """End all processes of a session that this bench began; there may be none left."""
    with suppress(ProcessLookupError):
        os.killpg(session, signal.SIGKILL)
