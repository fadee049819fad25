"""Looking for damage in documents, each by itself or held against a given original; nothing is stored.

Invariant: an answer depends on the documents and, where one is given, on a database's learned
phrases; it comes in the order of the inputs.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, BinaryIO

from provenance.errors import DocumentError, UsageError
from provenance.model import (
    ArticleRef,
    Origin,
    OtherArticle,
    Relation,
    Status,
    Trace,
    Unreadable,
    Verdict,
)
from provenance.pipeline.analysis import analyse
from provenance.reading import ReadOptions, read
from provenance.settings import TraceSettings
from provenance.sources import load_registry
from provenance.tracing.damage import compare, join_findings, look_alone, summarise
from provenance.tracing.damage.alone.phrases import book_of
from provenance.tracing.judged import as_judged, block_as_judged
from provenance.tracing.matching import match_stories, story
from provenance.tracing.origin import with_relation
from provenance.tracing.paragraphs import paragraphs_of
from provenance.tracing.side_by_side import group_pairs

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from os import PathLike

    from provenance.model import Analysis, Article, ArticleMatch, Block, BlockMatch, DamageSummary
    from provenance.sources import Registry
    from provenance.store import Database
    from provenance.tracing.damage import Alone

__all__ = ["Examined", "HeldAgainst", "examine", "hold_against"]

_OTHER = 1  # the number of the given original among the texts of an answer


@dataclass(frozen=True, slots=True)
class Examined:
    """What an article shows by itself, and what that adds up to."""

    article: Article
    blocks: tuple[Block, ...]
    alone: Alone
    damage: DamageSummary


@dataclass(frozen=True, slots=True)
class HeldAgainst:
    """An article held against a given original, as an answer of tracing.

    ``match`` is ``None`` where the two have no text in common; ``trace.others`` has the original.
    """

    trace: Trace
    original: OtherArticle
    match: ArticleMatch | None


def examine(
    inputs: Sequence[str | PathLike[str]],
    database: Database | None = None,
    *,
    options: ReadOptions | None = None,
    registry: Registry | None = None,
    stdin: BinaryIO | None = None,
) -> Iterator[Examined | Unreadable]:
    """Say for each document of the inputs what is damaged, by its own text alone.

    Args:
        inputs: files, folders, addresses on the web, corpora, ``-``.
        database: its learned phrases are looked for too.
        options: columns of corpora, limits, manners on the web.
        registry: the known sources; the shipped ones where none is given.
        stdin: what ``-`` reads.

    Yields:
        What was found in each document, in input order, an ``Unreadable`` where one cannot be read.
    """
    registry = registry or load_registry()
    book = None if database is None else book_of(database.damaged_phrases())
    for page in _analysed(inputs, options, registry, stdin):
        if isinstance(page, Unreadable):
            yield page
            continue
        alone = look_alone(page.blocks, book)
        yield Examined(page.article, page.blocks, alone, summarise(page.blocks, alone))


def hold_against(
    inputs: Sequence[str | PathLike[str]],
    original: str | PathLike[str],
    *,
    options: ReadOptions | None = None,
    registry: Registry | None = None,
    stdin: BinaryIO | None = None,
) -> Iterator[HeldAgainst | Unreadable]:
    """Hold each document of the inputs against one original.

    Args:
        inputs: files, folders, addresses on the web, corpora, ``-``.
        original: one document, in any form that an input may have.
        options: columns of corpora, limits, manners on the web.
        registry: the known sources; the shipped ones where none is given.
        stdin: what ``-`` reads.

    Yields:
        What came of it for each document, in input order, an ``Unreadable`` where one cannot be read.

    Raises:
        DocumentError: the original cannot be read.
        UsageError: it is several documents.
    """
    registry = registry or load_registry()
    theirs = _one(original, options, registry, stdin)
    for page in _analysed(inputs, options, registry, stdin):
        yield page if isinstance(page, Unreadable) else _held(page, theirs)


def _analysed(
    inputs: Sequence[str | PathLike[str]], options: ReadOptions | None, registry: Registry, stdin: BinaryIO | None
) -> Iterator[Analysis | Unreadable]:
    for item in read(inputs, options or ReadOptions(), stdin):
        if isinstance(item, Unreadable):
            yield item
            continue
        try:
            yield analyse(item.page, registry)
        except DocumentError as error:
            yield Unreadable.because(item.page.id, error)


def _one(
    original: str | PathLike[str], options: ReadOptions | None, registry: Registry, stdin: BinaryIO | None
) -> Analysis:
    documents = _analysed([original], options, registry, stdin)
    first, second = next(documents, None), next(documents, None)
    if isinstance(first, Unreadable):
        message = f"{first.id}: {first.reason}"
        raise DocumentError(message, first.hint)
    if first is None or second is not None:
        message = f"{original}: {'nothing in it' if first is None else 'several documents'}"
        raise UsageError(message, "--original takes one document")
    return first


def _held(mine: Analysis, theirs: Analysis) -> HeldAgainst:
    settings = TraceSettings()
    ref = ArticleRef(_OTHER, theirs.article.id, theirs.article.url, theirs.article.title)
    stories = [story(paragraphs_of(each.blocks, each.credits)) for each in (mine, theirs)]
    match = match_stories(stories[0], stories[1], ref, settings)
    pairs = group_pairs(match.blocks) if match is not None else []
    comparison = compare(mine.blocks, theirs.blocks, pairs, ref.id)
    alone = look_alone(mine.blocks)
    findings = join_findings(alone.findings, comparison.findings)
    damage = summarise(mine.blocks, alone, findings, comparison)
    name = theirs.site.name or theirs.article.publisher or theirs.article.title or ref.id
    taken = match is not None and match.relation is not Relation.QUOTE_ONLY
    common = (
        "the two texts have only quotations in common" if match is not None else "the two texts have nothing in common"
    )
    verdict = Verdict(
        Status.DECIDED if taken else Status.ABSTAINED,
        Relation.UNKNOWN,
        Origin(theirs.site.source, name, ref) if taken else None,
        settings.origin.person if taken else 0.0,
        ("you named the original",) if taken else (common,),
        None,
        "no database was asked: the original was given",
    )
    other = OtherArticle(theirs.article, theirs.blocks, theirs.site)
    best: dict[int, BlockMatch] = {}
    for block in match.blocks if match is not None else ():
        known = best.get(block.position)
        if known is None or block.measures.char5 > known.measures.char5:
            best[block.position] = block_as_judged(block, damage)
    trace = Trace(
        article=mine.article,
        blocks=mine.blocks,
        credits=mine.credits,
        site=mine.site,
        verdict=with_relation(verdict, match, damage),
        chain=(),
        matches=() if match is None else (as_judged(match, damage),),
        cited=(),
        origins=best,
        findings=findings,
        damage=damage,
        sources_of={_OTHER: theirs.site.source},
        others={_OTHER: other},
    )
    return HeldAgainst(trace, other, match)
