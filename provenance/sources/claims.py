"""Credits from a page's markup: what it claims of itself, never proof.

Invariant: a claim about the page's own site is no credit, but that an agency's page has the
agency's address is one; a credit from here has no block and weighs at most .5.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from provenance.model import Credit
from provenance.sources.bylines import byline_sources
from provenance.sources.lines import host_of, same_site
from provenance.sources.notices import holders
from provenance.sources.rules import META_CANONICAL, META_NAME, META_OWN, META_SOURCE, SELLERS

if TYPE_CHECKING:
    from collections.abc import Iterator

    from provenance.model import Claim
    from provenance.sources.entries import Source
    from provenance.sources.rules import Rule
    from provenance.sources.view import Context

__all__ = ["find_claims"]

_ADDRESSES = {
    "syndication-source": META_SOURCE,
    "original-source": META_SOURCE,
    "isbasedon": META_SOURCE,
    "isbasedonurl": META_SOURCE,
    "dc.source": META_SOURCE,
    "dcterms.source": META_SOURCE,
    "canonical": META_CANONICAL,
    "og:url": META_CANONICAL,
}
# Claims whose text names people and houses as a byline does.
_NAMES = frozenset(
    {
        "article:author",
        "article:publisher",
        "author",
        "byl",
        "contributor",
        "copyrightholder",
        "creator",
        "credittext",
        "dc.contributor",
        "dc.creator",
        "dcterms.creator",
        "news_source",
        "parsely-author",
        "provider",
        "sailthru.author",
        "source",
        "sourceorganization",
    }
)
# Claims whose text is a copyright notice.
_NOTICES = frozenset({"copyright", "copyrightnotice", "dc.rights", "dcterms.rights", "rights"})
_HOLDERS = frozenset({"copyrightholder"})
# Where many houses have a page; such an address names none of them.
_SHARED_HOSTS = frozenset({"facebook.com", "instagram.com", "linkedin.com", "twitter.com", "x.com", "youtube.com"})


def find_claims(context: Context) -> Iterator[Credit]:
    """The sources that the markup names.

    Args:
        context: the article and the registry.

    Yields:
        One credit for each claim about another source, in the order of the claims; of its own site
        a page is told only by its address, and only where the site sells its texts.
    """
    own = context.registry.by_domain(context.article.domain) or context.registry.by_name(context.article.publisher)
    seen: set[tuple[str, str]] = set()
    for claim in context.article.claims:
        for credit in _credits(claim, claim.name.casefold().strip(), own, context):
            if (credit.rule, credit.name) not in seen:
                seen.add((credit.rule, credit.name))
                yield credit


def _credits(claim: Claim, name: str, own: Source | None, context: Context) -> Iterator[Credit]:
    """What one claim gives."""
    value = claim.value.strip()
    host = host_of(value) if " " not in value and ("/" in value or value.startswith("www.")) else None
    if host in _SHARED_HOSTS:
        return
    if name in _ADDRESSES and host:
        yield from _addressed(claim, _ADDRESSES[name], host, own, context)
    elif name in _NOTICES:
        yield from (_credit(META_NAME, claim, source, None) for source in _holders(value, context) if source != own)
    elif name in _NAMES or name in _ADDRESSES:
        source = context.registry.by_domain(host) if host else None
        source = source or (context.registry.by_holder(value) if name in _HOLDERS else None)
        for found in (source,) if source else byline_sources(value, context.registry):
            if found != own:
                yield _credit(META_NAME, claim, found, None)


def _addressed(claim: Claim, rule: Rule, host: str, own: Source | None, context: Context) -> Iterator[Credit]:
    """What a claim with an address gives: another site as a source, or that the page is its seller's own."""
    source, domain = context.registry.by_domain(host), context.article.domain
    if domain and not same_site(host, domain) and (source is None or source != own):
        yield _credit(rule, claim, source, host)
    elif rule is META_CANONICAL and source and source == own and source.kind in SELLERS:
        yield _credit(META_OWN, claim, source, host)


def _holders(notice: str, context: Context) -> Iterator[Source]:
    """The sources that a notice in the markup names as holders."""
    spans = holders(notice, context.registry)
    for name in [notice[start:end] for start, end in spans] or [notice]:
        source = context.registry.by_holder(name)
        if source:
            yield source


def _credit(rule: Rule, claim: Claim, source: Source | None, host: str | None) -> Credit:
    """The credit of a claim: outside the text, so without a span."""
    name = source.name if source else (host or claim.value)
    domain = host or (source.domains[0] if source and source.domains else None)
    text = f"{claim.name}: {claim.value}"
    return Credit(rule.type, source.id if source else None, name, None, 0, 0, text, rule.weight, rule.name, domain)
