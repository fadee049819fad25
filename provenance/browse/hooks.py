"""What Datasette asks of a plugin.

Invariant: for a database that is not ours every answer is nothing. ``get_metadata`` and
``canned_queries`` are asked by 0.65, ``startup`` does the same for 1.0, where it sets only what is not set.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

from datasette import hookimpl
from markupsafe import Markup

from provenance.browse.answering import locked
from provenance.browse.cells import cell, is_long, may_lead, names_a_site, site_cell
from provenance.browse.describing import canned, database_description, described, instance_description
from provenance.browse.guarding import guarded, may_see, our_path
from provenance.browse.mending import mend
from provenance.browse.modern import configure
from provenance.browse.naming import names_of
from provenance.browse.ours import addresses_of, is_ours, our_names
from provenance.browse.rendering import table_style_tag
from provenance.browse.routes import routes
from provenance.browse.starting import start
from provenance.report.printable import clip

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Mapping

    from provenance.browse.ours import Addresses

__all__ = [
    "asgi_wrapper",
    "canned_queries",
    "extra_css_urls",
    "get_metadata",
    "handle_exception",
    "menu_links",
    "register_routes",
    "render_cell",
    "skip_csrf",
    "startup",
    "top_database",
    "top_homepage",
]


@hookimpl  # type: ignore[untyped-decorator]
def register_routes() -> list[tuple[str, Callable[..., Awaitable[Any]]]]:
    """The pages."""
    return routes()


@hookimpl  # type: ignore[untyped-decorator]
def asgi_wrapper(datasette: Any) -> Callable[[Any], Any]:
    """Our headers on whatever answers at our addresses."""
    return lambda app: guarded(app, datasette.setting("base_url"))


@hookimpl  # type: ignore[untyped-decorator]
def get_metadata(datasette: Any, database: str | None, table: str | None) -> dict[str, Any]:
    """Descriptions, labels, facets, and which tables are machinery; what a user set comes after, and wins."""
    del table
    names = our_names(datasette)
    user = getattr(datasette, "_metadata_local", None) or {}
    found: dict[str, Any] = {}
    if names and len(names) == sum(not each.is_memory for each in datasette.databases.values()):
        found |= _unless_said(instance_description(addresses_of(datasette, names[0])), user)
    wanted = [name for name in names if database is None or name == database]
    if wanted:
        said = user.get("databases") or {}
        found["databases"] = {
            name: {
                **_unless_said(database_description(addresses_of(datasette, name)), said.get(name) or {}),
                "tables": described(),
            }
            for name in wanted
        }
    return found


def _unless_said(ours: dict[str, str], user: Mapping[str, Any]) -> dict[str, str]:
    """Ours, where the user says nothing: Datasette would show a description as HTML before the user's plain one."""
    return {key: value for key, value in ours.items() if key != "description_html" or "description" not in user}


@hookimpl  # type: ignore[untyped-decorator]
def canned_queries(datasette: Any, database: str) -> dict[str, Any]:
    """Questions that people ask, ready to be filled in; a user's own of the same name stays."""
    if not is_ours(datasette.databases[database].path):
        return {}
    own = (datasette.metadata("queries", database=database, fallback=False)) or {}
    return {name: {"hide_sql": True, **query} for name, query in canned().items() if name not in own}


@hookimpl  # type: ignore[untyped-decorator]
def startup(datasette: Any) -> Callable[[], Awaitable[None]] | None:
    """Get ready; Datasette 1.0 keeps descriptions in its own database."""
    mend()
    start(datasette)
    if not hasattr(datasette, "set_database_metadata"):
        return None

    async def prepare() -> None:
        await configure(datasette)

    return prepare


@hookimpl  # type: ignore[untyped-decorator]
def menu_links(datasette: Any, actor: Any) -> Callable[[], Awaitable[list[dict[str, str]]]]:
    """A way to the pages from each of Datasette's, of the databases that are for whom looks."""

    async def links() -> list[dict[str, str]]:
        names = await _visible(datasette, actor)
        several = len(our_names(datasette)) > 1
        return [
            {"href": addresses_of(datasette, name).home, "label": f"Provenance of {name}" if several else "Provenance"}
            for name in names
        ]

    return links


async def _visible(datasette: Any, actor: Any) -> list[str]:
    return [name for name in our_names(datasette) if await may_see(datasette, actor, name)]


@hookimpl  # type: ignore[untyped-decorator]
def render_cell(row: Any, value: Any, column: str, table: str | None, database: str, datasette: Any) -> Any:
    """Numbers of articles, stories and names of sites lead to their pages; shares have four digits."""
    named = datasette.databases.get(database) if may_lead(column, table) or is_long(value) else None
    if named is None or not is_ours(named.path):
        return None
    if names_a_site(value, column, table):
        return _named(named, value, addresses_of(datasette, database))
    return cell(row, value, column, table, addresses_of(datasette, database))


async def _named(database: Any, value: dict[str, Any], at: Addresses) -> Markup | None:
    """A site's cell; the names are read once while the file stays as it is."""
    names = await database.execute_fn(lambda connection: names_of(Path(database.path), connection))
    return site_cell(value, names, at)


@hookimpl  # type: ignore[untyped-decorator]
def extra_css_urls(datasette: Any, database: str | None, table: str | None) -> list[str]:
    """The columns' descriptions of our tables side by side, so that the rows are seen at once."""
    from datasette.utils import PrefixedUrlString

    named = datasette.databases.get(database) if table else None
    if named is None or not is_ours(named.path):
        return []
    # marked, or Datasette puts its base_url before it once more
    return [PrefixedUrlString(f"{addresses_of(datasette, named.name).table_style}?{table_style_tag()}")]


@hookimpl  # type: ignore[untyped-decorator]
def skip_csrf(datasette: Any, scope: dict[str, Any]) -> bool:
    """JSON that is sent to be traced needs no token: no other site's page can send that unasked."""
    path = our_path(scope.get("path", ""), datasette.setting("base_url"))
    if path is None or not path.removesuffix(".json").endswith("/trace"):
        return False
    kinds = [value for name, value in scope.get("headers") or () if name == b"content-type"]
    return all(kind.partition(b";")[0].strip().lower() == b"application/json" for kind in kinds) and bool(kinds)


@hookimpl(tryfirst=True)  # type: ignore[untyped-decorator]
def handle_exception(datasette: Any, request: Any, exception: Exception) -> Any:
    """A database that another program keeps to itself is no failure of the server: it says when to come back."""
    return locked(datasette, request, exception)


@hookimpl  # type: ignore[untyped-decorator]
def top_homepage(datasette: Any, request: Any) -> Callable[[], Awaitable[str | None]]:
    """The way to the pages on Datasette's own first page."""

    async def entrances() -> str | None:
        names = await _visible(datasette, request.actor)
        return "".join(_entrance(addresses_of(datasette, name).home, name) for name in names) or None

    return entrances


@hookimpl  # type: ignore[untyped-decorator]
def top_database(datasette: Any, database: str) -> Callable[[], Awaitable[str | None]] | None:
    """The same on its page of a database, unless our description of it leads there."""
    if not is_ours(datasette.databases[database].path):
        return None
    at = addresses_of(datasette, database)

    async def entrance() -> str | None:
        said = await datasette.get_database_metadata(database)
        ours = said.get("description_html") == database_description(at)["description_html"]
        return None if ours else _entrance(at.home, database)

    return entrance


def _entrance(address: str, name: str) -> str:
    link = Markup('<p><a href="{}"><strong>Browse {}</strong></a>: articles, stories, outlets</p>')
    return str(link.format(address, clip(name, 60)))
