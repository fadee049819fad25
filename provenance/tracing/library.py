"""What tracing needs of the stored articles.

Invariant: a stored article is given with what its own page says (its declared origin) and with
what a person said of it, never with the verdict that neighbours gave it; so a verdict depends on
the set of stored articles and of corrections, and not on the order in which they came.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from provenance.model import Article, ArticleRef, Block, Correction, Credit, SiteVerdict
    from provenance.tracing.damage.alone.phrases import LearnedPhrases

__all__ = ["Coverage", "Holder", "Library", "OwnPage", "Place", "StoredArticle"]


class OwnPage(Protocol):
    """What an article's own page says: an analysed article has it, and so has a stored one."""

    @property
    def article(self) -> Article:
        """The article."""
        ...

    @property
    def blocks(self) -> tuple[Block, ...]:
        """Its blocks, in order."""
        ...

    @property
    def credits(self) -> tuple[Credit, ...]:
        """Its credits."""
        ...

    @property
    def site(self) -> SiteVerdict:
        """What kind of site it stands on."""
        ...

    @property
    def persons(self) -> tuple[str, ...]:
        """The people who signed it."""
        ...


@dataclass(frozen=True, slots=True)
class Holder:
    """An article that holds a passage, as the blocks from ``first`` to ``last``."""

    passage: int
    article: int
    first: int
    last: int


@dataclass(frozen=True, slots=True)
class StoredArticle:
    """A stored article with all that its own page says; ``home``, ``persons`` and ``house`` as in ``Analysis``.

    ``correction`` is the last word of a person on it, of whatever text of it that was said.
    """

    ref: ArticleRef
    article: Article
    blocks: tuple[Block, ...]
    credits: tuple[Credit, ...]
    site: SiteVerdict
    home: str | None = None
    persons: tuple[str, ...] = ()
    house: str | None = None
    correction: Correction | None = None


@dataclass(frozen=True, slots=True)
class Coverage:
    """How many articles of a source's own the database holds, in all and near a date.

    ``source`` is ``None`` where the agencies are counted, all of them together. ``all_articles``
    and ``all_near`` are everybody's; what is near is ``None`` where there is no date.
    """

    source: str | None
    articles: int
    near: int | None
    all_articles: int
    all_near: int | None


@dataclass(frozen=True, slots=True)
class Place:
    """When and where a stored article was published; id and URL (empty where it has none) are its own.

    ``wire``: it stands on an agency's own page.
    """

    published: str | None
    wire: bool
    id: str
    url: str


class Library(Protocol):
    """Reads stored articles; the store implements it over SQLite."""

    def holders(self, passages: Sequence[int]) -> tuple[Holder, ...]:
        """Who holds these passages, by passage, then article, then block."""
        ...

    def stored(self, article: int) -> StoredArticle:
        """One stored article by its number."""
        ...

    def numbers_of(self, digests: Sequence[bytes]) -> Mapping[bytes, int]:
        """The numbers of the passages with these digests, of those that are stored."""
        ...

    def places(self, articles: Sequence[int]) -> Mapping[int, Place]:
        """When and where these articles were published."""
        ...

    def same(self, article: Article) -> tuple[int, ...]:
        """The numbers of the stored articles that this article is itself (never a match of its own)."""
        ...

    def coverage(self, source: str | None, published: str | None) -> Coverage:
        """How many articles that a source (else: any agency) published itself are stored.

        Near is within three days of a date.
        """
        ...

    def houses_of(self, persons: Sequence[str]) -> Mapping[str, tuple[str, int]]:
        """Of some people, those known to write for a house: its source id, and how many stories show it."""
        ...

    def damaged_phrases(self) -> LearnedPhrases:
        """The phrases that machine paraphrases have in the place of others, as they were last learned."""
        ...

    def correction_of(self, articles: Sequence[int]) -> Correction | None:
        """The last word of a person on some articles that are one, unless it was taken back."""
        ...

    def corrections_seen(self) -> int:
        """A number that grows with every correction: what was read before it grew may be out of date."""
        ...
