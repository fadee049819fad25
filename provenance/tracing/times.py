"""Which of two articles is surely the earlier one, by dates of whatever precision.

Invariant: a date without a clock time is a whole day and a time without a zone may be meant in
any; two dates of that kind are taken to be meant in one zone, since nothing better is known.
"""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

__all__ = ["days_between", "is_before"]

_DAY = len("2000-01-01")
# the zones of the world, from the first to see a day to the last
_EAST, _WEST = timedelta(hours=14), timedelta(hours=12)


def is_before(one: str | None, other: str | None) -> bool:
    """Whether a date is surely before another.

    Args:
        one: ISO 8601, a day or a time, with a zone or without; ``None`` where unknown.
        other: the same.

    Returns:
        ``False`` too where it cannot be told, or where a date is none.
    """
    if one is None or other is None:
        return False
    try:
        first, second = datetime.fromisoformat(one), datetime.fromisoformat(other)
    except ValueError:  # a database that was brought in may hold any text
        return False
    if first.tzinfo is None and second.tzinfo is None:
        days_only = min(len(one), len(other)) <= _DAY
        return first.date() < second.date() if days_only else first < second
    return _latest(first, one) < _earliest(second)


def days_between(one: str | None, other: str | None) -> int | None:
    """How many days lie between two dates, as they were written; ``None`` where one is none."""
    if one is None or other is None:
        return None
    try:
        return abs(date.fromisoformat(one[:_DAY]) - date.fromisoformat(other[:_DAY])).days
    except ValueError:
        return None


def _earliest(moment: datetime) -> datetime:
    return moment if moment.tzinfo is not None else _shifted(moment, -_EAST)


def _latest(moment: datetime, written: str) -> datetime:
    if moment.tzinfo is not None:
        return moment
    whole_day = timedelta(days=1) if len(written) <= _DAY else timedelta(0)
    return _shifted(moment, whole_day + _WEST)


def _shifted(moment: datetime, by: timedelta) -> datetime:
    """The moment as if it were meant in UTC, moved; the ends of the calendar stay."""
    try:
        return (moment + by).replace(tzinfo=UTC)
    except OverflowError:
        return moment.replace(tzinfo=UTC)
