"""The signs by which a page says that it is no article: short markers, by language and place.

Invariant: the markers are data (``seeds/walls/*.toml``), each with an example that has it and a
near miss that has not; matching is linear on any text.
"""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from enum import StrEnum
from functools import cache, cached_property
from typing import TYPE_CHECKING, Any

from provenance.characters import line_words
from provenance.errors import RegistryError
from provenance.settings import seeds_folder

if TYPE_CHECKING:
    from pathlib import Path

__all__ = ["WALL_STORY", "Marker", "Place", "Wall", "find_markers", "load_markers", "shipped_markers"]

# a page with as many words of story is traced, whatever else stands on it
WALL_STORY = 60
KEYS = {"wall": str, "place": str, "story": int, "patterns": list, "example": str, "near_miss": str}
OPTIONAL = {"words": int}
# words of the longest line that a marker is believed of where the entry does not say
WORDS = 40
# names of sites stand before or after the words of a title, set apart by one of these
SEPARATOR = re.compile(r" ?[|·•»«] ?| [–—-] | :: ")
ENDS = " .,…!?¡¿:-–—"
QUOTES = str.maketrans({"’": "'", "‘": "'", "ʼ": "'", "\u00a0": " ", "\u202f": " "})


class Wall(StrEnum):
    """What stands on a page in the place of an article."""

    BOT_CHECK = "bot check"
    REGION = "region block"
    NOT_FOUND = "page not found"
    LOGIN = "log-in page"
    COOKIE_WALL = "cookie wall"
    PAYWALL = "paywall"
    SCRIPT_SHELL = "script shell"
    FRONT_PAGE = "front page"

    @property
    def sentence(self) -> str:
        """What stands there, for people."""
        return _SENTENCES[self][0]

    @property
    def hint(self) -> str:
        """What to do about it."""
        return _SENTENCES[self][1]


_SAVE = "open the address in a browser, save the page and pass the file"
_SENTENCES = {
    Wall.BOT_CHECK: ("a check for robots stands there instead of the article", _SAVE),
    Wall.REGION: (
        "the site does not show the article to readers in this region",
        "look for the story in a web archive or on another site and pass that address",
    ),
    Wall.NOT_FOUND: (
        "the site says that there is no such page",
        "check the address, or look for the page in a web archive and pass that address",
    ),
    Wall.LOGIN: ("a log-in page stands there instead of the article", f"{_SAVE}, if you have an account"),
    Wall.COOKIE_WALL: ("a page that asks for consent to cookies stands there instead of the article", _SAVE),
    Wall.PAYWALL: (
        "the article is for subscribers, and too little of it is shown to trace it",
        f"{_SAVE}, if you have a subscription",
    ),
    Wall.SCRIPT_SHELL: ("the page shows its text only when its scripts run, and they were not run", _SAVE),
    Wall.FRONT_PAGE: (
        "a front page or a list of articles stands there instead of an article",
        "pass the address of an article; to take in a whole site, use watch",
    ),
}


class Place(StrEnum):
    """Where a marker is looked for."""

    TITLE = "title"
    """A title, or the part of it beside the site's name: all of it, not a part."""
    TEXT = "text"
    """Anywhere in a line that is short enough."""
    SCRIPT = "script"
    """As text, and also in what is shown to readers without scripts."""
    ADDRESS = "address"
    """Host and path of the page's address."""
    MARKUP = "markup"
    """The page's source."""


# the places where a marker is believed of short texts only
LINES = frozenset({Place.TEXT, Place.SCRIPT})


@dataclass(frozen=True)
class Marker:
    """A sign of one wall.

    ``story`` is how many words of story the page must stay under for the marker to be
    believed; 0 where it is no sign, and only says that its line is no story. ``words`` is the
    longest line that it is believed of.
    """

    name: str
    wall: Wall
    place: Place
    story: int
    words: int
    expression: str
    example: str
    near_miss: str

    @cached_property
    def pattern(self) -> re.Pattern[str]:
        """The expression, compiled when it is first asked for: most pages are articles."""
        return re.compile(self.expression)

    def find(self, text: str) -> str | None:
        """What the marker is found by in a prepared text, ``None`` where the text has it not.

        Args:
            text: in small letters, with straight quotation marks.
        """
        if self.place is not Place.TITLE:
            found = self.pattern.search(text)
            return found.group() if found else None
        parts = (part.strip(ENDS) for part in (text, *SEPARATOR.split(text)))
        return next((part for part in parts if self.pattern.fullmatch(part)), None)


def find_markers(text: str, *places: Place) -> list[tuple[Marker, str]]:
    """The shipped markers of a text, in the order of the files.

    Args:
        text: a title, a line, an address or a page's source.
        places: what the text is.

    Returns:
        Each marker with the words that it was found by.
    """
    lower = text.translate(QUOTES).lower()
    words = line_words(lower)
    return [
        (marker, found)
        for marker in shipped_markers()
        if marker.place in places
        and (words <= marker.words or marker.place not in LINES)
        and (found := marker.find(lower)) is not None
    ]


@cache
def shipped_markers() -> tuple[Marker, ...]:
    """The markers that the program ships, of all languages."""
    files = sorted((seeds_folder() / "walls").glob("*.toml"))
    return tuple(marker for file in files for marker in load_markers(file, check=False))


def load_markers(path: Path, *, check: bool = True) -> tuple[Marker, ...]:
    """Read the markers of one file.

    Args:
        path: a TOML file with one table for each marker.
        check: compile every expression now; those that are shipped are compiled by a test.

    Raises:
        RegistryError: the file or an entry is wrong; the message names both.
    """
    try:
        tables = tomllib.loads(path.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        message = f"{path}: {error}"
        raise RegistryError(message, "correct the file") from error
    markers = tuple(_marker(path, name, table) for name, table in tables.items())
    for marker in markers if check else ():
        try:
            _ = marker.pattern
        except re.error as error:
            message = f"{path}: [{marker.name}]: {error}"
            raise RegistryError(message, "correct the entry") from error
    return markers


def _marker(path: Path, name: str, table: dict[str, Any]) -> Marker:
    """One entry, checked."""
    wrong = [key for key, kind in KEYS.items() if not isinstance(table.get(key), kind)]
    wrong += [key for key in table if not isinstance(table[key], (KEYS | OPTIONAL).get(key, ()))]
    if wrong:
        message = f"{path}: [{name}]: missing, unknown or of the wrong type: {', '.join(dict.fromkeys(wrong))}"
        raise RegistryError(message, f"an entry has {', '.join(KEYS)} and may have {', '.join(OPTIONAL)}")
    if not 0 <= table["story"] <= WALL_STORY:
        message = f"{path}: [{name}]: story is {table['story']}"
        raise RegistryError(message, f"a number from 0 to {WALL_STORY}")
    try:
        wall, place = Wall[table["wall"].upper()], Place(table["place"])
    except (KeyError, ValueError) as error:
        message = f"{path}: [{name}]: no wall or no place is called so: {error}"
        raise RegistryError(message, "correct the entry") from error
    return Marker(
        name=name,
        wall=wall,
        place=place,
        story=table["story"],
        words=table.get("words", WORDS),
        expression="|".join(f"(?:{pattern})" for pattern in table["patterns"]),
        example=table["example"],
        near_miss=table["near_miss"],
    )
