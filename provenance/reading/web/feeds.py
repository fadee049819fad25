"""Feeds: RSS of every version, RDF, Atom and JSON Feed.

Invariant: the parser is handed a stream of bytes and never a name that it could open; an item
without an address of its own is passed over.
"""

from __future__ import annotations

import io
import json
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from provenance.errors import FetchError, FetchFailure
from provenance.reading.web.addresses import shown
from provenance.reading.web.listed import (
    LONGEST_SUMMARY,
    LONGEST_TITLE,
    MOST_ITEMS,
    Listed,
    Listing,
    ListingKind,
    absolute,
    clean_xml,
    item,
    once,
    one_line,
    plain,
    utc,
)

if TYPE_CHECKING:
    from collections.abc import Mapping

__all__ = ["read_feed", "read_json_feed"]

JSON_FEED = ("https://jsonfeed.org/version/", "http://jsonfeed.org/version/")
SECONDS = 59  # a leap second is the last one of its minute


def read_feed(text: str, address: str) -> Listing:
    """Read an XML feed.

    Args:
        text: the feed.
        address: where it was found.

    Returns:
        The listing; a malformed feed gives what could be read, and a complaint.
    """
    import feedparser

    # the stated type keeps the parser from guessing; markup stays as it is, only its text is used
    headers = {"content-type": "application/xml; charset=utf-8", "content-location": address}
    parsed = feedparser.parse(
        io.BytesIO(clean_xml(text)), response_headers=headers, resolve_relative_uris=False, sanitize_html=False
    )
    entries = parsed["entries"]
    typed = parsed["version"].startswith("atom")
    items = once(found for entry in entries[:MOST_ITEMS] if (found := _entry(entry, address, typed=typed)) is not None)
    complaint = _complaint(parsed.get("bozo_exception"))
    if len(entries) > MOST_ITEMS:
        complaint = f"only the first {MOST_ITEMS:,} items are read"
    return Listing(ListingKind.FEED, _text(parsed["feed"], "title", typed=typed), items, (), complaint)


def _entry(entry: Mapping[str, Any], address: str, *, typed: bool) -> Listed | None:
    """One item of a feed; ``None`` where it names no page."""
    # a redistributed feed puts its own redirect into the link
    url = absolute(address, entry.get("feedburner_origlink")) or absolute(address, entry.get("link"))
    if url is None:
        return None
    # dict's own "get": the parser's puts "published" for "updated" where that is missing
    known = dict(entry)
    content = known.get("content")
    summary = _text(known, "summary", LONGEST_SUMMARY, typed=typed)
    if summary is None and content:
        summary = plain(content[0].get("value"), LONGEST_SUMMARY)
    published, updated = (_time(known, name) for name in ("published", "updated"))
    return item(url, _text(known, "title", typed=typed), summary=summary, published=published, updated=updated)


def _text(entry: Mapping[str, Any], name: str, longest: int = LONGEST_TITLE, *, typed: bool) -> str | None:
    """A text of an entry without its markup; a format that states types may say that it has none."""
    stated = (entry.get(f"{name}_detail") or {}).get("type") if typed else None
    return one_line(entry.get(name), longest) if stated == "text/plain" else plain(entry.get(name), longest)


def _time(entry: Mapping[str, Any], name: str) -> str | None:
    """A time of an entry as the parser read it, else as mail and ISO dates are read."""
    parsed = entry.get(f"{name}_parsed")
    if parsed is None:
        return utc(entry.get(name))
    year, month, day, hour, minute, second = parsed[:6]
    try:
        when = datetime(year, month, day, hour, minute, min(second, SECONDS), tzinfo=UTC)
    except ValueError:
        return None
    return when.isoformat(timespec="seconds")


def _complaint(error: BaseException | None) -> str | None:
    """What the parser found wrong, in one line."""
    if error is None:
        return None
    from xml.sax import SAXParseException

    # without the line: the parser counts it in its own copy
    what = error.getMessage() if isinstance(error, SAXParseException) else str(error)
    return one_line(f"malformed XML: {what}", 200)


def read_json_feed(text: str, address: str) -> Listing:
    """Read a JSON Feed (versions 1 and 1.1).

    Args:
        text: the feed.
        address: where it was found.

    Raises:
        FetchError: ``NOT_A_PAGE``; it is no JSON, or JSON of another kind.
    """
    try:
        feed = json.loads(text.removeprefix("\ufeff"))
    except (ValueError, RecursionError) as error:
        raise _no_feed(address, "malformed JSON") from error
    version = feed.get("version") if isinstance(feed, dict) else None
    if not isinstance(version, str) or not version.startswith(JSON_FEED) or not isinstance(feed.get("items"), list):
        raise _no_feed(address, "JSON that is no JSON Feed")
    items = once(found for entry in feed["items"][:MOST_ITEMS] if (found := _json_entry(entry, address)) is not None)
    return Listing(ListingKind.FEED, one_line(feed.get("title")), items, ())


def _json_entry(entry: object, address: str) -> Listed | None:
    """One item of a JSON Feed; ``None`` where it names no page."""
    if not isinstance(entry, dict):
        return None
    url = absolute(address, entry.get("url")) or absolute(address, entry.get("external_url"))
    if url is None:
        return None
    summary = one_line(entry.get("summary") or entry.get("content_text"), LONGEST_SUMMARY)
    published, updated = (
        utc(value) if isinstance(value := entry.get(name), str) else None
        for name in ("date_published", "date_modified")
    )
    return item(
        url,
        one_line(entry.get("title")),
        summary=summary or plain(entry.get("content_html"), LONGEST_SUMMARY),
        published=published,
        updated=updated,
    )


def _no_feed(address: str, what: str) -> FetchError:
    hint = "give the address of a feed (RSS, Atom, JSON Feed), of a sitemap, or of a home page"
    return FetchError(f"{shown(address)}: {what}", FetchFailure.NOT_A_PAGE, hint)
