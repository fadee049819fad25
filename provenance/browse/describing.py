"""What each table and column holds, for people; and the questions that are ready to be asked.

Invariant: the words stand in ``tables.toml`` and ``queries.toml``, for every table, view and column of the schema.
"""

from __future__ import annotations

import tomllib
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from provenance.browse.ours import Addresses

__all__ = ["canned", "database_description", "described", "instance_description"]


@cache
def _read(name: str) -> dict[str, Any]:
    return tomllib.loads(files("provenance.browse").joinpath(name).read_text(encoding="utf-8"))


def described() -> dict[str, dict[str, Any]]:
    """Of every table and view: title, description, columns, label, facets, order, and whether it is machinery.

    A copy: Datasette 0.65 writes a user's metadata into what it is given.
    """
    return {
        table: {key: dict(value) if isinstance(value, dict) else value for key, value in says.items()}
        for table, says in _read("tables.toml").items()
    }


def canned() -> dict[str, dict[str, Any]]:
    """Questions with parameters, as Datasette takes them."""
    return {name: dict(query) for name, query in _read("queries.toml").items()}


def instance_description(at: Addresses) -> dict[str, str]:
    """What Datasette's first page says where all it serves is ours."""
    return {"title": "Where the news came from", "description_html": _way(at)}


def database_description(at: Addresses) -> dict[str, str]:
    """What Datasette's page of the database says."""
    return {"description_html": _way(at)}


def _way(at: Addresses) -> str:
    from markupsafe import Markup

    return str(
        Markup(
            '<a href="{}"><strong>Browse articles, stories and outlets</strong></a> · <a href="{}">trace a text</a> · '
            "or look into the tables and views, each of which says what it holds."
        ).format(at.home, at.trace)
    )
