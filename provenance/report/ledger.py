"""The ledger of an article: each block with its role and where its text comes from.

Invariant: one row for each block, in the article's order, so the ledger can be read beside the page.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from rich.console import Group
from rich.table import Table
from rich.text import Text

from provenance.report.printable import clip, printable
from provenance.report.terminal import spoken

if TYPE_CHECKING:
    from rich.console import RenderableType

    from provenance.model import ArticleRef, Trace

__all__ = ["ledger"]

_LONGEST_LINE = 240
_TITLE = 72


def ledger(trace: Trace) -> RenderableType:
    """Each block of an article with role, start of its text, origin and similarity.

    ``from`` is the number of an article in the legend below, and the block there.

    Args:
        trace: what tracing found.

    Returns:
        A renderable for a rich console of 60 columns or more.
    """
    roles = max((len(block.role) for block in trace.blocks), default=0)
    table = Table(box=None, pad_edge=False, padding=(0, 2, 0, 0), expand=True)
    table.add_column("block", justify="right", style="dim", min_width=5)
    table.add_column("role", no_wrap=True, min_width=roles)
    table.add_column("text", no_wrap=True, overflow="ellipsis", ratio=1)
    table.add_column("from", justify="right", min_width=6)
    table.add_column("alike", justify="right", min_width=5)
    table.add_column("damage", justify="right", min_width=6)
    damaged: dict[int, int] = {}
    for finding in trace.findings:
        damaged[finding.block] = damaged.get(finding.block, 0) + 1
    others = {match.other.key: match.other for _, match in sorted(trace.origins.items())}
    numbers = {key: number for number, key in enumerate(others, 1)}
    for block in trace.blocks:
        match = trace.origins.get(block.position)
        table.add_row(
            str(block.position),
            block.role.value.replace("_", " "),
            Text(clip(block.text, _LONGEST_LINE)),
            f"{numbers[match.other.key]}:{match.other_position}" if match else "",
            spoken(match.measures.char5) if match else "",
            str(damaged.get(block.position, "")),
        )
    legend = [_line(number, others[key], trace.sources_of.get(key)) for key, number in numbers.items()]
    return Group(Text(printable(trace.article.id), style="bold cyan"), table, Text("\n".join(["", *legend])))


def _line(number: int, other: ArticleRef, source: str | None) -> str:
    words = f"{number}: {other.id}" + (f" ({source})" if source else "")
    return printable(words) + (f"  {clip(other.title, _TITLE)}" if other.title else "")
