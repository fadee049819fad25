"""The file behind a database: opening and closing it, and what is written together.

Invariant: an error of SQLite leaves a block of ``transaction`` or ``snapshot`` as one of ours.
"""

from __future__ import annotations

from contextlib import contextmanager, suppress
from pathlib import Path
from typing import TYPE_CHECKING, Self

from provenance.errors import ProvenanceError
from provenance.settings import Scheme
from provenance.store import connection
from provenance.store.failures import Translated

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterator
    from types import TracebackType

__all__ = ["Opened"]


class Opened:
    """An open file; methods that write several rows join the transaction that is open, else they are one."""

    def __init__(self, path: Path, handle: sqlite3.Connection, *, write: bool) -> None:
        """Take over a connection; use ``open``."""
        self.path = path
        self._handle = handle
        self._write = write
        self._open = True
        self._translated = Translated(path)

    @classmethod
    def open(cls, path: Path, *, write: bool, create: bool = False, scheme: Scheme | None = None) -> Self:
        """Open the database at a path.

        Args:
            path: the file.
            write: whether anything will be written; an older database is then brought up to date.
            create: whether an absent one is made (with its folder); only with ``write``.
            scheme: how fingerprints are made; one other than the database's own is refused.

        Raises:
            DatabaseError: missing, not ours, another version or scheme, damaged, or locked.
            OutputError: the place cannot be written.
        """
        path, scheme = Path(path), scheme or Scheme()
        if write:
            return cls(path, connection.open_writer(path, scheme, create=create), write=True)
        return cls(path, connection.open_reader(path, scheme), write=False)

    @classmethod
    def open_any(cls, path: Path) -> Self:
        """Open a database to read it, whatever scheme its fingerprints have.

        Raises:
            DatabaseError: missing, not ours, another version, damaged, or locked.
        """
        return cls(Path(path), connection.open_reader(Path(path), None), write=False)

    @classmethod
    @contextmanager
    def borrowed(cls, path: Path, handle: sqlite3.Connection) -> Iterator[Self]:
        """A database over a connection of somebody else's, to read in; it stays open, and theirs.

        Args:
            path: the file that messages name.
            handle: in no transaction; what it makes of rows and texts is put back at the end.

        Raises:
            DatabaseError: another version or scheme, damaged, or locked.
        """
        kept = handle.row_factory, handle.text_factory
        handle.row_factory, handle.text_factory = None, str
        try:
            with Translated(path):
                connection.check_reader(handle, path, Scheme())
            yield cls(path, handle, write=False)
        finally:
            handle.row_factory, handle.text_factory = kept

    def __enter__(self) -> Self:
        """Nothing to prepare."""
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Close; after an error too."""
        self.close()

    def close(self) -> None:
        """Close the file; what was written is moved out of the log first. Closing twice does nothing."""
        if self._open and self._write:
            # What stays in the log is as safe there; the next writer moves it.
            with suppress(ProvenanceError):
                self.checkpoint()
        self._open = False
        self._handle.close()

    @contextmanager
    def transaction(self) -> Iterator[None]:
        """All writes in it or none; inside another one it is a part of that."""
        with self._translated, connection.transaction(self._handle):
            yield

    @contextmanager
    def snapshot(self) -> Iterator[None]:
        """All reads in it see one state of the database, whatever another program writes meanwhile."""
        with self._translated, connection.snapshot(self._handle):
            yield

    def checkpoint(self) -> None:
        """Move what was written from the log into the file, so that every reader sees it."""
        with self._translated:
            connection.checkpoint(self._handle)

    def compact(self) -> None:
        """Write the file anew without its gaps: after this, nothing of what was removed is left in it."""
        with self._translated:
            # words that were deleted stay in the search index until its parts are merged
            for table in ("_words", "_titles"):
                self._handle.execute(f"INSERT INTO {table} ({table}) VALUES ('optimize')")  # noqa: S608 (our own words)
            self._handle.execute("VACUUM")
            connection.checkpoint(self._handle)

    def scheme(self) -> Scheme:
        """How the fingerprints in it are made."""
        with self._translated:
            return connection.scheme_of(self._handle, self.path)
