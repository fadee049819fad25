"""From a page to everything that it says by itself.

Invariant: what comes out depends on the page and the registry alone, and, where lines were
learned, on the set of stored articles.
"""

from __future__ import annotations

from contextlib import contextmanager
from dataclasses import replace
from typing import TYPE_CHECKING

from provenance.article.blocks import divide
from provenance.article.dates import iso
from provenance.article.extract import extract
from provenance.article.furniture import as_the_page_says, home_of, learned
from provenance.article.walls import wall_of, wall_without_text
from provenance.errors import DocumentError, FetchError, FetchFailure, ProvenanceError
from provenance.fingerprint import passages_of
from provenance.model import Analysis, Role
from provenance.settings import Scheme
from provenance.sources import find_credits, judge_site
from provenance.sources.reporters import house_of, persons_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from provenance.article.furniture import FurnitureLibrary
    from provenance.article.walls import WallFinding
    from provenance.model import Article, Block, Credit, Page, Passage
    from provenance.sources import Registry
    from provenance.tracing.library import OwnPage

__all__ = ["analyse", "divided", "learn_from", "passages"]


def analyse(page: Page, registry: Registry, library: FurnitureLibrary | None = None, *, whole: bool = True) -> Analysis:
    """Everything that a page says by itself: article, blocks, credits, site, passages.

    Args:
        page: one document as it was read.
        registry: the known sources.
        library: what the stored articles repeat; where it is given and the page's domain is
            known, what ``learn_from`` would find is in the answer already.
        whole: without it, what only a trace asks for is left out: its passages, its persons, and
            the credits that do not say who wrote the text.

    Raises:
        FetchError: it was fetched, and a wall stands on it in the place of an article.
        DocumentError: there is no article in it, or it cannot be understood.
    """
    with _understanding(page):
        article, blocks = _divided(page)
        if library is not None and article.domain is not None:
            blocks = learned(blocks, article.domain, library)
        analysis = _judged(article, blocks, registry, whole=whole)
        return replace(analysis, home=home_of(article, analysis.site))


def divided(page: Page) -> tuple[Article, tuple[Block, ...]]:
    """A page's article and its blocks with their roles: as much of ``analyse`` as cleaning needs.

    Args:
        page: one document as it was read.

    Raises:
        FetchError: it was fetched, and a wall stands on it in the place of an article.
        DocumentError: there is no article in it, or it cannot be understood.
    """
    with _understanding(page):
        return _divided(page)


@contextmanager
def _understanding(page: Page) -> Iterator[None]:
    """Make of whatever breaks on a page an error of this document: one hostile page must not end a run."""
    try:
        yield
    except ProvenanceError:
        raise
    except Exception as error:
        message = f"{page.id}: could not be understood ({type(error).__name__}: {error})"
        raise DocumentError(message, "please report this page: it is a bug") from error


def learn_from(own: OwnPage, home: str | None, library: FurnitureLibrary, registry: Registry) -> Analysis | None:
    """What a page says where its lines are known that its site repeats on other pages.

    Args:
        own: an article with its blocks, as its page or an earlier learning has them.
        home: its site's name.
        library: what the stored articles repeat.
        registry: the known sources.

    Returns:
        The page understood anew; ``None`` where nothing changes.
    """
    blocks = learned(as_the_page_says(own.blocks), home, library)
    if blocks == own.blocks:
        return None
    return replace(_judged(own.article, blocks, registry), home=home)


def _judged(article: Article, blocks: tuple[Block, ...], registry: Registry, *, whole: bool = True) -> Analysis:
    """What follows from an article's blocks and their roles."""
    credits = find_credits(article, blocks, registry, writers=not whole)
    site = judge_site(article, blocks, credits, registry)
    if not whole:
        return Analysis(article, blocks, credits, site, ())
    persons, house = persons_of(article, blocks, registry), house_of(credits, registry)
    return Analysis(article, blocks, credits, site, passages(blocks, credits), persons=persons, house=house)


def _divided(page: Page) -> tuple[Article, tuple[Block, ...]]:
    """The article in blocks; a title and a date that stand on the page fill what nothing else says."""
    article = _article(page)
    blocks = divide(article)
    if page.fetch is not None:
        _refuse_wall(page, wall_of(article, blocks, page.content))
    if article.title is None:
        headline = next((block.text for block in blocks if block.role is Role.HEADLINE), None)
        article = replace(article, title=headline)
    if article.published is None:
        stamps = (iso(block.text) for block in blocks if block.role is Role.DATE_STAMP)
        article = replace(article, published=next((stamp for stamp in stamps if stamp is not None), None))
    return article, blocks


def _article(page: Page) -> Article:
    """The article on a page; where a fetched page shows no text, what stands there instead is said."""
    try:
        return extract(page)
    except DocumentError:
        if page.fetch is not None:
            _refuse_wall(page, wall_without_text(page))
        raise


def _refuse_wall(page: Page, found: WallFinding | None) -> None:
    """Raise the error for a page that was fetched in vain."""
    if found is not None:
        message = f"{page.id}: {found.wall.sentence} (“{found.evidence}”)"
        raise FetchError(message, FetchFailure.WALL, found.wall.hint)


def passages(blocks: Sequence[Block], credits: Sequence[Credit]) -> tuple[Passage, ...]:
    """The passages of an article, by the scheme in force."""
    return passages_of(blocks, credits, Scheme().min_words)
