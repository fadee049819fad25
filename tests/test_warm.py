"""A start of the loaded program is like any other start."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import tempfile
import time
from functools import partial
from typing import TYPE_CHECKING

import pytest
from conftest import WARM, start

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from conftest import Run

pytestmark = pytest.mark.skipif(not hasattr(os, "fork"), reason="there is no fork here")


@pytest.fixture
def story(tmp_path: Path) -> Path:
    path = tmp_path / "story.txt"
    path.write_text("Ferries sail again\n\nGULLHAVEN (AP) — Ferries sailed on Friday.\n", encoding="utf-8")
    return path


@pytest.mark.parametrize(
    "arguments",
    [("--version",), ("trace", "story.txt"), ("trace", "gone.txt"), ("no-such-command",), ("trace", "-"), ("stats",)],
)
def test_it_answers_as_one_that_loads_the_program(run: Run, story: Path, arguments: tuple[str, ...]) -> None:
    read = story.read_bytes()
    warm, cold = run(*arguments, stdin=read), run(*arguments, stdin=read, anew=True)
    assert (warm.returncode, warm.stdout, warm.stderr) == (cold.returncode, cold.stdout, cold.stderr)


def test_its_folder_and_environment_are_those_of_the_test(
    tmp_path: Path, warm: Iterator[str], story: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("one", "two"):
        monkeypatch.setenv("PROVENANCE_DB", f"{name}.db")
        assert start(tmp_path, "ingest", story.name, warm=warm).returncode == 0
    assert sorted(path.name for path in tmp_path.glob("*.db")) == ["one.db", "two.db"]


def test_two_starts_in_a_row_are_of_two_processes(warm: Iterator[str]) -> None:
    assert len({next(warm) for _ in range(6)}) == 2


def waiting(warm: Iterator[str], folder: Path) -> subprocess.Popen[bytes]:
    """A start that waits for its stdin."""
    command = [sys.executable, "-IS", str(WARM), next(warm), "trace", "-"]
    return subprocess.Popen(command, cwd=folder, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE)


def test_one_that_is_given_up_ends_and_the_next_one_starts(tmp_path: Path, warm: Iterator[str], story: Path) -> None:
    for _ in range(2):
        with waiting(warm, tmp_path) as given_up:
            time.sleep(0.1)
            given_up.kill()
            # it ends too, else its end of this pipe stays open
            assert given_up.communicate(timeout=300)[0] == b""
    ask = partial(start, tmp_path, "trace", story.name, warm=warm)
    assert [ask().returncode, ask().returncode] == [0, 0]


@pytest.mark.parametrize("code", [0, 5, -signal.SIGTERM])
def test_its_end_is_told_as_it_was(code: int) -> None:
    with tempfile.TemporaryDirectory() as folder, socket.socket(socket.AF_UNIX) as door:
        door.bind(f"{folder}/s")
        door.listen()
        with subprocess.Popen([sys.executable, "-IS", str(WARM), f"{folder}/s", "stats"]) as client:
            line, _ = door.accept()
            with line:
                line.sendall(str(code).encode())
                assert client.wait(timeout=300) == code
