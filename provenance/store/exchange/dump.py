"""Reading a whole database, record by record.

Invariant: records come in an order that depends on what is stored alone, what is named before
what names it, and one at a time, so that a database of any size is read in little memory.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Final

from provenance.model import Analysis, Passage, SourceKind
from provenance.store.captures import captures
from provenance.store.correcting import place_of
from provenance.store.corrections import NEWEST, correction_numbered
from provenance.store.dedups import dedup_run, members
from provenance.store.exchange.records import (
    VERDICT_TABLES,
    ArticleRecord,
    CorrectionRecord,
    DedupRecord,
    FailureRecord,
    ItemRecord,
    MemberRecord,
    PendingRecord,
    RunRecord,
    VerdictRecord,
)
from provenance.store.failures import Translated
from provenance.store.feeds import feeds
from provenance.store.runs import RunCounts
from provenance.store.sources import StoredSource
from provenance.store.stored import stored

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterator
    from pathlib import Path

    from provenance.store.exchange.records import Record
    from provenance.store.feeds import StoredFeed
    from provenance.store.values import Row

__all__ = ["Dump"]

_NUMBERED: Final = ("article", "feed", "run")
_RUNS: Final = (
    'SELECT id, command, version, started, finished, status, "read", stored, updated, known, failed, skipped '
    "FROM run ORDER BY id"
)
_ITEMS: Final = (
    "SELECT feed, url, title, published, updated, digest, first_seen, last_seen, gone, state, attempts, next_try, "
    "reason, article FROM item ORDER BY feed, url"
)
_PASSAGES: Final = (
    'SELECT i."first", i."last", p.words, p.digest, p.id FROM passage_in AS i JOIN passage AS p ON p.id = i.passage '
    "WHERE i.article = ? ORDER BY i.number"
)
_CORRECTIONS: Final = f"""
SELECT c.id, c.subject, c.origin_article FROM correction AS c JOIN corrected_article AS n ON n.id = c.subject
ORDER BY c.time, n."key", coalesce(n.url, ''), {NEWEST}
"""  # noqa: S608 (our own order)
_KEYS: Final = {"verdict": "article", "hop": "step", "evidence": "step, number"}


class Dump:
    """All records of a database; read it inside a snapshot, so that they are of one state."""

    def __init__(
        self, connection: sqlite3.Connection, path: Path, *, archive: bool = True, passages: bool = False
    ) -> None:
        """Read with a connection.

        Args:
            connection: any.
            path: the database, to name it when it cannot be read.
            archive: whether captures come with their archived pages.
            passages: whether articles come with their passages and the numbers of these.
        """
        self._connection = connection
        self._translated = Translated(path)
        self._archive = archive
        self._passages = passages

    def __iter__(self) -> Iterator[Record]:
        """All records in their order."""
        yield from self.sources()
        yield from self.runs()
        yield from self.failures()
        yield from self.articles()
        yield from self.corrections()
        yield from self.dedups()
        yield from self.verdicts()
        yield from self.feeds()
        yield from self.items()
        yield from self.pending()

    def numbers(self) -> dict[str, int]:
        """The largest number that was ever given to an article, a feed and a run."""
        given: dict[str, int] = dict(self._rows("SELECT name, seq FROM sqlite_sequence"))
        return {name: int(given.get(name, 0)) for name in _NUMBERED}

    def sizes(self) -> dict[str, int]:
        """How many articles there are, and the largest number of a passage."""
        rows = self._rows("SELECT (SELECT count(*) FROM article), (SELECT coalesce(max(id), 0) FROM passage)")
        articles, last = next(rows)
        return {"articles": articles, "last_passage": last}

    def sources(self) -> Iterator[StoredSource]:
        """The sources, by id."""
        for id_, name, kind, domain in self._rows("SELECT id, name, kind, domain FROM source ORDER BY id"):
            yield StoredSource(id_, name, SourceKind(kind), domain)

    def runs(self) -> Iterator[RunRecord]:
        """The runs, by number."""
        for number, command, version, started, finished, status, *counts in self._rows(_RUNS):
            yield RunRecord(number, command, version, started, finished, status, RunCounts(*counts))

    def failures(self) -> Iterator[FailureRecord]:
        """What runs could not read, by run, in its order."""
        for row in self._rows("SELECT run, input, reason, hint FROM failure ORDER BY run, id"):
            yield FailureRecord(*row)

    def articles(self) -> Iterator[ArticleRecord]:
        """The articles, by number."""
        for number, run in self._rows("SELECT id, run FROM article ORDER BY id"):
            with self._translated:
                record = self._article(number, run)
            yield record

    def corrections(self) -> Iterator[CorrectionRecord]:
        """What people said of verdicts, in the order in which they said it."""
        for number, subject, origin in self._rows(_CORRECTIONS):
            with self._translated:
                correction = correction_numbered(self._connection, number)
                article, place = place_of(self._connection, subject)
                origin_article, origin_place = (None, None) if origin is None else place_of(self._connection, origin)
            yield CorrectionRecord(article, place, correction, origin_article, origin_place)

    def dedups(self) -> Iterator[DedupRecord | MemberRecord]:
        """The deduplications by number, then their members, in their order."""
        numbers = list(self._rows("SELECT id, run, complete FROM dedup_run ORDER BY id"))
        for number, run, complete in numbers:
            with self._translated:
                found = dedup_run(self._connection, number)
            yield DedupRecord(number, run, bool(complete), found)
        for number, *_ in numbers:
            with self._translated:
                for member in members(self._connection, number):
                    yield MemberRecord(number, member)

    def verdicts(self) -> Iterator[VerdictRecord]:
        """The verdicts, by article."""
        for (number,) in self._rows("SELECT article FROM verdict ORDER BY article"):
            tables = VERDICT_TABLES.items()
            yield VerdictRecord(
                number, {table: tuple(self._rows(_query(table, columns), (number,))) for table, columns in tables}
            )

    def feeds(self) -> Iterator[StoredFeed]:
        """The feeds, by number."""
        with self._translated:
            found = feeds(self._connection)
        yield from found

    def items(self) -> Iterator[ItemRecord]:
        """What feeds listed, by feed and address."""
        for row in self._rows(_ITEMS):
            yield ItemRecord(*row)

    def pending(self) -> Iterator[PendingRecord]:
        """The articles whose verdict is due, by number."""
        for (number,) in self._rows("SELECT article FROM pending ORDER BY article"):
            yield PendingRecord(number)

    def _rows(self, query: str, parameters: tuple[int, ...] = ()) -> Iterator[Row]:
        """The rows of a query as they come."""
        with self._translated:
            yield from self._connection.execute(query, parameters)

    def _article(self, number: int, run: int) -> ArticleRecord:
        """One article with all that belongs to it."""
        found = stored(self._connection, number)
        rows = self._connection.execute(_PASSAGES, (number,)).fetchall() if self._passages else []
        passages = tuple(Passage(first, last, "", words, digest) for first, last, words, digest, _ in rows)
        article = replace(found.article, fetch=None)
        kept = captures(self._connection, number, packed=self._archive) if found.article.fetch is not None else ()
        analysis = Analysis(
            article, found.blocks, found.credits, found.site, passages, found.home, found.persons, found.house
        )
        return ArticleRecord(number, run, analysis, kept, tuple(row[-1] for row in rows))


def _query(table: str, columns: tuple[str, ...]) -> str:
    """The rows of one verdict in one of its tables, in their order."""
    wanted = ", ".join(f'"{column}"' for column in columns)
    return f'SELECT {wanted} FROM "{table}" WHERE article = ? ORDER BY {_KEYS.get(table, "number")}'  # noqa: S608 (our own columns)
