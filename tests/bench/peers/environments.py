"""The environments of the peers: a folder each in the user's cache, made on first use, and what is installed there."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
import sys
import tomllib
import venv
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Callable

__all__ = ["Missing", "Peer", "Ready", "peers", "prepare"]

HERE = Path(__file__).parent
# pip may build from source
PATIENCE = 1800


class Peer(NamedTuple):
    """A program that is measured beside ours, as ``peers.toml`` says."""

    name: str
    environment: str
    requires: tuple[str, ...]
    program: tuple[str, ...]
    does: str
    largest: int


class Ready(NamedTuple):
    """A peer that can be run: its interpreter, and its version."""

    python: Path
    version: str


class Missing(NamedTuple):
    """A peer that cannot be run, and why."""

    reason: str


def peers() -> dict[str, Peer]:
    """All peers by name."""
    told = tomllib.loads((HERE / "peers.toml").read_text(encoding="utf-8"))
    return {name: _peer(name, entry, told) for name, entry in told.items()}


def _peer(name: str, entry: dict[str, object], told: dict[str, dict[str, object]]) -> Peer:
    environment = str(entry.get("environment", name))
    requires, program = told[environment]["requires"], entry["program"]
    assert isinstance(requires, list)
    assert isinstance(program, list)
    return Peer(name, environment, tuple(requires), tuple(program), str(entry["does"]), int(str(entry["largest"])))


def prepare(peer: Peer, folder: Path, say: Callable[[str], None]) -> Ready | Missing:
    """Make a peer's environment, or find it made.

    Args:
        peer: whose.
        folder: that of all environments.
        say: told before a wait.

    Returns:
        How to start it, or why it cannot be.
    """
    place = folder / peer.environment
    python = place / ("Scripts" if sys.platform == "win32" else "bin") / "python"
    mark = place / "requires.json"
    if not mark.exists() or json.loads(mark.read_text(encoding="utf-8")) != list(peer.requires):
        say(f"{peer.environment}: its environment is made")
        shutil.rmtree(place, ignore_errors=True)
        venv.create(place, with_pip=True)
        command = [python, "-m", "pip", "install", "--quiet", "--disable-pip-version-check", *peer.requires]
        try:
            done = subprocess.run(command, capture_output=True, check=False, text=True, timeout=PATIENCE)
        except subprocess.TimeoutExpired:
            return Missing(f"pip was not done in {PATIENCE // 60} minutes")
        if done.returncode:
            return Missing(f"pip could not install it: {_why(done.stderr)}")
        mark.write_text(json.dumps(peer.requires), encoding="utf-8")
    name = re.split(r"[\[<>=]", peer.requires[0])[0]
    ask = f"import importlib.metadata as m; print(m.version({name!r}))"
    done = subprocess.run([python, "-c", ask], capture_output=True, check=False, text=True)
    return Missing("it is not there after it was installed") if done.returncode else Ready(python, done.stdout.strip())


def _why(told: str) -> str:
    """The error in what pip said, without addresses and folders."""
    errors = [line.removeprefix("ERROR: ") for line in told.splitlines() if line.startswith("ERROR: ")]
    return re.sub(r"\S*[/\\]\S*", "…", errors[-1] if errors else "no word why")[:160]
