"""What speakers are quoted with across a story, for a person and as plain values.

Invariant: nothing is said by colour alone: changed words stand in brackets, the majority's first.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from rich.console import Group
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from provenance.counts import counted
from provenance.report.printable import clip, printable
from provenance.report.wording import moment, words
from provenance.tracing.quotes.findings import DecidedBy, DeviationKind

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Sequence

    from rich.console import RenderableType

    from provenance.model import ArticleRef
    from provenance.tracing.quotes.findings import Account, Deviation, OutletCount, QuoteReport, Utterance

__all__ = ["deviation_words", "quote_card", "quote_object", "quote_summary", "utterance_object"]

_SHOWN = 40
_DEVIATIONS_SHOWN = 8
_LONGEST = 600
_NOTHING = "–"
_KINDS = {
    DeviationKind.MADE_UP: "quoted here only, told by others in their own words",
    DeviationKind.MARKS_REMOVED: "told without quotation marks",
    DeviationKind.CUT: "words cut without a mark",
}
_DECIDED = {
    DecidedBy.WITNESSES: "",
    DecidedBy.ORIGIN: "; wordings are about equally frequent, and this is the origin’s",
    DecidedBy.EARLIEST: "; wordings are about equally frequent, and this is the earliest",
    DecidedBy.NOTHING: "",
}


def quote_summary(report: QuoteReport) -> str:
    """In one line how many speakers and quotations there are, and what was altered by how many."""
    speakers = {each.speaker for each in report.utterances} - {None}
    altered = sum(bool(each.deviations) for each in report.utterances)
    by = {deviation.article for each in report.utterances for deviation in each.deviations}
    text = f"{counted(len(speakers), 'speaker')}, {counted(len(report.utterances), 'quotation')}"
    return f"{text}, {altered:,} altered by {counted(len(by), 'article')}" if altered else f"{text}, none altered"


def quote_card(report: QuoteReport) -> RenderableType:
    """The quotations of a story one by one, and what each site kept of them.

    Args:
        report: what was found.

    Returns:
        A renderable for a rich console of 60 columns or more.
    """
    several = [each for each in report.utterances if len(each.articles) > 1 or each.deviations]
    alone = len(report.utterances) - len(several)
    parts: list[RenderableType] = [
        Text(report.story, style="bold cyan"),
        Text(printable(report.title), style="italic"),
        Padding(Text(quote_summary(report)), (1, 0, 0, 2)),
    ]
    if any(each.deviations for each in several):
        parts.append(Padding(Text("[as most have it → as this one has it]", style="dim"), (0, 0, 0, 2)))
    for each in several[:_SHOWN]:
        parts += _utterance(each, report)
    if len(several) > _SHOWN:
        parts.append(Text(f"\nand {len(several) - _SHOWN} more; --format json has all", style="dim"))
    if alone:
        more = "quotation stands in one article only", "quotations stand in one article only"
        parts.append(Text(f"\n{counted(alone, *more)}; --format json has all", style="dim"))
    if report.outlets:
        parts += [Text("\nQuotations that others have too, by site", style="bold"), _outlets(report.outlets)]
    return Group(*parts)


def _utterance(each: Utterance, report: QuoteReport) -> Iterator[RenderableType]:
    yield Text(f"\n{printable(each.speaker or 'A speaker who is not named')}", style="bold")
    if each.majority is not None:
        yield Padding(Text(f"“{clip(each.majority.text, _LONGEST)}”", style="green"), (0, 0, 0, 2))
        count = _have(each.majority.articles, each.articles, report)
        witnesses = counted(each.majority.witnesses, "independent witness", "independent witnesses")
        yield Padding(Text(f"{count}, {witnesses}{_DECIDED[each.decided_by]}", style="dim"), (0, 0, 0, 2))
    elif not any(DeviationKind.MADE_UP in one.kinds for one in each.deviations):
        yield Padding(Text("no majority: the wordings are equally frequent", style="dim"), (0, 0, 0, 2))
        for wording in each.wordings:
            names = ", ".join(_name(report.accounts.get(number)) for number in wording.articles)
            yield Padding(Text(f"“{clip(wording.text, _LONGEST)}” {names}"), (0, 0, 0, 2))
    for one in each.deviations[:_DEVIATIONS_SHOWN]:
        yield Padding(Text(_heading(one, report), style="red"), (0, 0, 0, 4))
        yield Padding(_marked(one), (0, 0, 0, 6))
    rest = len(each.deviations) - _DEVIATIONS_SHOWN
    if rest > 0:
        yield Padding(Text(f"and {rest} more; --format json has all", style="dim"), (0, 0, 0, 4))


def _have(whole: Collection[int], quoting: Collection[int], report: QuoteReport) -> str:
    """How many of the story's articles that quote it have it whole, and how many outside the story quote it too."""
    within, kept = (sum(report.accounts[number].in_story for number in each) for each in (quoting, whole))
    text = f"{kept:,} of {counted(within, 'article')} {'has' if kept == 1 else 'have'} it whole"
    beside = len(quoting) - within
    return f"{text}, {beside:,} outside the story {'quotes' if beside == 1 else 'quote'} it too" if beside else text


