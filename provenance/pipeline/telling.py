"""Making the stories that are due, and naming the one that an answer belongs to.

Invariant: which stories there are, and each one's tree, depends on the set of stored articles
alone. Only those stories are made anew that an article came to, changed in or left.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Final

from provenance.settings import StorySettings
from provenance.tracing.matched import LINKS
from provenance.tracing.stories import stories_of

if TYPE_CHECKING:
    from provenance.model import Trace
    from provenance.store import Database

__all__ = ["tell_stories", "with_story"]

_BATCH: Final = 1000


def tell_stories(database: Database) -> int:
    """Make the stories that are due, when no verdict is; for how many articles that was.

    A run that is cut short leaves the rest due, and the next one makes it.
    """
    settings, done = StorySettings(), 0
    while due := database.stories_due(_BATCH):
        with database.transaction():
            numbers = database.component(due, settings.whole)
            articles = database.settled(numbers)
            trees = stories_of(articles, database.shared(numbers), database.matched_blocks, settings)
            database.put_stories(numbers, trees)
        done += len(numbers)
    return done


def with_story(traced: Trace, database: Database) -> Trace:
    """An answer with the story that its article belongs to, or would belong to if it were stored.

    Args:
        traced: the answer.
        database: the stored articles.
    """
    itself = database.same(traced.article)
    if not itself:
        whole = (
            match.other.key
            for match in traced.matches
            if match.relation in LINKS and match.share >= StorySettings().whole
        )
        nearest = next(whole, None) if traced.taken_from is None else traced.taken_from.key
        itself = () if nearest is None else (nearest,)
    told = database.story_of(itself)
    return replace(traced, story=next((told[number] for number in itself if number in told), None))
