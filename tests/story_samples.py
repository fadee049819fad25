"""Invented verdicts and matches from which stories are made."""

from __future__ import annotations

from typing import TYPE_CHECKING

from provenance.model import Relation
from provenance.settings import StorySettings
from provenance.tracing.stories import Settled, Shared, StoryTree, stories_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

SETTINGS = StorySettings()


def article(
    number: int,
    *,
    origin: str | None = None,
    taken_from: int | None = None,
    relation: Relation = Relation.UNKNOWN,
    source: str | None = None,
    published: str | None = None,
    title: str | None = "Ferry aground",
) -> Settled:
    """An article with its verdict; ``origin`` is a source's id."""
    return Settled(
        number,
        (f"a{number:02}", "", ""),
        title,
        published,
        f"Paper {number}",
        source,
        relation,
        origin,
        None if origin is None else origin.upper(),
        taken_from,
    )


def both(one: int, other: int, share: float = 1.0, back: float | None = None) -> tuple[Shared, Shared]:
    """Two articles that share text, as seen from either."""
    there = share if back is None else back
    return Shared(one, other, Relation.REWRITE, share), Shared(other, one, Relation.REWRITE, there)


def told(
    articles: Iterable[Settled],
    *pairs: tuple[Shared, Shared],
    blocks: Mapping[int, Mapping[int, frozenset[int]]] | None = None,
) -> tuple[StoryTree, ...]:
    """The stories of some articles."""
    known = blocks or {}
    shared = [each for pair in pairs for each in pair]
    return stories_of({each.number: each for each in articles}, shared, lambda number: known.get(number, {}), SETTINGS)
