"""A run is measured with all its processes, and ended at its limit."""

from __future__ import annotations

import importlib
import os
import sys
import time
from pathlib import Path

import pytest

sys.path.append(str(Path(__file__).parent / "bench" / "peers"))
running = importlib.import_module("running")

CHILD = "import subprocess, sys; subprocess.run([sys.executable, '-c', {0!r}], check=True)"


def run(code: str, limit: float = 60) -> object:
    return running.run([sys.executable, "-c", code], dict(os.environ), limit)


@pytest.mark.skipif(not running.PROC.is_dir(), reason="only Linux tells the memory of other processes")
def test_memory_and_time_are_those_of_all_processes() -> None:
    small = run("import time; time.sleep(.3)")
    large = run(CHILD.format("import time; held = b'x' * 120_000_000; time.sleep(.5); sum(range(3_000_000))"))
    assert large.peak - small.peak > 100
    assert large.processor > small.processor
    assert large.clock > 0.5


def test_a_run_ends_at_its_limit_with_all_that_it_started(tmp_path: Path) -> None:
    mark = tmp_path / "mark"
    ended = run(CHILD.format(f"import time, pathlib; time.sleep(3); pathlib.Path({str(mark)!r}).touch()"), limit=0.4)
    assert ended == running.Cut("> 0 s")
    time.sleep(4)
    assert not mark.exists()


@pytest.mark.skipif(not running.PROC.is_dir(), reason="only Linux tells the memory of other processes")
def test_a_run_ends_at_the_limit_of_memory(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(running, "MEMORY", 1e8)
    assert run("import time; held = b'x' * 200_000_000; time.sleep(20)", limit=60) == running.Cut("> 0 GB")


def test_a_failure_tells_its_last_words() -> None:
    assert run("raise SystemExit('no such column')") == running.Failed("no such column")
    assert run("raise SystemExit(3)") == running.Failed("exit code 3")
