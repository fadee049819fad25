"""What was learned of lines and of reporters, brought into the articles that carry them.

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
    """Count what came or went, understand anew the articles for which that changes a role, and note which are due.

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
    database.mark_pending(database.learn_reporters())
    return tuple(found)
