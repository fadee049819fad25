"""How many things may run at once.

Invariant: it is what this process may use, not what the machine has.
"""

from __future__ import annotations

import os

__all__ = ["threads"]


def threads() -> int:
    """How many kernels may run at once: the processors that this process may use."""
    try:
        return len(os.sched_getaffinity(0))
    except AttributeError:  # not on every system
        return os.cpu_count() or 1
