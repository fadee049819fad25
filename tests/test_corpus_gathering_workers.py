"""Corpora read by several processes, and runs that are killed and gone on with, against one undisturbed run."""

from __future__ import annotations

import gzip
import json
import os
import random
import signal
import subprocess
import sys
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from provenance import Room, dedup
from provenance.corpus.gathering import parts, workers
from provenance.corpus.machine.forks import fork
from provenance.errors import OutputError
from provenance.reading import ReadOptions, spans
from provenance.settings import DedupSettings, Keep

if TYPE_CHECKING:
    from collections.abc import Callable
    from multiprocessing.connection import Connection
    from multiprocessing.context import ForkProcess

REPOSITORY = Path(__file__).parent.parent
needs_forks = pytest.mark.skipif(
    find_spec("numba") is None or sys.platform != "linux", reason="needs numba, and forks of a process"
)
COUNT = 1500


@pytest.fixture(scope="module")
def corpus(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Stories of invented words, each third one an edited copy; rows that cannot be read, and rows without text."""
    chance = random.Random(11)
    words = ["".join(chance.choices("aeiourstlnmdk", k=7)) for _ in range(3000)]
    stories = [chance.choices(words, k=60) for _ in range(COUNT)]
    lines = []
    for number, story in enumerate(stories):
        told = story
        if number % 3 == 2:
            told = [chance.choice(words) if chance.random() < 0.08 else word for word in stories[number // 2]]
        row = {"id": f"d{number}", "url": f"https://s{number % 7}.example/{number}", "text": " ".join(told)}
        lines.append(json.dumps(row))
        if number % 200 == 9:
            lines += ["not a row", json.dumps({"id": f"empty{number}", "text": "…"}), ""]
    path = tmp_path_factory.mktemp("corpus") / "c.jsonl"
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return path


@pytest.fixture
def small(monkeypatch: pytest.MonkeyPatch) -> None:
    """Parts and segments as small as the corpus is."""
    monkeypatch.setattr(spans, "SIZE", 60_000)
    monkeypatch.setattr(workers, "COMPILED_SIZE", 1)
    monkeypatch.setattr(workers, "COMPILED_FROM", 20)
    monkeypatch.setattr(parts, "DOCUMENTS", 64)


def contents(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in sorted(folder.iterdir())}


@pytest.fixture(scope="module")
def expected(corpus: Path, tmp_path_factory: pytest.TempPathFactory) -> dict[str, bytes]:
    """What one process makes of it, in plain Python."""
    out = tmp_path_factory.mktemp("expected") / "out"
    dedup([corpus], out, settings=DedupSettings(keep=Keep.FIRST))
    return contents(out)


@needs_forks
@pytest.mark.usefixtures("small")
@pytest.mark.parametrize("count", [2, 5])
@pytest.mark.parametrize("memory", [None, 64_000])
def test_several_processes_change_no_byte(
    corpus: Path,
    expected: dict[str, bytes],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    count: int,
    memory: int | None,
) -> None:
    monkeypatch.setattr(workers, "threads", lambda: count)
    told: list[int] = []
    said: list[str] = []
    report = dedup(
        [corpus],
        tmp_path / "out",
        settings=DedupSettings(keep=Keep.FIRST),
        options=ReadOptions(notice=said.append),
        room=Room(memory),
        progress=lambda progress: told.append(progress.done) if progress.stage == "reading" else None,
    )
    assert contents(tmp_path / "out") == expected
    assert report.failed == 16
    assert told == sorted(told)
    assert told[-1] == report.read
    assert len([line for line in said if "text = text" in line]) == 1


@needs_forks
@pytest.mark.usefixtures("small")
def test_what_a_process_does_not_finish_is_done_here(
    corpus: Path, expected: dict[str, bytes], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    here, save = os.getpid(), workers.save_segment

    def die(path: Path, segment: object) -> None:
        if os.getpid() != here and "000001-000001" in path.name:
            os.kill(os.getpid(), signal.SIGKILL)
        save(path, segment)  # type: ignore[arg-type]

    monkeypatch.setattr(workers, "save_segment", die)
    monkeypatch.setattr(workers, "threads", lambda: 2)
    dedup([corpus], tmp_path / "out", settings=DedupSettings(keep=Keep.FIRST))
    assert contents(tmp_path / "out") == expected


@needs_forks
@pytest.mark.usefixtures("small")
def test_processes_that_are_gone_before_they_are_given_a_part_are_done_without(
    corpus: Path, expected: dict[str, bytes], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def gone(_work: object) -> tuple[ForkProcess, Connection]:
        process, connection = fork(lambda _parent: None)
        process.join()
        return process, connection

    monkeypatch.setattr(workers, "fork", gone)
    monkeypatch.setattr(workers, "threads", lambda: 2)
    dedup([corpus], tmp_path / "out", settings=DedupSettings(keep=Keep.FIRST))
    assert contents(tmp_path / "out") == expected


@needs_forks
@pytest.mark.usefixtures("small")
def test_an_error_in_a_process_is_the_error_of_the_run(
    corpus: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(path: Path, _segment: object) -> None:
        message = f"{path.name}: cannot be written: No space left on device"
        raise OutputError(message, "make room")

    monkeypatch.setattr(workers, "save_segment", full)
    monkeypatch.setattr(workers, "threads", lambda: 2)
    with pytest.raises(OutputError, match="No space left"):
        dedup([corpus], tmp_path / "out")
    assert list(tmp_path.iterdir()) == []


KILLED = """
import os, signal, sys
from pathlib import Path
from provenance import Room, dedup
from provenance.corpus.origins import judging
from provenance.corpus.gathering import parts, workers
from provenance.reading import spans
from provenance.settings import DedupSettings, Keep
spans.SIZE, workers.COMPILED_SIZE, workers.COMPILED_FROM, parts.DOCUMENTS = 60_000, 1, 20, 64
judging.KEPT = 10
corpus, out, keep, count, left = sys.argv[1:]
workers.threads = lambda: int(count)
from provenance.corpus.machine import sharing
sharing.CHUNK = 100
left = int(left)
me = os.getpid()
def limited(save):
    def counted(path, what):
        global left
        left -= 1
        if left < 0:
            os.kill(me, signal.SIGKILL)
        save(path, what)
    return counted
workers.save_segment, judging.save_standings = limited(workers.save_segment), limited(judging.save_standings)
dedup([corpus], Path(out), settings=DedupSettings(keep=Keep(keep)), room=Room(resume=True))
"""


def killed(corpus: Path, out: Path, keep: str, count: int, left: int) -> int:
    done = subprocess.run(
        [sys.executable, "-c", KILLED, corpus, out, keep, str(count), str(left)],
        env={**os.environ, "PYTHONPATH": str(REPOSITORY)},
        check=False,
        timeout=300,
        capture_output=True,
    )
    assert done.returncode in {0, -signal.SIGKILL}, done.stderr
    return done.returncode


@needs_forks
@pytest.mark.parametrize(("keep", "count"), [("first", 1), ("first", 2), ("origin", 2)])
def test_a_killed_run_goes_on_to_the_same_bytes(corpus: Path, tmp_path: Path, keep: str, count: int) -> None:
    undisturbed, out = tmp_path / "undisturbed", tmp_path / "out"
    assert killed(corpus, undisturbed, keep, count, 10**9) == 0
    codes = [-signal.SIGKILL]
    for left in (0, 2, 9, 12):
        if codes[-1]:  # how many files are left to save depends on which process was how far
            codes.append(killed(corpus, out, keep, count, left))
    del codes[0]
    assert -signal.SIGKILL in codes
    if codes[-1]:
        assert killed(corpus, out, keep, count, 10**9) == 0
    assert contents(out) == contents(undisturbed)


@pytest.mark.usefixtures("small")
@pytest.mark.parametrize(
    ("change", "said"),
    [
        (
            lambda corpus: corpus.write_text(corpus.read_text() + '{"id": "more", "text": "a later row"}\n'),
            "the input is",
        ),
        (lambda _: None, "other settings"),
    ],
)
def test_what_cannot_be_used_is_made_anew_and_that_is_said(
    corpus: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, change: Callable[[Path], object], said: str
) -> None:
    copy = tmp_path / "c.jsonl"
    copy.write_bytes(corpus.read_bytes())
    monkeypatch.setattr(workers, "threads", lambda: 1)

    def stop(*_: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patched:
        patched.setattr(sys.modules["provenance.corpus.dedup"], "judge", stop)
        with pytest.raises(KeyboardInterrupt):
            dedup([copy], tmp_path / "out")
    assert list((tmp_path / "out.partial" / "work").glob("*.segment"))
    change(copy)
    told: list[str] = []
    settings = DedupSettings(keep=Keep.FIRST) if "settings" in said else None
    options, room = ReadOptions(notice=told.append), Room(resume=True)
    dedup([copy], tmp_path / "out", settings=settings, options=options, room=room)
    dedup([copy], tmp_path / "again", settings=settings)
    assert contents(tmp_path / "out") == contents(tmp_path / "again")
    assert any(said in line for line in told)
    assert not (tmp_path / "out.partial").exists()


@pytest.fixture
def unfinished(corpus: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, small: None) -> Path:  # noqa: ARG001 - of a fixture only the effect counts
    """A run by two processes that was cut short when all was read."""

    def stop(*_: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patched:
        patched.setattr(workers, "threads", lambda: 2)
        patched.setattr(sys.modules["provenance.corpus.dedup"], "judge", stop)
        with pytest.raises(KeyboardInterrupt):
            dedup([corpus], tmp_path / "out", settings=DedupSettings(keep=Keep.FIRST))
    return tmp_path / "out.partial" / "work"


def cut(path: Path) -> None:
    path.write_bytes(path.read_bytes()[:-100])


def flip(path: Path) -> None:
    data = bytearray(path.read_bytes())
    data[len(data) // 2] ^= 255
    path.write_bytes(data)


def be_another(path: Path) -> None:
    """Stand in the place of a part that the corpus does not have."""
    path.with_name("part-000900-000000.segment").write_bytes(path.read_bytes())


def be_a_link(path: Path) -> None:
    data = path.read_bytes()
    path.unlink()
    path.with_name("else").write_bytes(data)
    path.symlink_to("else")


def be_a_folder(path: Path) -> None:
    path.unlink()
    path.mkdir()
    (path / "file").touch()


@needs_forks
@pytest.mark.parametrize("spoil", [cut, flip, be_another, be_a_link, be_a_folder])
@pytest.mark.parametrize("count", [1, 2])
def test_what_is_not_as_a_run_left_it_is_made_anew_and_that_is_said(
    unfinished: Path,
    corpus: Path,
    expected: dict[str, bytes],
    monkeypatch: pytest.MonkeyPatch,
    spoil: Callable[[Path], None],
    count: int,
) -> None:
    out = unfinished.parent.with_name("out")
    spoil(sorted(unfinished.glob("part-*.segment"))[1])
    monkeypatch.setattr(workers, "threads", lambda: count)
    told: list[str] = []
    settings, options = DedupSettings(keep=Keep.FIRST), ReadOptions(notice=told.append)
    dedup([corpus], out, settings=settings, options=options, room=Room(resume=True))
    assert contents(out) == expected
    assert [line for line in told if "is damaged, or no file of that run" in line]
    # one process reads the corpus whole, and cannot go on from what several left
    assert any("going on" in line for line in told) == (count == 2)


@needs_forks
def test_a_corpus_that_is_read_otherwise_is_read_anew(corpus: Path, unfinished: Path, tmp_path: Path) -> None:
    out = unfinished.parent.with_name("out")
    told: list[str] = []
    settings, options = DedupSettings(keep=Keep.FIRST), ReadOptions(text_field="url", notice=told.append)
    dedup([corpus], out, settings=settings, options=options, room=Room(resume=True))
    dedup([corpus], tmp_path / "again", settings=settings, options=options)
    assert contents(out) == contents(tmp_path / "again")
    assert any("read otherwise" in line for line in told)


@needs_forks
def test_a_run_whose_record_is_broken_is_made_anew_and_that_is_said(
    corpus: Path, unfinished: Path, expected: dict[str, bytes]
) -> None:
    (unfinished / "run.json").write_text("[")
    told: list[str] = []
    settings, options = DedupSettings(keep=Keep.FIRST), ReadOptions(notice=told.append)
    dedup([corpus], unfinished.parent.with_name("out"), settings=settings, options=options, room=Room(resume=True))
    assert contents(unfinished.parent.with_name("out")) == expected
    assert any("does not say what it was made of" in line for line in told)


@pytest.mark.usefixtures("small")
def test_a_packed_corpus_is_read_on_from_where_it_was(
    corpus: Path, expected: dict[str, bytes], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    packed = tmp_path / "c.jsonl.gz"
    packed.write_bytes(gzip.compress(corpus.read_bytes()))
    save, saved = workers.save_segment, []

    def stop(path: Path, segment: object) -> None:
        if len(saved) == 3:
            raise KeyboardInterrupt
        saved.append(path.name)
        save(path, segment)  # type: ignore[arg-type]

    settings = DedupSettings(keep=Keep.FIRST)
    with monkeypatch.context() as patched:
        patched.setattr(workers, "save_segment", stop)
        with pytest.raises(KeyboardInterrupt):
            dedup([packed], tmp_path / "out", settings=settings)
    made: list[str] = []
    monkeypatch.setattr(workers, "save_segment", lambda path, segment: (made.append(path.name), save(path, segment)))
    told: list[str] = []
    options = ReadOptions(notice=told.append)
    dedup([packed], tmp_path / "out", settings=settings, room=Room(resume=True), options=options)
    assert "going on from an unfinished run, which had read 192 documents" in told
    assert not set(made) & set(saved)
    found = contents(tmp_path / "out")
    assert found["clusters.jsonl"] == expected["clusters.jsonl"]
