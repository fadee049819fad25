"""A story: who was first, who copied whom on a time axis, what each copy lost or changed; and lists of stories."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from provenance.browse.answering import ServerError
from provenance.browse.drawing.tree import tree_view
from provenance.browse.page import File, Page, kept
from provenance.browse.pages.listed import listed
from provenance.browse.pages.spoken import spoken
from provenance.browse.taking import STORY, offers, taken, wanted
from provenance.counts import counted
from provenance.pipeline import quotes_of, stories, story_file
from provenance.pipeline import story as story_of
from provenance.report.formats import Format
from provenance.report.quotes import quote_object, quote_summary
from provenance.report.stories import story_object, summary_object

if TYPE_CHECKING:
    import sqlite3

    from provenance.browse.page import Asked
    from provenance.browse.pages.listed import Listed
    from provenance.tracing.quotes.findings import QuoteReport
    from provenance.tracing.stories import StorySummary, StoryWithTree

__all__ = ["quotes", "story", "story_list"]

_FEW: Final = 12  # articles of a story whose quotations are counted on its page
_QUOTED: Final = 5
_TOLD: Final = 200  # articles of a story that is told in PROV: each has its own statements
_LISTED: Final = 100
_ROWS: Final = 300  # articles of a story on one page
_HELD: Final = 40  # articles of a story whose quotations are held against each other unless all are asked for
_COUNTS: Final = """
SELECT coalesce(sum(a.published IS NULL), 0), coalesce(sum(v.machine_paraphrase = 1), 0)
FROM story_article AS t JOIN article AS a ON a.id = t.article LEFT JOIN verdict AS v ON v.article = t.article
WHERE t.story = ?
"""


@dataclass(frozen=True, slots=True)
class _Counts:
    """Of all articles of a story those without a date, and those that a machine reworded."""

    undated: int
    machine: int


def story(asked: Asked) -> Page | File:
    """One story with its tree."""
    form = wanted(asked, STORY)
    what, at = asked.parts["story"], asked.addresses
    if form is not None:
        told = story_of(asked.database, what)
        return taken(f"story-{told.summary.id}", form, _written(asked, told, form))
    page = asked.number("page", 1, 100_000)
    told = story_of(asked.database, what, part=((page - 1) * _ROWS, _ROWS))
    if not told.articles:  # behind the last page
        page, told = 1, story_of(asked.database, what, part=(0, _ROWS))
    summary = told.summary
    counts = kept(asked, f"counts {summary.id}", lambda: _counts(asked.connection, summary))
    report = _quotes(asked, told) if summary.articles <= _FEW else None
    return Page(
        "browse/story.html",
        summary.title,
        {
            "story": told,
            "summary": summary,
            "first": _first(asked, summary),
            "tree": tree_view(told) if page == 1 else None,
            "rows": told.articles,
            "page": page,
            "more": summary.articles > page * _ROWS,
            "undated": counts.undated,
            "machine": counts.machine,
            "quoted": None if report is None or not report.utterances else quote_summary(report),
            "spoken": () if report is None else spoken(report, _QUOTED, altered=True),
        },
        lambda: story_object(story_of(asked.database, summary.id)),
        here="stories",
        notes={"json": f"{at.story(summary.id)}.json"},
        offers=offers(at.story(summary.id), [form for form in STORY if not _is_too_much(summary, form)]),
    )


def _counts(connection: sqlite3.Connection, summary: StorySummary) -> _Counts:
    return _Counts(*connection.execute(_COUNTS, (summary.id,)).fetchone())


def _first(asked: Asked, summary: StorySummary) -> Listed | None:
    """The article that was surely before all others, where one is."""
    return None if summary.first is None else listed(asked.connection, [summary.first.key]).get(summary.first.key)


def _is_too_much(summary: StorySummary, form: Format) -> bool:
    return form is Format.PROV and summary.articles > _TOLD


def _written(asked: Asked, told: StoryWithTree, form: Format) -> str:
    if _is_too_much(told.summary, form):
        message = f"PROV of {counted(told.summary.articles, 'article')} is more than this server writes"
        raise ServerError(message, f"the command line does: provenance story {told.summary.id} --format prov", 422)
    return story_file(asked.database, told, form)


def quotes(asked: Asked) -> Page:
    """The quotations of a story: what most have, and who departs from it; of a large one the first articles'."""
    part = None if asked.arguments.get("articles") == "all" else (0, _HELD)
    told = story_of(asked.database, asked.parts["story"], part=part)
    summary, at = told.summary, asked.addresses
    report = _quotes(asked, told)
    several = spoken(report, _LISTED)
    return Page(
        "browse/quotes.html",
        f"Quotations: {summary.title}",
        {
            "summary": summary,
            "held": _HELD if len(told.articles) < summary.articles else None,
            "quoted": quote_summary(report),
            "spoken": several,
            "alone": max(0, len(report.utterances) - len(several)),
            "outlets": report.outlets[:_LISTED],
            "sites": _sites(asked, report),
        },
        lambda: quote_object(_quotes(asked, story_of(asked.database, summary.id))),
        here="stories",
        notes={"json": f"{at.quotes(summary.id)}.json"},
    )


def _sites(asked: Asked, report: QuoteReport) -> dict[str, str]:
    """The keys of the sites that are shown, by the names under which they are."""
    shown = {each.outlet for each in report.outlets[:_LISTED]}
    numbers = {name: each.ref.key for each in report.accounts.values() if (name := each.outlet) in shown}
    found = listed(asked.connection, numbers.values())
    return {name: site for name, number in numbers.items() if name and (site := found[number].site) is not None}


def _quotes(asked: Asked, told: StoryWithTree) -> QuoteReport:
    """The quotations of a story, or of the first articles in the order of its tree."""
    return kept(asked, f"quotes {told.summary.id} {len(told.articles)}", lambda: quotes_of(asked.database, told))


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
