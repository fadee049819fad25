"""What kind of site a page stands on.

Invariant: the registry decides where it knows the site; else only what the page says of
itself counts, and a page that says nothing leaves the kind unknown and the question open.
"""

from __future__ import annotations

import re
from dataclasses import replace
from textwrap import shorten
from typing import TYPE_CHECKING

from provenance.model import CreditType, Role, SiteVerdict, SourceKind
from provenance.sources.lines import host_of, same_site
from provenance.sources.rules import SELLERS

if TYPE_CHECKING:
    from collections.abc import Sequence

    from provenance.model import Article, Block, Credit
    from provenance.sources.entries import Source
    from provenance.sources.registry import Registry

__all__ = ["judge_site", "registered_site", "shares_word"]

_REGISTERED = 0.95
_SAYS_SO = 0.9
_OFFERS_REMOVAL = 0.75
_LINKS_AWAY = 0.75
_HOLDER_ONLY = 0.6
_NAME_ONLY = 0.5
_STRONG = 0.6
_SHORTEST_NAME = 4
# what an address adds to the name of its house
_BEHIND_NAME = frozenset({"", "fm", "live", "media", "news", "now", "online", "radio", "tv"})
_WRITING = frozenset({CreditType.DATELINE, CreditType.BYLINE, CreditType.AGENCY_LINE})

_AGGREGATOR = re.compile(
    r"\b(?:aggregators?\b|(?:auto(?:matically|-)?[\s-]?)aggregated|"
    r"(?:collects?|gathers?|aggregates?|compiles?|fetche[sd])\s(?:\w{1,15}\s){0,4}(?:automatically|by\s(?:software|a\sprogram|robots?|machine)|"
    r"from\s(?:public|various|different|other|multiple)\s(?:\w{1,12}\s)?(?:sources|feeds|sites|websites|media))|"
    r"(?:brings?|delivers?|serves?|gives?)\syou\s(?:\w{2,12},?\s){0,6}(?:stories|news|articles|headlines|content|posts)\s"
    r"(?:from\s)?(?:around|across|all\sover|all\saround|from)\s(?:the\s)?(?:world\swide\s)?(?:web|internet|net)\b|"
    r"(?:published|posted|imported|generated)\s(?:by|from|through)\san?\sautomated\sfeed|"
    r"(?:hyper)?links?\sto\s(?:the|its|each)\s(?:original|primary)\s(?:source|article|story|page)\b)",
    re.IGNORECASE,
)
# a paper's newsletter may collect, and the paper not
_NEWSLETTER = re.compile(r"\bnewsletters?\b|\binbox\b|\bsubscri|\bsign\sup\b", re.IGNORECASE)
_REMOVAL = re.compile(
    r"\b(?:content|article|materials?|page|post|it)\swill\s(?:be\s(?:deleted|removed|taken\sdown)|disappear)|"
    r"\bif\syou\s(?:are|own)\b.{0,60}\b(?:owner|copyright|rights)\b.{0,120}\b(?:contact|write|mail|email|remove|delete)|"
    r"\ball\s(?:trademarks|materials|rights)\s(?:belong\s)?to\stheir\s(?:rightful\s)?(?:owners|authors)|"
    r"\ball\s(?:\w{2,12}\s){0,2}(?:rights|content|articles|stories|material|texts?)\s(?:\w{2,12}\s){0,2}"
    r"(?:belongs?\sto|(?:is|are|remains?)\s(?:the\s)?property\sof)\s(?:their|its)\srespective\s(?:owners|authors)|"
    r"\bDMCA\b.{0,30}\bcontact\sus\sfor\sremoval|"
    r"\brights\sholders\swho\swant\b",
    re.IGNORECASE | re.DOTALL,
)
_SELF_NAME = re.compile(
    r"(?:^|[.:!]\s{1,3}|\bat\s|\bWe\sat\s)(?P<name>[A-Z][\w.&'-]{1,25}(?:\s[A-Z0-9][\w.&'-]{0,25}){0,4})"
    r"(?:\s(?:is|are)\s(?:an?\s)?(?:\w{3,14}\s){0,3}aggregator|\s(?:collects?|gathers?|aggregates?|compiles?)\s)"
)
_MAIL = re.compile(r"[\w.+-]{1,60}@((?:[a-z0-9-]{1,63}\.){1,4}[a-z]{2,24})\b", re.IGNORECASE)
_ADDRESS = re.compile(r"(?:https?://|www\.)[^\s<>\"')]{3,200}", re.IGNORECASE)
_MAIL_HOSTS = (
    "aol.com gmail.com gmx.com gmx.de googlemail.com hotmail.com icloud.com live.com mail.com mail.ru "
    "outlook.com proton.me protonmail.com qq.com yahoo.com yandex.com yandex.ru ymail.com"
)
_MAILBOXES = frozenset(_MAIL_HOSTS.split())


