"""The values of a corpus as text, as times, and as JSON.

Invariant: the result depends on the value alone, never on the clock, the locale or a time zone
of the machine. A time without an offset stays without one.
"""

from __future__ import annotations

import math
import re
from base64 import b64encode
from collections.abc import Callable, Mapping
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

from provenance.errors import UsageError
from provenance.reading.decoding import decode, without_surrogates

__all__ = ["as_date", "as_identity", "as_json", "as_text", "first_day", "is_before", "moment"]

_LONGEST_DATE = 80
_YEARS = range(1600, 2200)
# seconds since 1970 that lie between 1973 and 2128; a number with more digits counts finer steps
_EPOCH = range(10**8, 5 * 10**9)
_EPOCH_STEPS = (1, 10**3, 10**6, 10**9)
_COMPACT = re.compile(r"([0-9]{4})([0-9]{2})([0-9]{2})(?:T?([0-9]{2})([0-9]{2})([0-9]{2})Z?)?$")
_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}(?![0-9])")
# dateutil fills gaps from a default: what lacks a day may be as late as the last one
_LATEST = datetime(2199, 12, 31, 23, 59)  # noqa: DTZ001 - no zone until one is given


def as_text(value: object) -> str | None:
    """A value as text with something to see in it: a string, or bytes that are text."""
    text = decode(value) if isinstance(value, bytes) else value
    if not isinstance(text, str) or not text or text.isspace():
        return None
    text = text.replace("\0", "")
    return (text if text.isascii() else without_surrogates(text)) or None


def as_identity(value: object) -> str | None:
    """An id as a string; numbers are written out."""
    if isinstance(value, str):
        return without_surrogates(value) or None
    if isinstance(value, (int, float)) and not isinstance(value, bool):
        return str(value)
    return value.hex() or None if isinstance(value, bytes) else None


def as_date(value: object) -> str | None:
    """A time of publication: a string as it stands, a time or a number of seconds in ISO 8601.

    Numbers are read as ``YYYYMMDD``, ``YYYYMMDDhhmmss``, and seconds, milliseconds, microseconds
    or nanoseconds since 1970, whichever is a time of this age.
    """
    if isinstance(value, bool):
        return None
    if isinstance(value, datetime | date):
        return value.isoformat()
    if isinstance(value, (int, float)):
        return _numbered(value)
    text = as_text(value)
    if text is None:
        return None
    text = text.strip()
    return _numbered(int(text)) or text if text.isascii() and text.isdigit() and len(text) in range(8, 20) else text


def _numbered(value: float) -> str | None:
    if not math.isfinite(value):
        return None
    whole = str(int(value))
    if len(whole) in {8, 14} and (compact := _compact(whole)) is not None:
        return compact.isoformat() if len(whole) > len("20310304") else compact.date().isoformat()
    for step in _EPOCH_STEPS:
        if int(value / step) in _EPOCH:
            return datetime.fromtimestamp(value / step, UTC).replace(microsecond=0).isoformat()
    return None


def _compact(text: str) -> datetime | None:
    found = _COMPACT.match(text)
    if found is None or int(found[1]) not in _YEARS:
        return None
    try:
        return datetime(*(int(part or 0) for part in found.groups()))  # type: ignore[arg-type] # noqa: DTZ001
    except ValueError:
        return None


def moment(microseconds: int, *, is_utc: bool) -> str | None:
    """A time in ISO 8601 from microseconds since 1970; ``None`` before the first year or after the last."""
    try:
        found = datetime(1970, 1, 1, tzinfo=UTC if is_utc else None) + timedelta(microseconds=microseconds)
    except OverflowError:
        return None
    return found.isoformat()


def first_day(since: str) -> date:
    """The day that ``since`` names.

    Raises:
        UsageError: it is no day in ISO 8601.
    """
    try:
        return date.fromisoformat(since)
    except ValueError:
        pass
    try:
        return datetime.fromisoformat(since).date()
    except ValueError as error:
        message = f"{since}: not a day in ISO 8601"
        raise UsageError(message, "write it as 2031-03-04") from error


def is_before(published: str, day: date) -> bool | None:
    """Whether a time of publication, in about any form, is surely earlier than a day.

    A form that can be read in several ways, or that lacks a part, counts as the latest day that
    it may mean; for one that cannot be read the answer is ``None``.
    """
    if _DAY.match(published):
        try:
            return date.fromisoformat(published[:10]) < day
        except ValueError:
            return None
    if (compact := _compact(published)) is not None:
        return compact.date() < day
    if len(published) > _LONGEST_DATE:
        return None
    readings = [_parsed(published, dayfirst=dayfirst) for dayfirst in (False, True)]
    if readings[0] is readings[1] is None:
        return None
    return all(reading is not None and reading < day for reading in readings)


def _parsed(text: str, *, dayfirst: bool) -> date | None:
    from dateutil import parser

    try:
        # an unknown abbreviation of a zone gives a local time, which is near enough to a day
        parsed: datetime = parser.parse(text, default=_LATEST, dayfirst=dayfirst, tzinfos=lambda _name, _offset: None)
    except (ValueError, OverflowError, TypeError):
        return None
    return parsed.date()


def as_json(value: object) -> Any:  # noqa: ANN401 - JSON is anything
    """A value as JSON can hold it.

    Times in ISO 8601, a span of time in seconds, bytes in base64, what is no finite number
    ``None``, anything else that JSON does not know (a decimal number, an address) as a string.
    """
    for kinds, written in _WRITTEN:
        if isinstance(value, kinds):
            return written(value)
    return str(value)


_WRITTEN: tuple[tuple[type | tuple[type, ...], Callable[[Any], Any]], ...] = (
    ((str, bool, int, type(None)), lambda value: value),
    (float, lambda value: value if math.isfinite(value) else None),
    ((date, time), lambda value: value.isoformat()),
    (timedelta, timedelta.total_seconds),
    (bytes, lambda value: b64encode(value).decode("ascii")),
    (Mapping, lambda value: {str(key): as_json(each) for key, each in value.items()}),
    ((list, tuple), lambda value: [as_json(each) for each in value]),
)
