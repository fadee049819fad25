"""What a listing is: a feed, a sitemap or a home page, and the articles that it names.

Invariant: an address in a listing is absolute, of http or https and in its tidy form; a time is
ISO 8601 in UTC; a title is one line of plain text; an item's digest depends on what the listing
says of the item and on nothing else.
"""

from __future__ import annotations

import hashlib
import json
import re
from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from enum import StrEnum
from html import unescape
from typing import TYPE_CHECKING
from urllib.parse import urljoin

from provenance.errors import FetchError
from provenance.reading.web.addresses import tidy, without_credentials

if TYPE_CHECKING:
    from collections.abc import Iterable

__all__ = [
    "MOST_ITEMS",
    "Listed",
    "Listing",
    "ListingKind",
    "absolute",
    "clean_xml",
    "item",
    "once",
    "one_line",
    "plain",
    "utc",
]

MOST_ITEMS = 100_000
LONGEST_TITLE = 500
LONGEST_SUMMARY = 2_000
LONGEST_MARKUP = 20_000
LONGEST_DATE = 64
# what browsers drop from an address wherever it stands in it
BREAKS = re.compile(r"[\t\r\n]{1,1000}")
WHOLE = re.compile(r"https?://", re.IGNORECASE)

DECLARATION = re.compile(r"\s{0,1000}<\?xml[^>]{0,300}>")
# what XML 1.0 allows in no document
ILLEGAL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")


class ListingKind(StrEnum):
    """What names the articles."""

    FEED = "feed"
    SITEMAP = "sitemap"
    SITEMAP_INDEX = "sitemap_index"
    PAGE = "page"


@dataclass(frozen=True, slots=True)
class Listed:
    """An article as a listing names it.

    ``published`` and ``updated`` are ISO 8601 in UTC, to the second. ``digest`` is the BLAKE2b,
    16 bytes, of title, summary and both times: it changes when the listing changes its word.
    """

    url: str
    title: str | None
    published: str | None
    updated: str | None
    digest: bytes


@dataclass(frozen=True, slots=True)
class Listing:
    """A feed, a sitemap or a home page, read.

    ``further`` are listings that this one names: the sitemaps of an index, news and the newest
    first, or the feeds and sitemaps of a home page. ``complaint`` says what was wrong with a
    malformed one; what stands here could be read all the same.
    """

    kind: ListingKind
    title: str | None
    items: tuple[Listed, ...]
    further: tuple[str, ...]
    complaint: str | None = None


def item(
    url: str,
    title: str | None,
    *,
    summary: str | None = None,
    published: str | None = None,
    updated: str | None = None,
) -> Listed:
    """An article with its digest.

    Args:
        url: its tidy address.
        title: plain text.
        summary: plain text; it is part of the digest only.
        published: ISO 8601 in UTC.
        updated: ISO 8601 in UTC.
    """
    said = json.dumps([title, summary, published, updated]).encode()
    return Listed(url, title, published, updated, hashlib.blake2b(said, digest_size=16).digest())


def once(items: Iterable[Listed]) -> tuple[Listed, ...]:
    """Each article once, where it stands first; of several words on it the newest, then the first."""
    found: dict[str, Listed] = {}
    for each in items:
        known = found.get(each.url)
        if known is None or _latest(each) > _latest(known):
            found[each.url] = each
    return tuple(found.values())


def _latest(listed: Listed) -> str:
    return listed.updated or listed.published or ""


def absolute(base: str, link: object) -> str | None:
    """A link's tidy address, seen from where it stands.

    Args:
        base: the address of the document that holds it.
        link: the link as it was written.

    Returns:
        The address; ``None`` where it is none of http and https.
    """
    if not isinstance(link, str) or not link.strip():
        return None
    written = BREAKS.sub("", link.strip()).replace(" ", "%20")
    try:
        whole = written if WHOLE.match(written) else urljoin(base, written)
        return tidy(without_credentials(whole))
    except (FetchError, ValueError):
        return None


def utc(text: str | None) -> str | None:
    """A date in any usual form as ISO 8601 in UTC; without a time zone it is taken as UTC.

    Args:
        text: an ISO 8601 date or time, or one as in mail headers.

    Returns:
        The time to the second; ``None`` where the text is no date.
    """
    text = (text or "").strip()
    if not text or len(text) > LONGEST_DATE:
        return None
    try:
        try:
            when = datetime.fromisoformat(text)
        except ValueError:
            when = parsedate_to_datetime(text)
        when = when.replace(tzinfo=UTC) if when.tzinfo is None else when.astimezone(UTC)
    except (ValueError, TypeError, IndexError, OverflowError):
        return None
    return when.isoformat(timespec="seconds")


def one_line(text: object, longest: int = LONGEST_TITLE) -> str | None:
    """Text with its white space folded, cut to a length; ``None`` where nothing is left."""
    return " ".join(text[:LONGEST_MARKUP].split())[:longest].rstrip() or None if isinstance(text, str) else None


def plain(markup: object, longest: int = LONGEST_TITLE) -> str | None:
    """One line of plain text from HTML: no tags, entities resolved, white space folded.

    Args:
        markup: text that may hold tags and entities.
        longest: the most characters that are kept.

    Returns:
        The line; ``None`` where nothing is left.
    """
    if not isinstance(markup, str) or "<" not in markup:
        return one_line(unescape(markup[:LONGEST_MARKUP]) if isinstance(markup, str) else None, longest)
    from lxml import etree, html

    try:
        tree = html.fromstring(f"<div>{markup[:LONGEST_MARKUP]}</div>")
        etree.strip_elements(tree, "script", "style", etree.Comment, with_tail=False)
    except (etree.ParserError, ValueError):
        return None
    return one_line(" ".join(tree.itertext()), longest)


def clean_xml(text: str) -> bytes:
    """XML as UTF-8, without its declaration and without characters that no XML may hold."""
    declared = DECLARATION.match(text)
    rest = text[declared.end() :] if declared else text
    return ILLEGAL.sub("", rest).lstrip().encode("utf-8", "replace")
