"""The first channel: whom the page itself names as the writer of its text.

Invariant: decided from one page alone. Picture credits and citations never count, and what is
weak by itself counts only in a joint form whose parts are all listed as evidence.
"""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import TYPE_CHECKING

from provenance.model import Credit, CreditType, Role, SourceKind
from provenance.sources.rules import (
    BYLINE_HOUSE,
    COPYRIGHT_OWN,
    COPYRIGHT_VIA,
    DISTRIBUTED,
    HANDING_RULES,
    ISSUER,
    JOINT_RULES,
)
from provenance.tracing.houses import house_key, is_house

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from provenance.model import SiteVerdict
    from provenance.settings import OriginSettings
    from provenance.sources.registry import Registry
    from provenance.tracing.library import OwnPage

__all__ = ["Declared", "Share", "claims_of", "is_own_page", "reporter_claim"]

_WRITER = frozenset(
    {CreditType.DATELINE, CreditType.BYLINE, CreditType.AGENCY_LINE, CreditType.CONTRIBUTOR_LINE, CreditType.COPYRIGHT}
)
REPORTER_RULE = "byline: a reporter known by other stories"
_PARTIAL = frozenset({CreditType.CONTRIBUTION})
# "may not be published, broadcast, rewritten or redistributed", also after a paraphraser
_REDISTRIBUTION = re.compile(r"(?:re)?publish|broadcast|rewrit|redistribut|reproduc|retransmi", re.IGNORECASE)
# kinds of source that write for others; a station's or an outlet's own mark says who published
_WRITES_FOR_OTHERS = frozenset({SourceKind.WIRE, SourceKind.PRESS_RELEASE, SourceKind.BROADCASTER, SourceKind.OUTLET})

# a distributor's line stands behind the holder's, with one line between them at most
_BESIDE = 2


class Share(StrEnum):
    """What of a text a page says that a source did."""

    WHOLE = "whole"
    JOINT = "joint"  # named together with another, so that either may have written it
    PART = "part"
    HANDED_ON = "handed on"  # it only distributed what another wrote


@dataclass(frozen=True, slots=True)
class Declared:
    """A source that the page says its text is by; without an id where the registry does not know it.

    ``share`` says what of the text it is named for.
    """

    source: str | None
    name: str
    confidence: float
    credits: tuple[Credit, ...]
    reasons: tuple[str, ...]
    share: Share = Share.WHOLE

    @property
    def whole(self) -> bool:
        """Whether the source is named as the writer of the whole text."""
        return self.share is Share.WHOLE


def is_own_page(source: str | None, site: SiteVerdict) -> bool:
    """Whether the page stands on the source's own site."""
    return source is not None and site.source == source


def claims_of(page: OwnPage, registry: Registry, settings: OriginSettings) -> tuple[Declared, ...]:
    """What a page says of who wrote its text.

    Args:
        page: the article with its blocks, credits and site.
        registry: knows each source's name and kind.
        settings: the weights.

    Returns:
        The sources it names, the surest first; those of a part only come last.
    """
    site = page.site
    joint = _joint_credits(page, registry)
    shared = {claim.source for claim in joint if claim.source is not None}
    by_source: dict[str, list[Credit]] = defaultdict(list)
    for credit in page.credits:
        if credit.source is not None and credit.type in _WRITER and credit.weight >= settings.strong:
            by_source[credit.source].append(credit)
    found = [
        _strong(source, named, site, registry, settings)
        for source, named in sorted(by_source.items())
        if source not in shared
    ]
    claims = [claim for claim in found if claim is not None]
    claims += _unregistered(page, settings)
    claims += _distributed(page, claims, registry)
    claims = [*_handed_on(claims, registry), *joint]
    form = _joint_form(page, registry, settings)
    if form is not None and not claims:
        claims.append(form)
    named_already = {claim.source for claim in claims}
    for credit in page.credits:
        if credit.type in _PARTIAL and credit.source is not None and credit.source not in named_already:
            named_already.add(credit.source)
            reason = f"“{credit.text}” says that {credit.name} wrote a part of it"
            name = _name(credit, registry)
            claims.append(Declared(credit.source, name, credit.weight, (credit,), (reason,), Share.PART))
    return tuple(sorted(claims, key=_rank))


