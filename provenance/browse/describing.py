"""What each table and column holds, for people; and the questions that are ready to be asked.

Invariant: the words stand in ``tables.toml`` and ``queries.toml``, for every table, view and column of the schema.
"""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from collections.abc import Iterable

    from markupsafe import Markup

    from provenance.browse.ours import Addresses

__all__ = ["VIEWS", "Entrance", "canned", "database_description", "described", "entrances", "instance_description"]

VIEWS: Final = (
    "origins",
    "copies",
    "chains",
    "stories",
    "story_tree",
    "first_seen",
    "damaged_articles",
    "damage_report",
    "damaged_phrases",
    "outlets",
    "site_report",
    "coverage",
    "repeated_lines",
    "boilerplate",
    "corrections",
    "feeds",
    "dedup_runs",
    "dedup_clusters",
    "dedup_members",
)
"""The views in the order in which somebody who looks around wants them."""


@dataclass(frozen=True, slots=True)
class Entrance:
    """A way into the tables: what it is called, what it shows, and where it is."""

    title: str
    description: str
    address: str


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
    return {"title": "Where the news came from", "description_html": str(_way(at))}


def database_description(at: Addresses) -> dict[str, str]:
    """What Datasette's page of the database says: it lists the views below all tables, and here they come first."""
    from markupsafe import Markup

    questions, views = entrances(at)
    lists = Markup(
        "<p>{}</p><p><strong>Questions ready to be asked:</strong> {}.</p><p><strong>Views:</strong> {}.</p>"
        "<p>The tables below hold what these are made from; each says what it holds.</p>"
    )
    return {"description_html": str(lists.format(_way(at), _links(questions), _links(views)))}


def entrances(at: Addresses) -> tuple[tuple[Entrance, ...], tuple[Entrance, ...]]:
    """The ready questions and the views, with their addresses."""
    questions = tuple(
        Entrance(says["title"], says["description"], at.query(name)) for name, says in _read("queries.toml").items()
    )
    says = _read("tables.toml")
    return questions, tuple(Entrance(says[name]["title"], says[name]["description"], at.table(name)) for name in VIEWS)


def _links(ways: Iterable[Entrance]) -> Markup:
    from markupsafe import Markup

    link = Markup('<a href="{}" title="{}">{}</a>')
    return Markup(" · ").join(link.format(way.address, way.description, way.title) for way in ways)


def _way(at: Addresses) -> Markup:
    from markupsafe import Markup

    way = '<a href="{}"><strong>Browse articles, stories and outlets</strong></a> · <a href="{}">trace a text</a>'
    return Markup(way).format(at.home, at.trace)  # noqa: S704 - our own words
