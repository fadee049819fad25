"""The people who signed a text, and the house that the same page names as theirs.

Invariant: a name is taken from a byline or from what the markup calls an author, never from
the story; no list of names is kept anywhere but in the database that learned it.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from provenance.model import CreditType, Role, SourceKind
from provenance.sources.bylines import byline_parts
from provenance.sources.rules import HANDING_RULES, JOINT_RULES

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from provenance.model import Article, Block, Credit
    from provenance.sources.registry import Registry

__all__ = ["Signature", "house_of", "names_of", "persons_of"]

Signature = tuple[str, ...]
"""The people who signed one article, in their normal form, sorted."""

_PERSON = re.compile(
    r"[A-ZÀ-Þ][\w.’'-]{0,25}(?:\s(?:de|da|di|van|von|der|bin|al|el|la|le|[A-ZÀ-Þ][\w.’'-]{0,25})){1,4}$"
)
# what signs a text and is nobody: a desk, a team, a kind of text
_NOBODY = re.compile(
    r"\b(?:staff|desk|team|bureau|editors?|newsroom|agency|agencies|news|wire|press|media|reporters?|correspondents?|"
    r"writers?|redaktion|rédaction|redacción|opinion|analysis|updated|published|service|network|online|digital|times|"
    r"post|journal|herald|tribune|gazette|magazine|chronicle|sentinel|observer|video|headlines?|frontpage|the)\b|[’']s\b",
    re.IGNORECASE,
)
_MOST = 12
_LONGEST = 300  # characters of a byline that is read
_SPACE = re.compile(r"[\s.]+")
_STRONG = 0.6
_SIGNS = (CreditType.BYLINE, CreditType.DATELINE, CreditType.AGENCY_LINE)
# whose texts stand on other houses' pages
_HOUSES = frozenset({SourceKind.WIRE, SourceKind.BROADCASTER, SourceKind.OUTLET})
_AUTHORS = frozenset({"author", "article:author", "byl", "parsely-author", "sailthru.author", "dc.creator"})


def persons_of(article: Article, blocks: Sequence[Block], registry: Registry) -> Signature:
    """The people who signed an article.

    Args:
        article: its claims may name authors.
        blocks: its bylines name them.
        registry: names that are sources are no people.

    Returns:
        Their names in lower case, one space between words, sorted; at most a dozen.
    """
    found = {_normal(part) for part in _candidates(article, blocks) if _is_person(part, registry)}
    return tuple(sorted(found)[:_MOST])


def names_of(article: Article, blocks: Sequence[Block], registry: Registry) -> tuple[str, ...]:
    """The same people as the page writes their names, in its order.

    Args:
        article: its claims may name authors.
        blocks: its bylines name them.
        registry: names that are sources are no people.
    """
    found: dict[str, str] = {}
    for part in _candidates(article, blocks):
        if _is_person(part, registry):
            found.setdefault(_normal(part), " ".join(part.split()))
    return tuple(found.values())[:_MOST]


def _candidates(article: Article, blocks: Sequence[Block]) -> Iterator[str]:
    for block in blocks:
        if block.role is Role.BYLINE and len(block.text) <= _LONGEST:
            yield from byline_parts(block.text)
    for claim in article.claims:
        if claim.name.casefold() in _AUTHORS and len(claim.value) <= _LONGEST:
            yield from byline_parts(claim.value)


def _is_person(part: str, registry: Registry) -> bool:
    """Whether a part of a byline has the form of a person's name."""
    return _PERSON.match(part) is not None and _NOBODY.search(part) is None and registry.by_byline(part) is None


def _normal(name: str) -> str:
    return _SPACE.sub(" ", name).strip().casefold()


def house_of(credits_found: Sequence[Credit], registry: Registry) -> str | None:
    """The one house that a page's strong credits name as the writer of its text; ``None`` for none or several.

    Whoever only distributes has no reporters, and of those who are named together nobody knows whose they are.

    Args:
        credits_found: the page's credits.
        registry: who is known.
    """
    if any(credit.rule in JOINT_RULES for credit in credits_found):
        return None
    signs = (c for c in credits_found if c.type in _SIGNS and c.weight >= _STRONG and c.rule not in HANDING_RULES)
    known = (registry.source(source) for source in {credit.source for credit in signs if credit.source is not None})
    named = [source for source in known if source is None or not source.distributor]
    source = named[0] if len(named) == 1 else None
    return source.id if source is not None and source.kind in _HOUSES else None
