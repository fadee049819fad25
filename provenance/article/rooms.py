"""The rooms of a story: the boxes that the makers of a page put its text into.

Invariant: the rooms follow from the paragraphs that the extractor took; a room is never one of
teasers while there are others, and none that is named as furniture apart from the largest.
"""

from __future__ import annotations

import itertools
from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

from provenance.article.boxes import size

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

    from provenance.article.boxes import Kind, LayoutMap
    from provenance.model import Line

__all__ = ["FURNITURE", "Rooms", "find_rooms", "is_thin"]

FURNITURE = frozenset({"related", "promotion", "share", "comments", "footer", "nav", "breadcrumb", "aside"})
# kinds of rooms with this share of the paragraphs are the story's
ROOM_SHARE = 0.25
# and the first of them has at least this much
LEAST_SHARE = 0.1
# rooms of so few paragraphs, most of which have the title of another story as a link, are teasers
TEASER_LINES = 2
TEASER_LINKS = 0.22
TEASERS = 0.7
TITLE_WORDS = 5
ALL_LINK = 0.9
# an extractor that took less than this of the fullest kind of room has missed the story
THIN = 0.5


@dataclass(frozen=True, slots=True)
class Rooms:
    """Where a story stands.

    ``paragraphs`` are the lines that show it, in order; ``rooms`` the boxes that they stand in, of
    these ``kinds``; ``around`` those boxes and all around them.
    """

    paragraphs: tuple[int, ...]
    kinds: frozenset[Kind]
    rooms: frozenset[int]
    around: frozenset[int]


def find_rooms(page: LayoutMap, lines: Sequence[Line]) -> Rooms | None:
    """Find the rooms of a story.

    Args:
        page: its boxes.
        lines: its lines, as the extractor marked them.

    Returns:
        The rooms, ``None`` where the extractor took no paragraph.
    """
    taken = [index for index in sorted(page.paragraphs) if lines[index].extracted]
    if not taken:
        return None
    kinds = _kinds(page, taken)
    taken = [index for index in taken if page.kinds[index] in kinds]
    letters = Counter[int]()
    for index in taken:
        letters[page.rooms[index]] += len(page.texts[index])
    around = set(page.around(max(letters, key=lambda room: (letters[room], -room))))
    rooms = frozenset(room for room in letters if not _is_apart(page, room, around))
    return Rooms(
        paragraphs=tuple(index for index in taken if page.rooms[index] in rooms),
        kinds=kinds,
        rooms=rooms,
        around=frozenset(box for room in rooms for box in page.around(room)),
    )


def _kinds(page: LayoutMap, taken: Sequence[int]) -> frozenset[Kind]:
    """The kind with the most paragraphs, teasers apart, and all that hold a good share of them."""
    letters: Counter[Kind] = Counter()
    lines: Counter[Kind] = Counter()
    rooms: dict[Kind, set[int]] = {}
    for index in taken:
        kind = page.kinds[index]
        letters[kind] += len(page.texts[index])
        lines[kind] += 1
        rooms.setdefault(kind, set()).add(page.rooms[index])
    total = letters.total()
    ranked = [kind for kind, _ in letters.most_common()]
    told = [kind for kind in ranked if not _are_teasers(page, rooms[kind], lines[kind])]
    first = [kind for kind in told if letters[kind] >= LEAST_SHARE * total] or ranked
    return frozenset([first[0], *(kind for kind in told if letters[kind] >= ROOM_SHARE * total)])


def _are_teasers(page: LayoutMap, rooms: Collection[int], paragraphs: int) -> bool:
    """Whether rooms of a kind each hold a line or two about another story, and the link to it."""
    if paragraphs > TEASER_LINES * len(rooms):
        return False
    return sum(_is_teaser(page, room) for room in rooms) >= TEASERS * len(rooms)


def _is_teaser(page: LayoutMap, room: int) -> bool:
    """Whether the title of another story stands in a room as a link."""
    return page.link_density(room) >= TEASER_LINKS and any(
        page.links[index] >= ALL_LINK and size(page.texts[index]) >= TITLE_WORDS for index in page.run(room)
    )


def _is_apart(page: LayoutMap, room: int, around: Collection[int]) -> bool:
    """Whether a room stands in a box that is named as furniture and is none of some boxes."""
    path = itertools.takewhile(lambda box: box not in around, page.around(room))
    return any(page.boxes[box].own_region in FURNITURE for box in path)


def is_thin(page: LayoutMap, lines: Sequence[Line]) -> bool:
    """Whether an extractor took so little that it must have missed the story.

    Args:
        page: its boxes.
        lines: its lines, as the extractor marked them.
    """
    letters: Counter[Kind] = Counter()
    taken = 0
    for index in page.paragraphs:
        if lines[index].region not in FURNITURE:
            letters[page.kinds[index]] += len(page.texts[index])
        taken += len(page.texts[index]) if lines[index].extracted else 0
    return taken == 0 or taken < THIN * max(letters.values(), default=0)
