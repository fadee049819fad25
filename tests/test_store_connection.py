"""Opening a database, refusing what is none, and what is left of one that was killed."""

from __future__ import annotations

import os
import signal
import sqlite3
import subprocess
import sys
from contextlib import closing
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from store_samples import analysis, put

from provenance.errors import DatabaseError, ExitCode, OutputError, ProvenanceError
from provenance.settings import Scheme
from provenance.store import Database
from provenance.store import connection as connection_module
from provenance.store.layout import APPLICATION_ID

if TYPE_CHECKING:
    from collections.abc import Callable

REPOSITORY = Path(__file__).resolve().parents[1]


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """A database with one article."""
    path = tmp_path / "a.db"
    with Database.open(path, write=True, create=True) as database:
        put(database, analysis())
    return path


def execute(path: Path, *statements: str) -> None:
    with closing(sqlite3.connect(path, isolation_level=None)) as connection:
        for statement in statements:
            connection.execute(statement)


def names(folder: Path) -> list[str]:
    return sorted(file.name for file in folder.iterdir())


def killed(path: Path, code: str) -> None:
    """Run code that has an open ``database`` at a path, in a process that is killed at its end."""
    start = (
        "import os, signal, sys\nfrom pathlib import Path\nfrom store_samples import analysis, put\n"
        "from provenance.store import Database\npath = Path(sys.argv[1])\n"
    )
    end = "\nos.kill(os.getpid(), signal.SIGKILL)\n"
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join([str(REPOSITORY), str(REPOSITORY / "tests")])}
    done = subprocess.run([sys.executable, "-c", start + code + end, path], env=environment, check=False, timeout=300)
    assert done.returncode == -signal.SIGKILL


def test_what_one_wrote_another_reads(path: Path) -> None:
    with Database.open(path, write=False) as database:
        assert database.articles() == 1
        assert database.stored(1).article == analysis().article


def test_making_one_makes_its_folder_and_marks_the_file(tmp_path: Path) -> None:
    path = tmp_path / "new" / "folder" / "ä ?#%.db"
    with Database.open(path, write=True, create=True):
        pass
    assert int.from_bytes(path.read_bytes()[68:72], "big") == APPLICATION_ID
    assert APPLICATION_ID.to_bytes(4, "big") == b"PROV"
    assert names(path.parent) == [path.name]


def test_an_empty_file_is_made_into_one(tmp_path: Path) -> None:
    path = tmp_path / "a.db"
    path.touch()
    with pytest.raises(DatabaseError, match="is not a provenance database"):
        Database.open(path, write=False)
    with Database.open(path, write=True, create=True) as database:
        assert database.articles() == 0


@pytest.mark.parametrize("write", [False, True])
def test_an_absent_one_is_refused_and_not_made(tmp_path: Path, *, write: bool) -> None:
    with pytest.raises(DatabaseError, match="no database") as caught:
        Database.open(tmp_path / "x" / "a.db", write=write)
    assert caught.value.exit_code is ExitCode.DATABASE
    assert "provenance ingest" in (caught.value.hint or "")
    assert names(tmp_path) == []


def _text(path: Path) -> None:
    path.write_text("a page of text, longer than the header of a database " * 4, encoding="utf-8")


def _other(path: Path) -> None:
    execute(path, "CREATE TABLE notes (a)", "INSERT INTO notes VALUES (1)")


def _marked(path: Path) -> None:
    execute(path, "PRAGMA application_id = 252006673", "CREATE TABLE notes (a)")


@pytest.mark.parametrize("write", [False, True])
@pytest.mark.parametrize("make", [_text, _other, _marked, Path.mkdir])
def test_what_is_not_ours_is_refused_and_left_as_it_is(
    tmp_path: Path, make: Callable[[Path], None], *, write: bool
) -> None:
    path = tmp_path / "a.db"
    make(path)
    before = path.read_bytes() if path.is_file() else b""
    with pytest.raises(DatabaseError) as caught:
        Database.open(path, write=write, create=write)
    assert str(path) in str(caught.value)
    assert caught.value.hint
    assert names(tmp_path) == ["a.db"]
    assert not before or path.read_bytes() == before


