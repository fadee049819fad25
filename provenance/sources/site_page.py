"""A stored page as one of its site's pages: what it says, its verdict, and who had its text before.

Invariant: plain values only, so a site is counted without asking anything more.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from provenance.model import CreditType, Relation, SourceKind

__all__ = ["Earlier", "PageCredit", "SitePage"]


@dataclass(frozen=True, slots=True)
class PageCredit:
    """A credit of a page; ``kind`` is that of the source it names."""

    type: CreditType
    source: str | None
    name: str
    domain: str | None
    kind: SourceKind | None
    rule: str


@dataclass(frozen=True, slots=True)
class Earlier:
    """The earliest page of another site with this text; ``share`` of the text, in [0, 1]."""

    home: str
    share: float
    published: str


@dataclass(frozen=True, slots=True)
class SitePage:
    """A stored page of a site: what it says, its verdict, and who had its text before.

    ``origin`` is the origin's id in the registry and ``origin_name`` its name, ``origin_home``
    the name of the site on which the origin's text is stored, ``origin_domain`` its domain in
    the registry, ``share`` how much of this text
    stands there. ``lines`` are those beside the story in which a house can be named,
    ``bylines`` those that say by whom it is, ``origin_bylines`` those of the origin's page.
    """

    words: int
    source: str | None
    domain: str | None
    published: str | None
    kind: SourceKind
    name: str | None
    aggregator: bool | None
    decided: bool
    relation: Relation
    machine: bool
    origin: str | None = None
    origin_name: str | None = None
    origin_kind: SourceKind | None = None
    origin_home: str | None = None
    origin_domain: str | None = None
    origin_published: str | None = None
    share: float | None = None
    earlier: Earlier | None = None
    credits: tuple[PageCredit, ...] = ()
    lines: tuple[str, ...] = ()
    bylines: tuple[str, ...] = ()
    origin_bylines: tuple[str, ...] = ()
