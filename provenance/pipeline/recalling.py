"""What was found out about a stored article, read back and not traced again.

Invariant: it only reads, and says what ``show`` would say from the same state of the database.
An article whose verdict is still due is traced.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from provenance.model import ArticleMatch, OtherArticle, Relation, Trace
from provenance.pipeline.asking import show
from provenance.pipeline.sites import with_site_record
from provenance.pipeline.telling import with_story
from provenance.settings import TraceSettings
from provenance.sources import load_registry
from provenance.sources.credits import cited_sources
from provenance.tracing.derived import Derived
from provenance.tracing.matching import match_stories
from provenance.tracing.side_by_side import beginnings

if TYPE_CHECKING:
    from provenance.sources import Registry
    from provenance.store import Database
    from provenance.tracing.library import StoredArticle

__all__ = ["beside", "recall"]


def recall(database: Database, number: int, *, registry: Registry | None = None) -> Trace:
    """The answer for a stored article, as its verdict was made.

    Args:
        database: where it is stored.
        number: its number.
        registry: the known sources; asked only where its verdict is due.

    Raises:
        DatabaseError: there is no article of this number.
    """
    with database.snapshot():
        stored, known = database.stored(number), database.verdict_of(number)
        if known is None:
            return show(database, str(number), registry=registry)
        answer = Trace(
            article=stored.article,
            blocks=stored.blocks,
            credits=stored.credits,
            site=stored.site,
            verdict=known.verdict,
            chain=known.chain,
            matches=known.matches,
            cited=cited_sources(stored.credits),
            origins=known.origins,
            findings=known.findings,
            damage=known.damage,
            sources_of=known.sources_of,
            taken_from=known.taken_from,
            likely=known.likely,
            memberships=database.memberships(number),
        )
        return with_story(with_site_record(answer, stored.home, database), database)


def _begun(stored: StoredArticle) -> StoredArticle:
    """A stored article with as much of each paragraph as is compared, and the credits in that."""
    blocks = beginnings(stored.blocks)
    ends = {block.position: block.end for block in blocks}
    credits_ = tuple(each for each in stored.credits if each.block is None or each.end <= ends.get(each.block, 0))
    return replace(stored, blocks=blocks, credits=credits_)


def beside(
    database: Database, number: int, other: int, *, registry: Registry | None = None
) -> tuple[Trace, ArticleMatch]:
    """A stored article held against another stored one, whatever else it is from.

    Args:
        database: where both are stored.
        number: the article that is asked about.
        other: the one that it is held against.
        registry: the known sources; the shipped ones where none is given.

    Returns:
        The answer for the article, with the other one among its ``others``, and how the two stand
        to each other; of relation unknown and without a share where no text links them.

    Raises:
        DatabaseError: there is no article of one of these numbers.
    """
    with database.snapshot():
        answer, held = recall(database, number, registry=registry), database.stored(other)
        match = next((each for each in answer.matches if each.other.key == other), None)
        if match is None:
            known, settings = registry or load_registry(), TraceSettings()
            mine, theirs = (Derived(_begun(each), known, settings) for each in (database.stored(number), held))
            match = match_stories(mine.story, theirs.story, held.ref, settings)
    answer = replace(answer, others={other: OtherArticle(held.article, held.blocks, held.site)})
    if match is None:
        match = ArticleMatch(held.ref, Relation.UNKNOWN, 0.0, 0.0, 0.0, None, ())
    return answer, match
