"""The boxes of a page: its block elements as a tree, and the lines that stand in them.

Invariant: boxes are in the order of the page, a parent before its children, so the lines of a box
are one run of the page's lines; nothing here depends on what the extractor took.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import accumulate, pairwise
from typing import TYPE_CHECKING, NamedTuple

from provenance.article.places import is_sentence
from provenance.characters import count_words, has_signs

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from provenance.model import Line

__all__ = ["Box", "Kind", "Layout", "LayoutMap", "size"]

# these carry text: the box that they stand in is what page makers name
_FLOW = "p li ul ol dl dt dd h1 h2 h3 h4 h5 h6 blockquote td th tr tbody thead tfoot table pre center caption"
FLOW = frozenset(_FLOW.split())
CELLS = frozenset({"td", "th"})
STORY_WORDS = 8  # a sentence of this length is story
LONG_WORDS = 15  # and so long a line without its end
FEW_LINKS = 0.3
LONGEST_WORD = 20  # letters

# what rooms that are alike share: their look, and that of the box around them
Kind = tuple[str, str]


class Box(NamedTuple):
    """A block element: the box around it, its tag, class and id, and the landmark that it opens itself.

    ``look`` is what boxes that look alike share: tag and class, without numbers.
    """

    parent: int
    tag: str
    names: str
    own_region: str | None
    look: str


@dataclass(frozen=True, slots=True)
class Layout:
    """A page's text and lines, with the box that each line stands in; box 0 is the page."""

    text: str
    lines: tuple[Line, ...]
    boxes: tuple[Box, ...]
    places: tuple[int, ...]


def size(text: str) -> int:
    """The length of a line in words; of scripts without spaces, so many signs make a word."""
    if has_signs(text):
        return count_words(text)
    words = text.count(" ") + 1
    return words if len(text) < LONGEST_WORD * words else len(text) // 2


class LayoutMap:
    """What can be asked about the lines and boxes of a page.

    ``rooms`` and ``kinds`` are those of every line: a room is the nearest box around a line that
    is more than running text.
    """

    def __init__(self, layout: Layout) -> None:
        """Count what stands in every box.

        Args:
            layout: a page's.
        """
        self.layout, self.boxes, self.places = layout, layout.boxes, layout.places
        self.texts = [layout.text[line.start : line.end] for line in layout.lines]
        self.links = [line.link_density for line in layout.lines]
        self.rooms = self._rooms()
        self.kinds: list[Kind] = [
            (self.boxes[room].look, self.boxes[max(0, self.boxes[room].parent)].look) for room in self.rooms
        ]
        self.paragraphs = frozenset(index for index in range(len(self.texts)) if self.reads_as_story(index))
        self._letters = [0, *accumulate(map(len, self.texts))]
        self._linked = [
            0.0, *accumulate(len(text) * links for text, links in zip(self.texts, self.links, strict=True))
        ]  # fmt: skip
        self._runs = self._lines_of_boxes()

    def reads_as_story(self, index: int, links: float = FEW_LINKS) -> bool:
        """Whether a line has the length of a paragraph and fewer links than a share in [0, 1]."""
        text = self.texts[index]
        return (
            self.links[index] < links
            and (words := size(text)) >= STORY_WORDS
            and (words >= LONG_WORDS or is_sentence(text))
        )

    def _rooms(self) -> list[int]:
        """The room of every line.

        A cell with several lines, or with paragraphs in it, is a room, because old pages are tables.
        """
        several = {place for place, after in pairwise(self.places) if place == after}
        rooms: dict[int, int] = {}
        for place in self.places:
            if place in rooms:
                continue
            box = place
            while box > 0 and self.boxes[box].tag in FLOW:
                if self.boxes[box].tag in CELLS and (box != place or box in several):
                    break
                box = self.boxes[box].parent
            rooms[place] = box
        return [rooms[place] for place in self.places]

    def _lines_of_boxes(self) -> list[tuple[int, int]]:
        """The first line of every box, and the one behind its last."""
        first = [-1] * len(self.boxes)
        last = [0] * len(self.boxes)
        for index, box in enumerate(self.places):
            if first[box] < 0:
                first[box] = index
            last[box] = index + 1
        for box in range(len(self.boxes) - 1, 0, -1):
            parent = self.boxes[box].parent
            if first[box] >= 0:
                first[parent] = first[box] if first[parent] < 0 else min(first[parent], first[box])
                last[parent] = max(last[parent], last[box])
        return [(max(0, start), end) for start, end in zip(first, last, strict=True)]

    def around(self, box: int) -> Iterator[int]:
        """A box and all boxes around it, from the inside."""
        while box >= 0:
            yield box
            box = self.boxes[box].parent

    def run(self, box: int) -> range:
        """The lines in a box."""
        return range(*self._runs[box])

    def link_density(self, box: int) -> float:
        """The share of a box's characters that are links, in [0, 1]."""
        first, last = self._runs[box]
        letters = self._letters[last] - self._letters[first] if last > first else 0
        return (self._linked[last] - self._linked[first]) / letters if letters else 0.0

    def common(self, boxes: Iterable[int]) -> int:
        """The innermost box around all of some boxes; the page where there are none."""
        first, *others = sorted(boxes) or [0]
        shared = list(self.around(first))
        for box in others:
            held = set(self.around(box))
            shared = [each for each in shared if each in held]
        return shared[0]