def _name(account: Account | None) -> str:
    return "?" if account is None else printable(account.outlet or account.ref.id)


def _heading(one: Deviation, report: QuoteReport) -> str:
    """Who deviates, when, how, and from whom that is."""
    account = report.accounts[one.article]
    when = f", {moment(account.published)}" if account.published else ""
    kinds = deviation_words(one)
    source = "" if one.taken_over_from is None else f"; first at {_name(report.accounts.get(one.first))}"
    return f"{_name(account)}{printable(when)}: {kinds}{source}"


def deviation_words(one: Deviation) -> str:
    """How an article departs from the majority's wording, in words."""
    named = {**_KINDS, DeviationKind.OTHER_SPEAKER: f"said by {printable(one.speaker or '')}"}
    return ", ".join(named.get(kind) or words(kind.value) for kind in one.kinds)


def _marked(one: Deviation) -> Text:
    """The article's words with the changed ones marked."""
    text = Text("“" if DeviationKind.MARKS_REMOVED not in one.kinds else "")
    at = one.start
    for each in one.differences:
        before = one.text[at - one.start : each.start - one.start]
        text.append(printable(before) + (" " if before[-1:].isalnum() else ""))
        change = f"[{each.reference_text or _NOTHING} → {each.text or _NOTHING}]"
        text.append(printable(change), style="bold red")
        at = each.end
    text.append(printable(one.text[at - one.start :]))
    if DeviationKind.MARKS_REMOVED not in one.kinds:
        text.append("”")
    return text


def _outlets(outlets: Sequence[OutletCount]) -> RenderableType:
    table = Table(box=None, pad_edge=False, padding=(0, 2, 0, 0))
    table.add_column("site", overflow="fold")
    for name in ("articles", "kept", "altered", "taken over"):
        table.add_column(name, justify="right", no_wrap=True)
    for each in outlets[:_SHOWN]:
        table.add_row(
            Text(printable(each.outlet)),
            f"{each.articles:,}",
            f"{each.kept:,}",
            Text(f"{each.altered:,}", style="red" if each.altered else ""),
            f"{each.taken_over:,}",
        )
    rest = len(outlets) - _SHOWN
    return Group(table, Text(f"and {rest} more; --format json has all", style="dim")) if rest > 0 else table


def quote_object(report: QuoteReport) -> dict[str, Any]:
    """All of it, ready for JSON."""
    return {
        "story": report.story,
        "title": report.title,
        "utterances": [utterance_object(each, report) for each in report.utterances],
        "articles": [
            {
                "article": _ref(each.ref),
                "outlet": each.outlet,
                "published": each.published,
                "in_story": each.in_story,
                "kept": each.kept,
                "altered": each.altered,
                "taken_over": each.taken_over,
                "alone": each.alone,
            }
            for each in report.accounts.values()
        ],
        "outlets": [
            {
                "outlet": each.outlet,
                "articles": each.articles,
                "kept": each.kept,
                "altered": each.altered,
                "taken_over": each.taken_over,
            }
            for each in report.outlets
        ],
    }


def utterance_object(each: Utterance, report: QuoteReport) -> dict[str, Any]:
    """One quotation with its wordings and all who deviate, ready for JSON."""
    refs = {number: _ref(account.ref) for number, account in report.accounts.items()}
    wordings = [
        {
            "text": wording.text,
            "witnesses": wording.witnesses,
            "articles": [refs[number] for number in wording.articles],
        }
        for wording in each.wordings
    ]
    majority = None if each.majority is None else wordings[each.wordings.index(each.majority)]
    return {
        "speaker": each.speaker,
        "majority": majority,
        "decided_by": each.decided_by.value,
        "wordings": wordings,
        "deviations": [
            {
                "article": refs[one.article],
                "kinds": [kind.value for kind in one.kinds],
                "speaker": one.speaker,
                "start": one.start,
                "end": one.end,
                "text": one.text,
                "reference": None if one.reference is None else refs[one.reference],
                "differences": [
                    {
                        "start": change.start,
                        "end": change.end,
                        "text": change.text,
                        "reference_start": change.reference_start,
                        "reference_end": change.reference_end,
                        "reference_text": change.reference_text,
                    }
                    for change in one.differences
                ],
                "taken_over_from": None if one.taken_over_from is None else refs[one.taken_over_from],
                "first": refs[one.first],
            }
            for one in each.deviations
        ],
    }


def _ref(ref: ArticleRef) -> dict[str, Any]:
    return {"id": ref.id, "url": ref.url, "title": ref.title}
