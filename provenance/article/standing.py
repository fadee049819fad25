"""Where the lines of a page stand to its story: above, in its rooms, beside them, behind.

Invariant: what is said here follows from the boxes, from the paragraphs that the extractor took,
and from the page's claims about its title, its description and its body; it decides nothing.
"""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from provenance.article.boxes import FEW_LINKS, size
from provenance.article.claimed import believed, is_inside
from provenance.article.pieces import key
from provenance.article.places import is_sentence
from provenance.article.regions import GENERAL, region_in
from provenance.characters import line_words

if TYPE_CHECKING:
    from collections.abc import Sequence

    from provenance.article.boxes import LayoutMap
    from provenance.article.rooms import Rooms
    from provenance.model import Line

__all__ = ["Hints", "Standing", "Story"]

LISTS = frozenset({"ul", "ol"})
LONGEST_TITLE = 500  # characters
DESCRIBED_WORDS = 5
LABEL_WORDS = 3
LABEL_REPEATS = 3
LIST_ITEMS = 3
STANDFIRST = re.compile(
    r"(?:^|[-_ ])(?:summary|stand-?first|dek|lede|lead|intro(?:duction)?|sub-?titles?|sub-?head(?:line)?|chapo|vorspann"
    r"|entradilla|excerpt|abstract|bajada|sommaire)(?:$|[-_ ])"
)


@dataclass(frozen=True, slots=True)
class Hints:
    """What a page says of its story elsewhere: claims, believed only of lines that can be seen.

    ``descriptions`` are keys; ``body`` is the story's text as the markup has it.
    """

    title: str | None = None
    descriptions: tuple[str, ...] = ()
    body: str | None = None


@dataclass(frozen=True, slots=True)
class Standing:
    """One line at its place.

    ``path`` are the boxes around it that hold none of the story's rooms, from the inside, and
    ``named`` the landmarks that they open; ``goes_on`` says that the line below it is story.
    """

    index: int
    line: Line
    text: str
    path: tuple[int, ...]
    named: frozenset[str]
    goes_on: bool


