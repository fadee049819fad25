"""Taking the records of another database into this one.

Invariant: an article that both hold is kept once, as it was seen last, with all that either
knows of when it was seen; taking the same records again changes nothing. What is taken into an
empty database comes out of it as it was, numbers included.
"""

from __future__ import annotations

import sqlite3
from contextlib import contextmanager
from dataclasses import astuple, dataclass, replace
from typing import TYPE_CHECKING, Final, Self

from provenance.errors import ProvenanceError
from provenance.model import SourceKind
from provenance.store import articles, captures, correcting, dedups
from provenance.store.evidence import verdict_of
from provenance.store.exchange.corrections import take_correction
from provenance.store.exchange.dedups import take_dedup, take_member
from provenance.store.exchange.feeds import take_feed, take_item
from provenance.store.exchange.numbers import Numbers
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
from provenance.store.exchange.weighing import later
from provenance.store.feeds import StoredFeed
from provenance.store.identity import Placement, find
from provenance.store.runs import RunStatus
from provenance.store.sources import StoredSource, know_sources
from provenance.store.stored import stored
from provenance.store.verdicts import mark_pending

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from provenance.model import Article, Passage
    from provenance.store.exchange.records import Record
    from provenance.store.values import Row

__all__ = ["Taker", "Took"]

_RUN_COLUMNS: Final = 'command, version, started, finished, status, "read", stored, updated, known, failed, skipped'
_ARTICLES: Final = frozenset({"origin_article", "other", "reference_article", "taken_from"})
_REFUSED: Final = (sqlite3.IntegrityError, sqlite3.InterfaceError, sqlite3.ProgrammingError, sqlite3.DataError)


@dataclass(frozen=True, slots=True)
class Took:
    """What became of an article: how it stood to what was here, its number here, its new passages."""

    placement: Placement
    number: int
    passages: tuple[tuple[int, Passage], ...] = ()


