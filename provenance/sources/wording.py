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

if TYPE_CHECKING:
    from pathlib import Path

__all__ = ["AND", "LETTER", "NAME", "Wording", "wording"]

# Letters with the signs of Devanagari, which no \w matches.
LETTER = r"[\w\u0900-\u0963]"
_WORD = r"(?:[^\W\d_][\w.\u0900-\u0963-]{1,30})"
NAME = rf"{_WORD}(?:\s{_WORD}){{0,4}}?"
AND = r"(?:\s?[,/&]\s?|\s(?:and|und|et|y|e|और)\s)(?:the\s|der\s|l['’]|la\s|el\s|da\s)?"
_THE = (
    r"(?:\s?(?:the|der|die|des|la|l['’]|el|da|do|dell['’]|della)(?:\s|(?<=['’])))?"
    r"\s?(?:(?:news\s)?agency\s|agência\s|agencia\s|agenzia\s|agence\s|(?:nachrichten)?agentur\s)?"
)
_NAMES = rf"(?P<names>{NAME}(?:{AND}{NAME}){{0,4}})"
_START = r"(?<![\w\u0900-\u0963-])"
_END = r"(?=\s{0,3}(?:$|[)\].;,\n|]))"
_KEYS = ("by", "sources", "contributions", "feeds", "rights")
_GAP = "…"


@dataclass(frozen=True)
class Wording:
    """The phrases of all languages, each once; ``…`` in a contribution stands for the names."""

    by: tuple[str, ...]
    sources: tuple[str, ...]
    contributions: tuple[str, ...]
    feeds: tuple[str, ...]
    rights: tuple[str, ...]

    @cached_property
    def thanks(self) -> tuple[re.Pattern[str], ...]:
        """Patterns with a group ``names``: one for what stands before the names, one each for what stands around."""
        before = [phrase.removesuffix(_GAP) for phrase in self.contributions if phrase.endswith(_GAP)]
        around = [phrase.split(_GAP) for phrase in self.contributions if not phrase.endswith(_GAP)]
        patterns = [rf"{_START}(?:{_any(before)})(?:\s{{1,2}}|(?<=['’])){_THE}{_NAMES}{_END}"]
        patterns += [
            rf"{_START}{_any([first])}\s{{1,2}}{_THE}{_NAMES}\s{{1,2}}{_any([after])}{_END}"
            for first, after in around
            if first
        ]
        return tuple(re.compile(pattern, re.IGNORECASE) for pattern in patterns)

    @cached_property
    def thanks_behind(self) -> re.Pattern[str]:
        """What stands behind the names of those who are thanked."""
        behind = [phrase.removeprefix(_GAP) for phrase in self.contributions if phrase.startswith(_GAP)]
        return re.compile(rf"\s{{1,2}}(?:{_any(behind)}){_END}", re.IGNORECASE)

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
        """ "Source: …" as the last words of a paragraph."""
        return re.compile(
            rf"[.!?\"')\]।]\s{{1,3}}[(\[]?(?:{_any(self.sources)})\s?:\s{{0,3}}(?P<name>[^\W\d_][\w .\u0900-\u0963]{{1,40}}?)[)\].]{{0,2}}\s{{0,3}}$",
            re.IGNORECASE,
        )

    @cached_property
    def fed(self) -> re.Pattern[str]:
        """A sentence that says that the page has its text from a feed, and not from whose."""
        return re.compile(rf"(?<![\w\u0900-\u0963])(?:{_any(self.feeds)})(?!{LETTER})", re.IGNORECASE)

    @cached_property
    def reserved(self) -> re.Pattern[str]:
        """A sentence that reserves rights."""
        return re.compile(rf"(?<![\w\u0900-\u0963])(?:{_any(self.rights)})(?!{LETTER})", re.IGNORECASE)


def _any(phrases: list[str] | tuple[str, ...]) -> str:
    """One expression for phrases, the longest first; each of their spaces may be several."""
    ordered = sorted({phrase.strip() for phrase in phrases}, key=lambda p: (-len(p), p))
    return "|".join(re.escape(phrase).replace(r"\ ", r"\s{1,2}").replace("'", "['’]") for phrase in ordered)


@cache
def wording() -> Wording:
    """The shipped words of every language.

    Raises:
        RegistryError: a file has a key that is not known, or no list of texts.
    """
    found: dict[str, list[str]] = {key: [] for key in _KEYS}
    for path in sorted((seeds_folder() / "credits").glob("*.toml")):
        for key, phrases in tomllib.loads(path.read_text(encoding="utf-8")).items():
            found[key] += _checked(path, key, phrases)
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
