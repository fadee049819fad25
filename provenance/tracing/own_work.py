"""Whether a house says of a text that it wrote it itself.

Invariant: only a byline of its own staff, its own mark in the dateline or its word that it published
the text first says so, and only where nothing on the page names anybody else for it; a page that merely
names nobody says nothing.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from provenance.model import CreditType, SourceKind
from provenance.sources.lines import same_site
from provenance.sources.staff import shared_with_agencies, speaks_of_another, staff_line
from provenance.tracing.declared import Declared
from provenance.tracing.houses import is_called, is_house
from provenance.tracing.matched import LINKS
from provenance.tracing.times import is_before

if TYPE_CHECKING:
    from collections.abc import Sequence

    from provenance.model import Credit, SiteVerdict
    from provenance.settings import OriginSettings
    from provenance.tracing.library import OwnPage
    from provenance.tracing.matched import Relative

__all__ = ["is_first", "own_work"]

# what a page says of other houses' texts or pictures, and not of its own
_BESIDE = frozenset({CreditType.CITATION, CreditType.TOLD, CreditType.CAPTION})
_COLLECTS = frozenset({SourceKind.AGGREGATOR, SourceKind.PORTAL})


def own_work(page: OwnPage, settings: OriginSettings, *, broken: bool) -> Declared | None:
    """What a page says for its own house as the writer.

    Args:
        page: the article.
        settings: how sure that is.
        broken: whether its text is a machine's paraphrase, or hides behind look-alike letters.

    Returns:
        A claim for the house; ``None`` where the page says no such thing, or something else beside it.
    """
    site = page.site
    first = [c for c in page.credits if c.type is CreditType.AGENCY_LINE]
    name = site.name or next((credit.name for credit in first), None) or site.domain
    if name is None or site.aggregator or site.kind in _COLLECTS or broken:
        return None
    if any(_is_others(credit, site) for credit in page.credits) or shared_with_agencies(page.blocks):
        return None
    own = [c for c in page.credits if c.type is CreditType.DATELINE]
    reasons = [f"the dateline “{credit.text}” is {name}’s own" for credit in own[:1]]
    names = [known for known in (site.name, page.article.publisher) if known]
    line = None if speaks_of_another(page.blocks) else staff_line(page.blocks, names)
    reasons += [f"the byline “{line}” is of {name}’s own staff"] if line is not None else []
    reasons += [f"“{credit.text}” names {name} itself" for credit in first[:1]]
    if not reasons:
        return None
    confidence = settings.own_page if own else settings.staff
    return Declared(site.source, name, confidence, (*own, *first), tuple(reasons))


def is_first(page: OwnPage, relatives: Sequence[Relative]) -> bool:
    """Whether every stored text of another house that is linked to a page is surely later."""
    others = [r for r in relatives if r.match.relation in LINKS and not _is_same(page.site, r.stored.site)]
    return all(is_before(page.article.published, r.stored.article.published) for r in others)


def _is_same(site: SiteVerdict, other: SiteVerdict) -> bool:
    return is_house(site, other.source, other.name, other.domain) or same_site(site.domain, other.domain)


def _is_others(credit: Credit, site: SiteVerdict) -> bool:
    """Whether a credit names another house for the text."""
    if credit.type in _BESIDE or is_house(site, credit.source, credit.name, credit.domain):
        return False
    if credit.type is CreditType.COPYRIGHT and credit.source is None:
        return False  # a company's name says nothing of whose site it owns
    return credit.source is not None or not is_called(site.domain, credit.name)
