"""What was learned of a site's lines, brought into the articles that carry them.

Invariant: after each batch every stored article has the roles that the whole set of stored
articles gives it, whatever the order in which they came or went.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from provenance.pipeline.analysis import learn_from

if TYPE_CHECKING:
    from provenance.model import Passage
    from provenance.sources import Registry
    from provenance.store import Database

__all__ = ["relearn"]


def relearn(database: Database, registry: Registry) -> tuple[tuple[int, Passage], ...]:
    """Count the lines of what came or went, and understand anew the articles for which that changes a role.

    Args:
        database: inside the transaction in which articles came or went.
        registry: the known sources.

    Returns:
        The passages that no stored article held before, by number: they are to be indexed.
    """
    found: list[tuple[int, Passage]] = []
    for number in database.learn():
        stored = database.stored(number)
        analysis = learn_from(stored, stored.home, database, registry)
        if analysis is not None:
            found += database.revise(number, analysis).passages
    return tuple(found)
