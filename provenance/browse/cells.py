"""Cells of Datasette's tables that lead to our pages.

Invariant: what a cell shows is escaped; a value that is not what its column should hold stays Datasette's to show.
"""

from __future__ import annotations

from math import isfinite
from typing import TYPE_CHECKING, Any, Final

from markupsafe import Markup

from provenance.report.printable import clip

if TYPE_CHECKING:
    from collections.abc import Mapping

    from provenance.browse.ours import Addresses

__all__ = ["cell", "is_long", "may_lead", "names_a_site", "site_cell"]

# columns of views and queries that hold the number of an article
_ARTICLES: Final = frozenset(
    {"article", "of_article", "origin_article", "reference_article", "parent", "held_against_article"}
)
_STORIES: Final = frozenset({"story"})
_TITLES: Final = frozenset({("article", "title"), ("story", "title")})
_SITES: Final = frozenset({("site", "name"), ("site_report", "site"), ("repeated_lines", "site")})
_DEDUPS: Final = frozenset({"dedup_runs", "dedup_clusters", "dedup_members"})
_CLUSTERED: Final = frozenset({"dedup_clusters", "dedup_members"})
_PARAGRAPHS: Final = ("block", "text")
_LONGEST: Final = 200
_DIGITS: Final = 4  # behind the point


def may_lead(column: str, table: str | None) -> bool:
    """Whether a cell of a column can be a link of ours: asked of every cell of a page, so nothing is looked up."""
    return (
        column in _ARTICLES
        or column in _STORIES
        or (table is not None and column == "site")
        or (column == "title" and table in _DEDUPS)
        or (column == "cluster" and table in _CLUSTERED)
        or (table, column) in _TITLES | _SITES
        or (table, column) == _PARAGRAPHS
    )


def is_long(value: Any) -> bool:
    """Whether a number has more digits than people read; those of JSON and CSV stay."""
    return isinstance(value, float) and isfinite(value) and round(value, _DIGITS) != value


def names_a_site(value: Any, column: str, table: str | None) -> bool:
    """Whether a cell is a foreign key of a site, which goes by its key and has a name."""
    return table is not None and column == "site" and isinstance(value, dict)


def site_cell(value: dict[str, Any], names: Mapping[str, str], at: Addresses) -> Markup | None:
    """A foreign key of a site as a link to the outlet's page, by its name.

    Args:
        value: of the cell: ``value`` and ``label``, which is the site's key.
        names: of the sites, by key.
        at: where the pages of the database stand.
    """
    key = value.get("label")
    return _link(at.outlet(key), names.get(key, key)) if isinstance(key, str) else None


def cell(row: Any, value: Any, column: str, table: str | None, at: Addresses) -> Markup | None:
    """A cell as a link to one of our pages; ``None`` where Datasette is to show it.

    Args:
        row: the whole row, by column.
        value: the cell's; of a foreign key that is shown with a name a ``dict`` with both.
        column: its name.
        table: the table or view, ``None`` for a query.
        at: where the pages of the database stand.
    """
    if isinstance(value, dict):
        return _paragraph(value, at) if (table, column) == _PARAGRAPHS else None
    if isinstance(value, int):
        return _number(value, column, table, at)
    if isinstance(value, float):
        return Markup(f"{value:.{_DIGITS}f}".rstrip("0").rstrip(".")) if is_long(value) else None  # noqa: S704 - a number
    return _text(row, value, column, table, at) if isinstance(value, str) else None


def _number(value: int, column: str, table: str | None, at: Addresses) -> Markup | None:
    """The number of an article or of a cluster of copies."""
    if column == "cluster" and table in _CLUSTERED:
        return _link(at.table("dedup_members", cluster=str(value)), str(value))
    return _link(at.article(value), str(value)) if column in _ARTICLES else None


def _text(row: Any, value: str, column: str, table: str | None, at: Addresses) -> Markup | None:
    """A title, a story's id or a site's key."""
    if column == "title" and table in _DEDUPS:
        return _link(_of_dedup(row, table, at), value)
    if (table, column) in _TITLES:
        number, page = row["id"], at.article if table == "article" else at.story
        return _link(page(number), value)
    if column in _STORIES:
        return _link(at.story(value), value)
    return _link(at.outlet(value), value) if (table, column) in _SITES else None


def _of_dedup(row: Any, table: str | None, at: Addresses) -> str:
    """From a deduplication to its clusters, from a cluster to its documents, from a document to its article."""
    if table == "dedup_runs":
        return at.table("dedup_clusters", dedup=str(row["dedup"]))
    if table == "dedup_members" and row["article"] is not None:
        return at.article(row["article"])
    return at.table("dedup_members", cluster=str(row["cluster"]))


def _paragraph(value: dict[str, Any], at: Addresses) -> Markup | None:
    """A block's words, if Datasette would show too many of them."""
    label = value.get("label")
    long = isinstance(label, str) and len(label) > _LONGEST
    return _link(at.table(f"text/{int(value['value'])}"), str(label)) if long else None


def _link(address: str, text: str) -> Markup:
    return Markup('<a href="{}">{}</a>').format(address, clip(text, _LONGEST))
