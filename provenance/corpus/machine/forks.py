"""Processes that are forks of this one: they have its corpus and its kernels already.

Invariant: no fork outlives the process that it works for.
"""

from __future__ import annotations

import ctypes
import os
import signal
import warnings
from multiprocessing import get_context
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable
    from multiprocessing.connection import Connection
    from multiprocessing.context import ForkProcess

__all__ = ["fork"]

_PR_SET_PDEATHSIG = 1


def fork(work: Callable[[Connection], None]) -> tuple[ForkProcess, Connection]:
    """Start a process that does some work, on Linux.

    Args:
        work: is given the connection to this process.

    Returns:
        The process, and the connection to it.
    """
    context = get_context("fork")
    here, there = context.Pipe()
    parent = os.getpid()

    def run() -> None:
        signal.signal(signal.SIGINT, signal.SIG_DFL)  # the one that it works for says that it was interrupted
        ctypes.CDLL(None).prctl(_PR_SET_PDEATHSIG, signal.SIGKILL)
        if os.getppid() != parent:  # it has died before
            return
        here.close()
        work(there)

    process = context.Process(target=run, daemon=True)
    with warnings.catch_warnings():
        # of other threads, which do nothing here that a process could wait for
        warnings.simplefilter("ignore", DeprecationWarning)
        process.start()
    there.close()
    return process, here
