"""Third witnesses: of two articles with the same text, which one other reports quote alike.

Who copies changes words; who heard the same speaker does not. A report that shares no more than
quotations with either is a witness, and witnesses that are copies of each other are one.
Invariant: nothing depends on the order of the articles, and the answer for two is the reverse of
the answer for the two exchanged, as far as the same witnesses are known from both.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

from provenance.counts import counted
from provenance.tracing.quotes.gathered import gather
from provenance.tracing.quotes.wordings import agree, form_of

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from provenance.tracing.quotes.spoken import Spoken

__all__ = ["NO_SIGN", "QuoteSign", "quote_signs"]

_ASKED = -1  # in place of a number: the asked article may have none
_MOST = 10


@dataclass(frozen=True, slots=True)
class QuoteSign:
    """How many independent reports have a quotation as the stored article has it, or as the asked one.

    ``speaker`` is whom they quote, ``None`` where that is not known.
    """

    theirs: int = 0
    ours: int = 0
    speaker: str | None = None

    @property
    def for_theirs(self) -> bool:
        """Whether more of them have the stored article's words."""
        return self.theirs > self.ours

    @property
    def for_ours(self) -> bool:
        """Whether more of them have the asked article's words."""
        return self.ours > self.theirs

    @property
    def words(self) -> str:
        """The sign as a reason."""
        verb = "quotes" if self.theirs == 1 else "quote"
        whom = f" {self.speaker}" if self.speaker else ""
        others = counted(self.theirs, "other report", "other reports")
        return f"{others} {verb}{whom} as that one does and this one has other words"


NO_SIGN = QuoteSign()


def quote_signs(
    asked: Sequence[Spoken],
    linked: Mapping[int, Sequence[Spoken]],
    witnesses: Mapping[int, Sequence[Spoken]],
    apart: Callable[[int, int], bool],
) -> dict[int, QuoteSign]:
    """What third reports say on each article that shares text with the asked one.

    Args:
        asked: the asked article's quotations.
        linked: those of the articles that share text with it, by number.
        witnesses: those of the articles that share quotations only, the most promising first.
        apart: whether two of these articles have no text in common beside quotations.

    Returns:
        The signs of those on which any witness speaks.
    """
    third = dict(list(witnesses.items())[:_MOST])
    voices: dict[int, dict[int, int]] = {}
    speakers: dict[int, Counter[str]] = {}
    for found in gather({_ASKED: asked, **linked, **third}):
        by_article: dict[int, list[Spoken]] = {}
        for each in found:
            by_article.setdefault(each.article, []).append(each.spoken)
        if _ASKED not in by_article:
            continue
        mine = by_article[_ASKED]
        for number in sorted(by_article.keys() & linked.keys()):
            theirs = by_article[number]
            if _alike(mine, theirs):
                continue
            for witness in sorted(by_article.keys() & third.keys()):
                says = _alike(by_article[witness], theirs) - _alike(by_article[witness], mine)
                if says:
                    counts = voices.setdefault(number, {})
                    counts[witness] = counts.get(witness, 0) + says
                    speakers.setdefault(number, Counter()).update(one.speaker for one in theirs if one.speaker)
    return {number: _sign(number, counts, list(third), apart, speakers[number]) for number, counts in voices.items()}


def _alike(some: Sequence[Spoken], others: Sequence[Spoken]) -> bool:
    return any(agree(form_of(one.words), form_of(other.words)) for one in some for other in others)


def _sign(
    number: int,
    counts: Mapping[int, int],
    order: Sequence[int],
    apart: Callable[[int, int], bool],
    speakers: Counter[str],
) -> QuoteSign:
    """Count the witnesses that are nobody's copy."""
    heard: list[int] = []
    for witness in sorted(counts, key=order.index):
        if apart(witness, number) and all(apart(witness, other) for other in heard):
            heard.append(witness)
    theirs, ours = sum(counts[each] > 0 for each in heard), sum(counts[each] < 0 for each in heard)
    whom = min(speakers, key=lambda name: (-speakers[name], name), default=None)
    return QuoteSign(theirs, ours, whom)
