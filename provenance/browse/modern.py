"""Datasette 1.0: descriptions, settings of tables and queries, written where nothing stands yet.

Invariant: what a user set, in a file or before, is never written over.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from provenance.browse.describing import canned, database_description, described, instance_description
from provenance.browse.ours import addresses_of, our_names

if TYPE_CHECKING:
    from collections.abc import Mapping

__all__ = ["configure"]


async def configure(datasette: Any) -> None:
    """Write what is not written yet for every database of ours."""
    names = our_names(datasette)
    if names and len(names) == sum(not each.is_memory for each in datasette.databases.values()):
        known = await datasette.get_instance_metadata()
        for key, value in _new(instance_description(addresses_of(datasette, names[0])), known):
            await datasette.set_instance_metadata(key, value)
    for name in names:
        known = await datasette.get_database_metadata(name)
        for key, value in _new(database_description(addresses_of(datasette, name)), known):
            await datasette.set_database_metadata(name, key, value)
        for table, says in described().items():
            await _describe(datasette, name, table, says)
        for query, says in canned().items():
            known_query = await datasette.get_query(name, query)
            if known_query is None:
                facts = {"hide_sql": True, **{key: value for key, value in says.items() if key != "params"}}
                await datasette.add_query(name, query, parameters=says.get("params"), is_trusted=True, **facts)


async def _describe(datasette: Any, name: str, table: str, says: Mapping[str, Any]) -> None:
    known = await datasette.get_resource_metadata(name, table)
    for key, value in _new({key: says[key] for key in ("title", "description") if key in says}, known):
        await datasette.set_resource_metadata(name, table, key, value)
    for column, text in says.get("columns", {}).items():
        if "description" not in await datasette.get_column_metadata(name, table, column):
            await datasette.set_column_metadata(name, table, column, "description", text)
    datasette.config = datasette.config or {}
    settings = (
        datasette.config.setdefault("databases", {}).setdefault(name, {}).setdefault("tables", {}).setdefault(table, {})
    )
    for key in ("hidden", "label_column", "facets", "sort", "sort_desc", "size"):
        if key in says:
            settings.setdefault(key, says[key])


def _new(ours: Mapping[str, Any], known: Mapping[str, Any]) -> list[tuple[str, str]]:
    """What of ours is said where nothing is said yet; of several ways to say one thing, one is enough."""
    same = {"description_html": "description", "description": "description_html"}
    return [(key, value) for key, value in ours.items() if key not in known and same.get(key) not in known]
