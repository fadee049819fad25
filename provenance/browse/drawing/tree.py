"""The tree of copies on a time axis: a row for each article, a mark at its time, a line from what it was made from.

Invariant: every article of the story that is shown has one row, in the order of the tree; one without
a time stands left of the axis, and no line pretends to know when it came. Names, marks and labels have a column
each, and no text is wider than its own.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Final

from provenance.browse.drawing.times import Instant, instant, ticks
from provenance.report.html.chain import wrap
from provenance.report.printable import clip
from provenance.report.wording import percent, words
from provenance.tracing.stories import StoryPlace

if TYPE_CHECKING:
    from collections.abc import Sequence

    from provenance.tracing.stories import StoryArticle, StoryWithTree

__all__ = ["Branch", "TreeRow", "TreeView", "tree_view"]

SHOWN: Final = 60
_WIDTH, _ROW, _TOP = 1120, 30, 34
_LEFT, _RIGHT = 366, 870  # where the axis begins and ends; right of it is the column of labels
_UNDATED: Final = 296  # the middle of the column without a date; left of it is that of names
_INDENT, _DEEPEST = 14, 8
_NAMES: Final = _UNDATED - 24  # where the column of names ends
_NAME_SIZE, _LABEL_SIZE = 13, 12  # of letters, as in the style sheet
_LABEL_AT: Final = _RIGHT + 16
_TICKS: Final = 5
_NEAR, _ASIDE = 14, 14  # a copy at its parent's time would hide the line, which then runs left of both


@dataclass(frozen=True, slots=True)
class TreeRow:
    """An article: its label at the left, its mark on the axis, what it kept at the right of that.

    ``mark`` is ``origin``, ``copy``, ``machine``, ``credited`` or ``unordered``; ``whole_day`` says that
    only the day is known: ``until`` is where that ends.
    """

    article: int
    y: int
    indent: int
    name: str
    title: str
    when: str
    mark: str
    x: float
    until: float | None
    label: str
    first: bool


@dataclass(frozen=True, slots=True)
class Branch:
    """A line from an article to one that was made from it: down at ``down``, and then across."""

    x: float
    y: int
    down: float
    to_x: float
    to_y: int
    machine: bool


@dataclass(frozen=True, slots=True)
class TreeView:
    """The whole drawing; ``more`` articles are left out of it."""

    width: int
    height: int
    left: int
    right: int
    labels: int
    bottom: int
    rows: tuple[TreeRow, ...]
    branches: tuple[Branch, ...]
    ticks: tuple[tuple[float, str], ...]
    undated: bool
    undated_x: int
    more: int
    marks: tuple[str, ...]


def tree_view(story: StoryWithTree) -> TreeView:
    """Draw a story.

    Args:
        story: with its articles in the order of the tree, at least the first of them.
    """
    shown = story.articles[:SHOWN]
    times = {each.ref.key: found for each in shown if (found := instant(each.published)) is not None}
    scale = _Scale.of(list(times.values()))
    first = None if story.summary.first is None else story.summary.first.key
    rows = [_row(each, at, times.get(each.ref.key), scale, first) for at, each in enumerate(shown)]
    place = {row.article: row for row in rows}
    bottom = _TOP + _ROW * len(rows)
    marks = [
        mark for mark in ("origin", "copy", "machine", "credited", "unordered") if any(r.mark == mark for r in rows)
    ]
    return TreeView(
        _WIDTH,
        bottom + 8,
        _LEFT,
        _RIGHT,
        _LABEL_AT,
        bottom,
        tuple(rows),
        _branches([(place.get(each.parent or 0), row) for each, row in zip(shown, rows, strict=True)]),
        tuple((scale.at(when), text) for when, text in scale.ticks()) if times else (),
        len(times) < len(shown),
        _UNDATED,
        story.summary.articles - len(shown),
        tuple(marks),
    )


def _branches(pairs: Sequence[tuple[TreeRow | None, TreeRow]]) -> tuple[Branch, ...]:
    """The lines: of one parent all run down at the same place, beside it where a copy stands right below it."""
    aside = {parent.article for parent, row in pairs if parent is not None and abs(parent.x - row.x) < _NEAR}
    return tuple(
        Branch(
            parent.x,
            parent.y,
            parent.x - (_ASIDE if parent.article in aside else 0),
            row.x,
            row.y,
            row.mark == "machine",
        )
        for parent, row in pairs
        if parent is not None
    )


@dataclass(frozen=True, slots=True)
class _Scale:
    """From a time to a place on the axis."""

    start: datetime
    end: datetime

    @classmethod
    def of(cls, times: Sequence[Instant]) -> _Scale:
        if not times:
            return cls(datetime(1970, 1, 1, tzinfo=UTC), datetime(1970, 1, 2, tzinfo=UTC))
        start, end = min(each.start for each in times), max(each.end for each in times)
        room = max(timedelta(minutes=30), (end - start) / 40)
        return cls(start - room, end + room)

    def at(self, when: datetime) -> float:
        return round(_LEFT + (_RIGHT - _LEFT) * ((when - self.start) / (self.end - self.start)), 1)

    def ticks(self) -> list[tuple[datetime, str]]:
        return ticks(self.start, self.end, _TICKS)


def _row(each: StoryArticle, at: int, when: Instant | None, scale: _Scale, first: int | None) -> TreeRow:
    x = float(_UNDATED) if when is None else scale.at(when.start)
    until = None if when is None or when.start == when.end else scale.at(when.end)
    indent = min(each.depth, _DEEPEST) * _INDENT
    kept = [] if each.relation is None else [words(each.relation)]
    kept += [] if each.share is None else [percent(each.share)]
    label = "origin" if each.place is StoryPlace.ORIGIN else " ".join(kept)
    is_first = each.ref.key == first
    return TreeRow(
        article=each.ref.key,
        y=_TOP + _ROW * at + _ROW // 2,
        indent=indent,
        name=wrap(clip(each.outlet or each.ref.id, _NAMES), _NAME_SIZE, _NAMES - indent - 4, 1)[0],
        title=clip(each.ref.title or each.ref.id, 120),
        when="no date" if when is None else when.text,
        mark=_mark(each),
        x=x,
        until=until,
        label=wrap(label + (" · first" if is_first else ""), _LABEL_SIZE, _WIDTH - _LABEL_AT, 1)[0],
        first=is_first,
    )


def _mark(each: StoryArticle) -> str:
    if each.place is StoryPlace.ORIGIN:
        return "origin"
    if each.machine_paraphrase:
        return "machine"
    if each.place is StoryPlace.CREDITED:
        return "credited"
    return "copy" if each.place is StoryPlace.COPY else "unordered"
