"""Which lines are the story: what the extractor took, set right by where the lines stand.

Invariant: a line's place among the boxes of its page is evidence, and its wording is left to the
roles; every line on which the boxes overrule the extractor carries the rule that did it and how
sure it is.

The extractor is right about most paragraphs, so the paragraphs that it took show the rooms of the
story. A line that it left in such a room is story; a line that it took in a box of links, or in a
box that is named as furniture, is not.
"""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass, replace
from functools import cached_property
from typing import TYPE_CHECKING

from provenance.article.boxes import FEW_LINKS, STORY_WORDS, size
from provenance.article.claimed import believed, is_inside
from provenance.article.pieces import key
from provenance.article.places import is_sentence
from provenance.article.regions import GENERAL, region_in
from provenance.article.rooms import ALL_LINK, FURNITURE, Rooms, find_rooms

if TYPE_CHECKING:
    from collections.abc import Sequence

    from provenance.article.boxes import LayoutMap
    from provenance.model import Line

__all__ = ["WEIGHTS", "Hints", "settle"]

# how sure a rule is that the extractor is wrong about a line; first those against a line that it took
WEIGHTS = {
    "next_story": 0.8,
    "picture": 0.8,
    "repeated_label": 0.6,
    "list_of_links": 0.7,
    "box_of_furniture": 0.8,
    "box_of_links": 0.8,
    "link_in_other_box": 0.7,
    "not_in_claimed_body": 0.7,
    "beyond_story": 0.6,
    "said_in_description": 0.8,
    "room_of_story": 0.8,
    "list_in_room": 0.7,
    "heading_in_room": 0.7,
    "named_standfirst": 0.7,
    "points_under_headline": 0.6,
    "under_headline": 0.6,
}
PICTURES = frozenset({"figure", "figcaption", "caption"})
CREDITS = frozenset({"byline", "date"})
HEADINGS = frozenset({"h2", "h3", "h4", "h5", "h6"})
LISTS = frozenset({"ul", "ol"})
LABEL_TAGS = frozenset({"p", "div", "section"})
STANDFIRST_TAGS = frozenset({"p", "div", "h2", "h3", "b"})
# a box beside the story with more links than this is a list of them
BOX_LINKS = 0.35
LIST_LINKS = 0.5
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


def settle(page: LayoutMap, lines: Sequence[Line], hints: Hints) -> tuple[Line, ...]:
    """Decide of every line whether it is story.

    Args:
        page: its boxes.
        lines: its lines, as the extractor marked them.
        hints: what the page says elsewhere.

    Returns:
        The lines; ``extracted`` is the decision, ``rule`` why it is not the extractor's, and
        ``region`` leaves out what is named around the whole story.
    """
    rooms = find_rooms(page, lines)
    return tuple(lines) if rooms is None else _Story(page, lines, hints, rooms).settled()


