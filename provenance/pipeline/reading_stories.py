"""Stories of the stored articles, to read: one with its tree, or the largest and the newest.

Invariant: it only reads.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from provenance.errors import NotFoundError
from provenance.pipeline.asking import meant
from provenance.pipeline.covering import known_source
from provenance.settings import StorySettings

if TYPE_CHECKING:
    from provenance.sources import Registry
    from provenance.store import Database
    from provenance.tracing.stories import StorySummary, StoryWithTree

__all__ = ["stories", "story"]

_STORY_ID: Final = re.compile(r"s[0-9a-f]{16}")


def story(database: Database, what: str, *, part: tuple[int, int] | None = None) -> StoryWithTree:
    """Read a story: its articles in a tree, who was first, what each copy kept and changed.

    Args:
        database: the stored articles.
        what: the story's id, or the number, id, URL or path of an article that belongs to it.
        part: of its articles in the order of the tree from which one on, counted from 0, and how many at most; all
            where it is ``None``. Its summary counts all.

    Raises:
        NotFoundError: no stored article is meant by this, or it belongs to no story.
        UsageError: several articles are meant.
    """
    settings = StorySettings()
    with database.snapshot():
        if _STORY_ID.fullmatch(what):
            found = database.story(what, settings.guest, settings.whole, part)
            if found is not None:
                return found
        ref = meant(database, what)
        told = database.story_of([ref.key]).get(ref.key)
        found = None if told is None else database.story(told.id, settings.guest, settings.whole, part)
    if found is None:
        message = f"{what}: it stands alone: no stored article is known to be made from it, or from what it is from"
        raise NotFoundError(message, "`provenance show` says what it shares with others")
    return found


def stories(
    database: Database,
    *,
    least: int = 2,
    since: str | None = None,
    source: str | None = None,
    limit: int = 20,
    newest: bool = False,
    registry: Registry | None = None,
) -> tuple[StorySummary, ...]:
    """List stories, the largest first.

    Args:
        database: the stored articles.
        least: of so many articles.
        since: with an article of this day (ISO 8601) or a later one.
        source: that a source wrote first, or has an article of its own in: its id, name or domain.
        limit: at most so many.
        newest: the newest first.
        registry: the known sources; the shipped ones where none is given.

    Raises:
        NotFoundError: there is no such source.
    """
    wanted = None if source is None else known_source(database, source, registry).source
    return database.stories(least=least, since=since, source=wanted, limit=limit, newest=newest)
