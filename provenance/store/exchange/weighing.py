"""Which of two versions of one article is kept.

Invariant: the answer does not depend on which of the two is here already.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from provenance.digests import text_digest
from provenance.store.stored import stored

if TYPE_CHECKING:
    import sqlite3

    from provenance.model import Article
    from provenance.store.exchange.records import ArticleRecord

__all__ = ["later"]

_SEEN: Final = (
    "SELECT coalesce((SELECT max(last_seen) FROM capture WHERE article = article.id AND text = article.digest), "
    "(SELECT started FROM run WHERE id = article.run)) FROM article WHERE id = ?"
)


def later(connection: sqlite3.Connection, theirs: ArticleRecord, run: int, here: int) -> bool:
    """Whether an article of another database takes the place of the one that is here.

    Args:
        connection: any.
        theirs: the article there.
        run: the run that stored it, by its number here.
        here: the number of the article here.

    Returns:
        Whether it was seen later, by its last capture, else by the run that stored it; of two
        that were seen at once the one with the smaller digest, then the smaller facts, is kept.
    """
    article = theirs.analysis.article
    key = text_digest(article.text)
    seen = max((capture.last_seen for capture in theirs.captures if capture.text == key), default=None)
    if seen is None:
        (seen,) = connection.execute("SELECT started FROM run WHERE id = ?", (run,)).fetchone()
    (before,) = connection.execute(_SEEN, (here,)).fetchone()
    if seen != before:
        return bool(seen > before)
    ours = stored(connection, here).article
    return (key, _facts(article)) < (text_digest(ours.text), _facts(ours))


def _facts(article: Article) -> tuple[str, ...]:
    """What makes an article an update of itself, beside its text."""
    facts = (article.url, article.canonical, article.publisher, article.title, article.published, article.media)
    return tuple(fact or "" for fact in facts)
