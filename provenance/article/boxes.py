"""The boxes of a page: its block elements as a tree, and the lines that stand in them.

Invariant: boxes are in the order of the page, a parent before its children, so the lines of a box
are one run of the page's lines; nothing here depends on what a line says.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import accumulate
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from provenance.model import Line

__all__ = ["Box", "Layout", "LayoutMap"]

# these carry text: the box that they stand in is what page makers name
FLOW = frozenset(
    "p li ul ol dl dt dd h1 h2 h3 h4 h5 h6 blockquote td th tr tbody thead tfoot table pre center caption".split()
)
CELLS = frozenset({"td", "th"})


@dataclass(frozen=True, slots=True)
class Box:
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


class LayoutMap:
    """What can be asked about the boxes of a layout."""

    def __init__(self, layout: Layout) -> None:
        """Count what stands in every box.

        Args:
            layout: a page's.
        """
        self.layout = layout
        self.rooms = self._rooms()
        self.kinds = [self._kind(room) for room in self.rooms]
        lengths = [line.end - line.start for line in layout.lines]
        self._letters = [0, *accumulate(lengths)]
        self._linked = [
            0.0,
            *accumulate(length * line.link_density for length, line in zip(lengths, layout.lines, strict=True)),
        ]
        self._runs = self._lines_of_boxes()

    def _rooms(self) -> list[int]:
        """The room of every line: the nearest box around it that is more than running text.

        A cell with several lines, or with paragraphs in it, is a room, because old pages are tables.
        """
        boxes, places = self.layout.boxes, self.layout.places
        several = {
            place for place, after in zip(places, places[1:], strict=False) if place == after
        }
        rooms: dict[int, int] = {}
        for place in places:
            if place in rooms:
                continue
            box = place
            while box > 0 and boxes[box].tag in FLOW:
                if boxes[box].tag in CELLS and (box != place or box in several):
                    break
                box = boxes[box].parent
            rooms[place] = box
        return [rooms[place] for place in places]

    def _kind(self, room: int) -> tuple[str, str]:
        """What rooms that are alike share: their look, and that of the box around them."""
        box = self.layout.boxes[room]
        return box.look, self.layout.boxes[max(0, box.parent)].look

    def _lines_of_boxes(self) -> list[tuple[int, int]]:
        """The first line of every box, and the one behind its last."""
        runs = [(len(self.layout.lines), 0)] * len(self.layout.boxes)
        for index, place in enumerate(self.layout.places):
            for box in self.around(place):
                first, last = runs[box]
                if first <= index < last:
                    break
                runs[box] = (min(first, index), max(last, index + 1))
        return runs

    def around(self, box: int) -> Iterator[int]:
        """A box and all boxes around it, from the inside."""
        while box >= 0:
            yield box
            box = self.layout.boxes[box].parent

    def run(self, box: int) -> range:
        """The lines in a box."""
        return range(*self._runs[box])

    def link_density(self, box: int) -> float:
        """The share of a box's characters that are links, in [0, 1]."""
        first, last = self._runs[box]
        letters = self._letters[last] - self._letters[first] if last > first else 0
        return (self._linked[last] - self._linked[first]) / letters if letters else 0.0

    def common(self, boxes: Sequence[int]) -> int:
        """The innermost box around all of some boxes; the page where there are none."""
        if not boxes:
            return 0
        shared = list(self.around(boxes[0]))
        for box in boxes[1:]:
            held = set(self.around(box))
            shared = [each for each in shared if each in held]
        return shared[0]
