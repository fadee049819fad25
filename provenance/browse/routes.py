"""Addresses and what answers them.

Invariant: every page answers as JSON too, at the same address with ``.json`` behind it; what can be taken
along from it is at the same address with ``?_format=``.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from provenance.browse.answering import answer
from provenance.browse.guarding import HEADERS
from provenance.browse.ours import ROOT
from provenance.browse.pages.article import article
from provenance.browse.pages.compare import compare
from provenance.browse.pages.home import home
from provenance.browse.pages.outlet import outlet, outlets
from provenance.browse.pages.search import search
from provenance.browse.pages.story import quotes, story, story_list
from provenance.browse.pages.trace import trace_form
from provenance.browse.rendering import style_sheet, table_style
from provenance.browse.tracing import post_trace
from provenance.errors import NotFoundError

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    from datasette.utils.asgi import Response

    from provenance.browse.page import Asked, File, Page, Redirect

__all__ = ["routes"]

_IN: Final = rf"^{ROOT}(?:/in/(?P<database>[^/]+))?"
_END: Final = r"(?P<format>\.json)?/?$"
_PAGES: Final[tuple[tuple[str, Callable[[Asked], Page | Redirect | File]], ...]] = (
    ("", home),
    (r"/article/(?P<number>[0-9]{1,18})", article),
    (r"/compare/(?P<number>[0-9]{1,18})/(?P<other>[0-9]{1,18})", compare),
    (r"/stories", story_list),
    (r"/story/(?P<story>[^/]+?)/quotes", quotes),
    (r"/story/(?P<story>[^/]+?)", story),
    (r"/outlets", outlets),
    (r"/outlet/(?P<name>[^/]+?)", outlet),
    (r"/search", search),
)


def routes() -> list[tuple[str, Callable[..., Awaitable[Response]]]]:
    """Patterns of addresses, each with its view."""
    views = [(f"{_IN}{pattern}{_END}", _view(make)) for pattern, make in _PAGES]
    return [
        *views,
        (f"{_IN}/trace{_END}", _trace),
        (rf"{_IN}/browse\.css$", _styled(style_sheet)),
        (rf"{_IN}/tables\.css$", _styled(table_style)),
        (rf"{_IN}/.*?{_END}", _view(_nothing)),
    ]


def _nothing(asked: Asked) -> Page | Redirect:
    """What answers an address under ours that leads nowhere."""
    message = "there is no such page"
    raise NotFoundError(message, f"begin at {asked.addresses.home}")


def _view(make: Callable[[Asked], Page | Redirect | File]) -> Callable[..., Awaitable[Response]]:
    async def view(datasette: Any, request: Any) -> Response:
        if request.method not in {"GET", "HEAD"}:
            return _not_so("GET, HEAD")
        return await answer(datasette, request, make)

    return view


async def _trace(datasette: Any, request: Any, receive: Any) -> Response:
    if request.method == "POST":
        return await post_trace(datasette, request, receive)
    if request.method not in {"GET", "HEAD"}:
        return _not_so("GET, HEAD, POST")
    return await answer(datasette, request, trace_form)


def _styled(sheet: Callable[[], str]) -> Callable[[Any], Awaitable[Response]]:
    async def style(request: Any) -> Response:
        from datasette.utils.asgi import Response

        # its address changes with it
        kept = "public, max-age=31536000, immutable" if request.query_string else "no-cache"
        headers = {**HEADERS, "Cache-Control": kept}
        return Response(sheet(), headers=headers, content_type="text/css; charset=utf-8")

    return style


def _not_so(allowed: str) -> Response:
    from datasette.utils.asgi import Response

    return Response.json(
        {"ok": False, "error": f"only {allowed}", "hint": None, "status": 405}, 405, {"Allow": allowed}
    )
