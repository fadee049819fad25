"""What SQLite says when something goes wrong, in the words of this program.

Invariant: this is the one place where an error of SQLite becomes one of ours; an error that
only a mistake in the program can cause passes through as it is.
"""

from __future__ import annotations

import json
import re
import sqlite3
from typing import TYPE_CHECKING, Final

from provenance.errors import DatabaseError, OutputError, ProvenanceError

if TYPE_CHECKING:
    from pathlib import Path
    from types import TracebackType

__all__ = ["Translated", "damaged", "is_damage", "translate"]

_PRIMARY: Final = 0xFF  # the low byte of an extended result code

_NO_WRITING: Final = "check the permissions of the file and of its folder, or name another one with --db"
_LOCKED: Final = "wait until the other program is done with it, then try again"
_DAMAGED: Final = "run `provenance doctor`; what cannot be mended comes back by ingesting again into a new database"
_SPACE: Final = "free some space; all that was finished before is kept, and the same command goes on from there"


_NO_WORD: Final = re.compile(r"^'.*' is not a valid [A-Z]\w+$", re.DOTALL)  # of an enum

# What an error of SQLite is to us: the class, the message after the path, the hint.
_MEANINGS: Final[dict[int, tuple[type[ProvenanceError], str, str]]] = {
    sqlite3.SQLITE_BUSY: (DatabaseError, ": another program is writing to the database", _LOCKED),
    sqlite3.SQLITE_LOCKED: (DatabaseError, ": another program is writing to the database", _LOCKED),
    sqlite3.SQLITE_CANTOPEN: (DatabaseError, ": the database cannot be opened", _NO_WRITING),
    sqlite3.SQLITE_NOTADB: (DatabaseError, " is not a provenance database", "name another file"),
    sqlite3.SQLITE_CORRUPT: (DatabaseError, ": the database is damaged", _DAMAGED),
    sqlite3.SQLITE_READONLY: (OutputError, ": the database cannot be written", _NO_WRITING),
    sqlite3.SQLITE_PERM: (OutputError, ": the database cannot be written", _NO_WRITING),
    sqlite3.SQLITE_FULL: (OutputError, ": no space left for the database", _SPACE),
    sqlite3.SQLITE_IOERR: (OutputError, ": the disk failed while the database was in use", _SPACE),
}


# what SQLite says of a table that is not there, or of bytes that are no text
_FOREIGN: Final = ("no such table", "no such column", "Could not decode to UTF-8")


def damaged(path: Path) -> DatabaseError:
    """The error for a file that holds what it cannot hold."""
    return DatabaseError(f"{path}: the database is damaged", _DAMAGED)


def translate(error: sqlite3.Error, path: Path) -> ProvenanceError | None:
    """Say an error of SQLite in the words of this program.

    Args:
        error: as raised by ``sqlite3``.
        path: the database it was raised for.

    Returns:
        The error to raise in its place; ``None`` where only a bug can be the cause.
    """
    if isinstance(error, sqlite3.OperationalError) and str(error).startswith(_FOREIGN):
        return damaged(path)
    meaning = _MEANINGS.get(getattr(error, "sqlite_errorcode", 0) & _PRIMARY)
    if meaning is None:
        return None
    family, message, hint = meaning
    return family(f"{path}{message}", hint)


def is_damage(error: sqlite3.Error) -> bool:
    """Whether SQLite finds the file malformed."""
    return getattr(error, "sqlite_errorcode", 0) & _PRIMARY in {sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB}


def _is_strange(error: ValueError) -> bool:
    """Whether a value is no word of its vocabulary, or no JSON."""
    return isinstance(error, json.JSONDecodeError) or _NO_WORD.search(str(error)) is not None


class Translated:
    """A context in which errors of SQLite come out as errors of this program."""

    def __init__(self, path: Path) -> None:
        """Keep the path that messages name."""
        self._path = path

    def __enter__(self) -> None:
        """Nothing to prepare."""

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Raise the translation of an error where there is one."""
        if isinstance(error, ValueError) and _is_strange(error):
            message = f"{self._path}: a stored row cannot be read: {error}"
            raise DatabaseError(message, "run `provenance doctor`: it names the row") from error
        if isinstance(error, sqlite3.Error) and (translated := translate(error, self._path)) is not None:
            raise translated from error
