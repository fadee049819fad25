"""The words by which credits are made, language by language, read together.

Invariant: the words are data (``seeds/credits/*.toml``) and are read when a page first needs
them; every pattern made of them is linear.
"""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from functools import cache, cached_property
from typing import TYPE_CHECKING

from provenance.errors import RegistryError
from provenance.settings import seeds_folder
from provenance.sources.phrases import Phrases

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from provenance.sources.phrases import Found

__all__ = ["AND", "LETTER", "NAME", "Thanks", "Wording", "wording"]

# Letters with the signs of Devanagari, which no \w matches.
LETTER = r"[\w\u0900-\u0963]"
_WORD = r"(?:[^\W\d_][\w.\u0900-\u0963-]{1,30})"
NAME = rf"{_WORD}(?:\s{_WORD}){{0,4}}?"
AND = r"(?:\s?[,/&]\s?|\s(?:and|und|et|y|e|और)\s)(?:the\s|der\s|l'|la\s|el\s|da\s)?"
_AGENCY = r"(?:(?:news\s)?agency\s|agência\s|agencia\s|agenzia\s|agence\s|(?:nachrichten)?agentur\s)?"
_THE = rf"(?:(?:the|der|die|des|la|el|da|do|della)\s|l'|dell')?{_AGENCY}"
# names, up to what may stand behind them
_NAMES = re.compile(
    rf"(?P<gap>[\s:]{{0,3}}){_THE}(?P<names>{NAME}(?:{AND}{NAME}){{0,4}})(?=\s{{0,3}}(?:$|[)\].;,\n|]))", re.IGNORECASE
)
_ONE_NAME = re.compile(rf"\s{{1,2}}{_THE}(?P<names>{NAME}(?:{AND}{NAME}){{0,4}})\s{{1,2}}", re.IGNORECASE)
_END = re.compile(r"\s{0,3}(?:$|[)\].;,\n|])")
_KEYS = ("by", "sources", "contributions", "feeds", "rights")
_GAP = "…"
_LONGEST_NAMES = 120


@dataclass(frozen=True, slots=True)
class Thanks:
    """Words that thank somebody, from ``start`` to ``end``; ``names`` is ``None`` where they stand before the start."""

    start: int
    end: int
    names: str | None


