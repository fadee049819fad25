"""Which of several wordings is the right one, by witnesses that are independent of each other.

Invariant: copies of one text are one witness for each wording, however many they are; a copy that
keeps its parent's wording changes nothing. What speaks for a wording speaks for each part of it.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING

from provenance.tracing.quotes.findings import DecidedBy
from provenance.tracing.quotes.names import surname
from provenance.tracing.quotes.wordings import agree, form_of
from provenance.tracing.stories.settled import clock
from provenance.tracing.times import is_before

if TYPE_CHECKING:
    from collections.abc import Hashable, Mapping, Sequence

    from provenance.model import ArticleRef
    from provenance.tracing.quotes.gathered import Occurrence
    from provenance.tracing.quotes.spoken import Speech

__all__ = ["Ballot", "Teller", "ancestors", "roots_of"]

# So many of the commonest wordings may win; a story with more has hardly two copies alike.
_STANDING = 60


@dataclass(frozen=True, slots=True)
class Teller:
    """An article with its quotations.

    ``parent`` is the number of the text that it was made from; ``origin``: it is the story's
    own; ``in_story``: it belongs to the story, else it is a witness from outside, and all
    witnesses of one ``group`` are one.
    """

    ref: ArticleRef
    outlet: str | None
    published: str | None
    text: str
    speech: Speech
    parent: int | None = None
    origin: bool = False
    in_story: bool = True
    group: str | None = None

    @property
    def order(self) -> tuple[bool, str, str, str, int]:
        """The origin first, then by time, then by name."""
        return not self.origin, clock(self.published), self.ref.id, self.ref.url or "", self.ref.key


def ancestors(number: int, tellers: Mapping[int, Teller], having: frozenset[int] | set[int]) -> list[int]:
    """Of the texts that an article was made from, the nearest first, those that have what is asked."""
    found, seen = [], {number}
    at = tellers[number].parent
    while at is not None and at not in seen:
        seen.add(at)
        if at in having:
            found.append(at)
        at = tellers[at].parent if at in tellers else None
    return found


def roots_of(having: set[int], tellers: Mapping[int, Teller]) -> dict[int, Hashable]:
    """For each of some articles the witness that it is, or is a copy of."""
    found: dict[int, Hashable] = {}
    for number in having:
        top = (ancestors(number, tellers, having) or [number])[-1]
        found[number] = tellers[top].group or top
    return found


class Ballot:
    """The wordings of one utterance and who speaks for each."""

    def __init__(self, occurrences: Sequence[Occurrence], tellers: Mapping[int, Teller]) -> None:
        """Hear all who have the utterance."""
        self._tellers = tellers
        ordered = sorted(occurrences, key=lambda each: (tellers[each.article].order, each.spoken.start))
        self.by_wording: dict[tuple[str, ...], list[Occurrence]] = defaultdict(list)
        for each in ordered:
            self.by_wording[each.spoken.keys].append(each)
        self.occurrences = ordered
        self.roots = roots_of({each.article for each in ordered}, tellers)
        forms = {keys: form_of(mine[0].spoken.words) for keys, mine in self.by_wording.items()}
        self.support: dict[tuple[str, ...], int] = {}
        self._agreeing: dict[tuple[str, ...], set[tuple[str, ...]]] = {}
        for keys in self._standing():
            mine = forms[keys]
            alike = {other for other, form in forms.items() if other == keys or agree(mine, form)}
            self._agreeing[keys] = alike
            self.support[keys] = len({root for other in alike for root in self._voices(other)})

    def _voices(self, keys: tuple[str, ...]) -> set[Hashable]:
        return {self.roots[each.article] for each in self.by_wording[keys]}

    def _standing(self) -> list[tuple[str, ...]]:
        """The wordings that may be the right one."""
        by_spread = sorted(
            self.by_wording, key=lambda keys: (-len(self._voices(keys)), -len(self.by_wording[keys]), -len(keys), keys)
        )
        origins = [each.spoken.keys for each in self.occurrences if self._tellers[each.article].origin]
        return list(dict.fromkeys([*origins, *by_spread[:_STANDING]]))

    def witnesses(self, keys: tuple[str, ...]) -> int:
        """How many independent witnesses have a wording, or a part of it."""
        return self.support.get(keys, len(self._voices(keys)))

    def majority(self) -> tuple[Occurrence | None, DecidedBy]:
        """The right wording, as the first who has it, and what decided; none where nothing does."""
        most = max(self.support.values())
        best = [keys for keys, support in self.support.items() if support == most]
        rivals = any(other not in self._agreeing[keys] for keys in best for other in best)
        if not rivals:
            return self._extended(self._fullest(best)), DecidedBy.WITNESSES
        origin = [each.spoken.keys for each in self.occurrences if self._tellers[each.article].origin]
        if chosen := [keys for keys in best if keys in origin]:
            return self._extended(self._fullest(chosen)), DecidedBy.ORIGIN
        first = self._earliest(best)
        return (None, DecidedBy.NOTHING) if first is None else (self._extended(first), DecidedBy.EARLIEST)

    def _extended(self, found: Occurrence) -> Occurrence:
        """The wording with what others quote beside it: longer ones that agree, by the same order of reasons."""
        while True:
            keys = found.spoken.keys
            longer = [other for other in self.support if other in self._agreeing[keys] and len(other) > len(keys)]
            most = max((self.support[other] for other in longer), default=0)
            best = [other for other in longer if self.support[other] == most]
            origin = [each.spoken.keys for each in self.occurrences if self._tellers[each.article].origin]
            if any(other not in self._agreeing[one] for one in best for other in best):
                chosen = [other for other in best if other in origin]
                more = self._fullest(chosen) if chosen else self._earliest(best)
            else:
                more = self._fullest(best) if best else None
            if more is None:
                return found
            found = more

    def _fullest(self, best: Sequence[tuple[str, ...]]) -> Occurrence:
        """Of wordings that agree the longest, as the first who has it."""
        return self.by_wording[min(best, key=lambda keys: (-len(keys), keys))][0]

    def _earliest(self, best: Sequence[tuple[str, ...]]) -> Occurrence | None:
        """Who had one of several wordings surely before all who have another."""
        for keys in best:
            for mine in self.by_wording[keys]:
                others = [
                    each for other in best if other not in self._agreeing[keys] for each in self.by_wording[other]
                ]
                time = self._tellers[mine.article].published
                if all(is_before(time, self._tellers[each.article].published) for each in others):
                    return mine
        return None

    def speaker(self) -> str | None:
        """Whom most independent witnesses name, by the full name that most use; none on a tie that nothing decides."""
        named = [each for each in self.occurrences if each.spoken.named] or self.occurrences
        voices: dict[str, set[Hashable]] = defaultdict(set)
        forms: dict[str, list[str]] = defaultdict(list)
        for each in named:
            if each.spoken.speaker is not None:
                key = surname(each.spoken.speaker)
                voices[key].add(self.roots[each.article])
                forms[key].append(each.spoken.speaker)
        if not voices:
            return None
        most = max(map(len, voices.values()))
        best = [key for key, found in voices.items() if len(found) == most]
        if len(best) > 1:
            origin = [
                surname(each.spoken.speaker)
                for each in named
                if each.spoken.speaker is not None and self._tellers[each.article].origin
            ]
            best = [key for key in best if key in origin]
        if len(best) != 1:
            return None
        often = Counter(forms[best[0]])
        return min(often, key=lambda form: (" " not in form, -often[form], form))