class _Story:
    """The places of a page's story, and the verdict on its lines."""

    def __init__(self, page: LayoutMap, lines: Sequence[Line], hints: Hints, rooms: Rooms) -> None:
        self.page, self.lines, self.hints, self.rooms = page, lines, hints, rooms
        self.first, self.last = rooms.paragraphs[0], rooms.paragraphs[-1]
        headlines = self._headlines()
        self.top, self.headline = (headlines[0], headlines[-1]) if headlines else (self.first, self.first)
        self.trunk = page.common([*rooms.rooms, page.places[self.headline]])
        self.next_story = self._next_story()

    def settled(self) -> tuple[Line, ...]:
        """The lines, each with the decision."""
        settled: list[Line] = []
        goes_on = False
        for index in reversed(range(len(self.lines))):
            line = self._settle(index, goes_on=goes_on)
            goes_on = bool(line.extracted)
            settled.append(line)
        return tuple(reversed(settled))

    def _settle(self, index: int, *, goes_on: bool) -> Line:
        """The decision on one line; ``goes_on`` says that the line below is story."""
        line = self.lines[index]
        path = self._path(index)
        own = {region for box in path if (region := self.page.boxes[box].own_region) is not None}
        region = self._region(line, path)
        rule = self._against(index, path, own) if line.extracted else self._for(index, own, goes_on=goes_on)
        if rule is not None:
            return replace(line, region=region, extracted=not line.extracted, rule=rule, weight=WEIGHTS[rule])
        return replace(line, region=region) if region != line.region else line

    def _path(self, index: int) -> list[int]:
        """The boxes around a line that hold none of the story's rooms, from the inside."""
        path: list[int] = []
        for box in self.page.around(self.page.places[index]):
            if box in self.rooms.around:
                break
            path.append(box)
        return path

    def _region(self, line: Line, path: list[int]) -> str | None:
        """The landmark that a line stands in; one around the whole story says nothing of a line in it."""
        outer = self.page.boxes[path[-1]].parent if path else self.trunk
        if line.region is None or self.trunk not in self.page.around(outer):
            return line.region
        region: str | None = None
        for box in reversed(path):
            region = region_in(self.page.boxes[box].own_region, region)
        return region

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
                articles = (box for box in self.page.around(self.page.places[index]) if self._is_article(box))
                before = max(each for each in self.rooms.paragraphs if each < index)
                if any(self.page.run(box).start > before for box in articles):
                    return index
        return len(self.lines)

    def _is_article(self, box: int) -> bool:
        """Whether a box says that it is an article."""
        return self.page.boxes[box].tag == "article"

    @cached_property
    def claimed(self) -> frozenset[tuple[str, str, str]]:
        """The body that the markup claims, where it can be believed."""
        return believed(self.hints.body, (self.page.texts[index] for index in self.rooms.paragraphs))

    @cached_property
    def labels(self) -> frozenset[str]:
        """Short lines that stand again and again among the story."""
        often = Counter(
            text
            for text, line in zip(self.page.texts, self.lines, strict=True)
            if line.extracted and text.count(" ") < LABEL_WORDS and not is_sentence(text)
        )
        return frozenset(text for text, count in often.items() if count >= LABEL_REPEATS)

    def _against(self, index: int, path: list[int], own: set[str]) -> str | None:
        """Why a line that the extractor took is no story, if so."""
        line, text = self.lines[index], self.page.texts[index]
        if index >= self.next_story:
            return "next_story"
        if own & PICTURES:
            return "picture"
        if text in self.labels and line.tag in LABEL_TAGS:
            return "repeated_label"
        if self.page.rooms[index] in self.rooms.rooms:
            return "list_of_links" if line.tag == "li" and self._is_in_list_of_links(index) else None
        if own & FURNITURE:
            return "box_of_furniture"
        branch = path[-1] if path else self.page.places[index]
        if self.page.link_density(branch) > BOX_LINKS:
            return "box_of_links"
        if line.link_density >= ALL_LINK:
            return "link_in_other_box"
        if index > self.first and line.tag not in HEADINGS and self.claimed and not is_inside(text, self.claimed):
            return "not_in_claimed_body"
        return "beyond_story" if index > self.last and not self._is_to_be_read(branch) else None

    def _is_in_list_of_links(self, index: int) -> bool:
        """Whether the list that an item stands in is one of links."""
        around = self.page.around(self.page.places[index])
        box = next((box for box in around if self.page.boxes[box].tag in LISTS), 0)
        return len(self.page.run(box)) > 1 and self.page.link_density(box) > LIST_LINKS

    def _is_to_be_read(self, branch: int) -> bool:
        """Whether a box behind the story has a list of sentences: the steps of a recipe, a summary."""
        items = [index for index in self.page.run(branch) if self.lines[index].tag == "li"]
        return sum(bool(self.lines[index].extracted) and index in self.page.paragraphs for index in items) >= LIST_ITEMS

    def _for(self, index: int, own: set[str], *, goes_on: bool) -> str | None:
        """Why a line that the extractor left is story, if so."""
        line = self.lines[index]
        if own & PICTURES or index >= self.next_story:
            return None
        if self.top < index < self.first and self._is_described(index):
            return "said_in_description"
        if own & (FURNITURE | CREDITS):
            return None
        if self.page.kinds[index] in self.rooms.kinds:
            if index > self.headline or self.page.rooms[index] in self.rooms.rooms:
                if self.page.reads_as_story(index, LIST_LINKS):
                    return "room_of_story"
            if line.tag == "li" and goes_on and line.link_density < FEW_LINKS and self.first < index < self.last:
                return "list_in_room"
        if not self.headline < index < self.last or line.link_density >= FEW_LINKS:
            return None
        if goes_on and line.tag in HEADINGS and self._shares_room(index):
            return "heading_in_room"
        return self._standfirst(index) if index < self.first else None

    def _shares_room(self, index: int) -> bool:
        """Whether a heading stands in the room of the line below it, or in one of the story's."""
        rooms = self.page.rooms
        return self.page.kinds[index] in self.rooms.kinds or rooms[index] == rooms[index + 1]

    def _is_described(self, index: int) -> bool:
        """Whether a line is what the markup says that the story is about."""
        if self.lines[index].link_density >= FEW_LINKS or size(self.page.texts[index]) < DESCRIBED_WORDS:
            return False
        name = key(self.page.texts[index])
        return bool(name) and any(name in said for said in self.hints.descriptions)

    def _standfirst(self, index: int) -> str | None:
        """Why a line between headline and story is a summary of it, if so."""
        line, text, place = self.lines[index], self.page.texts[index], self.page.places[index]
        if size(text) < STORY_WORDS:
            return None
        names = (self.page.boxes[box].names.lower() for box in (place, max(0, self.page.boxes[place].parent)))
        if any(STANDFIRST.search(name) for name in names):
            return "named_standfirst"
        if not is_sentence(text):
            return None
        if line.tag == "li":
            return "points_under_headline"
        return "under_headline" if line.tag in STANDFIRST_TAGS and index == self.sentence_between else None

    @cached_property
    def sentence_between(self) -> int | None:
        """The sentence between headline and story, where there is no more than one."""
        between = [
            index
            for index in range(self.headline + 1, self.first)
            if index in self.page.paragraphs
            and is_sentence(self.page.texts[index])
            and (self.lines[index].region is None or self.lines[index].region in GENERAL)
        ]
        return between[0] if len(between) == 1 else None
