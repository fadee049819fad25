"""Stories told again sentence by sentence, in other words: what a language model makes of a report.

Invariant: only what reporters wrote counts, not what they quote; a sentence of either story stands
in few pairs; the measures are a function of the two stories alone.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise
from typing import TYPE_CHECKING

from provenance.fingerprint import normalise
from provenance.tracing.damage.beside.pairs import longest_rise
from provenance.tracing.damage.words.lexicon import lexicon, stem
from provenance.tracing.damage.words.tokens import sentence_starts

if TYPE_CHECKING:
    from collections.abc import Sequence

    from provenance.settings import RetoldSettings
    from provenance.tracing.paragraphs import Paragraph

__all__ = ["Retold", "Sentences", "retold"]


_MIN_CONTENT = 4


@dataclass(frozen=True)
class Sentences:
    """The sentences of a story without its quotations: the paragraph, the content stems and the words of each."""

    places: tuple[int, ...]
    contents: tuple[frozenset[str], ...]
    words: tuple[int, ...]

    @classmethod
    def of(cls, paragraphs: Sequence[Paragraph]) -> Sentences:
        """The sentences that have some content stems; those that say next to nothing are left out."""
        words = lexicon()
        empty = words.function | words.reporting
        found = []
        for place, paragraph in enumerate(paragraphs):
            text = paragraph.unquoted.text
            starts = [*sentence_starts(text), len(text)]
            for start, end in pairwise(starts):
                tokens = normalise(text[start:end]).split()
                content = frozenset(stem(token) for token in tokens if token not in empty and len(token) > 1)
                if len(content) >= _MIN_CONTENT:
                    found.append((place, content, len(tokens)))
        return cls(*(tuple(each) for each in zip(*found, strict=True))) if found else cls((), (), ())

    @cached_property
    def stems(self) -> frozenset[str]:
        """All content stems of the story."""
        return frozenset(self.spread)

    @cached_property
    def spread(self) -> Counter[str]:
        """In how many sentences each stem stands."""
        return Counter(word for content in self.contents for word in content)


@dataclass(frozen=True, slots=True)
class Retold:
    """How much of one story another tells again.

    ``share`` of the asked story's words and ``given`` of the stored one's sentences are paired, in so
    many ``sentences``; ``order`` is the share of them in the stored one's order, ``alike`` the mean
    share of the shorter sentence's content stems. ``pairs`` are paragraphs by their places.
    """

    share: float
    given: float
    sentences: int
    order: float
    alike: float
    pairs: tuple[tuple[int, int], ...]

    def holds(self, settings: RetoldSettings) -> bool:
        """Whether the one story is told again in the other."""
        if self.sentences < settings.sentences or self.share < settings.share:
            return False
        whole = self.given >= settings.given and self.order >= settings.order and self.alike >= settings.mean
        close = self.share >= settings.close_share and self.given >= settings.close_given
        return whole or (close and self.alike >= settings.close_mean)


def retold(left: Sentences, right: Sentences, settings: RetoldSettings) -> Retold | None:
    """Pair the sentences of two stories.

    Args:
        left: the story that is asked about.
        right: the stored one.
        settings: when two sentences tell the same.

    Returns:
        What is told again; ``None`` where the two have too few words in common to ask.
    """
    common = len(left.stems & right.stems)
    if common < settings.common * min(len(left.stems), len(right.stems)) or not common:
        return None
    links = sorted(_links(left, right, settings), key=lambda link: (-link[0], link[1], link[2]))
    homes: dict[int, tuple[int, float]] = {}
    used: Counter[int] = Counter()
    for alike, one, two in links:
        if one not in homes and used[two] < settings.merged:
            homes[one] = two, alike
            used[two] += 1
    places = [homes[one][0] for one in sorted(homes)]
    return Retold(
        share=_part(sum(left.words[one] for one in homes), sum(left.words)),
        given=_part(len(used), len(right.contents)),
        sentences=len(homes),
        order=_part(longest_rise(places), len(places)),
        alike=_part(sum(alike for _, alike in homes.values()), len(homes)),
        pairs=tuple(sorted({(left.places[one], right.places[two]) for one, (two, _) in homes.items()})),
    )


def _links(left: Sentences, right: Sentences, settings: RetoldSettings) -> list[tuple[float, int, int]]:
    """The pairs of sentences that may tell the same, by rare words first."""
    holders: dict[str, list[int]] = {}
    for place, content in enumerate(right.contents):
        for word in content:
            if right.spread[word] <= settings.rare:
                holders.setdefault(word, []).append(place)
    found = []
    for one, content in enumerate(left.contents):
        rare = Counter(place for word in content for place in holders.get(word, ()))
        for two, count in rare.items():
            shared = len(content & right.contents[two])
            alike = shared / min(len(content), len(right.contents[two]))
            if count >= settings.rare_words and shared >= settings.shared and alike >= settings.alike:
                found.append((alike, one, two))
    return found


def _part(some: float, whole: float) -> float:
    return some / whole if whole else 0.0
