"""A story: who was first, who copied whom on a time axis, what each copy lost or changed; and lists of stories."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from provenance.browse.answering import ServerError
from provenance.browse.drawing.tree import tree_view
from provenance.browse.page import File, Page, kept
from provenance.browse.pages.spoken import spoken
from provenance.browse.taking import STORY, offers, taken, wanted
from provenance.counts import counted
from provenance.pipeline import quotes_of, stories, story_file
from provenance.pipeline import story as story_of
from provenance.report.formats import Format
from provenance.report.quotes import quote_object, quote_summary
from provenance.report.stories import story_object, summary_object

if TYPE_CHECKING:
    from provenance.browse.page import Asked
    from provenance.tracing.quotes.findings import QuoteReport
    from provenance.tracing.stories import StoryWithTree

__all__ = ["quotes", "story", "story_list"]

_FEW: Final = 12  # articles of a story whose quotations are counted on its page
_QUOTED: Final = 5
_TOLD: Final = 200  # articles of a story that is told in PROV: each has its own statements
_LISTED: Final = 100
_ROWS: Final = 300  # articles of a story on one page


def story(asked: Asked) -> Page | File:
    """One story with its tree."""
    form = wanted(asked, STORY)
    told = story_of(asked.database, asked.parts["story"])
    summary, at = told.summary, asked.addresses
    if form is not None:
        return taken(f"story-{summary.id}", form, _written(asked, told, form))
    report = _quotes(asked, told) if summary.articles <= _FEW else None
    first = next((each for each in told.articles if each.ref == summary.first), None)
    page = asked.number("page", 1, 100_000)
    start = (page - 1) * _ROWS
    return Page(
        "browse/story.html",
        summary.title,
        {
            "story": told,
            "summary": summary,
            "first": first,
            "tree": tree_view(told) if page == 1 else None,
            "rows": told.articles[start : start + _ROWS],
            "page": page,
            "more": len(told.articles) > start + _ROWS,
            "undated": sum(each.published is None for each in told.articles),
            "machine": sum(bool(each.machine_paraphrase) for each in told.articles),
            "quoted": None if report is None or not report.utterances else quote_summary(report),
            "spoken": () if report is None else spoken(report, _QUOTED, altered=True),
        },
        lambda: story_object(told),
        here="stories",
        notes={"json": f"{at.story(summary.id)}.json"},
        offers=offers(at.story(summary.id), [form for form in STORY if not _is_too_much(told, form)]),
    )


def _is_too_much(told: StoryWithTree, form: Format) -> bool:
    return form is Format.PROV and told.summary.articles > _TOLD


def _written(asked: Asked, told: StoryWithTree, form: Format) -> str:
    if _is_too_much(told, form):
        message = f"PROV of {counted(told.summary.articles, 'article')} is more than this server writes"
        raise ServerError(message, f"the command line does: provenance story {told.summary.id} --format prov", 422)
    return story_file(asked.database, told, form)


def quotes(asked: Asked) -> Page:
    """The quotations of a story: what most have, and who departs from it."""
    told = story_of(asked.database, asked.parts["story"])
    report = _quotes(asked, told)
    at = asked.addresses
    return Page(
        "browse/quotes.html",
        f"Quotations: {told.summary.title}",
        {
            "summary": told.summary,
            "quoted": quote_summary(report),
            "spoken": spoken(report, _LISTED),
            "alone": max(0, len(report.utterances) - len(spoken(report, len(report.utterances)))),
            "outlets": report.outlets[:_LISTED],
        },
        lambda: quote_object(report),
        here="stories",
        notes={"json": f"{at.quotes(told.summary.id)}.json"},
    )


def _quotes(asked: Asked, told: StoryWithTree) -> QuoteReport:
    return kept(asked, f"quotes {told.summary.id}", lambda: quotes_of(asked.database, told))


def story_list(asked: Asked) -> Page:
    """The largest or the newest stories."""
    newest = asked.arguments.get("sort") != "largest"
    limit = asked.number("limit", _LISTED, 1000)
    order = "newest" if newest else "largest"
    found = kept(asked, f"{order} {limit}", lambda: stories(asked.database, newest=newest, limit=limit))
    return Page(
        "browse/stories.html",
        "Stories",
        {"found": found, "newest": newest},
        lambda: [summary_object(each) for each in found],
        here="stories",
        notes={"json": f"{asked.addresses.stories}.json" + ("" if newest else "?sort=largest")},
    )
