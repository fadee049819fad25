"""Which lines are the story: what the extractor took, set right by where the lines stand.

Invariant: a line's place among the boxes of its page is evidence, and its wording is left to the
roles; every line on which the boxes overrule the extractor carries the rule that did it and how
sure it is.

The extractor is right about most paragraphs, so the paragraphs that it took show the rooms of the
story. A line that it left in such a room is story; a line that it took in a box of links, or in a
box that is named as furniture, is not. The first rule that applies decides.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from provenance.article.boxes import FEW_LINKS, STORY_WORDS, size
from provenance.article.places import is_sentence
from provenance.article.rooms import ALL_LINK, FURNITURE, find_rooms
from provenance.article.standing import Hints, Standing, Story

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from provenance.article.boxes import LayoutMap
    from provenance.model import Line

__all__ = ["BACK", "OUT", "Rule", "settle"]

PICTURES = frozenset({"figure", "figcaption", "caption"})
CREDITS = frozenset({"byline", "date"})
HEADINGS = frozenset({"h2", "h3", "h4", "h5", "h6"})
LABEL_TAGS = frozenset({"p", "div", "section"})
STANDFIRST_TAGS = frozenset({"p", "div", "h2", "h3", "b"})
# a box beside the story with more links than this is a list of them
BOX_LINKS = 0.35
# in a room of the story, a sentence with fewer links than this is told
TOLD_LINKS = 0.5


@dataclass(frozen=True, slots=True)
class Rule:
    """A reason to overrule the extractor; ``weight``, in [0, 1], is how sure it is."""

    name: str
    weight: float
    applies: Callable[[Story, Standing], bool]


# why a line that the extractor took is no story
OUT = (
    Rule("next_story", 0.8, lambda story, at: at.index >= story.next),
    Rule("picture", 0.8, lambda _, at: bool(at.named & PICTURES)),
    Rule("repeated_label", 0.6, lambda story, at: at.line.tag in LABEL_TAGS and story.is_label(at)),
    Rule("list_of_links", 0.7, lambda story, at: story.in_room(at) and story.is_in_list_of_links(at)),
    Rule("box_of_furniture", 0.8, lambda story, at: not story.in_room(at) and bool(at.named & FURNITURE)),
    Rule("box_of_links", 0.8, lambda story, at: not story.in_room(at) and _is_box_of_links(story, at)),
    Rule("not_in_claimed_body", 0.7, lambda story, at: not story.in_room(at) and _is_unclaimed(story, at)),
    Rule("beyond_story", 0.6, lambda story, at: not story.in_room(at) and _is_beyond(story, at)),
)
# why a line that it left is story all the same
BACK = (
    Rule("said_in_description", 0.8, lambda story, at: story.top < at.index < story.first and story.is_described(at)),
    Rule("room_of_story", 0.8, lambda story, at: _is_free(at) and _is_told(story, at)),
    Rule("list_in_room", 0.7, lambda story, at: _is_free(at) and _is_item(story, at)),
    Rule("heading_in_room", 0.7, lambda story, at: _is_free(at) and _is_heading(story, at)),
    Rule("named_standfirst", 0.7, lambda story, at: _is_summary(story, at) and story.is_named_standfirst(at)),
    Rule("points_under_headline", 0.6, lambda story, at: _is_summary(story, at) and _is_point(at)),
    Rule("under_headline", 0.6, lambda story, at: _is_summary(story, at) and _is_standfirst(story, at)),
)


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
    if rooms is None:
        return tuple(lines)
    story = Story(page, lines, hints, rooms)
    settled: list[Line] = []
    for index in reversed(range(len(lines))):
        goes_on = bool(settled and settled[-1].extracted)
        certain = lines[index].region is None and _is_certain(story, index, goes_on=goes_on)
        settled.append(lines[index] if certain else _settled(story, story.standing(index, goes_on=goes_on)))
    return tuple(reversed(settled))


def _is_certain(story: Story, index: int, *, goes_on: bool) -> bool:
    """Whether a line that the extractor left stands where no rule could take it back, as most lines of a page do."""
    line = story.lines[index]
    if line.extracted or story.top < index < story.first or (goes_on and line.tag in HEADINGS):
        return False
    return story.page.kinds[index] not in story.rooms.kinds


def _settled(story: Story, at: Standing) -> Line:
    """The decision on one line."""
    line, region = at.line, story.region(at)
    if line.extracted:
        rule = next((rule for rule in OUT if rule.applies(story, at)), None)
    elif at.named & PICTURES or at.index >= story.next:
        rule = None
    else:
        rule = next((rule for rule in BACK if rule.applies(story, at)), None)
    if rule is not None:
        return replace(line, region=region, extracted=not line.extracted, rule=rule.name, weight=rule.weight)
    return replace(line, region=region) if region != line.region else line


def _is_box_of_links(story: Story, at: Standing) -> bool:
    """Whether a line is a link, or the box that it stands in is one of links."""
    return at.line.link_density >= ALL_LINK or story.page.link_density(story.branch(at)) > BOX_LINKS


def _is_unclaimed(story: Story, at: Standing) -> bool:
    """Whether a line among the story is none of the body that the markup claims."""
    return at.index > story.first and at.line.tag not in HEADINGS and not story.is_claimed(at)


def _is_beyond(story: Story, at: Standing) -> bool:
    """Whether a line stands behind the story, and in no list that is to be read."""
    return at.index > story.last and not story.is_list_to_read(at)


def _is_free(at: Standing) -> bool:
    """Whether no box around a line is named as furniture or as a credit."""
    return not at.named & (FURNITURE | CREDITS)


def _is_told(story: Story, at: Standing) -> bool:
    """Whether a line is a paragraph in a room like the story's, below the headline or in the story's own."""
    if not story.in_kind_of_room(at) or not (at.index > story.headline or story.in_room(at)):
        return False
    return story.page.reads_as_story(at.index, TOLD_LINKS)


def _is_item(story: Story, at: Standing) -> bool:
    """Whether a line is an item of a list among the story."""
    among = at.goes_on and story.first < at.index < story.last
    return at.line.tag == "li" and among and at.line.link_density < FEW_LINKS and story.in_kind_of_room(at)


def _is_heading(story: Story, at: Standing) -> bool:
    """Whether a line is the heading of the story's lines below it."""
    if at.line.tag not in HEADINGS or not at.goes_on or at.line.link_density >= FEW_LINKS:
        return False
    rooms = story.page.rooms
    among = story.headline < at.index < story.last
    return among and (story.in_kind_of_room(at) or rooms[at.index] == rooms[at.index + 1])


def _is_summary(story: Story, at: Standing) -> bool:
    """Whether a line between headline and story has the length of a sentence and few links."""
    return story.is_above(at) and _is_free(at) and at.line.link_density < FEW_LINKS and size(at.text) >= STORY_WORDS


def _is_point(at: Standing) -> bool:
    """Whether a line is a sentence in a list."""
    return at.line.tag == "li" and is_sentence(at.text)


def _is_standfirst(story: Story, at: Standing) -> bool:
    """Whether a line is the one sentence between headline and story."""
    return at.line.tag in STANDFIRST_TAGS and story.is_sentence_between(at)
