"""What is done once when a server starts.

Invariant: only where every file that it serves is ours is a setting of the whole server changed, and whoever wants the
old one says so in the plugin's configuration.
"""

from __future__ import annotations

from typing import Any

from provenance.browse.ours import our_names
from provenance.browse.page import registry
from provenance.browse.rendering import warm
from provenance.tracing.damage.words.lexicon import lexicon

__all__ = ["start"]


def start(datasette: Any) -> None:
    """Leave out what costs seconds on large tables, and load what else the first visitor would wait for.

    Datasette tries every column of a table, and every one of a view over all its rows, as a facet to suggest. Ours say
    which of their columns are worth counting; any other one can still be named.

    Args:
        datasette: the server.
    """
    names = our_names(datasette)
    if not names:
        return
    if len(names) == sum(not each.is_memory for each in datasette.databases.values()):
        options = datasette.plugin_config("provenance") or {}
        datasette._settings["suggest_facets"] = bool(options.get("suggest_facets", False))  # noqa: SLF001 - no public way
    registry()
    lexicon()
    warm()
