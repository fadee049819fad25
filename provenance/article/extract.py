"""A page to an article: its whole text, its lines, and what is known of where it stood.

Invariant: for plain text the article's text is the page's content, line ends apart; for HTML
it is the visible page, furniture included.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from provenance.article.address import domain_of
from provenance.article.body import coverage, mark_extracted, story_paragraphs
from provenance.article.boxes import LayoutMap
from provenance.article.dates import iso
from provenance.article.markup import parse, visible_lines
from provenance.article.metadata import read_metadata
from provenance.article.plain import plain_lines
from provenance.article.rooms import is_thin
from provenance.article.standing import Hints
from provenance.article.story import settle
from provenance.errors import DocumentError
from provenance.model import Article, Media, Page

if TYPE_CHECKING:
    from provenance.article.boxes import Layout
    from provenance.model import Line

__all__ = ["extract"]

Element = Any  # lxml ships no types

# with less of the story than this in sight, the page hides it until its scripts have run
SEEN = 0.6


def extract(page: Page) -> Article:
    """Make an article of a page.

    Args:
        page: as it was read.

    Returns:
        The article; ``lines`` carry what the markup says, ``claims`` what the page says.

    Raises:
        DocumentError: the page has no visible text.
    """
    return _from_html(page) if page.media is Media.HTML else _from_text(page)


def _from_text(page: Page) -> Article:
    """Plain text: the content itself, in lines."""
    text = page.content.replace("\r\n", "\n").replace("\r", "\n")
    lines = plain_lines(text)
    if not lines:
        raise _no_text(page)
    return Article(
        id=page.id,
        text=text,
        lines=lines,
        media=Media.TEXT,
        location=page.location,
        url=page.url,
        domain=domain_of(page.url),
        publisher=_named(page.publisher),
        title=page.title,
        published=iso(page.published),
        fetch=page.fetch,
    )


def _named(publisher: str | None) -> str | None:
    """A publisher by its domain where its name is a whole address."""
    return publisher if publisher is None or "://" not in publisher else domain_of(publisher.strip()) or publisher


def _from_html(page: Page) -> Article:
    """HTML: the visible page, with the decision on every line whether it is story."""
    tree = parse(page.content)
    if tree is None:
        raise _no_text(page)
    layout = visible_lines(tree)
    if not layout.lines:
        raise _no_text(page)
    metadata = read_metadata(tree)
    url = page.url or metadata.url
    hints = Hints(page.title or metadata.title, metadata.descriptions, metadata.body)
    text, lines = _told(page.content, tree, layout, url, hints)
    return Article(
        id=page.id,
        text=text,
        lines=lines,
        media=Media.HTML,
        location=page.location,
        url=url,
        canonical=metadata.canonical,
        domain=domain_of(url),
        publisher=_named(page.publisher or metadata.site_name),
        title=page.title or metadata.title,
        published=iso(page.published) or metadata.published,
        language=metadata.language,
        claims=metadata.claims,
        fetch=page.fetch,
    )


def _told(content: str, tree: Element, layout: Layout, url: str | None, hints: Hints) -> tuple[str, tuple[Line, ...]]:
    """The text and the lines of a page, each with the decision whether it is story.

    The extractor's thorough ways cost as much again as its first, so they are for the pages on
    which the first one took little of what can be seen.
    """
    paragraphs = story_paragraphs(tree, url)
    boxes = LayoutMap(layout)
    lines = mark_extracted(layout, paragraphs)
    if is_thin(boxes, lines) and (fresh := parse(content)) is not None:
        paragraphs = story_paragraphs(fresh, url, thorough=True)
        lines = mark_extracted(layout, paragraphs)
    if coverage(lines, paragraphs) < SEEN and (fresh := parse(content)) is not None:
        layout = visible_lines(fresh, hidden=True)
        boxes = LayoutMap(layout)
        lines = mark_extracted(layout, paragraphs)
    return layout.text, settle(boxes, lines, hints)


def _no_text(page: Page) -> DocumentError:
    return DocumentError(f"{page.id}: no text in it", "pass a page with an article on it")
