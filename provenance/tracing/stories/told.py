"""A stored story as it is read: its name and origin, its tree, its guests.

Invariant: plain values; articles point at each other by number.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from provenance.model import ArticleRef, Relation
    from provenance.tracing.stories.tree import StoryPlace

__all__ = ["Guest", "StoryArticle", "StorySummary", "StoryWithTree"]


@dataclass(frozen=True, slots=True)
class StorySummary:
    """A story without its tree.

    ``origin`` and ``origin_name`` are who wrote it first, ``None`` where that cannot be said, and
    ``root`` that text where it is held. ``first`` is the article that was surely published
    before all others that give a date; these lie between ``since`` and ``until``.
    """

    id: str
    title: str
    articles: int
    sites: int
    origin: str | None
    origin_name: str | None
    since: str | None
    until: str | None
    root: ArticleRef | None
    first: ArticleRef | None


@dataclass(frozen=True, slots=True)
class StoryArticle:
    """An article of a story, in the order of its tree.

    ``parent`` is the number of the article that it was made from; ``beside``, of one without a
    parent, that of the article which shares most of its text. ``share``: how much of it stands there;
    ``kept``: how much of its parent stands in it. What was changed is counted beside its original.
    ``origin`` and ``origin_name`` are its own verdict's.
    """

    place: StoryPlace
    parent: int | None
    beside: int | None
    relation: Relation | None
    share: float | None
    depth: int
    kept: float | None
    substitutions_per_100: float | None
    machine_paraphrase: bool | None
    quotes_altered: int
    facts_changed: int
    origin: str | None
    origin_name: str | None
    outlet: str | None
    published: str | None
    ref: ArticleRef


@dataclass(frozen=True, slots=True)
class Guest:
    """An article that shares text with a story and is none of it; ``story`` is its own, where it has one."""

    share: float
    story: str | None
    outlet: str | None
    published: str | None
    ref: ArticleRef


@dataclass(frozen=True, slots=True)
class StoryWithTree:
    """A story, its articles in the order of the tree, and its guests, those that share most first."""

    summary: StorySummary
    articles: tuple[StoryArticle, ...]
    guests: tuple[Guest, ...]
