"""From a request to an answer: which database, who may see it, HTML or JSON, and what goes wrong.

Invariant: no page of ours runs a script or asks for anything from elsewhere: its policy forbids both. An
error of ours is an answer with its message and what to do; anything else is a bug, and Datasette's to show.
"""

from __future__ import annotations

import hashlib
import json
import sqlite3
from dataclasses import asdict, is_dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final
from urllib.parse import parse_qsl, unquote

from provenance.browse.guarding import HEADERS, by_name, refuse_strangers, rows_named
from provenance.browse.ours import addresses_of, is_ours, our_names
from provenance.browse.page import Asked, File, Page, Redirect
from provenance.browse.rendering import render
from provenance.errors import DatabaseError, ExitCode, NotFoundError, ProvenanceError, UsageError
from provenance.store import Database
from provenance.store.failures import translate
from provenance.store.values import is_unicode

if TYPE_CHECKING:
    from collections.abc import Callable

    from datasette.utils.asgi import Response

from provenance.browse.ours import Addresses

__all__ = [
    "ServerError",
    "answer",
    "asked_for",
    "locked",
    "place_of",
    "refusal",
    "respond",
    "settings",
    "status_of",
    "wants_json",
]

_SECONDS: Final = 20.0
_LATER: Final = (429, 503)  # asked again, it may work


class ServerError(ProvenanceError):
    """The server will not do this now; ``status`` is what HTTP calls it."""

    def __init__(self, message: str, hint: str | None, status: int) -> None:
        """Keep what happened, what to do about it, and the status."""
        super().__init__(message, hint)
        self.status = status


async def answer(datasette: Any, request: Any, make: Callable[[Asked], Page | Redirect | File]) -> Response:
    """Answer a request with a page.

    Args:
        datasette: the server.
        request: Datasette's own.
        make: makes the page from the database, in a thread.
    """
    as_json = wants_json(request)
    told_in_json = as_json or request.args.get("_format", "html") != "html"
    try:
        name = await asked_for(datasette, request)
    except ProvenanceError as error:
        return refusal(error, place_of(datasette, request), as_json=told_in_json)
    addresses = addresses_of(datasette, name)
    options = settings(datasette)
    parts = {key: unquote(value) for key, value in request.url_vars.items() if value is not None}
    arguments = dict(reversed(parse_qsl(request.query_string, keep_blank_values=True)))
    token = request.scope["csrftoken"]() if make.__name__ in {"home", "trace_form"} else None
    origin = datasette.absolute_url(request, "/").rstrip("/")
    path = Path(datasette.databases[name].path)

    def work(connection: sqlite3.Connection) -> Response:
        try:
            near = int(parts["number"]) if "number" in parts else None
            reading = rows_named(connection, name, near)
            with by_name(path, name), reading, Database.borrowed(path, connection) as database, _limited(connection):
                fetches = bool(options.get("allow_fetch"))
                asked = Asked(addresses, database, connection, parts, arguments, fetches, origin, token)
                held = request.headers.get("if-none-match", "")
                return respond(make(asked), addresses, as_json=as_json, held=held)
        except ProvenanceError as error:
            return refusal(error, addresses, as_json=told_in_json)
        except sqlite3.OperationalError as error:
            if "interrupted" not in str(error):
                raise
            late = ServerError("this page takes too long to make", "ask for less, or try again later", 503)
            return refusal(late, addresses, as_json=told_in_json)

    found: Response = await datasette.databases[name].execute_fn(work)
    return found


def settings(datasette: Any) -> dict[str, Any]:
    """What the user configured of this plugin."""
    return dict(datasette.plugin_config("provenance") or {})


def wants_json(request: Any) -> bool:
    """Whether a request is for JSON: by the end of its address, or by ``_format=json``."""
    return bool(request.url_vars.get("format")) or request.args.get("_format") == "json"


async def asked_for(datasette: Any, request: Any) -> str:
    """The name of the database that a request is about.

    Raises:
        NotFoundError: there is none of ours, or none of this name.
        datasette.Forbidden: it is not for whom asks.
    """
    name = _name_in(datasette, request)
    if name is None or not _is_served(datasette, name):
        message = "this server has no provenance database" + ("" if name is None else f" named {name}")
        raise NotFoundError(message, "start it with one: provenance browse news.db")
    with by_name(Path(datasette.databases[name].path), name):  # Datasette reads the file to know
        await refuse_strangers(datasette, request.actor, name)
    return name


def place_of(datasette: Any, request: Any) -> Addresses | None:
    """Where the pages of the database that a request is about stand; the database itself is not looked into."""
    name = _name_in(datasette, request)
    return addresses_of(datasette, name) if name is not None and _is_served(datasette, name) else None


