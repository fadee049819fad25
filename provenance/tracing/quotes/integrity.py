"""The quotations of a story held against each other: what was said, who has other words, and from whom.

Invariant: the report depends on the set of articles, not on their order. An article with the
majority's wording, or less of it, has no other words; it may still name another speaker.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import replace
from typing import TYPE_CHECKING

from provenance.tracing.quotes.findings import (
    Account,
    DecidedBy,
    Deviation,
    DeviationKind,
    Difference,
    OutletCount,
    QuoteReport,
    Utterance,
    Wording,
)
from provenance.tracing.quotes.gathered import NO_NEIGHBOURS, gather
from provenance.tracing.quotes.names import surname
from provenance.tracing.quotes.reported import Told, made_up, unmarked
from provenance.tracing.quotes.votes import Ballot, ancestors
from provenance.tracing.quotes.wordings import agree, differences, form_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from provenance.tracing.quotes.gathered import Occurrence, Place
    from provenance.tracing.quotes.reported import Spans
    from provenance.tracing.quotes.spoken import Spoken
    from provenance.tracing.quotes.votes import Teller
    from provenance.tracing.quotes.wordings import Differing

__all__ = ["judge"]

# Who borrows fewer words of somebody, as a term, does not say who said them.
_LEAST = 8


def judge(
    story: str,
    title: str,
    tellers: Iterable[Teller],
    neighbours: Mapping[Place, frozenset[Place]] = NO_NEIGHBOURS,
) -> QuoteReport:
    """Hold the quotations of some articles against each other.

    Args:
        story: the story's id.
        title: its title.
        tellers: its articles, and witnesses from outside.
        neighbours: the paragraphs that a paragraph is matched with, in either direction.

    Returns:
        The utterances that articles of the story have, and a count for each article and site.
    """
    by_number = {teller.ref.key: teller for teller in sorted(tellers, key=lambda teller: teller.order)}
    speeches = {number: teller.speech.quotations for number, teller in by_number.items()}
    ballots = [
        Ballot(found, by_number)
        for found in gather(speeches, neighbours)
        if any(by_number[each.article].in_story for each in found)
    ]
    told = Told(by_number, ballots)
    found = [(ballot, _utterance(ballot, by_number, told.by(ballot))) for ballot in ballots]
    place = {number: order for order, number in enumerate(by_number)}

    def order(pair: tuple[Ballot, Utterance]) -> tuple[bool, int, int]:
        ballot, utterance = pair
        alone = len(utterance.articles) == 1 and not utterance.deviations
        return alone, *min((place[each.article], each.spoken.start) for each in ballot.occurrences)

    utterances = tuple(utterance for _, utterance in sorted(found, key=order))
    accounts = _accounts(by_number, utterances)
    return QuoteReport(story, title, utterances, accounts, _outlets(accounts.values()))


def _utterance(ballot: Ballot, tellers: Mapping[int, Teller], told: Spans) -> Utterance:
    """One utterance with all who deviate."""
    chosen, decided_by = ballot.majority()
    speaker = ballot.speaker()
    wordings = {
        keys: Wording(
            each[0].spoken.text.rstrip(" ,;"),
            tuple(dict.fromkeys(one.article for one in each)),
            ballot.witnesses(keys),
        )
        for keys, each in ballot.by_wording.items()
    }
    found: dict[tuple[int, tuple[str, ...]], Deviation] = {}
    for each in ballot.occurrences:
        if tellers[each.article].in_story and (each.article, each.spoken.keys) not in found:
            deviation = _deviation(each, chosen, speaker, tellers)
            if deviation is not None:
                found[each.article, each.spoken.keys] = deviation
    deviations = [*found.values(), *unmarked(ballot, chosen, told, tellers)]
    if invented := made_up(ballot, told, tellers):
        chosen, decided_by, deviations = None, DecidedBy.NOTHING, invented
    return Utterance(
        speaker,
        None if chosen is None else wordings[chosen.spoken.keys],
        decided_by,
        tuple(sorted(wordings.values(), key=lambda wording: -len(wording.articles))),
        tuple(_with_parents(deviations, ballot, tellers)),
    )


def _deviation(
    each: Occurrence, chosen: Occurrence | None, speaker: str | None, tellers: Mapping[int, Teller]
) -> Deviation | None:
    """How a quotation departs from the majority's; ``None`` where it does not."""
    spoken = each.spoken
    if chosen is None:
        return None
    kinds: list[DeviationKind] = []
    named = spoken.speaker if spoken.named and len(spoken.words) >= _LEAST else None
    if speaker is not None and named is not None and surname(named) != surname(speaker):
        kinds.append(DeviationKind.OTHER_SPEAKER)
    edits = differences(spoken.words, chosen.spoken.words)
    kinds += {DeviationKind(edit.change.value): None for edit in edits}
    if not kinds:
        return None
    text, reference = tellers[each.article].text, tellers[chosen.article].text
    shown = tuple(_difference(edit, spoken, chosen.spoken, text, reference) for edit in edits)
    ranked = tuple(kind for kind in DeviationKind if kind in kinds)
    return Deviation(
        each.article,
        ranked,
        spoken.speaker,
        spoken.start,
        spoken.end,
        text[spoken.start : spoken.end],
        chosen.article,
        shown,
        None,
        each.article,
    )


