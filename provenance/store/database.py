"""The database: one SQLite file behind the protocols that the other stages declare.

Invariant: SQL stands in this package only; every method answers in the model's types, and an
error of SQLite leaves it as one of ours.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from provenance.store import (
    articles,
    doctor,
    evidence,
    identity,
    runs,
    segments,
    sources,
    stats,
    stored,
    verdicts,
)
from provenance.store.deduplicated import Deduplicated
from provenance.store.exchange import Dump, Taker
from provenance.store.tabled import Tabled

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    import numpy as np
    from numpy.typing import NDArray

    from provenance.index.protocol import Segment
    from provenance.model import Analysis, Article, ArticleRef, Trace, Unreadable
    from provenance.store.articles import Stored
    from provenance.store.doctor import DoctorFinding, PassagesOf, Unindexed
    from provenance.store.evidence import StoredVerdict
    from provenance.store.identity import Placement
    from provenance.store.runs import RunCounts, RunStatus
    from provenance.store.sources import StoredSource
    from provenance.store.stats import Stats
    from provenance.tracing.library import Holder, Place, StoredArticle

__all__ = ["Database"]


class Database(Deduplicated, Tabled):
    """An open database: a ``Library`` to tracing, a ``SegmentStore`` to the index, and it knows repeated lines."""

    # Runs

    def start_run(self, command: str) -> int:
        """Begin a run and return its number; runs that never finished become interrupted ones."""
        with self.transaction():
            return runs.start_run(self._handle, command)

    def finish_run(self, run: int, status: RunStatus, counts: RunCounts) -> None:
        """End a run with what it did."""
        with self.transaction():
            runs.finish_run(self._handle, run, status, counts)

    def record_failure(self, run: int, unreadable: Unreadable) -> None:
        """Write down a document that could not be read."""
        with self.transaction():
            runs.record_failure(self._handle, run, unreadable)

    def put_sources(self, known: Iterable[StoredSource]) -> None:
        """Write the registry's sources, or what changed in them."""
        with self.transaction():
            sources.put_sources(self._handle, known)

    # Articles

    def find(self, article: Article) -> tuple[Placement, int | None]:
        """Whether an article is known, updated or new, and the number of the stored one."""
        with self._translated:
            return identity.find(self._handle, article)

    def run_of(self, number: int) -> int:
        """The run that stored an article."""
        with self._translated:
            return articles.run_of(self._handle, number)

    def put(self, analysis: Analysis, run: int) -> Stored:
        """Write an article with all that its page says, and mark its verdict as due.

        Args:
            analysis: blocks in order, disjoint, each with its own text.
            run: the run that writes.

        Returns:
            The article's number, and the passages that no stored article held before.

        Raises:
            DocumentError: the text is no valid Unicode; nothing of the article is written.
        """
        with self.transaction():
            return articles.put(self._handle, analysis, run)

    def revise(self, number: int, analysis: Analysis) -> Stored:
        """Write what an article's page says anew: the same blocks, with other roles; its verdict is due.

        Returns:
            The article's number, and the passages that no stored article held before.
        """
        with self.transaction():
            return articles.revise(self._handle, number, analysis)

    def remove(self, numbers: Sequence[int]) -> tuple[int, ...]:
        """Take articles out, with every text and passage that no other article holds.

        Returns:
            The other articles whose verdict rested on them; these are due again.
        """
        with self.transaction():
            return articles.remove(self._handle, numbers)

    def find_articles(self, text: str) -> tuple[ArticleRef, ...]:
        """The articles that a user means: by number, name, URL or place, else all of a domain."""
        with self._translated:
            return stored.find_articles(self._handle, text)

    def find_by_end(self, text: str) -> tuple[ArticleRef, ...]:
        """The articles whose name, URL or place ends with a file's name or the last parts of a path."""
        with self._translated:
            return stored.find_by_end(self._handle, text)

    def article_names(self) -> tuple[str, ...]:
        """The ids of all articles, by number."""
        with self._translated:
            return tuple(stored.article_names(self._handle))

    # Library

    def holders(self, passages: Sequence[int]) -> tuple[Holder, ...]:
        """Who holds these passages, by passage, then article, then block."""
        with self._translated:
            return stored.holders(self._handle, passages)

    def stored(self, article: int) -> StoredArticle:
        """One stored article by its number.

        Raises:
            DatabaseError: there is no article of this number.
        """
        with self._translated:
            return stored.stored(self._handle, article)

    def numbers_of(self, digests: Sequence[bytes]) -> dict[bytes, int]:
        """The numbers of the passages with these digests, of those that are stored."""
        with self._translated:
            return stored.numbers_of(self._handle, digests)

    def places(self, articles: Sequence[int]) -> dict[int, Place]:
        """When and where these articles were published."""
        with self._translated:
            return stored.places(self._handle, articles)

    def same(self, article: Article) -> tuple[int, ...]:
        """The numbers of the stored articles that this article is itself."""
        with self._translated:
            return identity.same(self._handle, article)

    def articles(self) -> int:
        """How many articles are stored."""
        with self._translated:
            return stats.count(self._handle)

    # SegmentStore

    def segments(self) -> tuple[Segment, ...]:
        """All segments, by number."""
        with self._translated:
            return segments.segments(self._handle)

    def directory(self, number: int) -> NDArray[np.uint64]:
        """The first entry of each chunk of a segment, in order: uint64[chunks]."""
        with self._translated:
            return segments.directory(self._handle, number)

    def chunks(self, number: int, wanted: Sequence[int]) -> NDArray[np.uint64]:
        """The entries of a segment's chunks with these positions, in ascending order: uint64[entries]."""
        with self._translated:
            return segments.chunks(self._handle, number, wanted)

    def add_segment(self, level: int, chunks: Iterable[NDArray[np.uint64]]) -> int:
        """Write one segment from its chunks, which are read once, and return its number, larger than any before."""
        with self.transaction():
            return segments.add_segment(self._handle, level, chunks)

    def drop_segments(self, numbers: Sequence[int]) -> None:
        """Delete segments."""
        with self.transaction():
            segments.drop_segments(self._handle, numbers)

    def live(self, passages: NDArray[np.int64]) -> NDArray[np.bool_]:
        """Which of these passages some stored article still holds: bool[len(passages)]."""
        with self._translated:
            return segments.live(self._handle, passages)

    # Verdicts

    def pending(self, limit: int | None = None) -> tuple[int, ...]:
        """The articles whose verdict is due, by number, at most so many."""
        with self._translated:
            return verdicts.pending(self._handle, limit)

    def pending_count(self) -> int:
        """How many articles wait for their verdict."""
        with self._translated:
            return verdicts.pending_count(self._handle)

    def mark_pending(self, numbers: Iterable[int]) -> None:
        """Have the verdicts of these articles made again."""
        with self.transaction():
            verdicts.mark_pending(self._handle, numbers)

    def settle(self, number: int, trace: Trace, run: int) -> None:
        """Write an article's verdict with its evidence, in place of an earlier one.

        Args:
            number: the article's number.
            trace: its matches name stored articles by number.
            run: the run that made it.
        """
        with self.transaction():
            verdicts.settle(self._handle, number, trace, run)

    def verdict_of(self, number: int) -> StoredVerdict | None:
        """An article's verdict with its evidence; ``None`` where it is not made yet."""
        with self._translated:
            return evidence.verdict_of(self._handle, number)

    # From one database to another

    def dump(self, *, archive: bool = True, passages: bool = False) -> Dump:
        """All records of the database, to read inside a snapshot.

        Args:
            archive: whether captures come with their archived pages.
            passages: whether articles come with their passages.
        """
        return Dump(self._handle, self.path, archive=archive, passages=passages)

    def taker(
        self, own_run: Callable[[], int], holds: Callable[[Article], bool] | None = None, *, exact: bool = False
    ) -> Taker:
        """Takes the records of one other database; call it inside transactions, and close it at the end.

        Args:
            own_run: the run that takes over.
            holds: whether the other database holds an article as it is, where that can be asked.
            exact: everything comes as it is; only into a database that ``is_untouched``.
        """
        return Taker(self._handle, own_run, holds, exact=exact)

    def is_untouched(self) -> bool:
        """Whether nothing was ever stored but the sources of a registry."""
        with self._translated:
            tables = ("run", "article", "feed")
            return not any(self._handle.execute(f"SELECT 1 FROM {table} LIMIT 1").fetchone() for table in tables)  # noqa: S608 (our own tables)

    # The whole

    def stats(self) -> Stats:
        """What the database holds, in numbers."""
        with self._translated:
            return stats.stats(self._handle, self.path)

    def check(
        self, passages_of: PassagesOf | None = None, unindexed: Unindexed | None = None
    ) -> tuple[DoctorFinding, ...]:
        """What is wrong with the database, the gravest first.

        Args:
            passages_of: where given, passages are made again and compared.
            unindexed: where given too, every passage is looked up in the index.
        """
        with self._translated:
            return doctor.check(self._handle, passages_of, unindexed)
