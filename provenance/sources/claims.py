"""Credits from a page's markup: what it claims of itself, never proof.

Invariant: a claim about the page's own site is no credit; a credit from here has no block
and weighs at most .5.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from provenance.model import Credit
from provenance.sources.bylines import byline_sources
from provenance.sources.lines import host_of
from provenance.sources.rules import META_CANONICAL, META_NAME, META_SOURCE

if TYPE_CHECKING:
    from collections.abc import Iterator

    from provenance.model import Claim
    from provenance.sources.entries import Source
    from provenance.sources.rules import Rule
    from provenance.sources.view import Context

__all__ = ["find_claims", "same_site"]

_ADDRESSES = {
    "syndication-source": META_SOURCE,
    "original-source": META_SOURCE,
    "isbasedon": META_SOURCE,
    "canonical": META_CANONICAL,
    "og:url": META_CANONICAL,
}
_NAMES = frozenset({"author", "byl", "copyrightholder", "creator", "credittext", "dc.creator", "sourceorganization"})


def find_claims(context: Context) -> Iterator[Credit]:
    """The sources that the markup names.

    Args:
        context: the article and the registry.

    Yields:
        One credit for each claim about another source, in the order of the claims.
    """
    seen: set[tuple[str, str]] = set()
    for claim in context.article.claims:
        name = claim.name.casefold().strip()
        for credit in _credits(claim, name, context):
            if (credit.rule, credit.name) not in seen:
                seen.add((credit.rule, credit.name))
                yield credit


def _credits(claim: Claim, name: str, context: Context) -> Iterator[Credit]:
    """What one claim gives."""
    value = claim.value.strip()
    own = context.registry.by_domain(context.article.domain) or context.registry.by_name(context.article.publisher)
    host = host_of(value) if " " not in value and "/" in value else None
    if name in _ADDRESSES and host:
        source = context.registry.by_domain(host)
        if not same_site(host, context.article.domain) and context.article.domain and (source is None or source != own):
            yield _credit(_ADDRESSES[name], claim, source, host)
    elif name in _NAMES or name in _ADDRESSES:
        holder = context.registry.by_holder(value) if name == "copyrightholder" else None
        for source in (holder,) if holder else byline_sources(value, context.registry):
            if source != own:
                yield _credit(META_NAME, claim, source, None)


def _credit(rule: Rule, claim: Claim, source: Source | None, host: str | None) -> Credit:
    """The credit of a claim: outside the text, so without a span."""
    name = source.name if source else (host or claim.value)
    domain = host or (source.domains[0] if source and source.domains else None)
    text = f"{claim.name}: {claim.value}"
    return Credit(rule.type, source.id if source else None, name, None, 0, 0, text, rule.weight, rule.name, domain)


def same_site(one: str | None, other: str | None) -> bool:
    """Whether two hosts belong to one site: equal, or one a subdomain of the other."""
    if not one or not other:
        return False
    return one == other or one.endswith(f".{other}") or other.endswith(f".{one}")
