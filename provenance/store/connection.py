"""Opening the file, or saying why not.

Invariant: a connection is handed out only for a file that is ours, of a version that we know,
and with the fingerprint scheme that was asked for; reading leaves no file behind.
"""

from __future__ import annotations

import sqlite3
from contextlib import contextmanager
from dataclasses import asdict
from typing import TYPE_CHECKING, Any, Final
from urllib.parse import quote

from provenance.errors import DatabaseError, OutputError
from provenance.settings import Scheme
from provenance.store.failures import Translated, damaged
from provenance.store.layout import APPLICATION_ID, VERSION

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

__all__ = ["check_reader", "checkpoint", "open_reader", "open_writer", "scheme_of", "snapshot", "transaction"]

_MAGIC: Final = b"SQLite format 3\x00"
_BUSY_MS: Final = 30_000
_CHECKPOINT_MS: Final = 2_000
_CACHE_KIB: Final = 65536


def open_reader(path: Path, scheme: Scheme | None) -> sqlite3.Connection:
    """Open a database to read it.

    The connection may write to the side files only: so the last one to close removes them,
    which a connection in ``mode=ro`` cannot. Where the folder cannot be written, the file is
    read as it is, provided that no writer's log lies beside it.

    Args:
        path: an existing database.
        scheme: the fingerprint scheme that look-ups will use; ``None`` where there will be none.

    Raises:
        DatabaseError: missing, not ours, another version, another scheme, or unreadable.
    """
    _refuse_missing(path)
    _refuse_foreign(path)
    with Translated(path):
        try:
            connection = _connect(path, "mode=rw")
        except sqlite3.OperationalError:
            if _has_log(path):
                raise
            connection = _connect(path, "mode=ro&immutable=1")
        with _closed_on_error(connection):
            connection.execute("PRAGMA query_only = ON")
            check_reader(connection, path, scheme)
    return connection


def check_reader(connection: sqlite3.Connection, path: Path, scheme: Scheme | None) -> None:
    """Refuse a database that a reader cannot read.

    Raises:
        DatabaseError: another version than this program's, or another scheme than asked for.
    """
    _refuse_version(connection, path)
    if scheme is not None:
        _refuse_scheme(connection, path, scheme)


def open_writer(path: Path, scheme: Scheme, *, create: bool) -> sqlite3.Connection:
    """Open a database to write to it; make it, or bring it to the newest version, where needed.

    Args:
        path: the database; its folder is made too where ``create`` says so.
        scheme: the fingerprint scheme; a new database keeps it for good.
        create: whether an absent database is made.

    Raises:
        DatabaseError: missing, not ours, too new, another scheme, or locked.
        OutputError: the place cannot be written.
    """
    fresh = create and _is_new(path)
    if fresh:
        _make_folder(path)
    else:
        _refuse_missing(path)
        _refuse_foreign(path)
    with Translated(path):
        connection = _connect(path, "mode=rwc" if fresh else "mode=rw")
        with _closed_on_error(connection):
            if fresh:
                # Before the log is switched on: a making that is cut short then leaves a file known as ours.
                connection.execute(f"PRAGMA application_id = {APPLICATION_ID}")
            _prepare_writer(connection, path, scheme)
    return connection


@contextmanager
def transaction(connection: sqlite3.Connection) -> Iterator[None]:
    """All or nothing; inside another transaction it is a part of that one."""
    # A savepoint for the part was measured: it adds half to the cost of putting an article.
    if connection.in_transaction:
        yield
        return
    connection.execute("BEGIN IMMEDIATE")
    try:
        yield
        connection.execute("COMMIT")
    except BaseException:
        connection.rollback()
        raise


@contextmanager
def snapshot(connection: sqlite3.Connection) -> Iterator[None]:
    """One state of the database for all reads in it; inside a transaction, that one's."""
    if connection.in_transaction:
        yield
        return
    connection.execute("BEGIN")
    try:
        yield
    finally:
        connection.rollback()


def checkpoint(connection: sqlite3.Connection) -> None:
    """Move the log into the file and empty it; a reader in the way is waited for, but not long."""
    connection.execute(f"PRAGMA busy_timeout = {_CHECKPOINT_MS}")
    connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchall()
    connection.execute(f"PRAGMA busy_timeout = {_BUSY_MS}")


def _connect(path: Path, mode: str) -> sqlite3.Connection:
    """Connect in autocommit mode and read once, so that what cannot be read fails here."""
    uri = f"file:{quote(str(path.resolve()))}?{mode}"
    connection = sqlite3.connect(uri, uri=True, timeout=_BUSY_MS / 1000, isolation_level=None)
    with _closed_on_error(connection):
        connection.execute("SELECT count(*) FROM sqlite_schema").fetchone()
    return connection


@contextmanager
def _closed_on_error(connection: sqlite3.Connection) -> Iterator[None]:
    """Close a connection that will not be handed out."""
    try:
        yield
    except BaseException:
        connection.close()
        raise


