"""``provenance browse`` serves the pages of a database, and nothing of what is not there."""

from __future__ import annotations

import json
import os
import signal
import socket
import subprocess
import sys
import urllib.request
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from provenance.pipeline import ingest, open_database

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

pytest.importorskip("datasette", reason="datasette is an extra: pip install '.[browse]'")
REPOSITORY = Path(__file__).resolve().parents[1]


@pytest.fixture(scope="module")
def environment(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    """An environment in which Datasette finds the plugin, also where the package is used from its sources."""
    made = tmp_path_factory.mktemp("installed") / "from_sources-0.dist-info"
    made.mkdir()
    (made / "METADATA").write_text("Metadata-Version: 2.1\nName: from-sources\nVersion: 0\n", encoding="utf-8")
    (made / "entry_points.txt").write_text("[datasette]\nprovenance = provenance.browse\n", encoding="utf-8")
    from importlib.metadata import entry_points

    paths = [str(REPOSITORY)]
    if not any(each.value == "provenance.browse" for each in entry_points(group="datasette")):
        paths.append(str(made.parent))
    return {**os.environ, "PYTHONPATH": os.pathsep.join(paths)}


@pytest.fixture(scope="module")
def path(samples: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("served") / "news.db"
    with open_database(path, write=True, create=True) as database:
        ingest([samples / "cable-aggregator.txt"], database)
    return path


@contextmanager
def served(environment: dict[str, str], *arguments: str) -> Iterator[tuple[subprocess.Popen[str], str]]:
    command = [sys.executable, "-m", "provenance.cli", "browse", *arguments, "--port", "0", "--no-open"]
    with subprocess.Popen(
        command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, env=environment
    ) as process:
        assert process.stderr is not None
        try:
            said = process.stderr.readline()
            assert " at http://" in said, said + process.stderr.read()
            yield process, said.split(" at ")[1].split(" ")[0]
        finally:
            process.kill()


def answer(address: str, body: dict[str, Any] | None = None) -> tuple[int, Any]:
    data = None if body is None else json.dumps(body).encode()
    request = urllib.request.Request(address, data, {"Content-Type": "application/json"})  # noqa: S310 - our own server
    try:
        with urllib.request.urlopen(request, timeout=300) as found:  # noqa: S310
            return found.status, json.load(found)
    except urllib.error.HTTPError as error:
        return error.code, json.load(error)


def test_it_serves_the_pages_until_it_is_ended(environment: dict[str, str], path: Path) -> None:
    with served(environment, str(path)) as (process, address):
        assert address.startswith("http://127.0.0.1:")
        assert answer(f"{address}.json")[1]["totals"]["articles"] == 1
        status, refused = answer(f"{address}/trace", {"url": "https://nowhere.invalid/"})
        assert (status, refused["error"]) == (403, "this server fetches no pages")
        before = path.read_bytes()
        process.send_signal(signal.SIGINT)
        assert process.wait(20) in {0, 130}
        assert path.read_bytes() == before
        assert not path.with_name(f"{path.name}-journal").exists()


def test_it_fetches_where_it_is_allowed_to(environment: dict[str, str], path: Path) -> None:
    with served(environment, str(path), "--allow-fetch") as (_, address):
        status, failed = answer(f"{address}/trace", {"url": "https://nowhere.invalid/"})
        assert status == 422
        assert "nowhere.invalid" in failed["error"]


def test_what_is_not_there_is_not_served(run: Callable[..., Any]) -> None:
    done = run("browse", "gone.db", "--no-open")
    assert done.returncode == 4
    assert b"there is no database" in done.stderr


def test_a_port_in_use_is_named(environment: dict[str, str], path: Path) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = str(taken.getsockname()[1])
        command = [sys.executable, "-m", "provenance.cli", "browse", str(path), "--port", port, "--no-open"]
        done = subprocess.run(command, capture_output=True, text=True, check=False, env=environment, timeout=300)
    assert done.returncode == 1
    assert f"127.0.0.1:{port}: cannot be listened on" in done.stderr
    assert "--port 0" in done.stderr
    assert "Traceback" not in done.stderr


def test_datasette_by_itself_shows_the_same(environment: dict[str, str], path: Path) -> None:
    """With no option at all: it finds the plugin by its entry point."""
    command = [sys.executable, "-m", "datasette", str(path), "--get", "/-/provenance.json"]
    done = subprocess.run(command, capture_output=True, text=True, check=True, env=environment, timeout=300)
    assert json.loads(done.stdout)["totals"]["articles"] == 1
