"""The damaged phrases that a database knows, for people.

Invariant: every text that came from a page passes ``printable``.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from rich.console import Group
from rich.table import Table
from rich.text import Text

from provenance.counts import counted
from provenance.report.printable import printable

if TYPE_CHECKING:
    from rich.console import RenderableType

    from provenance.tracing.damage.phrases import LearnedPhrase, LearnedPhrases

__all__ = ["phrase_table"]

_SHOWN = 100


def phrase_table(learned: LearnedPhrases) -> RenderableType:
    """The phrases that are looked for first, then those that most stories show."""
    table = Table(box=None, pad_edge=False, padding=(0, 2, 0, 0))
    table.add_column("damaged", overflow="fold")
    table.add_column("for", overflow="fold", style="green")
    for heading in ("articles", "stories", "sites", "elsewhere"):
        table.add_column(heading, justify="right", no_wrap=True)
    table.add_column("looked for", no_wrap=True)
    ordered = sorted(learned.phrases, key=lambda phrase: not phrase.used)
    for phrase in ordered[:_SHOWN]:
        counts = (phrase.articles, phrase.stories, phrase.sites, phrase.sound)
        table.add_row(
            printable(phrase.words), printable(phrase.original), *(f"{count:,}" for count in counts), _used(phrase)
        )
    rest = len(ordered) - _SHOWN
    note = f"elsewhere: in how many of {counted(learned.compared, 'article')} that are no machine paraphrase"
    more = [Text(f"and {rest:,} more; --format json has all", style="dim")] if rest > 0 else []
    return Group(table, *more, Text(note, style="dim"))


def _used(phrase: LearnedPhrase) -> str:
    if phrase.given:
        return "yes, from a list"
    if phrase.used:
        return "yes"
    return "no: stands elsewhere too" if phrase.sound else "no: in one story only"
