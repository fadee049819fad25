"""What a site answered, and what its headers say of it.

Invariant: the addresses of an answer hold neither credentials nor a fragment.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

    from provenance.model import Redirect

__all__ = ["Answer", "charset_of", "header_value", "instant", "media_type_of", "never_stored"]

CHARSET = re.compile(r"charset\s{0,9}=\s{0,9}[\"']?([A-Za-z0-9_:.+-]{2,40})", re.IGNORECASE)
MEDIA_TYPE = re.compile(r"\s{0,9}([A-Za-z0-9!#$&^_.+-]{1,100}/[A-Za-z0-9!#$&^_.+-]{1,100})\s{0,9}(?:[;,]|$)")


@dataclass(frozen=True, slots=True)
class Answer:
    """What a site answered to a request.

    ``requested`` is the address asked for, ``final`` the one that answered after ``redirects``.
    ``charset`` is what the header names. ``body`` is uncompressed. ``fetched`` is ISO 8601 in
    UTC, to the second: when the site last said that this is the page. ``not_modified`` says that
    the page still is what the caller's validators name, and ``body`` is then empty. ``cached``
    says that the body came from the disk.
    """

    requested: str
    final: str
    redirects: tuple[Redirect, ...]
    status: int
    media_type: str | None
    charset: str | None
    etag: str | None
    last_modified: str | None
    body: bytes = field(repr=False)
    fetched: str
    not_modified: bool = False
    cached: bool = False


def media_type_of(headers: Mapping[str, str]) -> str | None:
    """The media type in lower case, without parameters."""
    found = MEDIA_TYPE.match(headers.get("content-type", ""))
    return found[1].lower() if found else None


def charset_of(headers: Mapping[str, str]) -> str | None:
    """The character set that the header names."""
    found = CHARSET.search(headers.get("content-type", "")[:500])
    return found[1] if found else None


def header_value(headers: Mapping[str, str], name: str) -> str | None:
    """A header that is sent back as it came; ``None`` where it cannot be."""
    value = headers.get(name, "").strip()
    return value if value and len(value) <= 1000 and value.isascii() and value.isprintable() else None  # noqa: PLR2004


def never_stored(headers: Mapping[str, str]) -> bool:
    """Whether the answer may not be kept on disk."""
    return any(part.strip().lower() == "no-store" for part in headers.get("cache-control", "").split(","))


def instant(seconds: float) -> str:
    """A point in time, given in seconds since 1970, as ISO 8601 in UTC."""
    return datetime.fromtimestamp(seconds, UTC).isoformat(timespec="seconds")
