"""What says that work is linear says so of linear work on any machine, and never of quadratic work."""

from __future__ import annotations

import gc
import re
from typing import TYPE_CHECKING

import pytest
from growth import ATTEMPTS, FACTOR, SMALL_RUNS, UNSEEN, assert_linear, repeated
from hypothesis import given
from hypothesis import strategies as st

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

RUNS = ATTEMPTS * (1 + SMALL_RUNS)
# how much longer a run takes than it must, on a machine that has much else to do
NOISE = st.lists(st.floats(1, 100), min_size=RUNS, max_size=RUNS)


class Counted:
    """Work whose steps are counted, and a clock that goes on by one with each thousand steps of a machine."""

    def __init__(self, steps: Callable[[int], float], speed: float = 1, noise: Sequence[float] = (1,)) -> None:
        self._steps, self._speed, self._noise = steps, speed, noise
        self.now = 0.0
        self.runs = 0

    def work(self, size: int) -> None:
        self.now += self._steps(size) / 1e6 * self._speed * self._noise[self.runs % len(self._noise)]
        self.runs += 1

    def clock(self) -> float:
        return self.now

    def check(self, size: int = 100_000) -> None:
        assert_linear(self.work, lambda size: size, size, clock=self.clock)


def quadratic(size: int) -> int:
    return size * size // 1000


@pytest.mark.parametrize("speed", [0.01, 1, 10, 1000])
@pytest.mark.parametrize("steps", [float, lambda size: size * size.bit_length(), lambda size: 5000 + size, lambda _: 9])
def test_linear_work_passes_at_the_first_attempt(steps: Callable[[int], float], speed: float) -> None:
    counted = Counted(steps, speed)
    counted.check()
    assert counted.runs <= 1 + SMALL_RUNS


@pytest.mark.parametrize("speed", [1, 10, 1000])
@pytest.mark.parametrize("steps", [quadratic, lambda size: size + quadratic(size), lambda size: size**3 / 1e8])
def test_quadratic_work_fails(steps: Callable[[int], float], speed: float) -> None:
    counted = Counted(steps, speed)
    with pytest.raises(AssertionError, match="times as much takes"):
        counted.check()
    assert counted.runs == RUNS, "every attempt was made"


@given(NOISE, st.integers(0, ATTEMPTS - 1))
def test_one_quiet_attempt_is_enough_for_linear_work(noise: list[float], quiet: int) -> None:
    first = quiet * (1 + SMALL_RUNS)
    Counted(float, noise=noise[:first] + [1.0] * (1 + SMALL_RUNS) + noise[first + 1 + SMALL_RUNS :]).check()


@given(st.lists(st.floats(1, 2.5), min_size=RUNS, max_size=RUNS))
def test_noise_does_not_hide_quadratic_work(noise: list[float]) -> None:
    with pytest.raises(AssertionError):
        Counted(quadratic, noise=noise).check()


def test_what_takes_no_time_is_not_measured_twice() -> None:
    counted = Counted(lambda size: size**2 / 1e10 * UNSEEN * 1e6)
    counted.check()
    assert counted.runs == 1


def test_a_real_expression_that_looks_back_fails_and_one_that_does_not_passes() -> None:
    text = repeated("a")
    assert_linear(re.compile("a*").match, text)
    with pytest.raises(AssertionError):
        assert_linear(re.compile("a+b").search, text, 10_000)


def test_no_two_calls_are_given_the_same() -> None:
    seen: list[str] = []
    counted = Counted(quadratic)

    def work(text: str) -> None:
        seen.append(text)
        counted.work(len(text))

    with pytest.raises(AssertionError):
        assert_linear(work, repeated("ab"), clock=counted.clock)
    assert len(set(seen)) == len(seen) == RUNS
    assert max(map(len, seen)) < 100_000 + ATTEMPTS
    assert min(map(len, seen)) == 100_000 // FACTOR


@pytest.mark.parametrize("collects", [True, False])
def test_nothing_is_collected_meanwhile_and_all_is_as_it_was(*, collects: bool) -> None:
    seen = []
    try:
        (gc.enable if collects else gc.disable)()
        assert_linear(lambda _: seen.append(gc.isenabled()), float)
        assert gc.isenabled() is collects
        with pytest.raises(ZeroDivisionError):
            assert_linear(lambda _: 1 / 0, float)
        assert gc.isenabled() is collects
    finally:
        gc.enable()
    assert seen == [False]
