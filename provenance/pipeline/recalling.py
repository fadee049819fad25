"""Answers as they are stored, without tracing again.

Invariant: it only reads. What is said of an article is what the last run found out about it; what
grows old beside it (coverage, its site's record, its story) is said as of now.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from provenance.model import DamageSummary, Relation, Status, Trace, Verdict
from provenance.pipeline.sites import with_site_record
from provenance.pipeline.telling import with_story
from provenance.sources.credits import cited_sources

if TYPE_CHECKING:
    from provenance.store import Database

__all__ = ["recall"]

_PENDING: Final = Verdict(
    Status.ABSTAINED, Relation.UNKNOWN, None, 0.0, ("its verdict is not made yet",), None, coverage=""
)
_UNSEEN: Final = DamageSummary(None, None, 0, 0.0)


def recall(database: Database, number: int) -> Trace:
    """The answer for a stored article, as it is stored.

    Args:
        database: the stored articles; read several inside one snapshot.
        number: the article's number.

    Returns:
        An answer without texts of others; one that abstains where the verdict is still due.

    Raises:
        DatabaseError: there is no article of this number.
    """
    stored, known = database.stored(number), database.verdict_of(number)
    answer = Trace(
        article=stored.article,
        blocks=stored.blocks,
        credits=stored.credits,
        site=stored.site,
        verdict=_PENDING if known is None else known.verdict,
        chain=() if known is None else known.chain,
        matches=() if known is None else known.matches,
        cited=cited_sources(stored.credits),
        origins={} if known is None else known.origins,
        findings=() if known is None else known.findings,
        damage=_UNSEEN if known is None else known.damage,
        sources_of={} if known is None else known.sources_of,
        taken_from=None if known is None else known.taken_from,
        likely=None if known is None else known.likely,
    )
    return with_story(with_site_record(answer, stored.home, database), database)
