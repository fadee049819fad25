"""What users really do to a program: broken files, wrong databases, full disks, Ctrl-C."""

from __future__ import annotations

import gzip
import json
import os
import random
import signal
import sqlite3
import subprocess
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from conftest import limited

if TYPE_CHECKING:
    from collections.abc import Callable

    Run = Callable[..., subprocess.CompletedProcess[bytes]]

REPOSITORY = Path(__file__).resolve().parents[1]
SYLLABLES = ("ba", "do", "fen", "gul", "har", "kel", "lo", "mar", "nes", "or", "pim", "ras", "sul", "tev", "vik")
POSIX_ONLY = pytest.mark.skipif(os.name != "posix", reason="signals and limits are of POSIX")


def write_corpus(path: Path, rows: int, *, seed: int = 1) -> Path:
    """Invented stories: most of them distinct, each tenth a copy of an earlier one."""
    chance = random.Random(seed)
    words = ["".join(chance.choices(SYLLABLES, k=3)) for _ in range(3000)]
    texts: list[str] = []
    for number in range(rows):
        if number % 10 == 9:
            texts.append(chance.choice(texts))
            continue
        paragraphs = (" ".join(chance.choices(words, k=30)).capitalize() + "." for _ in range(4))
        texts.append("\n\n".join(paragraphs))
    lines = (json.dumps({"id": f"row{number}", "text": text}) for number, text in enumerate(texts))
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return path


def assert_clean(done: subprocess.CompletedProcess[bytes], code: int, *words: str) -> None:
    """One message that says what is wrong, the right exit code, no traceback."""
    err = done.stderr.decode("utf-8", errors="replace")
    assert done.returncode == code, err
    assert "Traceback" not in err
    assert "this is a bug" not in err
    for word in words:
        assert word in err