@pytest.mark.parametrize("write", [False, True])
def test_a_newer_one_is_refused(path: Path, *, write: bool) -> None:
    execute(path, "PRAGMA user_version = 99")
    with pytest.raises(DatabaseError, match="newer version"):
        Database.open(path, write=write)


def test_an_older_one_is_not_read_as_it_is(path: Path) -> None:
    execute(path, "PRAGMA user_version = 0")
    with pytest.raises(DatabaseError, match="older version"):
        Database.open(path, write=False)


@pytest.mark.parametrize("write", [False, True])
def test_another_scheme_is_refused_and_named(path: Path, *, write: bool) -> None:
    with pytest.raises(DatabaseError, match="sample 8 here, 32 asked for"):
        Database.open(path, write=write, scheme=replace(Scheme(), sample=32))


def test_its_own_scheme_is_kept(tmp_path: Path) -> None:
    path, scheme = tmp_path / "a.db", replace(Scheme(), sample=4, least=3)
    with Database.open(path, write=True, create=True, scheme=scheme):
        pass
    with Database.open(path, write=False, scheme=scheme):
        pass
    with pytest.raises(DatabaseError, match="another scheme"):
        Database.open(path, write=False)


def test_a_damaged_one_is_said_to_be_so(path: Path) -> None:
    content = bytearray(path.read_bytes())
    content[100:4096] = b"\xff" * 3996
    path.write_bytes(content)
    with pytest.raises(DatabaseError, match="damaged") as caught:
        Database.open(path, write=False)
    assert "doctor" in (caught.value.hint or "")


def test_reading_leaves_no_file_behind(path: Path) -> None:
    before = path.read_bytes()
    with Database.open(path, write=False) as one, Database.open(path, write=False) as two:
        assert one.articles() == two.articles() == 1
    assert names(path.parent) == ["a.db"]
    assert path.read_bytes() == before


def test_a_reader_cannot_write(path: Path) -> None:
    with Database.open(path, write=False) as database, pytest.raises(OutputError, match="cannot be written"):
        database.start_run("test")


