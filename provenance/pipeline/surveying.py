"""What an address lists now: a feed, the sitemaps of an index, a page by its links or by feeds that it names.

Invariant: what could not be read is said, so that an item that was not seen is never taken for
one that is gone.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from provenance.errors import FetchError, FetchFailure
from provenance.reading.web.addresses import shown
from provenance.reading.web.listings import ListingKind, parse_listing

if TYPE_CHECKING:
    from collections.abc import Iterable

    from provenance.reading.web.client import Answer, Client
    from provenance.reading.web.listings import Listed, Listing

__all__ = ["Survey", "survey"]

_DEPTH = 2  # an index may list indexes, which list sitemaps
_FURTHER = 12  # listings read below one address; an index names the newest first
_HINT = "`provenance ingest` takes a single page; give the address of a feed, a sitemap or a home page to watch"
_WHOLE = frozenset({ListingKind.FEED, ListingKind.SITEMAP})


@dataclass(frozen=True, slots=True)
class Survey:
    """What an address lists.

    ``unchanged``: the site says that nothing changed since the validators that were sent.
    ``complete``: every listing below the address was read whole. ``etag`` and ``last_modified``
    may be sent the next time; they are ``None`` where the address only points to listings.
    ``leads_to``: the feeds and news sitemaps that a page names; ``listed`` are its own links.
    """

    kind: ListingKind | None
    title: str | None
    listed: tuple[Listed, ...]
    complete: bool
    complaint: str | None
    etag: str | None
    last_modified: str | None
    unchanged: bool = False
    leads_to: tuple[str, ...] = ()


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
    listing = parse_listing(answer.body, answer.final, answer.media_type, answer.charset)
    if listing.kind is ListingKind.PAGE:
        return _page(client, answer, listing)
    found = _read(client, listing, _DEPTH)
    if found.kind in _WHOLE:
        return replace(found, etag=answer.etag, last_modified=answer.last_modified)
    return found


def _page(client: Client, answer: Answer, listing: Listing) -> Survey:
    """What a page leads to and links to."""
    further = listing.further
    if not further:
        further = tuple(address for address in client.robots_sitemaps(answer.final) if "news" in address.lower())
    if not further and not listing.items:
        message = f"{shown(answer.requested)}: an ordinary page: no feed, no sitemap, no links that look like articles"
        raise FetchError(message, FetchFailure.NOT_A_PAGE, _HINT)
    leads_to = further[:_FURTHER]
    return Survey(
        listing.kind,
        listing.title,
        listing.items,
        listing.complaint is None,
        listing.complaint,
        None,
        None,
        leads_to=leads_to,
    )


def _read(client: Client, listing: Listing, depth: int) -> Survey:
    """The items of a feed or sitemap, and of the sitemaps that it points to."""
    further = listing.further
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
        answer = client.get(address, fresh=True)
        listing = parse_listing(answer.body, answer.final, answer.media_type, answer.charset)
        if listing.kind is not ListingKind.PAGE:
            return _read(client, listing, depth)
        complaint = f"{shown(address)}: a page, where a sitemap should be"
        return Survey(None, None, (), complete=False, complaint=complaint, etag=None, last_modified=None)
    except FetchError as error:
        return Survey(None, None, (), complete=False, complaint=str(error), etag=None, last_modified=None)


def _once(items: Iterable[Listed]) -> tuple[Listed, ...]:
    """Each address once, as it was listed first."""
    found: dict[str, Listed] = {}
    for item in items:
        found.setdefault(item.url, item)
    return tuple(found.values())
