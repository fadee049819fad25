"""Damaged phrases that were learned from a database's own articles, or brought by a person.

Invariant: what is looked for follows from the set of phrases, in whatever order they come.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from provenance.tracing.damage.words.lexicon import SetPhrase

if TYPE_CHECKING:
    from collections.abc import Iterable

__all__ = ["LEAST_STORIES", "LearnedPhrase", "LearnedPhrases", "PhraseBook", "Phrases", "book_of", "phrases_to_find"]

LEAST_STORIES = 2
Phrases = Mapping[tuple[str, str], tuple[SetPhrase, ...]]


@dataclass(frozen=True, slots=True)
class LearnedPhrase:
    """A phrase that stands in machine paraphrases in the place of another.

    ``words`` and ``original`` are in lower case, with one space between words. ``articles``,
    ``stories`` and ``sites`` count the machine paraphrases that have it, ``sound`` the other
    articles in which the damaged phrase stands. ``given``: it is on a list that a person brought.
    """

    words: str
    original: str
    articles: int = 0
    stories: int = 0
    sites: int = 0
    sound: int = 0
    given: bool = False

    @property
    def used(self) -> bool:
        """Whether it is looked for: it was given, or several stories show it and nothing speaks against it."""
        return self.given or (self.stories >= LEAST_STORIES and self.sound == 0)


@dataclass(frozen=True, slots=True)
class PhraseBook:
    """The phrases that are looked for, and how often that is wrong in the database that shows them.

    Of ``compared`` articles that are no machine paraphrases, ``wrong`` have one of the phrases at
    most (an article that has two counts twice).
    """

    phrases: Phrases
    compared: int
    wrong: int


@dataclass(frozen=True, slots=True)
class LearnedPhrases:
    """All that a database knows of damaged phrases; ``compared`` of its articles are no machine paraphrases."""

    phrases: tuple[LearnedPhrase, ...] = ()
    compared: int = 0


def book_of(learned: LearnedPhrases) -> PhraseBook | None:
    """The phrases to look for, or ``None`` where there are none."""
    phrases = phrases_to_find(learned.phrases)
    wrong = sum({phrase.words: phrase.sound for phrase in learned.phrases if phrase.used}.values())
    return PhraseBook(phrases, learned.compared, min(wrong, learned.compared)) if phrases else None


def phrases_to_find(learned: Iterable[LearnedPhrase]) -> Phrases:
    """The phrases that are looked for, by their first two words, the longest first.

    Of several phrases that one may stand for, the one that most stories show is taken.
    """
    best: dict[tuple[str, ...], LearnedPhrase] = {}
    for phrase in learned:
        words = tuple(phrase.words.split())
        if phrase.used and len(words) > 1 and (words not in best or _rank(phrase) < _rank(best[words])):
            best[words] = phrase
    found: dict[tuple[str, str], list[SetPhrase]] = defaultdict(list)
    for words, phrase in best.items():
        found[words[0], words[1]].append(SetPhrase(words, phrase.original, None))
    return {
        start: tuple(sorted(entries, key=lambda entry: (-len(entry.words), entry.words)))
        for start, entries in sorted(found.items())
    }


def _rank(phrase: LearnedPhrase) -> tuple[int, int, str]:
    return -phrase.stories, -phrase.articles, phrase.original
