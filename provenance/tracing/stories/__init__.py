"""Articles derived from each other: which make one story, and in which order."""

from __future__ import annotations

from provenance.tracing.stories.mosaics import NO_LINKS, BlocksOf, Shared
from provenance.tracing.stories.settled import Settled
from provenance.tracing.stories.told import Guest, StoryArticle, StorySummary, StoryWithTree
from provenance.tracing.stories.tree import StoryMember, StoryPlace, StoryTree, stories_of

__all__ = [
    "NO_LINKS",
    "BlocksOf",
    "Guest",
    "Settled",
    "Shared",
    "StoryArticle",
    "StoryMember",
    "StoryPlace",
    "StorySummary",
    "StoryTree",
    "StoryWithTree",
    "stories_of",
]