@pytest.mark.parametrize(
    ("name", "content", "words"),
    [
        ("empty.txt", b"", "empty"),
        ("blank.txt", b" \n\t\n", "blank.txt"),
        ("binary.txt", bytes(range(256)) * 20, "binary"),
        ("picture.html", b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR" * 50, "binary"),
        ("empty.html", b"<html><body></body></html>", "empty.html"),
        ("empty.jsonl", b"", "empty"),
        ("cut.jsonl.gz", gzip.compress(b'{"id": "1", "text": "A ferry sailed."}\n' * 500, mtime=0)[:60], "truncated"),
    ],
)
@pytest.mark.parametrize("command", ["trace", "ingest"])
def test_one_unreadable_file_is_named(
    run: Run, tmp_path: Path, command: str, name: str, content: bytes, words: str
) -> None:
    (tmp_path / name).write_bytes(content)
    done = run(command, name, *(["--db", "x.db"] if command == "ingest" else []))
    assert_clean(done, 1, name, words)


def test_invalid_utf8_is_read_all_the_same(run: Run, tmp_path: Path) -> None:
    (tmp_path / "latin.txt").write_bytes("Caf\u00e9 owners in Gullhaven met the mayor on Friday.".encode("latin-1"))
    done = run("trace", "latin.txt", "--format", "json")
    assert_clean(done, 3)
    assert "Caf\u00e9" in json.loads(done.stdout)["article"]["text"]


def test_rows_that_cannot_be_read_do_not_end_a_run(run: Run, tmp_path: Path) -> None:
    rows = [
        '{"id": 1}',
        '{"id": 2, "text": "The mayor opened a bridge in Gullhaven."}',
        "no json",
        "[1]",
        '{"id": 5, "text": ""}',
        '{"id": 6, "text": 7}',
        '{"id": "s", "text": "A lone \\ud800 surrogate stood here."}',
    ]
    (tmp_path / "rows.jsonl").write_text("\n".join(rows), encoding="utf-8")
    done = run("trace", "rows.jsonl", "--format", "jsonl")
    assert_clean(done, 5, "rows.jsonl:line 1", "rows.jsonl:line 3", "rows.jsonl:line 4", "could not be read")
    assert json.loads(done.stdout.splitlines()[0])["article"]["id"] == "2"
    stored = run("ingest", "rows.jsonl", "--db", "rows.db")
    assert_clean(stored, 5, "could not be read")


def test_rows_before_a_break_are_kept(run: Run, tmp_path: Path) -> None:
    plain = write_corpus(tmp_path / "rows.jsonl", 300).read_bytes()
    packed = gzip.compress(plain)
    (tmp_path / "cut.jsonl.gz").write_bytes(packed[: len(packed) // 2])
    done = run("ingest", "cut.jsonl.gz", "--db", "cut.db", "--format", "json")
    assert_clean(done, 5, "truncated")
    report = json.loads(done.stdout)
    assert 50 < report["stored"] < 300
    assert report["failed"] == 1


@pytest.mark.slow
def test_a_line_of_50_megabytes_is_refused_or_read_but_never_fatal(run: Run, tmp_path: Path) -> None:
    path = tmp_path / "long.jsonl"
    with path.open("wb") as file:
        file.write(b'{"id": "long", "text": "')
        for _ in range(50):
            file.write(b"gullhaven " * 100_000)
        file.write(b'"}\n{"id": "short", "text": "The mayor opened a bridge in Gullhaven."}\n')
    done = run("ingest", "long.jsonl", "--db", "long.db")
    assert_clean(done, 5, "long.jsonl:line 1")
    assert b"1 new" in done.stdout


def test_bad_input_of_every_kind_is_named_and_counted_and_the_rest_goes_on(run: Run, tmp_path: Path) -> None:
    pa, parquet = pytest.importorskip("pyarrow"), pytest.importorskip("pyarrow.parquet")
    story = "The ferry ran aground on a bank off the point before dawn and was pulled free by two tugs, case"
    parquet.write_table(pa.table({"text": [f"{story} {number}." for number in range(50)]}), tmp_path / "cut.parquet")
    whole = (tmp_path / "cut.parquet").read_bytes()
    (tmp_path / "cut.parquet").write_bytes(whole[: len(whole) // 2])
    records = [
        f"WARC/1.0\r\nWARC-Type: conversion\r\nWARC-Target-URI: https://a.example/{number}\r\n"
        f"WARC-Date: 2031-03-04T05:06:07Z\r\nContent-Type: text/plain\r\nContent-Length: {length}\r\n\r\n"
        f"{story} {number}.\r\n\r\n".encode()
        for number, length in ((1, len(story) + 3), (2, "none"), (3, len(story) + 3))
    ]
    (tmp_path / "c.warc").write_bytes(b"".join(records))
    (tmp_path / "short.csv").write_text(f'id,title,text\n1,Ferry,"{story} 4."\n2,Ferry\n', encoding="utf-8")
    (tmp_path / "none.csv").write_text("id,title\n1,Ferry\n", encoding="utf-8")
    inputs = ["cut.parquet", "c.warc", "short.csv", "none.csv", "www.gullhaven.example/story", "short.csv"]
    done = run("ingest", *inputs, "--db", "a.db", "--format", "json")
    assert_clean(done, 5, "cut.parquet: truncated", "c.warc:after record 1", "short.csv:line 3: row without text")
    assert_clean(done, 5, "none.csv: no column with text", "write https://www.gullhaven.example/story")
    report = json.loads(done.stdout)
    assert (report["stored"], report["known"], report["failed"]) == (3, 1, 6)
    assert len(report["failures"]) == 6


def test_a_folder_without_articles(run: Run, tmp_path: Path) -> None:
    (tmp_path / "pictures").mkdir()
    (tmp_path / "pictures" / "a.jpg").write_bytes(b"\xff\xd8\xff")
    assert_clean(run("trace", "pictures"), 1, "pictures", "no article")


@pytest.mark.parametrize(
    "arguments", [["trace", "gone.txt"], ["ingest", "gone.txt"], ["dedup", "gone.jsonl", "-o", "out"]]
)
def test_an_input_that_is_not_there(run: Run, arguments: list[str]) -> None:
    assert_clean(run(*arguments), 1, "gone", "no such file")


@pytest.fixture
def story(tmp_path: Path) -> Path:
    path = tmp_path / "story.txt"
    path.write_text("Ferries sail again\n\nGULLHAVEN (AP) \u2014 Ferries sailed on Friday.\n", encoding="utf-8")
    return path


def test_another_programs_database_is_left_alone(run: Run, tmp_path: Path, story: Path) -> None:
    path = tmp_path / "other.db"
    with sqlite3.connect(path) as connection:
        connection.execute("CREATE TABLE ferries (name TEXT)")
    connection.close()
    before = path.read_bytes()
    for command in ("trace", "ingest"):
        assert_clean(run(command, story, "--db", path), 4, "other.db", "not a provenance database")
    assert path.read_bytes() == before


def test_a_newer_database_is_refused(run: Run, tmp_path: Path, story: Path) -> None:
    path = tmp_path / "newer.db"
    assert_clean(run("ingest", story, "--db", path), 0)
    with sqlite3.connect(path) as connection:
        connection.execute("PRAGMA user_version = 9999")
    connection.close()
    for command in ("trace", "ingest"):
        assert_clean(run(command, story, "--db", path), 4, "newer")


@pytest.mark.parametrize("command", ["trace", "show", "stats", "doctor"])
def test_reading_commands_never_make_a_database(run: Run, tmp_path: Path, story: Path, command: str) -> None:
    done = run(command, *([story] if command in {"trace", "show"} else []), "--db", "gone.db")
    assert_clean(done, 4, "gone.db")
    assert not (tmp_path / "gone.db").exists()


def test_trace_leaves_the_database_as_it_is(run: Run, tmp_path: Path, story: Path) -> None:
    path = tmp_path / "kept.db"
    assert_clean(run("ingest", story, "--db", path), 0)
    before = path.read_bytes()
    assert_clean(run("trace", story, "--db", path), 0)
    assert path.read_bytes() == before
    assert sorted(entry.name for entry in tmp_path.glob("kept.db*")) == ["kept.db"]


def test_a_folder_that_cannot_be_written(run: Run, story: Path) -> None:
    if not Path("/proc/self").is_dir():
        pytest.skip("no file system here that refuses even an administrator")
    done = run("ingest", story, "--db", "/proc/provenance/x.db")
    assert done.returncode in {1, 4}
    assert_clean(done, done.returncode, "/proc/provenance/x.db")
    rows = story.with_name("rows.jsonl")
    rows.write_text('{"id": "1", "text": "A ferry sailed."}\n', encoding="utf-8")
    assert_clean(run("dedup", rows, "-o", "/proc/out"), 1, "/proc/out")


@POSIX_ONLY
def test_no_space_left_keeps_what_is_stored(run: Run, tmp_path: Path) -> None:
    corpus = write_corpus(tmp_path / "corpus.jsonl", 600)
    done = run("ingest", corpus, "--db", "small.db", before=limited(400_000))
    assert_clean(done, 1, "small.db")
    assert_clean(run("ingest", corpus, "--db", "small.db"), 0)
    assert_clean(run("doctor", "--db", "small.db"), 0)


@POSIX_ONLY
def test_no_space_left_makes_no_output_folder(run: Run, tmp_path: Path) -> None:
    corpus = write_corpus(tmp_path / "corpus.jsonl", 600)
    assert_clean(run("dedup", corpus, "-o", "out", before=limited(100_000)), 1, "out")
    assert not (tmp_path / "out").exists()
    assert_clean(run("dedup", corpus, "-o", "out"), 0)


@POSIX_ONLY
def test_no_space_left_for_the_answer(tmp_path: Path, story: Path) -> None:
    if not Path("/dev/full").exists():
        pytest.skip("no /dev/full here")
    command = f"{sys.executable} -m provenance.cli trace {story} --format json > /dev/full"
    done = subprocess.run(
        ["sh", "-c", command],
        capture_output=True,
        check=False,
        cwd=tmp_path,
        env={**os.environ, "PYTHONPATH": str(REPOSITORY)},
        timeout=300,
    )
    assert_clean(done, 1, "No space left")


@POSIX_ONLY
@pytest.mark.parametrize("output_format", ["table", "json", "jsonl"])
def test_a_reader_that_stops_reading_is_no_error(tmp_path: Path, output_format: str) -> None:
    corpus = write_corpus(tmp_path / "corpus.jsonl", 60)
    command = f"{sys.executable} -m provenance.cli trace {corpus} -q --format {output_format} | head -n 1"
    done = subprocess.run(
        ["sh", "-c", command],
        capture_output=True,
        check=False,
        cwd=tmp_path,
        env={**os.environ, "PYTHONPATH": str(REPOSITORY)},
        timeout=300,
    )
    assert done.stderr == b""
    assert done.stdout.count(b"\n") == 1


@POSIX_ONLY
@pytest.mark.parametrize("closed", ["<&-", ">&-", "2>&-"])
def test_a_closed_stream_is_no_bug(tmp_path: Path, story: Path, closed: str) -> None:
    done = subprocess.run(
        ["sh", "-c", f"{sys.executable} -m provenance.cli trace {story} -q {closed}"],
        capture_output=True,
        check=False,
        cwd=tmp_path,
        env={**os.environ, "PYTHONPATH": str(REPOSITORY)},
        timeout=300,
    )
    assert_clean(done, 0)


def stop_in_the_middle(tmp_path: Path, corpus: Path, database: Path, how: signal.Signals) -> tuple[int, str]:
    """Start an ingest, send it a signal once the first articles are stored."""
    # whoever runs the tests in the background may have taken the interrupt away
    program = (
        "import runpy, signal; signal.signal(signal.SIGINT, signal.default_int_handler); "
        "runpy.run_module('provenance.cli', run_name='__main__', alter_sys=True)"
    )
    command = [sys.executable, "-c", program, "ingest", str(corpus), "--db", str(database)]
    environment = {**os.environ, "PYTHONPATH": str(REPOSITORY)}
    with subprocess.Popen(command, cwd=tmp_path, env=environment, stderr=subprocess.PIPE) as process:
        deadline = time.monotonic() + 120
        while process.poll() is None and time.monotonic() < deadline:
            if stored_articles(database):
                process.send_signal(how)
                break
            time.sleep(0.02)
        _, err = process.communicate(timeout=300)
    return process.returncode, err.decode("utf-8", errors="replace")


def stored_articles(database: Path) -> int:
    if not database.exists():
        return 0
    try:
        connection = sqlite3.connect(f"file:{database}?mode=ro", uri=True, timeout=1)
    except sqlite3.OperationalError:
        return 0
    try:
        return int(connection.execute("SELECT count(*) FROM article").fetchone()[0])
    except sqlite3.OperationalError:
        return 0
    finally:
        connection.close()


def contents(run: Run, corpus: Path, database: Path) -> tuple[dict[str, object], bytes]:
    """What a user can see of a database: its counts, and its answers on the corpus."""
    stats = json.loads(run("stats", "--db", database, "--format", "json").stdout)
    of_the_run = {"runs", "failures", "file_bytes", "index_segments", "index_entries", "index_bytes"}
    answers = run("trace", corpus, "--db", database, "--format", "jsonl", "--limit", 40)
    assert_clean(answers, 0)
    return {name: value for name, value in stats.items() if name not in of_the_run}, answers.stdout


@pytest.fixture(scope="module")
def corpus(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Some batches of articles, so that storing them can be stopped after the first."""
    return write_corpus(tmp_path_factory.mktemp("corpus") / "corpus.jsonl", 900)


@pytest.fixture(scope="module")
def whole(run_together: Run, corpus: Path) -> tuple[dict[str, object], bytes]:
    """What is to be seen of a database that was filled at one go."""
    database = corpus.with_name("whole.db")
    assert_clean(run_together("ingest", corpus, "--db", database), 0)
    return contents(run_together, corpus, database)


@POSIX_ONLY
@pytest.mark.slow
@pytest.mark.parametrize("how", [signal.SIGINT, signal.SIGKILL], ids=["interrupted", "killed"])
def test_a_stopped_ingest_is_completed_by_the_same_command(
    run: Run, tmp_path: Path, corpus: Path, whole: tuple[dict[str, object], bytes], how: signal.Signals
) -> None:
    stopped = tmp_path / "stopped.db"
    code, err = stop_in_the_middle(tmp_path, corpus, stopped, how)
    assert "Traceback" not in err
    if how is signal.SIGINT:
        assert code == 130
        assert "what was stored is kept" in err
    else:
        assert code == -signal.SIGKILL
    assert 0 < stored_articles(stopped) < 900
    assert_clean(run("ingest", corpus, "--db", stopped), 0)
    assert contents(run, corpus, stopped) == whole
    assert_clean(run("doctor", "--db", stopped), 0)


def test_the_same_documents_again_change_nothing(run: Run, tmp_path: Path) -> None:
    corpus = write_corpus(tmp_path / "corpus.jsonl", 60)
    assert_clean(run("ingest", corpus, "--db", "twice.db"), 0)
    before = contents(run, corpus, tmp_path / "twice.db")
    again = run("ingest", corpus, "--db", "twice.db", "--format", "json")
    assert_clean(again, 0)
    report = json.loads(again.stdout)
    assert (report["stored"], report["updated"], report["known"], report["traced"]) == (0, 0, 60, 0)
    assert contents(run, corpus, tmp_path / "twice.db") == before


def test_a_stored_article_never_matches_itself(run: Run, tmp_path: Path) -> None:
    corpus = write_corpus(tmp_path / "corpus.jsonl", 9)
    assert_clean(run("ingest", corpus, "--db", "self.db"), 0)
    done = run("trace", corpus, "--db", "self.db", "--format", "jsonl")
    assert done.returncode in {0, 3}
    assert [json.loads(line)["matches"] for line in done.stdout.splitlines()] == [[]] * 9
