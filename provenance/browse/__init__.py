"""The Datasette plugin: what Datasette finds by entry point, for databases of this program and no others.

Invariant: it only reads; of what a user set in metadata or configuration nothing is overridden.
It works on Datasette 0.65 and on the 1.0 alphas: each ignores the hooks that only the other has.
"""

from __future__ import annotations

from provenance.browse.hooks import (
    asgi_wrapper,
    canned_queries,
    extra_css_urls,
    get_metadata,
    handle_exception,
    menu_links,
    register_routes,
    render_cell,
    skip_csrf,
    startup,
    top_database,
    top_homepage,
)

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
