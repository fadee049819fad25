"""The first channel: whom the page itself names as the writer of its text.

Invariant: decided from one page alone. Picture credits and citations never count, and what is
weak by itself counts only in a joint form whose parts are all listed as evidence.
"""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING

from provenance.model import Credit, CreditType, Role, SourceKind
from provenance.tracing.houses import house_key, is_house

if TYPE_CHECKING:
    from collections.abc import Mapping

    from provenance.model import SiteVerdict
    from provenance.settings import OriginSettings
    from provenance.sources.registry import Registry
    from provenance.tracing.library import OwnPage

__all__ = ["Declared", "claims_of", "is_own_page", "reporter_claim"]

_WRITER = frozenset(
    {CreditType.DATELINE, CreditType.BYLINE, CreditType.AGENCY_LINE, CreditType.CONTRIBUTOR_LINE, CreditType.COPYRIGHT}
)
REPORTER_RULE = "byline: a reporter known by other stories"
_PARTIAL = frozenset({CreditType.CONTRIBUTION})
# "may not be published, broadcast, rewritten or redistributed", also after a paraphraser
_REDISTRIBUTION = re.compile(r"(?:re)?publish|broadcast|rewrit|redistribut|reproduc|retransmi", re.IGNORECASE)
# kinds of source that write for others; a station's or an outlet's own mark says who published
_WRITES_FOR_OTHERS = frozenset({SourceKind.WIRE, SourceKind.PRESS_RELEASE, SourceKind.BROADCASTER, SourceKind.OUTLET})


@dataclass(frozen=True, slots=True)
class Declared:
    """A source that the page says its text is by; without an id where the registry does not know it.

    ``whole`` is false for a part of the text.
    """

    source: str | None
    name: str
    confidence: float
    credits: tuple[Credit, ...]
    reasons: tuple[str, ...]
    whole: bool = True


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
    by_source: dict[str, list[Credit]] = defaultdict(list)
    for credit in page.credits:
        if credit.source is not None and credit.type in _WRITER and credit.weight >= settings.strong:
            by_source[credit.source].append(credit)
    found = [_strong(source, named, site, registry, settings) for source, named in sorted(by_source.items())]
    claims = [claim for claim in found if claim is not None]
    named_already = {claim.source for claim in claims}
    claims += _unregistered(page, settings)
    joint = _joint_form(page, registry, settings)
    if joint is not None and not claims:
        claims.append(joint)
        named_already.add(joint.source)
    for credit in page.credits:
        if credit.type in _PARTIAL and credit.source is not None and credit.source not in named_already:
            named_already.add(credit.source)
            reason = f"“{credit.text}” says that {credit.name} wrote a part of it"
            claims.append(
                Declared(credit.source, _name(credit, registry), credit.weight, (credit,), (reason,), whole=False)
            )
    return tuple(sorted(claims, key=lambda claim: (not claim.whole, -claim.confidence, claim.source or "", claim.name)))


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
        said = credit.type is CreditType.AGENCY_LINE and credit.source is None and credit.weight >= settings.strong
        if said and not is_house(page.site, None, credit.name, credit.domain):
            reason = f"agency line “{credit.text}” names {credit.name}"
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
