"""Time and memory over the number of documents, both logarithmic, as an SVG that is legible on light and dark."""

from __future__ import annotations

import re
from collections import defaultdict
from itertools import cycle
from math import ceil, floor, log10
from typing import TYPE_CHECKING, NamedTuple
from xml.sax.saxutils import escape

from results import OURS

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from results import Measured

__all__ = ["draw"]

WIDTH, HEIGHT = 1120, 520
TOP, BOTTOM, LEFT = 46, 470, (60, 620)
PANEL = 330
# shades that differ for the colour-blind too; each line has a mark of its own besides
SHADES = ("c1", "c2", "c3", "c4", "c5", "c6", "c7", "c8", "c9", "c10")
MARKS = ("circle", "square", "diamond", "triangle", "cross")
STYLE = """
svg { font: 13px system-ui, sans-serif; --ground: #ffffff; --ink: #1f2328; --faint: #d0d7de;
  --c1: #0072b2; --c2: #56a0d3; --c3: #d55e00; --c4: #009e73; --c5: #b3569b; --c6: #a07a00; --c7: #6e56cf;
  --c8: #7a5230; --c9: #5f6b76; --c10: #c2255c; }
@media (prefers-color-scheme: dark) { svg { --ground: #0d1117; --ink: #e6edf3; --faint: #30363d;
  --c1: #4aa8e8; --c2: #9fd0f5; --c3: #ff8c42; --c4: #35d0a0; --c5: #e59ad0; --c6: #e0b93d; --c7: #b3a1ff;
  --c8: #d1a17a; --c9: #aab4bf; --c10: #ff7fa8; } }
.ground { fill: var(--ground); } text { fill: var(--ink); } .grid { stroke: var(--faint); }
.head { font-weight: 600; } .title { font-size: 15px; } .end { text-anchor: end; } .mid { text-anchor: middle; }
.line { fill: none; stroke-width: 1.6; } .ours { stroke: var(--ink); stroke-width: 3; } .dot { stroke-width: 1.6; }
"""


class Scale(NamedTuple):
    """A logarithmic scale between two powers of ten, and where they lie."""

    low: int
    high: int
    start: float
    end: float

    def __call__(self, value: float) -> float:
        """Where a value lies."""
        share = (log10(value) - self.low) / (self.high - self.low)
        return self.start + share * (self.end - self.start)


def scale(values: Iterable[float], start: float, end: float) -> Scale:
    """One that has room for values."""
    known = sorted(values)
    low, high = floor(log10(known[0])), ceil(log10(known[-1]))
    return Scale(low, max(high, low + 1), start, end)


def draw(measured: Sequence[Measured]) -> str:
    """The plot of the task with the most sizes."""
    asked = defaultdict(set)
    for each in measured:
        asked[each.task.shingle, each.task.threshold].add(each.task.documents)
    size, threshold = max(asked, key=lambda key: len(asked[key]))
    series: dict[str, list[Measured]] = defaultdict(list)
    for each in sorted(measured, key=lambda one: one.task):
        if each.runs and (each.task.shingle, each.task.threshold) == (size, threshold):
            series[each.side].append(each)
    names = sorted(series, key=lambda name: (name != OURS, name))
    title = f"Deduplication, word-{size} at {threshold:g}"
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {HEIGHT}" role="img" aria-label="{title}">',
        f"<title>{title}: time and memory over the number of documents</title><style>{STYLE}</style>",
        f'<rect class="ground" width="{WIDTH}" height="{HEIGHT}" rx="8"/>',
        *panel("Seconds", LEFT[0], names, series, lambda each: each.clock),
        *panel("Peak memory, MB", LEFT[1], names, series, lambda each: each.peak),
        "</svg>",
    ]
    return "\n".join(parts) + "\n"


