"""A home page as a listing: its feeds, and its links that look like articles.

Invariant: an article is on the page's own site; its address says so (a date, a number, a long
slug) and so does the link, by a text of some words. Either sign alone gives nothing.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any
from urllib.parse import unquote, urlsplit

from provenance.errors import FetchError, FetchFailure
from provenance.reading.web.addresses import shown
from provenance.reading.web.listed import Listed, Listing, ListingKind, absolute, item, one_line

if TYPE_CHECKING:
    from collections.abc import Iterator

__all__ = ["read_home_page"]

FEED_TYPES = frozenset({"application/rss+xml", "application/atom+xml", "application/rdf+xml", "application/feed+json"})
HEADINGS = ("h1", "h2", "h3", "h4")
OUTSIDE = frozenset({"nav", "footer"})
MOST_LINKS = 20_000
LEAST_WORDS = 4
# scripts without spaces: so many characters stand for a word
CHARACTERS_A_WORD = 2
UNSPACED = re.compile(r"[\u3040-\u30ff\u3400-\u9fff\u0e00-\u0e7f]")
WORD = re.compile(r"\w{1,100}")
DATE = re.compile(r"(?<!\d)(?:19|20)\d\d(?:[/_.-]?(?:0[1-9]|1[0-2])(?:[/_.-]?[0-3]\d)?|[/-](?:[1-9]|[a-z]{3}))(?!\w)")
NUMBER = re.compile(r"\d{5,20}")
SLUG_WORD = re.compile(r"[^\W\d_]{1,60}")
SLUG_BREAK = re.compile(r"[-_+ ]")
LONG_SLUG = 4
# segments of pages that list, sell, play or ask for a name
NO_ARTICLES = re.compile(
    r"/(?:tags?|topics?|authors?|autor(?:en)?|categor(?:y|ies)|kategorie|videos?|watch|live-tv|login|sign-?in|sign-?up"
    r"|register|account|subscribe|subscription|abo|newsletters?|podcasts?|search|suche|privacy|terms|contact|about|jobs"
    r"|careers|shop|advertise|help|faq|galler(?:y|ies)|page)(?:/|$)",
    re.IGNORECASE,
)
OTHER_FILES = re.compile(r"\.(?:pdf|jpe?g|png|gif|webp|svg|mp[34]|m4a|zip|xml|rss|json|css|js)$", re.IGNORECASE)


def read_home_page(text: str, address: str) -> Listing:
    """Read a home page, or another page that links to articles.

    Args:
        text: the page.
        address: where it was found.

    Returns:
        The listing, its feeds and sitemaps in ``further``.

    Raises:
        FetchError: ``NOT_A_PAGE``; there is nothing in the page.
    """
    from lxml import etree, html

    parser = html.HTMLParser(encoding="utf-8", remove_comments=True, remove_pis=True)
    try:
        root = html.document_fromstring(text.encode("utf-8", "replace"), parser=parser)
    except (etree.ParserError, ValueError) as error:
        message, hint = f"{shown(address)}: an empty page", "give the address of a page with links to articles"
        raise FetchError(message, FetchFailure.NOT_A_PAGE, hint) from error
    base = next((found for each in root.iter("base") if (found := absolute(address, each.get("href")))), address)
    title = next(iter(root.iter("title")), None)
    named = None if title is None else one_line(title.text_content())
    return Listing(ListingKind.PAGE, named, tuple(_articles(root, base, address)), tuple(_further(root, base)))


def _further(root: Any, base: str) -> Iterator[str]:  # noqa: ANN401 - lxml has no types
    """The feeds and sitemaps that a page names, in its order, each once, without those of comments."""
    seen: set[str] = set()
    for link in root.iter("link"):
        kinds = (link.get("rel") or "").lower().split()
        is_feed = "alternate" in kinds and (link.get("type") or "").lower().partition(";")[0].strip() in FEED_TYPES
        url = absolute(base, link.get("href")) if is_feed or "sitemap" in kinds else None
        if url and url not in seen and "/comments/" not in urlsplit(url).path:
            seen.add(url)
            yield url


def _articles(root: Any, base: str, address: str) -> Iterator[Listed]:  # noqa: ANN401 - lxml has no types
    """The pages of the same site that look like articles, where they stand first, under their best title."""
    best: dict[str, tuple[bool, str]] = {}
    for number, link in enumerate(root.iter("a")):
        if number == MOST_LINKS:
            break
        url = absolute(base, link.get("href"))
        if url is None or not _is_article(url, address) or any(each.tag in OUTSIDE for each in link.iterancestors()):
            continue
        heads, title = _title(link)
        if title and _words(title) >= LEAST_WORDS and (url not in best or (heads and not best[url][0])):
            best[url] = (heads, title)
    for url, (_, title) in best.items():
        yield item(url, title)


def _title(link: Any) -> tuple[bool, str | None]:  # noqa: ANN401 - lxml has no types
    """Whether a link is or holds a heading, and its text: the heading's alone where it holds one."""
    inside = next(iter(link.iter(*HEADINGS)), None)
    if inside is not None:
        return True, one_line(inside.text_content())
    heads = any(each.tag in HEADINGS for each in link.iterancestors())
    return heads, one_line(" ".join(link.itertext()))


def _words(title: str) -> int:
    """How many words a title has, also where its script puts no space between them."""
    return max(len(WORD.findall(title)), len(UNSPACED.findall(title)) // CHARACTERS_A_WORD)


def _is_article(url: str, address: str) -> bool:
    """Whether an address looks like an article's on the same site."""
    from courlan import is_navigation_page, is_not_crawlable

    path = unquote(urlsplit(url).path)
    if NO_ARTICLES.search(path) or OTHER_FILES.search(path):
        return False
    if not same_site(url, address) or is_navigation_page(url) or is_not_crawlable(url):
        return False
    dated = DATE.search(path.lower()) or NUMBER.search(path)
    return dated is not None or any(map(_is_long_slug, path.split("/")))


def _is_long_slug(segment: str) -> bool:
    """Whether a segment of a path is made of many words, as a headline is."""
    return sum(SLUG_WORD.search(word) is not None for word in SLUG_BREAK.split(segment)) >= LONG_SLUG


def same_site(one: str, other: str) -> bool:
    """Whether two addresses are of one host, of a host and its subdomain, or under one registered domain."""
    from courlan import extract_domain

    first, second = ((urlsplit(url).hostname or "").removeprefix("www.") for url in (one, other))
    if first == second or first.endswith("." + second) or second.endswith("." + first):
        return True
    domain = extract_domain(one)
    return domain is not None and domain == extract_domain(other)
