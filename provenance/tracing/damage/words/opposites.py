"""Words that say something else than the word they stand for: opposites, other senses, broken set phrases.

Invariant: ``opposed`` reads both ways and no word is opposed to a form of itself;
``other_sense`` reads from the original's word to the copy's.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

from provenance.tracing.damage.words.lexicon import lexicon
from provenance.tracing.damage.words.tokens import fold_word

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

    from provenance.tracing.damage.words.tokens import Token

__all__ = ["bases", "in_place", "in_set_phrase", "opposed", "other_sense"]

_SHORTEST = 3
# "hop" doubles its last letter: "hoped" is of "hope" alone
_DOUBLES = re.compile(r"[^aeiou]*[aeiou][^aeiouwxy]\Z")
_NEGATIVE = re.compile(r"(?:un|non|dis|in(?![bmp])|im(?=[bmp])|il(?=l)|ir(?=r))(?P<rest>[a-z]{3,})\Z")
_CONTRARY_PREFIXES = (("anti", "pro"), ("over", "under"), ("pre", "post"), ("up", "down"), ("hyper", "hypo"))
_CONTRARY_ENDINGS = (("less", "ful"), ("ful", "less"))
_SHARED_ENDINGS = ("ers", "er", "est", "ly")
# "turned down", "on board"
_LONGEST = 2
_LONGEST_PHRASE = 4


@dataclass(frozen=True, slots=True)
class _Tables:
    """The lists by folded word; ``opposites`` in both directions, ``irregular`` by the form."""

    irregular: Mapping[str, frozenset[str]]
    opposites: Mapping[str, frozenset[str]]
    senses: Mapping[str, frozenset[str]]
    prefixed: frozenset[str]


@lru_cache(maxsize=1)
def _tables() -> _Tables:
    words = lexicon()
    opposites = _pairs(words.opposites)
    return _Tables(
        _by_first((form, base) for base, form in _pairs(words.irregular)),
        _by_first(opposites + [(other, word) for word, other in opposites]),
        _by_first(_pairs(words.senses)),
        frozenset(map(_folded, words.prefixed)),
    )


def _pairs(lists: Mapping[str, str]) -> list[tuple[str, str]]:
    return [(_folded(first), _folded(other)) for first, others in lists.items() for other in others.split()]


def _by_first(pairs: Iterable[tuple[str, str]]) -> dict[str, frozenset[str]]:
    found: dict[str, set[str]] = {}
    for first, other in pairs:
        found.setdefault(first, set()).add(other)
    return {first: frozenset(others) for first, others in found.items()}


def _folded(entry: str) -> str:
    """A word or phrase of a list as the words of a text are folded."""
    return " ".join(key for word in re.split("[_-]", entry) for key in fold_word(word))


@lru_cache(maxsize=65536)
def bases(word: str) -> frozenset[str]:
    """The words that a folded word or two-word phrase may be a form of, itself among them.

    "sold" is of "sell", "lowered" of "lower"; a phrase is inflected at its first word. Comparatives
    and the like keep their ending, set off by "+": "higher" is of "high+er".
    """
    first, _, rest = word.partition(" ")
    if rest:
        return frozenset(f"{base} {rest}" for base in bases(first))
    irregular = _tables().irregular.get(word)
    if irregular is not None:
        return irregular | {word}
    found = {word, *_uninflected(word)}
    for ending in _SHARED_ENDINGS:
        if word.endswith(ending) and len(word) - len(ending) >= _SHORTEST:
            root = word.removesuffix(ending)
            stems = {root, root + "e", *_undoubled(root)} | ({root[:-1] + "y"} if root[-1] == "i" else set())
            found.update(f"{stem}+{ending}" for stem in stems)
            break
    # "okayed" is of "okay", which the lists have as "ok"
    found.update(key for base in tuple(found) if base.isalpha() and len(keys := fold_word(base)) == 1 for key in keys)
    return frozenset(found)


def _uninflected(word: str) -> Iterator[str]:
    """The word without -s, -ed and -ing."""
    if word.endswith(("ies", "ied")):
        yield word[:-3] + "y"
    if word.endswith("es") and word[:-2].endswith(("s", "x", "z", "ch", "sh", "o")):
        yield word[:-2]
    if word.endswith("s") and not word.endswith(("ss", "us", "is")):
        yield word[:-1]
    for ending in ("ed", "ing"):
        root = word.removesuffix(ending)
        if root != word and len(root) >= _SHORTEST - 1:
            yield root + "e"
            if not _DOUBLES.match(root):
                yield root
            yield from _undoubled(root)


def _undoubled(root: str) -> Iterator[str]:
    if len(root) > _SHORTEST and root[-1] == root[-2]:
        yield root[:-1]


@lru_cache(maxsize=65536)
def _contraries(word: str) -> frozenset[str]:
    """What says the contrary of a word: listed, or by its prefix or ending."""
    words = _tables()
    found: set[str] = set()
    whole = not bases(word).isdisjoint(words.prefixed)
    for base in bases(word):
        stem, plus, ending = base.partition("+")
        found.update(f"{other}{plus}{ending}" for other in words.opposites.get(stem, ()))
        if not whole:
            found.update(f"{other}{plus}{ending}" for other in _turned_round(stem))
    return frozenset(found)


def _turned_round(word: str) -> Iterator[str]:
    """A word without its negative prefix, with the contrary prefix, or with -ful for -less."""
    negative = _NEGATIVE.match(word)
    if negative:
        yield negative["rest"]
    for pair in _CONTRARY_PREFIXES:
        for prefix, contrary in (pair, pair[::-1]):
            if word.startswith(prefix) and len(word) - len(prefix) >= _SHORTEST:
                yield contrary + word.removeprefix(prefix)
    for ending, contrary in _CONTRARY_ENDINGS:
        if word.endswith(ending) and len(word) - len(ending) >= _SHORTEST:
            yield word.removesuffix(ending) + contrary


@lru_cache(maxsize=65536)
def opposed(one: str, other: str) -> bool:
    """Whether two folded words or phrases say the contrary of each other."""
    mine, theirs = bases(one), bases(other)
    if not mine.isdisjoint(theirs):
        return False
    return not _contraries(one).isdisjoint(theirs) or not _contraries(other).isdisjoint(mine)


@lru_cache(maxsize=65536)
def other_sense(original: str, wrong: str) -> bool:
    """Whether a folded word or phrase stands for another sense of the original's: "curiosity" for "interest"."""
    mine, theirs = bases(original), bases(wrong)
    if not mine.isdisjoint(theirs):
        return False
    senses = _tables().senses
    return any(not senses.get(base, frozenset()).isdisjoint(theirs) for base in mine)


