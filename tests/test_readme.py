"""The README's commands work as they stand there, in a fresh clone, with nothing but Python."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

REPOSITORY = Path(__file__).resolve().parents[1]
README = REPOSITORY / "README.md"
BLOCK = re.compile(r"^```(?:sh|bash|console)\n(.*?)^```", re.MULTILINE | re.DOTALL)


def blocks() -> list[str]:
    """The command blocks of the README, in order."""
    return [block.strip() for block in BLOCK.findall(README.read_text(encoding="utf-8"))]


def one_liner(mark: str) -> str:
    (line,) = [block for block in blocks() if block.startswith("python3 -m venv") and mark in block]
    return line


def test_the_two_commands_are_one_line_each_and_need_python_only() -> None:
    for mark in ("provenance trace", "nox"):
        line = one_liner(mark)
        assert "\n" not in line
        assert not re.search(r"\b(?:uv|pipx|make|npm|docker|sqlite3|sudo)\b", line)


def test_ci_runs_the_readmes_test_command() -> None:
    lines = (REPOSITORY / ".ci" / "run").read_text(encoding="utf-8").splitlines()
    assert one_liner("nox") in [line.strip() for line in lines]


def test_every_command_of_the_readme_exists() -> None:
    from typer.main import get_command

    from provenance.cli import command_line

    known = set(get_command(command_line()).commands)
    used = set(re.findall(r"\bprovenance ([a-z]+)\b", "\n".join(blocks())))
    assert used
    assert used <= known


def test_every_relative_link_leads_somewhere() -> None:
    links = re.findall(r"\]\((?!https?:|#|mailto:)([^)#\s]+)", README.read_text(encoding="utf-8"))
    assert [link for link in links if not (REPOSITORY / link).exists()] == []


@pytest.fixture(scope="session")
def clone(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A clone of what is committed."""
    if not (REPOSITORY / ".git").exists() or shutil.which("git") is None:
        pytest.skip("no git repository here")
    folder = tmp_path_factory.mktemp("clone") / "provenance"
    subprocess.run(
        ["git", "clone", "--quiet", str(REPOSITORY), str(folder)],
        check=True,
        timeout=300,
    )
    return folder


def plain_environment() -> dict[str, str]:
    """As on a fresh machine: no virtual environment is active, and ``python3`` is the plain one."""
    base = str(Path(sys.base_prefix) / "bin")
    return {
        **{
            name: value for name, value in os.environ.items() if name not in {"VIRTUAL_ENV", "PYTHONPATH", "PYTHONHOME"}
        },
        "PATH": os.pathsep.join([base, "/usr/bin", "/bin"]),
    }


@pytest.mark.slow
def test_the_first_command_says_where_the_sample_came_from(clone: Path) -> None:
    reachable = subprocess.run(
        [sys.executable, "-m", "pip", "download", "--quiet", "--no-deps", "--dest", str(clone.parent), "platformdirs"],
        capture_output=True,
        check=False,
        timeout=300,
    )
    if reachable.returncode:
        pytest.skip("no package index can be reached")
    done = subprocess.run(
        ["bash", "-c", one_liner("provenance trace")],
        capture_output=True,
        check=False,
        cwd=clone,
        encoding="utf-8",
        env=plain_environment(),
        timeout=600,
    )
    assert done.returncode == 0, done.stderr
    assert "The Associated Press" in done.stdout
    assert "→" in done.stdout
    assert "Traceback" not in done.stderr
    # the installed package has the templates of the report
    ask = ("trace", "seeds/articles/cable-aggregator.txt", "--db", "samples.db", "--format", "html")
    page = subprocess.run(
        [".venv/bin/provenance", *ask],
        capture_output=True,
        check=True,
        cwd=clone,
        encoding="utf-8",
        env=plain_environment(),
        timeout=300,
    ).stdout
    assert page.startswith("<!doctype html>")
    assert page.count("<del>") > 50
