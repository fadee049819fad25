"""Which lines are the story: what the extractor took, set right by where the lines stand.

Invariant: a line's place among the boxes of its page is evidence, and its wording is not looked
at; every line on which the boxes overrule the extractor carries the rule that did it and how sure it is.

The extractor is right about most paragraphs, so the paragraphs that it took show the *rooms* of
the story: the boxes that page makers put its text into. A line that it left in such a room is
story; a line that it took in a box of links, or in a box that is named as furniture, is not.
"""

from __future__ import annotations

import itertools
import re
from collections import Counter
from dataclasses import dataclass, replace
from functools import cached_property
from typing import TYPE_CHECKING

from provenance.article.boxes import LayoutMap
from provenance.article.pieces import key
from provenance.article.places import is_sentence
from provenance.article.regions import region_in

if TYPE_CHECKING:
    from provenance.article.boxes import Layout
    from provenance.model import Line

__all__ = ["Hints", "settle"]

STORY_WORDS = 8  # a sentence of this length is story
LONG_WORDS = 15  # and so long a line without its end
FEW_LINKS = 0.3
# the rooms of a kind with this share of the paragraphs are the story's
ROOM_SHARE = 0.25
# and the main kind has at least this much, and fewer links than a box of teasers
LEAST_SHARE = 0.1
TEASER_LINKS = 0.22
TEASER_LINES = 2
TITLE_WORDS = 5
MOST = 0.7
# a box beside the story with more links than this is a list of them
BOX_LINKS = 0.35
LIST_LINKS = 0.5
ALL_LINK = 0.9
LONGEST_TITLE = 500  # characters
DESCRIBED_WORDS = 5
LABEL_WORDS = 3
LABEL_REPEATS = 3
LIST_ITEMS = 3
WORD = re.compile(r"\w+")
INSIDE = 0.8
CLAIMED_WORDS = 80
SEEN_OF_CLAIM = 0.8
CLAIMED_OF_SEEN = 0.6
FURNITURE = frozenset({"related", "promotion", "share", "comments", "footer", "nav", "breadcrumb", "aside"})
PICTURES = frozenset({"figure", "figcaption", "caption"})
CREDITS = frozenset({"byline", "date"})
GENERAL = frozenset({None, "article", "main", "header"})
HEADINGS = frozenset({"h2", "h3", "h4", "h5", "h6"})
WEIGHTS = {
    "box_of_furniture": 0.8,
    "box_of_links": 0.8,
    "list_of_links": 0.7,
    "link_in_other_box": 0.7,
    "picture": 0.8,
    "beyond_story": 0.6,
    "next_story": 0.8,
    "not_in_claimed_body": 0.7,
    "repeated_label": 0.6,
    "room_of_story": 0.8,
    "heading_in_room": 0.7,
    "list_in_room": 0.7,
    "said_in_description": 0.8,
    "named_standfirst": 0.7,
    "under_headline": 0.6,
    "points_under_headline": 0.6,
}
STANDFIRST = re.compile(
    r"(?:^|[-_ ])(?:summary|stand-?first|dek|lede|lead|intro(?:duction)?|sub-?titles?|sub-?head(?:line)?|chapo|vorspann"
    r"|entradilla|excerpt|abstract|bajada|sommaire)(?:$|[-_ ])"
)


Kind = tuple[str, str]
Shingle = tuple[str, str, str]


@dataclass(frozen=True, slots=True)
class Hints:
    """What a page says of its story elsewhere: claims, believed only of lines that can be seen."""

    title: str | None = None
    descriptions: tuple[str, ...] = ()
    body: str | None = None


def settle(layout: Layout, hints: Hints) -> tuple[Line, ...]:
    """Decide of every line whether it is story.

    Args:
        layout: its lines as the extractor marked them.
        hints: what the page says elsewhere.

    Returns:
        The lines; ``extracted`` is the decision, ``rule`` why it is not the extractor's.
    """
    story = _Story(layout, hints)
    return story.settled() if story.main else layout.lines