def _prepare_writer(connection: sqlite3.Connection, path: Path, scheme: Scheme) -> None:
    """Settings of a writing connection, and the migrations that are due."""
    connection.execute("PRAGMA journal_mode = WAL")
    # NORMAL keeps the file whole when the program is killed; a power cut may cost the last transactions.
    connection.execute("PRAGMA synchronous = NORMAL")
    connection.execute("PRAGMA secure_delete = ON")
    connection.execute("PRAGMA temp_store = MEMORY")
    connection.execute(f"PRAGMA cache_size = -{_CACHE_KIB}")
    version = _version(connection)
    if version > VERSION:
        raise _too_new(path)
    if version < VERSION:
        from provenance.store.schema import migrate

        migrate(connection, scheme)
    connection.execute("PRAGMA foreign_keys = ON")
    _refuse_scheme(connection, path, scheme)


def _make_folder(path: Path) -> None:
    """Make the folder of a new database."""
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        message = f"{path}: the folder of the database cannot be made ({error.strerror})"
        raise OutputError(message, "name another place with --db") from error


def _is_new(path: Path) -> bool:
    """Whether there is nothing yet at a path, or an empty file."""
    try:
        return not path.exists() or (path.is_file() and path.stat().st_size == 0)
    except OSError as error:
        raise _unreachable(path, error) from error


def _refuse_missing(path: Path) -> None:
    """An absent database is never made by a command that only reads."""
    try:
        missing = not path.exists()
    except OSError as error:
        raise _unreachable(path, error) from error
    if missing:
        message = f"{path}: there is no database"
        raise DatabaseError(message, "make one with `provenance ingest`, or name another file")


def _unreachable(path: Path, error: OSError) -> DatabaseError:
    """The error for a path that the system does not let us look at."""
    message = f"{path}: the database cannot be opened ({error.strerror})"
    return DatabaseError(message, "check the path and its permissions, or name another file")


def _refuse_foreign(path: Path) -> None:
    """Refuse what is no SQLite file, or another program's, by the file's own header."""
    try:
        with path.open("rb") as file:
            header = file.read(72)
    except OSError as error:
        raise _unreachable(path, error) from error
    # SQLite keeps the application's number at byte 68 of the header.
    ours = header[:16] == _MAGIC and int.from_bytes(header[68:72], "big") == APPLICATION_ID
    if not ours:
        message = f"{path} is not a provenance database"
        raise DatabaseError(message, "name another file; this one is left as it is")


def _refuse_version(connection: sqlite3.Connection, path: Path) -> None:
    """A reader takes exactly the version that it knows."""
    version = _version(connection)
    if version > VERSION:
        raise _too_new(path)
    if version < VERSION:
        message = f"{path}: the database was made by an older version, or its making was cut short"
        raise DatabaseError(message, "run `provenance ingest` on it once: that brings it up to date")


def _too_new(path: Path) -> DatabaseError:
    """The error for a database from the future."""
    message = f"{path}: the database was made by a newer version of this program"
    return DatabaseError(message, "install the newest version, or name another file")


def scheme_of(connection: sqlite3.Connection, path: Path) -> Scheme:
    """The fingerprint scheme that a database keeps."""
    stored = _stored_scheme(connection, path)
    try:
        return Scheme(**stored)
    except TypeError:
        raise damaged(path) from None


def _stored_scheme(connection: sqlite3.Connection, path: Path) -> dict[str, Any]:
    """The fields of a database's scheme."""
    cursor = connection.execute("SELECT * FROM scheme")
    row = cursor.fetchone()
    if row is None:
        raise damaged(path)
    names = [column for column, *_ in cursor.description]
    return {name: value for name, value in zip(names, row, strict=True) if name != "id"}


def _refuse_scheme(connection: sqlite3.Connection, path: Path, scheme: Scheme) -> None:
    """Fingerprints of two schemes cannot be compared."""
    stored, asked = _stored_scheme(connection, path), asdict(scheme)
    if stored == asked:
        return
    differing = ", ".join(
        f"{name} {stored.get(name)} here, {asked.get(name)} asked for"
        for name in sorted(stored.keys() | asked.keys())
        if stored.get(name) != asked.get(name)
    )
    message = f"{path}: the database keeps fingerprints of another scheme ({differing})"
    hint = f"bring it into a new one, where they are made anew: provenance merge {path} --db NEW.db"
    raise DatabaseError(message, hint)


def _version(connection: sqlite3.Connection) -> int:
    """The number of migrations that were applied."""
    (version,) = connection.execute("PRAGMA user_version").fetchone()
    return int(version)


def _has_log(path: Path) -> bool:
    """Whether a writer's log with something in it lies beside the database."""
    log = path.with_name(f"{path.name}-wal")
    return log.exists() and log.stat().st_size > 0
