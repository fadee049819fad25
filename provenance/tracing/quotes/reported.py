"""Quotations that stand elsewhere without quotation marks: marks that were lost, and marks that were made up.

Invariant: only the same words in nearly the same order count; who retells a speaker does no wrong.
Whether the words were spoken is decided by the texts that are nobody's copy, then by the origin.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from typing import TYPE_CHECKING

from provenance.tracing.quotes.findings import Deviation, DeviationKind
from provenance.tracing.quotes.spoken import SIZE
from provenance.tracing.quotes.votes import ancestors, roots_of

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from provenance.tracing.quotes.gathered import Occurrence
    from provenance.tracing.quotes.votes import Ballot, Teller

__all__ = ["Spans", "Told", "made_up", "unmarked"]

# Of a quotation's word triples so many stand outside of quotation marks: it is told in the same words.
_TOLD = 0.8
_LEAST_TRIPLES = 5
_FAR = 4  # the words of a quotation that is told stand together: in so many times its length

Spans = dict[int, tuple[int, int]]
"""Where in the texts of some articles, by number, words stand."""


class Told:
    """Which articles have the words of a quotation outside of quotation marks."""

    def __init__(self, tellers: Mapping[int, Teller], ballots: Sequence[Ballot]) -> None:
        """Look once at all articles, for the words of all quotations."""
        wanted = {triple for ballot in ballots for triple in _triples(ballot)}
        self._tellers = tellers
        self._holders: dict[tuple[str, ...], list[int]] = defaultdict(list)
        for number, teller in tellers.items():
            for triple in teller.speech.written.keys() & wanted:
                self._holders[triple].append(number)

    def by(self, ballot: Ballot) -> Spans:
        """Those that tell it and do not quote it, each with the place of the words in its text."""
        triples = _triples(ballot)
        if len(triples) < _LEAST_TRIPLES:
            return {}
        quoting = {each.article for each in ballot.occurrences}
        held = Counter(number for triple in triples for number in self._holders.get(triple, ()))
        longest = _FAR * len(ballot.occurrences[0].spoken.text)
        found: Spans = {}
        for number, count in sorted(held.items()):
            if number in quoting or count < _TOLD * len(triples):
                continue
            written = self._tellers[number].speech.written
            spans = [written[triple] for triple in triples if triple in written]
            start, end = min(start for start, _ in spans), max(end for _, end in spans)
            if end - start <= longest:
                found[number] = (start, end)
        return found


def _triples(ballot: Ballot) -> frozenset[tuple[str, ...]]:
    """The word triples of the wording that most have."""
    keys = max(ballot.support, key=lambda keys: (ballot.support[keys], len(keys), keys))
    return frozenset(keys[at : at + SIZE] for at in range(len(keys) - SIZE + 1))


def unmarked(ballot: Ballot, chosen: Occurrence | None, told: Spans, tellers: Mapping[int, Teller]) -> list[Deviation]:
    """Who of a story tells a quotation in its very words, without the marks.

    Args:
        ballot: the quotation.
        chosen: its right wording.
        told: who has its words outside of quotation marks.
        tellers: all articles.
    """
    if chosen is None or not told or not _spoken_rather(ballot, told, tellers):
        return []
    kinds = (DeviationKind.MARKS_REMOVED,)
    return [
        Deviation(number, kinds, None, start, end, tellers[number].text[start:end], chosen.article, (), None, number)
        for number, (start, end) in told.items()
        if tellers[number].in_story
    ]


def made_up(ballot: Ballot, told: Spans, tellers: Mapping[int, Teller]) -> list[Deviation]:
    """Who of a story quotes what others tell in their own words, where no independent text quotes it.

    Args:
        ballot: the quotation.
        told: who has its words outside of quotation marks.
        tellers: all articles.
    """
    if not told or len(set(ballot.roots.values())) > 1 or _spoken_rather(ballot, told, tellers) is not False:
        return []
    reference = min(told, key=lambda number: tellers[number].order)
    found: dict[int, Deviation] = {}
    for each in ballot.occurrences:
        if tellers[each.article].in_story and each.article not in found:
            one, number = each.spoken, each.article
            place = one.speaker, one.start, one.end, tellers[number].text[one.start : one.end]
            found[number] = Deviation(number, (DeviationKind.MADE_UP,), *place, reference, (), None, number)
    return list(found.values())


def _spoken_rather(ballot: Ballot, told: Spans, tellers: Mapping[int, Teller]) -> bool | None:
    """Whether more independent texts quote some words than tell them; on a tie what the origin does, else ``None``."""
    quoting = {each.article for each in ballot.occurrences}
    having = quoting | told.keys()
    roots = roots_of(having, tellers)
    tops = {number for number in having if not ancestors(number, tellers, having)}
    quotes = len({roots[number] for number in tops & quoting})
    tells = len({roots[number] for number in tops & told.keys()})
    if quotes != tells:
        return quotes > tells
    return next((number in quoting for number in sorted(having) if tellers[number].origin), None)
