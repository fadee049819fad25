"""Pages of the web as documents.

Invariant: what is given back is a text or an HTML page, decoded; anything else is refused by what
it is, with what can be done with it instead.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from provenance.digests import content_digest
from provenance.errors import FetchError, FetchFailure
from provenance.model import Fetch, Media, Page
from provenance.reading.decoding import decode_named, sniff, without_surrogates
from provenance.reading.markdown import plain_text
from provenance.reading.web.addresses import without_credentials

if TYPE_CHECKING:
    from provenance.reading.decoding import Decoded
    from provenance.reading.web.answers import Answer
    from provenance.reading.web.client import Client

__all__ = ["fetch_page"]

HTML_TYPES = frozenset({"application/xhtml+xml", "text/html"})
MARKDOWN_TYPES = frozenset({"text/markdown", "text/x-markdown"})
# types that servers give to anything
VAGUE_TYPES = frozenset(
    {"application/octet-stream", "application/xml", "binary/octet-stream", "text/plain", "text/xml", "unknown/unknown"}
)
FEED_TYPES = frozenset({"application/atom+xml", "application/feed+json", "application/rdf+xml", "application/rss+xml"})
CORPUS_TYPES = frozenset(
    {"application/jsonl", "application/jsonlines", "application/x-jsonlines", "application/x-ndjson", "text/csv"}
    | {"application/gzip", "application/vnd.apache.parquet", "application/warc", "application/x-gzip"}
    | {"application/zip", "application/zstd", "text/tab-separated-values"}
)
# how feeds and sitemaps begin, after declarations and comments
FEED_START = re.compile(
    r"\s{0,1000}(?:<(?:\?|!--)[^>]{0,2000}>\s{0,100}){0,5}"
    r"<(?:[a-z]{1,20}:)?(?:rss|feed|urlset|sitemapindex|rdf)[\s>]",
    re.IGNORECASE,
)
XML_START = re.compile(r"\s{0,1000}<\?xml\s", re.IGNORECASE)
JSON_START = re.compile(r"\s{0,1000}[{\[]\s{0,100}[\"{\[\]}]")


def fetch_page(client: Client, given: str, *, archive: bool = False, fresh: bool = False) -> Page:
    """Fetch a page as a document.

    Args:
        client: what fetches.
        given: the address as the user gave it.
        archive: keep the raw body.
        fresh: ask the site even where the cache holds a young copy.

    Returns:
        The page, with how it was fetched.

    Raises:
        FetchError: it could not be fetched, or what came back is no page.
    """
    answer = client.get(given, fresh=fresh)
    decoded, media = _read(answer)
    content = without_surrogates(decoded.text)
    if media is Media.TEXT and answer.media_type in MARKDOWN_TYPES:
        content = plain_text(content)
    fetch = Fetch(
        requested=answer.requested,
        final=answer.final,
        redirects=answer.redirects,
        fetched=answer.fetched,
        status=answer.status,
        media_type=answer.media_type,
        charset=decoded.charset,
        etag=answer.etag,
        last_modified=answer.last_modified,
        digest=content_digest(answer.body),
        size=len(answer.body),
        body=answer.body if archive else None,
    )
    name = without_credentials(given.strip())
    return Page(id=name, content=content, media=media, location=answer.final, url=answer.final, fetch=fetch)


def _read(answer: Answer) -> tuple[Decoded, Media]:
    """Decode the body of an answer and say what it is; the type that it was sent with is a hint."""
    kind = answer.media_type
    if kind in FEED_TYPES:
        raise _feed(answer)
    if kind in CORPUS_TYPES:
        raise _no_page(answer, f"{kind}, a corpus and not a page", "download it and pass the file")
    vague = kind is None or kind in VAGUE_TYPES or kind in HTML_TYPES or kind in MARKDOWN_TYPES
    decoded = decode_named(answer.body, answer.charset)
    if decoded is None:
        raise _other(answer)
    if not decoded.text.strip():
        raise _no_page(answer, "the page is empty", "open it in a browser; save what it shows and pass the file")
    if FEED_START.match(decoded.text):
        raise _feed(answer)
    if kind in HTML_TYPES or sniff(decoded.text) is Media.HTML:
        return decoded, Media.HTML
    if not vague and kind is not None and not kind.startswith("text/"):
        raise _other(answer)
    if kind not in {"text/plain", *MARKDOWN_TYPES} and (
        JSON_START.match(decoded.text) or XML_START.match(decoded.text)
    ):
        raise _other(answer)
    return decoded, Media.TEXT


def _feed(answer: Answer) -> FetchError:
    """The error for a list of pages."""
    return _no_page(answer, "a feed or a sitemap and not a page", f"provenance watch {answer.requested}")


def _other(answer: Answer) -> FetchError:
    """The error for what holds no text that can be read."""
    kind = answer.media_type or "no type was sent"
    if answer.body.startswith(b"%PDF-") or kind == "application/pdf":
        return _no_page(answer, "a PDF and not a page", "save its text and pass the file")
    if kind.startswith(("image/", "audio/", "video/", "font/")):
        return _no_page(answer, f"{kind} and not a page", "give the address of the page that shows it")
    if kind.endswith(("json", "+json")):
        return _no_page(answer, f"{kind} and not a page", "download it and pass it as JSONL, one object a line")
    return _no_page(answer, f"not a page ({kind})", "open it in a browser, save its text and pass the file")


def _no_page(answer: Answer, what: str, hint: str) -> FetchError:
    """The error for anything but a page."""
    at = answer.final if answer.final == answer.requested else f"{answer.requested}: {answer.final}"
    return FetchError(f"{at}: {what}", FetchFailure.NOT_A_PAGE, hint)
