"""Says that work grows no faster than what it is given, on a machine whose clock nobody can trust.

Noise only ever makes work take longer, and never all of it alike: the smallest of several times is near the truth. So
work that is linear passes sooner or later, and work that is quadratic takes eight times as long at every attempt as
it may. Only the processor's time counts, not that of others, and the collector of garbage waits: what it takes depends
on what the tests before have left.
"""

from __future__ import annotations

import gc
import time
from contextlib import contextmanager
from typing import TYPE_CHECKING, Final, TypeVar

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

__all__ = ["FACTOR", "TOLERANCE", "assert_linear", "repeated"]

Given = TypeVar("Given")

FACTOR: Final = 8  # between the two sizes
TOLERANCE: Final = 2.5  # caches of the processor are small, and sorting is not quite linear
ATTEMPTS: Final = 7
SMALL_RUNS: Final = 3  # at each attempt
UNSEEN: Final = 0.005  # seconds in which nothing can be told, nor needs to be


def assert_linear(
    work: Callable[[Given], object],
    given: Callable[[int], Given],
    size: int = 100_000,
    *,
    clock: Callable[[], float] = time.process_time,
) -> None:
    """Fail where work on eight times as much takes far more than eight times as long, at every attempt.

    Args:
        work: what is measured; it may be called some thirty times.
        given: what it is given for a size; made anew for each call, and each a little larger, so that nothing that
            keeps answers has this one.
        size: the larger of the two.
        clock: seconds of the processor.

    Raises:
        AssertionError: it grows faster.
    """
    small = large = float("inf")
    for attempt in range(ATTEMPTS):
        large = min(large, _taken(work, given(size + attempt), clock))
        if large <= UNSEEN:
            return
        for run in range(SMALL_RUNS):
            small = min(small, _taken(work, given(size // FACTOR + SMALL_RUNS * attempt + run), clock))
        if large <= TOLERANCE * FACTOR * small + UNSEEN:
            return
    message = f"{FACTOR} times as much takes {large / small:.0f} times as long: {large:.3f} s and not {small:.4f} s"
    raise AssertionError(message)


def repeated(unit: str, start: str = "") -> Callable[[int], str]:
    """Makes a text of a start and a unit over and over, of the length that is asked for."""
    return lambda size: (start + unit * (size // len(unit) + 1))[:size]


def _taken(work: Callable[[Given], object], given: Given, clock: Callable[[], float]) -> float:
    with _no_collection():
        began = clock()
        work(given)
        return clock() - began


@contextmanager
def _no_collection() -> Iterator[None]:
    collects = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if collects:
            gc.enable()
