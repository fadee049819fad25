"""Bars stand on each other, inside their drawing, as tall as their numbers."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from provenance.browse.drawing.bars import chart, sparkline

PERIODS = st.lists(st.tuples(*[st.integers(0, 100_000)] * 4), min_size=1, max_size=40)


@given(PERIODS)
def test_bars_are_as_tall_as_their_numbers(values: list[tuple[int, ...]]) -> None:
    found = chart([f"{n}" for n in range(len(values))], values)
    assert len(found.bars) == sum(value > 0 for each in values for value in each)
    assert all(bar.x >= 0 and bar.x + bar.width <= found.width for bar in found.bars)
    assert all(bar.y >= 0 and bar.y + bar.height <= found.bottom + 0.1 for bar in found.bars)
    numbers = [value for each in values for value in each if value]
    tallest = max(numbers, default=0)
    for bar, number in zip(found.bars, numbers, strict=True):
        assert bar.height == pytest.approx(number / tallest * max(each.height for each in found.bars), abs=0.02)


@given(PERIODS)
def test_the_axis_ends_with_a_round_number_above_all(values: list[tuple[int, ...]]) -> None:
    found = chart([""] * len(values), values)
    top = int(found.lines[-1].text.replace(",", ""))
    most = max(sum(each) for each in values)
    assert most <= top
    assert top <= max(4, 2.5 * most)
    assert [int(line.text.replace(",", "")) for line in found.lines] == [top * n // 4 for n in range(5)]


def test_there_are_few_labels() -> None:
    found = chart([f"2031-{n:02}" for n in range(90)], [(1,)] * 90)
    assert 4 <= len(found.labels) <= 8


@given(st.lists(st.tuples(st.integers(0, 50), st.integers(0, 50)), max_size=60))
def test_a_small_one_fits_its_line(values: list[tuple[int, int]]) -> None:
    found = sparkline(values)
    assert len(found.bars) == sum(value > 0 for each in values for value in each)
    assert all(bar.y >= -0.1 and bar.y + bar.height <= found.height + 0.1 for bar in found.bars)
