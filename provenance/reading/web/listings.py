"""Bytes to a listing: which kind it is, and what it names.

Invariant: nothing here opens a file or a connection, whatever the bytes ask for; the bytes
decide the kind, the media type only where they leave it open.
"""

from __future__ import annotations

import codecs
import re
import zlib
from typing import TYPE_CHECKING

from provenance.errors import FetchError, FetchFailure
from provenance.reading.decoding import BINARY_MAGIC, BOMS, WIDENED, decode
from provenance.reading.web.addresses import shown
from provenance.reading.web.listed import Listed, Listing, ListingKind

if TYPE_CHECKING:
    from collections.abc import Callable

__all__ = ["MAX_BYTES", "Listed", "Listing", "ListingKind", "parse_listing"]

# what the sitemap protocol allows a file to hold
MAX_BYTES = 50_000_000
# of tags, and of entities: above any honest feed of that size, and half a minute's work for the parser
MOST_MARKS = 1_000_000
HEAD = 100_000
CHUNK = 1 << 20
ENCODING = re.compile(rb"<\?xml[^>]{0,200}?encoding\s{0,9}=\s{0,9}[\"']([A-Za-z0-9_:.-]{2,40})")
OPENING = re.compile(r"<(?:[A-Za-z_][\w.-]{0,60}:)?([A-Za-z_][\w.-]{0,60})")
HTML = re.compile(r"\s{0,1000}<!doctype\s{1,9}html", re.IGNORECASE)
HINT = "give the address of a feed (RSS, Atom, JSON Feed), of a sitemap, or of a home page"


def parse_listing(body: bytes, address: str, media_type: str | None, charset: str | None = None) -> Listing:
    """Read a feed, a sitemap, a sitemap index or a home page.

    Args:
        body: what the address answered with, uncompressed, or a ``.gz`` file as it is.
        address: where it was found; relative links are seen from there.
        media_type: what the answer said it is, in lower case and without parameters.
        charset: what the answer said of its characters.

    Returns:
        The listing, with what could be read of a malformed one.

    Raises:
        FetchError: ``NOT_A_PAGE`` where it is none of these or nothing in it can be read,
            ``TOO_LARGE`` where it is too large, or too large uncompressed.
    """
    data, cut = _uncompressed(body, address)
    if len(data) > MAX_BYTES or max(data.count(b"<"), data.count(b"&")) > MOST_MARKS:
        raise _too_large(address)
    text = _text(data, charset)
    if text is None or not text.strip():
        raise _no_listing(address, "empty" if text is not None else "no text")
    found = _reader(text, media_type, address)(text, address)
    if found.complaint and not found.items and not found.further:
        raise _no_listing(address, found.complaint)
    return _with_complaint(found, "the compressed file is cut short") if cut else found


def _reader(text: str, media_type: str | None, address: str) -> Callable[[str, str], Listing]:
    """What reads a text of this kind."""
    from provenance.reading.web import feeds, homepage, sitemaps

    head = _without_comments(text[:HEAD])
    if head.lstrip().startswith("{"):
        return feeds.read_json_feed
    if not head.lstrip().startswith("<"):
        return sitemaps.read_text_sitemap
    opening = OPENING.search(head)
    root = opening[1].lower() if opening else ""
    if root in ("urlset", "sitemapindex"):
        return sitemaps.read_sitemap
    if root in ("rss", "rdf", "feed", "channel"):
        return feeds.read_feed
    if root in ("html", "head", "body") or HTML.match(head) or "html" in (media_type or ""):
        return homepage.read_home_page
    raise _no_listing(address, f"XML with <{root}> as its root" if root else "no text with markup in it")


def _without_comments(head: str) -> str:
    """Markup without its comments; one that does not end takes the rest with it."""
    kept, position = [], 0
    while (start := head.find("<!--", position)) >= 0:
        kept.append(head[position:start])
        end = head.find("-->", start + 4)
        if end < 0:
            return "".join(kept)
        position = end + 3
    return "".join([*kept, head[position:]])


def _uncompressed(body: bytes, address: str) -> tuple[bytes, bool]:
    """The bytes inside a gzip file, and whether it ends too early; other bytes as they are."""
    if not body.startswith(b"\x1f\x8b"):
        return body, False
    chunks: list[bytes] = []
    size, rest = 0, body
    while rest.startswith(b"\x1f\x8b"):
        inflater = zlib.decompressobj(wbits=31)
        while not inflater.eof:
            try:
                chunk = inflater.decompress(rest, CHUNK)
            except zlib.error as error:
                if not chunks:
                    raise _no_listing(address, f"a damaged compressed file ({error})") from error
                return b"".join(chunks), True
            if not chunk and not inflater.eof:
                return b"".join(chunks), True
            size += len(chunk)
            if size > MAX_BYTES:
                raise _too_large(address)
            chunks.append(chunk)
            rest = inflater.unconsumed_tail
        rest = inflater.unused_data
    return b"".join(chunks), False


def _text(data: bytes, charset: str | None) -> str | None:
    """Text from bytes: a mark, UTF-8, what the answer said, what the document says, a guess.

    Clean UTF-8 goes before both words, which are often a server's default or a copied line.
    """
    if not data.startswith((*BINARY_MAGIC, *(mark for mark, _ in BOMS))) and b"\x00" not in data:
        try:
            return data.decode("utf-8")
        except UnicodeDecodeError:
            declared = ENCODING.match(data.lstrip()[:400])
        for name in (charset, declared[1].decode("ascii") if declared else None):
            known = _codec(name)
            if known is not None:
                return data.decode(known, errors="replace")
    return decode(data)


def _codec(name: str | None) -> str | None:
    """The codec of a character set other than Unicode's own; ``None`` where there is none."""
    try:
        known = codecs.lookup(name or "").name
    except (LookupError, ValueError):
        return None
    known = WIDENED.get(known, known)
    try:
        b"a".decode(known)
    except (LookupError, ValueError):  # a codec from bytes to bytes
        return None
    return None if known.startswith("utf") else known


def _with_complaint(listing: Listing, complaint: str) -> Listing:
    said = f"{complaint}; {listing.complaint}" if listing.complaint else complaint
    return Listing(listing.kind, listing.title, listing.items, listing.further, said)


def _no_listing(address: str, what: str) -> FetchError:
    return FetchError(f"{shown(address)}: neither feed, sitemap nor home page: {what}", FetchFailure.NOT_A_PAGE, HINT)


def _too_large(address: str) -> FetchError:
    message = f"{shown(address)}: more than {MAX_BYTES // 1_000_000} MB, or {MOST_MARKS:,} tags or entities"
    return FetchError(message, FetchFailure.TOO_LARGE, "give the address of a smaller listing of the same site")
