"""``provenance clean`` as a user starts it."""

from __future__ import annotations

import gzip
import json
from typing import TYPE_CHECKING

import pytest

from provenance.model import Role

if TYPE_CHECKING:
    from pathlib import Path

    from conftest import Run

STORY = "The ferry ran aground on a bank off the point before dawn and was pulled free by two tugs from the yard."
SECOND = "Nobody was hurt, and the forty people on board were given tea at the lighthouse, its keeper said."
HEADLINE = "Ferry aground off the point"
PAGE = (
    f"<title>{HEADLINE}</title><h1>{HEADLINE}</h1><p>By Ana Ruhl</p><p>{STORY}</p><h2>Tea for forty</h2><p>{SECOND}</p>"
    "<footer>© 2031 Harrow Lake Media. All rights reserved.</footer>"
)


@pytest.fixture
def page(tmp_path: Path) -> Path:
    path = tmp_path / "ferry.html"
    path.write_text(PAGE, encoding="utf-8")
    return path


@pytest.fixture
def corpus(tmp_path: Path) -> Path:
    path = tmp_path / "rows.jsonl"
    rows = [{"id": number, "content": f"{STORY} {SECOND}"} for number in range(3)]
    path.write_text("\n".join([json.dumps(row) for row in rows] + ["{broken"]), encoding="utf-8")
    return path


def test_text_goes_to_stdout_and_nothing_else(run: Run, page: Path) -> None:
    done = run("clean", page)
    assert (done.returncode, done.stderr) == (0, b"")
    assert done.stdout.decode() == f"{HEADLINE}\n\n{STORY}\n\nTea for forty\n\n{SECOND}\n"
    again = run("clean", "-", stdin=done.stdout)
    assert again.stdout == done.stdout


def test_markdown(run: Run, page: Path) -> None:
    done = run("clean", page, "--format", "markdown")
    assert done.stdout.decode() == f"# {HEADLINE}\n\n{STORY}\n\n## Tea for forty\n\n{SECOND}\n"


def test_jsonl_with_the_blocks_of_chosen_roles(run: Run, page: Path) -> None:
    (row,) = map(json.loads, run("clean", page, "--format", "jsonl").stdout.splitlines())
    assert row["title"] == HEADLINE
    assert row["byline"] == "By Ana Ruhl"
    assert row["text"] == f"{STORY}\n\nTea for forty\n\n{SECOND}"
    assert "blocks" not in row
    done = run("clean", page, "--format", "jsonl", "--keep", "copyright", "--keep", "byline", "--drop", "subheading")
    (row,) = map(json.loads, done.stdout.splitlines())
    assert [block["role"] for block in row["blocks"]] == ["headline", "byline", "body", "body", "copyright"]


def test_an_unknown_role_is_a_usage_error_that_lists_them(run: Run, page: Path) -> None:
    for option in ("--keep", "--drop"):
        done = run("clean", page, option, "footer")
        assert done.returncode == 2
        assert done.stdout == b""
        assert all(role.value in done.stderr.decode() for role in Role)
    assert run("clean", page, "--keep", "body", "--drop", "body").returncode == 2


def test_a_broken_row_is_one_line_and_the_run_goes_on(run: Run, corpus: Path) -> None:
    done = run("clean", corpus, "--text-field", "content", "--format", "jsonl")
    assert done.returncode == 5
    assert [json.loads(line)["id"] for line in done.stdout.splitlines()] == ["0", "1", "2"]
    assert b"1 of 4 could not be cleaned" in done.stderr
    assert run("clean", "absent.html").returncode == 1


def test_a_database_that_is_not_there_is_an_error(run: Run, page: Path) -> None:
    done = run("clean", page, "--db", "absent.db")
    assert (done.returncode, done.stdout) == (4, b"")


def test_a_file_is_not_replaced_unasked(run: Run, page: Path, tmp_path: Path) -> None:
    assert run("clean", page, "-o", "story.txt").returncode == 0
    first = (tmp_path / "story.txt").read_bytes()
    assert first.startswith(HEADLINE.encode())
    refused = run("clean", page, "-o", "story.txt", "--drop", "headline")
    assert refused.returncode == 1
    assert b"--force" in refused.stderr
    assert (tmp_path / "story.txt").read_bytes() == first
    assert run("clean", page, "-o", "story.txt", "--drop", "headline", "--force").returncode == 0
    assert (tmp_path / "story.txt").read_bytes() != first


def test_no_file_appears_where_there_was_nothing(run: Run, tmp_path: Path) -> None:
    assert run("clean", "absent.html", "-o", "story.txt").returncode == 1
    assert list(tmp_path.iterdir()) == []


def test_several_inputs_make_a_folder(run: Run, page: Path, corpus: Path, tmp_path: Path) -> None:
    done = run("clean", page, corpus, "--text-field", "content", "-o", "out", "-f", "markdown")
    assert done.returncode == 5
    assert sorted(path.name for path in (tmp_path / "out").iterdir()) == ["0.md", "1.md", "2.md", "ferry.md"]
    again = run("clean", page, "-o", "out", "-f", "markdown")
    assert again.returncode == 1
    assert b"already" in again.stderr
    assert run("clean", page, "-o", "single/").returncode == 0
    assert (tmp_path / "single" / "ferry.txt").is_file()


def test_several_stories_in_one_file(run: Run, corpus: Path, tmp_path: Path) -> None:
    run("clean", corpus, "--text-field", "content", "-o", "all.txt")
    assert (tmp_path / "all.txt").read_text(encoding="utf-8").split("\n---\n\n") == [f"{STORY} {SECOND}\n"] * 3
    run("clean", corpus, "--text-field", "content", "-f", "jsonl", "-o", "all.jsonl.gz")
    assert len(gzip.decompress((tmp_path / "all.jsonl.gz").read_bytes()).splitlines()) == 3


def test_corpora_keep_limits(run: Run, corpus: Path) -> None:
    done = run("clean", corpus, "--text-field", "content", "--limit", "2", "-f", "jsonl")
    assert (done.returncode, len(done.stdout.splitlines())) == (0, 2)


def test_an_empty_file_says_what_to_do(run: Run, tmp_path: Path) -> None:
    (tmp_path / "none.html").touch()
    done = run("clean", "none.html")
    assert done.returncode == 1
    assert done.stderr.decode().splitlines() == [
        "Error: none.html: an empty file",
        "  nothing was saved in it: save or fetch the page again, or leave it out",
    ]
