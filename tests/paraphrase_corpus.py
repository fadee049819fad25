"""Invented stories, each with what people and machines made of it, and every damage marked by hand.

Invariant: offsets are code points of the plain text, which is the copy as a reader would see it;
a mark's ``original`` is the original's own wording, with " … " between pieces that stand apart.
The format of the files is told in paraphrases/README.md.
"""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from functools import cache
from pathlib import Path
from typing import Any

from provenance.model import DamageKind

__all__ = ["FOLDER", "Change", "Copy", "CopyKind", "Half", "Mark", "Story", "load", "marked", "stories"]

FOLDER = Path(__file__).with_name("paraphrases")
_MARK = re.compile(r"\[\[(.*?)\]\]", re.DOTALL)
_LEFTOVER = re.compile(r"\[\[|\]\]|\|\|")
_PARTS = 4


class Half(StrEnum):
    """What a story may be used for: to set a threshold or a list on, or only to measure."""

    TUNED = "tuned"
    MEASURED = "measured"


class CopyKind(StrEnum):
    """Who made the copy, and how."""

    SPUN = "spun"
    ROUNDTRIP = "roundtrip"
    FLUENT = "fluent"
    REWRITE = "rewrite"
    EDITED = "edited"
    DISTORTED = "distorted"
    WITNESS = "witness"


class Change(StrEnum):
    """What was changed, more exactly than the kind of damage says."""

    WORDING = "wording"
    SENSE = "sense"
    NUMBER = "number"
    UNIT = "unit"
    DATE = "date"
    BOUND = "bound"
    NAME = "name"
    PLACE = "place"
    ACTOR = "actor"
    NEGATION = "negation"
    QUANTIFIER = "quantifier"
    OPPOSITE = "opposite"
    CERTAINTY = "certainty"
    SPEAKER = "speaker"
    REMOVED = "removed"
    DROPPED = "dropped"
    MERGED = "merged"
    MOVED = "moved"
    SPEECH = "speech"
    CLAIM = "claim"
    BROKEN = "broken"
    RESIDUE = "residue"


@dataclass(frozen=True)
class Mark:
    """A damaged span of a plain text: where it stands, what it says and what the original said."""

    start: int
    end: int
    text: str
    original: str
    kind: DamageKind
    change: Change


@dataclass(frozen=True)
class Copy:
    """What somebody made of a story. ``through`` is the language of a round trip, otherwise empty."""

    kind: CopyKind
    publisher: str
    published: datetime
    title: str
    title_marks: tuple[Mark, ...]
    text: str
    marks: tuple[Mark, ...]
    through: str


@dataclass(frozen=True)
class Story:
    """An original and its copies. ``name`` is its file's name without the ending."""

    name: str
    topic: str
    half: Half
    publisher: str
    published: datetime
    title: str
    text: str
    copies: tuple[Copy, ...]

    def copy(self, kind: CopyKind | str) -> Copy:
        """The first copy of this kind. Raises ``KeyError``."""
        for copy in self.copies:
            if copy.kind == kind:
                return copy
        why = f"{self.name} has no copy of the kind {kind}"
        raise KeyError(why)


def marked(text: str) -> tuple[str, tuple[Mark, ...]]:
    """The plain text and its marks. Raises ``ValueError`` with the mark that is broken."""
    pieces: list[str] = []
    marks: list[Mark] = []
    length = last = 0
    for found in _MARK.finditer(text):
        before = text[last : found.start()]
        mark = _mark(found[1], length + len(before))
        pieces += [before, mark.text]
        marks.append(mark)
        length, last = mark.end, found.end()
    plain = "".join([*pieces, text[last:]])
    if left := _LEFTOVER.search(plain):
        near = plain[max(0, left.start() - 30) : left.end() + 30]
        why = f"a mark that is not closed or not opened near “{near}”"
        raise ValueError(why)
    return plain, tuple(marks)


def _mark(inner: str, start: int) -> Mark:
    parts = inner.split("||")
    if len(parts) != _PARTS:
        why = f"a mark has copy text, original, kind and change, not {len(parts)} parts: “{inner[:80]}”"
        raise ValueError(why)
    copy, original, kind, change = parts
    if not copy.strip():
        why = f"a mark stands on words of the copy; what is missing is marked on the word before: “{inner}”"
        raise ValueError(why)
    if kind not in set(DamageKind):
        why = f"“{kind}” is no kind of damage: “{inner[:80]}”"
        raise ValueError(why)
    if change not in set(Change):
        why = f"“{change}” is no change: “{inner[:80]}”"
        raise ValueError(why)
    return Mark(start, start + len(copy), copy, original, DamageKind(kind), Change(change))


def _copy(table: dict[str, Any]) -> Copy:
    title, title_marks = marked(table["title"])
    text, marks = marked(table["text"].strip())
    return Copy(
        kind=CopyKind(table["kind"]),
        publisher=table["publisher"],
        published=datetime.fromisoformat(table["published"]),
        title=title,
        title_marks=title_marks,
        text=text,
        marks=marks,
        through=table.get("through", ""),
    )


def load(path: Path) -> Story:
    """The story of one file. Raises ``ValueError`` naming the file and the copy."""
    place = path.name
    try:
        table = tomllib.loads(path.read_text(encoding="utf-8"))
        copies = []
        for number, copy in enumerate(table["copies"], 1):
            place = f"{path.name}: copy {number} ({copy.get('kind', 'no kind')})"
            copies.append(_copy(copy))
        place = path.name
        return Story(
            name=path.stem,
            topic=table["topic"],
            half=Half(table["half"]),
            publisher=table["publisher"],
            published=datetime.fromisoformat(table["published"]),
            title=table["title"],
            text=table["text"].strip(),
            copies=tuple(copies),
        )
    except KeyError as error:
        why = f"{place}: {error} is missing"
        raise ValueError(why) from error
    except ValueError as error:
        why = f"{place}: {error}"
        raise ValueError(why) from error


@cache
def stories(half: str | None = None) -> tuple[Story, ...]:
    """All stories, or those of one half, by the names of their files. Raises ``ValueError`` for a broken file."""
    wanted = set(Half) if half is None else {Half(half)}
    return tuple(story for path in sorted(FOLDER.glob("*.toml")) if (story := load(path)).half in wanted)
