"""Sitemaps: of pages, of news, of other sitemaps, and as plain text.

Invariant: no entity is resolved and nothing is loaded from outside; an index gives its news
sitemaps first and then the newest, so that a reader who stops early has read what is new.
"""

from __future__ import annotations

import io
import re
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from provenance.counts import counted
from provenance.errors import FetchError, FetchFailure
from provenance.reading.web.addresses import shown
from provenance.reading.web.listed import (
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
    from collections.abc import Iterable, Iterator

__all__ = ["read_sitemap", "read_text_sitemap"]

# an "&" of an address that should be "&amp;": many sites forget to write it so
BARE_AMPERSAND = re.compile(r"&(?!(?:#\d{1,7}|#[xX][0-9A-Fa-f]{1,6}|[A-Za-z][A-Za-z0-9]{0,30});)")
NEWS = re.compile(r"(?<![a-z])(?:google)?news(?:site|site_?map|map)?(?![a-z])", re.IGNORECASE)
# the names whose text is kept of an entry, whatever their namespace
LOCATION, CHANGED, PUBLISHED, TITLE = "loc", "lastmod", "publication_date", "title"
TEXTS = tuple(f"{{*}}{name}" for name in (LOCATION, CHANGED, PUBLISHED, TITLE))
ENTRIES = ("{*}url", "{*}sitemap")
INDEX = re.compile(rb"<(?:[A-Za-z_][\w.-]{0,60}:)?sitemapindex\b")
HEAD = 100_000
ADDRESS_SHARE = 0.9
HINT = "give the address of a feed (RSS, Atom, JSON Feed), of a sitemap, or of a home page"


def read_sitemap(text: str, address: str) -> Listing:
    """Read an XML sitemap or an index of sitemaps.

    Args:
        text: the file.
        address: where it was found.

    Returns:
        The listing; a malformed file gives what could be read, and a complaint.
    """
    text, ampersands = BARE_AMPERSAND.subn("&amp;", text)
    data = clean_xml(text)
    entries = _Entries(data)
    pages: list[Listed] = []
    maps: list[tuple[str, str | None]] = []
    for kind, entry in entries:
        url = absolute(address, entry.get(LOCATION))
        if url is None:
            continue
        changed = utc(entry.get(CHANGED))
        if kind == "sitemap":
            maps.append((url, changed))
        else:
            pages.append(item(url, plain(entry.get(TITLE)), published=utc(entry.get(PUBLISHED)), updated=changed))
        if len(pages) + len(maps) >= MOST_ITEMS:
            entries.complaint = f"only the first {MOST_ITEMS:,} entries are read"
            break
    complaint = entries.complaint or ("malformed XML: an & that is not written &amp;" if ampersands else None)
    is_index = maps or INDEX.search(data, 0, HEAD)
    return Listing(
        ListingKind.SITEMAP_INDEX if is_index else ListingKind.SITEMAP,
        None,
        once(pages),
        _newest_first(maps),
        complaint,
    )


class _Entries:
    """The entries of a sitemap one after the other, and what went wrong on the way."""

    def __init__(self, data: bytes) -> None:
        self._data = data
        self.complaint: str | None = None

    def __iter__(self) -> Iterator[tuple[str, dict[str, str]]]:
        """Each entry's own name ("url" or "sitemap") and its texts by name, the first of a name."""
        from lxml import etree

        steps = etree.iterparse(
            io.BytesIO(self._data),
            events=("end",),
            tag=ENTRIES,
            resolve_entities=False,
            no_network=True,
            load_dtd=False,
            huge_tree=False,
            remove_comments=True,
            remove_pis=True,
        )
        try:
            for _, entry in steps:
                texts: dict[str, str] = {}
                for element in entry.iter(TEXTS):
                    if not _is_of_media(element.tag):
                        texts.setdefault(element.tag.rpartition("}")[2], (element.text or "").strip())
                yield entry.tag.rpartition("}")[2], texts
                entry.clear()
                while entry.getprevious() is not None:  # keep the tree as small as one entry
                    del entry.getparent()[0]
        except etree.XMLSyntaxError as error:
            self.complaint = one_line(f"malformed XML: {error.msg}", 200)


def _is_of_media(tag: str) -> bool:
    """Whether a name belongs to a picture or a film of the entry and not to its page."""
    return "sitemap-image" in tag or "sitemap-video" in tag


def _newest_first(maps: Iterable[tuple[str, str | None]]) -> tuple[str, ...]:
    """Sitemaps without repeats: those of news, then the last changed; else in the index's order."""
    known: dict[str, str] = {}
    for url, changed in maps:
        known[url] = max(known.get(url, ""), changed or "")
    by_time = sorted(known, key=lambda url: known[url], reverse=True)
    return tuple(sorted(by_time, key=lambda url: NEWS.search(url.removeprefix(_origin(url))) is None))


def _origin(url: str) -> str:
    parts = urlsplit(url)
    return f"{parts.scheme}://{parts.netloc}"


def read_text_sitemap(text: str, address: str) -> Listing:
    """Read a plain text sitemap: one address a line.

    Args:
        text: the file.
        address: where it was found.

    Raises:
        FetchError: ``NOT_A_PAGE``; most lines are no addresses.
    """
    lines = [line for line in map(str.strip, text.splitlines()) if line]
    links = [line for line in lines if line[:8].lower().startswith(("http://", "https://")) and " " not in line]
    if len(links) < ADDRESS_SHARE * len(lines):
        message = f"{shown(address)}: neither feed, sitemap nor home page: plain text"
        raise FetchError(message, FetchFailure.NOT_A_PAGE, HINT)
    found = [absolute(address, link) for link in links[:MOST_ITEMS]]
    complaint = f"only the first {MOST_ITEMS:,} entries are read" if len(links) > MOST_ITEMS else None
    if complaint is None and len(links) < len(lines):
        complaint = f"{counted(len(lines) - len(links), 'line')} without an address"
    return Listing(ListingKind.SITEMAP, None, once(item(url, None) for url in found if url), (), complaint)