def panel(
    head: str,
    left: int,
    names: Sequence[str],
    series: dict[str, list[Measured]],
    figure: Callable[[Measured], float],
) -> list[str]:
    """A figure over the number of documents."""
    every = [each for name in names for each in series[name]]
    across = scale((each.task.documents for each in every), left, left + PANEL)
    up = scale((figure(each) for each in every), BOTTOM, TOP)
    made = [f'<text class="head title" x="{left}" y="26">{head}</text>', *grid(across, up)]
    labels: list[tuple[float, str]] = []
    for name, shade, mark in zip(names, shades(names), cycle(MARKS), strict=False):
        points = [(across(each.task.documents), up(figure(each))) for each in series[name]]
        kind = "ours" if name == OURS else "line"
        stroke = "" if name == OURS else f' style="stroke: {shade}"'
        path = " ".join(f"{x:.1f},{y:.1f}" for x, y in points)
        made.append(f'<polyline class="line {kind}" points="{path}"{stroke}/>')
        made += [dot(mark, x, y, shade) for x, y in points]
        labels.append((points[-1][1], name))
        if points[-1][0] < left + PANEL - 1:
            made.append(
                f'<line class="grid" stroke-dasharray="2 4" x1="{points[-1][0] + 6:.1f}" y1="{points[-1][1]:.1f}"'
                f' x2="{left + PANEL + 4}" y2="@{name}@"/>'
            )
    text, heights = "\n".join(made), apart(labels)
    for name, shade, mark in zip(names, shades(names), cycle(MARKS), strict=False):
        text = text.replace(f"@{name}@", f"{heights[name]:.1f}")
        text += "\n" + dot(mark, left + PANEL + 13, heights[name], shade)
        weight = ' class="head"' if name == OURS else ""
        text += f'\n<text{weight} x="{left + PANEL + 23}" y="{heights[name] + 4:.1f}">{escape(short(name))}</text>'
    return [text]


def short(name: str) -> str:
    """A name as it fits beside its line."""
    return re.sub(r"^(provenance) --keep (\w+)$", r"\1, \2", name)


def shades(names: Sequence[str]) -> list[str]:
    """A colour for each name; ours has that of the text."""
    rest = cycle(SHADES)
    return ["var(--ink)" if name == OURS else f"var(--{next(rest)})" for name in names]


def grid(across: Scale, up: Scale) -> list[str]:
    """Lines at the powers of ten, and what they stand for."""
    made = []
    for power in range(across.low, across.high + 1):
        x = across(10**power)
        made.append(f'<line class="grid" x1="{x:.1f}" y1="{up.start}" x2="{x:.1f}" y2="{up.end}"/>')
        made.append(f'<text class="mid" x="{x:.1f}" y="{up.start + 20:.0f}">{10**power:,}</text>')
    for power in range(up.low, up.high + 1):
        y = up(10**power)
        made.append(f'<line class="grid" x1="{across.start}" y1="{y:.1f}" x2="{across.end}" y2="{y:.1f}"/>')
        made.append(f'<text class="end" x="{across.start - 6}" y="{y + 4:.1f}">{10.0**power:,.10g}</text>')
    middle = (across.start + across.end) / 2
    return [*made, f'<text class="mid" x="{middle:.0f}" y="{up.start + 40:.0f}">documents</text>']


def dot(mark: str, x: float, y: float, shade: str) -> str:
    """A mark at a point."""
    style = f'class="dot" style="fill: {shade}; stroke: {shade}"'
    if mark == "circle":
        return f'<circle {style} cx="{x:.1f}" cy="{y:.1f}" r="3.5"/>'
    if mark == "square":
        return f'<rect {style} x="{x - 3:.1f}" y="{y - 3:.1f}" width="6" height="6"/>'
    shapes = {"diamond": "M0-5 5 0 0 5-5 0z", "triangle": "M0-4 4 4H-4z", "cross": "M-4-4 4 4M4-4-4 4"}
    return f'<path {style} transform="translate({x:.1f} {y:.1f})" d="{shapes[mark]}"/>'


def apart(labels: Iterable[tuple[float, str]], step: float = 17) -> dict[str, float]:
    """The heights of labels: near where their lines end, and none on another."""
    order = sorted(labels)
    heights = [height for height, _ in order]
    for _ in range(200):
        for at in range(len(heights) - 1):
            if (lack := step - (heights[at + 1] - heights[at])) > 0:
                heights[at] -= lack / 2
                heights[at + 1] += lack / 2
        heights = [min(max(height, TOP), BOTTOM) for height in heights]
    return {name: height for height, (_, name) in zip(heights, order, strict=True)}
