"""``POST /-/provenance/trace``: what a public server needs around it.

Invariant: a body is read up to its bound and no further; so many questions are worked on at once and
no more, and one that takes too long is answered for while its thread comes to its end.
"""

from __future__ import annotations

import asyncio
import json
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final
from urllib.parse import parse_qsl
from weakref import WeakKeyDictionary

from provenance.browse.answering import (
    ServerError,
    asked_for,
    place_of,
    refusal,
    respond,
    settings,
    status_of,
    wants_json,
)
from provenance.browse.guarding import by_name, from_another_site, rows_named
from provenance.browse.ours import addresses_of
from provenance.browse.page import Asked
from provenance.browse.pages.trace import MOST_CHARACTERS, Form, Question, traced
from provenance.errors import ProvenanceError, UsageError
from provenance.store import Database

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Awaitable, Callable

    from datasette.utils.asgi import Response

from provenance.browse.ours import Addresses

__all__ = ["post_trace"]

_MOST_BYTES: Final = 2_000_000
_MOST_FIELDS: Final = 20
_AT_ONCE: Final = 2
_SECONDS: Final = 30.0
_FORM: Final = "application/x-www-form-urlencoded"
# what may be asked, and how many characters of it
_FIELDS: Final = {"text": MOST_CHARACTERS, "html": _MOST_BYTES, "url": 4000, "title": 4000, "published": 100}
_busy: WeakKeyDictionary[Any, list[object]] = WeakKeyDictionary()


async def post_trace(datasette: Any, request: Any, receive: Callable[[], Awaitable[dict[str, Any]]]) -> Response:
    """Answer one question.

    Args:
        datasette: the server.
        request: Datasette's own.
        receive: gives the parts of the body.
    """
    kind = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    as_json = wants_json(request) or kind == "application/json"
    addresses, typed = None, Question()
    try:
        name = await asked_for(datasette, request)
        addresses = addresses_of(datasette, name)
        if from_another_site(request):
            message = "a page of another site asks this"
            raise ServerError(message, "open the trace page of this server and ask there", 403)
        seconds = float(settings(datasette).get("trace_seconds", _SECONDS))
        body = await _in_time(_body(request, receive), seconds)
        typed = _typed(body, kind)
        question = _question(body, kind)
        return await _bounded(datasette, name, addresses, question, as_json=as_json)
    except ProvenanceError as error:
        if as_json or addresses is None or kind != _FORM:
            return refusal(error, addresses or place_of(datasette, request), as_json=as_json)
        form = _form(datasette, request, addresses)
        page = form.filled(typed.text or "", typed.url or "", None, error, status_of(error))
        return respond(page, addresses, as_json=False)


def _form(datasette: Any, request: Any, addresses: Addresses) -> Form:
    fetches, origin = bool(settings(datasette).get("allow_fetch")), datasette.absolute_url(request, "/").rstrip("/")
    return Form(addresses, fetches, origin, request.scope["csrftoken"]())


def _typed(body: bytes, kind: str) -> Question:
    """What stands in a form, right or wrong, to be shown again."""
    if kind != _FORM:
        return Question()
    try:
        values = _fields(body.decode("utf-8", "replace"))
    except UsageError:
        return Question()
    return Question(**{name: values[name][:most] for name, most in _FIELDS.items() if name in values})


async def _in_time(body: Awaitable[bytes], seconds: float) -> bytes:
    """A body that comes in time; who sends a byte a minute holds nothing up for ever."""
    try:
        return await asyncio.wait_for(body, seconds)
    except TimeoutError:
        message = f"what is sent did not arrive in {seconds:g} seconds"
        raise ServerError(message, "send it again", 408) from None


