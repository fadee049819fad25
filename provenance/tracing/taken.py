"""Which stored text an article was made from: the nearest hop of its way whose text is held.

Invariant: who copied whom is not decided here. A page that names the place it was taken from is
believed, a verdict's origin is taken as it is, and of the copies of one agency's text the same
signs decide as in ``matched``. Only an aggregator or a paraphraser takes its text from a copy: a
paper has it from the agency. Where signs are too few, or two copies show as many, nothing is said.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from provenance.model import Relation, Status
from provenance.tracing.houses import is_house
from provenance.tracing.matched import copy_signs, linked_of
from provenance.tracing.times import is_before

if TYPE_CHECKING:
    from collections.abc import Sequence

    from provenance.model import ArticleRef, Hop, Verdict
    from provenance.settings import OriginSettings
    from provenance.tracing.declared import Declared
    from provenance.tracing.library import OwnPage
    from provenance.tracing.matched import Relative

__all__ = ["taken_from"]


def taken_from(
    page: OwnPage,
    verdict: Verdict,
    chain: Sequence[Hop],
    claims: Sequence[Declared],
    relatives: Sequence[Relative],
    settings: OriginSettings,
    *,
    broken: bool,
) -> ArticleRef | None:
    """Name the stored text that an article was made from.

    Args:
        page: the article.
        verdict: on its origin.
        chain: from the page to its origin.
        claims: whom the page itself names as the writer.
        relatives: the linked stored articles, the closest first.
        settings: when signs decide.
        broken: whether its text is a machine's paraphrase, or hides behind look-alike letters.

    Returns:
        The copy that the page names, else its origin's own text, else the copy that it shows to
        be made from; ``None`` where it is an original, where it has its text from an origin that is
        not held, or where that cannot be said.
    """
    if verdict.relation is Relation.ORIGINAL:
        return None
    origin = verdict.origin if verdict.status is Status.DECIDED else None
    if origin is not None and verdict.relation is Relation.VERSION:
        return origin.article
    linked = linked_of(relatives, settings)
    way = chain[1:-1] if origin is not None else chain[1:]
    named = _named(page, way, linked)
    if named is not None or origin is None:
        return named
    if origin.article is not None or any(claim.whole and claim.source == origin.source for claim in claims):
        return origin.article
    if not (page.site.aggregator or broken):
        return None
    credited = [r for r in linked if any(c.whole and c.source == origin.source for c in r.declared)]
    return _shown(page, credited, settings, broken=broken)


def _named(page: OwnPage, way: Sequence[Hop], linked: Sequence[Relative]) -> ArticleRef | None:
    """The text at the nearest place that the page names as one that it came through."""
    earlier = [r for r in linked if not is_before(page.article.published, r.stored.article.published)]
    found = (r.match.other for hop in way for r in earlier if is_house(r.stored.site, hop.source, hop.name, hop.domain))
    return next(found, None)


def _shown(page: OwnPage, credited: Sequence[Relative], settings: OriginSettings, *, broken: bool) -> ArticleRef | None:
    """The one of several copies that a copy was made from, where enough signs say so of that one alone."""
    whole = [relative for relative in credited if relative.match.share >= settings.whole]
    ranks = [(copy_signs(page, r, settings, broken=broken)[0], round(r.match.share, 2)) for r in whole]
    best = max(ranks, default=(0.0, 0.0))
    if best[0] < settings.decided or ranks.count(best) > 1:
        return None
    return whole[ranks.index(best)].match.other
