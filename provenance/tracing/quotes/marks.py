"""Where a text stands in quotation marks: curly, straight, low, angle, corner, and British single ones.

Invariant: the passages are disjoint and in order, and a quotation inside another one is a part of
it. A straight mark opens or closes by what stands around it. A passage whose closing mark is
missing ends where the next one opens, else with the text; a closing mark by itself is none.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

__all__ = ["Passage", "opens_with_mark", "passages"]

_MARK = re.compile(r"[\"“”„«»「」『』]")
_ANY = re.compile(r"[\"“”„«»「」『』‘']")
_CORNERS = {"「": "」", "『": "』"}
# what an opening mark stands after, and a closing one before
_BEFORE = frozenset(" \t\n\r\xa0\u2009\u202f([{—–-/:")
_AFTER = frozenset(" \t\n\r\xa0\u2009\u202f)]},.;:!?—–-…/")
# ‘It is over,’ and ‘It is over’, but not the islanders’ boats
_SINGLE = re.compile(
    r"(?:(?<=[\s(\[—–])|\A)[‘'](?=[^\W_])"
    r"((?:[^‘'’\n]|(?<=\w)['’](?=\w)|(?<=s)['’](?= \w)){12,2000}?)"
    r"(?:(?<=[.,?!…])['’](?=[\s)\]]|\Z)|(?:(?<=[^\Ws])'|(?<=\w)’)(?=[,.;:!?](?:\s|\Z)))"
)


@dataclass(frozen=True, slots=True)
class Passage:
    """A passage in quotation marks, without the marks: offsets into the text; ``closed`` by a mark."""

    start: int
    end: int
    closed: bool


def opens_with_mark(text: str) -> bool:
    """Whether a paragraph begins with a quotation mark that may open."""
    found = _ANY.match(text.lstrip())
    return found is not None and found.group() not in "」』"


def passages(text: str) -> tuple[Passage, ...]:
    """All passages of a paragraph in quotation marks, in order."""
    found = _doubles(text) if _MARK.search(text) else []
    if "‘" in text or "'" in text:
        singles = (Passage(each.start(1), each.end(1), closed=True) for each in _SINGLE.finditer(text))
        found += [one for one in singles if not any(one.start < other.end and other.start < one.end for other in found)]
        found.sort(key=lambda each: each.start)
    return tuple(each for each in found if each.start < each.end)


def _doubles(text: str) -> list[Passage]:
    """The passages in marks that are never apostrophes."""
    marks = [(each.start(), each.group()) for each in _MARK.finditer(text)]
    found: list[Passage] = []
    opened: tuple[int, str] | None = None
    inner = 0
    for place, (at, mark) in enumerate(marks):
        if opened is None:
            if _opens(text, at, mark):
                opened, inner = (at + 1, mark), 0
            continue
        start, opener = opened
        if _closes(text, at, mark, opener):
            if inner:
                inner -= 1
            else:
                found.append(Passage(start, at, closed=True))
                opened = None
        elif _opens_again(text, at, mark, opener):
            if _is_inner(text, marks, place, opener):
                inner += 1
            else:
                found.append(Passage(start, at, closed=False))
                opened, inner = (at + 1, mark), 0
    if opened is not None:
        found.append(Passage(opened[0], len(text), closed=False))
    return found


def _stands_open(text: str, at: int) -> bool:
    """Whether a mark stands as an opening one does: after a space or a bracket, before a word."""
    before = at == 0 or text[at - 1] in _BEFORE
    return before and at + 1 < len(text) and not text[at + 1].isspace()


def _stands_closed(text: str, at: int) -> bool:
    """Whether a mark stands as a closing one does: after a word, before a space or the end."""
    after = at + 1 == len(text) or text[at + 1] in _AFTER
    return after and at > 0 and not text[at - 1].isspace()


def _opens(text: str, at: int, mark: str) -> bool:
    if mark in "“„«" or mark in _CORNERS:
        return True
    if mark in "”»":  # ”Svensk“, »Deutsch«
        return _stands_open(text, at)
    return mark == '"' and (_stands_open(text, at) or not _stands_closed(text, at))


def _closes(text: str, at: int, mark: str, opener: str) -> bool:
    if opener in _CORNERS:
        return mark == _CORNERS[opener]
    if opener in "«»":
        return mark == ("»" if opener == "«" else "«")
    if opener == "„":
        return mark in "“”" or (mark == '"' and not _stands_open(text, at))
    if mark == "”":
        return True
    return mark == '"' and (_stands_closed(text, at) or not _stands_open(text, at))


def _opens_again(text: str, at: int, mark: str, opener: str) -> bool:
    """Whether a mark of the opener's kind opens once more."""
    if opener in _CORNERS or opener in "«»„":
        return mark == opener
    return mark == "“" or (mark == '"' and _stands_open(text, at))


def _is_inner(text: str, marks: list[tuple[int, str]], place: int, opener: str) -> bool:
    """Whether an opening mark inside a quotation is followed by the closing marks of both."""
    after = marks[place + 1 : place + 3]
    return len(after) > 1 and all(_closes(text, at, mark, opener) for at, mark in after)
