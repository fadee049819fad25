"""``provenance stats``: what the database holds.

Invariant: it only reads.
"""

from __future__ import annotations

from dataclasses import asdict
from typing import TYPE_CHECKING, Any

from provenance.cli.common import existing_database
from provenance.cli.options import DatabaseOption, ReportFormat, ReportFormatOption
from provenance.cli.output import print_json, print_renderable
from provenance.counts import counted
from provenance.report.printable import printable

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

__all__ = ["stats"]

_LISTED = 15  # names of each list in the table; JSON has all


def stats(db: DatabaseOption = None, report_format: ReportFormatOption = ReportFormat.TABLE) -> None:
    """Count what the database holds.

    Articles, texts, index, verdicts, sources, and the words that very many paragraphs share:
    stock phrases, furniture, stories with hundreds of copies.

    Example:  provenance stats
              provenance stats --format json

    Exit codes: 0 done; 4 no database.
    """
    from provenance import pipeline

    with existing_database(db) as database:
        held = asdict(database.stats())
        crowded = pipeline.crowded(database)
    if report_format is ReportFormat.JSON:
        print_json(held | {"crowded_keys": crowded.keys, "crowded": [asdict(text) for text in crowded.texts]})
        return
    shown = [{"name": text.text, "number": text.paragraphs} for text in crowded.texts]
    from rich.table import Table

    table = Table.grid(padding=(0, 2, 0, 0))
    table.add_column()
    table.add_column(justify="right")
    for name, value in _rows(held | {"crowded_keys": crowded.keys, "in paragraphs": shown}):
        table.add_row(printable(name), f"{value:,}")
    print_renderable(table)


def _rows(held: Mapping[str, Any]) -> Iterator[tuple[str, int]]:
    """Plain counts, then the first of each list of counts by name."""
    lists = {name: value for name, value in held.items() if not isinstance(value, int)}
    yield from ((_words(name), value) for name, value in held.items() if name not in lists)
    for name, counts in lists.items():
        yield from ((f"{_words(name)}: {count['name']}", count["number"]) for count in counts[:_LISTED])
        if len(counts) > _LISTED:
            rest = counts[_LISTED:]
            yield f"{_words(name)}: {counted(len(rest), 'other')}", sum(count["number"] for count in rest)


def _words(name: str) -> str:
    return name.replace("_", " ")
