"""What a feed lists now: the feed itself, the sitemaps of an index, the feeds of a home page.

Invariant: what could not be read is said, so that an item that was not seen is never taken for
one that is gone.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from provenance.errors import FetchError
from provenance.reading.web.listings import ListingKind, parse_listing

if TYPE_CHECKING:
    from collections.abc import Iterable

    from provenance.reading.web.client import Answer, Client
    from provenance.reading.web.listings import Listed

__all__ = ["Survey", "survey"]

_DEPTH = 2  # an index may list indexes, which list sitemaps
_FURTHER = 12  # listings read below one address; an index names the newest first
_WHOLE = frozenset({ListingKind.FEED, ListingKind.SITEMAP})


@dataclass(frozen=True, slots=True)
class Survey:
    """What an address lists.

    ``unchanged``: the site says that nothing changed since the validators that were sent.
    ``complete``: every listing below the address was read whole. ``etag`` and ``last_modified``
    may be sent the next time; they are ``None`` where the address only points to listings.
    """

    kind: ListingKind | None
    title: str | None
    listed: tuple[Listed, ...]
    complete: bool
    complaint: str | None
    etag: str | None
    last_modified: str | None
    unchanged: bool = False


def survey(client: Client, url: str, *, etag: str | None = None, last_modified: str | None = None) -> Survey:
    """Read a feed, a sitemap, an index of sitemaps or a home page.

    Args:
        client: open.
        url: the address.
        etag: what the site answered with the last time, as ``last_modified``.
        last_modified: see above.

    Raises:
        FetchError: the address cannot be fetched, or lists nothing.
    """
    answer = client.get(url, fresh=True, etag=etag, last_modified=last_modified)
    if answer.not_modified:
        return Survey(
            None, None, (), complete=True, complaint=None, etag=etag, last_modified=last_modified, unchanged=True
        )
    found = _read(client, answer, _DEPTH)
    if found.kind in _WHOLE:
        return replace(found, etag=answer.etag, last_modified=answer.last_modified)
    return found


def _read(client: Client, answer: Answer, depth: int) -> Survey:
    """The items of a listing, and of those that it points to."""
    listing = parse_listing(answer.body, answer.final, answer.media_type, answer.charset)
    further = listing.further
    if listing.kind is ListingKind.PAGE and not further:
        further = tuple(address for address in client.robots_sitemaps(answer.final) if "news" in address.lower())
    items = list(listing.items) if listing.kind in _WHOLE or not further else []
    complaints = [listing.complaint] if listing.complaint else []
    if depth:
        for address in further[:_FURTHER]:
            below = _below(client, address, depth - 1)
            items += below.listed
            complaints += [below.complaint] if below.complaint else []
    return Survey(listing.kind, listing.title, _once(items), not complaints, "; ".join(complaints) or None, None, None)


def _below(client: Client, address: str, depth: int) -> Survey:
    try:
        return _read(client, client.get(address, fresh=True), depth)
    except FetchError as error:
        return Survey(None, None, (), complete=False, complaint=str(error), etag=None, last_modified=None)


def _once(items: Iterable[Listed]) -> tuple[Listed, ...]:
    """Each address once, as it was listed first."""
    found: dict[str, Listed] = {}
    for item in items:
        found.setdefault(item.url, item)
    return tuple(found.values())
