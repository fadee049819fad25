"""What a database holds as rows of plain values, one an article and one a match: for tables outside of it.

Invariant: the fields and their order are the columns of the exported tables; unknown is ``None``.
"""

from __future__ import annotations

from dataclasses import dataclass

__all__ = ["ArticleRow", "MatchRow"]


@dataclass(frozen=True, slots=True)
class ArticleRow:
    """A stored article with its verdict; the verdict's fields are ``None`` where it is not made yet.

    ``article``, ``origin_article`` and ``made_from`` are the database's own numbers: of the
    article, of the origin's text where that is held, and of the stored text that it was made
    from. ``origin`` is the origin's name, ``origin_source`` its id in the registry.
    ``published`` is ISO 8601 as the page gives it. ``confidence`` is in [0, 1]. ``chain`` are the
    names of the hops from the page to the origin. ``corrected`` says that a person spoke.
    """

    article: int
    id: str
    url: str | None
    title: str | None
    site: str | None
    domain: str | None
    site_kind: str
    aggregator: bool | None
    published: str | None
    language: str | None
    words: int
    status: str | None
    relation: str | None
    origin: str | None
    origin_source: str | None
    origin_article: int | None
    origin_url: str | None
    made_from: int | None
    confidence: float | None
    chain: tuple[str, ...]
    reasons: tuple[str, ...]
    corrected: bool
    machine_paraphrase: bool | None
    substitutions_per_100: float | None
    quotes: int | None
    quotes_kept: int | None
    facts_changed: int | None
    findings: int | None
    findings_per_1000_words: float | None
    story: str | None


@dataclass(frozen=True, slots=True)
class MatchRow:
    """A stored article and another one that shares text with it, as ``ArticleMatch`` has it.

    ``rank`` counts the matches of an article from the closest on, from 0. ``other_source`` is
    who wrote the other one, as far as its own page says. ``blocks`` counts the paragraphs that
    match. ``is_origin`` and ``made_from`` say that the verdict names the other one as the
    origin's text, or as the text that the article was made from; else no order is said.
    """

    article: int
    id: str
    url: str | None
    rank: int
    other: int
    other_id: str
    other_url: str | None
    other_title: str | None
    other_site: str | None
    other_source: str | None
    relation: str
    share: float
    containment: float
    jaccard: float
    substitutions_per_100: float | None
    blocks: int
    is_origin: bool
    made_from: bool
