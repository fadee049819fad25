"""While others write: pages answer, or say why not and when to come back; nobody waits for ever."""

from __future__ import annotations

import asyncio
import json
import os
import shutil
import socket
import sqlite3
import subprocess
import sys
import time
from contextlib import closing, contextmanager
from importlib.metadata import entry_points
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.error import HTTPError, URLError
from urllib.request import Request, urlopen

import pytest
from browsing import ROOT, datasette, fill

if TYPE_CHECKING:
    from collections.abc import Iterator

pytest.importorskip("datasette", reason="datasette is an extra: pip install '.[browse]'")
REPOSITORY = Path(__file__).resolve().parents[1]
SAYS = "news: another program is writing to the database"
SECONDS = 120  # SQLite itself waits for five


@pytest.fixture(scope="module")
def filled(samples: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    return fill(tmp_path_factory.mktemp("locked") / "news.db", samples)


@pytest.fixture
def path(filled: Path, tmp_path: Path) -> Path:
    """One that no server of another test has still open."""
    return Path(shutil.copy(filled, tmp_path / "news.db"))


@contextmanager
def held(path: Path, *, alone: bool) -> Iterator[sqlite3.Connection]:
    """Another program in the middle of a change; ``alone``: nobody else may even read."""
    with closing(sqlite3.connect(path, isolation_level=None)) as connection:
        if alone:
            connection.execute("PRAGMA locking_mode = EXCLUSIVE")
        connection.execute("BEGIN EXCLUSIVE")
        connection.execute("UPDATE article SET title = 'not yet' WHERE id = 1")
        try:
            yield connection
        finally:
            connection.rollback()


def asked(path: Path, *addresses: str, alone: bool) -> tuple[list[Any], Any, Any]:
    """What a server answers meanwhile, what a text to be traced is answered, and the first address after it."""

    async def answers() -> tuple[list[Any], Any, Any]:
        server = datasette([path])
        with held(path, alone=alone):
            await server.invoke_startup()
            found = [await asyncio.wait_for(server.client.get(address), SECONDS) for address in addresses]
            text = {"text": "Few boats left the harbour on Monday, the harbour office said."}
            traced = await asyncio.wait_for(server.client.post(f"{ROOT}/trace", json=text), SECONDS)
        return found, traced, await server.client.get(addresses[0])

    return asyncio.run(answers())


def test_a_writer_disturbs_no_reader(path: Path) -> None:
    pages = [ROOT, f"{ROOT}/article/1", f"{ROOT}/search?q=cable", "/", "/news", "/news/article", "/news/origins.json"]
    found, traced, after = asked(path, *pages, alone=False)
    assert [each.status_code for each in found] == [200] * len(pages)
    assert "not yet" not in found[1].text, "what is not finished is not shown"
    assert traced.status_code == 200
    assert after.status_code == 200


@pytest.mark.slow
def test_a_locked_database_is_said_and_not_waited_for(path: Path) -> None:
    ours = [f"{ROOT}/article/1", f"{ROOT}/article/1.json"]
    theirs = ["/news/article", "/"]
    found, traced, after = asked(path, *ours, *theirs, alone=True)
    for address, answer in zip((*ours, *theirs), found, strict=True):
        assert answer.status_code == 503, address
        assert SAYS in answer.text, address
        assert "wait until the other program is done" in answer.text, address
        assert int(answer.headers["retry-after"]) > 0, address
        assert answer.headers["content-type"].startswith("application/json" if ".json" in address else "text/html")
        assert str(path.parent) not in answer.text, address
    assert (traced.status_code, traced.json()["error"]) == (503, SAYS)
    assert after.status_code == 200


@contextmanager
def process(path: Path) -> Iterator[str]:
    """``datasette FILE`` in a process of its own, without any configuration, by its address."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    command = [sys.executable, "-m", "datasette", str(path), "--host", "127.0.0.1", "--port", str(port)]
    running = subprocess.Popen(
        command,
        cwd=path.parent,
        env={**os.environ, "PYTHONPATH": str(REPOSITORY)},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    try:
        address = f"http://127.0.0.1:{port}"
        for _ in range(300):
            try:
                with urlopen(f"{address}{ROOT}/browse.css", timeout=5):  # noqa: S310 - our own server
                    break
            except (URLError, ConnectionError):
                time.sleep(0.1)
        yield address
    finally:
        running.terminate()
        running.wait(20)


def over_the_wire(address: str, body: bytes | None = None) -> tuple[int, str]:
    asking = Request(address, data=body, headers={"Content-Type": "application/json"} if body else {})  # noqa: S310
    try:
        with urlopen(asking, timeout=SECONDS) as answer:  # noqa: S310 - our own server
            return answer.status, answer.read().decode()
    except HTTPError as error:
        return error.code, error.read().decode()


@pytest.mark.skipif(
    "provenance" not in {each.name for each in entry_points(group="datasette")},
    reason="Datasette finds the pages of an installed program only",
)
def test_datasette_alone_serves_the_pages_over_a_socket(path: Path) -> None:
    with process(path) as server:
        for page in (ROOT, f"{ROOT}/article/1", f"{ROOT}/outlets", "/news/origins", "/news/most_damaged_articles"):
            status, text = over_the_wire(f"{server}{page}")
            assert status == 200, page
            assert "provenance" in text, page
        status, text = over_the_wire(
            f"{server}{ROOT}/trace", b'{"text": "HALVORSUND, Norway (AP) \\u2014 Few boats left."}'
        )
        assert (status, json.loads(text)["verdict"]["origin"]["source"]) == (200, "ap")