class Story:
    """The places of a page's story.

    ``first`` and ``last`` are its paragraphs at the ends, ``top`` and ``headline`` the first and
    the last of the main headings above it, ``next`` the line where another story begins.
    """

    def __init__(self, page: LayoutMap, lines: Sequence[Line], hints: Hints, rooms: Rooms) -> None:
        """Find the places.

        Args:
            page: the boxes of the page.
            lines: its lines, as the extractor marked them.
            hints: what it says of its story elsewhere.
            rooms: where the story stands.
        """
        self.page, self.lines, self.hints, self.rooms = page, lines, hints, rooms
        self.first, self.last = rooms.paragraphs[0], rooms.paragraphs[-1]
        headlines = self._headlines()
        self.top, self.headline = (headlines[0], headlines[-1]) if headlines else (self.first, self.first)
        self.trunk = page.common([*rooms.rooms, page.places[self.headline]])
        self.next = self._next_story()

    def standing(self, index: int, *, goes_on: bool) -> Standing:
        """A line at its place; ``goes_on`` says that the line below it is story."""
        path: list[int] = []
        for box in self.page.around(self.page.places[index]):
            if box in self.rooms.around:
                break
            path.append(box)
        boxes = self.page.boxes
        named = frozenset(region for box in path if (region := boxes[box].own_region) is not None)
        return Standing(index, self.lines[index], self.page.texts[index], tuple(path), named, goes_on)

    def region(self, at: Standing) -> str | None:
        """The landmark that a line stands in; one around the whole story says nothing of a line in it."""
        boxes = self.page.boxes
        outer = boxes[at.path[-1]].parent if at.path else self.trunk
        if at.line.region is None or self.trunk not in self.page.around(outer):
            return at.line.region
        region: str | None = None
        for box in reversed(at.path):
            region = region_in(boxes[box].own_region, region)
        return region

    def in_room(self, at: Standing) -> bool:
        """Whether a line stands in one of the story's rooms."""
        return self.page.rooms[at.index] in self.rooms.rooms

    def in_kind_of_room(self, at: Standing) -> bool:
        """Whether a line stands in a room of the same kind as the story's."""
        return self.page.kinds[at.index] in self.rooms.kinds

    def is_above(self, at: Standing) -> bool:
        """Whether a line stands between headline and story."""
        return self.headline < at.index < self.first

    def is_label(self, at: Standing) -> bool:
        """Whether a line is a short one that stands again and again among the story."""
        return at.text in self._labels

    def is_claimed(self, at: Standing) -> bool:
        """Whether the markup claims that a line is in the body, or claims no body that can be believed."""
        return not self._claimed or is_inside(at.text, self._claimed)

    def is_described(self, at: Standing) -> bool:
        """Whether a line is what the markup says that the story is about."""
        if at.line.link_density >= FEW_LINKS or size(at.text) < DESCRIBED_WORDS:
            return False
        name = key(at.text)
        return bool(name) and any(name in said for said in self.hints.descriptions)

    def is_named_standfirst(self, at: Standing) -> bool:
        """Whether the makers of the page call a line's box a summary."""
        place = self.page.places[at.index]
        boxes = (place, max(0, self.page.boxes[place].parent))
        return any(STANDFIRST.search(self.page.boxes[box].names.lower()) for box in boxes)

    def is_sentence_between(self, at: Standing) -> bool:
        """Whether a line is the one sentence between headline and story."""
        return self._between == [at.index]

    def is_in_list_of_links(self, at: Standing) -> bool:
        """Whether a line is an item of a list most of which is links."""
        if at.line.tag != "li":
            return False
        around = self.page.around(self.page.places[at.index])
        box = next((box for box in around if self.page.boxes[box].tag in LISTS), 0)
        return len(self.page.run(box)) > 1 and self.page.link_density(box) > 0.5  # noqa: PLR2004 - most of it

    def is_list_to_read(self, at: Standing) -> bool:
        """Whether the largest box around a line has a list of sentences: the steps of a recipe, a summary."""
        items = (index for index in self.page.run(self.branch(at)) if self.lines[index].tag == "li")
        told = (index for index in items if self.lines[index].extracted and index in self.page.paragraphs)
        return sum(1 for _ in told) >= LIST_ITEMS

    def branch(self, at: Standing) -> int:
        """The largest box around a line that holds none of the story's rooms."""
        return at.path[-1] if at.path else self.page.places[at.index]

    def _headlines(self) -> list[int]:
        """The lines above the story that are main headings or say the title."""
        title = key(self.hints.title or "")
        return [
            index
            for index, text in enumerate(self.page.texts[: self.first])
            if self.lines[index].tag == "h1" or (title and len(text) <= LONGEST_TITLE and key(text) == title)
        ]

    def _next_story(self) -> int:
        """Where another story begins: a main heading in an article that holds none of this one's lines."""
        for index in range(self.first + 1, self.last):
            if self.lines[index].tag == "h1":
                before = max(each for each in self.rooms.paragraphs if each < index)
                around = self.page.around(self.page.places[index])
                articles = (box for box in around if self.page.boxes[box].tag == "article")
                if any(self.page.run(box).start > before for box in articles):
                    return index
        return len(self.lines)

    @cached_property
    def _claimed(self) -> frozenset[tuple[str, str, str]]:
        return believed(self.hints.body, (self.page.texts[index] for index in self.rooms.paragraphs))

    @cached_property
    def _labels(self) -> frozenset[str]:
        often = Counter(
            text
            for text, line in zip(self.page.texts, self.lines, strict=True)
            if line.extracted and line_words(text) <= LABEL_WORDS and not is_sentence(text)
        )
        return frozenset(text for text, count in often.items() if count >= LABEL_REPEATS)

    @cached_property
    def _between(self) -> list[int]:
        return [
            index
            for index in range(self.headline + 1, self.first)
            if index in self.page.paragraphs
            and is_sentence(self.page.texts[index])
            and (self.lines[index].region is None or self.lines[index].region in GENERAL)
        ]
