"""Dates as pages write them, to ISO 8601.

Invariant: nothing is filled in. A date without a time stays a date, a time without an offset
stays local, and what lacks a day, a month or a year is no date at all.
"""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, timedelta, timezone, tzinfo

__all__ = ["iso"]

LONGEST = 80
YEARS = range(1600, 2200)
# dateutil fills gaps from a default: two defaults that differ in every field show what was given
DEFAULTS = (datetime(2000, 1, 1, 1, 1), datetime(2004, 2, 2, 2, 2))  # noqa: DTZ001 - no zone until one is given
NOISE = re.compile(
    r"(?:(?:first |last |originally )?(?:published|posted|updated|date|modified)(?: on| at)?:?\s{1,9})", re.IGNORECASE
)
PLAIN = re.compile(r"\d{4}-\d\d-\d\d(?:[T ]\d\d:\d\d(?::\d\d)?(?:Z|[+-]\d\d:?\d\d)?)?$")
MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
# as mails, feeds and news wires have it: what dateutil makes of it, at a fiftieth of the time
WIRE = re.compile(
    r"(?:(?:mon|tue|wed|thu|fri|sat|sun), )?(?P<day>\d{1,2})(?P<gap>[ -])(?P<month>[a-z]{3})(?P=gap)(?P<year>\d{4})"
    r"(?: (?P<hour>\d\d):(?P<minute>\d\d)(?::(?P<second>\d\d)(?:\.\d{1,6})?)?(?: (?P<zone>(?-i:GMT)"
    r"|[+-][01]\d[0-5]\d))?)?$",
    re.IGNORECASE | re.ASCII,
)
DAY_FIRST = re.compile(r"\d{1,2}\.\d{1,2}\.\d{2,4}")
CLOCK_H = re.compile(r"\b(\d{1,2})h(\d{2})\b")
HOURS = {
    "Z": 0, "UTC": 0, "GMT": 0, "WET": 0, "BST": 1, "CET": 1, "WEST": 1, "CEST": 2, "EET": 2, "EEST": 3, "MSK": 3,
    "IST": 5.5, "HKT": 8, "SGT": 8, "JST": 9, "KST": 9, "AEST": 10, "AEDT": 11, "NZST": 12, "NZDT": 13,
    "EST": -5, "EDT": -4, "CST": -6, "CDT": -5, "MST": -7, "MDT": -6, "PST": -8, "PDT": -7, "AKST": -9, "AKDT": -8,
    "HST": -10, "BRT": -3, "ART": -3,
}  # fmt: skip


def iso(text: str | None) -> str | None:
    """A date in ISO 8601 from a date in about any form.

    Args:
        text: a date, or a date and time, with or without words such as "Published" before it.

    Returns:
        ``YYYY-MM-DD``, or ``YYYY-MM-DDTHH:MM:SS`` with an offset where one was given;
        ``None`` for what is no full date. Days come before months only between dots.
    """
    if text is None or not text.strip() or len(text) > LONGEST:
        return None
    if PLAIN.match(text):
        return _written_out(text)
    if (wire := WIRE.match(text)) is not None and (written := _of_wire(wire)) is not None:
        return written
    cleaned = CLOCK_H.sub(r"\1:\2", NOISE.sub("", text.strip()))
    first, second = (_parse(cleaned, default) for default in DEFAULTS)
    if first is None or second is None or first.date() != second.date() or first.year not in YEARS:
        return None
    if first.hour != second.hour:
        return first.date().isoformat()
    return first.replace(microsecond=0).isoformat() if first.minute == second.minute else first.date().isoformat()


def _written_out(text: str) -> str | None:
    """A date that is ISO 8601 already, where there is such a day."""
    try:
        parsed = datetime.fromisoformat(text)
    except ValueError:
        return None
    if parsed.year not in YEARS:
        return None
    return parsed.isoformat() if len(text) > len("2000-01-01") else parsed.date().isoformat()


def _of_wire(found: re.Match[str]) -> str | None:
    """A date as mails and wires have it, where there is such a day and such a time."""
    name, zone = found["month"].lower(), found["zone"]
    if name not in MONTHS or int(found["year"]) not in YEARS:
        return None
    try:
        if found["hour"] is None:
            return date(int(found["year"]), MONTHS.index(name) + 1, int(found["day"])).isoformat()
        clock = (int(found["hour"]), int(found["minute"]), int(found["second"] or 0))
        parsed = datetime(int(found["year"]), MONTHS.index(name) + 1, int(found["day"]), *clock, tzinfo=UTC)
    except ValueError:
        return None
    if zone is None:
        return parsed.replace(tzinfo=None).isoformat()
    minutes = 0 if zone == "GMT" else int(zone[0] + "1") * (60 * int(zone[1:3]) + int(zone[3:]))
    return parsed.replace(tzinfo=timezone(timedelta(minutes=minutes))).isoformat()


def _parse(text: str, default: datetime) -> datetime | None:
    """Parse with the gaps filled from ``default``."""
    from dateutil import parser

    try:
        parsed: datetime | None = parser.parse(
            text, default=default, dayfirst=bool(DAY_FIRST.search(text)), tzinfos=_zone
        )
    except (ValueError, OverflowError):
        return None
    return parsed


def _zone(name: str | None, offset: int | None) -> tzinfo | None:
    """A time zone for an abbreviation; a name that is unknown gives a local time."""
    if offset is not None:
        return timezone(timedelta(seconds=offset))
    hours = HOURS.get((name or "").upper())
    return None if hours is None else timezone(timedelta(hours=hours))