def _rank(claim: Declared) -> tuple[int, float, bool, str, str]:
    """Where a claim stands among those of its page; of two that are named together, the known one first."""
    unknown = claim.share is Share.JOINT and claim.source is None
    return list(Share).index(claim.share), -claim.confidence, unknown, claim.source or "", claim.name


def _joint_credits(page: OwnPage, registry: Registry) -> list[Declared]:
    """The sources that the page names together with another: "(AP/KXYZ)", "By Jane Roe and The Associated Press"."""
    found: dict[tuple[str | None, str], Declared] = {}
    for credit in page.credits:
        if credit.rule in JOINT_RULES:
            name = _name(credit, registry)
            reason = f"“{credit.text}” names {name} together with another"
            claim = Declared(credit.source, name, credit.weight, (credit,), (reason,), Share.JOINT)
            found.setdefault(house_key(credit.source, name), claim)
    return list(found.values())


def _distributed(page: OwnPage, claims: Sequence[Declared], registry: Registry) -> list[Declared]:
    """Who holds the copyright of what a distributor handed on: the footer is the writer's there, not the page's."""
    blocks = [
        credit.block
        for credit in page.credits
        if credit.block is not None
        and (credit.type is CreditType.AGENCY_LINE or credit.rule == COPYRIGHT_VIA.name)
        and _distributes(credit, registry)
    ]
    named = {house_key(claim.source, claim.name) for claim in claims}
    found: dict[tuple[str | None, str], Declared] = {}
    for credit in page.credits:
        if credit.type is not CreditType.COPYRIGHT or credit.block is None or _distributes(credit, registry):
            continue
        known = credit.source is not None
        if not known and (_is_site(credit, page.site) or credit.rule == COPYRIGHT_OWN.name):
            continue
        before = min((block - credit.block for block in blocks if block >= credit.block), default=_BESIDE + 1)
        key = house_key(credit.source, credit.name)
        if before <= (_BESIDE if known else 0) and key not in named:
            name = _name(credit, registry)
            reason = f"“{credit.text}” holds the copyright of what was distributed"
            found.setdefault(key, Declared(credit.source, name, DISTRIBUTED.weight, (credit,), (reason,)))
    return list(found.values())


def _distributes(credit: Credit, registry: Registry) -> bool:
    """Whether a credit names a house as the one that distributes what others wrote."""
    source = registry.source(credit.source)
    return credit.rule in HANDING_RULES or (source is not None and source.distributor)


def _handed_on(claims: Sequence[Declared], registry: Registry) -> list[Declared]:
    """The claims, those of distributors set behind whoever else is named, and of press services behind the issuer."""
    issued = any(credit.rule == ISSUER.name for claim in claims for credit in claim.credits)
    passing = [
        all(_distributes(credit, registry) for credit in claim.credits) or (issued and _is_press(claim, registry))
        for claim in claims
    ]
    if all(passing):
        return list(claims)
    return [
        replace(claim, share=Share.HANDED_ON) if passes else claim
        for claim, passes in zip(claims, passing, strict=True)
    ]


def _is_press(claim: Declared, registry: Registry) -> bool:
    source = registry.source(claim.source)
    return source is not None and source.kind is SourceKind.PRESS_RELEASE


def reporter_claim(
    page: OwnPage, houses: Mapping[str, tuple[str, int]], registry: Registry, settings: OriginSettings
) -> Declared | None:
    """Whom a page's text is by, as far as the reporters who signed it are known to write for one house.

    Args:
        page: the article with its blocks.
        houses: of its people those who are known, with the house and how many stories show it.
        registry: knows each source's name.
        settings: the weights.

    Returns:
        A claim that rests on nothing but the names; ``None`` where they are of no house, or of several.
    """
    if len({source for source, _ in houses.values()}) != 1:
        return None
    person, (source, stories) = min(houses.items(), key=lambda house: (-house[1][1], house[0]))
    entry = registry.source(source)
    if entry is None or is_own_page(source, page.site):
        return None
    confidence = min(settings.reporter + settings.reporter_more * (stories - 2), settings.reporter_most)
    reason = f"{person.title()}, who signed it, wrote at least {stories} stored stories that credit {entry.name}"
    signed = (b for b in page.blocks if b.role is Role.BYLINE and person in b.text.casefold())
    evidence = tuple(
        Credit(CreditType.BYLINE, source, entry.name, b.position, b.start, b.end, b.text, confidence, REPORTER_RULE)
        for b in signed
    )
    return Declared(source, entry.name, confidence, evidence[:1], (reason,))


