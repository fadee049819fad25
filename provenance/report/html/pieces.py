"""A block's text cut where its marks begin and end.

Invariant: the pieces of a text, joined, are its ``printable`` form; a place has at most one
mark of a layer, the first one given where several claim it.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from dataclasses import dataclass, field
from itertools import pairwise
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from provenance.report.html.view import Link, Piece
from provenance.report.printable import printable

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

__all__ = ["Mark", "cut", "language_tag", "layer", "link", "web_address"]

_LANGUAGE = re.compile(r"[a-z]{2}(?:-[A-Z]{2})?")
_UNSAFE = re.compile(r"[\s\x00-\x20\x7f-\x9f\\<>\"'`]")


@dataclass(frozen=True, slots=True)
class Mark:
    """What is said of ``text[start:end]``; ``at_end`` of its last piece only."""

    start: int
    end: int
    says: Mapping[str, str | None]
    at_end: Mapping[str, str | None] = field(default_factory=dict)


def layer(marks: Iterable[Mark]) -> list[Mark]:
    """Marks that do not overlap, by place: of several on one place the first that is given."""
    kept: list[Mark] = []
    for mark in marks:
        at = bisect_left(kept, mark.start, key=lambda each: each.start)
        free = (at == 0 or kept[at - 1].end <= mark.start) and (at == len(kept) or mark.end <= kept[at].start)
        if free and mark.start < mark.end:
            kept.insert(at, mark)
    return kept


def cut(text: str, offset: int, *layers: Sequence[Mark]) -> tuple[Piece, ...]:
    """Cut a text at its marks.

    Args:
        text: a block's text.
        offset: where it starts in its article; marks count from the article's start.
        layers: disjoint marks by place, as ``layer`` gives them.
    """
    end = offset + len(text)
    near = [[mark for mark in each if mark.start < end and offset < mark.end] for each in layers]
    edges = {offset, end}
    for each in near:
        edges.update(place for mark in each for place in (mark.start, mark.end) if offset < place < end)
    cursors = [0] * len(near)
    pieces = []
    for start, stop in pairwise(sorted(edges)):
        says: dict[str, str | None] = {}
        for number, each in enumerate(near):
            while cursors[number] < len(each) and each[cursors[number]].end <= start:
                cursors[number] += 1
            if cursors[number] < len(each) and (mark := each[cursors[number]]).start <= start:
                says |= mark.says
                says |= mark.at_end if stop >= min(mark.end, end) else {}
        pieces.append(Piece(printable(text[start - offset : stop - offset]), **says))
    return tuple(pieces)


def web_address(url: str | None) -> str | None:
    """An address that a reader may follow, or ``None``: http and https with a host, and nothing hidden in it."""
    if url is None or _UNSAFE.search(url):
        return None
    try:
        parts = urlsplit(url)
        host = parts.hostname
    except ValueError:
        return None
    if parts.scheme not in {"http", "https"} or not host or "@" in parts.netloc:
        return None
    return url if printable(url) == url else None


def link(text: str, url: str | None) -> Link:
    """A name with its address, where that is one to follow."""
    return Link(printable(text), web_address(url))


def language_tag(language: str | None) -> str | None:
    """A language as markup may name it; ``None`` where it is no plain tag."""
    return language if language is not None and _LANGUAGE.fullmatch(language) else None
