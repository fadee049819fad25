"""Times as pages give them; round marks on an axis."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from provenance.browse.drawing.times import instant, ticks


@pytest.mark.parametrize(
    ("published", "start", "hours"),
    [
        ("2031-04-05", "2031-04-05T00:00:00+00:00", 24),
        ("2031-04-05T02:45:06-04:00", "2031-04-05T06:45:06+00:00", 0),
        ("2031-04-05T02:45:06", "2031-04-05T02:45:06+00:00", 0),
        ("2031-04-05T02:45:06Z", "2031-04-05T02:45:06+00:00", 0),
    ],
)
def test_a_day_lasts_a_day(published: str, start: str, hours: int) -> None:
    found = instant(published)
    assert found is not None
    assert found.start.isoformat() == start
    assert found.end - found.start == timedelta(hours=hours)


@pytest.mark.parametrize(
    "published", [None, "", "soon", "2031-13-01", "0001-01-01", "9999-12-31T23:59:59-12:00", "<b>", "2031-04-05T99:00"]
)
def test_what_is_no_date_is_no_instant(published: str | None) -> None:
    assert instant(published) is None


@given(st.text(max_size=30))
def test_no_text_is_a_failure(published: str) -> None:
    instant(published)


@given(
    st.datetimes(datetime(1900, 1, 1), datetime(2100, 1, 1)),  # noqa: DTZ001 - hypothesis wants them plain
    st.timedeltas(timedelta(minutes=31), timedelta(days=70_000)),
    st.integers(2, 12),
)
def test_marks_are_few_in_order_and_on_the_axis(start: datetime, length: timedelta, most: int) -> None:
    start = start.replace(tzinfo=UTC)
    found = ticks(start, start + length, most)
    times = [when for when, _ in found]
    assert len(found) <= most + 1
    assert times == sorted(set(times))
    assert all(start <= when <= start + length for when in times)
    assert all(name for _, name in found)


def test_the_first_mark_of_a_day_names_it() -> None:
    start = datetime(2031, 4, 5, 20, 30, tzinfo=UTC)
    names = [name for _, name in ticks(start, start + timedelta(hours=6), 7)]
    assert names == ["05 Apr 21:00", "22:00", "23:00", "06 Apr 00:00", "01:00", "02:00"]
