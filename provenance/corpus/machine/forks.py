"""Processes that are forks of this one: they have its corpus and its kernels already.

Invariant: no fork outlives the process that it works for.
"""

from __future__ import annotations

import ctypes
import os
import signal
import warnings
from contextlib import suppress
from multiprocessing import get_context
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable
    from multiprocessing.connection import Connection
    from multiprocessing.context import ForkProcess

__all__ = ["fork"]

_PR_SET_PDEATHSIG = 1
_ENDING = (signal.SIGINT, signal.SIGTERM)


def fork(work: Callable[[Connection], None]) -> tuple[ForkProcess, Connection]:
    """Start a process that does some work, on Linux.

    Args:
        work: is given the connection to this process. What it raises ends the process without a word: what it
            was to do is done again where it is missed, and that tells the error.

    Returns:
        The process, and the connection to it.
    """
    context = get_context("fork")
    here, there = context.Pipe()
    parent = os.getpid()

    def run() -> None:
        for each in _ENDING:
            signal.signal(each, signal.SIG_DFL)  # the one that it works for says that it was interrupted
        signal.pthread_sigmask(signal.SIG_SETMASK, before)
        ctypes.CDLL(None).prctl(_PR_SET_PDEATHSIG, signal.SIGKILL)
        if os.getppid() != parent:  # it has died before
            return
        here.close()
        with suppress(Exception):
            work(there)

    process = context.Process(target=run, daemon=True)
    with warnings.catch_warnings():
        # of other threads, which do nothing here that a process could wait for
        warnings.simplefilter("ignore", DeprecationWarning)
        before = signal.pthread_sigmask(signal.SIG_BLOCK, _ENDING)  # or it would say so too, with a traceback
        try:
            process.start()
        finally:
            signal.pthread_sigmask(signal.SIG_SETMASK, before)
    there.close()
    return process, here