def _unregistered(page: OwnPage, settings: OriginSettings) -> list[Declared]:
    """The houses that the registry does not know and the page says its text is by."""
    found: dict[tuple[str | None, str], Declared] = {}
    for credit in page.credits:
        says = credit.type is CreditType.AGENCY_LINE or credit.rule == BYLINE_HOUSE.name
        said = says and credit.source is None and credit.weight >= settings.strong
        if said and not is_house(page.site, None, credit.name, credit.domain):
            reason = f"{credit.type.replace('_', ' ')} “{credit.text}” names {credit.name}"
            claim = Declared(None, credit.name, credit.weight, (credit,), (reason,))
            found.setdefault(house_key(None, credit.name), claim)
    return list(found.values())


def _name(credit: Credit, registry: Registry) -> str:
    source = registry.source(credit.source)
    return source.name if source is not None else credit.name


def _strong(
    source: str, named: list[Credit], site: SiteVerdict, registry: Registry, settings: OriginSettings
) -> Declared | None:
    """Credits that each name the writer; several agree more than one."""
    entry = registry.source(source)
    kind = entry.kind if entry is not None else SourceKind.UNKNOWN
    own = is_own_page(source, site)
    copyright_only = all(credit.type is CreditType.COPYRIGHT for credit in named)
    if not own and kind not in _WRITES_FOR_OTHERS:
        return None
    if not own and copyright_only and kind is not SourceKind.WIRE:
        return None  # a footer names the publisher; only an agency's stands for the writer
    doubt = 1.0
    for weight in {credit.type: credit.weight for credit in named}.values():
        doubt *= 1 - weight
    reasons = tuple(
        f"{credit.type.replace('_', ' ')} “{credit.text}” names {_name(credit, registry)}" for credit in named[:4]
    )
    return Declared(source, _name(named[0], registry), min(1 - doubt, settings.most), tuple(named), reasons)


def _joint_form(page: OwnPage, registry: Registry, settings: OriginSettings) -> Declared | None:
    """An agency's story that never names it: its contributor line under another house's footer.

    The contributor line's form is the agency's but weak by itself. With a copyright holder
    that is not the site, a redistribution sentence and a link to that holder's page, the text
    came through a licensed copy.
    """
    credits, site = page.credits, page.site
    form = next(
        (
            c
            for c in credits
            if c.type is CreditType.CONTRIBUTOR_LINE and c.source is not None and c.weight < settings.strong
        ),
        None,
    )
    if form is None or form.source is None:
        return None
    holder = next((c for c in credits if c.type is CreditType.COPYRIGHT and not _is_site(c, site)), None)
    if holder is None:
        return None
    footer = next((b for b in page.blocks if b.position == holder.block), None)
    restricted = footer is not None and len(set(map(str.lower, _REDISTRIBUTION.findall(footer.text)))) >= 2  # noqa: PLR2004
    link = next((c for c in credits if c.type is CreditType.SOURCE_LINK and c.domain != site.domain), None)
    parts = [form, holder] + ([link] if link is not None else [])
    signs = [
        f"the contributor line has the form that {_name(form, registry)} uses",
        f"the footer belongs to {holder.name}",
    ]
    if restricted:
        signs.append("its redistribution sentence is a licensed copy's")
    if link is not None:
        signs.append(f"the page names {link.name} as the place it was taken from")
    if len(signs) < settings.joint_signs:
        return None
    confidence = settings.joint if len(signs) > settings.joint_signs else settings.joint - 0.1
    return Declared(form.source, _name(form, registry), confidence, tuple(parts), tuple(signs))


def _is_site(credit: Credit, site: SiteVerdict) -> bool:
    same_name = site.name is not None and credit.name.casefold() == site.name.casefold()
    return same_name or (credit.source is not None and credit.source == site.source)
