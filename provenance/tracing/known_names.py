"""The names of one house, told from the pages at hand: what a credit calls it, and what it calls itself.

Invariant: a name means a house only where the text itself stands on that house's page, and only
one of these pages goes by it; what two sites go by stays a name, and those two are told apart by
their domains. What the registry knows is left as it is.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from provenance.article.address import resembles
from provenance.model import CreditType
from provenance.sources.lines import same_site
from provenance.tracing.houses import is_called, is_house, plain_name
from provenance.tracing.matched import linked_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from provenance.settings import OriginSettings
    from provenance.tracing.declared import Declared
    from provenance.tracing.library import OwnPage
    from provenance.tracing.matched import Relative

__all__ = ["names_of", "of_one_house"]

# claims of the markup by which a page names its own house
_SITE_CLAIMS = frozenset({"og:site_name", "publisher"})
_SIGNING = frozenset({CreditType.COPYRIGHT, CreditType.DATELINE})
_LATIN = re.compile(r"[A-Za-z]")
_BEHIND_TITLE = (" | ", " - ", " – ", " — ")


@dataclass(frozen=True, slots=True)
class _House:
    """A house among the pages at hand: its source's id, the name it is shown by, and all its names and domains."""

    source: str | None
    name: str
    names: frozenset[str]
    domains: frozenset[str]


def names_of(page: OwnPage) -> frozenset[str]:
    """What a page's site goes by, each as ``plain_name`` has it.

    Beside its name and its domain that is what its markup, the end of its title, a rights line
    and a dateline call it, where its domain has the same name.
    """
    site, article = page.site, page.article
    certain = [name for name in (site.name, site.domain) if name]
    given = [article.publisher or "", *(claim.value for claim in article.claims if claim.name in _SITE_CLAIMS)]
    given += _endings(article.title or "")
    signed = [c.name for c in page.credits if c.type in _SIGNING and c.source in {None, site.source}]
    fitting = [name for name in given if _LATIN.search(name) and resembles(site.domain, name)]
    fitting += [name for name in signed if is_called(site.domain, name)]
    return frozenset(plain_name(name) for name in (*certain, *fitting) if "://" not in name)


def of_one_house(
    page: OwnPage, claims: Sequence[Declared], relatives: Sequence[Relative], settings: OriginSettings
) -> tuple[tuple[Declared, ...], tuple[Relative, ...]]:
    """Give every house among the pages at hand one name.

    Args:
        page: the asked article.
        claims: whom it names.
        relatives: the articles linked to it.
        settings: which of them may speak.

    Returns:
        The claims and the relatives, their claims and sites too, by the names of the houses; of
        the page's own claims those that name its own site without an id are left out.
    """
    linked = linked_of(relatives, settings)
    houses = _houses([page, *(relative.stored for relative in linked)])
    renamed = (_renamed(claim, houses) for claim in claims)
    others = tuple(c for c in renamed if c.source is not None or not is_house(page.site, None, c.name))
    return others, tuple(_told(r, houses) if r in linked else r for r in relatives)


def _told(relative: Relative, houses: Sequence[_House]) -> Relative:
    """A relative with its site and its claims by the names of their houses."""
    stored = relative.stored
    house = next((h for h in houses if stored.site.domain in h.domains), None)
    if house is not None and stored.site.source is None and house.name != stored.site.name:
        stored = replace(stored, site=replace(stored.site, name=house.name))
    declared = tuple(_renamed(claim, houses) for claim in relative.declared)
    if stored is relative.stored and declared == relative.declared:
        return relative
    return replace(relative, stored=stored, declared=declared)


def _renamed(claim: Declared, houses: Sequence[_House]) -> Declared:
    """A claim by the name of the house that it means, where that is one of these and only one."""
    if claim.source is not None:
        return claim
    linked = {c.domain for c in claim.credits if c.domain is not None}
    by_link = [h for h in houses if any(same_site(d, domain) for d in linked for domain in h.domains)]
    name = plain_name(claim.name)
    found = by_link or [house for house in houses if name in house.names]
    if len(found) != 1:
        return claim
    return replace(claim, source=found[0].source, name=found[0].name)


def _houses(pages: Sequence[OwnPage]) -> list[_House]:
    """The houses of some pages; those of one site are one, and so are those of one source."""
    groups: dict[str, list[OwnPage]] = defaultdict(list)
    domains = sorted({page.site.domain for page in pages if page.site.domain is not None}, key=len)
    for page in pages:
        site = page.site
        first = next((domain for domain in domains if same_site(site.domain, domain)), None)
        if key := site.source or first:
            groups[key].append(page)
    shown = {key: _shown(group, key) for key, group in groups.items()}
    shared = Counter(plain_name(name) for name in shown.values())
    names: Counter[str] = Counter()
    known = {}
    for key, group in groups.items():
        known[key] = frozenset(name for page in group for name in names_of(page))
        names.update(known[key])
    return [
        _House(
            group[0].site.source,
            shown[key] if shared[plain_name(shown[key])] == 1 or group[0].site.source is not None else key,
            frozenset(name for name in known[key] if names[name] == 1),
            frozenset(page.site.domain for page in group if page.site.domain is not None),
        )
        for key, group in sorted(groups.items())
    ]


def _shown(group: Sequence[OwnPage], domain: str) -> str:
    """The name that most of a house's pages have, else its domain."""
    counted = Counter(page.site.name for page in group if page.site.name)
    return min(counted, key=lambda name: (-counted[name], name), default=domain)


def _endings(title: str) -> Iterator[str]:
    """What stands behind the last sign of each kind that sets a site's name off from a title."""
    for sign in _BEHIND_TITLE:
        _, found, name = title.rpartition(sign)
        if found:
            yield name