def judge_site(
    article: Article, blocks: Sequence[Block], credits_found: Sequence[Credit], registry: Registry
) -> SiteVerdict:
    """Say what kind of site an article stands on.

    Args:
        article: the article, with its domain and publisher where they are known.
        blocks: its blocks; disclaimers say what a site is.
        credits_found: its credits; links and holders say where its texts come from.
        registry: who is known.

    Returns:
        The verdict with its reasons; ``aggregator`` is ``None`` where nothing says it.
    """
    source = registry.by_domain(article.domain)
    if source:
        return _registered(source, article.domain, f"{article.domain} is {source.name}'s domain in the registry")
    source = registry.by_name(article.publisher) or registry.by_domain(host_of(article.publisher or ""))
    if source:
        return _registered(source, article.domain, f"the publisher is given as {article.publisher}")
    name, domain, reasons = _self_description(blocks)
    source = registry.by_domain(domain) or registry.by_name(name)
    if source and source.kind is SourceKind.AGGREGATOR and reasons:
        known = _registered(source, article.domain or domain, f"the page calls itself {name or domain}")
        return SiteVerdict(
            known.domain,
            known.name,
            known.kind,
            known.aggregator,
            known.confidence,
            (*reasons, *known.reasons),
            known.source,
        )
    return _from_page(article, name, domain, reasons, credits_found, registry)


def registered_site(name: str, registry: Registry) -> SiteVerdict:
    """What the registry alone says of a site.

    Args:
        name: its domain, or what it calls itself.
        registry: who is known.
    """
    domain = name if "." in name and " " not in name else None
    source = registry.by_domain(domain) or registry.by_name(name)
    if source is None:
        return SiteVerdict(domain, None if domain else name, SourceKind.UNKNOWN, None, 0.0)
    return _registered(source, domain, f"{name} is {source.name} in the registry")


def _registered(source: Source, domain: str | None, reason: str) -> SiteVerdict:
    """The verdict for a site that the registry knows."""
    aggregator = {SourceKind.AGGREGATOR: True, SourceKind.PORTAL: None, SourceKind.UNKNOWN: None}.get(
        source.kind, False
    )
    shown = domain or (source.domains[0] if source.domains else None)
    return SiteVerdict(shown, source.name, source.kind, aggregator, _REGISTERED, (reason,), source.id)


def _self_description(blocks: Sequence[Block]) -> tuple[str | None, str | None, tuple[str, ...]]:
    """The name and domain that a page's disclaimers give, and what they say of the site."""
    name = domain = None
    reasons: list[str] = []
    for block in blocks:
        if block.role not in (Role.DISCLAIMER, Role.COPYRIGHT, Role.PROMOTION):
            continue
        says, offers = _AGGREGATOR.search(block.text), _REMOVAL.search(block.text)
        says = None if says and _NEWSLETTER.search(block.text) else says
        if says:
            reasons.append(f'the page says of itself: "{says[0]}"')
        if offers:
            reasons.append(
                f'the page offers to remove what is not its own: "{shorten(offers[0], 80, placeholder=" …")}"'
            )
        if says or offers:
            named = _SELF_NAME.search(block.text)
            name = name or (named["name"] if named else None)
            domain = domain or _own_address(block.text)
    return name, domain, tuple(reasons)


def _own_address(text: str) -> str | None:
    """The domain of the mail address, else of the link, that a disclaimer gives for complaints."""
    for match in _MAIL.finditer(text):
        if match[1].casefold() not in _MAILBOXES:
            return match[1].casefold().removeprefix("www.")
    link = _ADDRESS.search(text)
    return host_of(link[0]) if link else None