def _name_in(datasette: Any, request: Any) -> str | None:
    named = request.url_vars.get("database")
    return unquote(named) if named is not None else next(iter(our_names(datasette)), None)


def _is_served(datasette: Any, name: str) -> bool:
    return name in datasette.databases and is_ours(datasette.databases[name].path)


class _limited:  # noqa: N801 - a context manager, used as a function
    """A connection whose queries end after some time."""

    def __init__(self, connection: sqlite3.Connection, seconds: float = _SECONDS) -> None:
        self._connection, self._seconds = connection, seconds

    def __enter__(self) -> None:
        from time import monotonic

        end = monotonic() + self._seconds
        self._connection.set_progress_handler(lambda: int(monotonic() > end), 10_000)

    def __exit__(self, *_: object) -> None:
        self._connection.set_progress_handler(None, 0)


def respond(page: Page | Redirect | File, addresses: Addresses, *, as_json: bool, held: str = "") -> Response:
    """A page as HTML or JSON, or a file.

    Args:
        page: what is answered with.
        addresses: where pages stand.
        as_json: whether a page is wanted as JSON.
        held: the tags of files that whoever asks has already, as ``If-None-Match`` gives them.
    """
    from datasette.utils.asgi import Response

    if isinstance(page, Redirect):
        return Response.redirect(page.address)
    if isinstance(page, File):
        return _file(page, held)
    if as_json:
        return _json(page.data(), page.status)
    return Response.html(render(page, addresses), status=page.status, headers=_headers(page.status))


def _headers(status: int) -> dict[str, str]:
    """The headers of a page of a status."""
    return {**HEADERS, **({"Retry-After": "5"} if status in _LATER else {})}


def refusal(error: ProvenanceError, addresses: Addresses | None, *, as_json: bool) -> Response:
    """An error as an answer."""
    status = status_of(error)
    if as_json or addresses is None:
        return _json({"ok": False, "error": str(error), "hint": error.hint, "status": status}, status)
    page = Page("browse/error.html", "That did not work", {"error": error, "status": status}, dict, status)
    return respond(page, addresses, as_json=False)


def locked(datasette: Any, request: Any, error: Exception) -> Response | None:
    """What Datasette's own pages answer while another program keeps a database of ours to itself.

    Args:
        datasette: the server.
        request: Datasette's own.
        error: what happened; ``None`` is returned for anything else, and where the database may be another one.
    """
    if not isinstance(error, sqlite3.OperationalError) or "locked" not in str(error):
        return None
    ours = our_names(datasette)
    files = [name for name, each in datasette.databases.items() if not each.is_memory]
    named = request.path.removeprefix(datasette.setting("base_url")).lstrip("/").partition("/")[0].partition(".")[0]
    name = next(
        (each for each in ours if datasette.databases[each].route == named),
        ours[0] if ours == tuple(files) and ours else None,
    )
    if name is None:
        return None
    said = translate(error, Path(name))
    return None if said is None else refusal(said, addresses_of(datasette, name), as_json=".json" in request.path)


def status_of(error: ProvenanceError) -> int:
    """What HTTP calls an error."""
    if isinstance(error, ServerError):
        return error.status
    if isinstance(error, NotFoundError):
        return 404
    if isinstance(error, UsageError):
        return 400
    if isinstance(error, DatabaseError):
        # a number that no article has is found out by the store
        return 404 if "no article of this number" in str(error) else 503
    return 422 if error.exit_code is ExitCode.FAILURE else 500


def _file(file: File, held: str) -> Response:
    """A file to be kept and not shown; nothing but its tag where that is held already."""
    from datasette.utils.asgi import Response

    tag = f'"{hashlib.sha256(file.body).hexdigest()[:32]}"'
    headers = {**HEADERS, "Content-Disposition": f'attachment; filename="{file.name}"', "ETag": tag}
    if held.strip() == "*" or tag in [each.strip().removeprefix("W/") for each in held.split(",")]:
        return Response(b"", status=304, headers=headers, content_type=file.kind)
    return Response(file.body, headers=headers, content_type=file.kind)


def _json(value: object, status: int) -> Response:
    from datasette.utils.asgi import Response

    body = json.dumps(value, ensure_ascii=False, allow_nan=False, default=_plain)
    if not is_unicode(body):  # half a character, as somebody sent it
        body = json.dumps(value, allow_nan=False, default=_plain)
    return Response(body, status=status, headers=_headers(status), content_type="application/json; charset=utf-8")


def _plain(value: object) -> object:
    if is_dataclass(value) and not isinstance(value, type):
        return asdict(value)
    message = f"{type(value).__name__} is no JSON"
    raise TypeError(message)