def _difference(edit: Differing, mine: Spoken, theirs: Spoken, text: str, reference: str) -> Difference:
    start, end = _span(mine, edit.c0, edit.c1)
    other, until = _span(theirs, edit.o0, edit.o1)
    return Difference(start, end, text[start:end], other, until, reference[other:until])


def _span(spoken: Spoken, first: int, last: int) -> tuple[int, int]:
    """Where some words of a quotation stand; none stand behind the word before."""
    words = spoken.words
    if first < last:
        return words[first].start, words[last - 1].end
    at = words[first - 1].end if first else spoken.start
    return at, at


def _with_parents(deviations: Sequence[Deviation], ballot: Ballot, tellers: Mapping[int, Teller]) -> list[Deviation]:
    """The deviations with whom each has from whom: the nearest text that it was made from and that speaks of it."""
    by_article: dict[int, list[Deviation]] = defaultdict(list)
    for each in deviations:
        by_article[each.article].append(each)
    having = {each.article for each in ballot.occurrences} | set(by_article)
    forms = {(each.article, each.spoken.start): form_of(each.spoken.words) for each in ballot.occurrences}

    def same(one: Deviation, other: Deviation) -> bool:
        mine, theirs = forms.get((one.article, one.start)), forms.get((other.article, other.start))
        alike = mine is None or theirs is None or agree(mine, theirs)
        return bool(set(one.kinds) & set(other.kinds)) and alike

    def source(one: Deviation) -> Deviation | None:
        near = ancestors(one.article, tellers, having)[:1]
        return next((other for number in near for other in by_article[number] if same(one, other)), None)

    found = []
    for each in deviations:
        parent, first = source(each), source(each)
        while first is not None and (further := source(first)) is not None:
            first = further
        found.append(
            each
            if parent is None or first is None
            else replace(each, taken_over_from=parent.article, first=first.article)
        )
    order = {number: place for place, number in enumerate(tellers)}
    return sorted(found, key=lambda each: (order[each.article], each.start))


def _accounts(tellers: Mapping[int, Teller], utterances: Sequence[Utterance]) -> dict[int, Account]:
    """What each article kept and altered of what others quote too."""
    kept: Counter[int] = Counter()
    altered: Counter[int] = Counter()
    taken_over: Counter[int] = Counter()
    alone: Counter[int] = Counter()
    for utterance in utterances:
        quoting = utterance.articles
        deviating = {each.article: each for each in utterance.deviations}
        if len(quoting) == 1 and not deviating:
            alone.update(quoting)
            continue
        altered.update(deviating.keys())
        taken_over.update(each.article for each in deviating.values() if each.taken_over_from is not None)
        kept.update(quoting - deviating.keys())
    return {
        number: Account(
            teller.ref,
            teller.outlet,
            teller.published,
            teller.in_story,
            kept[number],
            altered[number],
            taken_over[number],
            alone[number],
        )
        for number, teller in tellers.items()
        if teller.in_story or kept[number]
    }


def _outlets(accounts: Iterable[Account]) -> tuple[OutletCount, ...]:
    """The sites of the story, those that altered most first."""
    found: dict[str, list[Account]] = defaultdict(list)
    for each in accounts:
        if each.in_story and each.kept + each.altered:
            found[each.outlet or each.ref.id].append(each)
    counts = (
        OutletCount(
            outlet,
            len(each),
            sum(one.kept for one in each),
            sum(one.altered for one in each),
            sum(one.taken_over for one in each),
        )
        for outlet, each in found.items()
    )
    return tuple(sorted(counts, key=lambda each: (-each.altered, each.taken_over, each.kept, each.outlet)))