def in_place(
    copy: Sequence[Token], at: int, original: Sequence[Token], other: int, wrong: Callable[[str, str], bool]
) -> tuple[int, int] | None:
    """How many words from ``copy[at]`` and ``original[other]`` on stand for each other wrongly, longest first.

    Args:
        copy: tokens of the copied passage.
        at: where the copy's word or phrase begins.
        original: tokens of the passage it was made from.
        other: where the original's word or phrase begins.
        wrong: ``opposed`` or ``other_sense``, asked with the original's words first.

    Returns:
        The lengths on both sides (one or two words each), ``None`` where nothing is wrong.
    """
    for theirs, said in _phrases(original, other):
        for mine, says in _phrases(copy, at):
            if wrong(said, says):
                return mine, theirs
    return None


def _phrases(tokens: Sequence[Token], at: int) -> Iterator[tuple[int, str]]:
    for length in range(_LONGEST, 0, -1):
        if at + length <= len(tokens) and tokens[at].sentence == tokens[at + length - 1].sentence:
            yield length, " ".join(token.key for token in tokens[at : at + length])


@lru_cache(maxsize=1)
def _set_phrases() -> frozenset[tuple[str, ...]]:
    """The expected set phrases as a text's words are folded."""
    return frozenset(
        tuple(key for word in expected.split() for key in fold_word(word)) for expected in lexicon().expected
    )


def in_set_phrase(tokens: Sequence[Token], start: int, stop: int) -> bool:
    """Whether ``tokens[start:stop]`` hold a word of a known set phrase that stands there."""
    phrases = _set_phrases()
    return any(
        tuple(token.key for token in tokens[at:end]) in phrases
        for at in range(max(0, start - _LONGEST_PHRASE + 1), stop)
        for end in range(max(at, start) + 1, min(len(tokens), at + _LONGEST_PHRASE) + 1)
        if end - at > 1
    )
