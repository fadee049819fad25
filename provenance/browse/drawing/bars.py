"""Bars over time: small ones for a line of a table, large ones that are stacked."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import cycle
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Sequence

__all__ = ["Bar", "Chart", "Sparkline", "Tick", "chart", "sparkline"]

_SPARK_WIDTH, _SPARK_HEIGHT = 260, 28
_WIDTH, _HEIGHT, _LEFT, _BOTTOM, _TOP = 860, 220, 44, 26, 10
_LABELS: Final = 8
_TICKS: Final = 4


@dataclass(frozen=True, slots=True)
class Bar:
    """A rectangle; ``series`` is the number of its kind."""

    x: float
    y: float
    width: float
    height: float
    series: int


@dataclass(frozen=True, slots=True)
class Tick:
    """A mark on an axis."""

    at: float
    text: str


@dataclass(frozen=True, slots=True)
class Sparkline:
    """Small bars: of each period two parts, one on the other."""

    width: int
    height: int
    bars: tuple[Bar, ...]


@dataclass(frozen=True, slots=True)
class Chart:
    """Stacked bars with axes; ``left`` and ``bottom`` are where the axes stand."""

    width: int
    height: int
    left: int
    bottom: int
    bars: tuple[Bar, ...]
    lines: tuple[Tick, ...]
    labels: tuple[Tick, ...]


def sparkline(values: Sequence[tuple[int, int]]) -> Sparkline:
    """Draw small bars.

    Args:
        values: of each period two numbers, that stand on each other.
    """
    most = max((sum(each) for each in values), default=0) or 1
    step = min(_SPARK_WIDTH / max(1, len(values)), 10.0)
    bars = [bar for at, each in enumerate(values) for bar in _stack(at * step, step, each, most, _SPARK_HEIGHT, 0)]
    return Sparkline(_SPARK_WIDTH, _SPARK_HEIGHT, tuple(bars))


def chart(periods: Sequence[str], values: Sequence[Sequence[int]]) -> Chart:
    """Draw stacked bars.

    Args:
        periods: the names of the periods, in order.
        values: of each period one number for each series, the lowest part first.
    """
    most = _round_up(max((sum(each) for each in values), default=0))
    plot = _HEIGHT - _BOTTOM - _TOP
    step = (_WIDTH - _LEFT) / max(1, len(values))
    used = min(step, 48.0)
    bars = [
        bar
        for at, each in enumerate(values)
        for bar in _stack(_LEFT + at * step + (step - used) / 2, used, each, most, plot, _TOP)
    ]
    lines = [Tick(_TOP + plot - plot * n / _TICKS, f"{most * n // _TICKS:,}") for n in range(_TICKS + 1)]
    every = max(1, -(-len(periods) // _LABELS))
    labels = [Tick(round(_LEFT + (at + 0.5) * step, 1), periods[at]) for at in range(0, len(periods), every)]
    return Chart(_WIDTH, _HEIGHT, _LEFT, _HEIGHT - _BOTTOM, tuple(bars), tuple(lines), tuple(labels))


def _stack(x: float, step: float, values: Sequence[int], most: int, height: float, top: float) -> list[Bar]:
    """The parts of one period, from below."""
    bars, below = [], top + height
    for series, value in enumerate(values):
        if value:
            tall = height * value / most
            below -= tall
            bars.append(Bar(round(x + 0.5, 2), round(below, 2), round(max(step - 1, 0.5), 2), round(tall, 2), series))
    return bars


def _round_up(most: int) -> int:
    """The next number that an axis with four parts likes to end with."""
    size = _TICKS
    for factor in cycle((2, 2.5, 2)):
        if size >= most:
            break
        size = int(size * factor)
    return size
