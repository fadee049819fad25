"""Whether two namings mean one house: by its source id, else by its name or its address.

Invariant: a house that the registry knows is its id and nothing else; one that it does not know
is whoever has the same name or stands at the same domain.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

    from provenance.model import Credit, CreditType, SiteVerdict

__all__ = ["house_key", "is_house", "naming"]


def house_key(source: str | None, name: str) -> tuple[str | None, str]:
    """What two namings of one house have in common.

    Args:
        source: its id in the registry, if it has one.
        name: its name or its domain, as it was written.
    """
    return (source, "") if source is not None else (None, _plain(name))


def is_house(site: SiteVerdict, source: str | None, *names: str | None) -> bool:
    """Whether a site is the house that is named.

    Args:
        site: the site.
        source: the house's id, if it has one.
        names: its names and domains.
    """
    if source is not None or site.source is not None:
        return source == site.source
    own = {_plain(name) for name in (site.name, site.domain) if name}
    return any(_plain(name) in own for name in names if name)


def naming(credits: Iterable[Credit], site: SiteVerdict, kinds: Iterable[CreditType]) -> Credit | None:
    """The first credit of these kinds that names a site."""
    wanted = frozenset(kinds)
    named = (c for c in credits if c.type in wanted and is_house(site, c.source, c.name, c.domain))
    return next(named, None)


def _plain(name: str) -> str:
    return name.strip().casefold().removeprefix("the ").removeprefix("www.")
