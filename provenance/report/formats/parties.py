"""Who and what an answer speaks of: the parties with one identifier each, the texts on their way.

Invariant: a party has the same identifier in every format and from every article that names it;
a direction is given only where the verdict is decided.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Final
from urllib.parse import urlsplit

from provenance.model import CreditType, Hop, Relation, Role, SourceKind, Status
from provenance.report.formats.values import NAMES, SITES, SOURCES, local_name
from provenance.sources import load_registry

if TYPE_CHECKING:
    from collections.abc import Iterable

    from provenance.model import ArticleMatch, ArticleRef, SiteVerdict, Trace
    from provenance.sources import Registry

__all__ = [
    "WHOLE",
    "Party",
    "Station",
    "by_line",
    "copyright_holder",
    "copyright_notice",
    "headline",
    "is_copy",
    "match_of",
    "origin_party",
    "own_text",
    "page_party",
    "party_of",
    "shipped_sources",
    "stations",
    "story_text",
    "undecided",
]

WHOLE: Final = frozenset({Relation.VERBATIM, Relation.REWRITE, Relation.MACHINE_PARAPHRASE, Relation.VERSION})
"""Relations of two articles that tell the same thing from end to end."""
_OWN: Final = frozenset({Relation.ORIGINAL, Relation.VERSION})
_STORY: Final = frozenset({Role.BODY, Role.SUBHEADING})
_NO_PAGE: Final = "this page"  # the name of a hop of which nothing is known


@dataclass(frozen=True, slots=True)
class Party:
    """A source, a site or somebody of whom only the name is known; ``kind`` is a word of ``SourceKind``."""

    uri: str
    name: str
    kind: str
    source: str | None
    domain: str | None


@dataclass(frozen=True, slots=True)
class Station:
    """A text on the way of an article, from the last before it to the origin's.

    ``held`` is the stored article that is this text, ``None`` where it is not held.
    """

    hop: Hop
    party: Party | None
    held: ArticleRef | None
    is_origin: bool


@cache
def shipped_sources() -> Registry:
    """The shipped registry, read once."""
    return load_registry()


def party_of(source: str | None, domain: str | None, name: str | None, kind: str) -> Party | None:
    """Somebody that an answer names; ``None`` where nothing is known of it."""
    if source:
        uri = f"{SOURCES}{local_name(source)}"
    elif domain:
        uri = f"{SITES}{local_name(domain)}"
    elif name and name != _NO_PAGE:
        uri = f"{NAMES}{local_name(name)}"
    else:
        return None
    return Party(uri, name or domain or source or "", kind, source, domain)


def page_party(site: SiteVerdict) -> Party | None:
    """Whose page an article stands on."""
    return party_of(site.source, site.domain, site.name, site.kind.value)


def origin_party(trace: Trace) -> Party | None:
    """Who wrote a text first, where that is decided."""
    origin = trace.verdict.origin
    if trace.verdict.status is not Status.DECIDED or origin is None:
        return None
    hop = next((hop for hop in reversed(trace.chain) if _is(hop, origin.source, origin.name)), None)
    kind = "unknown" if hop is None else hop.kind.value
    return party_of(origin.source, None if hop is None else hop.domain, origin.name, kind)


def is_copy(trace: Trace) -> bool:
    """Whether the verdict says that another text was there before."""
    verdict = trace.verdict
    return verdict.status is Status.DECIDED and verdict.origin is not None and verdict.relation is not Relation.ORIGINAL


def stations(trace: Trace) -> tuple[Station, ...]:
    """The texts that an article came from, the nearest first and the origin's last; none where that is undecided.

    A stored article that it was made from stands at the hop on whose site it is.
    """
    origin = trace.verdict.origin
    if not is_copy(trace) or origin is None:
        return ()
    hops = trace.chain[1:] or trace.chain or (Hop(origin.source, origin.name, SourceKind.UNKNOWN, None),)
    found = []
    for number, hop in enumerate(hops):
        last = number == len(hops) - 1
        party = party_of(hop.source, hop.domain, hop.name, hop.kind.value)
        found.append(Station(hop, party, origin.article if last else _held_at(hop, trace.taken_from), last))
    return tuple(found)


def match_of(trace: Trace, ref: ArticleRef | None) -> ArticleMatch | None:
    """How an article stands to another one."""
    return None if ref is None else next((match for match in trace.matches if match.other.key == ref.key), None)


def undecided(trace: Trace) -> tuple[ArticleMatch, ...]:
    """The articles that tell the same from end to end, where nobody can say which was first."""
    if trace.verdict.status is Status.DECIDED:
        return ()
    return tuple(match for match in trace.matches if match.relation in WHOLE)


def own_text(trace: Trace) -> bool:
    """Whether the verdict says that the page's own house wrote it."""
    return trace.verdict.status is Status.DECIDED and trace.verdict.relation in _OWN


def story_text(trace: Trace) -> str:
    """The story alone, without its wrapping: its paragraphs with a blank line between them."""
    return "\n\n".join(block.text for block in trace.blocks if block.role in _STORY)


def headline(trace: Trace) -> str | None:
    """The headline on the page, else the title that its markup gives."""
    return _first(trace, Role.HEADLINE) or trace.article.title


def by_line(trace: Trace) -> str | None:
    """The first byline as it stands."""
    return _first(trace, Role.BYLINE)


def copyright_holder(trace: Trace) -> str | None:
    """Whom the page's copyright line names."""
    return next((credit.name for credit in trace.credits if credit.type is CreditType.COPYRIGHT and credit.name), None)


def copyright_notice(trace: Trace) -> str | None:
    """The first copyright line as it stands."""
    return _first(trace, Role.COPYRIGHT)


def _first(trace: Trace, role: Role) -> str | None:
    texts: Iterable[str] = (block.text.strip() for block in trace.blocks if block.role is role)
    return next((text for text in texts if text), None)


def _is(hop: Hop, source: str | None, name: str) -> bool:
    return hop.source == source if source is not None else hop.name == name


def _held_at(hop: Hop, taken_from: ArticleRef | None) -> ArticleRef | None:
    """The text that an article was made from, where it stands on a hop's site."""
    if taken_from is None or taken_from.url is None or hop.domain is None:
        return None
    try:
        host = urlsplit(taken_from.url).hostname or ""
    except ValueError:
        return None
    return taken_from if host == hop.domain or host.endswith(f".{hop.domain}") else None
