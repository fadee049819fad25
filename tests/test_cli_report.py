"""``trace`` and ``show`` write their answers to a file, and as a page."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest
import zstandard
from html_samples import corpora

if TYPE_CHECKING:
    import subprocess
    from collections.abc import Callable
    from pathlib import Path

    Run = Callable[..., subprocess.CompletedProcess[bytes]]


@pytest.fixture(scope="module")
def folder(run_together: Run, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with a database of the original, and the copy beside it."""
    made = tmp_path_factory.mktemp("report")
    original, _ = corpora(made)
    done = run_together("ingest", original, "--db", made / "news.db")
    assert done.returncode == 0, done.stderr
    return made


def test_a_page_goes_to_stdout(run_together: Run, folder: Path) -> None:
    done = run_together("trace", folder / "copy.jsonl", "--db", folder / "news.db", "--format", "html")
    assert done.returncode == 0, done.stderr
    assert done.stderr.count(b"\n") <= 1, "the guess of columns"
    page = done.stdout.decode("utf-8")
    assert page.startswith("<!doctype html>")
    assert "<del>Ruth</del>" in page


def test_a_page_goes_to_a_file(run_together: Run, folder: Path) -> None:
    page, packed = folder / "page.html", folder / "page.html.zst"
    for out in (page, packed):
        done = run_together("trace", folder / "copy.jsonl", "--db", folder / "news.db", "-f", "html", "-o", out)
        assert done.returncode == 0, done.stderr
        assert done.stdout == b""
    whole = page.read_bytes()
    assert whole == zstandard.ZstdDecompressor().stream_reader(packed.read_bytes()).read()
    assert not list(folder.glob("*.partial"))


def test_a_stored_article_is_shown_as_a_page(run_together: Run, folder: Path) -> None:
    out = folder / "shown.html"
    done = run_together("show", "original", "--db", folder / "news.db", "--format", "html", "-o", out)
    assert done.returncode == 0, done.stderr
    assert "Toll bridge at Ostrava Ford closes for repairs" in out.read_text(encoding="utf-8")


@pytest.mark.parametrize("output_format", ["table", "json", "jsonl"])
def test_a_file_holds_what_stdout_would(run_together: Run, folder: Path, output_format: str) -> None:
    ask = ("trace", folder / "copy.jsonl", "--db", folder / "news.db", "--format", output_format)
    out = folder / f"answer.{output_format}"
    said, done = run_together(*ask), run_together(*ask, "-o", out)
    assert (said.returncode, done.returncode, done.stdout) == (0, 0, b"")
    assert out.read_bytes() == said.stdout
    if output_format != "table":
        assert json.loads(out.read_bytes())["verdict"]["origin"]["source"] == "reuters"


def test_what_is_read_is_not_written_over(run_together: Run, folder: Path) -> None:
    before = (folder / "copy.jsonl").read_bytes()
    for out in ("copy.jsonl", "news.db"):
        done = run_together("trace", folder / "copy.jsonl", "--db", folder / "news.db", "-o", folder / out)
        assert done.returncode == 2
        assert b"this is an input" in done.stderr
    assert run_together("show", "original", "--db", folder / "news.db", "-o", folder / "news.db").returncode == 2
    assert (folder / "copy.jsonl").read_bytes() == before


def test_a_file_that_cannot_be_written_says_so(run_together: Run, folder: Path) -> None:
    ask = ("trace", folder / "copy.jsonl", "--db", folder / "news.db", "-f", "html")
    done = run_together(*ask, "-o", folder / "nowhere" / "page.html")
    assert done.returncode == 1
    assert b"cannot be written" in done.stderr
    assert b"Traceback" not in done.stderr


def test_what_cannot_be_read_is_named_in_the_page(run_together: Run, folder: Path) -> None:
    out = folder / "both.html"
    ask = ("trace", folder / "copy.jsonl", folder / "gone.txt", "--db", folder / "news.db", "-f", "html", "-o", out)
    done = run_together(*ask)
    assert done.returncode == 5
    assert b"gone.txt: no such file" in done.stderr
    assert "gone.txt</bdi>: no such file" in out.read_text(encoding="utf-8")


def test_a_failed_answer_leaves_no_file(run_together: Run, folder: Path) -> None:
    out = folder / "never.html"
    done = run_together("show", "nobody", "--db", folder / "news.db", "-f", "html", "-o", out)
    assert done.returncode == 3, done.stderr
    assert not list(folder.glob("never*"))
