"""Addresses of the web among the inputs.

Invariant: one client serves a whole reading and is opened at the first address; an address is
never reported with the credentials that it may hold.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Self

from provenance.errors import FetchError
from provenance.model import Unreadable
from provenance.reading.records import Record

if TYPE_CHECKING:
    from provenance.reading.records import ReadOptions
    from provenance.reading.web.client import Client

__all__ = ["Web", "hint_for", "is_link"]

_SCHEME = re.compile(r"[A-Za-z][A-Za-z0-9+.-]{1,30}://")
# a host and, unless the host says what it is, a path
_BARE = re.compile(
    r"(?:www\.[a-z0-9-]{1,63}(?:\.[a-z0-9-]{1,63}){1,9}(?::[0-9]{1,5})?(?:[/?#].{0,8000})?"
    r"|[a-z0-9-]{1,63}(?:\.[a-z0-9-]{1,63}){0,9}\.[a-z]{2,24}(?::[0-9]{1,5})?/.{0,8000}"
    r"|[a-z0-9-]{1,63}(?:\.[a-z0-9-]{1,63}){0,9}\.(?:com|org|net|edu|gov|info)/?)$",
    re.IGNORECASE,
)


def is_link(given: str) -> bool:
    """Whether an input names a page on the web, or at least means to."""
    return _SCHEME.match(given) is not None


def hint_for(given: str) -> str | None:
    """What to do about a file that is not there: it may be an address without its scheme."""
    return f"for a page on the web write https://{given}" if _BARE.match(given) else None


class Web:
    """Fetches the pages of one reading."""

    def __init__(self, options: ReadOptions) -> None:
        """Take how to fetch; nothing is opened yet."""
        self._options = options.web
        self._client: Client | None = None

    def __enter__(self) -> Self:
        """Fetch inside a ``with`` block."""
        return self

    def __exit__(self, *_: object) -> None:
        """Close the client, if one was opened."""
        if self._client is not None:
            self._client.close()
            self._client = None

    def read(self, given: str) -> Record | Unreadable:
        """The page at an address, or why it cannot be had."""
        from provenance.reading.web.addresses import without_credentials
        from provenance.reading.web.client import Client
        from provenance.reading.web.pages import fetch_page

        try:
            if self._client is None:
                self._client = Client(self._options)
            page = fetch_page(self._client, given, archive=self._options.archive)
        except FetchError as error:
            name = without_credentials(given)
            return Unreadable(name, _without_name(str(error), name), error.hint)
        return Record(page, None, 0)


def _without_name(message: str, name: str) -> str:
    """A message without the address that it is about; another one, after a redirect, stays."""
    address, _, rest = message.partition(": ")
    same = address.rstrip("/").lower() == name.partition("#")[0].rstrip("/").lower()
    return rest if rest and same else message
