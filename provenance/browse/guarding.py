"""What stands around every answer: who may see a database, what a browser may do with a page, what an error may say.

Invariant: whatever answers at an address of ours, be it Datasette itself, says which policy holds; no error
names a place on the server's disk.
"""

from __future__ import annotations

import sqlite3
from contextlib import contextmanager
from functools import wraps
from typing import TYPE_CHECKING, Any, Final

from provenance.browse.ours import ROOT
from provenance.errors import DatabaseError, ProvenanceError
from provenance.store.failures import Translated
from provenance.store.strange import strange_values

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Iterator
    from pathlib import Path

__all__ = [
    "HEADERS",
    "by_name",
    "from_another_site",
    "guarded",
    "may_see",
    "our_path",
    "refuse_strangers",
    "rows_named",
]

HEADERS: Final = {
    "Content-Security-Policy": "default-src 'none'; style-src 'self'; form-action 'self'; base-uri 'none'; "
    "frame-ancestors 'none'",
    "X-Frame-Options": "DENY",
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
    "Cache-Control": "private, no-cache",
}
_SEEN: Final = ("article", "text", "verdict")


def our_path(path: str, base: str) -> str | None:
    """The path of a request without the server's prefix; ``None`` where it is not under ours."""
    if base != "/" and path.startswith(base):
        path = "/" + path[len(base) :]
    return path if path == ROOT or path.startswith((f"{ROOT}/", f"{ROOT}.")) else None


def guarded(app: Any, base: str) -> Any:
    """An ASGI application whose answers at our addresses have our headers, where they have none of the name."""

    @wraps(app)
    async def answering(scope: dict[str, Any], receive: Any, send: Callable[..., Awaitable[None]]) -> None:
        if scope["type"] != "http" or our_path(scope.get("path", ""), base) is None:
            await app(scope, receive, send)
            return

        async def guarded_send(event: dict[str, Any]) -> None:
            if event["type"] == "http.response.start":
                said = list(event.get("headers") or ())
                known = {name.lower() for name, _ in said}
                ours = [(name.lower().encode(), value.encode()) for name, value in HEADERS.items()]
                event = {**event, "headers": said + [each for each in ours if each[0] not in known]}
            await send(event)

        await app(scope, receive, guarded_send)

    return answering


def from_another_site(request: Any) -> bool:
    """Whether a browser says that a page of another site sends this; programs say nothing of it."""
    site = request.headers.get("sec-fetch-site")
    if site is not None:
        return site not in {"same-origin", "none"}
    origin = request.headers.get("origin")
    return origin is not None and origin.partition("://")[2] != request.headers.get("host")


async def refuse_strangers(datasette: Any, actor: Any, name: str) -> None:
    """Whoever may not see the database, or the tables that every page shows, may not see a page.

    Raises:
        datasette.Forbidden: it is not for whom asks.
    """
    if hasattr(datasette, "ensure_permissions"):  # 0.65
        tables = [("view-table", (name, table)) for table in _SEEN]
        for asked in (*tables, ("view-database", name), "view-instance"):
            await datasette.ensure_permissions(actor, [asked])
        return
    from datasette.resources import DatabaseResource, TableResource

    await datasette.ensure_permission(action="view-instance", actor=actor)
    await datasette.ensure_permission(action="view-database", resource=DatabaseResource(name), actor=actor)
    for table in _SEEN:
        await datasette.ensure_permission(action="view-table", resource=TableResource(name, table), actor=actor)


async def may_see(datasette: Any, actor: Any, name: str) -> bool:
    """Whether somebody may see the pages of a database."""
    import sqlite3

    from datasette import Forbidden

    try:
        await refuse_strangers(datasette, actor, name)
    except (Forbidden, sqlite3.Error):
        return False
    return True


@contextmanager
def rows_named(connection: sqlite3.Connection, name: str, near: int | None = None) -> Iterator[None]:
    """A context in which a row that cannot be read is an error that names it; other errors pass.

    Args:
        connection: where the rows are.
        name: what Datasette calls the database.
        near: the article that is asked for.
    """
    try:
        yield
    except (AttributeError, KeyError, TypeError, ValueError, DatabaseError) as error:
        if isinstance(error, DatabaseError) and not isinstance(error.__cause__, ValueError):
            raise
        try:
            found = next(strange_values(connection, near), None)
        except sqlite3.Error:
            found = None
        if found is None:
            raise
        message = f"{name}: {found}"
        raise DatabaseError(message, "whoever runs this server can: provenance doctor") from error


@contextmanager
def by_name(path: Path, name: str) -> Iterator[None]:
    """A context in which errors of SQLite are ours, and the file goes by the name of its database.

    Args:
        path: the file.
        name: what Datasette calls it.
    """
    try:
        with Translated(path):
            yield
    except ProvenanceError as error:
        if str(path) not in str(error):
            raise
        raise DatabaseError(str(error).replace(str(path), name), error.hint) from error
