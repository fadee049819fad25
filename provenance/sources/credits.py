"""Every place where an article names a source.

Invariant: credits come sorted by block and place, those of the markup last; each span slices
back to its text; one place gives one credit of a type for a source, and only one that says
that the source wrote the text.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from provenance.model import Citation, CreditType
from provenance.sources.bylines import find_bylines
from provenance.sources.claims import find_claims
from provenance.sources.contributions import find_contributions
from provenance.sources.datelines import find_datelines
from provenance.sources.east_asian import find_east_asian
from provenance.sources.first_published import find_first_published
from provenance.sources.handed_on import find_distributors, find_issuers, find_reprints
from provenance.sources.headlines import find_headline_signs
from provenance.sources.lines import find_agency_lines, find_contributors, find_feed_disclaimers, find_source_links
from provenance.sources.mentions import find_captions, find_mentions
from provenance.sources.notices import find_notices
from provenance.sources.sign_offs import find_sign_offs
from provenance.sources.view import Context, views

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from provenance.model import Article, Block, Credit
    from provenance.sources.registry import Registry

__all__ = ["cited_sources", "find_credits"]

_FINDERS = (
    find_datelines,
    find_east_asian,
    find_bylines,
    find_headline_signs,
    find_agency_lines,
    find_sign_offs,
    find_contributors,
    find_contributions,
    find_first_published,
    find_reprints,
    find_distributors,
    find_issuers,
    find_feed_disclaimers,
    find_notices,
    find_source_links,
    find_captions,
    find_mentions,
)
# Of these, the ones whose credits do not say who wrote a text, nor whose page it is.
_BESIDE = (find_contributions, find_feed_disclaimers, find_captions, find_mentions)
_WRITERS = tuple(finder for finder in _FINDERS if finder not in _BESIDE)
# Types that say who wrote the text, on the same words the first of them where they weigh the same.
_WRITING = (CreditType.DATELINE, CreditType.AGENCY_LINE, CreditType.CONTRIBUTOR_LINE, CreditType.BYLINE)
_REMEMBERED = 1 << 13
_CITING = (CreditType.CITATION, CreditType.TOLD)


def find_credits(
    article: Article, blocks: Sequence[Block], registry: Registry, *, writers: bool = False
) -> tuple[Credit, ...]:
    """Every credit of an article.

    Args:
        article: the article; its claims and its site count, its text is read through the blocks.
        blocks: its blocks with their roles, in order.
        registry: who is known.
        writers: leave out what says neither who wrote the text nor whose page it is: mentions, thanks, pictures.

    Returns:
        The credits, by block and place; those of the markup last.
    """
    context, finders = Context(article, registry), _WRITERS if writers else _FINDERS
    silent = registry.silent
    found: list[Credit] = []
    for view in views(blocks):
        # but for the article all that finders look at; copies of one story have most paragraphs in common
        line = (view.block.text, view.block.link, view.role, view.before, view.after, writers)
        if line in silent:
            continue
        context.looked = False
        credits_here = [credit for finder in finders for credit in finder(view, context)]
        found += credits_here
        if not credits_here and not context.looked:
            if len(silent) >= _REMEMBERED:
                silent.clear()
            silent.add(line)
    return (*_distinct(found), *find_claims(context))


def _distinct(found: Iterable[Credit]) -> tuple[Credit, ...]:
    """Sorted, and of credits that overlap with one type and one source only the heaviest, then the longest."""
    kept: dict[tuple[int | None, CreditType, str | None, str], list[Credit]] = {}
    for credit in sorted(found, key=lambda c: (c.start, -c.end, -c.weight, c.rule)):
        same = kept.setdefault((credit.block, credit.type, credit.source, credit.name), [])
        if not same or same[-1].end <= credit.start:
            same.append(credit)
        elif (credit.weight, credit.end - credit.start) > (same[-1].weight, same[-1].end - same[-1].start):
            same[-1] = credit
    flat = _one_writer([credit for same in kept.values() for credit in same])
    return tuple(sorted(flat, key=lambda c: (c.block or 0, c.start, c.end, c.type, c.source or "", c.name)))


def _one_writer(found: Iterable[Credit]) -> Iterator[Credit]:
    """Of credits of several types that say on the same words that a source wrote the text, the heaviest."""
    taken: dict[tuple[int | None, str | None, str], list[Credit]] = {}
    for credit in sorted(found, key=_writing_rank):
        if credit.type in _WRITING:
            same = taken.setdefault((credit.block, credit.source, credit.name), [])
            if any(other.type != credit.type and _overlap(other, credit) for other in same):
                continue
            same.append(credit)
        yield credit


def _writing_rank(credit: Credit) -> tuple[float, int, int, int]:
    """Where a credit stands among those on the same words: by weight, type, place and length."""
    rank = _WRITING.index(credit.type) if credit.type in _WRITING else len(_WRITING)
    return -credit.weight, rank, credit.start, -credit.end


def _overlap(one: Credit, other: Credit) -> bool:
    """Whether two credits of one block share words."""
    return one.start < other.end and other.start < one.end


def cited_sources(credits_found: Iterable[Credit]) -> tuple[Citation, ...]:
    """The sources whose reports an article mentions.

    Args:
        credits_found: the article's credits, in their order.

    Returns:
        Its citations and those it was told, each source once a block.
    """
    cited: dict[tuple[int, str], Citation] = {}
    for credit in credits_found:
        if credit.type in _CITING and credit.block is not None:
            key = (credit.block, credit.source or credit.name.casefold())
            cited.setdefault(key, Citation(credit.source, credit.name, credit.block, credit.text))
    return tuple(cited.values())
