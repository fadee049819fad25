"""A story as one self-contained page: who wrote it first, who had it from whom, what was altered.

Invariant: like every page here it asks for nothing from anywhere; what is not known to be in an
order is not shown in one.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from provenance.counts import counted
from provenance.report.html.document import render
from provenance.report.html.pieces import link
from provenance.report.html.summary import LONGEST, Facts
from provenance.report.html.view import Piece
from provenance.report.printable import clip, printable
from provenance.report.quotes import deviation_words, quote_summary
from provenance.report.stories import branches, changed_words, how_words
from provenance.report.wording import moment, percent
from provenance.tracing.quotes.findings import DeviationKind

if TYPE_CHECKING:
    from provenance.report.html.view import Link
    from provenance.tracing.quotes.findings import Deviation, QuoteReport, Utterance
    from provenance.tracing.stories import Guest, StoryArticle, StoryWithTree

__all__ = ["story_page"]

_QUOTE = 600


@dataclass(frozen=True, slots=True)
class _Row:
    """An article in the tree; ``parent`` is the number of the row that it was made from."""

    number: int
    branch: str
    outlet: str
    title: str | None
    article: Link
    published: str | None
    parent: int | None
    how: str
    share: str
    kept: str
    changed: str


@dataclass(frozen=True, slots=True)
class _Deviation:
    who: str
    kinds: str
    pieces: tuple[Piece, ...]


@dataclass(frozen=True, slots=True)
class _Quote:
    speaker: str
    wording: str | None
    deviations: tuple[_Deviation, ...]


@dataclass(frozen=True, slots=True)
class _Guest:
    outlet: str
    article: Link
    published: str | None
    share: str
    story: str | None


@dataclass(frozen=True, slots=True)
class _View:
    id: str
    title: str
    card: Facts
    rows: tuple[_Row, ...]
    quotes: tuple[_Quote, ...]
    guests: tuple[_Guest, ...]


def story_page(story: StoryWithTree, quoted: QuoteReport | None = None) -> str:
    """The page.

    Args:
        story: as it is stored.
        quoted: its quotations, where they are to be shown.

    Returns:
        HTML; equal for equal stories.
    """
    numbers = {each.ref.key: number for number, each in enumerate(story.articles, 1)}
    view = _View(
        id=story.summary.id,
        title=clip(story.summary.title, LONGEST),
        card=_card(story, quoted),
        rows=tuple(
            _row(each, branch, numbers, story.summary.title)
            for each, branch in zip(story.articles, branches(story.articles), strict=True)
        ),
        quotes=() if quoted is None else tuple(_quote(each, quoted) for each in quoted.utterances if each.deviations),
        guests=tuple(map(_guest, story.guests)),
    )
    return render("provenance/story.html", view=view)


def _card(story: StoryWithTree, quoted: QuoteReport | None) -> Facts:
    summary = story.summary
    known = summary.origin_name is not None or summary.root is not None
    held = None if summary.root is None else link(summary.root.title or summary.root.id, summary.root.url)
    rows = [("Articles", (f"{counted(summary.articles, 'article')} on {counted(summary.sites, 'site')}",))]
    if summary.since is not None and summary.until is not None:
        span = (_time(summary.since), _time(summary.until))
        rows.append(("When", (span[0] if span[0] == span[1] else f"{span[0]} to {span[1]}",)))
    rows.append(("First", (_first(story),)))
    if known and summary.root is None:
        rows.append(("Its text", ("is not held",)))
    if quoted is not None and quoted.utterances:
        rows.append(("Quotes", (quote_summary(quoted),)))
    name = clip(summary.origin_name or "a page without a name", LONGEST) if known else "cannot be said"
    return Facts("Origin", name, known, held, tuple(rows))


def _first(story: StoryWithTree) -> str:
    first = next((each for each in story.articles if each.ref == story.summary.first), None)
    if first is None:
        return "cannot be said: no article is surely before all others"
    undated = sum(each.published is None for each in story.articles)
    rest = f"; {counted(undated, 'article')} without a date" if undated else ""
    return f"{clip(first.outlet or first.ref.id, LONGEST)}, {_time(first.published or '')}{rest}"


def _row(each: StoryArticle, branch: str, numbers: dict[int, int], title: str) -> _Row:
    ref = each.ref
    return _Row(
        number=numbers[ref.key],
        branch=branch,
        outlet=clip(each.outlet or ref.id, LONGEST),
        title=None if ref.title is None or ref.title == title else clip(ref.title, LONGEST),
        article=link(clip(ref.id, LONGEST), ref.url),
        published=None if each.published is None else _time(each.published),
        parent=None if each.parent is None else numbers.get(each.parent),
        how=clip(how_words(each), LONGEST),
        share="" if each.share is None else percent(each.share),
        kept="" if each.kept is None else percent(each.kept),
        changed=changed_words(each),
    )


def _quote(each: Utterance, report: QuoteReport) -> _Quote:
    return _Quote(
        speaker=clip(each.speaker or "A speaker who is not named", LONGEST),
        wording=None if each.majority is None else clip(each.majority.text, _QUOTE),
        deviations=tuple(_deviation(one, report) for one in each.deviations),
    )


def _deviation(one: Deviation, report: QuoteReport) -> _Deviation:
    account = report.accounts[one.article]
    marks = ("", "") if DeviationKind.MARKS_REMOVED in one.kinds else ("“", "”")
    pieces, at = [Piece(marks[0])], one.start
    for each in one.differences:
        before = printable(one.text[at - one.start : each.start - one.start])
        pieces.append(Piece(before + (" " if before[-1:].isalnum() else "")))
        pieces += [Piece(printable(each.reference_text), change="del")] if each.reference_text else []
        gap = [Piece(" ")] if each.reference_text and each.text else []
        pieces += [*gap, Piece(printable(each.text), change="ins")] if each.text else []
        at = each.end
    pieces += [Piece(printable(one.text[at - one.start :])), Piece(marks[1])]
    who = clip(account.outlet or account.ref.id, LONGEST)
    return _Deviation(who, clip(deviation_words(one), LONGEST), tuple(piece for piece in pieces if piece.text))


def _guest(guest: Guest) -> _Guest:
    return _Guest(
        outlet=clip(guest.outlet or guest.ref.id, LONGEST),
        article=link(clip(guest.ref.title or guest.ref.id, LONGEST), guest.ref.url),
        published=None if guest.published is None else _time(guest.published),
        share=percent(guest.share),
        story=guest.story,
    )


def _time(published: str) -> str:
    return clip(moment(published), LONGEST)
