"""The way of a text as hops: the page itself, whoever handed it on, its origin.

Invariant: the page is the first hop and a decided origin the last; between them stand only
sources that the page itself names as places its text came through, each with that credit.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from provenance.article.address import domain_of
from provenance.model import CreditType, Hop, SourceKind, Status
from provenance.sources.rules import COPYRIGHT_OWN
from provenance.sources.site import shares_word
from provenance.tracing.declared import Share
from provenance.tracing.houses import house_key, is_called, is_house

if TYPE_CHECKING:
    from collections.abc import Sequence

    from provenance.model import Credit, SiteVerdict, Verdict
    from provenance.sources.registry import Registry
    from provenance.tracing.declared import Declared

__all__ = ["chain_of"]

# in the order of the way: the link names the place before, the footer whoever held the rights there
_MOST_HOPS = 12
_HANDED_ON = (CreditType.FEED_DISCLAIMER, CreditType.SOURCE_LINK, CreditType.COPYRIGHT)


def chain_of(
    site: SiteVerdict,
    credits: Sequence[Credit],
    claims: Sequence[Declared],
    verdict: Verdict,
    registry: Registry,
) -> tuple[Hop, ...]:
    """Order the hops of an article's way.

    Args:
        site: the page's own site.
        credits: the page's credits.
        claims: whom the page names as the writer; their credits are the origin's evidence.
        verdict: decides the last hop.
        registry: knows each source's name, kind and domain.

    Returns:
        The hops from the page to the origin; the page alone where nothing is known.
    """
    page = Hop(site.source, site.name or site.domain or "this page", site.kind, site.domain)
    last = _last(verdict, registry)
    middle: list[Hop] = []
    linked: list[Credit] = []  # links to the origin's own page
    for wanted in _HANDED_ON:
        for credit in _own_footer_left_out(credits, site):
            hop = _hop(credit, registry)
            if credit.type is not wanted or _same(hop, page):
                continue
            if last is not None and _same(hop, last):
                linked += [credit] if last.source is None else []
                continue
            if len(middle) > _MOST_HOPS:
                break  # a list of links is no way that a text took
            place = next((number for number, other in enumerate(middle) if _joins(other, hop, registry)), None)
            if place is None:
                middle.append(hop)
            else:
                middle[place] = _join(middle[place], hop)
    middle += _distributors(claims, [page, *middle, *([last] if last is not None else [])], registry)
    if last is None or is_house(site, last.source, last.name):
        return (page, *middle)
    named = house_key(last.source, last.name)
    credited = [c for claim in claims if house_key(claim.source, claim.name) == named for c in claim.credits]
    # a credit that was followed to the origin names a house on the way
    passed = [c for c in credited if c.type is CreditType.AGENCY_LINE and house_key(c.source, c.name) != named]
    evidence = [credit for credit in credited if credit not in passed]
    evidence += [credit for credit in linked if credit not in evidence]
    way = [*middle, *(_hop(credit, registry) for credit in passed)]
    return (page, *way, replace(last, evidence=tuple(evidence)))


def _distributors(claims: Sequence[Declared], known: Sequence[Hop], registry: Registry) -> list[Hop]:
    """Those who handed the text on from its writer, as far as they are no hops already."""
    hops = [
        replace(_hop(claim.credits[0], registry), evidence=claim.credits)
        for claim in claims
        if claim.share is Share.HANDED_ON and claim.credits
    ]
    return [hop for hop in hops if not any(_same(hop, other) for other in known)]


def _last(verdict: Verdict, registry: Registry) -> Hop | None:
    """The origin, where the verdict names one."""
    origin = verdict.origin if verdict.status is Status.DECIDED else None
    if origin is None:
        return None
    entry = registry.source(origin.source)
    if entry is not None:
        return Hop(origin.source, origin.name, entry.kind, entry.domains[0] if entry.domains else None)
    domain = domain_of(origin.article.url) if origin.article is not None else None
    return Hop(origin.source, origin.name, SourceKind.UNKNOWN, domain)


def _own_footer_left_out(credits: Sequence[Credit], site: SiteVerdict) -> list[Credit]:
    """The credits without the page's own copyright line, which often names a company and not the site.

    A footer is somebody else's where the page collects others' texts or links to where it took
    this one from; where there are several, the last is the page's own.
    """
    footers = [credit for credit in credits if credit.type is CreditType.COPYRIGHT]
    collects = site.aggregator or any(
        credit.type is CreditType.SOURCE_LINK and credit.domain != site.domain for credit in credits
    )
    last = footers[-1:]
    named = last if last and shares_word(last[0].name, f"{site.domain} {site.name}") else []
    own = [credit for credit in footers if credit.rule == COPYRIGHT_OWN.name] or (named if collects else last)
    own += [credit for credit in footers if credit.source is None and is_called(site.domain, credit.name)]
    return [credit for credit in credits if credit not in own]


def _hop(credit: Credit, registry: Registry) -> Hop:
    entry = registry.source(credit.source)
    if entry is not None:
        domain = credit.domain or (entry.domains[0] if entry.domains else None)
        return Hop(entry.id, entry.name, entry.kind, domain, (credit,))
    return Hop(None, credit.name, SourceKind.UNKNOWN, credit.domain, (credit,))


def _same(hop: Hop, page: Hop) -> bool:
    if hop.source is not None or page.source is not None:
        return hop.source == page.source
    return hop.name.casefold() == page.name.casefold() or (hop.domain is not None and hop.domain == page.domain)


def _joins(one: Hop, other: Hop, registry: Registry) -> bool:
    """One station: the same source, its owner, or a link without a name and a rights holder without a link."""
    if one.source is not None and other.source is not None:
        return one.source == other.source
    if one.source is not None or other.source is not None:
        known, holder = (one, other) if one.source is not None else (other, one)
        entry, owner = registry.source(known.source), registry.owner(holder.name)
        return owner is not None and entry is not None and registry.owner(entry.owner) == owner
    return one.name.casefold() == other.name.casefold() or (one.domain is None) != (other.domain is None)


def _join(one: Hop, other: Hop) -> Hop:
    """One hop of two signs: a link has the place, a footer the name."""
    bare = one.source is None and (one.name == one.domain or other.source is not None)
    named = other if bare else one
    return replace(named, domain=one.domain or other.domain, evidence=(*one.evidence, *other.evidence))