def _from_page(
    article: Article,
    name: str | None,
    domain: str | None,
    reasons: tuple[str, ...],
    credits_found: Sequence[Credit],
    registry: Registry,
) -> SiteVerdict:
    """The verdict for a site that neither its address nor its publisher makes known."""
    publisher = (article.publisher or "").strip()
    host = host_of(publisher) if _ADDRESS.fullmatch(publisher) else None
    own_domain = article.domain or domain or host
    if host is not None or (own_domain is not None and publisher.removeprefix("www.").casefold() == own_domain):
        publisher = ""  # some pages give an address as their name
    own_name = publisher or name or _signed_as(own_domain, credits_found) or (article.publisher if not host else None)
    away = _links_away(own_domain, own_name, credits_found)
    if any("says of itself" in reason for reason in reasons):
        confidence = _SAYS_SO
    elif reasons:
        confidence = _OFFERS_REMOVAL
    elif away:
        confidence = _LINKS_AWAY
    elif own_name is None and own_domain is None:
        return _from_holder(credits_found, registry)
    else:
        said = "gives its name" if publisher or name else "signs as its address is called"
        known = (f"the page {said}: {own_name}",) if own_name else ()
        return SiteVerdict(own_domain, own_name, SourceKind.UNKNOWN, None, _NAME_ONLY if own_name else 0.0, known)
    return SiteVerdict(own_domain, own_name, SourceKind.AGGREGATOR, True, confidence, (*reasons, *away))  # noqa: FBT003


def _signed_as(domain: str | None, credits_found: Sequence[Credit]) -> str | None:
    """The name that a site signs with and gives nowhere: a rights holder's or a dateline's that its address has too."""
    label = "" if domain is None else _letters(domain.split(".", maxsplit=1)[0])
    for wanted in (CreditType.COPYRIGHT, CreditType.DATELINE):
        for credit in credits_found:
            said = _letters(credit.name)
            fits = credit.source is None and len(said) >= _SHORTEST_NAME and label.startswith(said)
            if credit.type is wanted and fits and label[len(said) :].strip("0123456789") in _BEHIND_NAME:
                return credit.name
    return None


def _letters(text: str) -> str:
    return "".join(character for character in text.casefold() if character.isalnum())


def _from_holder(credits_found: Sequence[Credit], registry: Registry) -> SiteVerdict:
    """The verdict for a page that gives no more than a copyright line: its holder, unless that sells texts."""
    notices = [c for c in credits_found if c.type is CreditType.COPYRIGHT]
    if not notices or any(c.type is CreditType.SOURCE_LINK for c in credits_found):
        return SiteVerdict(None, None, SourceKind.UNKNOWN, None, 0.0)
    holder, source = notices[-1], registry.source(notices[-1].source)
    if any(_names_writer(credit, holder) for credit in credits_found):
        return SiteVerdict(None, None, SourceKind.UNKNOWN, None, 0.0)  # a licensed copy carries the writer's footer
    reasons = (f"the page's own copyright line names {holder.name}",)
    if source is None:
        return SiteVerdict(None, holder.name, SourceKind.UNKNOWN, None, _NAME_ONLY, reasons)
    if source.kind in SELLERS:
        return SiteVerdict(None, None, SourceKind.UNKNOWN, None, 0.0)
    known = _registered(source, None, reasons[0])
    return replace(known, confidence=_HOLDER_ONLY)


def _names_writer(credit: Credit, holder: Credit) -> bool:
    """Whether a credit says that the holder of the copyright wrote the text."""
    return (
        credit.source is not None
        and credit.source == holder.source
        and credit.type in _WRITING
        and credit.weight >= _STRONG
    )


def _links_away(domain: str | None, name: str | None, credits_found: Sequence[Credit]) -> tuple[str, ...]:
    """The reason of a page that links to another site as its source and carries another's copyright."""
    links = [c for c in credits_found if c.type is CreditType.SOURCE_LINK and not same_site(c.domain, domain)]
    notices = [c for c in credits_found if c.type is CreditType.COPYRIGHT]
    for link in links:
        for notice in notices:
            same = notice.source is not None and notice.source == link.source
            if same or ((domain or name) and not shares_word(notice.name, f"{domain} {name}")):
                return (f"it links to {link.domain} as its source and carries the copyright line of {notice.name}",)
    return ()


def shares_word(holder: str, site: str) -> bool:
    """Whether a holder's name has a word of some length in common with a site's.

    Args:
        holder: the name.
        site: the site's name, or its domain and its name.
    """
    return any(word in site.casefold() for word in re.findall(r"\w{4,40}", holder.casefold()))
