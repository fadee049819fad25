"""An article: verdict, chain, the ledger block by block, and where each paragraph came from.

Invariant: it shows the stored answer, and nothing that the command line would not say.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from provenance.browse.page import File, Page, registry, site_link
from provenance.browse.taking import ARTICLE, offers, taken, wanted
from provenance.pipeline import article_file
from provenance.pipeline.recalling import recall
from provenance.report.contract import answer
from provenance.report.html import trace_view

if TYPE_CHECKING:
    import sqlite3

    from provenance.browse.page import Asked

__all__ = ["article"]


def article(asked: Asked) -> Page | File:
    """A stored article."""
    number = int(asked.parts["number"])
    form = wanted(asked, ARTICLE)
    if form is not None:
        return taken(f"article-{number}", form, article_file(asked.database, number, form, registry=registry()))
    trace = recall(asked.database, number, registry=registry())
    name, home = _site(asked.connection, number)
    view = trace_view(trace, "a", asked.places(number, site_link(asked, trace.site, home)))
    at = asked.addresses
    return Page(
        "browse/article.html",
        view.title,
        {
            "view": view,
            "number": number,
            "outlet": name,
            "home": home,
            "story": trace.story,
            "nearest": trace.taken_from or next((match.other for match in trace.matches), None),
            "derived": trace.taken_from is not None and view.card.decided,
            "language": view.ledger.language,
        },
        lambda: answer(trace),
        here="article",
        notes={"json": f"{at.article(number)}.json"},
        offers=offers(at.article(number), ARTICLE),
    )


def _site(connection: sqlite3.Connection, number: int) -> tuple[str | None, str | None]:
    """What people call an article's site, and the key under which it is kept."""
    row = connection.execute(
        "SELECT coalesce(a.site_name, a.publisher, s.name), s.name FROM article AS a "
        "LEFT JOIN site AS s ON s.id = a.site WHERE a.id = ?",
        (number,),
    ).fetchone()
    return (None, None) if row is None else row
