"""Invented stories in Chinese, Japanese and Thai, and what others make of them.

``tests/unspaced/*.toml`` hold the originals, an independent report on each event, and what an
update says anew; verbatim copies, excerpts, spun copies and versions are made from them here.
"""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path

__all__ = ["LANGUAGES", "Tale", "tales"]

LANGUAGES = ("zh", "ja", "th")
FOLDER = Path(__file__).parent / "unspaced"


@dataclass(frozen=True, slots=True)
class Tale:
    """A story and what others write of its event: each a tuple of paragraphs, empty where there is none.

    ``new`` are the places of paragraphs in ``version`` that the original does not have.
    """

    name: str
    topic: str
    title: str
    original: tuple[str, ...]
    excerpt: tuple[str, ...]
    spun: tuple[str, ...]
    rewrite: tuple[str, ...]
    version: tuple[str, ...]
    new: tuple[int, ...]
    independent: tuple[str, ...]


@cache
def tales(language: str) -> tuple[Tale, ...]:
    """The stories of a language with their copies."""
    content = tomllib.loads((FOLDER / f"{language}.toml").read_text(encoding="utf-8"))
    return tuple(_tale(story, content["synonyms"]) for story in content["story"])


def _tale(story: dict[str, object], synonyms: list[list[str]]) -> Tale:
    original = tuple(story["original"])
    spun = list(original)
    for word, other in synonyms:
        spun = [paragraph.replace(word, other) for paragraph in spun]
    return Tale(
        name=story["name"],
        topic=story["topic"],
        title=story["title"],
        original=original,
        excerpt=original[:3],
        spun=tuple(spun),
        rewrite=tuple(story.get("rewrite", ())),
        version=(story["lead"], *original[1:4], story["added"], *original[4:]),
        new=(4,),
        independent=tuple(story["independent"]),
    )