class Taker:
    """Takes the records of one other database, in their order; call it inside transactions."""

    def __init__(
        self,
        connection: sqlite3.Connection,
        own_run: Callable[[], int],
        holds: Callable[[Article], bool] | None = None,
        *,
        exact: bool = False,
    ) -> None:
        """Write with a connection.

        Args:
            connection: of a database that is open for writing.
            own_run: the run that takes over, for what no run of the other is known of.
            holds: whether the other database holds an article as it is, where that can be asked.
            exact: everything comes as it is; only into a database that holds nothing.
        """
        self._connection = connection
        self._own_run = own_run
        self._holds = holds
        self._exact = exact
        self._numbers = Numbers()
        self._failures: dict[int, int] = {}

    def __enter__(self) -> Self:
        """Nothing to prepare."""
        return self

    def __exit__(self, *_: object) -> None:
        """Forget the numbers."""
        self._numbers.__exit__()

    @contextmanager
    def guarded(self) -> Iterator[None]:
        """One record wholly or not at all.

        Raises:
            ValueError: the database refuses the record, for what it holds.
        """
        self._connection.execute("SAVEPOINT record")
        try:
            yield
        except _REFUSED as error:
            self._connection.execute("ROLLBACK TO record")
            self._connection.execute("RELEASE record")
            message = f"the database refuses it: {error}"
            raise ValueError(message) from error
        except (ValueError, TypeError, LookupError, ArithmeticError, ProvenanceError):
            self._connection.execute("ROLLBACK TO record")
            self._connection.execute("RELEASE record")
            raise
        self._connection.execute("RELEASE record")

    def take(self, record: Record) -> Took | None:
        """Take any record; ``None`` for what is no article.

        Raises:
            DocumentError: the text of an article is no valid Unicode.
            ValueError: what the record names did not come.
        """
        match record:
            case ArticleRecord():
                return self.article(record)
            case StoredSource():
                self.source(record)
            case RunRecord():
                self.run(record)
            case FailureRecord():
                self.failure(record)
            case CorrectionRecord():
                take_correction(self._connection, record, self._of_article)
            case DedupRecord() | MemberRecord():
                self.dedup(record)
            case VerdictRecord():
                self.verdict(record)
            case StoredFeed() | ItemRecord():
                self.listing(record)
            case PendingRecord():
                self.pending(record)
        return None

    def source(self, source: StoredSource) -> None:
        """Take a source; what is known of it here stays, unless that is nothing but its name."""
        self._connection.execute(
            "INSERT INTO source VALUES (?, ?, ?, ?) ON CONFLICT (id) DO UPDATE "
            "SET name = excluded.name, kind = excluded.kind, domain = excluded.domain "
            "WHERE kind = ? AND excluded.kind <> kind",
            (source.id, source.name, source.kind, source.domain, SourceKind.UNKNOWN),
        )

    def run(self, record: RunRecord) -> None:
        """Take a run, unless it came already: then all is equal but its number."""
        row = _run_row(record, record.status)
        here = []
        if not self._exact:
            here = self._equal_runs(row)
            if record.status == RunStatus.RUNNING:  # it does not run here
                row = _run_row(record, RunStatus.INTERRUPTED)
                here += self._equal_runs(row)
        number = here[0] if here else None
        if number is None:
            insert = f"INSERT INTO run (id, {_RUN_COLUMNS}) VALUES (?, {', '.join('?' * len(row))})"  # noqa: S608 (our own columns)
            number = self._connection.execute(insert, (self._free("run", record.number), *row)).lastrowid or 0
        self._numbers.set("run", record.number, number)

    def failure(self, record: FailureRecord) -> None:
        """Take what a run could not read, unless it came with an earlier taking of the run."""
        run = self._run(record.run)
        if run not in self._failures:
            (before,) = self._connection.execute("SELECT count(*) FROM failure WHERE run = ?", (run,)).fetchone()
            self._failures = {run: before}  # failures come run by run
        if self._failures[run] > 0:
            self._failures[run] -= 1
            return
        self._connection.execute(
            "INSERT INTO failure (run, input, reason, hint) VALUES (?, ?, ?, ?)",
            (run, record.input, record.reason, record.hint),
        )

    def article(self, record: ArticleRecord) -> Took:
        """Take an article.

        Raises:
            DocumentError: its text is no valid Unicode.
        """
        run = self._run(record.run)
        kept = [replace(capture, run=self._run(capture.run)) for capture in record.captures]
        placement, here = (Placement.NEW, None) if self._exact else find(self._connection, record.analysis.article)
        if placement is Placement.UPDATED and here is not None:
            if self._two_there(here):
                placement, here = Placement.NEW, None
            elif not later(self._connection, record, run, here):
                placement = Placement.KNOWN
        if placement is Placement.KNOWN and here is not None:
            captures.keep(self._connection, here, kept)
            self._numbers.set("article", record.number, here)
            return Took(placement, here)
        put = articles.put(self._connection, record.analysis, run, self._free("article", record.number))
        captures.keep(self._connection, put.number, kept)
        if here is not None:
            captures.inherit(self._connection, here, put.number)
            correcting.hand_on(self._connection, here, put.number)
            dedups.hand_on(self._connection, here, put.number)
            mark_pending(self._connection, articles.remove(self._connection, [here]))
            self._numbers.move("article", here, put.number)
        self._numbers.set("article", record.number, put.number)
        return Took(placement, put.number, put.passages)

    def verdict(self, record: VerdictRecord) -> None:
        """Take a verdict with its evidence.

        Raises:
            ValueError: it rests on an article that did not come, or holds what no verdict holds.
        """
        number = self._article(record.article)
        for table, columns in VERDICT_TABLES.items():
            marks = ", ".join("?" * (len(columns) + 1))
            names = ", ".join(f'"{column}"' for column in columns)
            rows = [self._renumbered(columns, row) for row in record.rows[table]]
            if "source" in columns or table == "verdict":
                named = {"source", "origin_source", "likely"} & set(columns)
                places = [columns.index(column) for column in sorted(named)]
                know_sources(self._connection, [(row[place], None) for row in rows for place in places])
            self._connection.executemany(
                f'INSERT INTO "{table}" (article, {names}) VALUES ({marks})',  # noqa: S608 (our own columns)
                [(number, *row) for row in rows],
            )
        place = "UPDATE damage SET site = (SELECT a.site FROM article AS a WHERE a.id = ?1) WHERE article = ?1"
        self._connection.execute(place, (number,))
        self._connection.execute("DELETE FROM pending WHERE article = ?", (number,))
        self._connection.execute("INSERT OR IGNORE INTO _story_due VALUES (?)", (number,))
        verdict_of(self._connection, number)  # what cannot be read back is refused

    def listing(self, record: StoredFeed | ItemRecord) -> None:
        """Take a feed or what it listed, or unite it with what is here.

        Raises:
            ValueError: the feed of an item did not come.
        """
        if isinstance(record, StoredFeed):
            take_feed(self._connection, record, self._free("feed", record.id), self._numbers)
        else:
            take_item(self._connection, record, self._numbers)

    def dedup(self, record: DedupRecord | MemberRecord) -> None:
        """Take a deduplication or a member of one, or unite it with what is here.

        Raises:
            ValueError: the deduplication of a member did not come.
        """
        if isinstance(record, DedupRecord):
            take_dedup(self._connection, record, self._run(record.run), self._numbers)
        else:
            take_member(self._connection, record, self._numbers, self._of_article)

    def pending(self, record: PendingRecord) -> None:
        """Have the verdict of an article made again.

        Raises:
            ValueError: the article did not come.
        """
        mark_pending(self._connection, [self._article(record.article)])

    def finish(self, numbers: dict[str, int]) -> None:
        """Give no number that the other database gave already; only where everything came as it is."""
        for name, last in numbers.items():
            given = self._given(name)
            if last > given:
                self._connection.execute("DELETE FROM sqlite_sequence WHERE name = ?", (name,))
                self._connection.execute("INSERT INTO sqlite_sequence (name, seq) VALUES (?, ?)", (name, last))

    def _two_there(self, here: int) -> bool:
        """Whether an article here is one that the other database has beside the one at hand."""
        if self._numbers.taken("article", here):
            return True
        return self._holds is not None and self._holds(stored(self._connection, here).article)

    def _run(self, there: int) -> int:
        """The number of a run here; this run's own for one that did not come."""
        here = self._numbers.of("run", there)
        return self._own_run() if here is None else here

    def _of_article(self, there: int) -> int | None:
        """The number of an article here; ``None`` for one that did not come."""
        return self._numbers.of("article", there)

    def _article(self, there: int) -> int:
        here = self._of_article(there)
        if here is None:
            message = f"article {there} did not come"
            raise ValueError(message)
        return here

    def _renumbered(self, columns: tuple[str, ...], row: Row) -> Row:
        """A row of a verdict with the numbers of this database."""
        return tuple(
            self._article(value)
            if column in _ARTICLES and value is not None
            else self._run(value)
            if column == "run"
            else value
            for column, value in zip(columns, row, strict=True)
        )

    def _equal_runs(self, row: Row) -> list[int]:
        """The runs here that are equal to this one and stand for no other one there."""
        same = " AND ".join(f"{column} IS ?" for column in _RUN_COLUMNS.split(", "))
        rows = self._connection.execute(f"SELECT id FROM run WHERE {same} ORDER BY id", row)  # noqa: S608 (our own columns)
        return [number for (number,) in rows if not self._numbers.taken("run", number)]

    def _free(self, table: str, there: int) -> int | None:
        """The number that a row had there, where none ever had it here; else the next one is given."""
        return there if there > self._given(table) else None

    def _given(self, table: str) -> int:
        row = self._connection.execute("SELECT seq FROM sqlite_sequence WHERE name = ?", (table,)).fetchone()
        return 0 if row is None else int(row[0])


def _run_row(record: RunRecord, status: str) -> Row:
    """A run as the columns of a row."""
    return (record.command, record.version, record.started, record.finished, status, *astuple(record.counts))
