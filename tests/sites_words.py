"""The words of invented news: each with another word that a careless paraphraser would take for it."""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import random

__all__ = ["ENDS", "FIRST", "LAST", "PAIRS", "STEMS", "Tongue", "spin"]

_DATA = tomllib.loads(Path(__file__).with_suffix(".toml").read_text(encoding="utf-8"))
PAIRS = {kind: [pair.split("/") for pair in pairs.split()] for kind, pairs in _DATA["words"].items()}
_WORDS = {kind: [word for word, _ in pairs] for kind, pairs in PAIRS.items()}
_OTHER = {word: other for pairs in PAIRS.values() for word, other in pairs} | _DATA["other"]
STEMS, ENDS, FIRST, LAST, _DAYS = (_DATA[name].split() for name in ("stems", "ends", "first", "last", "days"))
_OPENINGS, _CORES, _ENDINGS, _TITLES = (_DATA[name] for name in ("openings", "cores", "endings", "titles"))
_SLOT = re.compile(r"\{(\w+?)\d?\}")
_WORD = re.compile(r"[A-Za-z]+")
# reporters write "an election"; only a paraphraser does not
_VOWEL = re.compile(r"\b([Aa]) (?=[aeio])")


@dataclass
class Tongue:
    """Makes names, sentences and stories; the same chance makes the same text."""

    chance: random.Random

    def place(self) -> str:
        return self.chance.choice(STEMS) + self.chance.choice(ENDS)

    def person(self) -> str:
        return f"{self.chance.choice(FIRST)} {self.chance.choice(LAST)}"

    def title(self) -> str:
        made = self._fill(self.chance.choice(_TITLES), [self.place()])
        return made[0].upper() + made[1:]

    def paragraphs(self, place: str) -> list[str]:
        """A story of one place: four to six paragraphs of three or four sentences."""
        places = [place, place, self.place(), self.place()]
        return [
            " ".join(self._sentence(places) for _ in range(self.chance.choice((3, 3, 4))))
            for _ in range(self.chance.randint(4, 6))
        ]

    def _sentence(self, places: list[str]) -> str:
        core = self.chance.choice(_CORES) + (self.chance.choice(_ENDINGS) if self.chance.random() < 0.8 else "")
        if self.chance.random() < 0.15:
            return f"“{self._fill(core, places)},” {self._fill('{person} {said}', places)}."
        opening = f"{self.chance.choice(_DATA['openings'])}, " if self.chance.random() < 0.7 else ""
        return self._fill(f"{opening}{core}.", places)

    def _fill(self, shape: str, places: list[str]) -> str:
        made = _VOWEL.sub(r"\1n ", _SLOT.sub(lambda slot: self._word(slot[1], places), shape))
        return made[0].upper() + made[1:]

    def _word(self, kind: str, places: list[str]) -> str:
        chance = self.chance
        match kind:
            case "place":
                return chance.choice(places)
            case "person":
                return self.person()
            case "day":
                return chance.choice(_DAYS)
            case "year":
                return str(chance.randint(1979, 2030))
            case "n":
                return f"{chance.choice((chance.randint(3, 99), chance.randint(101, 9900))):,}"
            case _:
                return chance.choice(_WORDS[kind])


def spin(text: str, chance: random.Random, share: float) -> str:
    """What a paraphraser makes of a text: so many of the words that it knows give way to others."""

    def other(match: re.Match[str]) -> str:
        word = match[0]
        found = _OTHER.get(word.lower())
        if found is None or chance.random() > share:
            return word
        return found.capitalize() if word[0].isupper() else found

    return _WORD.sub(other, text)
