"""Whether two namings mean one house: by its source id, else by its name or its address.

Invariant: a house that the registry knows is its id and nothing else; one that it does not know
is whoever has the same name or stands at the same domain. A television station is its call sign,
whatever channel stands behind it.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

    from provenance.model import Credit, CreditType, SiteVerdict

__all__ = ["house_key", "is_called", "is_house", "naming", "plain_name"]

_SHORTEST = 4  # letters of a name that says something inside an address

# "KPQX-TV", "KPQX 5", "KPQX Channel 5 News"; a radio station of the same letters may be another's
_STATION = re.compile(
    r"(?P<sign>[KW][A-Z]{2,3})(?:-?(?:TV|DT|CD|LD|LP)?\d{0,2})"
    r"(?:[\s-](?:TV|Channel|News|NewsChannel|NewsCenter|Action|Eyewitness|ABC|NBC|CBS|FOX|CW|\d{1,2})){0,4}"
)


def house_key(source: str | None, name: str) -> tuple[str | None, str]:
    """What two namings of one house have in common.

    Args:
        source: its id in the registry, if it has one.
        name: its name or its domain, as it was written.
    """
    return (source, "") if source is not None else (None, plain_name(name))


def is_house(site: SiteVerdict, source: str | None, *names: str | None) -> bool:
    """Whether a site is the house that is named.

    Args:
        site: the site.
        source: the house's id, if it has one.
        names: its names and domains.
    """
    if source is not None or site.source is not None:
        return source == site.source
    own = {plain_name(name) for name in (site.name, site.domain) if name}
    return any(plain_name(name) in own for name in names if name)


def is_called(domain: str | None, name: str) -> bool:
    """Whether a site's address begins with a name, or a name with it: "Tarn Times Ltd" of tarntimes.example."""
    label, letters = _letters((domain or "").removeprefix("www.").split(".", maxsplit=1)[0]), _letters(name)
    return min(len(label), len(letters)) >= _SHORTEST and (label.startswith(letters) or letters.startswith(label))


def naming(credits: Iterable[Credit], site: SiteVerdict, kinds: Iterable[CreditType]) -> Credit | None:
    """The first credit of these kinds that names a site."""
    wanted = frozenset(kinds)
    named = (c for c in credits if c.type in wanted and is_house(site, c.source, c.name, c.domain))
    return next(named, None)


def plain_name(name: str) -> str:
    """A name as it is compared: without case, article and ``www.``; of a television station its call sign."""
    bare = name.strip()
    station = _STATION.fullmatch(bare)
    if station is not None:
        return station["sign"].casefold()
    return bare.casefold().removeprefix("the ").removeprefix("www.")


def _letters(text: str) -> str:
    return "".join(character for character in text.casefold() if character.isascii() and character.isalnum())
