"""What is found out about the quotations of a story.

Invariant: plain values; every span is of code points into the named article's text and slices back from it.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from provenance.model import ArticleRef

__all__ = [
    "Account",
    "DecidedBy",
    "Deviation",
    "DeviationKind",
    "Difference",
    "OutletCount",
    "QuoteReport",
    "Utterance",
    "Wording",
]


class DeviationKind(StrEnum):
    """How an article departs from what a speaker is quoted with, the gravest first."""

    MADE_UP = "made_up"  # a reporter's words, put between quotation marks
    OTHER_SPEAKER = "other_speaker"
    NEGATION = "negation_changed"
    NUMBER = "numbers_changed"
    WORDS = "words_changed"
    CUT = "cut_without_mark"
    MARKS_REMOVED = "marks_removed"  # the speaker's words, told as the reporter's own


class DecidedBy(StrEnum):
    """Why a wording is taken for the right one."""

    WITNESSES = "witnesses"
    ORIGIN = "origin"
    EARLIEST = "earliest"
    NOTHING = "nothing"


@dataclass(frozen=True, slots=True)
class Difference:
    """Words of an article and what stands for them in the reference; either may be empty, then its span is too."""

    start: int
    end: int
    text: str
    reference_start: int
    reference_end: int
    reference_text: str


@dataclass(frozen=True, slots=True)
class Deviation:
    """An article that departs from the majority's wording.

    ``start`` and ``end`` are of the quotation in the article. ``reference`` is the number of the
    article that the differences are held against. ``taken_over_from`` is the article that it has
    the same departure from, ``first`` the one that this began with, as far as the story's tree
    tells; itself where it is its own.
    """

    article: int
    kinds: tuple[DeviationKind, ...]
    speaker: str | None
    start: int
    end: int
    text: str
    reference: int | None
    differences: tuple[Difference, ...]
    taken_over_from: int | None
    first: int


@dataclass(frozen=True, slots=True)
class Wording:
    """One wording of an utterance: who has it, by number, and how many independent ones speak for it."""

    text: str
    articles: tuple[int, ...]
    witnesses: int


@dataclass(frozen=True, slots=True)
class Utterance:
    """A quotation across articles.

    ``speaker`` is whom most name. ``majority`` is the wording that most independent witnesses
    have or have a part of, ``None`` where there is none; ``decided_by`` says what decided.
    ``wordings`` come with the most articles first.
    """

    speaker: str | None
    majority: Wording | None
    decided_by: DecidedBy
    wordings: tuple[Wording, ...]
    deviations: tuple[Deviation, ...]

    @property
    def articles(self) -> frozenset[int]:
        """All who quote it."""
        return frozenset(number for wording in self.wordings for number in wording.articles)


@dataclass(frozen=True, slots=True)
class Account:
    """An article's quotations, of those that other articles have too: how many it kept, how many it altered.

    ``taken_over`` of the altered ones it has from the text that it was made from; ``alone`` are in
    no other article. One that is not ``in_story`` is a witness only.
    """

    ref: ArticleRef
    outlet: str | None
    published: str | None
    in_story: bool
    kept: int
    altered: int
    taken_over: int
    alone: int


@dataclass(frozen=True, slots=True)
class OutletCount:
    """The same for all articles of a site in the story."""

    outlet: str
    articles: int
    kept: int
    altered: int
    taken_over: int


@dataclass(frozen=True, slots=True)
class QuoteReport:
    """The quotations of a story: those of several articles first, in the order in which they are told.

    ``accounts`` has every article that is named, by number; ``outlets`` those that altered most first.
    """

    story: str
    title: str
    utterances: tuple[Utterance, ...]
    accounts: dict[int, Account]
    outlets: tuple[OutletCount, ...]