def test_reading_needs_no_writable_folder(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    modes: list[str] = []
    connect = connection_module._connect  # noqa: SLF001 (root may write anywhere: there is no other way)

    def refuse_writing(where: Path, mode: str) -> sqlite3.Connection:
        modes.append(mode)
        if mode == "mode=rw":
            error = sqlite3.OperationalError("unable to open database file")
            error.sqlite_errorcode = sqlite3.SQLITE_CANTOPEN
            raise error
        return connect(where, mode)

    monkeypatch.setattr(connection_module, "_connect", refuse_writing)
    with Database.open(path, write=False) as database:
        assert database.articles() == 1
    assert modes == ["mode=rw", "mode=ro&immutable=1"]
    # A log beside it holds what the file does not: then the file alone would be a lie.
    path.with_name("a.db-wal").write_bytes(b"something")
    with pytest.raises(DatabaseError, match="cannot be opened"):
        Database.open(path, write=False)


@pytest.mark.skipif(not Path("/proc/self").is_dir(), reason="needs a folder where nobody can write")
def test_a_place_that_cannot_be_written_is_said_to_be_so() -> None:
    with pytest.raises(ProvenanceError, match="/proc/provenance-test") as caught:
        Database.open(Path("/proc/provenance-test/a.db"), write=True, create=True)
    assert caught.value.hint
    with pytest.raises(ProvenanceError, match="cannot be opened") as caught:
        Database.open(Path("/proc/self/a.db"), write=True, create=True)
    assert caught.value.hint


def test_a_transaction_is_all_or_nothing(path: Path) -> None:
    def interrupted(database: Database, run: int) -> None:
        with database.transaction():
            database.put(analysis("b"), run)
            with database.transaction():
                database.put(analysis("c"), run)
            raise KeyboardInterrupt

    with Database.open(path, write=True) as database:
        run = database.start_run("test")
        with pytest.raises(KeyboardInterrupt):
            interrupted(database, run)
        assert database.articles() == 1


def test_two_writers_wait_for_each_other_and_then_say_so(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(connection_module, "_BUSY_MS", 50)
    with Database.open(path, write=True) as one, Database.open(path, write=True) as two:
        with one.transaction():
            run = one.start_run("test")
            one.put(analysis("b"), run)
            with pytest.raises(DatabaseError, match="another program is writing") as caught:
                two.start_run("test")
            assert caught.value.hint
            assert two.articles() == 1
        assert two.articles() == 2


def test_a_snapshot_does_not_see_what_is_written_meanwhile(path: Path) -> None:
    with Database.open(path, write=True) as writer, Database.open(path, write=False) as reader:
        with reader.snapshot():
            assert reader.articles() == 1
            put(writer, analysis("b"))
            assert reader.articles() == 1
        assert reader.articles() == 2


def test_a_checkpoint_leaves_nothing_in_the_log(path: Path) -> None:
    with Database.open(path, write=True) as database:
        put(database, analysis("b", ["a rare word: gannetry"]))
        assert b"gannetry" not in path.read_bytes()
        database.checkpoint()
        assert b"gannetry" in path.read_bytes()
        assert path.with_name("a.db-wal").stat().st_size == 0


def test_closing_twice_does_nothing(path: Path) -> None:
    database = Database.open(path, write=True)
    database.close()
    database.close()


def test_no_space_left_is_said_and_what_was_finished_is_kept(path: Path) -> None:
    with Database.open(path, write=True) as database:
        pages = path.stat().st_size // 4096
        database._handle.execute(f"PRAGMA max_page_count = {pages + 4}")  # noqa: SLF001 (a small disk)
        with pytest.raises(OutputError, match="no space left") as caught:
            put(database, *(analysis(str(number), [f"{number} " * 500]) for number in range(50)))
        assert str(path) in str(caught.value)
        assert caught.value.hint
    with Database.open(path, write=True) as database:
        assert database.articles() == 1
        assert not [finding for finding in database.check() if "damaged" in finding.what]


def test_a_killed_writer_leaves_what_it_finished(path: Path) -> None:
    killed(
        path,
        "database = Database.open(path, write=True)\n"
        "put(database, analysis('b'))\n"
        "database._handle.execute('BEGIN IMMEDIATE')\n"
        "database.put(analysis('c'), database.start_run('ingest'))",
    )
    assert path.with_name("a.db-wal").exists()
    with Database.open(path, write=False) as database:
        assert database.articles() == 2
    with Database.open(path, write=True) as database:
        assert database.articles() == 2
        running = [finding.what for finding in database.check() if "never finished" in finding.what]
        assert len(running) == 1  # the one of its second put was rolled back
    assert names(path.parent) == ["a.db"]


def test_a_making_that_was_killed_is_finished_by_the_next_writer(tmp_path: Path) -> None:
    path = tmp_path / "a.db"
    killed(
        path,
        "import provenance.store.schema as schema\n"
        "schema.migrate = lambda *_: os.kill(os.getpid(), signal.SIGKILL)\n"
        "Database.open(path, write=True, create=True)",
    )
    with pytest.raises(DatabaseError, match="cut short"):
        Database.open(path, write=False)
    with Database.open(path, write=True, create=True) as database:
        put(database, analysis())


def test_reading_does_not_load_what_only_writing_needs(path: Path) -> None:
    code = (
        "import sys; from pathlib import Path; from provenance.store.connection import open_reader; "
        "from provenance.settings import Scheme; open_reader(Path(sys.argv[1]), Scheme()); "
        "from provenance.store import Database; Database.open(Path(sys.argv[1]), write=False).close(); "
        "print(*sorted({'sqlite_utils', 'click', 'lxml', 'trafilatura'} & set(sys.modules)))"
    )
    environment = {**os.environ, "PYTHONPATH": str(REPOSITORY)}
    done = subprocess.run(
        [sys.executable, "-c", code, path], env=environment, capture_output=True, text=True, check=True, timeout=300
    )
    assert done.stdout.strip() == ""
