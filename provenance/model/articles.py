"""What a page says of itself: the article, its blocks with roles, its credits, its site.

Invariant: all offsets are code points into ``Article.text``; ``text[start:end]`` gives back the
text that a span was made from.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from provenance.model.vocabulary import Media

if TYPE_CHECKING:
    from provenance.model.pages import Fetch
    from provenance.model.vocabulary import CreditType, Role, SourceKind

__all__ = ["Analysis", "Article", "ArticleRef", "Block", "Claim", "Credit", "Flag", "Line", "Passage", "SiteVerdict"]


@dataclass(frozen=True, slots=True)
class Claim:
    """A statement that a page's markup makes about itself; stored, never proof."""

    name: str
    value: str


@dataclass(frozen=True, slots=True)
class Line:
    """A run of ``Article.text`` that its page set apart, with what the markup says of it.

    ``tag`` is the HTML element, or ``None`` for plain text. ``region`` is the landmark it
    stands in (``header``, ``nav``, ``aside``, ``footer``, ``figure`` …) or ``None``.
    ``link_density`` is the share of its characters inside links, in [0, 1].
    ``extracted`` says whether it is taken for the story; ``None`` where nothing was asked. Where
    the page's boxes decided that, ``rule`` names why and ``weight``, in [0, 1], how sure that is.
    ``within`` is the ``li`` or ``blockquote`` that it stands in, the inner one of both.
    ``link`` is the address of the first link in it that leads to a page of the web.
    """

    start: int
    end: int
    tag: str | None = None
    region: str | None = None
    link_density: float = 0.0
    extracted: bool | None = None
    within: str | None = None
    rule: str | None = None
    weight: float = 0.0
    link: str | None = None


@dataclass(frozen=True, slots=True)
class Article:
    """A page's text with its furniture, and what is known of where it stood.

    ``lines`` are disjoint and in order; between them is white space only.
    ``published`` is ISO 8601: a date, or a date and time, with an offset where one was given.
    """

    id: str
    text: str
    lines: tuple[Line, ...]
    media: Media = Media.TEXT
    location: str | None = None
    url: str | None = None
    canonical: str | None = None
    domain: str | None = None
    publisher: str | None = None
    title: str | None = None
    published: str | None = None
    language: str | None = None
    claims: tuple[Claim, ...] = ()
    fetch: Fetch | None = None


@dataclass(frozen=True, slots=True)
class Flag:
    """The evidence for a role: the rule that fired, where, and what it weighs, in [0, 1]."""

    rule: str
    start: int
    end: int
    weight: float


@dataclass(frozen=True, slots=True)
class Block:
    """A paragraph or line of an article, with its role and the evidence for it.

    ``page_role`` is the role that the page alone gives it, where its site's repeated lines say otherwise.
    ``link`` is the address that its line links to, for as long as the page is read: it is not stored.
    """

    position: int
    role: Role
    start: int
    end: int
    text: str
    flags: tuple[Flag, ...] = ()
    page_role: Role | None = None
    link: str | None = field(default=None, compare=False)


@dataclass(frozen=True, slots=True)
class Credit:
    """A place where an article names a source.

    ``source`` is the registry's id, ``None`` for a name that no registry knows.
    ``block`` is the position of the block it stands in, ``None`` for a claim of the markup
    (then ``start`` and ``end`` are 0). ``weight`` in [0, 1]: how far it speaks for the
    source having written the text. ``rule`` names what recognised it.
    """

    type: CreditType
    source: str | None
    name: str
    block: int | None
    start: int
    end: int
    text: str
    weight: float
    rule: str
    domain: str | None = None


@dataclass(frozen=True, slots=True)
class Passage:
    """One unit of the index: a block, or several short neighbours joined.

    ``first`` and ``last`` are block positions, both inclusive. ``text`` holds its units in one
    form, one space between them: words, and runs of signs in scripts without spaces. ``digest``
    is its BLAKE2b, 16 bytes.
    """

    first: int
    last: int
    text: str
    words: int
    digest: bytes


@dataclass(frozen=True, slots=True)
class SiteVerdict:
    """What kind of site a page stands on; ``aggregator`` is ``None`` where it cannot be said."""

    domain: str | None
    name: str | None
    kind: SourceKind
    aggregator: bool | None
    confidence: float
    reasons: tuple[str, ...] = ()
    source: str | None = None


@dataclass(frozen=True, slots=True)
class Analysis:
    """All that is known of an article from its own page, before it is held against others.

    ``home`` is the name under which its site's articles are kept together: a domain, else what
    the site calls itself; ``None`` where the page does not say. ``persons`` are the people who
    signed it, ``house`` the one source that its credits name as theirs.
    """

    article: Article
    blocks: tuple[Block, ...]
    credits: tuple[Credit, ...]
    site: SiteVerdict
    passages: tuple[Passage, ...]
    home: str | None = None
    persons: tuple[str, ...] = ()
    house: str | None = None


@dataclass(frozen=True, slots=True)
class ArticleRef:
    """Enough of a stored article to name it. ``key`` is the store's own number for it."""

    key: int
    id: str
    url: str | None
    title: str | None