def size(text: str) -> int:
    """The length of a line in words; scripts without spaces count two letters a word."""
    words = text.count(" ") + 1
    return words if len(text) < 20 * words else len(text) // 2


def _shingles(text: str) -> list[Shingle]:
    """The runs of three words in a text."""
    words = WORD.findall(text.lower())
    return list(zip(words, words[1:], words[2:], strict=False))


def _inside(text: str, shingles: set[Shingle]) -> bool:
    """Whether a line is made of a text's words in their order."""
    own = _shingles(text)
    return bool(own) and sum(each in shingles for each in own) >= INSIDE * len(own)


class _Story:
    """The rooms of a page's story, and the verdict on its lines."""

    def __init__(self, layout: Layout, hints: Hints) -> None:
        self.layout, self.lines, self.boxes, self.hints = layout, layout.lines, layout.boxes, hints
        self.map = LayoutMap(layout)
        self.texts = [layout.text[line.start : line.end] for line in layout.lines]
        prose = [index for index, line in enumerate(self.lines) if line.extracted and self._is_prose(index)]
        self.kinds = self._main_kinds(prose)
        self.main = [index for index in prose if self.map.kinds[index] in self.kinds]
        if not self.main:
            return
        self.rooms = self._main_rooms()
        self.main = [index for index in self.main if self.map.rooms[index] in self.rooms]
        self.first, self.last = self.main[0], self.main[-1]
        headlines = self._headlines()
        self.top, self.headline = (headlines[0], headlines[-1]) if headlines else (self.first, self.first)
        self.around = {box for room in self.rooms for box in self.map.around(room)}
        self.trunk = self.map.common([*sorted(self.rooms), layout.places[self.headline]])

    def _is_prose(self, index: int, links: float = FEW_LINKS) -> bool:
        """Whether a line reads as a paragraph."""
        words = size(self.texts[index])
        return (
            words >= STORY_WORDS
            and self.lines[index].link_density < links
            and (words >= LONG_WORDS or is_sentence(self.texts[index]))
        )

    def _main_kinds(self, prose: list[int]) -> frozenset[tuple[str, str]]:
        """The kinds of rooms that the story stands in.

        The kind with the most paragraphs is, unless its rooms are teasers and another kind's are
        not; further ones are that hold a good share, and that no name and no links set apart.
        """
        letters = Counter[Kind]()
        rooms: dict[Kind, set[int]] = {}
        for index in prose:
            kind = self.map.kinds[index]
            letters[kind] += len(self.texts[index])
            rooms.setdefault(kind, set()).add(self.map.rooms[index])
        total = letters.total()
        ranked = [kind for kind, _ in letters.most_common()]
        lines = Counter(self.map.kinds[index] for index in prose)
        teasers = {
            kind
            for kind in ranked
            if lines[kind] <= TEASER_LINES * len(rooms[kind])
            and sum(map(self._is_teaser, rooms[kind])) >= MOST * len(rooms[kind])
        }
        plain = [kind for kind in ranked if kind not in teasers and letters[kind] >= LEAST_SHARE * total]
        first = (plain or ranked)[:1]
        further = [kind for kind in ranked if letters[kind] >= ROOM_SHARE * total and kind not in teasers]
        return frozenset([*first, *further])

    def _main_rooms(self) -> frozenset[int]:
        """The rooms of the main kinds, but for those in a box that is named as furniture and apart from the largest."""
        letters = Counter[int]()
        for index in self.main:
            letters[self.map.rooms[index]] += len(self.texts[index])
        largest, _ = letters.most_common(1)[0]
        around = set(self.map.around(largest))
        return frozenset(room for room in letters if not self._is_apart(room, around))

    def _is_teaser(self, room: int) -> bool:
        """Whether the title of another story, as a link, stands in a room."""
        return self.map.link_density(room) >= TEASER_LINKS and any(
            self.lines[index].link_density >= ALL_LINK and size(self.texts[index]) >= TITLE_WORDS for index in self.map.run(room)
        )

    def _is_apart(self, room: int, around: set[int]) -> bool:
        """Whether a room stands in a box that is named as furniture and is none of some boxes."""
        path = itertools.takewhile(lambda box: box not in around, self.map.around(room))
        return any(self.boxes[box].own_region in FURNITURE for box in path)

    def _headlines(self) -> list[int]:
        """The lines above the story that are main headings or say the title."""
        title = key(self.hints.title or "")
        return [
            index
            for index in range(self.first)
            if self.lines[index].tag == "h1"
            or (title and len(self.texts[index]) <= LONGEST_TITLE and key(self.texts[index]) == title)
        ]

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
        own = {region for box in path if (region := self.boxes[box].own_region) is not None}
        region = self._region(line, path)
        rule = self._against(index, path, own) if line.extracted else self._for(index, path, own, goes_on=goes_on)
        if rule is None:
            return replace(line, region=region) if region != line.region else line
        return replace(line, region=region, extracted=not line.extracted, rule=rule, weight=WEIGHTS[rule])

    def _path(self, index: int) -> list[int]:
        """The boxes around a line that hold none of the story's rooms, from the inside."""
        path = []
        for box in self.map.around(self.layout.places[index]):
            if box in self.around:
                break
            path.append(box)
        return path

    def _region(self, line: Line, path: list[int]) -> str | None:
        """The landmark that a line stands in; one around the whole story says nothing of a line in it."""
        outer = self.boxes[path[-1]].parent if path else self.trunk
        if self.trunk not in self.map.around(outer):
            return line.region
        region: str | None = None
        for box in reversed(path):
            region = region_in(self.boxes[box].own_region, region)
        return region

    def _against(self, index: int, path: list[int], own: set[str]) -> str | None:
        """Why a line that the extractor took is no story, if so."""
        line = self.lines[index]
        if self.next_story is not None and index >= self.next_story:
            return "next_story"
        if own & PICTURES:
            return "picture"
        if self.texts[index] in self.labels and line.tag in {"p", "div", "section"}:
            return "repeated_label"
        if self.map.rooms[index] in self.rooms:
            return "list_of_links" if line.tag == "li" and self._is_list_of_links(index) else None
        if own & FURNITURE:
            return "box_of_furniture"
        branch = path[-1] if path else self.layout.places[index]
        if self.map.link_density(branch) > BOX_LINKS:
            return "box_of_links"
        if line.link_density >= ALL_LINK:
            return "link_in_other_box"
        if index > self.first and line.tag not in HEADINGS and self.claimed and not _inside(self.texts[index], self.claimed):
            return "not_in_claimed_body"
        if index > self.last and not self._is_list_of_sentences(branch):
            return "beyond_story"
        return None

    @cached_property
    def next_story(self) -> int | None:
        """Where another story begins: at a main heading of its own behind the first, in a box that holds none of it."""
        for index in range(self.first + 1, self.last):
            if self.lines[index].tag != "h1":
                continue
            before = {self.map.rooms[each] for each in self.main if each < index}
            after = {self.map.rooms[each] for each in self.main if each > index}
            heading = self.layout.places[index]
            if after and not before & after and self.map.rooms[index] not in before:
                box = self.map.common([heading, *sorted(after)])
                if self.map.run(box).start > max(each for each in self.main if each < index):
                    return index
        return None

    @cached_property
    def claimed(self) -> set[Shingle]:
        """The shingles of the body that the markup claims; none where it is not the body that can be seen."""
        words = WORD.findall((self.hints.body or "").lower())
        claimed = set(zip(words, words[1:], words[2:], strict=False))
        if len(words) < CLAIMED_WORDS:
            return set()
        seen: set[Shingle] = set()
        inside = total = 0
        for index in self.main:
            own = _shingles(self.texts[index])
            seen.update(own)
            total += len(own)
            inside += sum(each in claimed for each in own)
        return claimed if len(seen & claimed) >= SEEN_OF_CLAIM * len(claimed) and inside >= CLAIMED_OF_SEEN * total else set()

    @cached_property
    def labels(self) -> set[str]:
        """Short lines that stand again and again among the story."""
        often = Counter(text for text, line in zip(self.texts, self.lines, strict=True) if line.extracted and text.count(" ") < LABEL_WORDS and not is_sentence(text))
        return {text for text, count in often.items() if count >= LABEL_REPEATS}

    def _is_list_of_links(self, index: int) -> bool:
        """Whether the list that an item stands in is one of links."""
        box = next((box for box in self.map.around(self.layout.places[index]) if self.boxes[box].tag in {"ul", "ol"}), 0)
        return len(self.map.run(box)) > 1 and self.map.link_density(box) > LIST_LINKS

    def _is_list_of_sentences(self, branch: int) -> bool:
        """Whether a box behind the story has a list in it that is to be read: a recipe, a summary."""
        items = (index for index in self.map.run(branch) if self.lines[index].tag == "li" and self.lines[index].extracted)
        return sum(self._is_prose(index) for index in items) >= LIST_ITEMS

    def _for(self, index: int, path: list[int], own: set[str], *, goes_on: bool) -> str | None:
        """Why a line that the extractor left is story, if so."""
        line = self.lines[index]
        if own & PICTURES:
            return None
        if self.top < index < self.first and self._is_described(index):
            return "said_in_description"
        if own & (FURNITURE | CREDITS):
            return None
        below = index > self.headline or self.map.rooms[index] in self.rooms
        if self.map.kinds[index] in self.kinds and below:
            if self._is_prose(index, LIST_LINKS):
                return "room_of_story"
            if line.tag == "li" and goes_on and line.link_density < FEW_LINKS and self.first < index < self.last:
                return "list_in_room"
        if not self.headline < index < self.last:
            return None
        if goes_on and line.tag in HEADINGS and line.link_density < FEW_LINKS and self._shares_room(index):
            return "heading_in_room"
        return self._standfirst(index) if index < self.first else None

    def _shares_room(self, index: int) -> bool:
        """Whether a heading stands in the room of the line below it, or in one of the story's."""
        rooms = self.map.rooms
        return self.map.kinds[index] in self.kinds or rooms[index] == rooms[index + 1]

    def _is_described(self, index: int) -> bool:
        """Whether a line is what the markup says that the story is about."""
        name = key(self.texts[index]) if self.lines[index].link_density < FEW_LINKS else ""
        return name.count(" ") + 1 >= DESCRIBED_WORDS and any(name in said for said in self.hints.descriptions)

    def _standfirst(self, index: int) -> str | None:
        """Why a line between headline and story is a summary of it, if so."""
        line, place = self.lines[index], self.layout.places[index]
        if line.link_density >= FEW_LINKS or size(self.texts[index]) < STORY_WORDS:
            return None
        names = (self.boxes[box].names.lower() for box in (place, self.boxes[place].parent))
        if any(STANDFIRST.search(name) for name in names):
            return "named_standfirst"
        if not is_sentence(self.texts[index]):
            return None
        if line.tag == "li":
            return "points_under_headline"
        return "under_headline" if line.tag in {"p", "div", "h2", "h3", "b"} and index in self.alone else None

    @cached_property
    def alone(self) -> set[int]:
        """The sentence between headline and story, if there is no more than one."""
        between = [index for index in range(self.headline + 1, self.first) if self._is_prose(index) and is_sentence(self.texts[index]) and self.lines[index].region in GENERAL]
        return set(between) if len(between) == 1 else set()
