"""What a database holds of each source over time, as a table with bars, for a person.

Invariant: a time in which others have articles and the source has none is shown as such.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from rich.console import Group
from rich.table import Table
from rich.text import Text

from provenance.report.printable import printable

if TYPE_CHECKING:
    from collections.abc import Sequence

    from rich.console import RenderableType

    from provenance.tracing.coverage import CoverageReport, SourceCoverage

__all__ = ["bar", "coverage_table", "source_card", "sparkline"]

_TICKS = "▁▂▃▄▅▆▇█"
_EIGHTHS = " ▏▎▍▌▋▊▉█"
_NONE = "·"
_SPARKS = 24
_BAR = 24


def coverage_table(report: CoverageReport, limit: int) -> RenderableType:
    """Sources, one a line, with a mark for each period."""
    table = Table(box=None, pad_edge=False, padding=(0, 2, 0, 0))
    table.add_column("source", overflow="fold")
    table.add_column("its own", justify="right", no_wrap=True)
    table.add_column("credit it", justify="right", no_wrap=True)
    table.add_column("first", no_wrap=True)
    table.add_column("last", no_wrap=True)
    table.add_column(f"its own by {report.by}", no_wrap=True)
    for each in report.sources[:limit]:
        table.add_row(
            printable(each.name),
            f"{each.own:,}",
            f"{each.crediting:,}",
            each.since or "",
            each.until or "",
            sparkline([period.own for period in each.periods if period.start is not None]),
        )
    rest = len(report.sources) - limit
    return (
        Group(table, Text(f"and {rest} more; --limit {len(report.sources)} shows all", style="dim"))
        if rest > 0
        else table
    )


def source_card(report: CoverageReport, source: SourceCoverage) -> RenderableType:
    """One source, one line a period."""
    days = "" if source.since is None else f", {source.since} to {source.until}"
    head = Text(printable(f"{source.name} ({source.source}, {source.kind.replace('_', ' ')})"), style="bold")
    total = Text(f"{source.own:,} of its own{days}; {source.crediting:,} of others credit it\n")
    if not source.periods:
        return Group(head, Text("nothing at all is stored of these days"))
    table = Table(box=None, pad_edge=False, padding=(0, 2, 0, 0))
    table.add_column(str(report.by), no_wrap=True)
    for heading in ("its own", "credit it", "all stored"):
        table.add_column(heading, justify="right", no_wrap=True)
    table.add_column("its own", no_wrap=True)
    most = max(period.own for period in source.periods)
    for period in source.periods:
        table.add_row(
            period.start or "no date",
            f"{period.own:,}",
            f"{period.crediting:,}",
            f"{period.articles:,}",
            bar(period.own, most) if period.own else f"{_NONE} none held",
        )
    return Group(head, total, table)


def bar(number: int, most: int) -> str:
    """A bar of blocks, as long as its share of the most."""
    eighths = max(1, round(8 * _BAR * number / most)) if number and most else 0
    return "█" * (eighths // 8) + (_EIGHTHS[eighths % 8] if eighths % 8 else "")


def sparkline(numbers: Sequence[int]) -> str:
    """A row of marks, the last the newest; neighbours are added up where there are too many to show."""
    each = -(-len(numbers) // _SPARKS) or 1
    sums = [sum(numbers[at : at + each]) for at in range(0, len(numbers), each)]
    most = max(sums, default=0)
    return "".join(_TICKS[(len(_TICKS) * number - 1) // most] if number else _NONE for number in sums)
