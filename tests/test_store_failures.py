"""What SQLite says, in our words."""

from __future__ import annotations

import sqlite3
from pathlib import Path

import pytest

from provenance.errors import DatabaseError, ExitCode, OutputError
from provenance.store.failures import Translated, translate

PATH = Path("/somewhere/a.db")


def failing(code: int) -> sqlite3.OperationalError:
    error = sqlite3.OperationalError("words of SQLite")
    error.sqlite_errorcode = code
    return error


@pytest.mark.parametrize(
    ("code", "family", "exit_code"),
    [
        (sqlite3.SQLITE_BUSY, DatabaseError, ExitCode.DATABASE),
        (sqlite3.SQLITE_BUSY_SNAPSHOT, DatabaseError, ExitCode.DATABASE),
        (sqlite3.SQLITE_CORRUPT, DatabaseError, ExitCode.DATABASE),
        (sqlite3.SQLITE_NOTADB, DatabaseError, ExitCode.DATABASE),
        (sqlite3.SQLITE_CANTOPEN, DatabaseError, ExitCode.DATABASE),
        (sqlite3.SQLITE_FULL, OutputError, ExitCode.FAILURE),
        (sqlite3.SQLITE_IOERR_WRITE, OutputError, ExitCode.FAILURE),
        (sqlite3.SQLITE_READONLY_DIRECTORY, OutputError, ExitCode.FAILURE),
    ],
)
def test_an_error_names_the_file_and_a_way_out(code: int, family: type[Exception], exit_code: ExitCode) -> None:
    translated = translate(failing(code), PATH)
    assert type(translated) is family
    assert translated is not None
    assert str(PATH) in str(translated)
    assert translated.hint
    assert translated.exit_code is exit_code


@pytest.mark.parametrize("code", [sqlite3.SQLITE_ERROR, sqlite3.SQLITE_CONSTRAINT_FOREIGNKEY, sqlite3.SQLITE_MISUSE])
def test_a_bug_stays_a_bug(code: int) -> None:
    assert translate(failing(code), PATH) is None
    with pytest.raises(sqlite3.OperationalError), Translated(PATH):
        raise failing(code)


def test_the_cause_is_kept() -> None:
    with pytest.raises(OutputError) as caught, Translated(PATH):
        raise failing(sqlite3.SQLITE_FULL)
    assert isinstance(caught.value.__cause__, sqlite3.OperationalError)


def test_other_errors_pass() -> None:
    with pytest.raises(KeyError), Translated(PATH):
        raise KeyError(PATH)
