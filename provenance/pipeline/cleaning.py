"""Cleaning: the story of each document, without what its page wraps around it.

Invariant: one document is in memory at a time; what comes out of a document depends on that
document, and on the database where one is given.
"""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, BinaryIO

from provenance.article.clean import STORY_ROLES, CleanArticle, CleanBlock, cleaned
from provenance.article.furniture import learned
from provenance.errors import DocumentError, UsageError
from provenance.model import Unreadable
from provenance.pipeline.analysis import analyse, divided
from provenance.pipeline.progress import Progress, silent
from provenance.reading import ReadOptions, read, total_bytes
from provenance.sources import load_registry

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterator, Sequence
    from os import PathLike

    from provenance.model import Article, Block, Page, Role
    from provenance.pipeline.progress import Report
    from provenance.sources import Registry
    from provenance.store import Database

__all__ = ["CleanArticle", "CleanBlock", "clean", "clean_page"]


def clean(
    inputs: Sequence[str | PathLike[str]],
    database: Database | None = None,
    *,
    keep: Collection[Role] = (),
    drop: Collection[Role] = (),
    options: ReadOptions | None = None,
    progress: Report | None = None,
    stdin: BinaryIO | None = None,
) -> Iterator[CleanArticle | Unreadable]:
    """Give the story of each document: headline, subheadings and body.

    Args:
        inputs: files, folders, addresses on the web, corpora, ``-``.
        database: stored articles; lines that their sites repeat on other pages are left out too.
        keep: roles to keep besides.
        drop: roles to leave out.
        options: columns of corpora, limits, manners on the web.
        progress: called after each document.
        stdin: what ``-`` reads.

    Returns:
        The clean article of each document, in input order, an ``Unreadable`` where one cannot
        be read or has no story.

    Raises:
        UsageError: a role is to be kept and left out.
    """
    both = sorted(set(keep) & set(drop))
    if both:
        message = f"{', '.join(both)}: to be kept and to be left out"
        raise UsageError(message, "name a role once")
    roles = (STORY_ROLES | set(keep)) - set(drop)
    blocks_of = divided
    if database is not None:
        blocks_of = partial(_learned_blocks, database=database, registry=load_registry())
    return _clean(inputs, blocks_of, roles, options or ReadOptions(), progress or silent, stdin)


def _clean(
    inputs: Sequence[str | PathLike[str]],
    blocks_of: Callable[[Page], tuple[Article, tuple[Block, ...]]],
    roles: frozenset[Role],
    options: ReadOptions,
    progress: Report,
    stdin: BinaryIO | None,
) -> Iterator[CleanArticle | Unreadable]:
    done, total = 0, total_bytes(inputs)
    for item in read(inputs, options, stdin):
        if isinstance(item, Unreadable):
            yield item
            continue
        yield clean_page(item.page, blocks_of, roles)
        done += item.bytes_read
        progress(Progress("reading", done, total))


def clean_page(
    page: Page,
    blocks_of: Callable[[Page], tuple[Article, tuple[Block, ...]]] = divided,
    roles: frozenset[Role] = STORY_ROLES,
) -> CleanArticle | Unreadable:
    """The story of one document, or why there is none.

    Args:
        page: as it was read.
        blocks_of: divides it.
        roles: what of it is kept.
    """
    try:
        article, blocks = blocks_of(page)
    except DocumentError as error:
        return Unreadable.because(page.id, error)
    story = cleaned(article, blocks, roles)
    if not story.blocks:
        return Unreadable(page.id, "no story in it", "`provenance trace` shows what role each line has")
    return story


def _learned_blocks(page: Page, database: Database, registry: Registry) -> tuple[Article, tuple[Block, ...]]:
    """A page's blocks, with the roles of those that its site repeats on other pages."""
    analysis = analyse(page, registry)
    return analysis.article, learned(analysis.blocks, analysis.home, database)
