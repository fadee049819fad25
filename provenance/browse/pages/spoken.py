"""Quotations across a story, as a page shows them: what most have, and each one that departs from it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from provenance.report.html.pieces import Mark, cut
from provenance.report.printable import clip, printable
from provenance.report.wording import moment, words

if TYPE_CHECKING:
    from provenance.report.html.view import Piece
    from provenance.tracing.quotes.findings import Account, Deviation, QuoteReport, Utterance

__all__ = ["Departing", "Spoken", "spoken"]

_LONGEST = 600
_FEWEST, _SEARCHED = 3, 30  # words that are searched for


@dataclass(frozen=True, slots=True)
class Departing:
    """An article that departs from the majority: its words with the changed ones marked, each with what stood there."""

    article: int
    outlet: str
    when: str
    kinds: str
    pieces: tuple[Piece, ...]
    taken_from: str | None


@dataclass(frozen=True, slots=True)
class Spoken:
    """A quotation: who said it, how most have it, in how many articles, and who departs.

    ``phrase`` is the beginning of how most have it, to be searched word for word.
    """

    speaker: str | None
    text: str | None
    phrase: str | None
    articles: int
    whole: int
    witnesses: int
    wordings: tuple[tuple[str, str], ...]
    departing: tuple[Departing, ...]


def spoken(report: QuoteReport, limit: int, *, altered: bool = False) -> tuple[Spoken, ...]:
    """The quotations that more than one article has, those first from which one departs.

    Args:
        report: what was found.
        limit: at most so many.
        altered: only those from which an article departs.
    """
    several = [each for each in report.utterances if each.deviations or (len(each.articles) > 1 and not altered)]
    several.sort(key=lambda each: -len(each.deviations))
    return tuple(_spoken(each, report) for each in several[:limit])


def _spoken(each: Utterance, report: QuoteReport) -> Spoken:
    major = each.majority
    return Spoken(
        None if each.speaker is None else clip(each.speaker, 80),
        None if major is None else clip(major.text, _LONGEST),
        None if major is None else _phrase(major.text),
        len(each.articles),
        0 if major is None else len(major.articles),
        0 if major is None else major.witnesses,
        ()
        if major is not None
        else tuple(
            (clip(w.text, _LONGEST), ", ".join(map(_outlet, _accounts(report, w.articles)))) for w in each.wordings
        ),
        tuple(_departing(one, report) for one in each.deviations),
    )


def _phrase(text: str) -> str | None:
    """The first words of a quotation that stand in one place, a few of them at least."""
    words = text.partition("…")[0].split()[:_SEARCHED]
    return " ".join(words).strip("\"“”'’,;:.") if len(words) >= _FEWEST else None


def _departing(one: Deviation, report: QuoteReport) -> Departing:
    account = report.accounts[one.article]
    marks = [
        Mark(d.start, d.end, {"change": "ins"}, {"under": printable(d.reference_text) or "–"})
        for d in one.differences
        if d.start < d.end
    ]
    taken = None if one.taken_over_from is None else report.accounts.get(one.first)
    return Departing(
        one.article,
        _outlet(account),
        "" if account.published is None else clip(moment(account.published), 40),
        ", ".join(words(kind.value) for kind in one.kinds),
        cut(one.text, one.start, marks),
        None if taken is None else _outlet(taken),
    )


def _accounts(report: QuoteReport, numbers: tuple[int, ...]) -> list[Account]:
    return [report.accounts[number] for number in numbers if number in report.accounts]


def _outlet(account: Account) -> str:
    return clip(account.outlet or account.ref.id, 60)
