"""A Datasette with the plugin for tests and screenshots: in the process, or as a server on a port of its own."""

from __future__ import annotations

import asyncio
import socket
import threading
from contextlib import contextmanager
from functools import cache
from importlib import import_module
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

ROOT = "/-/provenance"
POLICY = "default-src 'none'; style-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"


def fill(path: Path, samples: Path) -> Path:
    """A new database of the sample articles; they are stored once, and then copied."""
    path.write_bytes(_filled(samples))
    return path


@cache
def _filled(samples: Path) -> bytes:
    from provenance.pipeline import ingest, open_database

    with TemporaryDirectory() as folder:
        path = Path(folder) / "news.db"
        with open_database(path, write=True, create=True) as database:
            ingest([samples], database)
        assert [each.name for each in path.parent.iterdir()] == [path.name], "the log is in the file"
        return path.read_bytes()


def first_story(path: Path) -> str:
    """The id of the newest story of a database."""
    from provenance.pipeline import open_database, stories

    with open_database(path) as database:
        return stories(database)[0].id


def datasette(paths: Sequence[Path], **options: Any) -> Any:
    """A Datasette over some databases, with the plugin, installed or not."""
    from datasette.app import Datasette
    from datasette.plugins import pm

    plugin = import_module("provenance.browse")
    if not pm.is_registered(plugin):
        pm.register(plugin, name="provenance")
    return Datasette([str(path) for path in paths], **options)


def ask(paths: Sequence[Path], *addresses: str, **options: Any) -> list[Any]:
    """The answers of a Datasette to some addresses."""

    async def answers() -> list[Any]:
        server = datasette(paths, **options)
        await server.invoke_startup()
        return [await server.client.get(address) for address in addresses]

    return asyncio.run(answers())


@contextmanager
def serving(paths: Sequence[Path], **options: Any) -> Iterator[str]:
    """A Datasette that listens on the loopback, by its address."""
    import uvicorn

    with socket.socket() as listening:
        listening.bind(("127.0.0.1", 0))
        port = listening.getsockname()[1]
        app = datasette(paths, **options).app()
        server = uvicorn.Server(uvicorn.Config(app, log_level="error", lifespan="on"))
        thread = threading.Thread(target=server.run, kwargs={"sockets": [listening]}, daemon=True)
        thread.start()
        while not server.started and thread.is_alive():
            thread.join(0.02)
        try:
            yield f"http://127.0.0.1:{port}"
        finally:
            server.should_exit = True
            thread.join(20)
