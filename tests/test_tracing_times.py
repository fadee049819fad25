"""Which article is surely the earlier one."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from provenance.tracing.times import days_between, is_before

ZONES = st.integers(-12 * 60, 14 * 60).map(lambda minutes: timezone(timedelta(minutes=minutes)))
EXACT = st.datetimes(datetime(1990, 1, 1), datetime(2040, 1, 1), timezones=ZONES).map(datetime.isoformat)  # noqa: DTZ001 - bounds
LOCAL = st.datetimes(datetime(1990, 1, 1), datetime(2040, 1, 1)).map(datetime.isoformat)  # noqa: DTZ001 - no zone meant
DAY = st.dates(datetime(1990, 1, 1, tzinfo=UTC).date(), datetime(2040, 1, 1, tzinfo=UTC).date()).map(str)
ANY = st.one_of(EXACT, LOCAL, DAY)


@pytest.mark.parametrize(
    ("one", "other", "expected"),
    [
        ("2031-04-12T23:05:18-07:00", "2031-04-13T06:12:00+01:00", False),  # a day earlier, and yet an hour later
        ("2031-04-13T06:12:00+01:00", "2031-04-12T23:05:18-07:00", True),
        ("2031-04-12", "2031-04-13", True),
        ("2031-04-12", "2031-04-12", False),
        ("2031-04-12T08:00:00", "2031-04-12T09:00:00", True),
        ("2031-04-12", "2031-04-12T09:00:00", False),
        ("2031-04-12", "2031-04-13T01:00:00+05:30", False),  # still the 12th in London
        ("2031-04-12", "2031-04-14T12:00:01+00:00", True),
        ("2031-04-12T08:00:00", "2031-04-12T21:00:00Z", True),
        ("2031-04-12T08:00:00", "2031-04-12T19:00:00Z", False),
        (None, "2031-04-12", False),
        ("2031-04-12", None, False),
        ("no date", "2031-04-12", False),
        ("9999-12-31", "0001-01-01T00:00:00Z", False),
        ("0001-01-01", "9999-12-31T23:59:59Z", True),
    ],
)
def test_what_is_surely_earlier(one: str | None, other: str | None, expected: bool) -> None:
    assert is_before(one, other) is expected


@given(ANY, ANY)
def test_of_two_at_most_one_is_the_earlier(one: str, other: str) -> None:
    assert not (is_before(one, other) and is_before(other, one))


@given(st.lists(EXACT, min_size=3, max_size=3))
def test_exact_times_are_in_one_order(times: list[str]) -> None:
    first, second, third = times
    if is_before(first, second) and is_before(second, third):
        assert is_before(first, third)


@given(EXACT, DAY)
def test_a_day_is_earlier_only_where_it_is_over_everywhere(time: str, day: str) -> None:
    if is_before(day, time):
        over_in_the_west = datetime.fromisoformat(day).replace(tzinfo=UTC) + timedelta(days=1, hours=12)
        assert over_in_the_west < datetime.fromisoformat(time)


def test_days_between_two_dates() -> None:
    assert days_between("2031-04-12T23:00:00-07:00", "2031-04-15") == days_between("2031-04-15", "2031-04-12") == 3
    assert days_between("2031-04-12", None) is None
    assert days_between("soon", "2031-04-12") is None