async def _body(request: Any, receive: Callable[[], Awaitable[dict[str, Any]]]) -> bytes:
    """The body of a request, if it is not too long."""
    message = f"what is sent is longer than {_MOST_BYTES:,} bytes"
    long = ServerError(message, "send the text of one article", 413)
    told = request.headers.get("content-length", "0")
    if told.isascii() and told.isdigit() and int(told[:12]) > _MOST_BYTES:
        raise long
    parts, size = [], 0
    while True:
        event = await receive()
        if event["type"] != "http.request":
            message = "the connection was closed"
            raise ServerError(message, None, 400)
        part = event.get("body", b"")
        size += len(part)
        if size > _MOST_BYTES:
            raise long
        parts.append(part)
        if not event.get("more_body"):
            return b"".join(parts)


def _question(body: bytes, kind: str) -> Question:
    """What is asked.

    Raises:
        UsageError: it cannot be understood.
        ServerError: it is of no kind that is read here, or too long.
    """
    values: dict[str, Any]
    try:
        text = body.decode("utf-8")
    except UnicodeDecodeError:
        message = "what is sent is not in UTF-8"
        raise UsageError(message, "send it as UTF-8") from None
    if kind == "application/json":
        values = _object(text)
    elif kind == _FORM:
        values = _fields(text)
    elif kind in {"text/plain", "text/html"}:
        values = {"html" if kind == "text/html" else "text": text}
    else:
        message = f"{kind or 'a body without a content type'} is not read here"
        raise ServerError(message, 'send JSON, as {"text": "…"} or {"url": "https://…"}', 415)
    given = {}
    for name, most in _FIELDS.items():
        value = values.get(name)
        if value is not None and not isinstance(value, str):
            message = f"{name}: not a text"
            raise UsageError(message, 'send it as a string: {"text": "…"}')
        if value is not None and len(value) > most:
            message = f"{name}: longer than {most:,} characters"
            raise ServerError(message, "send the text of one article", 413)
        given[name] = value
    return Question(**given)


def _fields(text: str) -> dict[str, str]:
    try:
        return dict(parse_qsl(text, keep_blank_values=True, max_num_fields=_MOST_FIELDS))
    except ValueError:
        message = f"a form of more than {_MOST_FIELDS} fields"
        raise UsageError(message, "send text, html or url") from None


def _object(text: str) -> dict[str, Any]:
    try:
        value = json.loads(text)
    except (ValueError, RecursionError) as error:
        message = f"not JSON: {error}"
        raise UsageError(message, 'send {"text": "…"} or {"url": "https://…"}') from None
    if not isinstance(value, dict):
        message = "not a JSON object"
        raise UsageError(message, 'send {"text": "…"} or {"url": "https://…"}')
    return value


async def _bounded(
    datasette: Any,
    name: str,
    addresses: Addresses,
    question: Question,
    *,
    as_json: bool,
) -> Response:
    """Work on a question, if not too many are worked on, and not for too long."""
    options = settings(datasette)
    busy = _busy.setdefault(datasette, [])
    if len(busy) >= int(options.get("traces_at_once", _AT_ONCE)):
        message = "the server is busy with other questions"
        raise ServerError(message, "try again in some seconds", 429)
    path = Path(datasette.databases[name].path)
    fetches = bool(options.get("allow_fetch"))

    def work(connection: sqlite3.Connection) -> Response:
        reading = rows_named(connection, name)
        with by_name(path, name), reading, Database.borrowed(path, connection) as database:
            asked = Asked(addresses, database, connection, {}, {}, fetches)
            return respond(traced(asked, question), addresses, as_json=as_json)

    place = object()
    busy.append(place)
    running = asyncio.ensure_future(datasette.databases[name].execute_fn(work))
    running.add_done_callback(partial(_leave, busy, place))
    done, _ = await asyncio.wait({running}, timeout=float(options.get("trace_seconds", _SECONDS)))
    if not done:
        message = "tracing this takes too long"
        raise ServerError(message, "send a shorter text", 503)
    found: Response = running.result()
    return found


def _leave(busy: list[object], place: object, running: asyncio.Future[Response]) -> None:
    busy.remove(place)
    if not running.cancelled():
        running.exception()  # an answer that nobody waits for any more is no warning
