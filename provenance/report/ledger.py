"""The ledger of an article: each block with its role and where its text comes from.

Invariant: every block stands in it once, in the article's order, so the ledger can be read beside
the page; in the folded one, neighbouring lines of a site's frame share a row that counts them.
"""

from __future__ import annotations

from itertools import groupby
from typing import TYPE_CHECKING

from rich.console import Group
from rich.table import Table
from rich.text import Text

from provenance.model import Role, Severity
from provenance.report.printable import clip, printable
from provenance.report.wording import GRAVITY, percent, words

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from rich.console import RenderableType

    from provenance.model import Block, Finding, Trace

__all__ = ["SEVERITY_STYLES", "block_table", "ledger", "match_numbers"]

SEVERITY_STYLES = {Severity.MEANING: "bold red", Severity.FACT: "red", Severity.WORDING: "yellow"}
_LONGEST_LINE = 240
_TITLE = 72
_ROWS_FOLDED = 60
_FOLDED_FROM = 3
# lines that only say how the site is built
_FRAME = frozenset({Role.NAVIGATION, Role.PROMOTION, Role.BREADCRUMB, Role.SOCIAL_EMBED, Role.IMAGE_FILE})


def ledger(trace: Trace) -> RenderableType:
    """Each block of an article with role, start of its text, origin and similarity, and a legend.

    Args:
        trace: what tracing found.

    Returns:
        A renderable for a rich console of 60 columns or more.
    """
    numbers = match_numbers(trace)
    used = {match.other.key: match.other for match in trace.origins.values()}
    legend = []
    for key in sorted(used, key=numbers.__getitem__):
        source, other = trace.sources_of.get(key), used[key]
        legend.append(f"{numbers[key]}  {printable(other.id)}" + (f" ({printable(source)})" if source else ""))
        legend += [f"   {clip(other.title, _TITLE)}"] if other.title else []
    parts: list[RenderableType] = [Text(printable(trace.article.id), style="bold cyan"), block_table(trace)]
    return Group(*parts, *([Text("\n".join(["", *legend]))] if legend else []))


def match_numbers(trace: Trace) -> dict[int, int]:
    """The numbers by which a report refers to the matched articles, by the store's own."""
    keys = dict.fromkeys(match.other.key for match in trace.matches)
    keys |= dict.fromkeys(match.other.key for _, match in sorted(trace.origins.items()))
    return {key: number for number, key in enumerate(keys, 1)}


def block_table(trace: Trace, *, folded: bool = False) -> RenderableType:
    """The rows of the ledger. ``from`` is the number of another article and the block there.

    Args:
        trace: what tracing found.
        folded: join lines of the site's frame, and leave out what follows a long article's beginning.
    """
    rows = list(_rows(trace.blocks, folded=folded))
    shown = rows[:_ROWS_FOLDED] if folded else rows
    table = Table(box=None, pad_edge=False, padding=(0, 2, 0, 0), expand=True)
    table.add_column("block", justify="right", style="dim", min_width=5, no_wrap=True)
    table.add_column("role", no_wrap=True, min_width=max((len(words(row[0].role)) for row in shown), default=0))
    table.add_column("text", no_wrap=True, overflow="ellipsis", ratio=1)
    # a column that would be empty gives its room to the text
    last = [("from", 5), ("alike", 5)] if trace.origins else []
    for heading, width in [*last, *([("damage", 6)] if trace.findings else [])]:
        table.add_column(heading, justify="right", min_width=width, no_wrap=True)
    damaged: dict[int, list[Finding]] = {}
    for finding in trace.findings:
        damaged.setdefault(finding.block, []).append(finding)
    numbers = match_numbers(trace)
    for row in shown:
        block = row[0]
        match = trace.origins.get(block.position)
        cells = (
            [f"{numbers[match.other.key]}:{match.other_position}", percent(match.measures.char5)] if match else ["", ""]
        )
        table.add_row(
            str(block.position) if len(row) == 1 else f"{block.position}-{row[-1].position}",
            words(block.role),
            Text(_start(row)),
            *(cells if trace.origins else ()),
            *([_damage(damaged.get(block.position, []))] if trace.findings else ()),
            style=None if block.role in {Role.BODY, Role.HEADLINE, Role.SUBHEADING} else "dim",
        )
    rest = sum(map(len, rows[len(shown) :]))
    return Group(table, Text(f"and {rest} more; --format json has all", style="dim")) if rest else table


def _rows(blocks: Sequence[Block], *, folded: bool) -> Iterator[tuple[Block, ...]]:
    for role, group in groupby(blocks, key=lambda block: block.role):
        run = tuple(group)
        if folded and role in _FRAME and len(run) >= _FOLDED_FROM:
            yield run
        else:
            yield from ((block,) for block in run)


def _start(row: Sequence[Block]) -> str:
    if len(row) == 1:
        return clip(row[0].text, _LONGEST_LINE)
    return clip(f"{len(row)} lines: " + " · ".join(clip(block.text, _TITLE) for block in row), _LONGEST_LINE)


def _damage(findings: Sequence[Finding]) -> Text:
    gravest = min((finding.severity for finding in findings), key=GRAVITY.index, default=None)
    return Text(
        "" if gravest is None else str(len(findings)), style="" if gravest is None else SEVERITY_STYLES[gravest]
    )
