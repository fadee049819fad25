"""What people call the outlets: pages show names, addresses keep the key under which a site's articles are kept.

Invariant: a name is what most of a site's pages say, as on its own page; a site that no page names goes by its key.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from provenance.browse.page import kept_of

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Mapping
    from pathlib import Path

    from provenance.browse.page import Asked

__all__ = ["names_of", "outlet_names"]

# so many articles of a site are looked at: a site of 100,000 has the same name on all
_NAMES: Final = """
SELECT s.name, (
    SELECT name FROM (
        SELECT coalesce(a.site_name, a.publisher) AS name FROM article AS a WHERE a.site = s.id
        ORDER BY a.id DESC LIMIT 50
    ) WHERE name IS NOT NULL GROUP BY name ORDER BY count(*) DESC, name LIMIT 1
) FROM site AS s
"""


def names_of(path: Path, connection: sqlite3.Connection) -> Mapping[str, str]:
    """The names of all outlets, by their keys.

    Args:
        path: the database; while it stays as it is they are read once.
        connection: to it; its rows are tuples.
    """
    return kept_of(path, "names", lambda: {key: name for key, name in connection.execute(_NAMES) if name})


def outlet_names(asked: Asked) -> Mapping[str, str]:
    """The same for a page."""
    return names_of(asked.database.path, asked.connection)
