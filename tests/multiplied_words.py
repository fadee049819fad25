"""Other words for the copies of a corpus: each word gives way to another one of its length, so that no span moves.

Invariant: within a copy two words never become one, so texts that differ still differ and what was copied still is.
What furniture and credits are made of stays as it is, and so do the names of known sources.
"""

from __future__ import annotations

import random
import re
from collections import defaultdict
from dataclasses import dataclass
from itertools import product
from typing import TYPE_CHECKING

from sites_words import ENDS, FIRST, LAST, PAIRS, STEMS

from provenance.sources import load_registry

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

__all__ = ["Vocabulary", "Wording"]

# a word with an apostrophe, a word in capitals, a part of a word as in "NewsTide"
_TOKEN = re.compile(r"[A-Za-z]+(?:[’'][A-Za-z]+)+|[A-Z]+(?![a-z])|[A-Z]?[a-z]+")
_RUN = re.compile(r"[A-Za-z]+(?:[’'][A-Za-z]+)*")
# what a rule reads, or what stands beside such words
_KEPT = """
march may http https example report reports staff wire said says told read more credit credits text article page site
story words dateline byline footer copyright copy source origin
"""


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """The words of a corpus by what may become of them.

    ``told`` are words of stories and ``names`` those of places and people, by kind and length; ``joined`` are
    compounds of them, as in domains, each with its parts.
    """

    told: Mapping[tuple[str, int], tuple[str, ...]]
    names: Mapping[tuple[str, int], tuple[str, ...]]
    joined: Mapping[str, tuple[str, ...]]

    @classmethod
    def of(cls, texts: Iterable[str], furniture: Iterable[str], sites: Iterable[str]) -> Vocabulary:
        """The words of a corpus.

        Args:
            texts: all that is said in it.
            furniture: what repeats in it and is to stay.
            sites: what its sites call themselves.
        """
        known = [text for source in load_registry() for text in (source.name, *source.domains)]
        kept = set(_KEPT.split()) | _lower(_TOKEN, known)
        people, places = {word.lower() for word in (*FIRST, *LAST)}, _places()
        kept |= _lower(_TOKEN, (*furniture, *sites)) - people - places
        joined: dict[str, tuple[str, ...]] = {}
        found: set[str] = set()
        for text in texts:
            for run in set(_RUN.findall(text)):
                parts = _TOKEN.findall(run)
                if "’" in run or "'" in run:
                    kept |= {run.lower(), run.lower().replace("’", "").replace("'", "")}
                elif len(parts) > 1:
                    joined[run.lower()] = tuple(part.lower() for part in parts)
                found.update(part.lower() for part in parts)
        for site in sites:
            parts = tuple(part.lower() for part in _TOKEN.findall(site))
            joined["".join(parts)] = parts
            found.update(parts)
        joined = {word: parts for word, parts in joined.items() if len(parts) > 1 and word not in kept}
        kinds = {word: kind for kind, pairs in PAIRS.items() for pair in pairs for word in pair}
        told, names = defaultdict(list), defaultdict(list)
        for word in sorted(found - kept - joined.keys()):
            if word in people:
                names["person", len(word)].append(word)
            elif word in places:
                names["place", len(word)].append(word)
            elif word in kinds:
                told[kinds[word], len(word)].append(word)
        return cls(_fixed(told), _fixed(names), joined)

    def wording(self, copy: int, group: int) -> Wording:
        """The words of a copy; the names are those of its group, and those of group 0 stay."""
        chance = random.Random(f"copy {copy}")
        found: dict[str, str] = {}
        for words in self.told.values():
            found.update(zip(words, chance.sample(words, len(words)), strict=True))
        if group:
            chance = random.Random(f"group {group}")
            for (kind, length), words in self.names.items():
                others = words if kind == "person" else [each for each in sorted(_places()) if len(each) == length]
                found.update(zip(words, chance.sample(others, len(words)), strict=True))
        for word, parts in self.joined.items():
            found[word] = "".join(found.get(part, part) for part in parts)
        return Wording(found)


class Wording(dict[str, str]):
    """The words of a copy by those of the original, in any case; learns as it goes."""

    def __init__(self, others: Mapping[str, str]) -> None:
        super().__init__()
        self._others = others

    def __missing__(self, word: str) -> str:
        other = self._others.get(word.lower(), word.lower())
        if word.isupper():
            found = other.upper()
        elif word[0].isupper():
            found = other.capitalize() if word[1:].islower() or len(word) == 1 else word
        else:
            found = other if word.islower() else word
        self[word] = found
        return found

    def text(self, text: str) -> str:
        """A text in these words, as long as it was."""
        return _TOKEN.sub(lambda found: self[found[0]], text)


def _lower(pattern: re.Pattern[str], texts: Iterable[str]) -> set[str]:
    return {word.lower() for text in texts for word in pattern.findall(text)}


def _places() -> frozenset[str]:
    return frozenset(f"{stem}{end}".lower() for stem, end in product(STEMS, ENDS))


def _fixed(words: Mapping[tuple[str, int], list[str]]) -> dict[tuple[str, int], tuple[str, ...]]:
    return {kind: tuple(each) for kind, each in words.items()}
