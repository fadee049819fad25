"""The word lists of damage detection, read once from ``seeds/damage``.

Invariant: a list holds folded words only, and every damaged set phrase leads to exactly one
expected phrase; a list that breaks this is an error that names its file.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from itertools import product
from typing import TYPE_CHECKING

from provenance.tracing.damage.words.lists import read_list as _read

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

__all__ = ["Lexicon", "SetPhrase", "by_start", "expand", "lexicon", "stem"]

_SUFFIX = re.compile(r"(?:ings?|edly|ed|ers?|ors?|ies|es|s|ly)\Z")
_STEM_LETTERS = 3


@dataclass(frozen=True, slots=True)
class SetPhrase:
    """A damaged phrase as words, and the phrase that was meant.

    ``capitals`` are the words as they must stand where the phrase is a name, else ``None``.
    """

    words: tuple[str, ...]
    expected: str
    capitals: tuple[str, ...] | None


@dataclass(frozen=True, slots=True)
class Lexicon:
    """All word lists; ``phrases`` is keyed by a damaged phrase's first two words, longest first.

    ``irregular``, ``opposites`` and ``senses`` are as listed, several words to a line; the module
    ``opposites`` reads them.
    """

    abbreviations: frozenset[str]
    particles: frozenset[str]
    negations: frozenset[str]
    reporting: frozenset[str]
    standing: frozenset[str]
    attributions: frozenset[str]
    bounds_low: frozenset[str]
    bounds_high: frozenset[str]
    units: frozenset[str]
    calendar: frozenset[str]
    uncountable: frozenset[str]
    geographic: frozenset[str]
    function: frozenset[str]
    reduplicated: frozenset[str]
    base_verbs: frozenset[str]
    hedges: frozenset[str]
    future: frozenset[str]
    possible: frozenset[str]
    past: frozenset[str]
    implicit: frozenset[str]
    denying: frozenset[str]
    participles: frozenset[str]
    titles: frozenset[str]
    about: frozenset[str]
    claims: frozenset[str]
    quantifiers: Mapping[str, str]
    irregular: Mapping[str, str]
    opposites: Mapping[str, str]
    prefixed: frozenset[str]
    senses: Mapping[str, str]
    variants: Mapping[str, str]
    expected: frozenset[str]
    phrases: Mapping[tuple[str, str], tuple[SetPhrase, ...]]
    residue_start: tuple[str, ...]
    residue_anywhere: tuple[str, ...]


@lru_cache(maxsize=65536)
def stem(word: str) -> str:
    """A word without its inflection, good enough to tell "refused" and "refuse" for one word."""
    for _ in range(2):
        bare = _SUFFIX.sub("", word)
        if len(bare) < _STEM_LETTERS:
            bare = word.removesuffix("s") if len(word) > _STEM_LETTERS else word
        if len(bare) > _STEM_LETTERS and bare[-1] == bare[-2]:
            bare = bare[:-1]
        if len(bare) > _STEM_LETTERS:
            bare = bare.removesuffix("e").removesuffix("y")
        word = bare
    return word


@lru_cache(maxsize=1)
def lexicon() -> Lexicon:
    """The word lists that the program ships.

    Raises:
        InputError: a list is missing or cannot be read.
    """
    words, phrases, residue = _read("words"), _read("set_phrases")["phrases"], _read("residue")
    opposites = _read("opposites")
    names = (
        "abbreviations", "particles", "negations", "reporting", "standing", "attributions", "bounds_low", "bounds_high",
        "units", "uncountable", "geographic", "function", "reduplicated", "base_verbs",
        "hedges", "future", "possible", "past", "participles", "titles", "about", "claims",
    )  # fmt: skip
    return Lexicon(
        **{name: frozenset(words[name]) for name in names},
        calendar=frozenset((*words["calendar"], "May")),
        implicit=frozenset(stem(word) for word in words["implicit"]),
        denying=frozenset(stem(word) for word in words["denying"]),
        quantifiers={word: kind for kind, members in words["quantifiers"].items() for word in members},
        irregular=words["irregular"],
        opposites=opposites["opposites"],
        prefixed=frozenset(opposites["prefixed"]),
        senses=_read("senses")["senses"],
        variants=words["variants"],
        expected=frozenset(expected.casefold().replace("-", " ") for expected in phrases),
        phrases=by_start(phrases),
        residue_start=tuple(residue["start"]),
        residue_anywhere=tuple(residue["anywhere"]),
    )


def by_start(phrases: Mapping[str, list[str]]) -> dict[tuple[str, str], tuple[SetPhrase, ...]]:
    """Damaged phrases by their first two words, the longest first, from what was meant and its patterns."""
    found: dict[tuple[str, str], dict[tuple[str, ...], SetPhrase]] = {}
    for expected, patterns in phrases.items():
        for written in (words for pattern in patterns for words in expand(pattern)):
            words = tuple(word.casefold() for word in written)
            capitals = written if any(word[0].isupper() for word in written) else None
            if " ".join(words) == expected.casefold():
                continue
            for last in (words[-1], words[-1] + "s"):
                phrase = SetPhrase((*words[:-1], last), expected, capitals)
                found.setdefault((phrase.words[0], phrase.words[1]), {}).setdefault(phrase.words, phrase)
    return {
        start: tuple(sorted(entries.values(), key=lambda entry: (-len(entry.words), entry.words)))
        for start, entries in found.items()
    }


def expand(pattern: str) -> Iterator[tuple[str, ...]]:
    """The phrases of a pattern, as words: a space parts words, ``|`` parts choices, ``_`` joins a choice's words."""
    slots = [slot.split("|") for slot in pattern.split(" ")]
    for choice in product(*slots):
        yield tuple(word for part in choice for word in part.split("_"))
