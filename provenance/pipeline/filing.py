"""One stored article, story or site as a file in any of its formats, for pages that offer them.

Invariant: it only reads; an article is told as it is stored, without tracing it again.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from provenance.pipeline.asking import with_texts
from provenance.pipeline.reading_quotes import quotes_of
from provenance.pipeline.recalling import recall
from provenance.pipeline.sites import site
from provenance.pipeline.tabling import site_articles
from provenance.report.formats import Format, article_text, story_text
from provenance.sources import load_registry

if TYPE_CHECKING:
    from provenance.sources import Registry
    from provenance.store import Database
    from provenance.tracing.stories import StoryWithTree

__all__ = ["QUOTED", "article_file", "site_file", "story_file"]

QUOTED: Final = 50
"""Quotations are gathered of stories of so many articles; of larger ones that takes seconds."""
_ARTICLES: Final = 500


def article_file(database: Database, number: int, form: Format, *, registry: Registry | None = None) -> str:
    """A stored article.

    Args:
        database: where it is stored.
        number: the article's number.
        form: json, jsonl, ninjs, jsonld, html, prov, mermaid or dot.
        registry: the known sources; the shipped ones where none is given.

    Raises:
        DatabaseError: there is no article of this number.
        UsageError: the format is none of these, or needs a library that is not installed.
    """
    with database.snapshot():
        trace = recall(database, number)
        return article_text(with_texts(trace, database) if form is Format.HTML else trace, form, registry)


def story_file(database: Database, story: StoryWithTree, form: Format) -> str:
    """A stored story.

    Args:
        database: where it is stored.
        story: as ``pipeline.story`` gives it.
        form: json, html, prov, mermaid or dot.

    Raises:
        UsageError: the format is none of these, or needs a library that is not installed.
    """
    with database.snapshot():
        quoted = quotes_of(database, story) if form is Format.HTML and story.summary.articles <= QUOTED else None
        traces = (recall(database, each.ref.key) for each in story.articles)
        return story_text(story, form, traces=traces, quoted=quoted)


def site_file(database: Database, name: str, *, registry: Registry | None = None) -> str:
    """The page of a site, with its newest articles.

    Args:
        database: the stored articles.
        name: the site's domain, address or name.
        registry: the known sources; the shipped ones where none is given.

    Raises:
        NotFoundError: no article of this site is stored.
    """
    from provenance.report.html.site import site_page

    known = registry or load_registry()
    with database.snapshot():
        report = site(database, name, registry=known)
        return site_page(
            report.site,
            report.facts,
            origins=report.origins,
            lines=[(line.text, line.articles) for line in report.furniture],
            articles=tuple(site_articles(database, name, limit=_ARTICLES, registry=known)),
            total=database.article_count(database.site_number(report.facts.home)),
        )
