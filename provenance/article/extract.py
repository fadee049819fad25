"""A page to an article: its whole text, its lines, and what is known of where it stood.

Invariant: for plain text the article's text is the page's content, line ends apart; for HTML
it is the visible page, furniture included.
"""

from __future__ import annotations

from provenance.article.address import domain_of
from provenance.article.body import coverage, mark_extracted, story_paragraphs
from provenance.article.dates import iso
from provenance.article.markup import parse, visible_lines
from provenance.article.metadata import read_metadata
from provenance.article.plain import plain_lines
from provenance.article.story import Hints, settle
from provenance.errors import DocumentError
from provenance.model import Article, Media, Page

__all__ = ["extract"]

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
        publisher=page.publisher,
        title=page.title,
        published=iso(page.published),
        fetch=page.fetch,
    )


def _from_html(page: Page) -> Article:
    """HTML: the visible page, with the extractor's opinion on every line."""
    tree = parse(page.content)
    if tree is None:
        raise _no_text(page)
    layout = visible_lines(tree)
    if not layout.lines:
        raise _no_text(page)
    metadata = read_metadata(tree)
    url = page.url or metadata.url
    paragraphs = story_paragraphs(tree, url)
    layout = mark_extracted(layout, paragraphs)
    if coverage(layout.lines, paragraphs) < SEEN and (again := parse(page.content)) is not None:
        layout = mark_extracted(visible_lines(again, hidden=True), paragraphs)
    text, lines = layout.text, settle(layout, Hints(page.title or metadata.title, metadata.descriptions, metadata.body))
    return Article(
        id=page.id,
        text=text,
        lines=lines,
        media=Media.HTML,
        location=page.location,
        url=url,
        canonical=metadata.canonical,
        domain=domain_of(url),
        publisher=page.publisher or metadata.site_name,
        title=page.title or metadata.title,
        published=iso(page.published) or metadata.published,
        language=metadata.language,
        claims=metadata.claims,
        fetch=page.fetch,
    )


def _no_text(page: Page) -> DocumentError:
    return DocumentError(f"{page.id}: no text in it", "pass a page with an article on it")
