"""Times as pages give them, on an axis.

Invariant: what is no date is no instant; a day without a time lasts the whole day.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Final

__all__ = ["Instant", "instant", "ticks"]

_DAY: Final = timedelta(days=1)
_STEPS: Final = (
    timedelta(minutes=5),
    timedelta(minutes=15),
    timedelta(minutes=30),
    timedelta(hours=1),
    timedelta(hours=2),
    timedelta(hours=3),
    timedelta(hours=6),
    timedelta(hours=12),
    _DAY,
    2 * _DAY,
    7 * _DAY,
    14 * _DAY,
    30 * _DAY,
    91 * _DAY,
    365 * _DAY,
    5 * 365 * _DAY,
    20 * 365 * _DAY,
    100 * 365 * _DAY,
    1000 * 365 * _DAY,
)
_EPOCH: Final = datetime(1970, 1, 5, tzinfo=UTC)  # a Monday
_LEAST, _MOST = datetime(2, 1, 1, tzinfo=UTC), datetime(9998, 1, 1, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Instant:
    """From when to when something may have been, in UTC; equal where the time is known."""

    start: datetime
    end: datetime
    text: str


def instant(published: str | None) -> Instant | None:
    """A time as ``Article.published`` has it; ``None`` for what is no date. One without a zone is taken for UTC."""
    if published is None:
        return None
    try:
        when = datetime.fromisoformat(published)
        when = when.replace(tzinfo=UTC) if when.tzinfo is None else when.astimezone(UTC)
    except (ValueError, OverflowError):
        return None
    if not _LEAST <= when <= _MOST:
        return None
    if len(published) <= 10:  # noqa: PLR2004 - a day: 2024-05-31
        return Instant(when, when + _DAY, when.strftime("%Y-%m-%d"))
    return Instant(when, when, when.strftime("%Y-%m-%d %H:%M UTC"))


def ticks(start: datetime, end: datetime, most: int) -> list[tuple[datetime, str]]:
    """Marks for an axis, at most so many: round times, each with its name.

    Args:
        start: where the axis begins.
        end: where it ends, later.
        most: how many marks there may be.
    """
    step = next((step for step in _STEPS if (end - start) / step <= most), _STEPS[-1])
    at = _EPOCH + step * -((_EPOCH - start) // step)
    found = []
    while at <= end:
        if at >= start:
            found.append(at)
        at += step
    form = "%H:%M" if step < _DAY else "%Y-%m-%d"
    return [(when, _name(when, found[number - 1] if number else None, form)) for number, when in enumerate(found)]


def _name(when: datetime, before: datetime | None, form: str) -> str:
    """A time's name; of the first one of a day the day."""
    if form == "%H:%M" and (before is None or before.date() != when.date()):
        return when.strftime("%d %b %H:%M")
    return when.strftime(form)
