"""``provenance browse``: the database in a browser, served by Datasette with this program's pages.

Invariant: nothing is written, and the server listens where it was told to and nowhere else. Datasette finds the
pages by itself, so that ``datasette FILE`` shows the same.
"""

from __future__ import annotations

import socket
import sys
import threading
from importlib.util import find_spec
from pathlib import Path  # noqa: TC003 - Typer reads it
from typing import TYPE_CHECKING, Annotated, Any

import typer

from provenance.cli.common import existing_database
from provenance.cli.output import note
from provenance.errors import ProvenanceError, extra_hint
from provenance.settings import database_path

if TYPE_CHECKING:
    from collections.abc import Mapping

__all__ = ["browse"]

_PAGES = "/-/provenance"
_PLUGIN = "provenance"


def browse(
    file: Annotated[
        Path | None,
        typer.Argument(
            metavar="DB",
            help="The database; else PROVENANCE_DB, else db/ here, else your data folder.",
            show_default=False,
        ),
    ] = None,
    *,
    port: Annotated[
        int, typer.Option(metavar="N", min=0, max=65535, help="Where to listen; 0: any that is free.")
    ] = 8001,
    host: Annotated[str, typer.Option(metavar="ADDRESS", help="The address to listen on; 0.0.0.0: all of them.")] = (
        "127.0.0.1"
    ),
    open_browser: Annotated[bool, typer.Option("--open/--no-open", help="Open the first page in your browser.")] = True,
    allow_fetch: Annotated[
        bool, typer.Option("--allow-fetch", help="Fetch an address that somebody traces; public addresses only.")
    ] = False,
) -> None:
    """Look around in the database, in your browser.

    From an outlet to its stories, from a story to its tree, from a copy to the differences. Everything is
    read only. Ctrl+C ends it. Needs Datasette, which comes with the
    extra browse: pip install '.[browse]' in the clone.

    Example:  provenance browse
              provenance browse news.db --port 8080 --no-open

    Exit codes: 0 done; 1 Datasette is missing, or the port is in use; 4 no database.
    """
    path, _ = database_path(file)
    existing_database(path).close()
    _needs_datasette()
    with _listening(host, port) as place:
        address = _address(host, place)
        note(f"browse {path} at {address} (Ctrl+C ends it)")
        _serve(path, place, {"allow_fetch": allow_fetch}, address if open_browser else None)


def _needs_datasette() -> None:
    if find_spec("datasette") is None:
        message = "Datasette is not installed"
        raise ProvenanceError(message, extra_hint("browse"))
    from datasette.plugins import pm

    if pm.get_plugin(_PLUGIN) is None:
        message = "Datasette does not find the pages of this program"
        raise ProvenanceError(message, f"install it again: {extra_hint('browse')}")


def _listening(host: str, port: int) -> socket.socket:
    """A socket that listens.

    Raises:
        ProvenanceError: the address is none of this machine, or the port is in use.
    """
    try:
        family, kind, protocol, _, place = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0]
        made = socket.socket(family, kind, protocol)
    except OSError as error:
        message = f"{host}: no address to listen on ({error.strerror})"
        raise ProvenanceError(message, "--host 127.0.0.1 listens for this machine alone") from error
    made.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        made.bind(place)
        made.listen()  # who comes before the server is ready waits
    except OSError as error:
        made.close()
        message = f"{host}:{port}: cannot be listened on ({error.strerror})"
        raise ProvenanceError(message, "name another port: --port 0 takes one that is free") from error
    return made


def _address(host: str, place: socket.socket) -> str:
    """Where a browser on this machine finds the pages."""
    everywhere = {"0.0.0.0": "127.0.0.1", "::": "[::1]"}  # noqa: S104 - what a user may have asked for
    shown = everywhere.get(host, f"[{host}]" if ":" in host else host)
    return f"http://{shown}:{place.getsockname()[1]}{_PAGES}"


def _serve(path: Path, place: socket.socket, settings: Mapping[str, Any], opened: str | None) -> None:
    """Serve until somebody ends it."""
    import uvicorn
    from datasette.app import Datasette

    app = Datasette([str(path)], metadata={"plugins": {_PLUGIN: dict(settings)}}).app()
    server = uvicorn.Server(uvicorn.Config(app, log_level="warning", lifespan="on"))
    if opened is not None:
        threading.Thread(target=_open, args=(server, opened), daemon=True).start()
    sys.stderr.flush()
    server.run(sockets=[place])


def _open(server: Any, address: str) -> None:  # noqa: ANN401 - uvicorn may be absent
    """Show the first page as soon as there is somebody who answers."""
    import time
    import webbrowser

    while not server.started:
        if server.should_exit:
            return
        time.sleep(0.05)
    webbrowser.open(address)