@dataclass(frozen=True)
class Wording:
    """The phrases of all languages, each once; ``…`` in a contribution stands for the names."""

    by: tuple[str, ...]
    sources: tuple[str, ...]
    contributions: tuple[str, ...]
    feeds: tuple[str, ...]
    rights: tuple[str, ...]

    def thanks(self, text: str) -> Iterator[Thanks]:
        """Every place of a text that has the words of a contribution, whoever is named there.

        Args:
            text: a line, or several.

        Yields:
            Start and end of the words, and the names; no names where they stand before the start.
        """
        for found in self._before.finditer(text):
            match = _NAMES.match(text, found.end()) if found.text.lower() in self._open else None
            if match and (match["gap"] or found.text.endswith("'")):
                yield Thanks(found.start(), match.end(), match["names"])
            for behind in self._around.get(found.text.lower(), ()):
                yield from self._closed(text, found, behind)
        for found in self._behind.finditer(text):
            if _END.match(text, found.end()):
                yield Thanks(found.start(), found.end(), None)

    @staticmethod
    def _closed(text: str, found: Found, behind: str) -> Iterator[Thanks]:
        """Thanks whose names stand between two phrases."""
        names = text[found.end() : found.end() + _LONGEST_NAMES]
        folded = names.lower()
        # where a letter's small form is two characters, case counts
        at = (folded if len(folded) == len(names) else names).find(behind)
        close = found.end() + at
        match = _ONE_NAME.fullmatch(text, found.end(), close) if at >= 0 else None
        if match and _END.match(text, close + len(behind)):
            yield Thanks(found.start(), close + len(behind), match["names"])

    @cached_property
    def _before(self) -> Phrases:
        """What stands before the names of those who are thanked."""
        return Phrases(filter(None, map(_before_gap, self.contributions)), ignore_case=True)

    @cached_property
    def _open(self) -> frozenset[str]:
        """Of these, the ones that need nothing behind the names."""
        return frozenset(_before_gap(phrase).lower() for phrase in self.contributions if phrase.endswith(_GAP))

    @cached_property
    def _around(self) -> dict[str, tuple[str, ...]]:
        """What stands behind the names, by what stands before them."""
        parts = [tuple(part.strip() for part in phrase.split(_GAP)) for phrase in self.contributions]
        firsts = {first for first, after in parts if first and after}
        return {first: tuple(sorted(after for one, after in parts if one == first and after)) for first in firsts}

    @cached_property
    def _behind(self) -> Phrases:
        """What stands behind names that nothing stands before."""
        parts = [tuple(part.strip() for part in phrase.split(_GAP)) for phrase in self.contributions]
        return Phrases((after for first, after in parts if not first), ignore_case=True)

    @cached_property
    def openings(self) -> re.Pattern[str]:
        """What a byline begins with, and the colon and spaces behind it."""
        return re.compile(rf"^[\s/|*•–—-]{{0,5}}(?:{_any(self.by)})(?!{LETTER})\s?:?\s{{0,3}}", re.IGNORECASE)

    @cached_property
    def source_line(self) -> re.Pattern[str]:
        """A line that is nothing but "Source: …"; without a colon where one name follows."""
        words = rf"(?:{_any((*self.sources, 'courtesy'))})"
        return re.compile(
            rf"^\s{{0,3}}[(\[]?{words}(?:\s?[:-]\s{{0,3}}|\s{{1,2}})(?P<name>[^\n:()\[\]]{{2,60}}?)[)\].]{{0,2}}\s{{0,3}}$",
            re.IGNORECASE,
        )

    @cached_property
    def source_words(self) -> re.Pattern[str]:
        """The same as the last words of a paragraph, with a colon."""
        return re.compile(
            rf"[.!?\"')\]।]\s{{1,3}}[(\[]?(?:{_any(self.sources)})\s?:\s{{0,3}}"
            r"(?P<name>[^\W\d_][\w .\u0900-\u0963]{1,40}?)[)\].]{0,2}\s{0,3}$",
            re.IGNORECASE,
        )

    @cached_property
    def fed(self) -> Phrases:
        """What says that the page has its text from a feed, and not from whose."""
        return Phrases(self.feeds, ignore_case=True)

    @cached_property
    def reserved(self) -> Phrases:
        """What reserves rights."""
        return Phrases(self.rights, ignore_case=True)


def _before_gap(phrase: str) -> str:
    """What stands before the names, without a colon or dash at its end."""
    return phrase.partition(_GAP)[0].strip(" :-")


def _any(phrases: list[str] | tuple[str, ...]) -> str:
    """One expression for phrases, the longest first; each of their spaces may be two."""
    ordered = sorted({phrase.strip() for phrase in phrases}, key=lambda p: (-len(p), p))
    return "|".join(re.escape(phrase).replace(r"\ ", r"\s{1,2}") for phrase in ordered)


@cache
def wording() -> Wording:
    """The shipped words of every language.

    Raises:
        RegistryError: a file has a key that is not known, or no list of texts.
    """
    found: dict[str, list[str]] = {key: [] for key in _KEYS}
    for path in sorted((seeds_folder() / "credits").glob("*.toml")):
        for key, phrases in tomllib.loads(path.read_text(encoding="utf-8")).items():
            checked = _checked(path, key, phrases)
            found[key] += checked
    return Wording(**{key: tuple(dict.fromkeys(phrases)) for key, phrases in found.items()})


def _checked(path: Path, key: str, phrases: object) -> list[str]:
    """The phrases of a key, which must be known and hold texts."""
    fault = None
    if key not in _KEYS:
        fault = f"is none of {', '.join(_KEYS)}"
    elif not isinstance(phrases, list) or not all(isinstance(phrase, str) and phrase.strip() for phrase in phrases):
        fault = "is no list of texts"
    elif key == "contributions" and any(phrase.count(_GAP) != 1 for phrase in phrases):
        fault = f"holds a phrase without just one {_GAP}"
    if fault:
        message = f"{path}: {key!r} {fault}"
        raise RegistryError(message, "correct the file")
    return phrases if isinstance(phrases, list) else []
