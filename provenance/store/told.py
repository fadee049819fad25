"""The part of a database that knows stories, and what it holds of each source.

Invariant: as of the database: it answers in plain types, and every method is one transaction
or a part of the one that is open.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from provenance.store import coverage, story_reading, story_trees
from provenance.store.sites import Sites

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from provenance.model import StoryRef
    from provenance.store.coverage import CoveredDay, CoveredSource
    from provenance.tracing.library import Coverage
    from provenance.tracing.stories import Guest, Settled, Shared, StorySummary, StoryTree, StoryWithTree

__all__ = ["Told"]


class Told(Sites):
    """Stories and coverage."""

    def stories_due(self, limit: int) -> tuple[int, ...]:
        """Articles whose story is to be made anew, by number, at most so many."""
        with self._translated:
            return story_trees.stories_due(self._handle, limit)

    def component(self, numbers: Sequence[int], share: float) -> tuple[int, ...]:
        """These articles with all that may be of one story with them, given from which share on."""
        with self._translated:
            return story_trees.component(self._handle, numbers, share)

    def settled(self, numbers: Iterable[int]) -> dict[int, Settled]:
        """Articles with what their verdicts say, by number."""
        with self._translated:
            return story_trees.settled(self._handle, numbers)

    def shared(self, numbers: Iterable[int]) -> tuple[Shared, ...]:
        """How much of these articles stands in others."""
        with self._translated:
            return story_trees.shared(self._handle, numbers)

    def matched_blocks(self, number: int) -> dict[int, frozenset[int]]:
        """Which of an article's blocks each other article matches."""
        with self._translated:
            return story_trees.matched_blocks(self._handle, number)

    def put_stories(self, numbers: Iterable[int], trees: Iterable[StoryTree]) -> None:
        """Write the stories of some articles in place of those that they had."""
        with self.transaction():
            story_trees.put_stories(self._handle, numbers, trees)

    def story(
        self, story_id: str, guest: float, whole: float, part: tuple[int, int] | None = None
    ) -> StoryWithTree | None:
        """A story with its tree, or a part of that, and its guests, given from which shares on these are any."""
        with self._translated:
            return story_reading.story(self._handle, story_id, guest, whole, part)

    def stories(
        self, *, least: int, since: str | None, source: str | None, limit: int, newest: bool
    ) -> tuple[StorySummary, ...]:
        """The largest or the newest stories: of so many articles, since a day, of a source."""
        with self._translated:
            return story_reading.list_stories(
                self._handle, least=least, since=since, source=source, limit=limit, newest=newest
            )

    def story_of(self, numbers: Iterable[int]) -> dict[int, StoryRef]:
        """Which stories articles belong to, by article."""
        with self._translated:
            return story_reading.story_of(self._handle, numbers)

    def quoting(self, story_id: str, numbers: Iterable[int], also: Iterable[int]) -> tuple[Guest, ...]:
        """Articles outside of a story that have only quotations in common with some of it, and some others outside."""
        with self._translated:
            return story_reading.quoting(self._handle, story_id, numbers, also)

    def holders_outside(self, story_id: str, passages: Iterable[int]) -> tuple[tuple[int, int], ...]:
        """Who outside of a story holds some passages: passage, article."""
        with self._translated:
            return story_reading.holders_outside(self._handle, story_id, passages)

    def copied_blocks(self, numbers: Iterable[int]) -> tuple[tuple[int, int, int, int], ...]:
        """The blocks of a story's articles with those that they are made from: article, block, article, block."""
        with self._translated:
            return story_reading.copied_blocks(self._handle, numbers)

    def coverage(self, source: str | None, published: str | None) -> Coverage:
        """How many articles that a source (else: any agency) published itself are stored, in all and near a date."""
        with self._translated:
            return coverage.coverage(self._handle, source, published)

    def covered_sources(self) -> tuple[CoveredSource, ...]:
        """All sources that anything stored names, by id."""
        with self._translated:
            return coverage.covered_sources(self._handle)

    def covered_days(self, source: str | None, since: str | None, until: str | None) -> tuple[CoveredDay, ...]:
        """What is held of one source or of every one, by source and day."""
        with self._translated:
            return coverage.covered_days(self._handle, source, since, until)

    def dated_days(self, since: str | None, until: str | None) -> tuple[tuple[str | None, int], ...]:
        """How many articles of each day are stored, whosever they are."""
        with self._translated:
            return coverage.dated_days(self._handle, since, until)
