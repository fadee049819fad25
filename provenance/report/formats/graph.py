"""A chain or a story as boxes and arrows, before any language of drawings.

Invariant: every text is one ``printable`` line; an arrow runs the way that a text went, and a
line without a head means that its direction is not known.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from provenance.model import SourceKind, Status
from provenance.report.formats.parties import stations, undecided
from provenance.report.printable import clip
from provenance.report.wording import moment, percent, words
from provenance.tracing.stories import StoryPlace

if TYPE_CHECKING:
    from provenance.model import ArticleRef, Relation, Trace
    from provenance.tracing.stories import StoryWithTree

__all__ = ["Arrow", "Box", "Graph", "chain_graph", "story_graph"]

_LONGEST: Final = 80
_BESIDE: Final = 10  # of those whose order is not known so many are drawn


@dataclass(frozen=True, slots=True)
class Box:
    """A text: lines to show, and whether it is the origin's, one on the way, the page asked about, or not held."""

    id: str
    lines: tuple[str, ...]
    style: str = "text"


@dataclass(frozen=True, slots=True)
class Arrow:
    """How two boxes, by their ids, stand to each other."""

    start: str
    end: str
    label: str
    directed: bool = True


@dataclass(frozen=True, slots=True)
class Graph:
    """Boxes in their order, and what joins them."""

    title: str
    boxes: tuple[Box, ...]
    arrows: tuple[Arrow, ...]


def chain_graph(trace: Trace) -> Graph:
    """The way of a text from its origin to the page; where that is undecided, the page beside its likes."""
    article, verdict = trace.article, trace.verdict
    here = trace.chain[0].name if trace.chain else None
    page = Box("page", _lines(here, article.title or article.id, article.published), "page")
    boxes, arrows = [page], list[Arrow]()
    before = page
    for number, station in enumerate(stations(trace), 1):
        hop = station.hop
        kind = None if hop.kind is SourceKind.UNKNOWN else words(hop.kind)
        held = None if station.held is None else station.held.title or station.held.id
        box = Box(f"hop{number}", _lines(hop.name, kind, held), "origin" if station.is_origin else "text")
        label = "" if before is not page else f"{words(verdict.relation)}, confidence {percent(verdict.confidence)}"
        arrows.append(Arrow(box.id, before.id, label))
        boxes.append(box)
        before = box
    if verdict.status is Status.ABSTAINED:
        for number, match in enumerate(undecided(trace)[:_BESIDE], 1):
            box = Box(f"other{number}", _lines(match.other.title or match.other.id, match.other.url))
            boxes.append(box)
            arrows.append(Arrow(box.id, page.id, _measure(match.relation, match.share), directed=False))
    return Graph(clip(article.title or article.id, _LONGEST), tuple(reversed(boxes)), tuple(reversed(arrows)))


def story_graph(story: StoryWithTree) -> Graph:
    """The tree of a story: each copy below what it was made from, origins that are not held above theirs."""
    numbers = {each.ref.key: f"a{number}" for number, each in enumerate(story.articles, 1)}
    boxes, arrows = [], list[Arrow]()
    absent: dict[str, str] = {}
    for each in story.articles:
        box = numbers[each.ref.key]
        style = "origin" if each.place is StoryPlace.ORIGIN else "text"
        boxes.append(Box(box, _lines(each.outlet, _title(each.ref, story), each.published), style))
        if each.parent in numbers:
            arrows.append(Arrow(numbers[each.parent], box, _measure(each.relation, each.share)))
        elif each.place is StoryPlace.CREDITED and each.origin_name is not None:
            above = absent.setdefault(each.origin_name, f"o{len(absent) + 1}")
            arrows.append(Arrow(above, box, "credits it"))
        elif each.beside in numbers:
            arrows.append(Arrow(numbers[each.beside], box, _measure(each.relation, each.share), directed=False))
    unheld = [Box(box, _lines(name, "text not held"), "absent") for name, box in absent.items()]
    return Graph(clip(story.summary.title, _LONGEST), (*unheld, *boxes), tuple(arrows))


def _title(ref: ArticleRef, story: StoryWithTree) -> str | None:
    """An article's title where it is not the story's."""
    return None if ref.title == story.summary.title else ref.title or ref.id


def _lines(*texts: str | None) -> tuple[str, ...]:
    lines = tuple(clip(moment(text), _LONGEST) for text in texts if text)
    return lines or ("a text",)


def _measure(relation: Relation | None, share: float | None) -> str:
    parts = [*([] if relation is None else [words(relation)]), *([] if share is None else [percent(share)])]
    return ", ".join(parts)
